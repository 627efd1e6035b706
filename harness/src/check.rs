//! Checks: analyses put to scenarios, and judged.

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::thread;

use scenarios::time::Span;
use scenarios::truth::BusyDefinition;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::again::Again;
use crate::analysis::Analysis;
use crate::case::{self, Failure, Subject};
use crate::client::Client;
use crate::contract::Limits;
use crate::golden::form::Form;
use crate::golden::{Answer, Goldens, Truth};
use crate::judge::{self, Judges};
use crate::metamorphic;
use crate::question::Question;
use crate::reproduce;
use crate::slowly;
use crate::target::{Reached, Target};
use crate::told::Told;
use crate::verdict::{Case, Finding, Verdict};

/// Checks a function: the one line that a test needs.
///
/// ```
/// use harness::client::{Client, Error};
/// use harness::question::{ContactpadStatus, Question};
///
/// /// Which one word would `ContactPad` show for each agent?
/// async fn shown(api: Client) -> Result<Vec<ContactpadStatus>, Error> {
///     let mut rows = Vec::new();
///     for agent in api.agent_status().await?.items {
///         let does = |words: &[&str]| agent.interaction.iter().any(|one| words.contains(&&*format!("{:?}", one.state)));
///         let shown = match () {
///             () if does(&["Ringing", "Connected"]) => "Busy".to_owned(),
///             () if does(&["Wrap"]) => "Wrap".to_owned(),
///             () => agent.presence.description.clone(),
///         };
///         rows.push(ContactpadStatus { agent: agent.agent_id, shown });
///     }
///     Ok(rows)
/// }
///
/// harness::check(Question::ContactpadStatus, shown).assert();
/// ```
pub fn check<F, Answering, T, E>(question: Question, analysis: F) -> Check
where
    F: Fn(Client) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Result<T, E>> + Send + 'static,
    T: Serialize,
    E: fmt::Display,
{
    let test = thread::current().name().filter(|name| *name != "main").map(str::to_owned);
    let name = test.unwrap_or_else(|| question.name().to_owned());
    Check::of([Subject::new(name, Some(question), Analysis::function(analysis))])
}

/// Which analyses are put to which scenarios, and how.
#[derive(Clone, Debug)]
pub struct Check {
    puts: Vec<Put>,
    target: Target,
    jobs: usize,
    goldens: Option<Goldens>,
}

/// An analysis, and what it is put to.
#[derive(Clone, Debug)]
pub struct Put {
    /// The analysis.
    pub subject: Subject,
    /// The scenarios, whether they concern its question or not; `None` for those of the catalog that do.
    pub scenarios: Option<Vec<Told>>,
}

/// Why nothing could be checked. It says nothing about any analysis.
#[derive(Debug, thiserror::Error)]
pub enum CannotCheck {
    /// No threads, no port.
    #[error("no server can be reached: {0}")]
    NoServer(#[from] io::Error),
    /// A case could not be run.
    #[error("{case}: {why}")]
    NoCase {
        /// The scenario's name.
        case: String,
        /// Why not.
        #[source]
        why: Failure,
    },
    /// The harness itself broke.
    #[error("the harness broke: {0}")]
    Broken(String),
}

impl Subject {
    /// An analysis that is run once for each scenario, with the usual limits.
    pub fn new(name: impl Into<String>, question: Option<Question>, analysis: Analysis) -> Self {
        let (busy, limits) = (BusyDefinition::default(), Limits::default());
        let (form, name) = (Form::of(question), name.into());
        let (poll, judges, listed, has_goldens) = (None, None, None, true);
        Self { name, question, analysis, busy, poll, limits, form, has_goldens, judges, listed }
    }

    /// Who judges it.
    pub fn judges(&self) -> Judges {
        self.judges.unwrap_or_else(|| Judges::usual(self.question))
    }
}

impl Check {
    /// These analyses, each over the scenarios of the catalog that concern its question and have no faults on purpose, against
    /// a server in this process.
    pub fn of(subjects: impl IntoIterator<Item = Subject>) -> Self {
        Self::of_all(subjects.into_iter().map(|subject| Put { subject, scenarios: None }))
    }

    /// These analyses, each over its own scenarios, against a server in this process.
    pub fn of_all(puts: impl IntoIterator<Item = Put>) -> Self {
        let jobs = thread::available_parallelism().map_or(2, usize::from);
        Self { puts: puts.into_iter().collect(), target: Target::Own, jobs, goldens: None }
    }

    /// Over these scenarios, whether they concern the question or not.
    #[must_use]
    pub fn over(self, scenarios: impl IntoIterator<Item = Told>) -> Self {
        let scenarios: Vec<Told> = scenarios.into_iter().collect();
        self.each(|put| put.scenarios = Some(scenarios.clone()))
    }

    fn each(mut self, change: impl Fn(&mut Put)) -> Self {
        self.puts.iter_mut().for_each(change);
        self
    }

    /// Over as many generated scenarios, from that seed on.
    #[must_use]
    pub fn generated(self, first: u64, number: u64) -> Self {
        self.over((first..first.saturating_add(number)).map(Told::seed))
    }

    /// Run again and again as a world's clock goes on by that much, with the same state folder.
    #[must_use]
    pub fn every(self, span: Span) -> Self {
        self.each(|put| put.subject.poll = Some(span))
    }

    /// With this definition of busy.
    #[must_use]
    pub fn busy(self, busy: &BusyDefinition) -> Self {
        self.each(|put| put.subject.busy = busy.clone())
    }

    /// Within these limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        self.each(|put| put.subject.limits = limits)
    }

    /// By these judges.
    #[must_use]
    pub fn judged_by(self, judges: Judges) -> Self {
        self.each(|put| put.subject.judges = Some(judges))
    }

    /// Against that server.
    #[must_use]
    pub fn against(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// Compared with goldens, too: what was answered before, and accepted.
    #[must_use]
    pub fn goldens(self, goldens: Goldens) -> Self {
        Self { goldens: Some(goldens), ..self }
    }

    /// So many cases at a time, at least one.
    #[must_use]
    pub fn jobs(self, jobs: usize) -> Self {
        Self { jobs: jobs.max(1), ..self }
    }

    /// What came of it. A case that fails is a part of that, and no error.
    ///
    /// # Errors
    ///
    /// Why nothing could be checked.
    pub fn verdict(&self) -> Result<Verdict, CannotCheck> {
        // A thread of its own: the caller may be in a runtime, in which another one cannot be waited for.
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let checked = thread::scope(|scope| scope.spawn(|| runtime.block_on(self.run())).join());
        checked.unwrap_or_else(|_| Err(CannotCheck::Broken("a thread panicked".to_owned())))
    }

    /// Ends the test unless everything holds. With the environment variable `INSIGHTS_SCENARIO`, only over the scenarios that
    /// are called so.
    ///
    /// # Panics
    ///
    /// With the text of the verdict, if any case fails; or if nothing could be checked.
    #[track_caller]
    pub fn assert(&self) {
        let check = match env::var("INSIGHTS_SCENARIO") {
            Ok(wanted) => self.clone().each(|put| {
                let all = put.scenarios.take().unwrap_or_else(|| Told::catalog().collect());
                put.scenarios = Some(all.into_iter().filter(|told| told.name == wanted).collect());
            }),
            Err(_) => self.clone(),
        };
        match check.verdict() {
            Ok(verdict) => verdict.assert(),
            Err(why) => panic!("{why}"),
        }
    }

    /// The same as [`Self::verdict`], in a runtime that is there.
    ///
    /// # Errors
    ///
    /// Why nothing could be checked.
    pub async fn run(&self) -> Result<Verdict, CannotCheck> {
        let http = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
        let reached = Arc::new(self.target.reach(http.clone()).await?);
        let room = Arc::new(Semaphore::new(self.jobs));
        let mut running = JoinSet::new();
        let mut cases: Vec<Option<Case>> = Vec::new();
        for (subject, told, slowly) in self.cases() {
            let position = cases.len();
            cases.push(None);
            let (reached, http, room, target) =
                (Arc::clone(&reached), http.clone(), Arc::clone(&room), self.target.clone());
            let goldens = self.goldens.clone().filter(|_| subject.has_goldens);
            running.spawn(async move {
                let _place = room.acquire().await;
                (position, judged(&reached, &http, &subject, &told, &target, goldens.as_ref(), slowly).await)
            });
        }
        while let Some(done) = running.join_next().await {
            let (position, case) = done.map_err(|error| CannotCheck::Broken(error.to_string()))?;
            cases[position] = Some(case?);
        }
        let mut cases: Vec<Case> = cases.into_iter().flatten().collect();
        // Of some scenarios only, nothing can be said of the goldens of the others.
        if let Some(goldens) = &self.goldens {
            let known: BTreeSet<_> = mock_server::catalog::scenarios().map(|(name, _)| name).collect();
            let has_goldens = |put: &&Put| put.subject.has_goldens && put.scenarios.is_none();
            for Put { subject, .. } in self.puts.iter().filter(has_goldens) {
                cases.extend(goldens.stale(&subject.name, |case| known.contains(case))?);
            }
        }
        Ok(Verdict::of(cases))
    }

    /// Every analysis with every scenario that it is put to, and whether that is the first.
    fn cases(&self) -> Vec<(Arc<Subject>, Told, bool)> {
        let mut catalog: Option<Vec<Told>> = None;
        let mut cases = Vec::new();
        for put in &self.puts {
            let subject = Arc::new(put.subject.clone());
            // What the server is made to withhold or to tell wrongly, no analysis can know: such a scenario has to be named.
            let is_told_right = |told: &Told| told.scenario.faults.is_none();
            let concerns = |told: &&Told| {
                let question = put.subject.question;
                is_told_right(told) && question.is_none_or(|question| question.concerns(&told.scenario))
            };
            let chosen: Vec<Told> = match &put.scenarios {
                Some(scenarios) => scenarios.clone(),
                None => {
                    let catalog = catalog.get_or_insert_with(|| Told::catalog().collect());
                    catalog.iter().filter(concerns).cloned().collect()
                }
            };
            let numbered = chosen.into_iter().enumerate();
            cases.extend(numbered.map(|(number, told)| (Arc::clone(&subject), told, number == 0)));
        }
        cases
    }
}

/// One case, judged; `slowly` if the analysis is to be run against a slow server, too.
pub(crate) async fn judged(
    reached: &Reached,
    http: &reqwest::Client,
    subject: &Subject,
    told: &Told,
    target: &Target,
    goldens: Option<&Goldens>,
    slowly: bool,
) -> Result<Case, CannotCheck> {
    let ran = case::run(&reached.control, http, subject, told).await;
    let (observation, mut findings) = ran.map_err(|why| CannotCheck::NoCase { case: told.name.clone(), why })?;
    if subject.judges().client {
        findings.extend(judge::case(&observation));
    }
    let mut reproduce = reproduce::line(subject, told, target);
    if let Some(goldens) = goldens.filter(|_| subject.analysis.line().is_some()) {
        reproduce += &goldens.options(subject);
    }
    if let (Some(goldens), Ok(answer)) = (goldens, &observation.last) {
        let truth = if subject.judges().truth { Truth::of(&observation, &findings) } else { Truth::Silent };
        let answer = Answer {
            subject: &subject.name,
            question: subject.question,
            case: &told.name,
            value: answer,
            truth,
            reproduce: Some(&reproduce),
        };
        findings.extend(goldens.judge(&answer, &subject.form));
    }
    let again = Again { control: &reached.control, http, subject };
    let cannot = |why| CannotCheck::NoCase { case: told.name.clone(), why };
    let mut add = |found: Vec<Finding>| {
        let is_new = |finding: &Finding| findings.iter().all(|known| known.id != finding.id);
        let new: Vec<Finding> = found.into_iter().filter(is_new).collect();
        findings.extend(new);
    };
    if subject.judges().metamorphic {
        add(metamorphic::judge(&again, &observation).await.map_err(cannot)?);
    }
    if slowly && subject.judges().client {
        add(slowly::judge(&again, &observation).await.map_err(cannot)?.into_iter().collect());
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let reproduce = (!findings.is_empty()).then_some(reproduce);
    Ok(Case {
        subject: subject.name.clone(),
        question: subject.question,
        name: told.name.clone(),
        runs: u32::try_from(observation.runs.len()).unwrap_or(u32::MAX),
        findings,
        undecided: None,
        reproduce,
    })
}
