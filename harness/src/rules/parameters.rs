//! What is sent in the query.

use scenarios::problem::nearest;
use scenarios::time::Span;
use scenarios::view::Endpoint;

use super::asked::{Asked, has_window};
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static KNOWN_PARAMETERS: Rule = Rule {
    id: "known-parameters",
    severity: Severity::Error,
    documentation: "each endpoint has its own parameters; what becomes of others is not documented, and clients that \
                    misspell one have not been told so",
    source: "sections 2.2 to 2.4 and 3.1",
    hint: "spell it as the endpoint's own page does; the answer is that to the question without it",
};

pub(super) static BAD_REQUEST: Rule = Rule {
    id: "bad-request",
    severity: Severity::Error,
    documentation: "a value in a wrong format, or outside its limits, is answered with 400 and a message",
    source: "sections 2.2 and 7",
    hint: "the message of the answer says which parameter it is",
};

pub(super) static WINDOW_LENGTH: Rule = Rule {
    id: "window-length",
    severity: Severity::Error,
    documentation: "the window of interactions, agent activities and WFM agent states is 31 days at most",
    source: "sections 2.3 and 7",
    hint: "cut longer windows into pieces of at most 31 days, each of which starts where the one before it ends",
};

pub(super) static TIMES_IN_UTC: Rule = Rule {
    id: "times-in-utc",
    severity: Severity::Warning,
    documentation: "instants are UTC, and end with Z; how one without a zone or with an offset is read is not documented",
    source: "section 2.3",
    hint: "convert to UTC and send 2024-03-05T09:00:00.000Z; a plain date is fine",
};

pub(super) static WINDOW_IN_THE_FUTURE: Rule = Rule {
    id: "window-in-the-future",
    severity: Severity::Error,
    documentation: "a window starts in the past; what one in the future is answered with is not documented",
    source: "section 2.3",
    hint: "take the time from INSIGHTS_NOW or the last upTo, and mind that all of them are UTC",
};

const LONGEST: Span = Span::from_secs(31 * 24 * 60 * 60);

#[derive(Debug, Default)]
pub(super) struct Parameters;

impl Family for Parameters {
    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let Some(endpoint) = asked.endpoint() else { return };
        let shown = || vec![asked.line()];
        let known = parameters(endpoint);
        for (name, _) in &asked.parameters {
            if known.contains(&&**name) {
                continue;
            }
            let at = asked.exchange.endpoint();
            match known.iter().find(|known| known.eq_ignore_ascii_case(name)) {
                Some(known) => {
                    let sentence = format!("{at} has the parameter {known:?}, which is sent as {name:?}");
                    breaches.add_as(&KNOWN_PARAMETERS, Severity::Warning, sentence, shown());
                }
                None => {
                    let near = nearest(name, known.iter().copied());
                    let near = near.map(|near| format!("; perhaps {near:?} is meant")).unwrap_or_default();
                    let sentence = format!("{at} has no parameter {name:?}{near}");
                    breaches.add(&KNOWN_PARAMETERS, sentence, shown());
                }
            }
        }
        let is_twice =
            |name: &&&str| asked.parameters.iter().filter(|(sent, _)| sent.eq_ignore_ascii_case(name)).count() > 1;
        if let Some(name) = known.iter().find(is_twice) {
            let sentence = format!("the parameter {name:?} is sent twice");
            breaches.add_as(&KNOWN_PARAMETERS, Severity::Warning, sentence, shown());
        }
        let too_long = is_limited(endpoint) && is_too_long(asked);
        if too_long {
            breaches.add(&WINDOW_LENGTH, "the window is longer than 31 days".to_owned(), shown());
        }
        if asked.exchange.status == 400 && !too_long && asked.exchange.header("accept").is_some_and(names_version) {
            let sentence = match asked.parameter("start") {
                None if has_window(endpoint) => "the parameter \"start\" is missing".to_owned(),
                Some(_) | None => "a parameter has a value that cannot be read".to_owned(),
            };
            breaches.add(&BAD_REQUEST, sentence, shown());
        }
        if !has_window(endpoint) {
            return;
        }
        for name in ["start", "end"] {
            if let Some(value) = asked.parameter(name).filter(|value| value.len() > "2024-03-05".len())
                && !value.ends_with(['Z', 'z'])
            {
                breaches.add(&TIMES_IN_UTC, format!("{name:?} is {value:?}, which does not end with Z"), shown());
            }
        }
        if asked.instant("start").is_some_and(|start| start > asked.exchange.at) {
            let sentence = format!("the window starts after now, which is {}", asked.exchange.at);
            breaches.add(&WINDOW_IN_THE_FUTURE, sentence, shown());
        }
    }
}

fn names_version(accept: &str) -> bool {
    ["newvoicemedia.v2+", "newvoicemedia.v3+"].iter().any(|version| accept.contains(version))
}

fn is_too_long(asked: &Asked<'_>) -> bool {
    let end = asked.instant("end").unwrap_or(asked.exchange.at);
    asked.instant("start").is_some_and(|start| end - start > LONGEST)
}

/// Whether the endpoint documents how long its windows may be.
fn is_limited(endpoint: Endpoint) -> bool {
    matches!(endpoint, Endpoint::Interactions | Endpoint::Activities | Endpoint::AgentStates)
}

/// The parameters of an endpoint.
fn parameters(endpoint: Endpoint) -> &'static [&'static str] {
    match endpoint {
        Endpoint::Interactions => &["start", "end", "include", "page", "limit"],
        Endpoint::Interaction => &[],
        Endpoint::OngoingInteractions | Endpoint::AgentStatus => &["page", "limit"],
        Endpoint::Activities => &["start", "end", "include", "page", "limit", "agentId", "type"],
        Endpoint::PresenceActivities | Endpoint::InteractionActivities | Endpoint::AgentStates => {
            &["start", "end", "include", "page", "limit", "agentId"]
        }
        Endpoint::QueueTimes | Endpoint::QueueMetrics | Endpoint::QueueActivity => {
            &["start", "end", "include", "page", "limit", "queues", "queueType"]
        }
    }
}
