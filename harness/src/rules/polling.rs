//! Polling: from window to window without a gap, and with what was processed late.

use std::collections::VecDeque;

use scenarios::time::{Instant, Span};
use scenarios::view::Endpoint;

use super::asked::{Asked, has_window};
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static NEXT_START: Rule = Rule {
    id: "next-start",
    severity: Severity::Error,
    documentation: "when polling, the next start is the last upTo",
    source: "section 2.5",
    hint: "store the upTo of the answer, not your own clock's time or that of the last item, and send it as start",
};

pub(super) static PROCESSED: Rule = Rule {
    id: "processed-when-polling",
    severity: Severity::Error,
    documentation: "for polling include=Processed is advised: with the default Started, what changes after the window in \
                    which it started is never seen again",
    source: "sections 2.4 and 2.5",
    hint: "send include=Processed with every poll, and replace what you know by what comes again",
};

/// How many questions are followed.
const FOLLOWED: usize = 64;

/// What is asked again so soon belongs to the same poll.
const ONE_POLL: Span = Span::from_secs(5);

/// Parts of a window that are further apart are meant to be.
const SLIP: Span = Span::from_secs(1);

/// By how much windows may overlap. With `include=Processed` they need not at all.
const LONGEST_OVERLAP: Span = Span::from_secs(24 * 60 * 60);

#[derive(Debug, Default)]
pub(super) struct Polling(VecDeque<Poll>);

/// A question that is asked of one window after the other.
#[derive(Debug)]
struct Poll {
    question: String,
    start: Instant,
    end: Option<Instant>,
    /// Up to where everything has been asked for.
    covered: Instant,
    /// The `upTo` of the last page.
    up_to: Instant,
    last: String,
}

impl Family for Polling {
    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let Some(endpoint) = asked.endpoint().filter(|endpoint| has_window(*endpoint)) else { return };
        let (Some(start), Some(page)) = (asked.instant("start"), asked.exchange.page) else { return };
        let end = asked.instant("end");
        let up_to = page.up_to;
        let question = asked.without(&["page", "limit", "start", "end", "include"]);
        let covered = end.unwrap_or(up_to).min(up_to);
        let line = asked.line();
        let known = self.0.iter().position(|poll| poll.question == question);
        let Some(mut poll) = known.and_then(|position| self.0.remove(position)) else {
            self.0.push_front(Poll { question, start, end, covered, up_to, last: line });
            self.0.truncate(FOLLOWED);
            return;
        };
        let is_same = start == poll.start && (end == poll.end || up_to == poll.up_to);
        if !is_same && start > poll.start {
            let shown = || vec![poll.last.clone(), line.clone()];
            let is_later = up_to - poll.up_to >= ONE_POLL;
            if start > poll.covered && (is_later || start - poll.covered <= SLIP) {
                let sentence = format!("nothing was asked of {} to {start}", poll.covered);
                breaches.add(&NEXT_START, sentence, shown());
            } else if is_later && poll.covered - start > LONGEST_OVERLAP {
                let sentence = "the window goes back more than a day behind the last upTo".to_owned();
                breaches.add_as(&NEXT_START, Severity::Warning, sentence, shown());
            }
            // A window that was over when it was asked for is no poll of what happens now, if the next one is over too.
            let is_history = end.is_some_and(|end| end < up_to) && poll.end.is_some_and(|end| end <= poll.up_to);
            let include = asked.parameter("include").unwrap_or("Started");
            if has_include(endpoint) && include != "Processed" && is_later {
                let severity = if is_history { Severity::Warning } else { PROCESSED.severity };
                let sentence = format!("it is polled with include={include}");
                breaches.add_as(&PROCESSED, severity, sentence, shown());
            }
        }
        // The pages of one window are all as good as the last of them.
        (poll.start, poll.end, poll.up_to, poll.last) = (start, end, up_to, line);
        poll.covered = if is_same { covered } else { poll.covered.max(covered) };
        self.0.push_front(poll);
    }
}

/// Whether the endpoint's page lists the parameter `include`.
fn has_include(endpoint: Endpoint) -> bool {
    has_window(endpoint) && endpoint != Endpoint::QueueActivity
}
