//! Section 4.3, beside the fields: what happens on channels.

use super::walk;
use crate::conform::case::{Case, Sure};
use crate::conform::objection::{Checked, Tally};
use crate::conform::scene::Scene;

use Sure::Example as E;

/// Section 4.3, beside the fields.
pub(super) const EVENTS: &[Case] = &[
    Case::new(
        "4.3.offsets-count-from-the-interaction",
        E,
        &["4.3-2"],
        "an event lies within its channel, both counted from the interaction's start",
        |scene| {
            let mut seen = Tally::of("a channel that does not begin with the interaction");
            walk::channels(scene, &mut |_, channel| {
                let whole = channel.stretch()?;
                for event in channel.at("events").each()? {
                    let part = event.stretch()?;
                    let ends_within = match (part.end, whole.end) {
                        (Some(end), Some(last)) => end <= last + 1,
                        (None, Some(_)) => false,
                        (_, None) => true,
                    };
                    event.must(whole.start <= part.start && ends_within, || match whole.end {
                        None => format!("not before {}, when the channel begins", whole.start),
                        Some(end) => format!("between {} and {end}, as the channel", whole.start),
                    })?;
                    if whole.start > 0 {
                        seen.saw();
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.3.ringing-and-connected-have-no-name",
        E,
        &["4.3-3", "4.3-4", "4.3-9", "4.3-11"],
        "`Ringing`, `Connected`, `CallRecording` and `Wrap` have neither name nor properties",
        |scene| {
            let mut seen = Tally::of("such an event");
            for kind in ["Ringing", "Connected", "CallRecording", "Wrap"] {
                walk::events(scene, kind, &mut |_, event| {
                    for name in ["name", "properties"] {
                        event.at(name).must(event.at(name).is_null(), || "null".to_owned())?;
                    }
                    seen.saw();
                    Ok(())
                })?;
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.3.named",
        E,
        &["4.3-5", "4.3-6", "4.3-7"],
        "`InteractionPlan`, `Applet` and `Queue` have a name and properties",
        |scene| {
            let mut seen = Tally::of("such an event");
            for kind in ["InteractionPlan", "Applet", "Queue"] {
                walk::events(scene, kind, &mut |_, event| {
                    event.at("name").text()?;
                    event.at("properties").fields()?;
                    seen.saw();
                    Ok(())
                })?;
            }
            Ok(seen)
        },
    ),
    Case::new(
        "4.3.callers-events",
        E,
        &["4.3-5", "4.3-6", "4.3-7", "4.3-10"],
        "`InteractionPlan`, `Applet`, `Queue` and `Held` are on external channels",
        |scene| on(scene, &["InteractionPlan", "Applet", "Queue", "Held"], "External"),
    ),
    Case::new("4.3.agents-events", E, &["4.3-11"], "`Wrap` is on agents' channels", |scene| {
        on(scene, &["Wrap"], "Agent")
    }),
    Case::new("4.3.applets-take-no-time", E, &["4.3-6"], "an applet takes 0", |scene| {
        let mut seen = Tally::of("an Applet event");
        walk::events(scene, "Applet", &mut |_, event| {
            event.at("duration").must(event.at("duration").whole()? == 0, || "0".to_owned())?;
            seen.saw();
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "4.3.plan-is-an-address",
        E,
        &["4.3-8", "4.7-3"],
        "`interactionPlan` of a queue is the plan's address, not its name",
        |scene| {
            let mut seen = Tally::of("a Queue event of an inbound interaction");
            walk::interactions(scene, &mut |interaction| {
                if !interaction.at("direction").is("Inbound") || interaction.at("connectTo").is_null() {
                    return Ok(());
                }
                let name = interaction.at("interactionPlanMapping").at("interactionPlanName").text_or_null()?;
                for event in walk::events_of(interaction.at("channels").nth(0), "Queue")? {
                    let plan = event.at("properties").at("interactionPlan");
                    if let (Some(plan_told), Some(name)) = (plan.text_or_null()?, name) {
                        plan.must(plan_told != name, || "the plan's address, not its name".to_owned())?;
                        seen.saw();
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("4.3.holders-are-agents", E, &["4.3-10"], "who holds is an agent of the interaction", |scene| {
        let mut seen = Tally::of("a Held event");
        walk::interactions(scene, &mut |interaction| {
            for channel in interaction.at("channels").each()? {
                for event in walk::events_of(channel, "Held")? {
                    let holder = event.at("properties").at("initiatingAgentId");
                    let id = holder.text()?;
                    let takes_part = walk::agents(interaction)?.iter().any(|agent| agent.at("party").at("id").is(id));
                    holder.must(takes_part, || "an agent of the interaction".to_owned())?;
                    seen.saw();
                }
            }
            Ok(())
        })?;
        Ok(seen)
    }),
];

/// That events of these types are on channels of that role.
fn on(scene: &Scene, kinds: &[&str], role: &str) -> Checked {
    let mut seen = Tally::of("such an event");
    for kind in kinds {
        walk::events(scene, kind, &mut |channel, event| {
            event.must(channel.at("party").at("role").is(role), || {
                format!("no {kind} on a channel that is not {role}")
            })?;
            seen.saw();
            Ok(())
        })?;
    }
    Ok(seen)
}
