//! How long did each agent ring, talk, hold and wrap, of each interaction?

use std::collections::BTreeMap;

use crate::client::{Channel, Client, Error, Event, EventType, Include, Interaction};
use crate::question::HandleTime;

/// Ringing, Connected and Wrap stand on the agent's channel. Holds stand on the customer's, and the agent's Connected goes
/// on through them: so talk is what is connected and not held.
///
/// # Errors
///
/// If the API does not answer.
pub async fn handle_times(api: Client) -> Result<Vec<HandleTime>, Error> {
    let mut rows: BTreeMap<(String, String), HandleTime> = BTreeMap::new();
    for interaction in api.interactions(api.window(), Include::Started).await?.items {
        // What still goes on has no duration; it counts up to now.
        let now = (api.now() - interaction.start).as_millis();
        for channel in &interaction.channels {
            let Some(agent) = channel.agent() else { continue };
            // Who is rung again has another channel.
            let row = rows.entry((agent.to_owned(), interaction.guid.clone())).or_insert_with(|| HandleTime {
                agent: agent.to_owned(),
                interaction: interaction.guid.clone(),
                ring: 0,
                talk: 0,
                hold: 0,
                wrap: 0,
            });
            let hold = held(&interaction, channel, agent, now);
            row.ring += length(channel, EventType::Ringing, now);
            row.talk += length(channel, EventType::Connected, now) - hold;
            row.hold += hold;
            row.wrap += length(channel, EventType::Wrap, now);
        }
    }
    Ok(rows.into_values().collect())
}

/// How long the events of that type have lasted.
fn length(channel: &Channel, kind: EventType, now: i64) -> i64 {
    channel.events(kind).map(|event| event.end(now) - event.offset).sum()
}

/// How long the customer was on hold because of that agent, while the agent was connected. Parked is not held: then the
/// agent is free for others.
fn held(interaction: &Interaction, channel: &Channel, agent: &str, now: i64) -> i64 {
    let by_agent = |event: &&Event| {
        event.properties.initiating_agent_id.as_deref() == Some(agent)
            && event.properties.kind.as_deref() != Some("Parked")
    };
    let customers = interaction.channels.iter().filter(|channel| channel.is_customer());
    let holds = customers.flat_map(|customer| customer.events(EventType::Held)).filter(by_agent);
    holds
        .flat_map(|hold| channel.events(EventType::Connected).map(move |connected| (hold, connected)))
        .map(|(hold, connected)| (hold.end(now).min(connected.end(now)) - hold.offset.max(connected.offset)).max(0))
        .sum()
}
