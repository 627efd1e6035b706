//! Walking through what a window tells.

use std::collections::BTreeMap;

use crate::conform::collection::Collection;
use crate::conform::node::{Node, Stretch};
use crate::conform::objection::{Checked, Objection, Tally};
use crate::conform::scene::{Rows, Scene};

/// What is done with each place that is found.
pub(super) type Visit<'v> = &'v mut dyn FnMut(Node<'_>) -> Result<(), Objection>;

/// Items by what they belong to, each group in the order of their starts.
pub(super) type Sequences<'a> = BTreeMap<&'a str, Vec<(Stretch, Node<'a>)>>;

/// Calls `visit` with each item of a collection.
pub(super) fn items(scene: &Scene, collection: Collection, visit: Visit<'_>) -> Result<(), Objection> {
    scene.items(collection)?.iter().try_for_each(visit)
}

/// Calls `visit` with each interaction, of the window and of now.
pub(super) fn interactions(scene: &Scene, visit: Visit<'_>) -> Result<(), Objection> {
    items(scene, Collection::Interactions, visit)?;
    items(scene, Collection::Ongoing, visit)
}

/// Calls `visit` with each interaction of the window that is over.
pub(super) fn completed(scene: &Scene, visit: Visit<'_>) -> Result<(), Objection> {
    items(scene, Collection::Interactions, &mut |interaction| match interaction.at("status").is("Completed") {
        true => visit(interaction),
        false => Ok(()),
    })
}

/// Calls `visit` with each channel, and the interaction that it belongs to.
pub(super) fn channels(
    scene: &Scene,
    visit: &mut dyn FnMut(Node<'_>, Node<'_>) -> Result<(), Objection>,
) -> Result<(), Objection> {
    interactions(scene, &mut |interaction| {
        interaction.at("channels").each()?.try_for_each(|channel| visit(interaction, channel))
    })
}

/// Calls `visit` with each event of that type, and the channel that it is on.
pub(super) fn events(
    scene: &Scene,
    kind: &str,
    visit: &mut dyn FnMut(Node<'_>, Node<'_>) -> Result<(), Objection>,
) -> Result<(), Objection> {
    channels(scene, &mut |_, channel| events_of(channel, kind)?.into_iter().try_for_each(|event| visit(channel, event)))
}

/// The events of that type on a channel.
pub(super) fn events_of<'a>(channel: Node<'a>, kind: &str) -> Result<Vec<Node<'a>>, Objection> {
    Ok(channel.at("events").each()?.filter(|event| event.at("type").is(kind)).collect())
}

/// The channels of an interaction that are agents'.
pub(super) fn agents(interaction: Node<'_>) -> Result<Vec<Node<'_>>, Objection> {
    Ok(interaction.at("channels").each()?.filter(|channel| channel.at("party").at("role").is("Agent")).collect())
}

/// What agents did one after the other: items by `agentId`, each agent's in the order of their starts.
pub(super) fn by_agent<'a>(items: impl Iterator<Item = Node<'a>>) -> Result<Sequences<'a>, Objection> {
    let mut agents: Sequences<'_> = BTreeMap::new();
    for item in items {
        agents.entry(item.at("agentId").text()?).or_default().push((item.period()?, item));
    }
    // Nobody is at two things at once, so what takes no time comes before what begins then.
    agents
        .values_mut()
        .for_each(|items| items.sort_by_key(|(period, _)| (period.start, period.end.unwrap_or(i64::MAX))));
    Ok(agents)
}

pub(super) fn of_type<'r>(rows: &'r Rows, kind: &'r str) -> impl Iterator<Item = Node<'r>> {
    rows.iter().filter(move |activity| activity.at("type").is(kind))
}

/// Work on interactions: by channel, each in the order of the starts.
pub(super) fn by_channel(rows: &Rows) -> Result<Sequences<'_>, Objection> {
    let mut channels: Sequences<'_> = BTreeMap::new();
    for work in of_type(rows, "Interaction") {
        channels.entry(work.at("channel").at("guid").text()?).or_default().push((work.period()?, work));
    }
    channels
        .values_mut()
        .for_each(|works| works.sort_by_key(|(period, _)| (period.start, period.end.unwrap_or(i64::MAX))));
    Ok(channels)
}

/// That of each agent each item ends when the next begins, and only the last goes on.
pub(super) fn tiled(scene: &Scene, items: &[Node<'_>]) -> Checked {
    let mut seen = Tally::of("an agent with several items, one after the other");
    for (agent, items) in by_agent(items.iter().copied())? {
        for pair in items.windows(2) {
            let ((period, item), (next, after)) = (&pair[0], &pair[1]);
            item.at("duration").must(period.meets(next.start), || {
                format!(
                    "{}, until the next of agent {agent} begins at {}",
                    next.start - period.start,
                    after.at("start").json()
                )
            })?;
            seen.saw();
        }
        if let (Some((_, last)), Some(_)) = (items.last(), scene.now) {
            last.at("duration")
                .must(last.at("duration").is_null(), || format!("null, since it is the last of agent {agent}"))?;
        }
    }
    Ok(seen)
}
