//! What agents do in an interaction: their channels, and their work.

use std::sync::Arc;

use super::channels::{Happened, close, settle};
use super::{AgentWork, InHand, Intent, Recorder};
use crate::centre::Name;
use crate::flow::Flow;
use crate::flow::legal::Seat;
use crate::guid::Guid;
use crate::record::{ChannelParty, Completion, Ending, Event, EventKind, Period, Stamp, WorkState, WorkedOn};
use crate::time::{Instant, Span};

/// An agent's part, while it is being recorded.
pub(super) struct SeatRecord {
    pub(super) agent: Name,
    /// The agent's number.
    pub(super) number: usize,
    pub(super) channel: usize,
    pub(super) guid: Guid,
    /// When the channel began.
    pub(super) since: Instant,
    /// Whether it was to ring a moment later, when all was over already.
    pub(super) is_unrung: bool,
    pub(super) in_hand: Period,
    /// Positions of what goes on, in the events and in the works.
    pub(super) open: Option<(usize, usize)>,
    pub(super) recording: Option<usize>,
    pub(super) connected: bool,
    pub(super) left: Option<Stamp>,
    /// The queue that the agent was found by or after.
    pub(super) queue: Option<usize>,
    pub(super) intent: Option<(Name, Instant)>,
    /// When the agent is done with the interaction.
    pub(super) done: Option<Stamp>,
}

/// A stretch of an agent's work, while it is being recorded.
pub(super) struct Worked {
    pub(super) seat: Seat,
    pub(super) state: WorkState,
    pub(super) period: Period,
    /// The step that began it; `None` for the flow's opening.
    step: Option<usize>,
}

impl Recorder<'_> {
    pub(super) fn seat_rings(&mut self, agent: &Name, guid: Option<Guid>, after: Span) {
        let number = self.records.number(agent);
        let touchpoint = self.setting.centre.agents.get(number).map_or(agent, |agent| &agent.touchpoint).clone();
        let party = ChannelParty::Agent { id: agent.clone(), touchpoint };
        let channel = self.open_channel(party, guid, after);
        let seat = self.drafts.seats.len();
        let begin = self.now.begin(after);
        self.drafts.seats.push(SeatRecord {
            agent: agent.clone(),
            number,
            channel,
            guid: self.drafts.channels[channel].guid,
            since: begin.at,
            is_unrung: false,
            in_hand: Period { begin, end: None },
            open: None,
            recording: None,
            connected: false,
            left: None,
            queue: self.drafts.stays.len().checked_sub(1),
            intent: None,
            done: None,
        });
        self.end_setbacks(seat, after);
        let before = self
            .drafts
            .misreported
            .iter()
            .filter(|before| self.drafts.seats[**before].number == self.drafts.seats[seat].number);
        for before in before.copied().collect::<Vec<_>>() {
            self.settle_seat(before, self.now.begin(after));
        }
        self.begin_work(seat, WorkState::Ringing, EventKind::Ringing, after);
        if self.recording {
            self.record_seat(seat, after);
        }
    }

    pub(super) fn seat_connects(&mut self, seat: Seat) {
        let now = self.now.begin(Span::ZERO);
        // Work that begins tells when ringing ended.
        self.end_open(seat, &Ending::once(now));
        self.settle_seat(seat, now);
        self.drafts.seats[seat].connected = true;
        self.begin_work(seat, WorkState::Connected, EventKind::Connected, Span::ZERO);
        if self.recording && self.drafts.seats[seat].recording.is_none() {
            self.record_seat(seat, Span::ZERO);
        }
    }

    pub(super) fn seat_pauses(&mut self, seat: Seat) {
        self.end_open(seat, &self.now.end(Span::ZERO));
    }

    pub(super) fn seat_leaves(&mut self, seat: Seat) {
        let channel = self.drafts.seats[seat].channel;
        let end = self.channel_end(channel, Span::ZERO);
        self.end_open(seat, &end);
        // Who had parked it was at nothing that could end, but the channel ends, and the recording with it.
        if end.is_corrected() {
            self.drafts.misreported.push(seat);
        }
        self.stop_recording_seat(seat, &end);
        close(&mut self.drafts.seats[seat].in_hand, &end);
        self.close_channel(channel, &end);
        let left = self.now.begin(Span::ZERO);
        self.drafts.seats[seat].is_unrung = left.at < self.drafts.seats[seat].since;
        self.drafts.seats[seat].left = Some(left);
        self.drafts.seats[seat].done = Some(left);
    }

    pub(super) fn seat_wrapped(&mut self, seat: Seat) {
        let Some(begin) = self.drafts.seats[seat].left else { return };
        let channel = self.drafts.seats[seat].channel;
        self.tell_right(seat, begin);
        let mut period = Period { begin, end: None };
        close(&mut period, &self.now.end(Span::ZERO));
        self.drafts.channels[channel].period.end = period.end.clone();
        self.drafts.events.push(Happened { channel, event: Event { kind: EventKind::Wrap, period: period.clone() } });
        if self.now.misreported.is_some() {
            self.drafts.misreported.push(seat);
        }
        self.work(seat, WorkState::Wrap, period);
        self.drafts.seats[seat].done = Some(self.now.begin(Span::ZERO));
    }

    /// Tells from the first when the agent left: where after-work or a setback follows, that is known by when it began,
    /// and is never misreported. Our choice. What ended before is told by then, too.
    fn tell_right(&mut self, seat: Seat, left: Stamp) {
        self.for_misreported_ends(seat, |end| {
            // What else ended at that instant had been told rightly, and maybe earlier.
            if end.last.at == left.at && end.is_corrected() {
                *end = Ending::once(left);
            } else {
                settle(end, left);
            }
        });
    }

    /// Lets no wrong end of the seat be later, or told later, than what the agent does next.
    fn settle_seat(&mut self, seat: Seat, next: Stamp) {
        self.for_misreported_ends(seat, |end| settle(end, next));
    }

    /// Changes the ends of all that is told of a seat, if any of them may have been misreported.
    fn for_misreported_ends(&mut self, seat: Seat, change: impl FnMut(&mut Ending)) {
        if self.drafts.misreported.contains(&seat) {
            let SeatRecord { channel, in_hand, .. } = &mut self.drafts.seats[seat];
            let period = &mut self.drafts.channels[*channel].period;
            let events = self.drafts.events.iter_mut().filter(|happened| happened.channel == *channel);
            let events = events.map(|happened| &mut happened.event.period);
            let works = self.drafts.works.iter_mut().filter(|work| work.seat == seat).map(|work| &mut work.period);
            events.chain(works).chain([period, in_hand]).filter_map(|period| period.end.as_mut()).for_each(change);
        }
    }

    pub(super) fn setback(&mut self, seat: Seat, state: WorkState, lasts: Span) {
        let begin = self.now.begin(Span::ZERO);
        self.tell_right(seat, begin);
        let period = Period { begin, end: Some(Ending::once(self.now.begin(lasts))) };
        self.work(seat, state, period);
        self.drafts.setbacks.push(self.drafts.works.len() - 1);
    }

    /// Who is rung again is over what went wrong before.
    fn end_setbacks(&mut self, seat: Seat, after: Span) {
        let next = self.now.begin(after);
        self.drafts.setbacks.retain(|work| {
            let Worked { seat: other, period, .. } = &mut self.drafts.works[*work];
            let Some(end) = &mut period.end else { return false };
            if self.drafts.seats[*other].number == self.drafts.seats[seat].number {
                if end.last.at > next.at {
                    *end = Ending::once(next);
                }
                settle(end, next);
            }
            // What follows is never told before what has been told already.
            end.last.at > self.now.at || end.last.processed > self.now.told
        });
    }

    pub(super) fn begin_work(&mut self, seat: Seat, state: WorkState, kind: EventKind, after: Span) {
        let event = self.begin_event(self.drafts.seats[seat].channel, kind, after);
        let period = Period { begin: self.now.begin(after), end: None };
        self.work(seat, state, period);
        self.drafts.seats[seat].open = Some((event, self.drafts.works.len() - 1));
    }

    fn work(&mut self, seat: Seat, state: WorkState, period: Period) {
        self.drafts.works.push(Worked { seat, state, period, step: self.now.step });
    }

    /// Ends what the agent is at: ringing, or work.
    fn end_open(&mut self, seat: Seat, end: &Ending) {
        let Some((event, work)) = self.drafts.seats[seat].open.take() else { return };
        if end.is_corrected() {
            self.drafts.misreported.push(seat);
        }
        self.end_event(event, end);
        close(&mut self.drafts.works[work].period, end);
    }

    pub(super) fn record_seat(&mut self, seat: Seat, after: Span) {
        let channel = self.drafts.seats[seat].channel;
        self.drafts.seats[seat].recording = Some(self.begin_event(channel, EventKind::CallRecording, after));
    }

    pub(super) fn stop_recording_seat(&mut self, seat: Seat, end: &Ending) {
        if let Some(event) = self.drafts.seats[seat].recording.take() {
            self.end_event(event, end);
        }
    }

    /// Hands in what each agent did about the interaction, which is that of the flow at that position.
    pub(super) fn hand_in_seats(&mut self, position: usize, completion: Option<&Completion>) {
        let Flow { guid, medium, manager, .. } = *self.flow;
        let (load, direction) = (medium.load(), self.direction());
        let completion = completion.map(|completion| (completion.processed, completion.status));
        for (seat, record) in self.drafts.seats.iter_mut().enumerate().filter(|(_, record)| !record.is_unrung) {
            let SeatRecord { number, guid: channel, since, in_hand, intent, done, .. } = record;
            let agent = &mut self.records.agents[*number];
            agent.in_hand.push(InHand { load, period: in_hand.clone() });
            if let (Some((presence, chosen)), Some(done)) = (intent.take(), *done) {
                self.records.intents.push(Intent { agent: *number, presence, chosen, done });
            }
            // One for all stretches of work on it.
            let (channel, since) = (*channel, *since);
            let on = Arc::new(WorkedOn { channel, since, guid, medium, manager, direction, completion });
            agent.works.extend(self.drafts.works.iter().filter(|work| work.seat == seat).map(|work| AgentWork {
                state: work.state,
                on: Arc::clone(&on),
                period: work.period.clone(),
                flow: position,
                step: work.step,
            }));
        }
    }
}
