//! What is going to happen in a team's day, in order.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::setting::Millis;

/// Position of an agent among those of the team who are on duty, of an interaction among those of the day.
pub(super) type Position = u32;

/// Something that is going to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// An agent logs in.
    Login(Position),
    /// A planned absence of an agent is due: the number of it.
    AbsenceDue(Position, u32),
    /// An absence is over.
    AbsenceOver(Position),
    /// An agent's shift ends.
    ShiftEnds(Position),
    /// An agent who is ready for outbound calls makes the next.
    Dials(Position),
    /// An agent is over an offer that went wrong.
    Recovered(Position),
    /// An agent has finished a call, after-work included.
    CallDone(Position),
    /// An agent has finished a chat.
    ChatDone(Position),
    /// An agent has filed an email or a case.
    Filed(Position),
    /// An interaction gets to the end of the plan, or again to the queue.
    Queues(Position),
    /// A caller gets to the end of the plan who asks for one agent.
    AsksFor(Position),
    /// An offer comes to its end, this way or that.
    OfferEnds(Position),
    /// A customer has waited for as long as they will.
    GivesUp(Position),
    /// A caller who waits is offered to be called back.
    CallbackOffered(Position),
    /// A caller has waited for as long as anybody should.
    WaitsTooLong(Position),
    /// A talk takes its turn: to a consult, a transfer.
    Turns(Position),
    /// The work on an email or a case is done, is put aside, or is taken up again.
    Writes(Position),
    /// The team closes, and overtime begins.
    Closes,
    /// Overtime ends: nobody waits any longer.
    LightsOut,
}

/// What is going to happen, the next first; what happens at one instant comes in the order in which it was noted.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: BinaryHeap<Entry>,
    noted: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    /// The instant, and behind it how many were noted before.
    order: u64,
    event: Event,
}

impl Agenda {
    /// An agenda with room for so many entries at a time.
    pub(super) fn with_room(entries: usize) -> Self {
        Self { entries: BinaryHeap::with_capacity(entries), noted: 0 }
    }

    pub(super) fn note(&mut self, at: Millis, event: Event) {
        let order = at.cast_unsigned() << 32 | u64::from(self.noted);
        self.noted += 1;
        self.entries.push(Entry { order, event });
    }

    /// When the next thing happens.
    pub(super) fn next_at(&self) -> Option<Millis> {
        self.entries.peek().map(|entry| (entry.order >> 32).cast_signed())
    }

    pub(super) fn pop(&mut self) -> Option<(Millis, Event)> {
        self.entries.pop().map(|entry| ((entry.order >> 32).cast_signed(), entry.event))
    }
}

impl Ord for Entry {
    /// The heap has its greatest on top, so that what comes first is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        other.order.cmp(&self.order)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_first_comes_first_and_of_equals_what_was_noted_first() {
        let mut agenda = Agenda::with_room(4);
        for (at, number) in [(500, 0), (20, 1), (500, 2), (20, 3), (0, 4), (170_000_000, 5)] {
            agenda.note(at, Event::Queues(number));
        }
        assert_eq!(agenda.next_at(), Some(0));
        let mut order = Vec::new();
        while let Some((at, event)) = agenda.pop() {
            order.push((at, event));
        }
        let expected = [(0, 4), (20, 1), (20, 3), (500, 0), (500, 2), (170_000_000, 5)];
        assert_eq!(order, expected.map(|(at, number)| (at, Event::Queues(number))));
    }
}
