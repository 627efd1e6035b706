//! What is done about a refusal.

use scenarios::time::Span;

use super::asked::Asked;
use super::exchange::Stamp;
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static RETRY_AFTER: Rule = Rule {
    id: "retry-after",
    severity: Severity::Error,
    documentation: "the fair-use limit counts the requests to all APIs together, and resets by itself after a short time; \
                    how long, the header Retry-After says where it is sent",
    source: "section 7, and RFC 9110",
    hint: "after 429 or 503 send nothing at all until the seconds of Retry-After have passed",
};

pub(super) static BACKING_OFF: Rule = Rule {
    id: "backing-off",
    severity: Severity::Error,
    documentation: "a server that is busy or faulty is given time: known clients wait seconds, and try about ten times",
    source: "section 7; how long is our advice",
    hint: "wait half a second or more before the first retry, and about twice as long before each that follows",
};

pub(super) static GIVING_UP: Rule = Rule {
    id: "giving-up",
    severity: Severity::Error,
    documentation: "400, 403 and 404 say what is wrong with the request: sent again unchanged, it is still wrong",
    source: "section 7",
    hint: "repeat only what was answered with 401 (once, with another token), 429 or a status from 500 on",
};

/// The shortest wait before a first retry.
const FIRST_WAIT: Span = Span::from_millis(100);

/// Waits of that length need not grow any more.
const LONG_ENOUGH: Span = Span::from_millis(1000);

/// By how much clocks may differ.
const TICK: Span = Span::from_millis(20);

/// The most tries of one request.
const TRIES: u32 = 12;

#[derive(Debug, Default)]
pub(super) struct Retries {
    /// Until when nothing is to be sent: how long after which answer.
    embargo: Option<(Stamp, Span, String)>,
    failed: Option<Failed>,
}

/// A request that was not answered with what it asked for.
#[derive(Debug)]
struct Failed {
    request: String,
    status: u16,
    at: Stamp,
    times: u32,
    /// Whether the answer said when to try again.
    is_told_when: bool,
    line: String,
}

impl Family for Retries {
    fn run_begins(&mut self) {
        // Who starts again has waited for whatever starts it.
        *self = Self::default();
    }

    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let exchange = asked.exchange;
        let line = asked.line();
        if let Some((since, wait, refused)) = &self.embargo {
            let waited = exchange.waited_since(since);
            let is_over = waited + TICK >= *wait;
            if !is_over && !exchange.was_sent_before(since) {
                let sentence = format!(
                    "a request is sent {} ms after the answer that asked to wait {} s",
                    waited.as_millis(),
                    wait.as_millis() / 1000
                );
                breaches.add(&RETRY_AFTER, sentence, vec![refused.clone(), line.clone()]);
            }
            if is_over {
                self.embargo = None;
            }
        }
        let request = format!("{} {}", exchange.method, asked.without(&[]));
        let before = self.failed.take().filter(|failed| failed.request == request);
        if let Some(before) = &before {
            let waited = exchange.waited_since(&before.at);
            let shown = || vec![before.line.clone(), line.clone()];
            // What the server says counts more than what is usual.
            let is_passing = (before.status == 429 || before.status >= 500) && !before.is_told_when;
            let doubled = FIRST_WAIT.as_millis() << before.times.min(8).saturating_sub(1);
            let least = Span::from_millis(doubled.min(LONG_ENOUGH.as_millis()));
            if is_passing && waited < least {
                let sentence = format!(
                    "a request that was answered with {} is sent again after {} ms",
                    before.status,
                    waited.as_millis()
                );
                breaches.add(&BACKING_OFF, sentence, shown());
            } else if is_passing && before.times >= TRIES {
                let sentence = format!("a request is sent for the {}th time", before.times + 1);
                breaches.add(&BACKING_OFF, sentence, shown());
            }
            if matches!(before.status, 400 | 403 | 404) && waited < LONG_ENOUGH {
                let sentence = format!("a request that was answered with {} is sent again", before.status);
                breaches.add(&GIVING_UP, sentence, shown());
            }
        }
        if asked.is_answered() {
            return;
        }
        let seconds = exchange.retry_after.as_deref().and_then(|text| text.trim().parse::<i64>().ok());
        let seconds = seconds.filter(|_| matches!(exchange.status, 429 | 503));
        if let Some(seconds) = seconds {
            self.embargo = Some((exchange.stamp(), Span::from_millis(seconds.saturating_mul(1000)), line.clone()));
        }
        let times = before.map_or(0, |before| before.times) + 1;
        self.failed = Some(Failed {
            request,
            status: exchange.status,
            at: exchange.stamp(),
            times,
            is_told_when: seconds.is_some(),
            line,
        });
    }
}
