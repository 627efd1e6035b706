//! What agents do in an interaction: their channels, and their work.

use super::channels::{close, settle};
use super::{Recorder, Worked};
use crate::centre::Name;
use crate::flow::legal::Seat;
use crate::guid::Guid;
use crate::record::{Channel, ChannelParty, Ending, Event, EventKind, Period, Stamp, WorkState};
use crate::time::{Instant, Span};

/// An agent's part, while it is being recorded.
pub(super) struct SeatRecord {
    pub(super) agent: Name,
    pub(super) channel: usize,
    pub(super) guid: Guid,
    pub(super) in_hand: Period,
    /// Positions of what goes on, in the channel's events and in the works.
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

impl Recorder<'_> {
    pub(super) fn seat_rings(&mut self, agent: Name, guid: Option<Guid>, after: Span) {
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
        self.end_setbacks(seat, after);
        let before = self.misreported.iter().filter(|before| self.seats[**before].agent == self.seats[seat].agent);
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
        self.seats[seat].connected = true;
        self.begin_work(seat, WorkState::Connected, EventKind::Connected, Span::ZERO);
        if self.recording && self.seats[seat].recording.is_none() {
            self.record_seat(seat, Span::ZERO);
        }
    }

    pub(super) fn seat_pauses(&mut self, seat: Seat) {
        self.end_open(seat, &self.now.end(Span::ZERO));
    }

    pub(super) fn seat_leaves(&mut self, seat: Seat) {
        let channel = self.seats[seat].channel;
        let end = self.channel_end(channel, Span::ZERO);
        self.end_open(seat, &end);
        self.stop_recording_seat(seat, &end);
        close(&mut self.seats[seat].in_hand, &end);
        self.close_channel(channel, &end);
        let left = self.now.begin(Span::ZERO);
        if left.at < self.channels[channel].period.begin.at {
            self.unrung.push(self.seats[seat].guid);
        }
        self.seats[seat].left = Some(left);
        self.seats[seat].done = Some(left);
    }

    pub(super) fn seat_wrapped(&mut self, seat: Seat) {
        let Some(begin) = self.seats[seat].left else { return };
        let (channel, agent) = (self.seats[seat].channel, self.seats[seat].agent.clone());
        self.tell_right(seat, begin);
        let mut period = Period { begin, end: None };
        close(&mut period, &self.now.end(Span::ZERO));
        self.channels[channel].period.end = period.end.clone();
        self.channels[channel].events.push(Event { kind: EventKind::Wrap, period: period.clone() });
        if self.now.misreported.is_some() {
            self.misreported.push(seat);
        }
        self.work(agent, WorkState::Wrap, channel, period);
        self.seats[seat].done = Some(self.now.begin(Span::ZERO));
    }

    /// Tells from the first when the agent left: where after-work or a setback follows, that is known by when it began,
    /// and is never misreported. Our choice.
    fn tell_right(&mut self, seat: Seat, left: Stamp) {
        self.for_misreported_ends(seat, |end| {
            if end.last.at == left.at {
                *end = Ending::once(left);
            }
        });
    }

    /// Lets no wrong end of the seat be later, or told later, than what the agent does next.
    fn settle_seat(&mut self, seat: Seat, next: Stamp) {
        self.for_misreported_ends(seat, |end| settle(end, next));
    }

    /// Changes the ends of all that is told of a seat, if any of them may have been misreported.
    fn for_misreported_ends(&mut self, seat: Seat, change: impl FnMut(&mut Ending)) {
        if self.misreported.contains(&seat) {
            let SeatRecord { channel, guid, in_hand, .. } = &mut self.seats[seat];
            let Channel { events, period, .. } = &mut self.channels[*channel];
            let events = events.iter_mut().map(|event| &mut event.period);
            let works = self.works.iter_mut().filter(|work| work.channel == *guid).map(|work| &mut work.period);
            events.chain(works).chain([period, in_hand]).filter_map(|period| period.end.as_mut()).for_each(change);
        }
    }

    pub(super) fn setback(&mut self, seat: Seat, state: WorkState, lasts: Span) {
        let begin = self.now.begin(Span::ZERO);
        self.tell_right(seat, begin);
        let period = Period { begin, end: Some(Ending::once(self.now.begin(lasts))) };
        self.work(self.seats[seat].agent.clone(), state, self.seats[seat].channel, period);
        self.setbacks.push(self.works.len() - 1);
    }

    /// Who is rung again is over what went wrong before.
    fn end_setbacks(&mut self, seat: Seat, after: Span) {
        let next = self.now.begin(after);
        self.setbacks.retain(|work| {
            let Worked { agent, period, .. } = &mut self.works[*work];
            let Some(end) = &mut period.end else { return false };
            if *agent == self.seats[seat].agent {
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
        let (channel, agent) = (self.seats[seat].channel, self.seats[seat].agent.clone());
        let event = self.begin_event(channel, kind, after);
        let period = Period { begin: self.now.begin(after), end: None };
        self.work(agent, state, channel, period);
        self.seats[seat].open = Some((event, self.works.len() - 1));
    }

    pub(super) fn work(&mut self, agent: Name, state: WorkState, channel: usize, period: Period) {
        let Channel { guid, period: Period { begin, .. }, .. } = &self.channels[channel];
        self.works.push(Worked { agent, state, channel: *guid, since: begin.at, period, step: self.now.step });
    }

    /// Ends what the agent is at: ringing, or work.
    fn end_open(&mut self, seat: Seat, end: &Ending) {
        let Some((event, work)) = self.seats[seat].open.take() else { return };
        if end.is_corrected() {
            self.misreported.push(seat);
        }
        self.end_event(self.seats[seat].channel, event, end);
        close(&mut self.works[work].period, end);
    }

    pub(super) fn record_seat(&mut self, seat: Seat, after: Span) {
        let channel = self.seats[seat].channel;
        self.seats[seat].recording = Some(self.begin_event(channel, EventKind::CallRecording, after));
    }

    pub(super) fn stop_recording_seat(&mut self, seat: Seat, end: &Ending) {
        if let Some(event) = self.seats[seat].recording.take() {
            self.end_event(self.seats[seat].channel, event, end);
        }
    }
}
