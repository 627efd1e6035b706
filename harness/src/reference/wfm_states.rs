//! In which state was each agent when, as workforce management sees it?

use std::collections::BTreeMap;
use std::fs;
use std::io;

use scenarios::time::Instant;
use serde::{Deserialize, Serialize};

use crate::client::{Client, Error, Include};
use crate::contract::Window;
use crate::moment;
use crate::question::WfmState;

/// What is kept from one run to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Copy {
    /// What the next run asks from: the last answer's `upTo`.
    #[serde(with = "moment::optional")]
    up_to: Option<Instant>,
    /// The states of each agent, in order.
    agents: BTreeMap<String, Vec<WfmState>>,
}

/// Asks for what was processed since the last time. What is processed late rewrites states that were told before: all of the
/// agent's from there on come again, and those that do not come again are gone.
///
/// # Errors
///
/// If the API does not answer, or what was kept cannot be read.
pub async fn wfm_states(api: Client) -> Result<Vec<WfmState>, Error> {
    let file = api.given().state("wfm-states.json");
    let mut copy: Copy = match fs::read(&file) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::other)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Copy::default(),
        Err(error) => return Err(error.into()),
    };
    let window = Window { start: copy.up_to.unwrap_or(api.window().start), end: api.window().end };
    let told = api.agent_states(window, Include::Processed).await?;
    let mut news: BTreeMap<String, Vec<WfmState>> = BTreeMap::new();
    for state in told.items {
        news.entry(state.agent_id.clone()).or_default().push(WfmState {
            agent: state.agent_id,
            start: state.start,
            duration: state.duration,
            state: state.state,
            description: state.description,
        });
    }
    for (agent, news) in news {
        let first = news.iter().map(|state| state.start).min();
        let known = copy.agents.entry(agent).or_default();
        known.retain(|state| Some(state.start) < first);
        known.extend(news);
    }
    copy.up_to = Some(told.up_to);
    fs::write(&file, serde_json::to_vec(&copy).map_err(io::Error::other)?)?;
    Ok(copy.agents.into_values().flatten().collect())
}
