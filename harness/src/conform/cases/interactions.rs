//! Section 4.1, beside the fields: what an interaction says about itself.

use std::collections::BTreeSet;

use super::walk;
use crate::conform::ask::Ask;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Tally};
use crate::conform::scene::Scene;

use Sure::{Documented as D, Example as E};

/// Section 4.1, beside the fields.
pub(super) const INTERACTIONS: &[Case] = &[
    Case::new("4.1.guids-differ", D, &["4.1-1"], "no two interactions have the same `guid`", |scene| {
        differ(scene, Collection::Interactions, "guid")
    }),
    Case::new(
        "4.1.guids-of-ongoing-differ",
        D,
        &["4.1-1"],
        "no two ongoing interactions have the same `guid`",
        |scene| differ(scene, Collection::Ongoing, "guid"),
    ),
    Case::new(
        "4.1.no-duration-while-ongoing",
        D,
        &["4.1-10", "6-12"],
        "`duration` is null while an interaction goes on, and only then",
        |scene| {
            let mut seen = Tally::of("an interaction");
            walk::interactions(scene, &mut |interaction| {
                let (goes_on, duration) = (interaction.at("status").is("Ongoing"), interaction.at("duration"));
                duration.must(duration.is_null() == goes_on, || match goes_on {
                    true => "null, since it is Ongoing".to_owned(),
                    false => "a duration, since it is not Ongoing".to_owned(),
                })?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.not-categorised-while-ongoing",
        E,
        &["4.1-18", "6-12"],
        "`categorizedAt` is null while an interaction goes on",
        |scene| {
            let mut seen = Tally::of("an ongoing interaction");
            walk::interactions(scene, &mut |interaction| {
                if interaction.at("status").is("Ongoing") {
                    let at = interaction.at("categorizedAt");
                    at.must(at.is_null(), || "null, since it is Ongoing".to_owned())?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.categorised-after-the-end",
        E,
        &["4.1-17"],
        "an interaction is categorised after its end",
        |scene| {
            let mut seen = Tally::of("an interaction that has been categorised");
            walk::interactions(scene, &mut |interaction| {
                let at = interaction.at("categorizedAt");
                if !at.is_null() {
                    let end = interaction.period()?.end;
                    at.must(end.is_some_and(|end| end <= at.instant().map_or(0, |at| at.as_millis()) + 1), || {
                        "an instant after the end".to_owned()
                    })?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.whole-length",
        D,
        &["4.1-11", "4.2-4"],
        "`duration` reaches to the end of the last channel, wrap included",
        |scene| {
            let mut seen = Tally::of("a completed interaction");
            walk::completed(scene, &mut |interaction| {
                let mut last = 0;
                for channel in interaction.at("channels").each()? {
                    last = last.max(channel.stretch()?.end.unwrap_or(i64::MAX));
                }
                let duration = interaction.at("duration");
                duration
                    .must((duration.whole()? - last).abs() <= 1, || format!("{last}, when the last channel ends"))?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.ongoing-are-listed",
        D,
        &["3-3"],
        "what is ongoing is listed among the interactions of its window",
        |scene| {
            let mut seen = Tally::of("an ongoing interaction");
            let all = scene.items(Collection::Interactions)?;
            for ongoing in scene.items(Collection::Ongoing)?.iter() {
                let start = ongoing.at("start").instant()?;
                if scene.start < start && start < scene.end {
                    let guid = ongoing.at("guid").text()?;
                    let listed = all.iter().find(|interaction| interaction.at("guid").is(guid));
                    let listed =
                        listed.ok_or_else(|| all.first().at("items").fails(format!("{guid} too, which is ongoing")))?;
                    if scene.now.is_some() {
                        listed.must_be(ongoing.json())?;
                    }
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.ongoing-are-ongoing",
        D,
        &["3-3", "6-12"],
        "all that `/interactions/ongoing` tells is Ongoing, and all that is Ongoing is told there",
        |scene| {
            let mut seen = Tally::of("an ongoing interaction");
            let ongoing = scene.items(Collection::Ongoing)?;
            for interaction in ongoing.iter() {
                interaction.at("status").must(interaction.at("status").is("Ongoing"), || "Ongoing".to_owned())?;
                seen.saw();
            }
            if scene.now.is_some() {
                for interaction in scene.items(Collection::Interactions)?.iter() {
                    let guid = interaction.at("guid").text()?;
                    let is_told = ongoing.iter().any(|ongoing| ongoing.at("guid").is(guid));
                    let goes_on = interaction.at("status").is("Ongoing");
                    ongoing.first().at("items").must(is_told == goes_on, || match goes_on {
                        true => format!("{guid} too"),
                        false => format!("not {guid}"),
                    })?;
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.1.single-is-as-listed",
        D,
        &["3-4", "3.1-10", "4.1-1"],
        "a single interaction is told as it is listed",
        |scene| {
            let mut seen = Tally::of("an interaction");
            // A few will do, where each costs a request.
            let few = if scene.now.is_some() { usize::MAX } else { 5 };
            for listed in scene.items(Collection::Interactions)?.iter().take(few) {
                let answer = scene.ask(&Ask::get(format!("/stats/interactions/{}", listed.at("guid").text()?)))?;
                answer.must_have_status(200)?;
                let single = Node::of(&answer);
                match scene.now {
                    Some(_) => single.must_be(listed.json())?,
                    // More may have been processed meanwhile.
                    None => ["guid", "start", "direction", "medium"]
                        .iter()
                        .try_for_each(|name| single.at(name).must_be(listed.at(name).json()))?,
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
];

/// That no two items have the same text in that field.
fn differ(scene: &Scene, collection: Collection, field: &'static str) -> Checked {
    let mut seen = Tally::of("several items");
    let mut texts = BTreeSet::new();
    for item in scene.items(collection)?.iter() {
        let node = item.at(field);
        node.must(texts.insert(node.text()?.to_owned()), || "one that no other item has".to_owned())?;
        seen.saw();
    }
    Ok(seen)
}
