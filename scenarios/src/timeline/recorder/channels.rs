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

    /// Ends a channel and everything that still goes on on it; nothing outlasts it.
    pub(super) fn close_channel(&mut self, channel: usize, after: Span) {
        let end = self.now.end(after);
        let channel = &mut self.channels[channel];
        for event in &mut channel.events {
            if event.period.end.as_ref().is_none_or(|told| told.last.at > end.last.at) {
                close(&mut event.period, &end);
            }
        }
        close(&mut channel.period, &end);
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
        close(&mut self.channels[channel].events[event].period, &end);
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
