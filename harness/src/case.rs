//! One case: an analysis, run in a world of its own, once or as often as a poll takes.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scenarios::time::{Instant, Span};

use crate::analysis::{Analysis, Ran};
use crate::contract::{Given, Limits, Window};
use crate::control::{self, Control, Journal, World};
use crate::golden::form::Form;
use crate::judge::{self, Judges};
use crate::observation::{Observation, Run};
use crate::question::{Asked, Question};
use crate::told::Told;
use crate::verdict::Finding;
use scenarios::truth::BusyDefinition;

/// An analysis, and how it is put to the test.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What people call it.
    pub name: String,
    /// What it is asked; `None` for a question of its own, which truth cannot judge.
    pub question: Option<Question>,
    /// How it is run.
    pub analysis: Analysis,
    /// What the caller takes for busy.
    pub busy: BusyDefinition,
    /// How often it is run while a world's clock goes on; `None` for once, when all has been told.
    pub poll: Option<Span>,
    /// How long a run may take, and how much it may write.
    pub limits: Limits,
    /// The form that its answers have in goldens.
    pub form: Form,
    /// Whether its answers are compared with goldens, if there are any.
    pub has_goldens: bool,
    /// Who judges it; `None` for the usual ones of its question.
    pub judges: Option<Judges>,
    /// The config file that lists it under its name; `None` if none does.
    pub listed: Option<PathBuf>,
}

/// Why a case could not be run. It says nothing about the analysis.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The server could not be controlled.
    #[error(transparent)]
    Control(#[from] control::Error),
    /// There is no place for the analysis to keep its state.
    #[error("no state folder can be made: {0}")]
    State(#[source] io::Error),
}

/// Runs a case; returns what was observed, and what is wrong with the first run that is wrong.
pub(crate) async fn run(
    control: &Control,
    http: &reqwest::Client,
    subject: &Subject,
    told: &Told,
) -> Result<(Observation, Vec<Finding>), Failure> {
    let start = told.scenario.start;
    let first = match subject.poll {
        None => told.scenario.now.map(|now| told.moments.beside(now)),
        Some(every) => Some(told.moments.beside(start + every)),
    };
    let world = control.make(&told.text, first).await?;
    let settled = told.moments.beside(world.settled.unwrap_or(start) + Span::from_millis(1));
    let mut case = InWorld {
        control,
        http,
        subject,
        told,
        state: tempfile::tempdir().map_err(Failure::State)?,
        runs: Vec::new(),
        journal: Journal::default(),
        world,
    };
    let ran = match subject.poll {
        None => case.once(first, settled).await,
        Some(every) => case.poll(every, settled).await,
    };
    // The world goes, whatever came of it; if it does not, it takes up a little room on the server.
    let deleted = control.delete(&case.world).await;
    let (last, findings) = ran?;
    deleted?;
    let observation = Observation {
        subject: subject.name.clone(),
        question: subject.question,
        busy: subject.busy.clone(),
        told: told.clone(),
        runs: case.runs,
        last,
        journal: case.journal,
    };
    Ok((observation, findings))
}

/// What an analysis is told of that world.
pub(crate) fn given(world: &World, window: Window, now: Instant, state: &Path) -> Given {
    Given {
        base_url: world.base_url.clone(),
        token_url: world.token_url.clone(),
        client: world.client(),
        token: world.token.clone(),
        window,
        now,
        state_dir: state.to_owned(),
    }
}

/// A case that is being run.
struct InWorld<'a> {
    control: &'a Control,
    http: &'a reqwest::Client,
    subject: &'a Subject,
    told: &'a Told,
    state: tempfile::TempDir,
    runs: Vec<Run>,
    journal: Journal,
    world: World,
}

impl InWorld<'_> {
    /// One run, at `first` or else when all has been processed.
    async fn once(&mut self, first: Option<Instant>, settled: Instant) -> Result<(Ran, Vec<Finding>), Failure> {
        let now = match first {
            Some(first) => first,
            None => {
                self.control.advance(&self.world, settled).await?;
                settled
            }
        };
        self.run(now).await
    }

    /// Runs at every tick until all has been processed, as cron would, or until one is wrong. Of ticks at which nothing has
    /// changed only the first in a row is run.
    async fn poll(&mut self, every: Span, settled: Instant) -> Result<(Ran, Vec<Finding>), Failure> {
        let moments = Arc::clone(&self.told.moments);
        let mut tick = self.told.scenario.start + every;
        let mut before = self.told.scenario.start;
        let mut was_quiet = false;
        loop {
            let now = moments.beside(tick);
            let is_quiet = !moments.any_between(before, now);
            if !is_quiet || !was_quiet || now >= settled {
                if !self.runs.is_empty() {
                    self.control.advance(&self.world, now).await?;
                }
                let (ran, findings) = self.run(now).await?;
                if now >= settled || ran.is_err() || !findings.is_empty() {
                    return Ok((ran, findings));
                }
            }
            was_quiet = is_quiet;
            before = now;
            tick = tick + every;
        }
    }

    async fn run(&mut self, now: Instant) -> Result<(Ran, Vec<Finding>), Failure> {
        let window = Window { start: self.told.scenario.start, end: now };
        let given = given(&self.world, window, now, self.state.path());
        let ran = self.subject.analysis.run(given, self.subject.limits, self.http).await;
        self.control.read_on(&self.world, &mut self.journal).await?;
        self.runs.push(Run { now, window, asked: self.journal.requests.len() });
        let asked = Asked { now, busy: self.subject.busy.clone() };
        let question = self.subject.question.filter(|_| self.subject.judges().truth);
        let findings = judge::run(question, self.told, &asked, &ran);
        Ok((ran, findings))
    }
}
