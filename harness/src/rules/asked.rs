//! What a request asks for, read as the reference describes it.

use std::borrow::Cow;
use std::fmt::Write as _;

use scenarios::time::Instant;
use scenarios::view::Endpoint;

use super::exchange::Exchange;

/// A request, and what it asks for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The request itself.
    pub exchange: &'a Exchange,
    /// Where it goes.
    pub target: Target,
    /// The names and values of its query, decoded.
    pub parameters: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an endpoint of the Stats API.
    Endpoint(Endpoint),
    /// To the token endpoint.
    Token,
    /// To a path at which there is nothing.
    Nowhere,
}

/// The paths at which there is something; below the first the one of a GUID, too.
pub(super) const PATHS: [(&str, Target); 11] = [
    ("/stats/interactions", Target::Endpoint(Endpoint::Interactions)),
    ("/stats/interactions/ongoing", Target::Endpoint(Endpoint::OngoingInteractions)),
    ("/stats/agent-activities", Target::Endpoint(Endpoint::Activities)),
    ("/stats/agent-activities/presence", Target::Endpoint(Endpoint::PresenceActivities)),
    ("/stats/agent-activities/interactions", Target::Endpoint(Endpoint::InteractionActivities)),
    ("/stats/agent-status", Target::Endpoint(Endpoint::AgentStatus)),
    ("/stats/queue-times", Target::Endpoint(Endpoint::QueueTimes)),
    ("/stats/wfm/agent-states", Target::Endpoint(Endpoint::AgentStates)),
    ("/stats/wfm/queue-metrics", Target::Endpoint(Endpoint::QueueMetrics)),
    ("/stats/wfm/queue-activity", Target::Endpoint(Endpoint::QueueActivity)),
    ("/Auth/connect/token", Target::Token),
];

impl<'a> Asked<'a> {
    /// What that request asks for.
    pub fn of(exchange: &'a Exchange) -> Self {
        let query = exchange.query.as_deref().unwrap_or_default();
        let parameters = form_urlencoded::parse(query.as_bytes()).collect();
        Self { exchange, target: target(exchange.endpoint()), parameters }
    }

    /// The endpoint of the Stats API that it goes to.
    pub fn endpoint(&self) -> Option<Endpoint> {
        match self.target {
            Target::Endpoint(endpoint) => Some(endpoint),
            Target::Token | Target::Nowhere => None,
        }
    }

    /// The value of a parameter, whose name is matched without regard to case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name))?;
        Some(&**value).filter(|value| !value.is_empty())
    }

    /// The instant in a parameter.
    pub fn instant(&self, name: &str) -> Option<Instant> {
        self.parameter(name).and_then(|text| Instant::parse(text).ok())
    }

    /// The page that it asks for.
    pub fn page(&self) -> u32 {
        self.parameter("page").and_then(|text| text.parse().ok()).unwrap_or(1)
    }

    /// Whether it was answered with what was asked for.
    pub fn is_answered(&self) -> bool {
        (200..300).contains(&self.exchange.status)
    }

    /// The path, and what stands in the query but for these parameters: the same for requests that differ in nothing else.
    pub(super) fn without(&self, names: &[&str]) -> String {
        let counts = |name: &str| !names.iter().any(|left_out| name.eq_ignore_ascii_case(left_out));
        let mut kept: Vec<(String, &str)> = self
            .parameters
            .iter()
            .filter(|(name, _)| counts(name))
            .map(|(name, value)| (name.to_lowercase(), &**value))
            .collect();
        kept.sort();
        let mut text = self.exchange.endpoint().to_owned();
        for (name, value) in kept {
            let _ = write!(text, " {name}={value}");
        }
        text
    }

    /// A line that shows it as evidence.
    pub(super) fn line(&self) -> String {
        self.exchange.to_string()
    }
}

/// Whether an endpoint is asked about a window of time.
pub(super) fn has_window(endpoint: Endpoint) -> bool {
    match endpoint {
        Endpoint::OngoingInteractions | Endpoint::Interaction | Endpoint::AgentStatus => false,
        Endpoint::Interactions
        | Endpoint::Activities
        | Endpoint::PresenceActivities
        | Endpoint::InteractionActivities
        | Endpoint::QueueTimes
        | Endpoint::AgentStates
        | Endpoint::QueueMetrics
        | Endpoint::QueueActivity => true,
    }
}

fn target(path: &str) -> Target {
    let path = path.trim_end_matches('/');
    if let Some((_, target)) = PATHS.iter().find(|(known, _)| path.eq_ignore_ascii_case(known)) {
        return *target;
    }
    match path.strip_prefix("/stats/interactions/") {
        Some(guid) if !guid.is_empty() && !guid.contains('/') => Target::Endpoint(Endpoint::Interaction),
        Some(_) | None => Target::Nowhere,
    }
}
