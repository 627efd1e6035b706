//! Exploring: an analysis is put to scenarios that nobody wrote, until one shows that it is wrong; that one is then made as
//! small as it gets.
//!
//! Seeds are tried in their order, and a seed always tells the same story, so the same command finds the same thing.

mod found;

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use scenarios::generate::smallest;
use scenarios::scenario::Scenario;
use serde::Serialize;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::analysis::Analysis;
use crate::case::{self, Subject};
use crate::check::{CannotCheck, judged};
use crate::client::Client;
use crate::judge::Judges;
use crate::observation::Observation;
use crate::question::Question;
use crate::target::{Reached, Target};
use crate::told::Told;
use crate::verdict::{Case, Finding, Judge, Outcome, Severity, Verdict};

pub use found::Found;

/// Explores with a function: the one line that a test needs.
///
/// ```
/// use harness::question::Question;
/// use harness::reference;
///
/// harness::explore(Question::Transfers, reference::transfers).cases(20).assert();
/// ```
pub fn explore<F, Answering, T, E>(question: Question, analysis: F) -> Explore
where
    F: Fn(Client) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Result<T, E>> + Send + 'static,
    T: Serialize,
    E: fmt::Display,
{
    let test = thread::current().name().filter(|name| *name != "main").map(str::to_owned);
    let name = test.unwrap_or_else(|| question.name().to_owned());
    Explore::of(Subject::new(name, Some(question), Analysis::function(analysis)))
}

/// What is explored, and for how long.
#[derive(Clone, Debug)]
pub struct Explore {
    subject: Subject,
    target: Target,
    first: u64,
    cases: Option<u64>,
    time: Option<Duration>,
    reruns: usize,
    jobs: usize,
    save_to: PathBuf,
}

/// What happens while exploring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// All seeds before this one have been tried, and show nothing wrong.
    Tried {
        /// The seed.
        next: u64,
    },
    /// A seed shows that something is wrong.
    Found {
        /// The seed.
        seed: u64,
    },
    /// What was found was tried again, in a smaller form or to see whether it is always so.
    Again {
        /// How often by now.
        reruns: usize,
        /// How many interactions the smallest has that is still wrong.
        interactions: usize,
    },
}

/// What came of exploring.
#[derive(Clone, Debug)]
pub struct Explored {
    /// What people call the analysis.
    pub subject: String,
    /// What it was asked.
    pub question: Option<Question>,
    /// The first seed that was tried.
    pub first: u64,
    /// The first seed that was not tried: with it exploring can go on.
    pub next: u64,
    /// What shows that something is wrong; `None` if nothing does.
    pub found: Option<Found>,
}

impl Explore {
    /// A hundred generated scenarios from seed 1 on, against a server in this process, by all judges unless the subject says
    /// by which.
    pub fn of(mut subject: Subject) -> Self {
        subject.judges.get_or_insert(Judges::ALL);
        let jobs = thread::available_parallelism().map_or(2, NonZeroUsize::get);
        let save_to = PathBuf::from("scenarios/regressions");
        Self { subject, target: Target::Own, first: 1, cases: Some(100), time: None, reruns: 2_000, jobs, save_to }
    }

    /// From that seed on.
    #[must_use]
    pub fn from_seed(self, first: u64) -> Self {
        Self { first, ..self }
    }

    /// So many scenarios.
    #[must_use]
    pub fn cases(self, cases: u64) -> Self {
        Self { cases: Some(cases), ..self }
    }

    /// For so long, and then as many as that takes; with [`Self::cases`] after it, not more than those.
    #[must_use]
    pub fn time(self, time: Duration) -> Self {
        Self { time: Some(time), cases: None, ..self }
    }

    /// The analysis is run at most so often to make what was found smaller.
    #[must_use]
    pub fn reruns(self, reruns: usize) -> Self {
        Self { reruns, ..self }
    }

    /// Against that server.
    #[must_use]
    pub fn against(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// So many cases at a time, at least one.
    #[must_use]
    pub fn jobs(self, jobs: usize) -> Self {
        Self { jobs: jobs.max(1), ..self }
    }

    /// What [`Self::assert`] finds is kept in that folder.
    #[must_use]
    pub fn save_to(self, folder: impl Into<PathBuf>) -> Self {
        Self { save_to: folder.into(), ..self }
    }

    /// Explores; `tell` is told of every step.
    ///
    /// # Errors
    ///
    /// Why it could not be done.
    pub fn run(&self, mut tell: impl FnMut(Step) + Send) -> Result<Explored, CannotCheck> {
        // A thread of its own: the caller may be in a runtime, in which another one cannot be waited for.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let explored = thread::scope(|scope| scope.spawn(|| self.on(&runtime, &mut tell)).join());
        explored.unwrap_or_else(|_| Err(CannotCheck::Broken("a thread panicked".to_owned())))
    }

    /// Ends the test if anything is found; what is found is kept in `scenarios/regressions` then, or
    /// where [`Self::save_to`] says.
    ///
    /// # Panics
    ///
    /// With the smallest scenario that shows what is wrong; or if nothing could be explored.
    #[track_caller]
    pub fn assert(&self) {
        match self.run(|_| ()) {
            Ok(Explored { found: None, .. }) => {}
            Ok(Explored { found: Some(mut found), .. }) => {
                let saved = found.save(&self.save_to);
                let place =
                    saved.map_or_else(|error| format!("(not saved: {error})"), |path| path.display().to_string());
                panic!("{}\n{place}\n\n{}", found.case, found.text());
            }
            Err(why) => panic!("{why}"),
        }
    }

    fn on(&self, runtime: &Runtime, tell: &mut impl FnMut(Step)) -> Result<Explored, CannotCheck> {
        let http = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
        let reached = runtime.block_on(self.target.reach(http.clone()))?;
        let trial = Trial { subject: self.subject.clone(), target: self.target.clone(), reached, http };
        let trial = Arc::new(trial);
        let (next, failing) = runtime.block_on(self.search(&trial, tell))?;
        let found = match failing {
            Some((seed, case)) => {
                tell(Step::Found { seed });
                Some(self.smallest(runtime, &trial, seed, case, tell)?)
            }
            None => None,
        };
        let Subject { name, question, .. } = &self.subject;
        Ok(Explored { subject: name.clone(), question: *question, first: self.first, next, found })
    }

    /// The first seed that was not tried, and the last that was if it fails.
    async fn search(
        &self,
        trial: &Arc<Trial>,
        tell: &mut impl FnMut(Step),
    ) -> Result<(u64, Option<(u64, Case)>), CannotCheck> {
        let end = self.cases.map_or(u64::MAX, |cases| self.first.saturating_add(cases));
        let mut time_is_up = pin!(async {
            match self.time {
                Some(time) => tokio::time::sleep(time).await,
                None => std::future::pending().await,
            }
        });
        let mut next = self.first;
        while next < end {
            let batch = next..end.min(next.saturating_add(self.jobs as u64));
            // What time cuts off has not been tried; it is tried when exploring goes on.
            let cases = tokio::select! {
                biased;
                () = &mut time_is_up => break,
                cases = trial.batch(batch) => cases?,
            };
            for case in cases {
                next += 1;
                if case.outcome() == Outcome::Fails {
                    return Ok((next, Some((next - 1, case))));
                }
            }
            tell(Step::Tried { next });
        }
        Ok((next, None))
    }

    fn smallest(
        &self,
        runtime: &Runtime,
        trial: &Trial,
        seed: u64,
        case: Case,
        tell: &mut impl FnMut(Step),
    ) -> Result<Found, CannotCheck> {
        let told = Told::seed(seed);
        let wrong = errors(&case.findings);
        let twice = [runtime.block_on(trial.run(&told))?, runtime.block_on(trial.run(&told))?];
        if !trial.is_steady(&case, &twice) {
            return Ok(Found::unsteady(seed, told, case, twice.map(|(observation, _)| observation.last)));
        }
        let scenario = Scenario::clone(&told.scenario);
        let (mut reruns, mut interactions) = (twice.len(), scenario.flows.len());
        let still_fails = |smaller: &Scenario| {
            reruns += 1;
            // What cannot be played shows nothing.
            let fails = runtime.block_on(trial.errors(&Told::made("smaller", smaller.clone()), &wrong));
            let fails = fails.is_ok_and(|errors| !errors.is_disjoint(&wrong));
            if fails {
                interactions = smaller.flows.len();
            }
            tell(Step::Again { reruns, interactions });
            fails
        };
        let small = Told::made(format!("seed {seed}, made smaller"), smallest(scenario, still_fails, self.reruns));
        let case_of_small = runtime.block_on(trial.judge(&small))?;
        let (observation, _) = runtime.block_on(trial.run(&small))?;
        if errors(&case_of_small.findings).is_disjoint(&wrong) {
            return Ok(Found::unsteady(seed, small, case, [observation.last.clone(), observation.last]));
        }
        Ok(Found::new(seed, trial.subject.clone(), self.target.clone(), case_of_small, &observation))
    }
}

/// What an analysis is tried with.
struct Trial {
    subject: Subject,
    target: Target,
    reached: Reached,
    http: reqwest::Client,
}

/// A kind of finding.
type Kind = (Judge, String);

impl Trial {
    /// The seeds, judged, in their order.
    async fn batch(self: &Arc<Self>, seeds: std::ops::Range<u64>) -> Result<Vec<Case>, CannotCheck> {
        let mut running = JoinSet::new();
        for seed in seeds {
            let trial = Arc::clone(self);
            running.spawn(async move { (seed, trial.judge(&Told::seed(seed)).await) });
        }
        let mut cases = Vec::new();
        while let Some(done) = running.join_next().await {
            let (seed, case) = done.map_err(|error| CannotCheck::Broken(error.to_string()))?;
            cases.push((seed, case?));
        }
        cases.sort_by_key(|(seed, _)| *seed);
        Ok(cases.into_iter().map(|(_, case)| case).collect())
    }

    /// By all judges.
    async fn judge(&self, told: &Told) -> Result<Case, CannotCheck> {
        judged(&self.reached, &self.http, &self.subject, told, &self.target, None).await
    }

    /// By those only who judge each run.
    async fn run(&self, told: &Told) -> Result<(Observation, Vec<Finding>), CannotCheck> {
        let ran = case::run(&self.reached.control, &self.http, &self.subject, told).await;
        ran.map_err(|why| CannotCheck::NoCase { case: told.name.clone(), why })
    }

    /// What is wrong, of those kinds: the judges who look at the whole case are asked only if it is about them.
    async fn errors(&self, told: &Told, kinds: &BTreeSet<Kind>) -> Result<BTreeSet<Kind>, CannotCheck> {
        if kinds.iter().any(|(judge, _)| looks_at_runs(*judge)) {
            return Ok(errors(&self.run(told).await?.1));
        }
        Ok(errors(&self.judge(told).await?.findings))
    }

    /// Whether an analysis answered the same in equal worlds, and was wrong in the same way.
    fn is_steady(&self, case: &Case, twice: &[(Observation, Vec<Finding>); 2]) -> bool {
        let [(one, found), (other, found_again)] = twice;
        let answers = [one, other].map(|observation| match &observation.last {
            Ok(answer) => Ok(self.subject.form.text(answer)),
            Err(broken) => Err(std::mem::discriminant(broken)),
        });
        let mut of_runs = errors(&case.findings);
        of_runs.retain(|(judge, _)| looks_at_runs(*judge));
        answers[0] == answers[1] && errors(found) == of_runs && errors(found_again) == of_runs
    }
}

/// Whether a judge looks at each run by itself.
fn looks_at_runs(judge: Judge) -> bool {
    match judge {
        Judge::Contract | Judge::Truth => true,
        Judge::Client | Judge::Metamorphic | Judge::Golden | Judge::Conform | Judge::Mutate => false,
    }
}

fn errors(findings: &[Finding]) -> BTreeSet<Kind> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.judge, finding.id.to_string())).collect()
}

impl Explored {
    /// What came of it as a verdict: the case that was found; or one that holds, for all that were tried.
    pub fn verdict(&self) -> Verdict {
        let tried = u32::try_from(self.next - self.first).unwrap_or(u32::MAX);
        let all = || Case {
            subject: self.subject.clone(),
            question: self.question,
            name: format!("seeds {} to {}", self.first, self.next.saturating_sub(1)),
            runs: tried,
            findings: Vec::new(),
            undecided: (tried == 0).then(|| "there was no time to try any".to_owned()),
            reproduce: None,
        };
        Verdict { cases: vec![self.found.as_ref().map_or_else(all, |found| found.case.clone())] }
    }
}
