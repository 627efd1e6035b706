//! What the platform tells, however long that goes on: all of it as one timeline, or a timeline for each day.
//!
//! Every question of the API is asked of a [`History`], and answered alike whichever it is: a page is put together of rows
//! of as many timelines as it takes. That of a centre at work has no end, and is never there as a whole; who holds its
//! days between two questions, and for how long, is the business of whoever implements [`Days`].

mod ahead;
mod changes;
mod part;

use std::fmt::Debug;
use std::ops::RangeInclusive;
use std::sync::Arc;

pub use self::ahead::{DAWN, Need, lead, next_turn};
pub use self::changes::LOOKED_AHEAD;
pub(crate) use self::part::{Held, Tabled};
pub use self::part::{Listed, Part, Topic};
use crate::simulation::{LASTING, REACH, midnight};
use crate::time::Instant;
use crate::timeline::Timeline;
use crate::view::{ActivityType, Endpoint, QueueTypes};

/// What the platform tells.
#[derive(Clone, Copy, Debug)]
pub enum History<'h> {
    /// All of it.
    Whole(&'h Timeline),
    /// Day by day, without an end.
    Daily(&'h dyn Days),
}

/// What is told of a centre at work: see [`Operation`](crate::simulation::Operation), which works out everything whenever
/// it is asked.
///
/// Days are those of UTC, counted from 1970-01-01. Whatever is remembered between two questions makes no difference to an
/// answer.
pub trait Days: Debug + Sync {
    /// The rows on that topic that begin on that day, in every version that is ever told.
    fn day(&self, day: i64, topic: Topic) -> Arc<Timeline>;

    /// Of the rows on that topic that begin on that day, those that begin within [`DAWN`] of its midnight: all that there is
    /// to tell of the day until then.
    fn dawn(&self, day: i64, topic: Topic) -> Arc<Timeline>;

    /// Of the rows on that topic that begin on that day, those about which something changes after its last midnight: what
    /// goes on at night, or is processed late. They are few where most people sleep.
    fn late(&self, day: i64, topic: Topic) -> Arc<Timeline>;

    /// Of the rows about agents that begin on that day, those about which something changes [`REACH`] days after its
    /// midnight or later: what agents left behind when they went home.
    fn lasting(&self, day: i64) -> Arc<Timeline>;

    /// How many interactions begin on that day.
    fn begun(&self, day: i64) -> usize;

    /// How many rows of a day answer a question at `now`. `count` counts them, and tells within which time that holds.
    fn counted(&self, question: &Question, now: Instant, count: &dyn Fn() -> Count) -> usize;
}

/// What is asked of all that begins on a day.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The day.
    pub day: i64,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Only of these agents or queues; `None` for all.
    pub subjects: Option<Box<[Box<str>]>>,
    /// Only activities of this type.
    pub activity: Option<ActivityType>,
    /// Only what waited in queues of this type.
    pub queues: QueueTypes,
}

/// A number of rows, and within which time it is so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many.
    pub rows: usize,
    /// From when on.
    pub from: Instant,
    /// Until when, that instant not included; `None` for ever.
    pub until: Option<Instant>,
}

impl Count {
    /// Whether it is so many at `now`.
    pub fn holds_at(&self, now: Instant) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl<'h> From<&'h Timeline> for History<'h> {
    fn from(timeline: &'h Timeline) -> Self {
        Self::Whole(timeline)
    }
}

impl<'h> From<&'h Arc<Timeline>> for History<'h> {
    fn from(timeline: &'h Arc<Timeline>) -> Self {
        Self::Whole(timeline)
    }
}

impl<'h> History<'h> {
    /// The timeline in which rows of that part stand.
    pub(crate) fn held(self, part: Part, topic: Topic) -> Held<'h> {
        match (self, part) {
            (History::Whole(timeline), _) => Held::Borrowed(timeline),
            // A part without a day is that of a whole history.
            (History::Daily(_), Part::Whole) => Held::Kept(Arc::default()),
            (History::Daily(days), Part::Day(day)) => Held::Kept(days.day(day, topic)),
            (History::Daily(days), Part::Dawn(day)) => Held::Kept(days.dawn(day, topic)),
            (History::Daily(days), Part::Late(day)) => Held::Kept(days.late(day, topic)),
            (History::Daily(days), Part::Lasting(day)) => Held::Kept(days.lasting(day)),
        }
    }

    /// The parts in which rows stand that began before a day and of which something may change on it or later, in order.
    pub(crate) fn before(topic: Topic, day: i64) -> impl Iterator<Item = Part> {
        let lasting = match topic {
            Topic::Interactions => 0..0,
            Topic::Agents => day.saturating_sub(LASTING)..day.saturating_sub(REACH - 1),
        };
        let within_reach = day.saturating_sub(REACH - 1)..day;
        lasting.map(Part::Lasting).chain(within_reach.map(Part::Late))
    }
}

/// The day, counted from 1970-01-01, in which an instant lies.
pub fn day_of(instant: Instant) -> i64 {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    instant.as_millis().div_euclid(DAY)
}

/// The days on which something begins that a window may return at `now`, given that it begins and ends so; and nothing of
/// what is still to come.
pub(crate) fn days_between(start: Instant, end: Instant, now: Instant) -> RangeInclusive<i64> {
    let last = Instant::from_millis(end.as_millis().saturating_sub(1));
    day_of(start)..=day_of(last.min(now))
}

/// Whether all of a day lies between these instants.
pub(crate) fn is_all_between(day: i64, start: Instant, end: Instant) -> bool {
    start <= midnight(day) && midnight(day.saturating_add(1)) <= end
}
