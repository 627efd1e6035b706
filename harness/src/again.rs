//! An analysis run again, in another world or in another way.

use std::sync::Arc;

use scenarios::time::Instant;

use crate::analysis::Ran;
use crate::case::{Failure, Subject, given};
use crate::contract::Window;
use crate::control::{Control, Differently, Journal, World};
use crate::rules::Watch;
use crate::verdict::Finding;

/// Runs one analysis again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Again<'a> {
    pub(crate) control: &'a Control,
    pub(crate) http: &'a reqwest::Client,
    pub(crate) subject: &'a Subject,
}

/// The world that it is run in, and what it is told.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    /// The scenario's text.
    pub(crate) text: Arc<str>,
    /// Where the clock stands.
    pub(crate) now: Instant,
    /// What it is asked about.
    pub(crate) window: Window,
    /// How the world answers differently from what it usually does.
    pub(crate) how: Differently,
}

impl Again<'_> {
    /// What one run comes to. What is wrong with its requests is added to `found`, if it is not known yet.
    ///
    /// # Errors
    ///
    /// If it cannot be run.
    pub(crate) async fn run(&self, setting: &Setting, found: &mut Vec<Finding>) -> Result<Ran, Failure> {
        self.poll(setting, &[], found).await
    }

    /// What the last run comes to, after one at each of these earlier instants.
    ///
    /// # Errors
    ///
    /// If it cannot be run.
    pub(crate) async fn poll(
        &self,
        setting: &Setting,
        earlier: &[Instant],
        found: &mut Vec<Finding>,
    ) -> Result<Ran, Failure> {
        let first = earlier.first().copied().unwrap_or(setting.now);
        let world = self.control.make_with(&setting.text, Some(first), setting.how).await?;
        let ran = self.in_world(&world, setting, earlier, found).await;
        let deleted = self.control.delete(&world).await;
        let ran = ran?;
        deleted?;
        Ok(ran)
    }

    async fn in_world(
        &self,
        world: &World,
        setting: &Setting,
        earlier: &[Instant],
        found: &mut Vec<Finding>,
    ) -> Result<Ran, Failure> {
        let state = tempfile::tempdir().map_err(Failure::State)?;
        let (mut watch, mut journal) = (Watch::new(), Journal::default());
        for now in earlier {
            self.control.advance(world, *now).await?;
            let window = Window { end: *now, ..setting.window };
            let ran = self.once(world, window, *now, state.path(), &mut watch, &mut journal).await?;
            if ran.is_err() {
                return Ok(ran);
            }
        }
        self.control.advance(world, setting.now).await?;
        let ran = self.once(world, setting.window, setting.now, state.path(), &mut watch, &mut journal).await?;
        if self.subject.judges().client && journal.missed == 0 {
            let is_new = |finding: &Finding| !found.iter().any(|known| known.id == finding.id);
            let new: Vec<Finding> = watch.findings().into_iter().filter(is_new).collect();
            found.extend(new);
        }
        Ok(ran)
    }

    async fn once(
        &self,
        world: &World,
        window: Window,
        now: Instant,
        state: &std::path::Path,
        watch: &mut Watch,
        journal: &mut Journal,
    ) -> Result<Ran, Failure> {
        let given = given(world, window, now, state);
        let ran = self.subject.analysis.run(given, self.subject.limits, self.http).await;
        let seen = journal.requests.len();
        self.control.read_on(world, journal).await?;
        watch.run_begins();
        journal.requests[seen..].iter().for_each(|exchange| watch.see(exchange));
        watch.run_ends();
        Ok(ran)
    }
}
