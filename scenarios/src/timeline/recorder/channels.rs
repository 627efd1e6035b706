//! Channels and the events on them, as they begin and end.

use super::Recorder;
use crate::guid::Guid;
use crate::record::{Channel, ChannelParty, Ending, Event, EventKind, Period, Stamp};
use crate::time::Span;

impl Recorder<'_> {
    pub(super) fn open_channel(&mut self, party: ChannelParty, guid: Option<Guid>, after: Span) -> usize {
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

    /// Ends a channel and everything that still goes on on it; nothing outlasts it, however wrong its end is told at first.
    pub(super) fn close_channel(&mut self, channel: usize, after: Span) {
        let mut end = self.now.end(after);
        let channel = &mut self.channels[channel];
        let is_open = |period: &Period| period.end.as_ref().is_none_or(|told| told.last.at > end.last.at);
        let ended = |period: &Period| period.end.as_ref().filter(|_| !is_open(period)).map(|told| told.last.at);
        let periods = channel.events.iter().map(|event| &event.period);
        let latest = periods.flat_map(|period| [Some(period.begin.at), ended(period)]).flatten().max();
        let open: Vec<bool> = channel.events.iter().map(|event| is_open(&event.period)).collect();
        for version in end.earlier.iter_mut() {
            version.at = latest.map_or(version.at, |latest| version.at.max(latest));
            version.processed = version.processed.max(version.at);
        }
        let first = Stamp {
            at: end.earlier.iter().map(|version| version.at).min().map_or(end.last.at, |at| at.min(end.last.at)),
            processed: end.first_processed(),
        };
        for (event, open) in channel.events.iter_mut().zip(open) {
            match &mut event.period.end {
                Some(told) if !open => settle(told, first),
                Some(_) | None => close(&mut event.period, end.clone()),
            }
        }
        close(&mut channel.period, end);
    }

    pub(super) fn begin_event(&mut self, channel: usize, kind: EventKind, after: Span) -> usize {
        let period = Period { begin: self.now.begin(after), end: None };
        self.channels[channel].events.push(Event { kind, period });
        self.channels[channel].events.len() - 1
    }

    /// An event that takes no time: its end is known with its beginning, and never wrong.
    pub(super) fn momentary_event(&mut self, channel: usize, kind: EventKind, after: Span) {
        let event = self.begin_event(channel, kind, after);
        let period = &mut self.channels[channel].events[event].period;
        period.end = Some(Ending::once(period.begin));
    }

    pub(super) fn end_event(&mut self, channel: usize, event: usize, after: Span) {
        let end = self.now.end(after);
        close(&mut self.channels[channel].events[event].period, end);
    }
}

/// Lets no wrong version of an end be later, and no first version be told later, than what followed it.
pub(super) fn settle(end: &mut Ending, next: Stamp) {
    for version in end.earlier.iter_mut() {
        version.at = version.at.min(next.at);
        version.processed = version.processed.min(next.processed).max(version.at);
    }
    if end.earlier.is_empty() {
        end.last.processed = end.last.processed.min(next.processed).max(end.last.at);
    }
}

/// Ends a period, but never before its beginning; of a version that would, only the beginning is told.
pub(super) fn close(period: &mut Period, mut end: Ending) {
    for version in end.earlier.iter_mut().chain([&mut end.last]) {
        version.at = version.at.max(period.begin.at);
        version.processed = version.processed.max(version.at);
    }
    period.end = Some(end);
}
