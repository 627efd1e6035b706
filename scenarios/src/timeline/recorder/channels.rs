//! Channels and the events on them, as they begin and end.

use super::Recorder;
use crate::guid::Guid;
use crate::record::{Channel, ChannelParty, Ending, Event, EventKind, Period, Stamp};
use crate::time::{Instant, Span};

/// Something that happened on the channel of that number.
pub(super) struct Happened {
    pub(super) channel: usize,
    pub(super) event: Event,
}

impl Recorder<'_> {
    pub(super) fn open_channel(&mut self, party: ChannelParty, guid: Option<Guid>, after: Span) -> usize {
        let number = self.drafts.channels.len();
        let guid = match (number, guid) {
            (0, _) => self.flow.guid,
            (_, Some(stated)) => stated,
            (_, None) => Guid::derived(&["channel", &self.flow.guid.to_string(), &number.to_string()]),
        };
        let period = Period { begin: self.now.begin(after), end: None };
        self.drafts.channels.push(Channel { guid, period, party, events: Vec::new() });
        number
    }

    /// The end of a channel, so long after now; however wrong it is told at first, not as before what ended earlier on it.
    pub(super) fn channel_end(&self, channel: usize, after: Span) -> Ending {
        let end = self.now.end(after);
        if !end.is_corrected() {
            return end;
        }
        let earlier = |told: &&Ending| told.last.at < self.now.at || !told.is_corrected();
        let instants = self.drafts.events.iter().filter(|happened| happened.channel == channel).flat_map(|happened| {
            let Period { begin, end } = &happened.event.period;
            [Some(begin.at), end.as_ref().filter(earlier).map(|told| told.last.at)]
        });
        let latest = instants.flatten().filter(|instant| *instant <= end.last.at).max();
        end.map(|version| {
            let at = latest.map_or(version.at, |latest| version.at.max(latest));
            Stamp { at, processed: version.processed.max(at) }
        })
    }

    /// Ends a channel and everything that still goes on on it; nothing outlasts it, and no end on it is told later.
    pub(super) fn close_channel(&mut self, channel: usize, end: &Ending) {
        let least = end.versions().map(|version| version.at).min();
        let first = Stamp { at: least.unwrap_or(end.last.at), processed: end.first_processed() };
        for happened in self.drafts.events.iter_mut().filter(|happened| happened.channel == channel) {
            let period = &mut happened.event.period;
            match &mut period.end {
                Some(told) if told.last.at <= end.last.at => settle(told, first),
                Some(_) | None => close(period, end),
            }
        }
        close(&mut self.drafts.channels[channel].period, end);
    }

    pub(super) fn begin_event(&mut self, channel: usize, kind: EventKind, after: Span) -> usize {
        let period = Period { begin: self.now.begin(after), end: None };
        self.drafts.events.push(Happened { channel, event: Event { kind, period } });
        self.drafts.events.len() - 1
    }

    /// An event that takes no time: its end is known with its beginning, and never wrong.
    pub(super) fn momentary_event(&mut self, channel: usize, kind: EventKind, after: Span) {
        let begin = self.now.begin(after);
        let period = Period { begin, end: Some(Ending::once(begin)) };
        self.drafts.events.push(Happened { channel, event: Event { kind, period } });
    }

    pub(super) fn end_event(&mut self, event: usize, end: &Ending) {
        close(&mut self.drafts.events[event].event.period, end);
    }

    /// The channels, each with what happened on it by begin; those that were to ring a moment later, when all was over
    /// already, are forgotten: nobody waited for them.
    pub(super) fn hand_in_channels(&mut self) -> Vec<Channel> {
        for (number, channel) in self.drafts.channels.iter_mut().enumerate() {
            channel
                .events
                .reserve_exact(self.drafts.events.iter().filter(|happened| happened.channel == number).count());
        }
        for Happened { channel, event } in self.drafts.events.drain(..) {
            self.drafts.channels[channel].events.push(event);
        }
        for seat in self.drafts.seats.iter().rev().filter(|seat| seat.is_unrung) {
            self.drafts.channels.remove(seat.channel);
        }
        let mut channels = Vec::with_capacity(self.drafts.channels.len());
        channels.append(&mut self.drafts.channels);
        for channel in &mut channels {
            channel.events.sort_by_key(|event| event.period.begin.at);
        }
        channels
    }

    /// Whether a channel is none of those that are forgotten.
    pub(super) fn rang(&self, channel: usize) -> bool {
        !self.drafts.seats.iter().any(|seat| seat.channel == channel && seat.is_unrung)
    }
}

/// Lets no wrong version of an end be later, and no first version be told later, than what followed it.
pub(super) fn settle(end: &mut Ending, next: Stamp) {
    let told = |at: Instant, processed: Instant| Stamp { at, processed: processed.min(next.processed).max(at) };
    let last = end.last;
    if end.is_corrected() {
        let gives_way = |version: Stamp| told(version.at.min(next.at), version.processed);
        *end = end.map(|version| if version == last { last } else { gives_way(version) });
    } else {
        end.last = told(last.at, last.processed);
    }
}

/// Ends a period, but never before its beginning; of a version that would, only the beginning is told.
pub(super) fn close(period: &mut Period, end: &Ending) {
    let begin = period.begin.at;
    period.end = Some(end.map(|version| {
        let at = version.at.max(begin);
        Stamp { at, processed: version.processed.max(at) }
    }));
}
