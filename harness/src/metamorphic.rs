//! The same question asked in another way has to have the same answer: that can be judged without knowing the answer.
//!
//! An analysis is run again, in a world that differs in nothing that matters: in how large its pages are, in how the window
//! is cut, in how often it is polled, in a request that has to be repeated, in the week in which everything happens. Where the
//! answers differ, one of them is wrong. An analysis that answers differently without any difference is told apart.
//!
//! Then there is what an API may do at any time without a new version: tell of fields and words that nobody has heard of,
//! and of none where there always was one. An analysis has to survive that, whatever it answers then.

mod answers;

use scenarios::fault::{Fault, Lie, Meaning, Plan, Position, Rule, Service, Status, Target};
use scenarios::format;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use serde_json::Value;

use crate::again::{Again, Setting};
use crate::analysis::Ran;
use crate::case::Failure;
use crate::contract::Window;
use crate::control::Differently;
use crate::observation::Observation;
use crate::question::Question;
use crate::standing::Moments;
use crate::verdict::{Evidence, Finding, Judge};
use answers::{Difference, difference, merged, shifted};

/// What makes no difference, or must not break anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// How many items a page has.
    PageSize,
    /// Whether a window is asked about at once, or in two parts.
    WindowCut,
    /// Whether it is asked once, or polled every 15 seconds.
    Rhythm,
    /// Whether it is asked once, or polled every hour.
    Hourly,
    /// Whether a request has to be repeated, and whether a token has to be renewed.
    Retry,
    /// In which week it happens; what instants the answer tells are that much later.
    Shift,
    /// Whether there are fields that nobody has heard of, which only a copy may tell.
    UnknownFields,
    /// Whether there are words that nobody has heard of: the answer may be another one.
    UnknownValues,
    /// Whether there is nothing where there may be nothing: the answer may be another one.
    Nulls,
}

/// No page has more items, where pages are small.
const SMALL: u32 = 2;

const WEEK: Span = Span::from_secs(7 * 24 * 60 * 60);

/// How often known clients poll.
const RHYTHM: Span = Span::from_secs(15);

const HOUR: Span = Span::from_secs(60 * 60);

/// How often an analysis is run at most that is polled: where more happens, ticks are left out, evenly.
const MOST_POLLS: usize = 16;

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 9] = [
        Self::PageSize,
        Self::WindowCut,
        Self::Rhythm,
        Self::Hourly,
        Self::Retry,
        Self::Shift,
        Self::UnknownFields,
        Self::UnknownValues,
        Self::Nulls,
    ];

    /// Its name in findings.
    pub fn id(self) -> &'static str {
        match self {
            Self::PageSize => "page-size",
            Self::WindowCut => "window-cut",
            Self::Rhythm => "rhythm",
            Self::Hourly => "hourly",
            Self::Retry => "retry",
            Self::Shift => "shift",
            Self::UnknownFields => "unknown-fields",
            Self::UnknownValues => "unknown-values",
            Self::Nulls => "nulls",
        }
    }

    /// In which case; continues "the answer is another one …" and "there is no answer …".
    fn when(self) -> &'static str {
        match self {
            Self::PageSize => "when no page has more than two items",
            Self::WindowCut => "when the window is asked about in two parts",
            Self::Rhythm => "when it is asked for every 15 seconds",
            Self::Hourly => "when it is asked for every hour",
            Self::Retry => "when a request has to be repeated and a token renewed",
            Self::Shift => "when everything happens a week later",
            Self::UnknownFields => "when objects have a field that nobody has heard of",
            Self::UnknownValues => "when there are words that nobody has heard of",
            Self::Nulls => "when there is null where it may be",
        }
    }

    /// What to do about it.
    fn hint(self) -> &'static str {
        match self {
            Self::PageSize => {
                "read all pages, and take nothing for the first or last of all that is so of its page only"
            }
            Self::WindowCut => "mind what belongs to a window: its start does, its end does not",
            Self::Rhythm | Self::Hourly => {
                "when polling, ask for what was processed, from the last upTo on, and keep the newest versions"
            }
            Self::Retry => {
                "repeat what was refused after a wait, renew the token, and forget nothing that was read before"
            }
            Self::Shift => "there is an instant, a day or a number in the analysis that holds for one week only",
            Self::UnknownFields => {
                "fields were added without a new version before; pass over those that you do not know"
            }
            Self::UnknownValues => "no list of words is known to be complete; have a place for the others",
            Self::Nulls => "a field that is not documented never to be null may be; ask before you look into it",
        }
    }

    /// Who blames an analysis for it: what a client has to bear is a rule for clients.
    fn judge(self) -> Judge {
        match self {
            Self::PageSize | Self::WindowCut | Self::Rhythm | Self::Hourly | Self::Retry | Self::Shift => {
                Judge::Metamorphic
            }
            Self::UnknownFields | Self::UnknownValues | Self::Nulls => Judge::Client,
        }
    }

    /// Whether an answer to that question has to be the same, and not only there.
    fn is_about_answers(self, question: Option<Question>) -> bool {
        match self {
            Self::PageSize | Self::WindowCut | Self::Rhythm | Self::Hourly | Self::Retry | Self::Shift => true,
            // A copy may have the fields, too.
            Self::UnknownFields => question.is_some_and(|question| question != Question::Mirror),
            Self::UnknownValues | Self::Nulls => false,
        }
    }
}

/// What is wrong with a case when it is run again in all these ways.
///
/// # Errors
///
/// If it could not be run.
pub(crate) async fn judge(again: &Again<'_>, observation: &Observation) -> Result<Vec<Finding>, Failure> {
    let (Some(run), Ok(last)) = (observation.runs.last(), &observation.last) else { return Ok(Vec::new()) };
    let text = observation.told.text.clone();
    let usual = Setting { text, now: run.now, window: run.window, how: Differently::default() };
    let mut found = Vec::new();
    // What was polled has come to its answer in another way already.
    let once = if observation.runs.len() == 1 { Ok(last.clone()) } else { again.run(&usual, &mut found).await? };
    let Ok(once) = once else { return Ok(found) };
    // What is masked in goldens may differ here, too.
    let form = &again.subject.form;
    let differ = |answer: &Value| difference(&form.canonical(&once), &form.canonical(answer));
    let mut is_steady = None;
    for relation in Relation::ALL {
        let Some(answer) = answer(relation, again, observation, &usual, &mut found).await? else { continue };
        let differs = match &answer {
            Err(broken) => Some(
                Finding::error(relation.judge(), relation.id(), format!("there is no answer {}", relation.when()))
                    .with(Evidence::Text { what: "what came of it".to_owned(), text: format!("{broken:?}") }),
            ),
            Ok(answer) if relation.is_about_answers(observation.question) => {
                differ(answer).map(|difference| different(relation, &difference))
            }
            Ok(_) => None,
        };
        let Some(finding) = differs else { continue };
        if is_steady.is_none() {
            let same = again.run(&usual, &mut found).await?;
            is_steady = Some(same.is_ok_and(|same| differ(&same).is_none()));
        }
        if is_steady == Some(false) {
            found.push(unsteady());
            return Ok(found);
        }
        found.push(finding.with(Evidence::Hint { text: relation.hint().to_owned() }));
    }
    Ok(found)
}

/// What the analysis answers then; `None` where that cannot be asked.
async fn answer(
    relation: Relation,
    again: &Again<'_>,
    observation: &Observation,
    usual: &Setting,
    found: &mut Vec<Finding>,
) -> Result<Option<Ran>, Failure> {
    let scenario = &observation.told.scenario;
    let faulty = |rules: Vec<Rule>| Setting {
        text: with_faults(scenario, rules).into(),
        how: Differently { with_faults: true, ..usual.how },
        ..usual.clone()
    };
    let always = |meaning: Meaning| vec![Rule { fault: Fault::Meaning(meaning), position: Position::default() }];
    let setting = match relation {
        Relation::PageSize => Setting { how: Differently { largest_page: Some(SMALL), ..usual.how }, ..usual.clone() },
        Relation::Retry => faulty(refusals()),
        Relation::UnknownFields => faulty(always(Meaning::Lie(Lie::UnknownFields))),
        Relation::UnknownValues => faulty(always(Meaning::Lie(Lie::UnknownValues))),
        Relation::Nulls => faulty(always(Meaning::Lie(Lie::Nulls))),
        Relation::Shift => {
            let Window { start, end } = usual.window;
            let window = Window { start: start + WEEK, end: end + WEEK };
            let text = format::print(&Scenario::clone(scenario).shifted(WEEK));
            let setting = Setting { text: text.into(), now: usual.now + WEEK, window, ..usual.clone() };
            let ran = again.run(&setting, found).await?;
            return Ok(Some(ran.map(|answer| shifted(&answer, Span::ZERO - WEEK))));
        }
        Relation::WindowCut => {
            let cut = middle(usual.window).map(|middle| observation.told.moments.beside(middle));
            let Some(cut) = cut.filter(|_| can_be_cut(observation.question)) else { return Ok(None) };
            let [before, after] = [Window { end: cut, ..usual.window }, Window { start: cut, ..usual.window }];
            let mut parts = Vec::new();
            for window in [before, after] {
                match again.run(&Setting { window, ..usual.clone() }, found).await? {
                    Ok(part) => parts.push(part),
                    Err(broken) => return Ok(Some(Err(broken))),
                }
            }
            return Ok(Some(Ok(merged(&parts))));
        }
        Relation::Rhythm if observation.runs.len() > 1 => return Ok(Some(observation.last.clone())),
        Relation::Rhythm | Relation::Hourly => {
            let every = if relation == Relation::Hourly { HOUR } else { RHYTHM };
            let ticks = ticks(&observation.told.moments, usual, every);
            if ticks.is_empty() {
                return Ok(None);
            }
            return again.poll(usual, &ticks, found).await.map(Some);
        }
    };
    again.run(&setting, found).await.map(Some)
}

/// The instants before now at which it is polled: those ticks at which something has changed.
fn ticks(moments: &Moments, usual: &Setting, every: Span) -> Vec<Instant> {
    let (mut ticks, mut before) = (Vec::new(), usual.window.start);
    let mut tick = before + every;
    while moments.beside(tick) < usual.now {
        let at = moments.beside(tick);
        if moments.any_between(before, at) {
            ticks.push(at);
        }
        (before, tick) = (at, tick + every);
    }
    let number = ticks.len();
    if number <= MOST_POLLS {
        return ticks;
    }
    (0..MOST_POLLS).map(|position| ticks[position * number / MOST_POLLS]).collect()
}

fn different(relation: Relation, Difference { only_first, only_second }: &Difference) -> Finding {
    const SHOWN: usize = 3;
    let rows = |number: usize| if number == 1 { "1 row is".to_owned() } else { format!("{number} rows are") };
    let how = match (only_first.len(), only_second.len()) {
        (missing, 0) => format!("{} missing", rows(missing)),
        (0, more) => format!("{} there that {} not", rows(more), if more == 1 { "was" } else { "were" }),
        (missing, others) => format!("{} not there, {} there instead", rows(missing), rows(others)),
    };
    let sentence = format!("the answer is another one {}: {how}", relation.when());
    let shown = |rows: &[Value]| rows.iter().take(SHOWN).cloned().collect();
    Finding::error(relation.judge(), relation.id(), sentence)
        .with(Evidence::Values { expected: shown(only_first), given: shown(only_second) })
}

fn unsteady() -> Finding {
    let sentence = "asked the same in an equal world, it answers otherwise";
    Finding::error(Judge::Metamorphic, "not-deterministic", sentence).with(Evidence::Hint {
        text: "mind the own clock, random numbers, the order of sets and maps, and what is done at the same time"
            .to_owned(),
    })
}

/// Whether the answers about two parts of a window, taken together, are that about all of it.
fn can_be_cut(question: Option<Question>) -> bool {
    match question {
        Some(Question::Transfers | Question::CcrChannels | Question::HandleTimes | Question::Mirror) => true,
        // They are about now, add up, or depend on what was before.
        Some(
            Question::Availability
            | Question::ContactpadStatus
            | Question::Logins
            | Question::QueueOutcomes
            | Question::WfmStates,
        )
        | None => false,
    }
}

fn middle(window: Window) -> Option<Instant> {
    let half = Span::from_millis((window.end - window.start).as_millis() / 2);
    (half > Span::ZERO).then(|| window.start + half)
}

/// The text of a scenario under which that goes wrong.
fn with_faults(scenario: &Scenario, rules: Vec<Rule>) -> String {
    let plan = Plan { name: "metamorphic".into(), seed: 0, rules };
    format::print(&Scenario { faults: Some(plan), ..scenario.clone() })
}

/// Of each endpoint, the first request is refused for a second, and the token of the next one.
fn refusals() -> Vec<Rule> {
    let endpoints = Target::ALL.into_iter().filter(|target| *target != Target::Token);
    let once = |target: Target, request: u32, fault: Service| Rule {
        fault: Fault::Service(fault),
        position: Position { target: Some(target), request: Some(request), times: Some(1), ..Position::default() },
    };
    let each = endpoints.flat_map(|target| {
        let busy = Service::Refused(Status::TooManyRequests, Some(Span::from_secs(1)));
        [once(target, 1, busy), once(target, 2, Service::TokenRevoked)]
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use crate::told::Told;

    use super::*;

    #[test]
    fn what_is_polled_is_polled_when_something_has_changed_and_not_too_often() {
        for told in Told::catalog() {
            let start = told.scenario.start;
            let now = told.moments.beside(start + Span::from_secs(26 * 60 * 60));
            let window = Window { start, end: now };
            let usual = Setting { text: told.text.clone(), now, window, how: Differently::default() };
            for every in [RHYTHM, HOUR] {
                let ticks = ticks(&told.moments, &usual, every);
                assert!(ticks.len() <= MOST_POLLS, "{}", told.name);
                assert!(ticks.is_sorted() && ticks.iter().all(|tick| start < *tick && *tick < now), "{}", told.name);
            }
        }
    }
}
