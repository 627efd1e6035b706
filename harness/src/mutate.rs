//! Do a client's tests notice when the server does not tell the truth?
//!
//! Tests that pass prove little unless they would fail. So the server lies, in one way at a time, to the same tests, each
//! time in a world of its own: a lie that they do not notice is one that the real service could tell them, by a mistake of
//! its own or of theirs. A lie that changes nothing in what the tests ask is set apart: they cannot notice it, and if it
//! matters, they ask too little.

mod advice;
mod report;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use scenarios::fault::{Fault, Lie, Meaning, Plan};
use scenarios::format;
use scenarios::time::{Instant, Span};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::analysis::Broken;
use crate::command;
use crate::contract::{Given, Limits, Window};
use crate::control::{self, Control, Journal, World};
use crate::rules::Exchange;
use crate::target::Target;
use crate::told::Told;

pub use advice::advice;
pub use report::{Judged, Report, Standing};

/// Tests, and the lies that they are told.
#[derive(Clone, Debug)]
pub struct Mutate {
    /// A line for the shell that runs the tests, and exits with 0 if they pass.
    pub line: String,
    /// Where it is run; `None` for where this program is.
    pub folder: Option<PathBuf>,
    /// What the world tells of that the tests are given.
    pub told: Told,
    /// When it is there; `None` for when everything has been told.
    pub at: Option<Instant>,
    /// The lies, one at a time.
    pub lies: Vec<Meaning>,
    /// Where worlds are made.
    pub target: Target,
    /// How long the tests may take.
    pub limits: Limits,
    /// How many runs go on at a time.
    pub jobs: usize,
}

/// Why nothing can be said about the tests.
#[derive(Debug, thiserror::Error)]
pub enum Unable {
    /// No threads, no port, no folder.
    #[error("the tests cannot be run: {0}")]
    Unready(#[from] io::Error),
    /// A world cannot be made or asked.
    #[error(transparent)]
    Control(#[from] control::Error),
    /// The tests do not pass even if they are told the truth.
    #[error("the tests do not pass when the server tells the truth, so nothing can be learnt from lies: {0}")]
    NotGreen(String),
    /// The tests ask nothing of the server that they are given.
    #[error(
        "the tests ask nothing of the server, so no lie can be told: they find it in INSIGHTS_BASE_URL and INSIGHTS_TOKEN_URL"
    )]
    AskNothing,
    /// The harness itself broke.
    #[error("the harness broke: {0}")]
    Broken(String),
}

/// Every lie that tests can be expected to notice: not what a client has to bear (fields and words that are new, nulls
/// where the documents do not exclude them), and not what concerns only who reads the header `Date`.
pub fn lies() -> Vec<Meaning> {
    let is_noticed = |lie: &Meaning| match lie {
        Meaning::DateBehind { .. } | Meaning::DateAhead { .. } => false,
        Meaning::Lie(lie) => !matches!(lie, Lie::UnknownValues | Lie::UnknownFields | Lie::Nulls),
        Meaning::RowMissing { .. }
        | Meaning::TotalChanged { .. }
        | Meaning::UpToStale { .. }
        | Meaning::LateData { .. } => true,
    };
    Fault::lies().filter(is_noticed).collect()
}

impl Mutate {
    /// Those tests, told every lie about that scenario by a server in this process.
    pub fn of(line: impl Into<String>, told: Told) -> Self {
        let (limits, jobs) = (Limits::default(), thread::available_parallelism().map_or(2, usize::from));
        Self { line: line.into(), folder: None, told, at: None, lies: lies(), target: Target::Own, limits, jobs }
    }

    /// Runs the tests, first in truth, then once for each lie.
    ///
    /// # Errors
    ///
    /// Why nothing can be said about the tests.
    pub fn report(&self) -> Result<Report, Unable> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let ran = thread::scope(|scope| scope.spawn(|| runtime.block_on(self.run())).join());
        ran.unwrap_or_else(|_| Err(Unable::Broken("a thread panicked".to_owned())))
    }

    async fn run(&self) -> Result<Report, Unable> {
        let http = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
        let reached = Arc::new(self.target.reach(http).await?);
        let (in_truth, truth) = self.once(&reached.control, None).await?;
        if let Err(broken) = in_truth {
            return Err(Unable::NotGreen(how(&broken)));
        }
        if truth.requests.is_empty() {
            return Err(Unable::AskNothing);
        }
        let asker = Arc::new(self.clone());
        let room = Arc::new(Semaphore::new(self.jobs.max(1)));
        let mut running = JoinSet::new();
        for (position, lie) in self.lies.iter().copied().enumerate() {
            let (asker, reached, room) = (Arc::clone(&asker), Arc::clone(&reached), Arc::clone(&room));
            running.spawn(async move {
                let _place = room.acquire().await;
                (position, asker.told(&reached.control, lie).await)
            });
        }
        let mut judged: Vec<Option<Judged>> = vec![None; self.lies.len()];
        while let Some(done) = running.join_next().await {
            let (position, standing) = done.map_err(|error| Unable::Broken(error.to_string()))?;
            judged[position] = Some(Judged { lie: self.lies[position], standing: standing? });
        }
        let (line, scenario) = (self.line.clone(), self.told.name.clone());
        let lies = judged.into_iter().flatten().collect();
        Ok(Report { line, scenario, asked: truth.requests.len(), lies, again: None })
    }

    /// Runs the tests once, in a world that lies or does not; returns what was asked, too.
    async fn once(&self, control: &Control, lie: Option<Meaning>) -> Result<(Result<(), Broken>, Journal), Unable> {
        let (world, now) = self.world(control, lie).await?;
        let state = tempfile::tempdir()?;
        let given = Given {
            base_url: world.base_url.clone(),
            token_url: world.token_url.clone(),
            client: world.client(),
            token: world.token.clone(),
            window: Window { start: self.told.scenario.start, end: now },
            now,
            state_dir: state.path().to_owned(),
        };
        let ran = command::pass(&self.line, self.folder.as_deref(), &given, self.limits).await;
        let mut journal = Journal::default();
        control.read_on(&world, &mut journal).await?;
        control.delete(&world).await?;
        Ok((ran, journal))
    }

    /// A world that lies or does not, and what its clock shows.
    async fn world(&self, control: &Control, lie: Option<Meaning>) -> Result<(World, Instant), Unable> {
        let world = control.make(&self.told.text, self.at).await?;
        let settled = world.settled.unwrap_or(self.told.scenario.start) + Span::from_millis(1);
        let now = self.at.unwrap_or(settled);
        control.set(&world, now).await?;
        match lie.map(Fault::Meaning) {
            Some(fault) => {
                control.set_faults(&world, &format::print_faults(&Plan::always(fault.word(), fault))).await?;
            }
            // The story may have faults of its own.
            None => control.end_faults(&world).await?,
        }
        Ok((world, now))
    }

    /// What came of one lie.
    async fn told(&self, control: &Control, lie: Meaning) -> Result<Standing, Unable> {
        let (ran, journal) = self.once(control, Some(lie)).await?;
        match ran {
            Err(broken) => Ok(Standing::Caught { how: how(&broken) }),
            Ok(()) => match journal.requests.iter().filter(|asked| is_told(asked, lie)).count() {
                0 => Ok(Standing::Untold),
                answers => Ok(Standing::Survived { answers, asked: journal.requests.len() }),
            },
        }
    }
}

/// Whether the answer to a request was another than in truth: the journal names the faults that made a difference to it.
fn is_told(asked: &Exchange, lie: Meaning) -> bool {
    let told = asked.fault.as_deref().and_then(|fault| Some(fault.split_once("; ")?.1));
    told.is_some_and(|told| told.split(", ").any(|word| word == Fault::Meaning(lie).word()))
}

/// How tests failed, in a few words.
fn how(broken: &Broken) -> String {
    let last = |stderr: &str| stderr.lines().rfind(|line| !line.trim().is_empty()).map(str::to_owned);
    match broken {
        Broken::NotStarted { why } => format!("it could not be started: {why}"),
        Broken::TooSlow { limit, .. } => format!("it took longer than {} s", limit.as_secs()),
        Broken::TooMuch { limit } => format!("it wrote more than {limit} bytes"),
        Broken::Failed { how, stderr } => match last(stderr) {
            Some(line) => format!("{how}: {line}"),
            None => how.clone(),
        },
        Broken::NoJson { why, .. } => why.clone(),
    }
}
