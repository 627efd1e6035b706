//! Starting the server, and its memory.

use crate::Outcome;
use crate::figures::{Figure, Spread};
use crate::process::Running;

/// How often the server is started.
const STARTS: usize = 50;

/// A scenario of the catalog.
const CATALOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/faq/transfer.toml");

pub(crate) fn measure() -> Outcome<Vec<Figure>> {
    let (mut took, mut resident, mut asked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let server = Running::released(&[CATALOG])?;
        took.push(server.took.as_secs_f64() * 1e3);
        resident.push(server.memory()?.resident / 1e6);
        ask_everything(&server)?;
        asked.push(server.memory()?.resident / 1e6);
    }
    let figure = |what: &str, goal, measured| Figure {
        what: what.to_owned(),
        goal,
        spread: Spread::of(measured),
        detail: format!("{STARTS} starts"),
    };
    Ok(vec![
        figure("from start to ready, with a scenario of the catalog: ms", "≤ 50", took),
        figure("resident when ready: MB", "≤ 25", resident),
        figure("resident when every endpoint has been asked: MB", "≤ 25", asked),
    ])
}

/// Asks every endpoint once.
pub(crate) fn ask_everything(server: &Running) -> Outcome<()> {
    let mut connection = server.connection()?;
    let token = connection.token()?;
    let window = "start=2020-01-01&end=2020-01-31";
    for path in ["/stats/interactions/ongoing", "/stats/agent-status", "/openapi.json", "/"] {
        connection.asked(path, &token)?;
    }
    for path in [
        "/stats/interactions",
        "/stats/agent-activities",
        "/stats/agent-activities/presence",
        "/stats/agent-activities/interactions",
        "/stats/queue-times",
        "/stats/wfm/agent-states",
        "/stats/wfm/queue-metrics",
        "/stats/wfm/queue-activity",
    ] {
        for window in [window, crate::store::WINDOW] {
            connection.asked(&format!("{path}?{window}&include=Processed&limit=5000"), &token)?;
        }
    }
    let listed = format!("/stats/interactions?{}&limit=1", crate::store::WINDOW);
    let listed: serde_json::Value = serde_json::from_slice(&connection.asked(&listed, &token)?.body)?;
    if let Some(guid) = listed["items"][0]["guid"].as_str() {
        connection.asked(&format!("/stats/interactions/{guid}"), &token)?;
    }
    Ok(())
}
