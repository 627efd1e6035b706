//! Sections 4.4 and 4.5, beside the fields: how activities hang together with interactions and with one another.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk;
use super::walk::of_type;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::{Node, Stretch};
use crate::conform::objection::{Checked, Tally};
use crate::conform::scene::Scene;

use Sure::{Documented as D, Example as E};

/// Section 4.4.
pub(super) const ACTIVITIES: &[Case] = &[
    Case::new("4.4.twelve-fields", E, &["4.4-1", "8-5"], "activities of all types have the same fields", |scene| {
        let mut seen = Tally::of("an agent activity");
        walk::items(scene, Collection::Activities, &mut |activity| {
            for name in [
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
            ] {
                activity.at(name).must(!activity.at(name).is_missing(), || format!("a field {name}"))?;
            }
            seen.saw();
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "4.4.what-does-not-apply-is-null",
        E,
        &["4.4-1"],
        "what does not apply to an activity's type is null",
        |scene| {
            let mut seen = Tally::of("an agent activity");
            walk::items(scene, Collection::Activities, &mut |activity| {
                let (told, null) = match activity.at("type").text()? {
                    "Presence" => (
                        &["category", "name", "eligibleForRouting"][..],
                        &["status", "interaction", "channel", "workload"][..],
                    ),
                    "Workload" => (
                        &["workload"][..],
                        &["category", "name", "eligibleForRouting", "status", "interaction", "channel"][..],
                    ),
                    _ => (
                        &["category", "status", "interaction", "channel"][..],
                        &["name", "eligibleForRouting", "workload"][..],
                    ),
                };
                told.iter().try_for_each(|name| {
                    activity.at(name).must(!activity.at(name).is_null(), || format!("a {name}"))
                })?;
                null.iter()
                    .try_for_each(|name| activity.at(name).must(activity.at(name).is_null(), || "null".to_owned()))?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.4.as-the-interaction",
        D,
        &["4.4-9", "4.4-12", "5-18"],
        "work tells of its interaction what the interaction tells, its status too",
        |scene| {
            let mut seen = Tally::of("work on an interaction of the window");
            let interactions = scene.items(Collection::Interactions)?;
            for work in of_type(&scene.items(Collection::Activities)?, "Interaction") {
                let on = work.at("interaction");
                let guid = on.at("guid").text()?;
                let Some(whole) = interactions.iter().find(|whole| whole.at("guid").is(guid)) else { continue };
                for name in ["medium", "mediumManager", "direction"] {
                    on.at(name).must_be(whole.at(name).json())?;
                }
                if scene.now.is_some() || !whole.at("status").is("Ongoing") {
                    work.at("status").must_be(whole.at("status").json())?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.4.as-the-channel",
        E,
        &["4.4-6", "4.4-13"],
        "an agent's channel and their activities tell the same ringing, talk and wrap",
        |scene| {
            let mut seen = Tally::of("work on a completed interaction of the window");
            let activities = scene.items(Collection::Activities)?;
            let mut of_channels: BTreeMap<&str, Vec<(Stretch, Node<'_>)>> = BTreeMap::new();
            for work in of_type(&activities, "Interaction") {
                of_channels.entry(work.at("channel").at("guid").text()?).or_default().push((work.period()?, work));
            }
            walk::completed(scene, &mut |interaction| {
                let begin = interaction.at("start").instant()?.as_millis();
                // What began after the window is not among its activities.
                if interaction.period()?.end.is_none_or(|end| end >= scene.end.as_millis()) {
                    return Ok(());
                }
                for channel in walk::agents(interaction)? {
                    let works = of_channels.get(channel.at("guid").text()?);
                    let mut parts = 0;
                    for event in channel.at("events").each()? {
                        let kind = event.at("type").text()?;
                        if !matches!(kind, "Ringing" | "Connected" | "Wrap") {
                            continue;
                        }
                        let part = event.stretch()?;
                        let part = Stretch { start: part.start + begin, end: part.end.map(|end| end + begin) };
                        let mut like = works.into_iter().flatten().filter(|(period, _)| period.is_like(part));
                        let is_told = like.any(|(_, work)| work.at("category").is(kind));
                        event.must(is_told, || {
                            format!("what an activity of this channel tells: {kind} from then, for as long")
                        })?;
                        parts += 1;
                        seen.saw();
                    }
                    let told = works.into_iter().flatten().filter(|(_, work)| {
                        ["Ringing", "Connected", "Wrap"].iter().any(|kind| work.at("category").is(kind))
                    });
                    let told = told.count();
                    channel.at("events").must(told == parts, || {
                        format!("{told} events of Ringing, Connected and Wrap, as there are activities of this channel")
                    })?;
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.5.presences-are-activities",
        D,
        &["4.5-1", "4.5-3", "3-14"],
        "presence activities are the activities of the type Presence",
        |scene| details(scene, Collection::Presences, "Presence", &[]),
    ),
    Case::new(
        "4.5.work-is-activities",
        D,
        &["4.5-1", "4.5-2", "3-14"],
        "interaction activities are the activities of the type Interaction, with `state` for `category`",
        |scene| details(scene, Collection::Work, "Interaction", &["agentId"]),
    ),
    Case::new(
        "4.5.other-shape",
        D,
        &["4.5-1", "4.5-2"],
        "interaction activities have neither `type` nor `category`",
        |scene| {
            let mut seen = Tally::of("an interaction activity");
            walk::items(scene, Collection::Work, &mut |work| {
                for name in ["type", "category"] {
                    work.at(name).must(work.at(name).is_missing(), || format!("no {name}"))?;
                }
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
];

/// That one of the two smaller endpoints tells the activities of one type.
fn details(scene: &Scene, collection: Collection, kind: &str, more: &[&'static str]) -> Checked {
    let mut seen = Tally::of("an activity of that type");
    let (all, detailed) = (scene.items(Collection::Activities)?, scene.items(collection)?);
    let row = |item: Node<'_>, state: &'static str| -> Vec<Value> {
        let names = ["start", "duration"].iter().chain(more);
        let more = (!more.is_empty()).then(|| item.at(state).json().clone());
        names.map(|name| item.at(name).json().clone()).chain(more).collect()
    };
    let mut told: Vec<Vec<Value>> = detailed.iter().map(|item| row(item, "state")).collect();
    for activity in of_type(&all, kind) {
        let expected = row(activity, "category");
        let at = told.iter().position(|found| *found == expected);
        let at =
            at.ok_or_else(|| detailed.first().at("items").fails(format!("{} too", Value::from(expected.clone()))))?;
        told.swap_remove(at);
        seen.saw();
    }
    match told.first() {
        None => Ok(seen),
        Some(much) => Err(detailed.first().at("items").fails(format!("not {}", Value::from(much.clone())))),
    }
}
