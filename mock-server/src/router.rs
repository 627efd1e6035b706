//! Every route there is.

use axum::Router;
use axum::routing::{get, post};
use scenarios::view::Endpoint;

use crate::error::Refusal;
use crate::host::Host;
use crate::request::Asked;
use crate::routes::answer::Answer;
use crate::routes::{activities, control, interactions, people, queues, status, stray, token, wfm};

/// The routes of a server, but for those of the Stats API: those are found by `stats`.
pub fn router(host: Host) -> Router {
    Router::new()
        .merge(tokens(""))
        .merge(tokens("/worlds/{world}"))
        .merge(control())
        .route("/openapi.json", get(people::document))
        .route("/", get(people::front))
        .fallback(stray::path)
        .method_not_allowed_fallback(stray::method)
        .with_state(host)
}

/// The endpoint of the Stats API at that path, and who answers there. What is below `/worlds/{world}` is of the world
/// that it names.
pub(crate) fn stats(path: &str) -> Option<&'static Route> {
    let below = path.strip_prefix("/worlds/").and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
    let path = below.unwrap_or(path);
    STATS.iter().find(|(_, template, _)| match template.strip_suffix("{guid}") {
        None => path == *template,
        Some(before) => path.strip_prefix(before).is_some_and(|guid| !guid.is_empty() && !guid.contains('/')),
    })
}

fn tokens(base: &str) -> Router<Host> {
    Router::new()
        .route(&format!("{base}/Auth/connect/token"), post(token::issue))
        .route(&format!("{base}/auth/connect/token"), post(token::issue))
}

/// The control API: see [`crate::routes::control`].
fn control() -> Router<Host> {
    Router::new()
        .route("/__control/health", get(control::health))
        .route("/__control/worlds", get(control::list).post(control::make))
        .route("/__control/worlds/{world}", get(control::inspect).delete(control::delete))
        .route("/__control/worlds/{world}/scenario", get(control::scenario).put(control::retell))
        .route("/__control/worlds/{world}/journal", get(control::journal).delete(control::empty_journal))
        .route(
            "/__control/worlds/{world}/faults",
            get(control::faults).put(control::set_faults).delete(control::end_faults),
        )
        .route("/__control/worlds/{world}/truth/{question}", get(control::truth))
        .route("/__control/worlds/{world}/clock", get(control::clock).put(control::set_clock))
        .route("/__control/worlds/{world}/clock/advance", post(control::advance))
}

/// The path of an endpoint.
pub(crate) fn path_of(endpoint: Endpoint) -> &'static str {
    STATS.iter().find(|(known, ..)| *known == endpoint).map_or("", |(_, path, _)| path)
}

/// The endpoints of the Stats API, their paths, and who answers.
pub(crate) static STATS: [Route; 11] = [
    (Endpoint::Interactions, "/stats/interactions", interactions::list),
    (Endpoint::OngoingInteractions, "/stats/interactions/ongoing", interactions::ongoing),
    (Endpoint::Interaction, "/stats/interactions/{guid}", interactions::single),
    (Endpoint::Activities, "/stats/agent-activities", activities::list),
    (Endpoint::PresenceActivities, "/stats/agent-activities/presence", activities::presences),
    (Endpoint::InteractionActivities, "/stats/agent-activities/interactions", activities::interactions),
    (Endpoint::AgentStatus, "/stats/agent-status", status::list),
    (Endpoint::QueueTimes, "/stats/queue-times", queues::times),
    (Endpoint::AgentStates, "/stats/wfm/agent-states", wfm::agent_states),
    (Endpoint::QueueMetrics, "/stats/wfm/queue-metrics", wfm::queue_metrics),
    (Endpoint::QueueActivity, "/stats/wfm/queue-activity", wfm::queue_activity),
];

pub(crate) type Route = (Endpoint, &'static str, Handler);

/// Who answers a request to the Stats API: there is nothing to wait for.
type Handler = fn(&Asked<'_>) -> Result<Answer, Refusal>;
