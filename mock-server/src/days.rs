//! Days of centres at work, kept within a bound to be asked about again.
//!
//! A day is worked out when it is first asked for, and forgotten when others have been asked for since; how many rows of it
//! answer a question is remembered for longer, since that is only a number. What is remembered makes no difference to any
//! answer. Whoever asks for what is just being worked out waits for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use quick_cache::sync::Cache;
use rayon::prelude::*;
use scenarios::history::{Count, Days, History, Question, Topic};
use scenarios::simulation::{Operation, Told, dawn, lasting, late};
use scenarios::time::Instant;
use scenarios::timeline::Timeline;

use crate::identity::Identity;

/// So many timelines are kept of which each is a few rows of a day: what to know the present takes of all centres that are
/// asked about, and cannot be picked out again without the whole days.
const MOST_PICKED: usize = 256;

/// The most numbers that are remembered of each kind.
const MOST_COUNTS: usize = 1 << 16;

/// Days of all centres that a server tells of.
#[derive(Debug)]
pub(crate) struct Kept {
    most: usize,
    timelines: Mutex<Timelines>,
    counts: Cache<(Identity<Operation>, Question), Count>,
    begun: Cache<(Identity<Operation>, i64), [usize; 2]>,
    /// So many days of teams were worked out.
    worked_out: AtomicU64,
}

/// A centre, and what is kept of its days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attended<'r> {
    pub(crate) operation: &'r Arc<Operation>,
    pub(crate) kept: &'r Kept,
    pub(crate) cores: Cores,
}

/// On how many cores a day is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cores {
    /// On all that there are: somebody waits for it.
    All,
    /// On one, so that the others are there for whoever comes.
    One,
}

/// What a world tells of, with what is remembered of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Remembered<'r> {
    /// All of it.
    Whole(&'r Arc<Timeline>),
    /// As much as was asked for lately.
    Centre(Attended<'r>),
}

impl Remembered<'_> {
    /// What there is to be told.
    pub(crate) fn history(&self) -> History<'_> {
        match self {
            Self::Whole(timeline) => History::from(*timeline),
            Self::Centre(centre) => History::Daily(centre),
        }
    }
}

/// A timeline of a centre.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    centre: Identity<Operation>,
    day: i64,
    what: What,
}

/// What it tells of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    /// What begins on it.
    Begins(Topic),
    /// Of that, what begins soon after its midnight.
    Dawn(Topic),
    /// What its shifts and arrivals come to after its last midnight.
    Rest(Topic),
    /// Of what begins on it, what changes after its last midnight.
    Late(Topic),
    /// What agents leave behind that begins on it.
    Lasting,
}

impl What {
    /// Whether it is a few rows that were picked out of all that a day tells.
    fn is_picked(self) -> bool {
        match self {
            Self::Late(_) | Self::Lasting => true,
            Self::Begins(_) | Self::Dawn(_) | Self::Rest(_) => false,
        }
    }
}

/// The timelines that are kept, with when each was last asked for: so many questions after the first.
#[derive(Debug, Default)]
struct Timelines {
    kept: HashMap<Key, Entry>,
    asked: u64,
}

#[derive(Debug, Default)]
struct Entry {
    /// Empty as long as it is being worked out; whoever asks meanwhile waits.
    timeline: Arc<OnceLock<Arc<Timeline>>>,
    /// As far as it can be told.
    bytes: usize,
    asked: u64,
}

impl Kept {
    /// Keeps days that take so many bytes, as far as that can be told, and the one that was asked for last.
    pub(crate) fn within(most: usize) -> Self {
        let [counts, begun] = [most.clamp(1, MOST_COUNTS); 2];
        let (timelines, worked_out) = Default::default();
        Self { most, timelines, counts: Cache::new(counts), begun: Cache::new(begun), worked_out }
    }

    /// How many days of teams were worked out.
    pub(crate) fn worked_out(&self) -> u64 {
        self.worked_out.load(Ordering::Relaxed)
    }

    /// Whether the timeline of that key is there, or is being worked out.
    fn has(&self, key: &Key) -> bool {
        self.timelines().kept.contains_key(key)
    }

    /// The timeline of that key, worked out by `work` if it is not there.
    fn timeline(&self, key: Key, work: impl FnOnce() -> Timeline) -> Arc<Timeline> {
        let place = {
            let mut timelines = self.timelines();
            timelines.asked += 1;
            let asked = timelines.asked;
            let entry = timelines.kept.entry(key.clone()).or_default();
            entry.asked = asked;
            Arc::clone(&entry.timeline)
        };
        // Not locked meanwhile: others need not wait for it.
        if let Some(known) = place.get() {
            return Arc::clone(known);
        }
        // While such a thread waits for the others, it may begin with something else that waits for this.
        debug_assert!(rayon::current_thread_index().is_none(), "asked for by a thread that works days out");
        let timeline = Arc::clone(place.get_or_init(|| Arc::new(work())));
        self.timelines().weigh(&key, timeline.bytes(), self.most);
        timeline
    }

    fn timelines(&self) -> std::sync::MutexGuard<'_, Timelines> {
        self.timelines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timelines {
    /// Notes how large that one is, and forgets those that were not asked for the longest until the others keep within
    /// `most`; never this one.
    fn weigh(&mut self, key: &Key, bytes: usize, most: usize) {
        if let Some(entry) = self.kept.get_mut(key) {
            entry.bytes = bytes;
        }
        self.forget(most, Some(key));
    }

    /// Forgets those that were not asked for the longest until the others keep within `most`; never that of a key.
    fn forget(&mut self, most: usize, but: Option<&Key>) {
        let known = |key: &Key, entry: &Entry| Some(key) != but && entry.bytes > 0;
        let whole = self.kept.iter().filter(|(key, _)| !key.what.is_picked());
        let mut all: usize = whole.map(|(_, entry)| entry.bytes).sum();
        while all > most {
            let Some(entry) = self.forget_oldest(|key, entry| known(key, entry) && !key.what.is_picked()) else {
                break;
            };
            all -= entry.bytes;
        }
        let mut picked = self.kept.keys().filter(|key| key.what.is_picked()).count();
        while picked > MOST_PICKED {
            let Some(_) = self.forget_oldest(|key, entry| known(key, entry) && key.what.is_picked()) else { break };
            picked -= 1;
        }
    }

    /// Forgets, of those of which that holds, the one that was not asked for the longest.
    fn forget_oldest(&mut self, holds: impl Fn(&Key, &Entry) -> bool) -> Option<Entry> {
        let those = self.kept.iter().filter(|(key, entry)| holds(key, entry));
        let oldest = those.min_by_key(|(_, entry)| entry.asked).map(|(key, _)| key.clone())?;
        self.kept.remove(&oldest)
    }
}

impl Attended<'_> {
    fn key(&self, day: i64, what: What) -> Key {
        Key { centre: Identity::of(self.operation), day, what }
    }

    /// What `work` makes of each team, in their order.
    fn of_teams<T: Send>(&self, work: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
        let teams = 0..self.operation.teams();
        match self.cores {
            Cores::All => teams.into_par_iter().map(work).collect(),
            Cores::One => teams.map(work).collect(),
        }
    }

    /// What the shifts and arrivals of a team's day come to.
    fn told(&self, team: usize, day: i64, topic: Topic) -> Told {
        self.kept.worked_out.fetch_add(1, Ordering::Relaxed);
        self.operation.team_told_on(team, day, topic)
    }

    /// What the shifts and arrivals of a day come to after its last midnight.
    fn rest(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.kept.timeline(self.key(day, What::Rest(topic)), || {
            Timeline::of_all(self.of_teams(|team| self.told(team, day, topic).rest))
        })
    }

    /// What `pick` makes of all that begins on a day, be it of one team or of all: what it leaves out of a team's day is
    /// forgotten before the next one is worked out.
    fn of_day(&self, day: i64, topic: Topic, pick: impl Fn(Timeline) -> Timeline + Sync) -> Timeline {
        let before = self.rest(day.saturating_sub(1), topic);
        let teams = self.of_teams(|team| {
            let Told { own, rest } = self.told(team, day, topic);
            (pick(own), rest)
        });
        let (own, rest): (Vec<Timeline>, Vec<Timeline>) = teams.into_iter().unzip();
        // Whoever asks for the day after will need it.
        self.kept.timeline(self.key(day, What::Rest(topic)), || Timeline::of_all(rest));
        Timeline::of_all(std::iter::once(pick(Timeline::clone(&before))).chain(own))
    }

    /// What `pick` makes of all that begins on a day, without keeping the others.
    fn picked(&self, day: i64, topic: Topic, pick: impl Fn(&Timeline) -> Timeline + Sync) -> Timeline {
        if self.kept.has(&self.key(day, What::Begins(topic))) {
            return pick(&self.day(day, topic));
        }
        self.of_day(day, topic, |begins| pick(&begins))
    }

    /// How many interactions that came in on a day began on it, and how many after its last midnight.
    fn begun_on(&self, day: i64) -> [usize; 2] {
        let key = (Identity::of(self.operation), day);
        if let Some(begun) = self.kept.begun.get(&key) {
            return begun;
        }
        let teams = self.of_teams(|team| self.operation.begun_on(team, day));
        let begun = teams.iter().fold([0, 0], |[own, rest], [of_team, after]| [own + of_team, rest + after]);
        self.kept.begun.insert(key, begun);
        begun
    }
}

impl Days for Attended<'_> {
    fn day(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.kept.timeline(self.key(day, What::Begins(topic)), || {
            // A day takes the most room while it is worked out.
            self.kept.timelines().forget(self.kept.most / 2, None);
            self.of_day(day, topic, |begins| begins)
        })
    }

    fn dawn(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.kept.timeline(self.key(day, What::Dawn(topic)), || self.picked(day, topic, |begins| dawn(begins, day)))
    }

    fn late(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.kept.timeline(self.key(day, What::Late(topic)), || self.picked(day, topic, |begins| late(begins, day)))
    }

    fn lasting(&self, day: i64) -> Arc<Timeline> {
        self.kept.timeline(self.key(day, What::Lasting), || {
            // What still changes a day later is among it.
            if self.kept.has(&self.key(day, What::Late(Topic::Agents))) {
                return lasting(&self.late(day, Topic::Agents), day);
            }
            self.picked(day, Topic::Agents, |begins| lasting(begins, day))
        })
    }

    fn begun(&self, day: i64) -> usize {
        self.begun_on(day.saturating_sub(1))[1] + self.begun_on(day)[0]
    }

    fn counted(&self, question: &Question, now: Instant, count: &dyn Fn() -> Count) -> usize {
        let key = (Identity::of(self.operation), question.clone());
        if let Some(known) = self.kept.counts.get(&key).filter(|known| known.holds_at(now)) {
            return known.rows;
        }
        let count = count();
        self.kept.counts.insert(key, count);
        count.rows
    }
}
