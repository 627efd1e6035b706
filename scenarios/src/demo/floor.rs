//! Who is free on the floor, and what everybody does about their presence.

use crate::centre::Name;
use crate::chance::Chance;
use crate::scenario::PresenceChange;
use crate::time::{Instant, Span};

/// A team during its shift.
#[derive(Debug)]
pub(super) struct Floor {
    desks: Vec<Desk>,
    changes: Vec<PresenceChange>,
}

#[derive(Debug)]
struct Desk {
    agent: Name,
    /// From when on the agent can take something.
    free: Instant,
    leaves: Instant,
    /// Absences still to come, the next one last.
    absences: Vec<Absence>,
}

#[derive(Debug)]
struct Absence {
    from: Instant,
    lasts: Span,
    label: &'static str,
}

impl Floor {
    /// The agents log in at the beginning of a shift, and plan their breaks.
    pub(super) fn open(agents: Vec<Name>, begins: Instant, shift: Span, chance: &mut Chance) -> Self {
        let mut changes = Vec::new();
        let mut desks = Vec::new();
        for agent in agents {
            let comes = begins + chance.secs(0, 300);
            changes.push(change(comes, &agent, "Ready"));
            let aside = chance.one_of(&["Team meeting", "Ready (Outbound)", "Ready (Offline)"]);
            let planned = [
                (chance.secs(3_000, 10_000), chance.secs(600, 1_200), "Tea break"),
                (chance.secs(11_500, 20_000), chance.secs(1_800, 2_700), "Lunch"),
                (chance.secs(21_000, 25_000), chance.secs(600, 1_200), aside),
                (chance.secs(25_500, 29_000), chance.secs(600, 900), "Tea break"),
            ];
            let absences =
                planned.into_iter().rev().map(|(after, lasts, label)| Absence { from: begins + after, lasts, label });
            let absences = absences.collect();
            desks.push(Desk { agent, free: comes, leaves: begins + shift + chance.secs(-300, 300), absences });
        }
        Self { desks, changes }
    }

    /// The agent who has been idle longest at an instant, if anybody is idle; they are taken until [`Self::free_from`].
    pub(super) fn take(&mut self, at: Instant) -> Option<Name> {
        self.begin_absences(at);
        let idle = self.desks.iter_mut().filter(|desk| desk.free <= at && at < desk.leaves);
        let desk = idle.min_by_key(|desk| desk.free)?;
        desk.free = Instant::LATEST;
        Some(desk.agent.clone())
    }

    /// The agent has finished what they were taken for.
    pub(super) fn free_from(&mut self, agent: &Name, at: Instant) {
        if let Some(desk) = self.desks.iter_mut().find(|desk| desk.agent == *agent) {
            desk.free = at;
        }
    }

    /// The agent has gone away when their interaction ended, and comes back so much later.
    pub(super) fn away(&mut self, agent: &Name, from: Instant, lasts: Span) {
        self.changes.push(change(from + lasts, agent, "Ready"));
        self.free_from(agent, from + lasts);
    }

    /// Everybody logs out, and what they did about their presence is told.
    pub(super) fn close(mut self) -> Vec<PresenceChange> {
        for desk in &self.desks {
            self.changes.push(change(desk.leaves.max(desk.free), &desk.agent, "Logged Out"));
        }
        self.changes
    }

    /// Sends those away whose break has come, once they are free.
    fn begin_absences(&mut self, now: Instant) {
        for desk in &mut self.desks {
            while desk.absences.last().is_some_and(|absence| absence.from.max(desk.free) <= now) {
                let Some(absence) = desk.absences.pop() else { break };
                let from = absence.from.max(desk.free);
                self.changes.push(change(from, &desk.agent, absence.label));
                self.changes.push(change(from + absence.lasts, &desk.agent, "Ready"));
                desk.free = from + absence.lasts;
            }
        }
    }
}

fn change(at: Instant, agent: &Name, presence: &str) -> PresenceChange {
    PresenceChange { at, agent: agent.clone(), presence: presence.into(), delay: None }
}
