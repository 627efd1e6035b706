//! Time that was counted as something else, twice, or not at all.

use scenarios::time::{Instant, Span};
use scenarios::truth::{self, Doing, Stretch};
use serde_json::Value;

use super::super::compare::Difference;
use super::Explainer;

/// What the fields of a row count, and what else may be taken for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Ring,
    Talk,
    Hold,
    Wrap,
    Parked,
}

const ALL: [Counted; 5] = [Counted::Ring, Counted::Talk, Counted::Hold, Counted::Wrap, Counted::Parked];

impl Counted {
    fn word(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Talk => "talk",
            Self::Hold => "hold",
            Self::Wrap => "wrap",
            Self::Parked => "parked time",
        }
    }

    /// The stretches that it is made of; talk is what is connected, without hold.
    fn doing(self) -> Doing {
        match self {
            Self::Ring => Doing::Ring,
            Self::Talk => Doing::Connected,
            Self::Hold => Doing::Hold,
            Self::Wrap => Doing::Wrap,
            Self::Parked => Doing::Parked,
        }
    }
}

pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    let agent = expected["agent"].as_str()?;
    let flow = explainer.flow(expected["interaction"].as_str()?)?;
    let own = |stretch: &&Stretch| &*stretch.agent == agent && stretch.interaction == flow.guid;
    let work = Work {
        stretches: explainer.stretches().iter().filter(own).collect(),
        start: flow.start,
        now: explainer.asked.now,
    };
    let mut reasons: Vec<String> = Vec::new();
    for one in wrong {
        let Some(counted) = ALL.into_iter().find(|counted| counted.word() == one.field) else { continue };
        let (Some(should), Some(is)) = (one.expected.as_i64(), one.given.as_i64()) else { continue };
        let reason = if is > should {
            work.counted_too(counted, is - should)
        } else {
            work.left_out(counted, should, should - is)
        };
        let waited = || {
            let entries = truth::queue_entries(explainer.scenario, explainer.asked.now);
            let waits = entries.iter().filter(|entry| entry.interaction == flow.guid);
            let is_wait = |from: Instant, to: Instant| (to - from).as_millis() == is;
            let wait = waits.filter_map(|entry| Some((entry, entry.left?))).find(|(e, left)| is_wait(e.entered, *left));
            wait.map(|(entry, _)| format!("that is the wait in the queue {}, of which ring is a part", entry.queue))
        };
        reasons.extend(reason.or_else(|| if counted == Counted::Ring { waited() } else { None }));
    }
    // Time that moved from one field to another is explained once.
    reasons.dedup();
    let whole = reasons.iter().find(|reason| reason.contains("was counted as")).cloned();
    whole.or_else(|| (!reasons.is_empty()).then(|| reasons.join(", ")))
}

/// What an agent did about one interaction.
struct Work<'a> {
    stretches: Vec<&'a Stretch>,
    start: Instant,
    now: Instant,
}

impl Work<'_> {
    /// What was counted as something that it is not, given how much that makes.
    fn counted_too(&self, as_what: Counted, by: i64) -> Option<String> {
        let others: Vec<Counted> =
            ALL.into_iter().filter(|other| *other != as_what && self.total(*other) > 0).collect();
        // Any of them, or some of them together; the fewest first.
        let mut choices: Vec<Vec<Counted>> = (1_u32..1 << others.len())
            .map(|bits| others.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, one)| *one).collect())
            .collect();
        choices.sort_by_key(Vec::len);
        let fits = |choice: &&Vec<Counted>| is_near(choice.iter().map(|one| self.total(*one)).sum(), by);
        if let Some(choice) = choices.iter().find(fits) {
            let told: Vec<String> = choice.iter().map(|one| self.told(*one)).collect();
            return Some(format!("{} was counted as {}", told.join(" and "), as_what.word()));
        }
        let mut single = self.stretches.iter().filter(|stretch| stretch.doing != as_what.doing());
        let single = single.find(|stretch| is_near(self.length(stretch), by))?;
        let other = ALL.into_iter().find(|other| other.doing() == single.doing)?;
        Some(format!("{} {} was counted as {}", other.word(), self.when(single), as_what.word()))
    }

    /// What was not counted, given how much that makes.
    fn left_out(&self, what: Counted, should: i64, by: i64) -> Option<String> {
        let own = self.stretches.iter().filter(|stretch| stretch.doing == what.doing());
        let own: Vec<&&Stretch> = own.collect();
        if let Some(on) = own.iter().find(|on| on.to.is_none() && is_near(self.length(on), by)) {
            return Some(format!("{} goes on {}, and its null duration was counted as 0", what.word(), self.when(on)));
        }
        if is_near(should, by) {
            return Some(format!("{} was not counted", self.told(what)));
        }
        let single = own.iter().find(|stretch| is_near(self.length(stretch), by))?;
        Some(format!("{} {} was left out", what.word(), self.when(single)))
    }

    fn total(&self, what: Counted) -> i64 {
        let sum = |doing| -> i64 {
            self.stretches.iter().filter(|stretch| stretch.doing == doing).map(|stretch| self.length(stretch)).sum()
        };
        match what {
            Counted::Talk => sum(Doing::Connected) - sum(Doing::Hold),
            Counted::Ring | Counted::Hold | Counted::Wrap | Counted::Parked => sum(what.doing()),
        }
    }

    fn length(&self, stretch: &Stretch) -> i64 {
        stretch.length(self.now).as_millis()
    }

    /// `hold from 30.233s to 53.401s`, and so on for each.
    fn told(&self, what: Counted) -> String {
        let own = self.stretches.iter().filter(|stretch| stretch.doing == what.doing());
        let when: Vec<String> = own.map(|stretch| self.when(stretch)).collect();
        format!("{} {}", what.word(), when.join(" and "))
    }

    fn when(&self, stretch: &Stretch) -> String {
        let after = |at: Instant| -> Span { at - self.start };
        match stretch.to {
            Some(to) => format!("from {} to {}", after(stretch.from), after(to)),
            None => format!("since {}", after(stretch.from)),
        }
    }
}

/// The API's own parts differ by a millisecond where they meet.
fn is_near(one: i64, other: i64) -> bool {
    one != 0 && one.abs_diff(other) <= 1
}
