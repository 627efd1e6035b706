//! How much is asked, and how fast.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use scenarios::time::Span;
use scenarios::view::Endpoint;

use super::asked::Asked;
use super::exchange::Stamp;
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static BUSY_POLLING: Rule = Rule {
    id: "busy-polling",
    severity: Severity::Warning,
    documentation: "an answer may be used again for five seconds, as its header Cache-Control says; known clients poll \
                    every 5 to 15 seconds",
    source: "sections 1.1 and 2.5",
    hint: "keep what was answered, and ask the same again after five seconds at the earliest",
};

pub(crate) static PARALLELISM: Rule = Rule {
    id: "needless-parallelism",
    severity: Severity::Warning,
    documentation: "the fair-use limit counts the requests to all APIs of the account together",
    source: "section 7; how many at a time is our advice",
    hint: "ask for one page after the other, or for a few at a time; a larger limit makes fewer pages",
};

pub(super) static LISTS: Rule = Rule {
    id: "one-by-one",
    severity: Severity::Warning,
    documentation: "lists tell of each interaction all that the single one does, and of all agents at once",
    source: "section 3",
    hint: "ask for the window once, and pick out of it what you need",
};

/// How long an answer may be used again.
const FRESH: Span = Span::from_secs(5);

/// The most requests at a time that look considerate.
const AT_ONCE: u32 = 4;

/// How many interactions or agents may be asked for one by one.
const ONE_BY_ONE: usize = 10;

/// How many answers are kept in mind.
const RECENT: usize = 1024;

#[derive(Debug, Default)]
pub(super) struct Pace {
    recent: VecDeque<(u64, Stamp, u64)>,
    single: BTreeMap<Endpoint, BTreeSet<String>>,
}

impl Family for Pace {
    fn run_begins(&mut self) {
        *self = Self::default();
    }

    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let exchange = asked.exchange;
        let Some(endpoint) = asked.endpoint() else { return };
        if let Some(real) = exchange.real.filter(|real| real.others >= AT_ONCE) {
            let sentence = format!("{} requests are sent at a time", real.others + 1);
            breaches.add(&PARALLELISM, sentence, vec![asked.line()]);
        }
        self.one_by_one(endpoint, asked, breaches);
        if !asked.is_answered() {
            return;
        }
        let mut hasher = DefaultHasher::new();
        (&exchange.method, asked.without(&[])).hash(&mut hasher);
        let question = hasher.finish();
        while self.recent.back().is_some_and(|(_, stamp, _)| exchange.waited_since(stamp) >= FRESH) {
            self.recent.pop_back();
        }
        if let Some((_, stamp, number)) = self.recent.iter().find(|(recent, ..)| *recent == question)
            && exchange.waited_since(stamp) < FRESH
        {
            let sentence = format!("what request #{number} was answered with is asked for again within five seconds");
            breaches.add(&BUSY_POLLING, sentence, vec![asked.line()]);
        }
        self.recent.push_front((question, exchange.stamp(), exchange.number));
        self.recent.truncate(RECENT);
    }
}

impl Pace {
    fn one_by_one(&mut self, endpoint: Endpoint, asked: &Asked<'_>, breaches: &mut Breaches) {
        let single = match endpoint {
            Endpoint::Interaction => asked.exchange.endpoint().rsplit('/').next(),
            Endpoint::Activities
            | Endpoint::PresenceActivities
            | Endpoint::InteractionActivities
            | Endpoint::AgentStates => asked.parameter("agentId"),
            Endpoint::QueueTimes | Endpoint::QueueMetrics | Endpoint::QueueActivity => asked.parameter("queues"),
            Endpoint::Interactions | Endpoint::OngoingInteractions | Endpoint::AgentStatus => None,
        };
        let Some(single) = single else { return };
        let known = self.single.entry(endpoint).or_default();
        if known.len() <= ONE_BY_ONE && known.insert(single.to_owned()) && known.len() > ONE_BY_ONE {
            let what = if endpoint == Endpoint::Interaction { "interactions" } else { "agents or queues" };
            let sentence = format!("more than {ONE_BY_ONE} {what} are asked for one by one");
            breaches.add(&LISTS, sentence, vec![asked.line()]);
        }
    }
}
