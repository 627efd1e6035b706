//! Sections 4.7 and 4.9, beside the fields: what is told of who waits.

use super::walk;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Stretch;
use crate::conform::objection::{Objection, Tally};
use crate::conform::scene::Rows;

use Sure::{Documented as D, Example as E, Inferred as I};

/// Section 4.7, beside the fields, and 4.9.
pub(super) const QUEUES: &[Case] = &[
    Case::new(
        "4.7.targets-of-virtual-queues",
        E,
        &["4.7-11"],
        "`targets` is null for an ACD queue, and there for a virtual one",
        |scene| {
            let mut seen = Tally::of("a queue time");
            walk::items(scene, Collection::QueueTimes, &mut |item| {
                let (targets, is_acd) = (item.at("targets"), item.at("type").is("ACD"));
                targets.must(targets.is_null() == is_acd, || {
                    if is_acd { "null".to_owned() } else { "an object".to_owned() }
                })?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.7.as-the-interaction",
        E,
        &["4.7-2", "4.7-1", "4.7-4", "4.7-6", "4.7-10", "4.7-16"],
        "a queue time and the Queue event of its interaction tell the same",
        |scene| {
            let mut seen = Tally::of("a queue time of a completed interaction of the window");
            let interactions = scene.items(Collection::Interactions)?;
            for entry in scene.rows(&scene.of(Collection::QueueTimes).with("queueType", "ACD"))?.iter() {
                let guid = entry.at("interactionGuid").text()?;
                let of = interactions.iter().find(|interaction| interaction.at("guid").is(guid));
                let Some(of) = of.filter(|of| of.at("status").is("Completed")) else { continue };
                for name in ["medium", "mediumManager"] {
                    entry.at(name).must_be(of.at(name).json())?;
                }
                let begin = of.at("start").instant()?.as_millis();
                let told = entry.period()?;
                let mut like = None;
                for channel in of.at("channels").each()? {
                    for event in walk::events_of(channel, "Queue")? {
                        let part = event.stretch()?;
                        let part = Stretch { start: part.start + begin, end: part.end.map(|end| end + begin) };
                        if event.at("name").is(entry.at("queue").text()?) && part.is_like(told) {
                            like = Some(event);
                        }
                    }
                }
                let event = like.ok_or_else(|| {
                    entry.fails(format!("a Queue event of interaction {guid} of that name, start and duration"))
                })?;
                for name in ["interactionPlan", "presentedSkills"] {
                    entry.at(name).must_be(event.at("properties").at(name).json())?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.7.each-queue-of-an-interaction",
        E,
        &["4.7-16"],
        "an interaction has a queue time for each queue that it entered",
        |scene| {
            let mut seen = Tally::of("a completed interaction with a Queue event");
            let question = scene.of(Collection::QueueTimes).with("include", "Processed");
            let entries = scene.rows(&question.with("queueType", "ACD"))?;
            walk::completed(scene, &mut |interaction| {
                let begin = interaction.at("start").instant()?.as_millis();
                let guid = interaction.at("guid").text()?;
                for channel in interaction.at("channels").each()? {
                    for event in walk::events_of(channel, "Queue")? {
                        let entered = event.stretch()?.start + begin;
                        if entered >= scene.end.as_millis() {
                            continue;
                        }
                        let mut is_told = false;
                        for entry in entries.iter() {
                            is_told |= entry.at("interactionGuid").is(guid)
                                && entry.at("queue").json() == event.at("name").json()
                                && (entry.at("start").instant()?.as_millis() - entered).abs() <= 1;
                        }
                        entries.first().at("items").must(is_told, || {
                            format!("an entry of interaction {guid} into {}", event.at("name").json())
                        })?;
                        seen.saw();
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.7.virtual-beside-acd",
        E,
        &["4.7-17"],
        "a virtual queue's entry stands beside an ACD one with the same start and duration",
        |scene| {
            let mut seen = Tally::of("a queue time of a virtual queue");
            let all = scene.items(Collection::QueueTimes)?;
            for entry in all.iter().filter(|entry| entry.at("type").is("Virtual")) {
                let same = ["interactionGuid", "start", "duration"];
                let mut beside = all.iter().filter(|other| other.at("type").is("ACD"));
                let is_beside =
                    beside.any(|other| same.iter().all(|name| other.at(name).json() == entry.at(name).json()));
                if is_beside {
                    seen.saw();
                } else {
                    seen.news.insert("a virtual queue's entry without an ACD one beside it".to_owned());
                }
            }
            Ok(seen)
        },
    ),
    Case::new("4.7.delivered-is-answered", E, &["4.7-9", "4.7-7"], "what is Answered was Delivered", |scene| {
        let mut seen = Tally::of("a queue time that was answered");
        walk::items(scene, Collection::QueueTimes, &mut |entry| {
            let (answered, delivered) = (entry.at("category").is("Answered"), entry.at("reason").is("Delivered"));
            entry.at("reason").must(answered == delivered, || {
                if answered { "Delivered".to_owned() } else { "another reason".to_owned() }
            })?;
            if answered {
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new("4.7.breakouts-of-calls", D, &["4.7-15"], "breakouts for want of agents are of calls", |scene| {
        let mut seen = Tally::of("such a breakout");
        walk::items(scene, Collection::QueueTimes, &mut |entry| {
            if entry.at("reason").is("NoAgentsBreakout") {
                let medium = entry.at("medium");
                medium.must(medium.text()?.starts_with("Phone"), || "Phone".to_owned())?;
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new("4.7.who-waits", I, &["4.7-10", "6-11"], "who still waits has no `duration`", |scene| {
        let mut seen = Tally::of("an ongoing interaction that waits");
        let entries = scene.items(Collection::QueueTimes)?;
        walk::items(scene, Collection::Ongoing, &mut |interaction| {
            let caller = interaction.at("channels").nth(0);
            let Some(last) = caller.at("events").each()?.next_back() else { return Ok(()) };
            // What is no call may be worked on with nothing after its queue.
            let waits =
                last.at("type").is("Queue") && last.at("duration").is_null() && caller.at("endReason").is_null();
            if scene.now.is_none() || !waits {
                return Ok(());
            }
            let guid = interaction.at("guid").text()?;
            let mut of = entries.iter().filter(|entry| entry.at("interactionGuid").is(guid));
            let is_told = of.any(|entry| entry.at("duration").is_null());
            entries.first().at("items").must(is_told, || format!("an entry of {guid} without a duration"))?;
            seen.saw();
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "4.9.metrics-are-of-who-has-left",
        D,
        &["4.9-3", "4.9-1"],
        "`/wfm/queue-metrics` tells of what has left a queue, and `/wfm/queue-activity` of that too",
        |scene| {
            let mut seen = Tally::of("an item of a queue");
            let activity = scene.keys(&scene.of(Collection::QueueActivity))?;
            let rows = scene.items(Collection::QueueActivity)?;
            for item in scene.items(Collection::QueueMetrics)?.iter() {
                let key = Collection::QueueMetrics.key(item)?;
                rows.first()
                    .at("items")
                    .must(activity.contains(&key), || format!("{key}, which has left the queue"))?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.9.activity-is-of-who-waits-too",
        D,
        &["4.9-5"],
        "`/wfm/queue-activity` tells also of who still waits, and `/wfm/queue-metrics` does not",
        |scene| {
            let mut seen = Tally::of("somebody who waits");
            let (activity, metrics) = (scene.items(Collection::QueueActivity)?, scene.items(Collection::QueueMetrics)?);
            if scene.now.is_none() {
                return Ok(seen);
            }
            for entry in scene.items(Collection::QueueTimes)?.iter().filter(|entry| entry.at("duration").is_null()) {
                let key = Collection::QueueTimes.key(entry)?;
                let has = |rows: &Rows| -> Result<bool, Objection> {
                    let keys: Vec<String> =
                        rows.iter().map(|item| Collection::QueueActivity.key(item)).collect::<Result<_, _>>()?;
                    Ok(keys.contains(&key))
                };
                activity.first().at("items").must(has(&activity)?, || format!("{key}, who waits"))?;
                metrics.first().at("items").must(!has(&metrics)?, || format!("not {key}, who waits"))?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
];
