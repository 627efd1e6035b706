//! Everything that a client can ask about a scenario.

use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};

/// The endpoints that answer for a window, with what has to be asked besides to be told everything.
const WINDOWED: [&str; 8] = [
    "/interactions?",
    "/agent-activities?",
    "/agent-activities/presence?",
    "/agent-activities/interactions?",
    "/queue-times?queueType=All&",
    "/wfm/agent-states?",
    "/wfm/queue-metrics?",
    "/wfm/queue-activity?",
];

/// The paths below `/stats`, with their queries, for everything that can be asked at `now`: every endpoint, by every
/// `include`, from the beginning and for the last minute, whole and by pages; and every interaction by its GUID.
pub(crate) fn all(scenario: &Scenario, now: Instant) -> Vec<String> {
    let mut questions: Vec<String> = ["/agent-status", "/interactions/ongoing"].map(str::to_owned).into();
    for endpoint in WINDOWED {
        for include in ["Started", "StartedOrEnded", "Processed"] {
            for start in [scenario.start, now - Span::from_secs(60)] {
                questions.push(format!("{endpoint}start={start}&include={include}&limit=5000"));
            }
        }
        questions.push(format!("{endpoint}start={}&page=2&limit=2", scenario.start));
    }
    questions.extend(scenario.flows.iter().map(|flow| format!("/interactions/{}", flow.guid)));
    questions
}
