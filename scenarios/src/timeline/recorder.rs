//! From what a flow does to those who take part, to the records that the platform makes of it.
//!
//! The arithmetic is that of the reference's section 6: offsets from the interaction's start, channels that are tiled by
//! their events, queue time until the answer, holds on the customer's channel.

use std::collections::HashMap;
use std::sync::Arc;

use crate::centre::{Centre, Name};
use crate::flow::legal::{Caused, Effect, End, Seat};
use crate::flow::{AppletKind, Flow, Load, Medium, Opening, PLAN_AFTER};
use crate::guid::Guid;
use crate::record::{
    Channel, ChannelParty, Completion, Direction, Ending, Event, EventKind, Handling, HeldKind, Interaction, Mapping,
    Period, QueueEntry, QueueExit, QueueKind, QueueParty, Stamp, Status, WorkState,
};
use crate::scenario::Pace;
use crate::time::{Instant, Span};

/// How long before its queue an ACD applet runs that the flow does not tell of: "about 100 ms" (reference, section 6).
const ACD_APPLET_BEFORE: Span = Span::from_millis(100);

/// What the platform makes of one flow.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) interaction: Interaction,
    pub(super) works: Vec<Worked>,
    pub(super) in_hand: Vec<InHand>,
    pub(super) queues: Vec<QueueEntry>,
    pub(super) intents: Vec<Intent>,
}

/// A stretch of an agent's work.
#[derive(Debug)]
pub(super) struct Worked {
    pub(super) agent: Name,
    pub(super) state: WorkState,
    pub(super) channel: Guid,
    /// When the channel began.
    pub(super) since: Instant,
    pub(super) period: Period,
    /// The step that began it; `None` for the flow's opening.
    pub(super) step: Option<usize>,
}

/// The time during which an interaction counts in an agent's workload: from ringing until wrap, parked or not (reference,
/// section 5), or until the agent leaves where nothing is wrapped.
#[derive(Debug)]
pub(super) struct InHand {
    pub(super) agent: Name,
    pub(super) load: Load,
    pub(super) period: Period,
}

/// A presence that an agent chose for when the interaction has ended for them.
#[derive(Debug)]
pub(super) struct Intent {
    pub(super) agent: Name,
    pub(super) presence: Name,
    /// When the agent chose.
    pub(super) chosen: Instant,
    /// When the interaction ended for them.
    pub(super) done: Stamp,
}

/// What all flows of a scenario share.
#[derive(Debug)]
pub(super) struct Setting<'s> {
    pub(super) pace: Pace,
    centre: &'s Centre,
    touchpoints: HashMap<&'s str, &'s Name>,
    mappings: HashMap<&'s str, Arc<Mapping>>,
    targets: HashMap<&'s str, Span>,
}

impl<'s> Setting<'s> {
    pub(super) fn new(centre: &'s Centre, pace: Pace) -> Self {
        let touchpoints = centre.agents.iter().map(|agent| (&*agent.id, &agent.touchpoint)).collect();
        let mapping = |address: &'s crate::centre::Address| {
            let plan = centre.plan(&address.plan);
            let mapping = Mapping {
                address_name: address.name.clone(),
                mapping_name: address.mapping.clone(),
                plan_name: address.plan.clone(),
                reporting_group: plan.and_then(|plan| plan.reporting_group.clone()),
            };
            (&*address.address, Arc::new(mapping))
        };
        let mappings = centre.addresses.iter().map(mapping).collect();
        let targets = centre.virtual_queues.iter().map(|queue| (&*queue.name, queue.target)).collect();
        Self { pace, centre, touchpoints, mappings, targets }
    }

    fn touchpoint(&self, agent: &Name) -> Name {
        self.touchpoints.get(&**agent).map_or_else(|| agent.clone(), |touchpoint| (*touchpoint).clone())
    }
}

/// The records of a flow, given what its steps do.
pub(super) fn record(setting: &Setting<'_>, flow: &Flow, caused: Vec<Caused>) -> Records {
    let mut recorder = Recorder::new(setting, flow);
    for Caused { at, step, effect } in caused {
        recorder.now = Now::of(flow, setting.pace, at, step);
        recorder.take(effect);
    }
    recorder.finish()
}

/// The instant of the step at hand, and how the platform processes it.
#[derive(Clone, Copy)]
struct Now {
    at: Instant,
    delay: Span,
    /// A wrong instant for what ends, and how long after it the right one follows.
    misreported: Option<(Instant, Span)>,
    step: Option<usize>,
    position: Span,
}

impl Now {
    fn of(flow: &Flow, pace: Pace, at: Span, step: Option<usize>) -> Self {
        let processing = step.map(|step| flow.steps[step].processing).unwrap_or_default();
        Self {
            at: flow.start + at,
            delay: processing.delay.unwrap_or(pace.delay),
            misreported: processing.misreported.map(|wrong| (flow.start + wrong.at, wrong.corrected_after)),
            step,
            position: at,
        }
    }

    fn begin(self, after: Span) -> Stamp {
        let at = self.at + after;
        Stamp { at, processed: at + self.delay }
    }

    fn end(self, after: Span) -> Ending {
        let right = self.begin(after);
        let Some((wrong, corrected_after)) = self.misreported else { return Ending::once(right) };
        let wrong = wrong + after;
        let first = Stamp { at: wrong, processed: wrong + self.delay };
        let processed = right.processed.max(first.processed + corrected_after);
        Ending { last: Stamp { at: right.at, processed }, earlier: Box::new([first]) }
    }
}

/// An agent's part, while it is being recorded.
struct SeatRecord {
    agent: Name,
    channel: usize,
    guid: Guid,
    in_hand: Period,
    /// Positions of what goes on, in the channel's events and in the works.
    open: Option<(usize, usize)>,
    recording: Option<usize>,
    connected: bool,
    left: Option<Stamp>,
    /// The queue that the agent was found by or after.
    queue: Option<usize>,
    intent: Option<(Name, Instant)>,
    /// When the agent is done with the interaction.
    done: Option<Stamp>,
}

/// A stay in an ACD queue and its virtual twins, while it is being recorded.
struct Stay {
    names: Vec<(Name, QueueKind)>,
    skills: Vec<Name>,
    period: Period,
    exit: Option<QueueExit>,
    event: usize,
}

struct Recorder<'a> {
    setting: &'a Setting<'a>,
    flow: &'a Flow,
    mapping: Option<Arc<Mapping>>,
    now: Now,
    channels: Vec<Channel>,
    seats: Vec<SeatRecord>,
    works: Vec<Worked>,
    stays: Vec<Stay>,
    customer: Option<usize>,
    contact: Option<usize>,
    hold: Option<usize>,
    recording: bool,
    customer_recording: Option<usize>,
    end: Option<End>,
    /// Channels that were to ring a moment later, when all was over already.
    unrung: Vec<Guid>,
    /// When the effect before this one happened: nothing is put before it.
    before: Span,
    /// When the plan was entered: its applets come after that.
    plan_begins: Span,
}

impl<'a> Recorder<'a> {
    fn new(setting: &'a Setting<'a>, flow: &'a Flow) -> Self {
        let mapping = match &flow.opening {
            Opening::Inbound { to, .. } => setting.mappings.get(&**to).cloned(),
            Opening::Outbound { .. } | Opening::Internal { .. } => None,
        };
        Self {
            setting,
            flow,
            mapping,
            now: Now::of(flow, setting.pace, Span::ZERO, None),
            channels: Vec::new(),
            seats: Vec::new(),
            works: Vec::new(),
            stays: Vec::new(),
            customer: None,
            contact: None,
            hold: None,
            recording: false,
            customer_recording: None,
            end: None,
            unrung: Vec::new(),
            before: Span::ZERO,
            plan_begins: Span::ZERO,
        }
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::CustomerRings => {
                let touchpoint = self.customer_address();
                let channel = self.open_channel(ChannelParty::External { touchpoint }, None, Span::ZERO);
                self.customer = Some(channel);
                self.begin_event(channel, EventKind::Ringing, Span::ZERO);
            }
            Effect::CustomerConnects => self.customer_connects(),
            Effect::CustomerLeaves(after) => {
                if let Some(channel) = self.customer {
                    self.close_channel(channel, after);
                }
            }
            Effect::SeatRings { agent, channel, after } => self.seat_rings(agent, channel, after),
            Effect::SeatConnects(seat) => self.seat_connects(seat),
            Effect::SeatPauses(seat) => self.end_open(seat),
            Effect::SeatLeaves(seat) => self.seat_leaves(seat),
            Effect::SeatUnexpected(seat, lasts) => self.setback(seat, WorkState::Unexpected, lasts),
            Effect::SeatFailed(seat, lasts) => self.setback(seat, WorkState::Failed, lasts),
            Effect::SeatWrapped(seat) => self.seat_wrapped(seat),
            Effect::HoldBegins(seat, kind) => self.hold_begins(seat, kind),
            Effect::HoldEnds(after) => {
                if let (Some(channel), Some(event)) = (self.customer, self.hold.take()) {
                    self.end_event(channel, event, after);
                }
            }
            Effect::Applet { name, kind } => {
                if let Some(channel) = self.customer {
                    self.momentary_event(channel, EventKind::Applet { name, kind }, Span::ZERO);
                }
            }
            Effect::QueueBegins { queue, skills, virtual_queues } => self.queue_begins(queue, skills, &virtual_queues),
            Effect::QueueEnds(exit) => self.queue_ends(exit),
            Effect::RecordingBegins => self.recording_begins(),
            Effect::RecordingEnds => self.recording_ends(),
            Effect::ContactBegins { address, channel } => {
                let party = ChannelParty::Router { touchpoint: address };
                let channel = self.open_channel(party, channel, Span::ZERO);
                self.contact = Some(channel);
                self.momentary_event(channel, EventKind::Ringing, Span::ZERO);
                self.begin_event(channel, EventKind::Connected, Span::ZERO);
            }
            Effect::ContactEnds => {
                if let Some(channel) = self.contact.take() {
                    self.close_channel(channel, Span::ZERO);
                }
            }
            Effect::Intends(seat, presence) => self.seats[seat].intent = Some((presence, self.now.at)),
            Effect::Ends(end) => self.end = Some(end),
        }
        self.before = self.now.position;
    }

    fn finish(mut self) -> Records {
        self.forget_unrung();
        for channel in &mut self.channels {
            channel.events.sort_by_key(|event| event.period.begin.at);
        }
        let intents = self.seats.iter_mut().filter_map(|seat| {
            let (presence, chosen) = seat.intent.take()?;
            Some(Intent { agent: seat.agent.clone(), presence, chosen, done: seat.done? })
        });
        let intents = intents.collect();
        let load = self.flow.medium.load();
        let rung = self.seats.iter().filter(|seat| !self.unrung.contains(&seat.guid));
        let in_hand =
            rung.map(|seat| InHand { agent: seat.agent.clone(), load, period: seat.in_hand.clone() }).collect();
        let queues = self.queue_entries();
        let completion = self.completion();
        Records { interaction: self.interaction(completion), works: self.works, in_hand, queues, intents }
    }

    /// Forgets the channels of colleagues whose few milliseconds until ringing nobody waited for.
    fn forget_unrung(&mut self) {
        self.channels.retain(|channel| !self.unrung.contains(&channel.guid));
        self.works.retain(|work| !self.unrung.contains(&work.channel));
    }

    // ---- the customer ----

    fn customer_connects(&mut self) {
        let Some(channel) = self.customer else { return };
        self.end_event(channel, 0, Span::ZERO);
        self.begin_event(channel, EventKind::Connected, Span::ZERO);
        if let Some(mapping) = self.mapping.clone() {
            let lag = self.flow.plan_after.unwrap_or(PLAN_AFTER);
            let first_step = self.flow.steps.first().map_or(lag, |step| step.at);
            let kind = EventKind::InteractionPlan {
                name: mapping.plan_name.clone(),
                reporting_group: mapping.reporting_group.clone(),
            };
            let begins = lag.min(first_step);
            self.begin_event(channel, kind, begins);
            self.plan_begins = begins;
        }
    }

    fn hold_begins(&mut self, seat: Seat, kind: HeldKind) {
        if let Some(channel) = self.customer {
            let by = self.seats[seat].agent.clone();
            self.hold = Some(self.begin_event(channel, EventKind::Held { by, kind }, Span::ZERO));
        }
    }

    fn recording_begins(&mut self) {
        self.recording = true;
        if let Some(channel) = self.customer {
            self.customer_recording = Some(self.begin_event(channel, EventKind::CallRecording, Span::ZERO));
        }
        for seat in 0..self.seats.len() {
            if self.seats[seat].connected && self.seats[seat].left.is_none() {
                self.record_seat(seat, Span::ZERO);
            }
        }
    }

    fn recording_ends(&mut self) {
        self.recording = false;
        if let (Some(channel), Some(event)) = (self.customer, self.customer_recording.take()) {
            self.end_event(channel, event, Span::ZERO);
        }
        for seat in 0..self.seats.len() {
            self.stop_recording_seat(seat);
        }
    }

    // ---- queues ----

    fn queue_begins(&mut self, queue: Name, skills: Vec<Name>, virtual_queues: &[Name]) {
        let Some(channel) = self.customer else { return };
        if !self.acd_applet_told(channel, &queue) {
            let earliest = self.before.max(self.plan_begins) - self.now.position;
            let lead = (Span::ZERO - ACD_APPLET_BEFORE).max(earliest);
            let applet = EventKind::Applet { name: queue.clone(), kind: AppletKind::Acd };
            self.momentary_event(channel, applet, lead);
        }
        let kind = EventKind::Queue {
            name: queue.clone(),
            plan_address: self.plan_address(),
            skills: skills.clone(),
            exit: None,
        };
        let event = self.begin_event(channel, kind, Span::ZERO);
        let twin = |name: &Name| {
            let target = self.setting.targets.get(&**name).copied().unwrap_or_default();
            (name.clone(), QueueKind::Virtual { target })
        };
        let names = std::iter::once((queue, QueueKind::Acd)).chain(virtual_queues.iter().map(twin)).collect();
        let period = Period { begin: self.now.begin(Span::ZERO), end: None };
        self.stays.push(Stay { names, skills, period, exit: None, event });
    }

    /// Whether the flow itself tells of the ACD applet that leads into the queue now entered.
    fn acd_applet_told(&self, channel: usize, queue: &Name) -> bool {
        let entered_last = self.stays.last().map(|stay| stay.event);
        let since = entered_last.map_or(0, |event| event + 1);
        self.channels[channel].events[since..]
            .iter()
            .any(|event| matches!(&event.kind, EventKind::Applet { name, kind: AppletKind::Acd } if name == queue))
    }

    fn queue_ends(&mut self, exit: QueueExit) {
        let Some(channel) = self.customer else { return };
        let end = self.now.end(Span::ZERO);
        let Some(stay) = self.stays.last_mut() else { return };
        close(&mut stay.period, end);
        stay.exit = Some(exit);
        let event = stay.event;
        self.end_event(channel, event, Span::ZERO);
        if let EventKind::Queue { exit: told, .. } = &mut self.channels[channel].events[event].kind {
            *told = Some(exit);
        }
    }

    fn queue_entries(&self) -> Vec<QueueEntry> {
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
                party: QueueParty::External,
                handled: handled.clone(),
            })
        });
        entries.collect()
    }

    /// The connected and wrap times of the agents who came in through, or after, the stay at this position.
    fn handled_after(&self, stay: usize) -> Vec<Handling> {
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

    // ---- agents ----

    fn seat_rings(&mut self, agent: Name, guid: Option<Guid>, after: Span) {
        let party = ChannelParty::Agent { id: agent.clone(), touchpoint: self.setting.touchpoint(&agent) };
        let channel = self.open_channel(party, guid, after);
        let seat = self.seats.len();
        self.seats.push(SeatRecord {
            agent,
            channel,
            guid: self.channels[channel].guid,
            in_hand: Period { begin: self.now.begin(after), end: None },
            open: None,
            recording: None,
            connected: false,
            left: None,
            queue: self.stays.len().checked_sub(1),
            intent: None,
            done: None,
        });
        self.begin_work(seat, WorkState::Ringing, EventKind::Ringing, after);
        if self.recording {
            self.record_seat(seat, after);
        }
    }

    fn seat_connects(&mut self, seat: Seat) {
        self.end_open(seat);
        self.seats[seat].connected = true;
        self.begin_work(seat, WorkState::Connected, EventKind::Connected, Span::ZERO);
        if self.recording && self.seats[seat].recording.is_none() {
            self.record_seat(seat, Span::ZERO);
        }
    }

    fn seat_leaves(&mut self, seat: Seat) {
        self.end_open(seat);
        self.stop_recording_seat(seat);
        let channel = self.seats[seat].channel;
        self.close_channel(channel, Span::ZERO);
        let left = self.now.begin(Span::ZERO);
        close(&mut self.seats[seat].in_hand, self.now.end(Span::ZERO));
        if left.at < self.channels[channel].period.begin.at {
            self.unrung.push(self.seats[seat].guid);
        }
        self.seats[seat].left = Some(left);
        self.seats[seat].done = Some(left);
    }

    fn seat_wrapped(&mut self, seat: Seat) {
        let Some(begin) = self.seats[seat].left else { return };
        let (channel, agent) = (self.seats[seat].channel, self.seats[seat].agent.clone());
        let mut period = Period { begin, end: None };
        close(&mut period, self.now.end(Span::ZERO));
        self.channels[channel].period.end = period.end.clone();
        self.channels[channel].events.push(Event { kind: EventKind::Wrap, period: period.clone() });
        self.work(agent, WorkState::Wrap, channel, period);
        self.seats[seat].done = Some(self.now.begin(Span::ZERO));
    }

    fn setback(&mut self, seat: Seat, state: WorkState, lasts: Span) {
        let period = Period { begin: self.now.begin(Span::ZERO), end: Some(Ending::once(self.now.begin(lasts))) };
        self.work(self.seats[seat].agent.clone(), state, self.seats[seat].channel, period);
    }

    fn begin_work(&mut self, seat: Seat, state: WorkState, kind: EventKind, after: Span) {
        let (channel, agent) = (self.seats[seat].channel, self.seats[seat].agent.clone());
        let event = self.begin_event(channel, kind, after);
        let period = Period { begin: self.now.begin(after), end: None };
        self.work(agent, state, channel, period);
        self.seats[seat].open = Some((event, self.works.len() - 1));
    }

    fn work(&mut self, agent: Name, state: WorkState, channel: usize, period: Period) {
        let Channel { guid, period: Period { begin, .. }, .. } = &self.channels[channel];
        self.works.push(Worked { agent, state, channel: *guid, since: begin.at, period, step: self.now.step });
    }

    /// Ends what the agent is at: ringing, or work.
    fn end_open(&mut self, seat: Seat) {
        let Some((event, work)) = self.seats[seat].open.take() else { return };
        self.end_event(self.seats[seat].channel, event, Span::ZERO);
        close(&mut self.works[work].period, self.now.end(Span::ZERO));
    }

    fn record_seat(&mut self, seat: Seat, after: Span) {
        let channel = self.seats[seat].channel;
        self.seats[seat].recording = Some(self.begin_event(channel, EventKind::CallRecording, after));
    }

    fn stop_recording_seat(&mut self, seat: Seat) {
        if let Some(event) = self.seats[seat].recording.take() {
            self.end_event(self.seats[seat].channel, event, Span::ZERO);
        }
    }

    // ---- channels and events ----

    fn open_channel(&mut self, party: ChannelParty, guid: Option<Guid>, after: Span) -> usize {
        let number = self.channels.len();
        let guid = match (number, guid) {
            (0, _) => self.flow.guid,
            (_, Some(stated)) => stated,
            (_, None) => Guid::derived(&["channel", &self.flow.guid.to_string(), &number.to_string()]),
        };
        let period = Period { begin: self.now.begin(after), end: None };
        self.channels.push(Channel { guid, period, party, events: Vec::new() });
        number
    }

    /// Ends a channel and everything that still goes on on it; nothing outlasts it.
    fn close_channel(&mut self, channel: usize, after: Span) {
        let end = self.now.end(after);
        let channel = &mut self.channels[channel];
        for event in &mut channel.events {
            if event.period.end.as_ref().is_none_or(|told| told.last.at > end.last.at) {
                close(&mut event.period, end.clone());
            }
        }
        close(&mut channel.period, end);
    }

    fn begin_event(&mut self, channel: usize, kind: EventKind, after: Span) -> usize {
        let period = Period { begin: self.now.begin(after), end: None };
        self.channels[channel].events.push(Event { kind, period });
        self.channels[channel].events.len() - 1
    }

    /// An event that takes no time: its end is known with its beginning, and never wrong.
    fn momentary_event(&mut self, channel: usize, kind: EventKind, after: Span) {
        let event = self.begin_event(channel, kind, after);
        let period = &mut self.channels[channel].events[event].period;
        period.end = Some(Ending::once(period.begin));
    }

    fn end_event(&mut self, channel: usize, event: usize, after: Span) {
        let end = self.now.end(after);
        close(&mut self.channels[channel].events[event].period, end);
    }

    // ---- the whole ----

    fn completion(&self) -> Option<Completion> {
        let status = match self.end? {
            End::Over => Status::Completed,
            End::InternalError => Status::InternalError,
        };
        let processed = self.lasting_ends().map(Ending::first_processed).max()?;
        let built_in = || super::outcome::built_in(self.flow, status).map(Name::from);
        let outcome = self.flow.outcome.clone().or_else(built_in);
        Some(Completion { processed, status, outcome })
    }

    /// The ends of the channels that decide when the interaction is over: an outside contact's, which may be told of much
    /// later, never does.
    fn lasting_ends(&self) -> impl Iterator<Item = &Ending> {
        self.channels.iter().filter_map(|channel| match channel.party {
            ChannelParty::External { .. } | ChannelParty::Agent { .. } => channel.period.end.as_ref(),
            ChannelParty::Router { .. } => None,
        })
    }

    fn interaction(&mut self, completion: Option<Completion>) -> Interaction {
        let flow = self.flow;
        let (direction, connect_from, connect_to) = match &flow.opening {
            Opening::Inbound { from, to } => (Direction::Inbound, from.clone(), to.clone()),
            Opening::Outbound { from, to, .. } => (Direction::Outbound, from.clone(), to.clone()),
            Opening::Internal { agent, to } => {
                (Direction::Internal, self.setting.touchpoint(agent), self.setting.touchpoint(to))
            }
        };
        let end = self.lasting_ends().map(|end| end.last.at).max();
        let categorised = match (&completion, end) {
            (Some(Completion { processed, status: Status::Completed, .. }), Some(end)) => {
                let at = end + flow.categorised.unwrap_or(self.setting.pace.categorised);
                Some(Stamp { at, processed: (at + self.setting.pace.delay).max(*processed) })
            }
            (Some(_) | None, _) => None,
        };
        let plan_service = self
            .mapping
            .as_ref()
            .map(|mapping| mapping.reporting_group.clone().unwrap_or_else(|| mapping.plan_name.clone()));
        Interaction {
            guid: flow.guid,
            conversation: flow.conversation,
            medium: flow.medium,
            manager: flow.manager,
            direction,
            begin: Now::of(flow, self.setting.pace, Span::ZERO, None).begin(Span::ZERO),
            completion,
            categorised,
            service: flow.service.clone().or(plan_service),
            connect_to,
            connect_from,
            mapping: self.mapping.take(),
            channels: std::mem::take(&mut self.channels),
        }
    }

    fn customer_address(&self) -> Name {
        match &self.flow.opening {
            Opening::Inbound { from, .. } => from.clone(),
            Opening::Outbound { to, .. } => to.clone(),
            Opening::Internal { agent, .. } => self.setting.touchpoint(agent),
        }
    }

    /// The address behind which the plan stands that the interaction runs in.
    fn plan_address(&self) -> Option<Name> {
        match &self.flow.opening {
            Opening::Inbound { to, .. } => self.setting.centre.address(to).map(|address| address.address.clone()),
            Opening::Outbound { .. } | Opening::Internal { .. } => None,
        }
    }
}

/// Ends a period, but never before its beginning; of a version that would, only the beginning is told.
fn close(period: &mut Period, mut end: Ending) {
    for version in end.earlier.iter_mut().chain([&mut end.last]) {
        version.at = version.at.max(period.begin.at);
        version.processed = version.processed.max(version.at);
    }
    period.end = Some(end);
}
