//! Stays in queues, and what agents did after them.

use super::Recorder;
use super::channels::close;
use crate::centre::Name;
use crate::flow::{AppletKind, Medium, QueueExit};
use crate::guid::Guid;
use crate::record::{EventKind, Handling, Period, QueueEntry, QueueKind, Waiting, WorkState};
use crate::time::Span;

/// How long before its queue an ACD applet runs that the flow does not tell of: "about 100 ms" (reference, section 6).
const ACD_APPLET_BEFORE: Span = Span::from_millis(100);

/// A stay in an ACD queue and its virtual twins, while it is being recorded.
pub(super) struct Stay {
    pub(super) names: Vec<(Name, QueueKind)>,
    pub(super) skills: Vec<Name>,
    pub(super) period: Period,
    pub(super) exit: Option<QueueExit>,
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
        let period = Period { begin: self.now.begin(Span::ZERO), end: None };
        self.stays.push(Stay { names, skills, period, exit: None, event });
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
        let end = self.now.end(Span::ZERO);
        let Some(stay) = self.stays.last_mut() else { return };
        close(&mut stay.period, &end);
        stay.exit = Some(exit);
        let event = stay.event;
        self.end_event(channel, event, Span::ZERO);
        if let EventKind::Queue(waiting) = &mut self.channels[channel].events[event].kind {
            waiting.exit = Some(exit);
        }
    }

    pub(super) fn queue_entries(&self) -> Vec<QueueEntry> {
        let entries = self.stays.iter().enumerate().flat_map(|(position, stay)| {
            let handled = (self.flow.medium != Medium::PhoneCallback).then(|| self.handled_after(position));
            stay.names.iter().map(move |(queue, kind)| QueueEntry {
                interaction: self.flow.guid,
                medium: self.flow.medium,
                manager: self.flow.manager,
                plan_address: self.plan_address(),
                queue: queue.clone(),
                kind: *kind,
                skills: stay.skills.clone(),
                period: stay.period.clone(),
                exit: stay.exit,
                handled: handled.clone(),
            })
        });
        entries.collect()
    }

    /// The connected and wrap times of the agents who came in through, or after, the stay at this position.
    pub(super) fn handled_after(&self, stay: usize) -> Vec<Handling> {
        let channels: Vec<Guid> =
            self.seats.iter().filter(|seat| seat.queue == Some(stay)).map(|seat| seat.guid).collect();
        self.works
            .iter()
            .filter(|work| channels.contains(&work.channel))
            .filter_map(|work| match work.state {
                WorkState::Connected => Some(Handling { wrap: false, period: work.period.clone() }),
                WorkState::Wrap => Some(Handling { wrap: true, period: work.period.clone() }),
                WorkState::Ringing | WorkState::Unexpected | WorkState::Failed => None,
            })
            .collect()
    }
}
