//! In which state was each agent when, as workforce management sees it?

use crate::client::{Client, Error, Include};
use crate::question::WfmState;

/// The API tells the states as they are known now. Who keeps a copy of them has to replace what is told anew.
///
/// # Errors
///
/// If the API does not answer.
pub async fn wfm_states(api: Client) -> Result<Vec<WfmState>, Error> {
    let states = api.agent_states(api.window(), Include::Started).await?.items.into_iter();
    let rows = states.map(|state| WfmState {
        agent: state.agent_id,
        start: state.start,
        duration: state.duration,
        state: state.state,
        description: state.description,
    });
    Ok(rows.collect())
}
