//! Section 8: in which order the examples list the fields.

use super::walk;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, Tally};
use crate::conform::scene::Scene;

use Sure::{Client as C, Example as E};

/// Section 8.
pub(super) const SHAPES: &[Case] = &[
    Case::form("8.token", E, &["8-1"], "a token is `access_token`, `expires_in`, `token_type`", |scene| {
        let answer = scene.peer.ask_token(&scene.peer.token_ask()?)?;
        answer.must_have_status(200)?;
        let mut seen = Tally::of("a token");
        in_order(Node::of(&answer), &["access_token", "expires_in", "token_type"], &mut seen)?;
        Ok(seen)
    }),
    Case::new("8.interaction", E, &["8-2"], "the fields of an interaction are in the order of the examples", |scene| {
        const FIELDS: [&str; 15] = [
            "status",
            "medium",
            "mediumManager",
            "start",
            "guid",
            "conversationGuid",
            "duration",
            "direction",
            "serviceName",
            "connectTo",
            "connectFrom",
            "categorizedAt",
            "outcome",
            "interactionPlanMapping",
            "channels",
        ];
        all(scene, Collection::Interactions, &FIELDS)
    }),
    Case::new(
        "8.channel",
        E,
        &["8-3"],
        "the fields of a channel and its party are in the order of the examples",
        |scene| {
            let mut seen = Tally::of("a channel");
            walk::channels(scene, &mut |_, channel| {
                in_order(
                    channel,
                    &["guid", "offset", "duration", "endReason", "integrationType", "party", "events"],
                    &mut seen,
                )?;
                in_order(channel.at("party"), &["id", "role", "touchpoint"], &mut seen)
            })?;
            Ok(seen)
        },
    ),
    Case::new("8.event", E, &["8-4"], "the fields of an event are in the order of the examples", |scene| {
        let mut seen = Tally::of("an event");
        walk::channels(scene, &mut |_, channel| {
            channel
                .at("events")
                .each()?
                .try_for_each(|event| in_order(event, &["type", "offset", "name", "duration", "properties"], &mut seen))
        })?;
        Ok(seen)
    }),
    Case::new("8.activity", E, &["8-5"], "the fields of an agent activity are in the order of the examples", |scene| {
        const FIELDS: [&str; 12] = [
            "agentId",
            "type",
            "category",
            "name",
            "eligibleForRouting",
            "start",
            "status",
            "duration",
            "reason",
            "interaction",
            "channel",
            "workload",
        ];
        all(scene, Collection::Activities, &FIELDS)
    }),
    Case::new("8.status", E, &["8-6"], "the fields of a status are in the order of the examples", |scene| {
        all(scene, Collection::Status, &["agentId", "presence", "workload", "interaction"])
    }),
    Case::new("8.in-hand", E, &["8-6"], "the fields of what is in hand are in the order of the examples", |scene| {
        let mut seen = Tally::of("an agent with an interaction in hand");
        const FIELDS: [&str; 8] =
            ["guid", "channelGuid", "since", "medium", "mediumManager", "direction", "state", "reason"];
        walk::items(scene, Collection::Status, &mut |status| {
            status.at("interaction").each()?.try_for_each(|in_hand| in_order(in_hand, &FIELDS, &mut seen))
        })?;
        Ok(seen)
    }),
    Case::new("8.queue-time", E, &["8-7"], "the fields of a queue time are in the order of the examples", |scene| {
        const FIELDS: [&str; 13] = [
            "start",
            "interactionGuid",
            "medium",
            "mediumManager",
            "interactionPlan",
            "queue",
            "type",
            "presentedSkills",
            "category",
            "reason",
            "duration",
            "targets",
            "party",
        ];
        all(scene, Collection::QueueTimes, &FIELDS)
    }),
    Case::new("8.wfm-state", E, &["8-8"], "the fields of a WFM state are in the order of the examples", |scene| {
        all(scene, Collection::States, &["agentId", "start", "duration", "state", "description"])
    }),
];

/// Section 10: what clients depend on that no claim above says.
pub(super) const CLIENTS: &[Case] = &[
    Case::new(
        "10.fourteen-fields",
        C,
        &["10-7", "1.4-8"],
        "an interaction has the fourteen fields that a warehouse has columns for",
        |scene| {
            let mut seen = Tally::of("an interaction");
            walk::interactions(scene, &mut |interaction| {
                // Older answers have not all of them.
                if interaction.at("categorizedAt").is_missing() {
                    return Ok(());
                }
                for name in [
                    "guid",
                    "conversationGuid",
                    "status",
                    "medium",
                    "mediumManager",
                    "start",
                    "duration",
                    "direction",
                    "serviceName",
                    "connectTo",
                    "connectFrom",
                    "categorizedAt",
                    "interactionPlanMapping",
                    "channels",
                ] {
                    interaction.at(name).must(!interaction.at(name).is_missing(), || format!("a field {name}"))?;
                }
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "10.walk-until-the-total",
        C,
        &["10-8", "2.2-5"],
        "who walks through pages of 500 stops at `totalCount`",
        |scene| {
            let mut seen = Tally::of("an item");
            for collection in [
                Collection::Activities,
                Collection::Presences,
                Collection::Status,
                Collection::Interactions,
                Collection::QueueTimes,
            ] {
                let question = scene.of(collection).with("include", "Processed").with("limit", "500");
                let (mut items, mut number) = (0, 1);
                loop {
                    let page = scene.page(&question.clone().with("page", number.to_string()))?;
                    let root = Node::of(&page);
                    let (here, total) = (root.at("items").each()?.len(), root.at("meta").at("totalCount"));
                    items += i64::try_from(here).unwrap_or(i64::MAX);
                    if here == 0 || items >= total.whole()? || number >= 10 {
                        total.must(items >= total.whole()? || number >= 10, || {
                            format!("{items}, as came on {number} pages")
                        })?;
                        break;
                    }
                    number += 1;
                    (0..here).for_each(|_| seen.saw());
                }
                (0..items).for_each(|_| seen.saw());
            }
            Ok(seen)
        },
    ),
];

fn all(scene: &Scene, collection: Collection, fields: &[&str]) -> Checked {
    let mut seen = Tally::of("an item");
    walk::items(scene, collection, &mut |item| in_order(item, fields, &mut seen))?;
    Ok(seen)
}

/// That those fields which are there are in this order. Fields that are not known are news.
fn in_order(node: Node<'_>, fields: &[&str], seen: &mut Tally) -> Result<(), Objection> {
    let mut next = 0;
    for field in node.fields()? {
        match fields.iter().position(|known| *known == field) {
            None => {
                seen.news.insert(format!("a field {field:?}, which no example has"));
            }
            Some(at) => {
                node.must(at >= next, || format!("{field} before {}", fields[at + 1..next].join(", ")))?;
                next = at + 1;
            }
        }
    }
    seen.saw();
    Ok(())
}
