//! The parts of a history, and the rows that stand in them.

use std::ops::Deref;
use std::sync::Arc;

use super::Days;
use crate::record::{Activity, Handled, Interaction, QueueEntry, Record, WfmState};
use crate::timeline::table::Table;
use crate::timeline::{Row, Timeline};

/// A part of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// What begins on a day.
    Day(i64),
    /// Of what begins on a day, that which begins within [`DAWN`](super::DAWN) of its midnight; see [`Days::dawn`].
    Dawn(i64),
    /// Of what begins on a day, that of which something changes after its last midnight; see [`Days::late`].
    Late(i64),
    /// Of what begins on a day, what agents left behind; see [`Days::lasting`].
    Lasting(i64),
}

/// What rows are about. Those on one topic can be worked out without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Interactions, and what waited in queues.
    Interactions,
    /// What agents did: their activities and their WFM states.
    Agents,
}

/// A record that stands in a row of a timeline.
pub trait Listed: Record + Sized {
    /// What it is about.
    const TOPIC: Topic;

    /// All rows of such records, in the order of their endpoint.
    fn rows(timeline: &Timeline) -> &[Row<Self>];
}

/// The table in which such rows stand.
pub(crate) trait Tabled: Listed {
    fn table(timeline: &Timeline) -> &Table<Self>;

    /// How many rows begin on that day, where that is known without them. All of them are told once the day has been
    /// processed, and none is ever withdrawn.
    fn begun(_days: &dyn Days, _day: i64) -> Option<usize> {
        None
    }
}

/// A timeline, for as long as its rows are looked at.
#[derive(Clone, Debug)]
pub(crate) enum Held<'h> {
    Borrowed(&'h Timeline),
    Kept(Arc<Timeline>),
}

impl Deref for Held<'_> {
    type Target = Timeline;

    fn deref(&self) -> &Timeline {
        match self {
            Self::Borrowed(timeline) => timeline,
            Self::Kept(timeline) => timeline,
        }
    }
}

macro_rules! listed {
    ($record:ty, $topic:ident, $table:ident $(, $begun:item)?) => {
        impl Listed for $record {
            const TOPIC: Topic = Topic::$topic;

            fn rows(timeline: &Timeline) -> &[Row<Self>] {
                timeline.$table.rows()
            }
        }

        impl Tabled for $record {
            fn table(timeline: &Timeline) -> &Table<Self> {
                &timeline.$table
            }
            $($begun)?
        }
    };
}

listed!(
    Interaction,
    Interactions,
    interactions,
    fn begun(days: &dyn Days, day: i64) -> Option<usize> {
        Some(days.begun(day))
    }
);
listed!(Arc<QueueEntry>, Interactions, queue_times);
listed!(Handled, Interactions, handled_queues);
listed!(Activity, Agents, activities);
listed!(WfmState, Agents, states);
