//! Which one word would ContactPad show for each agent?

use harness::client::{Client, Error, State};
use harness::question::{ContactpadStatus, Question};

async fn shown(api: Client) -> Result<Vec<ContactpadStatus>, Error> {
    let agents = api.agent_status().await?.items.into_iter();
    let rows = agents.map(|agent| {
        let does = |state: State| agent.interaction.iter().any(|one| one.state == state);
        let shown = match (does(State::Ringing) || does(State::Connected), does(State::Wrap)) {
            (true, _) => "Busy".to_owned(),
            (false, true) => "Wrap".to_owned(),
            (false, false) => agent.presence.description,
        };
        ContactpadStatus { agent: agent.agent_id, shown }
    });
    Ok(rows.collect())
}

#[test]
fn contactpad_words_are_right() {
    harness::check(Question::ContactpadStatus, shown).assert();
}
