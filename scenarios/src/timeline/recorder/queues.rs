//! Stays in queues, and what agents did after them.

use std::collections::HashMap;

use super::Recorder;
use crate::centre::Name;
use crate::flow::{AppletKind, Medium, QueueExit};
use crate::guid::Guid;
use crate::record::{EventKind, Handling, QueueEntry, QueueKind, Waiting, WorkState};
use crate::time::Span;

/// How long before its queue an ACD applet runs that the flow does not tell of: "about 100 ms" (reference, section 6).
const ACD_APPLET_BEFORE: Span = Span::from_millis(100);

/// A stay in an ACD queue and its virtual twins, while it is being recorded.
pub(super) struct Stay {
    pub(super) names: Vec<(Name, QueueKind)>,
    pub(super) skills: Vec<Name>,
    pub(super) exit: Option<QueueExit>,
    /// The event that tells of it on the customer's channel.
    pub(super) event: usize,
}

impl Recorder<'_> {
    pub(super) fn queue_begins(&mut self, queue: Name, skills: Vec<Name>, virtual_queues: &[Name]) {
        let Some(channel) = self.customer else { return };
        if !self.acd_applet_told(channel, &queue) {
            let earliest = self.before.max(self.plan_begins) - self.now.position;
            let lead = (Span::ZERO - ACD_APPLET_BEFORE).max(earliest);
            let applet = EventKind::Applet { name: queue.clone(), kind: AppletKind::Acd };
            self.momentary_event(channel, applet, lead);
        }
        let waiting =
            Waiting { queue: queue.clone(), plan_address: self.plan_address(), skills: skills.clone(), exit: None };
        let event = self.begin_event(channel, EventKind::Queue(Box::new(waiting)), Span::ZERO);
        let twin = |name: &Name| {
            let target = self.setting.targets.get(&**name).copied().unwrap_or_default();
            (name.clone(), QueueKind::Virtual { target })
        };
        let names = std::iter::once((queue, QueueKind::Acd)).chain(virtual_queues.iter().map(twin)).collect();
        self.stays.push(Stay { names, skills, exit: None, event });
    }

    /// Whether the flow itself tells of the ACD applet that leads into the queue now entered.
    pub(super) fn acd_applet_told(&self, channel: usize, queue: &Name) -> bool {
        let entered_last = self.stays.last().map(|stay| stay.event);
        let since = entered_last.map_or(0, |event| event + 1);
        self.channels[channel].events[since..]
            .iter()
            .any(|event| matches!(&event.kind, EventKind::Applet { name, kind: AppletKind::Acd } if name == queue))
    }

    pub(super) fn queue_ends(&mut self, exit: QueueExit) {
        let Some(channel) = self.customer else { return };
        let Some(stay) = self.stays.last_mut() else { return };
        stay.exit = Some(exit);
        let event = stay.event;
        self.end_event(channel, event, &self.now.end(Span::ZERO));
        if let EventKind::Queue(waiting) = &mut self.channels[channel].events[event].kind {
            waiting.exit = Some(exit);
        }
    }

    /// The entries of the stays, given that the customer's events stand in the order in which they were told.
    pub(super) fn queue_entries(&self) -> Vec<QueueEntry> {
        let events = self.customer.map_or(&[][..], |channel| &self.channels[channel].events);
        let entries = self.stays.iter().zip(self.handled()).flat_map(|(stay, handled)| {
            let period = &events[stay.event].period;
            let handled = (self.flow.medium != Medium::PhoneCallback).then_some(handled);
            stay.names.iter().map(move |(queue, kind)| QueueEntry {
                interaction: self.flow.guid,
                medium: self.flow.medium,
                manager: self.flow.manager,
                plan_address: self.plan_address(),
                queue: queue.clone(),
                kind: *kind,
                skills: stay.skills.clone(),
                period: period.clone(),
                exit: stay.exit,
                handled: handled.clone(),
            })
        });
        entries.collect()
    }

    /// For each stay, the connected and wrap times of the agents who came in through it, or after it.
    fn handled(&self) -> Vec<Vec<Handling>> {
        let came_by: HashMap<Guid, usize> =
            self.seats.iter().filter_map(|seat| Some((seat.guid, seat.queue?))).collect();
        let mut handled = vec![Vec::new(); self.stays.len()];
        for work in &self.works {
            let wrap = match work.state {
                WorkState::Connected => false,
                WorkState::Wrap => true,
                WorkState::Ringing | WorkState::Unexpected | WorkState::Failed => continue,
            };
            if let Some(stay) = came_by.get(&work.channel) {
                handled[*stay].push(Handling { wrap, period: work.period.clone() });
            }
        }
        handled
    }
}
