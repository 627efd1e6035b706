//! Every route there is.

use axum::Router;
use axum::routing::{MethodRouter, get, post};
use scenarios::view::Endpoint;

use crate::host::Host;
use crate::routes::{activities, control, interactions, people, queues, status, stray, token, wfm};

/// The routes of a server, without the layers that all requests pass.
pub fn router(host: Host) -> Router {
    Router::new()
        .merge(api(""))
        .merge(api("/worlds/{world}"))
        .merge(control())
        .route("/openapi.json", get(people::document))
        .route("/", get(people::front))
        .fallback(stray::path)
        .method_not_allowed_fallback(stray::method)
        .with_state(host)
}

/// The emulated API below a path: what is below `/worlds/{world}` is of the world that it names.
fn api(base: &str) -> Router<Host> {
    let stats = STATS
        .iter()
        .fold(Router::new(), |router, (_, path, handler)| router.route(&format!("{base}{path}"), handler()));
    stats
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
        .route("/__control/worlds/{world}/truth/{question}", get(control::truth))
        .route("/__control/worlds/{world}/clock", get(control::clock).put(control::set_clock))
        .route("/__control/worlds/{world}/clock/advance", post(control::advance))
}

/// The path of an endpoint.
pub(crate) fn path_of(endpoint: Endpoint) -> &'static str {
    STATS.iter().find(|(known, ..)| *known == endpoint).map_or("", |(_, path, _)| path)
}

/// The endpoints of the Stats API, their paths, and who answers.
pub(crate) const STATS: [Route; 11] = [
    (Endpoint::Interactions, "/stats/interactions", || get(interactions::list)),
    (Endpoint::OngoingInteractions, "/stats/interactions/ongoing", || get(interactions::ongoing)),
    (Endpoint::Interaction, "/stats/interactions/{guid}", || get(interactions::single)),
    (Endpoint::Activities, "/stats/agent-activities", || get(activities::list)),
    (Endpoint::PresenceActivities, "/stats/agent-activities/presence", || get(activities::presences)),
    (Endpoint::InteractionActivities, "/stats/agent-activities/interactions", || get(activities::interactions)),
    (Endpoint::AgentStatus, "/stats/agent-status", || get(status::list)),
    (Endpoint::QueueTimes, "/stats/queue-times", || get(queues::times)),
    (Endpoint::AgentStates, "/stats/wfm/agent-states", || get(wfm::agent_states)),
    (Endpoint::QueueMetrics, "/stats/wfm/queue-metrics", || get(wfm::queue_metrics)),
    (Endpoint::QueueActivity, "/stats/wfm/queue-activity", || get(wfm::queue_activity)),
];

type Route = (Endpoint, &'static str, fn() -> MethodRouter<Host>);
