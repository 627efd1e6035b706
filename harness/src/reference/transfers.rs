//! When was a customer handed over, by whom and to whom?

use crate::client::{Channel, Client, Error, Event, EventType, Include, Interaction};
use crate::question::Transfer;

/// There is no transfer event. An agent's channel ends (its Connected does, the wrap follows) while the customer's goes on,
/// and somebody else has the customer, or will.
///
/// # Errors
///
/// If the API does not answer.
pub async fn transfers(api: Client) -> Result<Vec<Transfer>, Error> {
    let interactions = api.interactions(api.window(), Include::Started).await?.items;
    Ok(interactions.iter().flat_map(of_interaction).collect())
}

/// A colleague's ringing begins so long after a consult has, or a blind transfer.
const RINGS_AFTER: i64 = 6;

fn of_interaction(interaction: &Interaction) -> Vec<Transfer> {
    let Some(customer) = interaction.channels.iter().find(|channel| channel.is_customer()) else { return Vec::new() };
    let agents: Vec<&Channel> = interaction.channels.iter().filter(|channel| channel.agent().is_some()).collect();
    let mut transfers = Vec::new();
    for channel in &agents {
        let (Some(from), Some(left)) = (channel.agent(), left(channel)) else { continue };
        let receiver = consulted(customer, &agents, channel, left)
            .or_else(|| called_blindly(&agents, left))
            .or_else(|| queued(customer, &agents, left));
        if let Some(to) = receiver {
            let (guid, at) = (interaction.guid.clone(), interaction.at(left));
            transfers.push(Transfer { interaction: guid, at, from: from.to_owned(), to });
        }
    }
    transfers
}

/// When an agent who was connected left: when the wrap began, or where there is none when the channel ended. `None` while
/// the agent is in it, parked or not.
fn left(channel: &Channel) -> Option<i64> {
    channel.events(EventType::Connected).next()?;
    let wrap = channel.events(EventType::Wrap).next().map(|wrap| wrap.offset);
    wrap.or_else(|| Some(channel.offset + channel.duration?))
}

/// The colleague who had been consulted, and was left with the customer: the customer's hold outlasts the agent, by a
/// millisecond or until the colleague answers. It does so neither when the agent comes back from a consult nor when all three
/// have talked before the agent leaves.
fn consulted(customer: &Channel, agents: &[&Channel], leaver: &Channel, gone: i64) -> Option<Option<String>> {
    let end = |event: &Event| event.duration.map(|duration| event.offset + duration);
    let is_held = |hold: &&Event| {
        hold.properties.kind.as_deref() == Some("Held") && hold.offset <= gone && end(hold).is_none_or(|end| end > gone)
    };
    let hold = customer.events(EventType::Held).find(is_held)?;
    // Who is rung while an agent has the customer is consulted.
    let meanwhile = |channel: &&&Channel| {
        leaver.offset < channel.offset && channel.offset <= gone + RINGS_AFTER && left_or_rung_out(channel) > gone
    };
    let colleague = agents.iter().rev().find(meanwhile)?;
    let own = hold.properties.initiating_agent_id.as_deref() == leaver.agent();
    let answer = colleague.events(EventType::Connected).next().map(|connected| connected.offset);
    // Another agent's hold goes on for its own reasons, unless it ends just as the colleague gets the customer. Where that
    // agent has left by then, it was that agent who transferred.
    let mut holders = agents.iter().filter(|channel| channel.agent() == hold.properties.initiating_agent_id.as_deref());
    let holder_stays = holders.any(|holder| end(hold).is_some_and(|end| left_or_rung_out(holder) >= end));
    let gets_customer = answer.is_some_and(|answer| end(hold) == Some(if answer <= gone { gone + 1 } else { answer }));
    (own || (gets_customer && holder_stays)).then(|| answered(colleague))
}

/// When a channel's agent had left, or had stopped ringing.
fn left_or_rung_out(channel: &Channel) -> i64 {
    left(channel).or_else(|| Some(channel.offset + channel.duration?)).unwrap_or(i64::MAX)
}

/// The colleague who is rung as the agent leaves.
fn called_blindly(agents: &[&Channel], left: i64) -> Option<Option<String>> {
    let rung = agents.iter().find(|channel| channel.offset == left + RINGS_AFTER)?;
    Some(answered(rung))
}

/// Whoever answers from the queue that begins as the agent leaves.
fn queued(customer: &Channel, agents: &[&Channel], left: i64) -> Option<Option<String>> {
    let queue = customer.events(EventType::Queue).find(|queue| queue.offset == left)?;
    let is_delivered = |queue: &&Event| queue.properties.result.as_deref() == Some("Delivered");
    let Some(delivered) = Some(queue).filter(is_delivered) else { return Some(None) };
    let end = delivered.offset + delivered.duration?;
    let taken = agents.iter().find(|channel| channel.events(EventType::Connected).any(|event| event.offset == end));
    Some(taken.and_then(|channel| channel.agent().map(str::to_owned)))
}

fn answered(channel: &Channel) -> Option<String> {
    channel.events(EventType::Connected).next()?;
    channel.agent().map(str::to_owned)
}
