//! Whether a server keeps to what is known of the API: `insights-harness conform`, put to servers that do and do not.

/// Which claims there are, and that none is forgotten.
mod claims;
/// Our server keeps to all of them.
mod ours;
/// Servers that lie are found out.
mod lies;
/// How servers are asked.
mod manners;

use harness::conform::{Conform, Control, Credentials, Report, Standing, Target, Window};
use scenarios::time::Instant;

use crate::support::{Served, TOKEN, catalog, settings, world};

/// A server that can make worlds.
fn served() -> Served {
    Served::start(world(&catalog("faq/transfer.toml"), &settings()))
}

fn control(served: &Served) -> Control {
    Control { url: served.base(), token: None, faults: None }
}

/// What is asked of the server's own data.
fn target(served: &Served, start: &str, end: &str) -> Target {
    let instant = |text| Instant::parse(text).unwrap_or_else(|_| panic!("{text} is no instant"));
    Target {
        base: served.base(),
        token_url: format!("{}/Auth/connect/token", served.base()),
        credentials: Credentials {
            client: Some(("any-id".to_owned(), "any-secret".to_owned())),
            token: Some(TOKEN.to_owned()),
        },
        window: Window::Between(instant(start), instant(end)),
    }
}

fn run(conform: &Conform) -> Report {
    conform.run().unwrap_or_else(|unable| panic!("{unable}"))
}

/// The ids of the claims that fail.
fn fails(report: &Report) -> Vec<&str> {
    report.failures().map(|judged| judged.claim.id).collect()
}

/// The ids of the claims that cannot be decided.
fn undecided(report: &Report) -> Vec<&str> {
    let undecided = report.claims.iter().filter(|judged| matches!(judged.standing, Standing::Undecided { .. }));
    undecided.map(|judged| judged.claim.id).collect()
}
