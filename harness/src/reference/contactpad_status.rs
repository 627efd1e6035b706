//! Which one word would `ContactPad` show for each agent?

use crate::client::{Client, Error, State};
use crate::question::ContactpadStatus;

/// Busy is a word of `ContactPad`'s: the API tells the parts that it is made of.
///
/// # Errors
///
/// If the API does not answer.
pub async fn contactpad_status(api: Client) -> Result<Vec<ContactpadStatus>, Error> {
    let agents = api.agent_status().await?.items.into_iter();
    let rows = agents.map(|agent| {
        let does = |state: State| agent.interaction.iter().any(|one| one.state == state);
        let shown = if does(State::Ringing) || does(State::Connected) {
            "Busy".to_owned()
        } else if does(State::Wrap) {
            "Wrap".to_owned()
        } else {
            // The label as it is configured; the name is what kind of availability it stands for.
            agent.presence.description
        };
        ContactpadStatus { agent: agent.agent_id, shown }
    });
    Ok(rows.collect())
}
