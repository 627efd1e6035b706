//! What an agent has in hand, and who of the team is next.

use super::agenda::Position;
use super::setting::{Duty, Millis};
use crate::centre::Name;
use crate::flow::Load;

/// An agent on duty.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) agent: Name,
    /// The queues that the agent serves, a bit each.
    pub(super) skills: u64,
    pub(super) duty: Duty,
    pub(super) state: State,
    /// Since when the agent has had nothing in hand.
    pub(super) idle_since: Millis,
    /// Is offered something, or is over an offer that went wrong.
    pub(super) rung: bool,
    /// Has a call in hand, after-work included.
    pub(super) calls: bool,
    /// Chats in hand, after-work included.
    pub(super) chats: u32,
    /// Emails and cases that are being worked on, interrupted or not.
    pub(super) written: Vec<Position>,
    /// Emails and cases that are being filed.
    pub(super) filing: u32,
    /// The planned absences.
    pub(super) absences: Vec<Planned>,
    /// The absence that is due as soon as the agent has nothing in hand.
    pub(super) due: Option<u32>,
    /// The absence that the platform will begin, as the agent has chosen.
    pub(super) intended: Option<u32>,
}

/// Whether an agent is at work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Logged out.
    Out,
    /// Ready.
    Ready,
    /// Not to be offered anything, until then.
    Absent {
        until: Millis,
        /// Makes calls meanwhile.
        outbound: bool,
    },
    /// Finishes what is in hand, and then logs out.
    Leaving,
}

/// An absence, as this agent is going to have it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// When it is due.
    pub(super) at: Millis,
    /// Its number among those of the team.
    pub(super) number: usize,
}

impl Desk {
    pub(super) fn new(agent: Name, skills: u64, duty: Duty, absences: Vec<Planned>) -> Self {
        Self {
            agent,
            skills,
            duty,
            state: State::Out,
            idle_since: duty.login,
            rung: false,
            calls: false,
            chats: 0,
            written: Vec::new(),
            filing: 0,
            absences,
            due: None,
            intended: None,
        }
    }

    /// Whether the agent has nothing in hand.
    pub(super) fn is_idle(&self) -> bool {
        !self.calls && !self.rung && self.chats == 0 && self.written.is_empty() && self.filing == 0
    }

    /// Whether the agent can be offered anything.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Ready && !self.rung && !self.calls && self.filing == 0 && self.due.is_none()
    }

    /// How soon the agent is to be offered something of that load: those with the least in hand first, among them the one who
    /// has been idle longest. `None` if not at all.
    fn rank(&self, load: Load, chats: u32, written: u32) -> Option<(u32, Millis)> {
        if !self.is_open() {
            return None;
        }
        let in_hand = self.written.len() as u32;
        match load {
            // A call comes between an agent and what they write, not between them and those they chat with.
            Load::Live => (self.chats == 0).then_some((in_hand, self.idle_since)),
            Load::SemiLive => (in_hand == 0 && self.chats < chats).then_some((self.chats, self.idle_since)),
            Load::NonLive => (self.chats == 0 && in_hand < written).then_some((in_hand, self.idle_since)),
        }
    }
}

/// What is to be done, for those who look for somebody to do it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) load: Load,
    /// The queue, as a bit.
    pub(super) skill: u64,
    /// Chats that an agent can have at once.
    pub(super) chats: u32,
    /// Emails and cases that an agent can have at once.
    pub(super) written: u32,
}

impl Wanted {
    /// Whether this agent can be offered it now.
    pub(super) fn suits(&self, desk: &Desk) -> bool {
        desk.skills & self.skill != 0 && desk.rank(self.load, self.chats, self.written).is_some()
    }

    /// The agent who is to be offered it: the least busy, and of those the longest idle one.
    pub(super) fn best(&self, desks: &[Desk]) -> Option<usize> {
        let mut best = None;
        for (position, desk) in desks.iter().enumerate() {
            if desk.skills & self.skill == 0 {
                continue;
            }
            let Some(rank) = desk.rank(self.load, self.chats, self.written) else { continue };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, position));
            }
        }
        best.map(|(_, position)| position)
    }
}

/// The agent with nothing in hand who has been idle longest, but for those excluded.
pub(super) fn longest_idle(desks: &[Desk], excluded: impl Fn(usize) -> bool) -> Option<usize> {
    let idle =
        desks.iter().enumerate().filter(|(position, desk)| desk.is_open() && desk.is_idle() && !excluded(*position));
    idle.min_by_key(|(_, desk)| desk.idle_since).map(|(position, _)| position)
}
