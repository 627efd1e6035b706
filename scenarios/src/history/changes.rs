//! What changes while time passes, in a history of any length.

use super::{Held, History, Part, Topic, day_of};
use crate::simulation::midnight;
use crate::time::Instant;
use crate::timeline::Change;

/// So many days after an instant the next change is looked for, at most.
pub const LOOKED_AHEAD: i64 = 31;

impl History<'_> {
    /// The instant from which on no answer changes any more, if there is one: `None` where something always does. Within,
    /// `None` if nothing is told at all.
    pub fn settled(self) -> Option<Option<Instant>> {
        match self {
            History::Whole(timeline) => Some(timeline.settled()),
            History::Daily(_) => None,
        }
    }

    /// The first instant after `now` at which any answer changes; `None` if none does any more, or in a history without
    /// an end none within [`LOOKED_AHEAD`] days.
    pub fn next_change(self, now: Instant) -> Option<Instant> {
        let days = match self {
            History::Whole(timeline) => return timeline.next_change(now),
            History::Daily(_) => day_of(now)..=day_of(now).saturating_add(LOOKED_AHEAD),
        };
        let mut next: Option<Instant> = None;
        let mut look = |part, topic| {
            let found = self.held(part, topic).next_change(now);
            next = [next, found].into_iter().flatten().min();
            next
        };
        for topic in [Topic::Agents, Topic::Interactions] {
            for part in History::before(topic, *days.start()) {
                look(part, topic);
            }
        }
        for day in days {
            let [_, found] = [Topic::Agents, Topic::Interactions].map(|topic| look(Part::Day(day), topic));
            // What begins later changes later.
            if found.is_some_and(|found| found < midnight(day.saturating_add(1))) {
                return found;
            }
        }
        next
    }

    /// Tells `found` everything that changes after `after` and not after `upto`, by instant, endpoint, and the endpoint's
    /// order; see [`Timeline::changes_between`](crate::timeline::Timeline::changes_between).
    ///
    /// Of a history without an end a day's is worked out at a time.
    pub fn changes_between(self, after: Instant, upto: Instant, mut found: impl FnMut(&Change<'_>)) {
        let days = match self {
            History::Whole(timeline) => return timeline.changes_between(after, upto).iter().for_each(found),
            History::Daily(_) => day_of(after)..=day_of(upto),
        };
        for day in days {
            let last = Instant::from_millis(midnight(day.saturating_add(1)).as_millis().saturating_sub(1));
            let first = Instant::from_millis(midnight(day).as_millis().saturating_sub(1));
            let (after, upto) = (after.max(first), upto.min(last));
            let parts: Vec<Held<'_>> = [Topic::Interactions, Topic::Agents]
                .into_iter()
                .flat_map(|topic| {
                    let parts = History::before(topic, day).chain([Part::Day(day)]);
                    parts.map(move |part| self.held(part, topic))
                })
                .collect();
            let mut changes: Vec<Change<'_>> =
                parts.iter().flat_map(|part| part.changes_between(after, upto)).collect();
            // Stable: what began earlier stands in an earlier part.
            changes.sort_by_key(|change| (change.at, change.endpoint));
            changes.iter().for_each(&mut found);
        }
    }
}
