//! Section 4.6, beside the fields: what agents are at, and what their activities tell.

use std::collections::BTreeSet;

use super::walk;
use super::walk::of_type;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Tally};
use crate::conform::scene::Scene;

use Sure::{Documented as D, Example as E};

/// Section 4.6, beside the fields.
pub(super) const STATUS: &[Case] = &[
    Case::new("4.6.all-agents", D, &["4.6-16"], "all agents are listed, each once", |scene| {
        let mut seen = Tally::of("an agent who does something in the window");
        let status = scene.items(Collection::Status)?;
        let mut listed = BTreeSet::new();
        for agent in status.iter() {
            let id = agent.at("agentId");
            id.must(listed.insert(id.text()?), || "an agent who was not listed before".to_owned())?;
        }
        for activity in scene.items(Collection::Activities)?.iter() {
            let id = activity.at("agentId").text()?;
            status.first().at("items").must(listed.contains(id), || format!("agent {id} too, who has activities"))?;
            seen.saw();
        }
        Ok(seen)
    }),
    Case::new(
        "4.6.presence-as-in-activities",
        E,
        &["4.6-2", "4.6-3", "5-17"],
        "an agent's presence has been since its activity began",
        |scene| current(scene, "Presence", "presence", |_, _| true),
    ),
    Case::new(
        "4.6.workload-as-in-activities",
        E,
        &["4.6-6", "4.6-7", "4.6-8"],
        "an agent's workload is that of their latest workload activity",
        |scene| {
            current(scene, "Workload", "workload", |status, activity| {
                ["calls", "semiLive", "nonLive"].iter().all(|name| {
                    let (here, there) = (status.at(name), activity.at("workload").at(name));
                    // Older shapes tell of calls only.
                    here.is_missing() || there.is_missing() || here.json() == there.json()
                })
            })
        },
    ),
    Case::new(
        "4.6.in-hand-is-current",
        D,
        &["4.6-9", "4.6-10", "4.6-14", "5-7", "5-17"],
        "what is in hand are the agent's current activities, and these are in hand",
        |scene| {
            let mut seen = Tally::of("an agent with an interaction in hand");
            if scene.now.is_none() {
                return Ok(seen);
            }
            let activities = scene.items(Collection::Activities)?;
            let current: Vec<Node<'_>> =
                of_type(&activities, "Interaction").filter(|activity| activity.at("duration").is_null()).collect();
            for status in scene.items(Collection::Status)?.iter() {
                let agent = status.at("agentId").text()?;
                let mut told: Vec<(&str, &str)> = Vec::new();
                for in_hand in status.at("interaction").each()? {
                    told.push((in_hand.at("guid").text()?, in_hand.at("state").text()?));
                }
                let mut expected: Vec<(&str, &str)> = Vec::new();
                for activity in current.iter().filter(|activity| activity.at("agentId").is(agent)) {
                    expected.push((activity.at("interaction").at("guid").text()?, activity.at("category").text()?));
                    seen.saw();
                }
                told.sort_unstable();
                expected.sort_unstable();
                status
                    .at("interaction")
                    .must(told == expected, || format!("what their activities tell: {expected:?}"))?;
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.6.in-hand-is-ongoing",
        D,
        &["4.6-10", "4.6-13"],
        "what is in hand is an ongoing interaction, and told as such",
        |scene| {
            let mut seen = Tally::of("an agent with an interaction in hand");
            if scene.now.is_none() {
                return Ok(seen);
            }
            let ongoing = scene.items(Collection::Ongoing)?;
            walk::items(scene, Collection::Status, &mut |status| {
                for in_hand in status.at("interaction").each()? {
                    let guid = in_hand.at("guid").text()?;
                    // After-work, or a fault, may outlast what was processed of the interaction.
                    let Some(interaction) = ongoing.iter().find(|ongoing| ongoing.at("guid").is(guid)) else {
                        continue;
                    };
                    for name in ["medium", "mediumManager", "direction"] {
                        in_hand.at(name).must_be(interaction.at(name).json())?;
                    }
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.6.counts-what-is-in-hand",
        D,
        &["4.6-7", "5-9", "5-11"],
        "the workload counts what rings or is connected: calls are live, emails non-live",
        |scene| {
            let mut seen = Tally::of("an agent with a call or an email in hand");
            walk::items(scene, Collection::Status, &mut |status| {
                for (medium, count) in [("Phone", "calls"), ("Email", "nonLive")] {
                    let mut in_hand = 0;
                    for one in status.at("interaction").each()?.filter(|one| one.at("medium").is(medium)) {
                        in_hand += i64::from(matches!(one.at("state").text()?, "Ringing" | "Connected"));
                    }
                    let told = status.at("workload").at(count);
                    // Older shapes tell of calls only.
                    if !told.is_missing() {
                        told.must(told.whole()? >= in_hand, || format!("at least {in_hand}, as there are in hand"))?;
                        (0..in_hand).for_each(|_| seen.saw());
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("4.6.since-is-past", E, &["4.6-2", "4.6-6", "4.6-12"], "`since` is not after the request", |scene| {
        let mut seen = Tally::of("an agent");
        let rows = scene.items(Collection::Status)?;
        let up_to = rows.first().at("upTo").instant()?;
        for status in rows.iter() {
            let in_hand = status.at("interaction").each()?.map(|in_hand| in_hand.at("since"));
            for since in in_hand.chain([status.at("presence").at("since"), status.at("workload").at("since")]) {
                since.must(since.instant()? <= up_to, || format!("not after {up_to}"))?;
            }
            seen.saw();
        }
        Ok(seen)
    }),
];

/// That what is told of each agent now began when, and as, their last activity of that type says.
fn current(scene: &Scene, kind: &str, field: &'static str, is_like: impl Fn(Node<'_>, Node<'_>) -> bool) -> Checked {
    let mut seen = Tally::of("an agent whose status has changed in the window");
    let activities = scene.items(Collection::Activities)?;
    for status in scene.items(Collection::Status)?.iter() {
        let (agent, told) = (status.at("agentId").text()?, status.at(field));
        let since = told.at("since").instant()?;
        if since <= scene.start || scene.end <= since {
            continue;
        }
        let mut of_agent = of_type(&activities, kind).filter(|activity| activity.at("agentId").is(agent));
        let found = of_agent.find(|activity| activity.at("start").is(&since.to_string()) && is_like(told, *activity));
        let found =
            found.ok_or_else(|| told.fails(format!("what an activity of the type {kind} tells that began then")))?;
        if scene.now.is_some() {
            found
                .at("duration")
                .must(found.at("duration").is_null(), || "null, since it is the agent's status".to_owned())?;
        }
        seen.saw();
    }
    Ok(seen)
}
