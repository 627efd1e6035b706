//! Stays in queues, and what agents did after them.

use std::sync::Arc;

use super::Recorder;
use super::channels::Happened;
use crate::centre::Name;
use crate::flow::{Action, AppletKind, Medium, QueueExit};
use crate::record::{Event, EventKind, Handling, QueueEntry, QueueKind, Waiting, WorkState};
use crate::time::Span;

/// How long before its queue an ACD applet runs that the flow does not tell of: "about 100 ms" (reference, section 6).
const ACD_APPLET_BEFORE: Span = Span::from_millis(100);

/// A stay in an ACD queue and its virtual twins, while it is being recorded.
pub(super) struct Stay {
    /// The step that tells of it.
    step: Option<usize>,
    skills: Arc<[Name]>,
    exit: Option<QueueExit>,
    /// The event that tells of it on the customer's channel.
    event: usize,
}

impl Recorder<'_> {
    pub(super) fn queue_begins(&mut self, queue: &Name, skills: &[Name]) {
        let Some((channel, _)) = self.customer else { return };
        if !self.acd_applet_told(channel, queue) {
            let earliest = self.before.max(self.plan_begins) - self.now.position;
            let lead = (Span::ZERO - ACD_APPLET_BEFORE).max(earliest);
            let applet = EventKind::Applet { name: queue.clone(), kind: AppletKind::Acd };
            self.momentary_event(channel, applet, lead);
        }
        let skills = self.shared(skills);
        let plan_address = self.plan_address();
        let waiting = Waiting { queue: queue.clone(), plan_address, skills: Arc::clone(&skills), exit: None };
        let event = self.begin_event(channel, EventKind::Queue(Box::new(waiting)), Span::ZERO);
        self.drafts.stays.push(Stay { step: self.now.step, skills, exit: None, event });
    }

    /// These skills, shared with whatever else asks for them: few combinations are asked for again and again.
    fn shared(&mut self, skills: &[Name]) -> Arc<[Name]> {
        const MOST: usize = 16;
        if let Some(known) = self.drafts.skills.iter().find(|known| ***known == *skills) {
            return Arc::clone(known);
        }
        let skills: Arc<[Name]> = skills.into();
        if self.drafts.skills.len() < MOST {
            self.drafts.skills.push(Arc::clone(&skills));
        }
        skills
    }

    /// Whether the flow itself tells of the ACD applet that leads into the queue now entered.
    fn acd_applet_told(&self, channel: usize, queue: &Name) -> bool {
        let entered_last = self.drafts.stays.last().map(|stay| stay.event);
        let since = entered_last.map_or(0, |event| event + 1);
        let is_told = |Happened { channel: other, event: Event { kind, .. } }: &Happened| {
            *other == channel && matches!(kind, EventKind::Applet { name, kind: AppletKind::Acd } if name == queue)
        };
        self.drafts.events[since..].iter().any(is_told)
    }

    pub(super) fn queue_ends(&mut self, exit: QueueExit) {
        let Some(stay) = self.drafts.stays.last_mut() else { return };
        stay.exit = Some(exit);
        let event = stay.event;
        self.end_event(event, &self.now.end(Span::ZERO));
        if let EventKind::Queue(waiting) = &mut self.drafts.events[event].event.kind {
            waiting.exit = Some(exit);
        }
    }

    /// Hands in the entries of the stays, given that the events still stand in the order in which they were told.
    pub(super) fn hand_in_queues(&mut self) {
        let flow = self.flow;
        for (number, stay) in self.drafts.stays.iter().enumerate() {
            let action = stay.step.and_then(|step| flow.steps.get(step)).map(|step| &step.action);
            let Some(Action::Queue { queue, virtual_queues, .. }) = action else { continue };
            let handled = (flow.medium != Medium::PhoneCallback).then(|| self.handled(number));
            let targets = &self.setting.targets;
            let target = |name: &Name| targets.get(&**name).copied().unwrap_or_default();
            let twins = virtual_queues.iter().map(|name| (name, QueueKind::Virtual { target: target(name) }));
            for (queue, kind) in std::iter::once((queue, QueueKind::Acd)).chain(twins) {
                self.records.queues.push(Arc::new(QueueEntry {
                    interaction: flow.guid,
                    medium: flow.medium,
                    manager: flow.manager,
                    plan_address: self.plan_address(),
                    queue: queue.clone(),
                    kind,
                    skills: Arc::clone(&stay.skills),
                    period: self.drafts.events[stay.event].event.period.clone(),
                    exit: stay.exit,
                    handled: handled.clone(),
                }));
            }
        }
    }

    /// The connected and wrap times of the agents who came in through a stay, or after it.
    fn handled(&self, stay: usize) -> Vec<Handling> {
        let handlings = self.drafts.works.iter().filter_map(|work| {
            let wrap = match work.state {
                WorkState::Connected => false,
                WorkState::Wrap => true,
                WorkState::Ringing | WorkState::Unexpected | WorkState::Failed => return None,
            };
            let seat = &self.drafts.seats[work.seat];
            let came_by = seat.queue == Some(stay) && !seat.is_unrung;
            came_by.then(|| Handling { wrap, period: work.period.clone() })
        });
        let mut handled: Vec<Handling> = handlings.collect();
        handled.shrink_to_fit();
        handled
    }
}
