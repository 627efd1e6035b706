//! From what a flow does to those who take part, to the records that the platform makes of it.
//!
//! The arithmetic is that of the reference's section 6: offsets from the interaction's start, channels that are tiled by
//! their events, queue time until the answer, holds on the customer's channel.

mod channels;
mod queues;
mod records;
mod seats;

use std::sync::Arc;

use foldhash::HashMap;

use self::channels::Happened;
use self::queues::Stay;
pub(super) use self::records::{AgentRecords, AgentWork, InHand, Intent, Records, Wanted};
use self::seats::{SeatRecord, Worked};
use super::rows::interaction_row;
use crate::centre::{Centre, Name};
use crate::flow::legal::{Caused, Effect, End, Seat};
use crate::flow::{Flow, HeldKind, Opening, PLAN_AFTER};
use crate::record::{
    Channel, ChannelParty, Completion, Direction, Ending, EventKind, Interaction, Mapping, Stamp, Status, WorkState,
};
use crate::scenario::Pace;
use crate::time::{Instant, Span};

/// What all flows of a scenario share.
#[derive(Debug)]
pub(super) struct Setting<'s> {
    pace: Pace,
    centre: &'s Centre,
    mappings: HashMap<&'s str, Arc<Mapping>>,
    targets: HashMap<&'s str, Span>,
}

impl<'s> Setting<'s> {
    pub(super) fn new(centre: &'s Centre, pace: Pace) -> Self {
        let groups: HashMap<&str, &Option<Name>> =
            centre.plans.iter().map(|plan| (&*plan.name, &plan.reporting_group)).collect();
        let mapping = |address: &'s crate::centre::Address| {
            let group = groups.get(&*address.plan).copied();
            let mapping = Mapping {
                address_name: address.name.clone(),
                mapping_name: address.mapping.clone(),
                plan_name: address.plan.clone(),
                reporting_group: group.cloned().flatten(),
            };
            (&*address.address, Arc::new(mapping))
        };
        let mappings = centre.addresses.iter().map(mapping).collect();
        let targets = centre.virtual_queues.iter().map(|queue| (&*queue.name, queue.target)).collect();
        Self { pace, centre, mappings, targets }
    }
}

/// What of a flow has been recorded so far. Kept from flow to flow, to be filled again.
#[derive(Default)]
pub(super) struct Drafts {
    channels: Vec<Channel>,
    /// What happened on all of them, in the order in which it was told.
    events: Vec<Happened>,
    seats: Vec<SeatRecord>,
    works: Vec<Worked>,
    /// Positions in `works` of what went wrong and may still keep an agent.
    setbacks: Vec<usize>,
    /// Seats of which something was first told to have ended at a wrong instant.
    misreported: Vec<Seat>,
    stays: Vec<Stay>,
    /// Combinations of skills that were asked for; these are kept.
    skills: Vec<Arc<[Name]>>,
}

impl Drafts {
    /// Nothing of a flow has been recorded yet.
    fn clear(&mut self) {
        let Self { channels, events, seats, works, setbacks, misreported, stays, skills: _ } = self;
        channels.clear();
        events.clear();
        seats.clear();
        works.clear();
        setbacks.clear();
        misreported.clear();
        stays.clear();
    }
}

/// Adds the records of the flow at that position to `records`, given what its steps do.
pub(super) fn record(
    setting: &Setting<'_>,
    (position, flow): (usize, &Flow),
    caused: &[Caused<'_>],
    wanted: Wanted,
    drafts: &mut Drafts,
    records: &mut Records,
) {
    drafts.clear();
    let mut recorder = Recorder::new(setting, flow, drafts, records);
    // Whoever is consulted rings a moment after the step.
    let mut rings: Option<Stamp> = None;
    for Caused { at, step, effect } in caused {
        // What happens to an outside contact is reported apart from the rest, and holds nothing up.
        let of_contact = matches!(effect, Effect::ContactBegins { .. } | Effect::ContactEnds);
        let now = Now::of(flow, setting.pace, *at, *step);
        let rang = rings.filter(|rings| rings.at <= now.at).map_or(Instant::EARLIEST, |rings| rings.processed);
        recorder.now = Now { told: recorder.now.told.max(rang), ..now };
        if let Effect::SeatRings { after, .. } = effect {
            rings = Some(recorder.now.begin(*after));
        }
        recorder.take(*effect);
        if !of_contact {
            recorder.now.told = recorder.now.begin(Span::ZERO).processed;
        }
    }
    recorder.finish(position, wanted);
}

/// The instant of the step at hand, and how the platform processes it.
#[derive(Clone, Copy)]
struct Now {
    at: Instant,
    delay: Span,
    /// When what happened before in the interaction had been processed. The platform tells an interaction in order, so
    /// nothing that follows is processed earlier. Our choice.
    told: Instant,
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
            told: flow.start + pace.delay,
            misreported: processing.misreported.map(|wrong| (flow.start + wrong.at, wrong.corrected_after)),
            step,
            position: at,
        }
    }

    fn begin(self, after: Span) -> Stamp {
        let at = self.at + after;
        Stamp { at, processed: (at + self.delay).max(self.told) }
    }

    fn end(self, after: Span) -> Ending {
        let right = self.begin(after);
        let Some((wrong, corrected_after)) = self.misreported else { return Ending::once(right) };
        // However wrong, it is told only once something has happened.
        let told = |right: Stamp, wrong: Instant| right.processed.max(wrong + self.delay);
        let first = Stamp { at: wrong + after, processed: told(right, wrong + after) };
        // What a step ends is corrected together, even what ends a moment later.
        let corrected = told(self.begin(Span::ZERO), wrong) + corrected_after;
        let processed = first.processed.max(corrected);
        Ending::corrected(vec![first], Stamp { at: right.at, processed })
    }
}

struct Recorder<'a> {
    setting: &'a Setting<'a>,
    flow: &'a Flow,
    records: &'a mut Records,
    mapping: Option<Arc<Mapping>>,
    now: Now,
    drafts: &'a mut Drafts,
    /// The customer's channel, and on it the ringing.
    customer: Option<(usize, usize)>,
    contact: Option<usize>,
    hold: Option<usize>,
    recording: bool,
    customer_recording: Option<usize>,
    end: Option<End>,
    /// When the effect before this one happened: nothing is put before it.
    before: Span,
    /// When the plan was entered: its applets come after that.
    plan_begins: Span,
}

impl<'a> Recorder<'a> {
    fn new(setting: &'a Setting<'a>, flow: &'a Flow, drafts: &'a mut Drafts, records: &'a mut Records) -> Self {
        let mapping = match &flow.opening {
            Opening::Inbound { to, .. } => setting.mappings.get(&**to).cloned(),
            Opening::Outbound { .. } | Opening::Internal { .. } => None,
        };
        Self {
            setting,
            flow,
            records,
            mapping,
            now: Now::of(flow, setting.pace, Span::ZERO, None),
            drafts,
            customer: None,
            contact: None,
            hold: None,
            recording: false,
            customer_recording: None,
            end: None,
            before: Span::ZERO,
            plan_begins: Span::ZERO,
        }
    }

    fn take(&mut self, effect: Effect<'_>) {
        match effect {
            Effect::CustomerRings => {
                let touchpoint = self.customer_address();
                let channel = self.open_channel(ChannelParty::External { touchpoint }, None, Span::ZERO);
                let ringing = self.begin_event(channel, EventKind::Ringing, Span::ZERO);
                self.customer = Some((channel, ringing));
            }
            Effect::CustomerConnects => self.customer_connects(),
            Effect::CustomerLeaves(after) => {
                if let Some((channel, _)) = self.customer {
                    let end = self.channel_end(channel, after);
                    self.close_channel(channel, &end);
                }
            }
            Effect::SeatRings { agent, channel, after } => self.seat_rings(agent, channel, after),
            Effect::SeatConnects(seat) => self.seat_connects(seat),
            Effect::SeatPauses(seat) => self.seat_pauses(seat),
            Effect::SeatLeaves(seat) => self.seat_leaves(seat),
            Effect::SeatUnexpected(seat, lasts) => self.setback(seat, WorkState::Unexpected, lasts),
            Effect::SeatFailed(seat, lasts) => self.setback(seat, WorkState::Failed, lasts),
            Effect::SeatWrapped(seat) => self.seat_wrapped(seat),
            Effect::HoldBegins(seat, kind) => self.hold_begins(seat, kind),
            Effect::HoldEnds(after) => {
                if let Some(event) = self.hold.take() {
                    self.end_event(event, &self.now.end(after));
                }
            }
            Effect::Applet { name, kind } => {
                if let Some((channel, _)) = self.customer {
                    self.momentary_event(channel, EventKind::Applet { name: name.clone(), kind }, Span::ZERO);
                }
            }
            Effect::QueueBegins { queue, skills } => self.queue_begins(queue, skills),
            Effect::QueueEnds(exit) => self.queue_ends(exit),
            Effect::RecordingBegins => self.recording_begins(),
            Effect::RecordingEnds => self.recording_ends(),
            Effect::ContactBegins { address, channel } => {
                let party = ChannelParty::Router { touchpoint: address.clone() };
                let channel = self.open_channel(party, channel, Span::ZERO);
                self.contact = Some(channel);
                self.momentary_event(channel, EventKind::Ringing, Span::ZERO);
                self.begin_event(channel, EventKind::Connected, Span::ZERO);
            }
            Effect::ContactEnds => {
                if let Some(channel) = self.contact.take() {
                    let end = self.channel_end(channel, Span::ZERO);
                    self.close_channel(channel, &end);
                }
            }
            Effect::Intends(seat, presence) => self.drafts.seats[seat].intent = Some((presence.clone(), self.now.at)),
            Effect::Ends(end) => self.end = Some(end),
        }
        self.before = self.now.position;
    }

    /// Hands in the records of the flow at that position.
    fn finish(mut self, position: usize, wanted: Wanted) {
        let completion = self.completion();
        if wanted.interaction {
            self.hand_in_queues();
        }
        if wanted.agents {
            self.hand_in_seats(position, completion.as_ref());
        }
        if wanted.interaction {
            let interaction = self.interaction(completion);
            self.records.interactions.push(interaction_row(interaction));
        }
    }

    // ---- the customer ----

    fn customer_connects(&mut self) {
        let Some((channel, ringing)) = self.customer else { return };
        // Being connected tells when ringing ended.
        self.end_event(ringing, &Ending::once(self.now.begin(Span::ZERO)));
        self.begin_event(channel, EventKind::Connected, Span::ZERO);
        if let Some(mapping) = self.mapping.clone() {
            let lag = self.flow.plan_after.unwrap_or(PLAN_AFTER);
            let first_step = self.flow.steps.first().map_or(lag, |step| step.at);
            let begins = lag.min(first_step);
            self.begin_event(channel, EventKind::InteractionPlan(mapping), begins);
            self.plan_begins = begins;
        }
    }

    fn hold_begins(&mut self, seat: Seat, kind: HeldKind) {
        if let Some((channel, _)) = self.customer {
            let by = self.drafts.seats[seat].agent.clone();
            self.hold = Some(self.begin_event(channel, EventKind::Held { by, kind }, Span::ZERO));
        }
    }

    fn recording_begins(&mut self) {
        self.recording = true;
        if let Some((channel, _)) = self.customer {
            self.customer_recording = Some(self.begin_event(channel, EventKind::CallRecording, Span::ZERO));
        }
        for seat in 0..self.drafts.seats.len() {
            if self.drafts.seats[seat].connected && self.drafts.seats[seat].left.is_none() {
                self.record_seat(seat, Span::ZERO);
            }
        }
    }

    fn recording_ends(&mut self) {
        self.recording = false;
        if let Some(event) = self.customer_recording.take() {
            self.end_event(event, &self.now.end(Span::ZERO));
        }
        for seat in 0..self.drafts.seats.len() {
            self.stop_recording_seat(seat, &self.now.end(Span::ZERO));
        }
    }

    // ---- the whole ----

    fn completion(&self) -> Option<Completion> {
        let status = match self.end? {
            End::Over => Status::Completed,
            End::InternalError => Status::InternalError,
        };
        let processed = self.lasting_ends().map(Ending::first_processed).max()?;
        let built_in = || super::outcome::built_in(self.flow, status);
        let outcome = self.flow.outcome.clone().or_else(built_in);
        Some(Completion { processed, status, outcome })
    }

    /// The ends of the channels that decide when the interaction is over: an outside contact's, which may be told of much
    /// later, never does.
    fn lasting_ends(&self) -> impl Iterator<Item = &Ending> {
        self.drafts.channels.iter().enumerate().filter_map(|(number, channel)| match channel.party {
            ChannelParty::External { .. } => channel.period.end.as_ref(),
            ChannelParty::Agent { .. } => channel.period.end.as_ref().filter(|_| self.rang(number)),
            ChannelParty::Router { .. } => None,
        })
    }

    fn interaction(&mut self, completion: Option<Completion>) -> Interaction {
        let flow = self.flow;
        let (connect_from, connect_to) = match &flow.opening {
            Opening::Inbound { from, to } | Opening::Outbound { from, to, .. } => (from.clone(), to.clone()),
            Opening::Internal { agent, to } => (self.touchpoint(agent), self.touchpoint(to)),
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
            direction: self.direction(),
            begin: Now::of(flow, self.setting.pace, Span::ZERO, None).begin(Span::ZERO),
            completion,
            categorised,
            service: flow.service.clone().or(plan_service),
            connect_to,
            connect_from,
            mapping: self.mapping.take(),
            channels: self.hand_in_channels(),
        }
    }

    fn direction(&self) -> Direction {
        match self.flow.opening {
            Opening::Inbound { .. } => Direction::Inbound,
            Opening::Outbound { .. } => Direction::Outbound,
            Opening::Internal { .. } => Direction::Internal,
        }
    }

    /// The address at which an agent is rung.
    fn touchpoint(&self, agent: &Name) -> Name {
        let known = self.records.roster.known(agent).and_then(|number| self.setting.centre.agents.get(number));
        known.map_or(agent, |agent| &agent.touchpoint).clone()
    }

    fn customer_address(&self) -> Name {
        match &self.flow.opening {
            Opening::Inbound { from, .. } => from.clone(),
            Opening::Outbound { to, .. } => to.clone(),
            Opening::Internal { agent, .. } => self.touchpoint(agent),
        }
    }

    /// The address behind which the plan stands that the interaction runs in.
    fn plan_address(&self) -> Option<Name> {
        match &self.flow.opening {
            Opening::Inbound { to, .. } => self.mapping.is_some().then(|| to.clone()),
            Opening::Outbound { .. } | Opening::Internal { .. } => None,
        }
    }
}
