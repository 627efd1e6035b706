//! Section 4.2, beside the fields: what a channel says about its interaction.

use std::collections::BTreeSet;

use super::walk;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::objection::Tally;

use Sure::{Client as C, Documented as D, Example as E};

/// Section 4.2, beside the fields.
pub(super) const CHANNELS: &[Case] = &[
    Case::new(
        "4.2.first-channel",
        E,
        &["4.2-1", "4.2-2"],
        "the first channel begins with the interaction and has its `guid`",
        |scene| {
            let mut seen = Tally::of("an interaction");
            walk::interactions(scene, &mut |interaction| {
                let first = interaction.at("channels").nth(0);
                if !first.is_missing() {
                    first.at("guid").must_be(interaction.at("guid").json())?;
                    first.at("offset").must(first.at("offset").whole()? == 0, || "0".to_owned())?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("4.2.guids-differ", E, &["4.2-1"], "no two channels of an interaction have the same `guid`", |scene| {
        let mut seen = Tally::of("an interaction with several channels");
        walk::interactions(scene, &mut |interaction| {
            let mut guids = BTreeSet::new();
            for channel in interaction.at("channels").each()? {
                let guid = channel.at("guid");
                guid.must(guids.insert(guid.text()?), || "one that no other channel has".to_owned())?;
            }
            if guids.len() > 1 {
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new("4.2.caller", C, &["4.2-10", "4.2-9", "10-12"], "the caller's `touchpoint` is `connectFrom`", |scene| {
        let mut seen = Tally::of("an inbound interaction");
        walk::interactions(scene, &mut |interaction| {
            if interaction.at("direction").is("Inbound") && !interaction.at("connectFrom").is_null() {
                let caller = interaction.at("channels").nth(0).at("party");
                caller.at("touchpoint").must_be(interaction.at("connectFrom").json())?;
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "4.2.parties",
        D,
        &["4.2-7", "4.2-8", "6-7"],
        "an agent's party has an ID, and another's none but CCRConnect",
        |scene| {
            let mut seen = Tally::of("a channel");
            walk::channels(scene, &mut |_, channel| {
                let id = channel.at("party").at("id");
                match channel.at("party").at("role").text()? {
                    "Agent" => id.must(!id.is_null(), || "an agent's ID".to_owned())?,
                    "External" => id.must(id.is_null() || id.is("CCRConnect"), || "null or CCRConnect".to_owned())?,
                    _ => {}
                }
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.2.agents-are-known",
        D,
        &["4.2-7", "4.6-16"],
        "the agents of channels are among the agents that are listed",
        |scene| {
            let mut seen = Tally::of("a channel of an agent");
            let status = scene.items(Collection::Status)?;
            walk::channels(scene, &mut |_, channel| {
                let party = channel.at("party");
                if party.at("role").is("Agent") {
                    let id = party.at("id").text()?;
                    let is_listed = status.iter().any(|status| status.at("agentId").is(id));
                    party.at("id").must(is_listed, || "the ID of an agent that /agent-status lists".to_owned())?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.2.open-channels",
        E,
        &["4.2-3", "4.2-5", "6-12"],
        "an open channel has neither `duration` nor `endReason`, and a closed one has both",
        |scene| {
            let mut seen = Tally::of("a channel");
            walk::channels(scene, &mut |_, channel| {
                let (duration, reason) = (channel.at("duration"), channel.at("endReason"));
                reason.must(duration.is_null() == reason.is_null(), || match duration.is_null() {
                    true => "null, since the channel is open".to_owned(),
                    false => "a reason, since the channel is closed".to_owned(),
                })?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.2.nothing-is-open-after-the-end",
        E,
        &["4.2-3"],
        "of a completed interaction all channels and events are over",
        |scene| {
            let mut seen = Tally::of("a completed interaction");
            walk::completed(scene, &mut |interaction| {
                for channel in interaction.at("channels").each()? {
                    channel.at("duration").whole()?;
                    channel.at("events").each()?.try_for_each(|event| event.at("duration").whole().map(drop))?;
                }
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("4.2.events-by-offset", E, &["4.2-11"], "events come by their offsets", |scene| {
        let mut seen = Tally::of("a channel with several events");
        walk::channels(scene, &mut |_, channel| {
            let mut last = 0;
            for event in channel.at("events").each()? {
                let offset = event.at("offset");
                offset.must(offset.whole()? >= last, || format!("not less than {last}, the offset before"))?;
                last = offset.whole()?;
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
];
