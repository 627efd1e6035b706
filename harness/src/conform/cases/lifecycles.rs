//! Section 5: what follows what in an agent's day.

use std::collections::{BTreeMap, BTreeSet};

use scenarios::time::Instant;

use super::walk;
use super::walk::{by_channel, of_type, tiled};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::Tally;

use Sure::{Documented as D, Inferred as I};

/// Section 5.
pub(super) const LIFECYCLES: &[Case] = &[
    Case::new(
        "5.one-presence-at-a-time",
        D,
        &["5-1", "5-2"],
        "an agent has one presence at a time: a new one ends the old one",
        |scene| tiled(scene, &of_type(&scene.items(Collection::Activities)?, "Presence").collect::<Vec<_>>()),
    ),
    Case::new(
        "5.presence-activities-follow-one-another",
        D,
        &["5-1"],
        "presence activities follow one another without gaps",
        |scene| {
            // The shape of presence activities is not documented: it may have no agent.
            let rows = scene.items(Collection::Presences)?;
            tiled(scene, &rows.iter().filter(|item| !item.at("agentId").is_missing()).collect::<Vec<_>>())
        },
    ),
    Case::new(
        "5.workloads-follow-one-another",
        D,
        &["5-9"],
        "each change of a workload ends one record and begins the next",
        |scene| {
            let rows = scene.items(Collection::Activities)?;
            let workloads: Vec<Node<'_>> = of_type(&rows, "Workload").collect();
            for (_, records) in walk::by_agent(workloads.iter().copied())? {
                for pair in records.windows(2) {
                    let (one, next) = (pair[0].1.at("workload"), pair[1].1.at("workload"));
                    next.must(one.json() != next.json(), || "other counts than before".to_owned())?;
                }
            }
            tiled(scene, &workloads)
        },
    ),
    Case::new(
        "5.workload-grows-with-ringing",
        D,
        &["5-10"],
        "a workload changes when an interaction begins to ring, and when its wrap begins",
        |scene| {
            let mut seen = Tally::of("an agent who is rung");
            let rows = scene.items(Collection::Activities)?;
            let mut changes: Vec<(&str, &str)> = Vec::new();
            let mut turns: BTreeMap<(&str, &str), i64> = BTreeMap::new();
            for activity in rows.iter() {
                let key = (activity.at("agentId").text()?, activity.at("start").text()?);
                match (activity.at("type").text()?, activity.at("category").text_or_null()?) {
                    ("Workload", _) => changes.push(key),
                    (_, Some("Ringing")) => *turns.entry(key).or_default() += 1,
                    (_, Some("Wrap")) => *turns.entry(key).or_default() -= 1,
                    _ => {}
                }
            }
            // When an agent left without wrapping up.
            let mut left: BTreeSet<(&str, i64)> = BTreeSet::new();
            for (period, work) in by_channel(&rows)?.values().filter_map(|works| works.last()) {
                if let (Some(end), false) = (period.end, work.at("category").is("Wrap")) {
                    left.insert((work.at("agentId").text()?, end));
                }
            }
            for (turn, sum) in turns {
                // What grows and falls at once stays as it is.
                let at = Instant::parse(turn.1).map_or(i64::MIN, Instant::as_millis);
                let may_stay = sum == 0 || left.contains(&(turn.0, at));
                let told = rows.first().at("items");
                told.must(may_stay || changes.contains(&turn), || {
                    format!("a Workload of agent {} from {} on", turn.0, turn.1)
                })?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "5.ring-talk-wrap",
        D,
        &["5-12", "5-13", "4.4-7"],
        "of an inbound call an agent has Ringing, then Connected or Unexpected, and Wrap last",
        |scene| {
            let mut seen = Tally::of("an inbound call that rang an agent");
            let rows = scene.items(Collection::Activities)?;
            for (_, works) in by_channel(&rows)? {
                let call = works[0].1.at("interaction");
                if !call.at("direction").is("Inbound") || !(call.at("medium").is("Phone")) {
                    continue;
                }
                for pair in works.windows(2) {
                    let (one, next) = (pair[0].1.at("category").text()?, pair[1].1.at("category"));
                    let follows = match next.text()? {
                        "Connected" => matches!(one, "Ringing" | "Connected"),
                        "Unexpected" => one == "Ringing",
                        "Wrap" => one == "Connected",
                        "Ringing" => matches!(one, "Unexpected" | "Wrap" | "Ringing" | "Failed"),
                        _ => true,
                    };
                    next.must(follows, || format!("what can follow {one}"))?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "5.work-follows-without-gaps",
        I,
        &["5-12", "5-14", "5-15"],
        "of a call, ringing, talk and wrap follow without gaps but for what is parked",
        |scene| {
            let mut seen = Tally::of("a call with several activities");
            let rows = scene.items(Collection::Activities)?;
            for (_, works) in by_channel(&rows)? {
                for pair in works.windows(2) {
                    let (one, next) = (&pair[0], &pair[1]);
                    let may_pause = one.1.at("category").is("Connected");
                    if one.1.at("interaction").at("medium").is("Phone") && !may_pause {
                        next.1
                            .at("start")
                            .must(one.0.meets(next.0.start), || "when the activity before ends".to_owned())?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "5.one-activity-for-each-interaction",
        D,
        &["5-16"],
        "an agent has at most one activity for an interaction at a time",
        |scene| {
            let mut seen = Tally::of("work on an interaction");
            let rows = scene.items(Collection::Activities)?;
            for (_, works) in by_channel(&rows)? {
                for pair in works.windows(2) {
                    let end = pair[0].0.end;
                    pair[1].1.must(end.is_some_and(|end| end <= pair[1].0.start + 1), || {
                        "to begin after the activity before".to_owned()
                    })?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new("5.presence-is-never-busy", D, &["5-4"], "Busy is no presence", |scene| {
        let mut seen = Tally::of("an agent who has something in hand");
        walk::items(scene, Collection::Status, &mut |status| {
            let name = status.at("presence").at("name");
            name.must(!name.is("Busy"), || "another presence than Busy".to_owned())?;
            if status.at("interaction").each()?.len() > 0 {
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
];
