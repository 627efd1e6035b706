//! Section 4.8 and what section 6 says of it, beside the fields: WFM states.

use super::walk;
use super::walk::{of_type, tiled};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::{Node, Stretch};
use crate::conform::objection::Tally;

use Sure::Documented as D;

/// Section 4.8 and what section 6 says of it, beside the fields.
pub(super) const STATES: &[Case] = &[
    Case::new(
        "4.8.five-fields",
        D,
        &["4.8-1", "8-8"],
        "a state has `agentId`, `start`, `duration`, `state` and `description`",
        |scene| {
            let mut seen = Tally::of("a WFM state");
            walk::items(scene, Collection::States, &mut |state| {
                for name in ["agentId", "start", "duration", "state", "description"] {
                    state.at(name).must(!state.at(name).is_missing(), || format!("a field {name}"))?;
                }
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.8.description-of-work",
        D,
        &["4.8-14"],
        "`description` of Busy, Wrap, Unexpected and Failed is Live, Semi-Live or Non-Live",
        |scene| {
            let mut seen = Tally::of("an agent at work");
            walk::items(scene, Collection::States, &mut |state| {
                if matches!(state.at("state").text()?, "Busy" | "Wrap" | "Unexpected" | "Failed" | "Fault") {
                    let description = state.at("description");
                    let is_one = ["Live", "Semi-Live", "Non-Live"].iter().any(|known| description.is(known));
                    description.must(is_one, || "Live, Semi-Live or Non-Live".to_owned())?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "4.8.ready-to-receive",
        D,
        &["4.8-4", "4.8-5", "4.8-6", "4.8-7", "4.8-8", "4.8-13"],
        "with nothing in hand, the state is that of the agent's presence",
        |scene| {
            let mut seen = Tally::of("a state without work");
            let activities = scene.items(Collection::Activities)?;
            let presences = walk::by_agent(of_type(&activities, "Presence"))?;
            for (agent, states) in walk::by_agent(scene.items(Collection::States)?.iter())? {
                for (period, state) in states {
                    let of_presence: &[&str] = match state.at("state").text()? {
                        "Ready" | "ReadyRFO" => &["Ready"],
                        "Away" => &["Away"],
                        "ExtendedAway" => &["ExtendedAway"],
                        "LoggedOut" => &["LoggedOut"],
                        _ => continue,
                    };
                    let holds = |(presence, _): &&(Stretch, Node<'_>)| {
                        presence.start <= period.start && presence.end.is_none_or(|end| period.start < end)
                    };
                    let Some((_, presence)) = presences.get(agent).and_then(|all| all.iter().find(holds)) else {
                        continue;
                    };
                    let category = presence.at("category");
                    let is_like = of_presence.iter().any(|known| category.is(known));
                    state.at("state").must(is_like, || format!("that of the presence then, {}", category.json()))?;
                    state.at("description").must_be(presence.at("name").json())?;
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::new("4.8.busy-while-offered", D, &["4.8-9"], "who is offered or connected to something is Busy", |scene| {
        let mut seen = Tally::of("an agent who is rung");
        let activities = scene.items(Collection::Activities)?;
        let rows = scene.items(Collection::States)?;
        let states = walk::by_agent(rows.iter())?;
        for work in of_type(&activities, "Interaction") {
            if !matches!(work.at("category").text()?, "Ringing" | "Connected") {
                continue;
            }
            let (period, agent) = (work.period()?, work.at("agentId").text()?);
            // What takes no time is no state.
            if period.end == Some(period.start) {
                continue;
            }
            let holds = |(state, _): &&(Stretch, Node<'_>)| {
                state.start <= period.start && state.end.is_none_or(|end| period.start < end)
            };
            let Some((_, state)) = states.get(agent).and_then(|all| all.iter().find(holds)) else { continue };
            state.at("state").must(state.at("state").is("Busy"), || {
                format!("Busy, since {} has begun", work.at("category").json())
            })?;
            seen.saw();
        }
        Ok(seen)
    }),
    Case::new(
        "4.8.wrap",
        D,
        &["4.8-10", "6-14"],
        "who is in Wrap wraps something, and has nothing that rings or is connected",
        |scene| {
            let mut seen = Tally::of("an agent who wraps");
            let activities = scene.items(Collection::Activities)?;
            let works = walk::by_agent(of_type(&activities, "Interaction"))?;
            for (agent, states) in walk::by_agent(scene.items(Collection::States)?.iter())? {
                for (period, state) in states.into_iter().filter(|(_, state)| state.at("state").is("Wrap")) {
                    let at = |category: &str| {
                        works.get(agent).into_iter().flatten().any(|(work, activity)| {
                            activity.at("category").is(category)
                                && work.start <= period.start
                                && work.end.is_none_or(|end| period.start < end)
                        })
                    };
                    state.must(at("Wrap") || !works.contains_key(agent), || {
                        "a wrap among the activities then".to_owned()
                    })?;
                    state.must(!at("Connected") && !at("Ringing"), || {
                        "Busy, since something rings or is connected".to_owned()
                    })?;
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "6.wfm-without-gaps",
        D,
        &["6-13", "4.8-3"],
        "an agent's WFM states are one sequence without gaps",
        |scene| tiled(scene, &scene.items(Collection::States)?.iter().collect::<Vec<_>>()),
    ),
];
