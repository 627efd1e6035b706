//! Exploring: an analysis is put to scenarios that nobody wrote, until one shows that it is wrong; that one is then made as
//! small as it gets.
//!
//! Seeds are tried in their order, and a seed always tells the same story, so the same command finds the same thing.

mod found;
mod halt;

use std::collections::BTreeSet;
use std::fmt;
use std::future::Future;
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use scenarios::generate::smallest_at_once;
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
use crate::reproduce::{Line, span};
use crate::target::{Reached, Target};
use crate::told::{Generator, Told};
use crate::verdict::{Case, Finding, Judge, Outcome, Severity, Verdict};

pub use found::Found;
pub use halt::Halt;

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
    generator: Generator,
    first: u64,
    cases: Option<u64>,
    time: Option<Duration>,
    reruns: usize,
    jobs: usize,
    halt: Halt,
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

/// How many scenarios are tried, how often an analysis is run to make what was found smaller, and where that is kept, if
/// nothing else is said.
const CASES: u64 = 100;
const RERUNS: usize = 2_000;
const SAVE_TO: &str = "scenarios/regressions";

impl Explore {
    /// A hundred generated scenarios from seed 1 on, against a server in this process, by all judges unless the subject says
    /// by which.
    pub fn of(mut subject: Subject) -> Self {
        subject.judges.get_or_insert(Judges::ALL);
        let jobs = thread::available_parallelism().map_or(2, NonZeroUsize::get);
        let save_to = PathBuf::from(SAVE_TO);
        let (target, generator, halt) = (Target::Own, Generator::default(), Halt::default());
        let (first, cases, time, reruns) = (1, Some(CASES), None, RERUNS);
        Self { subject, target, generator, first, cases, time, reruns, jobs, halt, save_to }
    }

    /// Of scenarios that this generator makes.
    #[must_use]
    pub fn made_by(self, generator: Generator) -> Self {
        Self { generator, ..self }
    }

    /// Until then, at the latest: what is known by then is what comes of it.
    #[must_use]
    pub fn until(self, halt: Halt) -> Self {
        Self { halt, ..self }
    }

    /// The command that goes on with that seed.
    pub fn line_from(&self, seed: u64) -> Line {
        let cases = self.cases.filter(|cases| *cases != CASES || self.time.is_some());
        let save = Some(self.save_to.display()).filter(|_| self.save_to != Path::new(SAVE_TO));
        let line = Line::of("explore").for_subject(&self.subject).held_to(&self.subject, Some(Judges::ALL));
        let line = line.with_each("--cases", cases).with_each("--time", self.time.map(span));
        let line = line.with_each("--generator", self.generator.file());
        let line = line.with_each("--reruns", Some(self.reruns).filter(|reruns| *reruns != RERUNS));
        line.with_each("--save", save).against(&self.target).with("--seed", seed)
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

    /// What is found is kept in that folder.
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
        let (subject, target, generator) = (self.subject.clone(), self.target.clone(), self.generator.clone());
        let trial = Trial { subject, target, generator, reached, http };
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
                () = self.halt.come() => break,
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
        trial: &Arc<Trial>,
        seed: u64,
        case: Case,
        tell: &mut impl FnMut(Step),
    ) -> Result<Found, CannotCheck> {
        let told = self.generator.told(seed);
        let wrong = errors(&case.findings);
        let twice = [runtime.block_on(trial.run(&told))?, runtime.block_on(trial.run(&told))?];
        if !trial.is_steady(&case, &twice) {
            return Ok(Found::unsteady(seed, told, case, twice.map(|(observation, _)| observation.last)));
        }
        let scenario = Scenario::clone(&told.scenario);
        let (mut reruns, mut interactions) = (twice.len(), scenario.flows.len());
        let kinds = Arc::new(wrong.clone());
        let first_failing = |proposed: &[Scenario]| {
            if self.halt.has_come() {
                return None;
            }
            let first = runtime.block_on(trial.first_failing(proposed, &kinds));
            reruns += first.map_or(proposed.len(), |first| first + 1);
            interactions = first.map_or(interactions, |first| proposed[first].flows.len());
            tell(Step::Again { reruns, interactions });
            first
        };
        let smaller = smallest_at_once(scenario, first_failing, self.jobs, self.reruns);
        let small = Told::made(format!("seed {seed}, made smaller"), smaller);
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
    generator: Generator,
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
            running.spawn(async move { (seed, trial.judge(&trial.generator.told(seed)).await) });
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
        judged(&self.reached, &self.http, &self.subject, told, &self.target, None, false).await
    }

    /// By those only who judge each run.
    async fn run(&self, told: &Told) -> Result<(Observation, Vec<Finding>), CannotCheck> {
        let ran = case::run(&self.reached.control, &self.http, &self.subject, told).await;
        ran.map_err(|why| CannotCheck::NoCase { case: told.name.clone(), why })
    }

    /// The first of these scenarios in which something of those kinds is wrong; all are tried at the same time.
    async fn first_failing(self: &Arc<Self>, proposed: &[Scenario], kinds: &Arc<BTreeSet<Kind>>) -> Option<usize> {
        // What comes behind the first is ended with this.
        let mut running = JoinSet::new();
        let mut fails: Vec<Option<bool>> = vec![None; proposed.len()];
        for (number, smaller) in proposed.iter().enumerate() {
            let (trial, kinds, told) = (Arc::clone(self), Arc::clone(kinds), Told::made("smaller", smaller.clone()));
            running.spawn(async move { (number, trial.errors(&told, &kinds).await) });
        }
        while let Some(done) = running.join_next().await {
            if let Ok((number, errors)) = done {
                // What cannot be played shows nothing.
                fails[number] = Some(errors.is_ok_and(|errors| !errors.is_disjoint(kinds)));
            }
            let first = fails.iter().position(|fails| *fails != Some(false))?;
            if fails[first] == Some(true) {
                return Some(first);
            }
        }
        fails.iter().position(|fails| *fails == Some(true))
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
        Verdict::of(vec![self.found.as_ref().map_or_else(all, |found| found.case.clone())])
    }
}
