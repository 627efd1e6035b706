//! Section 6: how what happens in a call shows.

use serde_json::json;

use super::walk;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Objection, Tally};
use crate::conform::worlds::Worlds;

use Sure::{Client as C, Documented as D, Example as E, Inferred as I};

/// Section 6.
pub(super) const CALLS: &[Case] = &[
    Case::new(
        "6.callers-channel",
        I,
        &["6-1", "4.3-3", "4.3-4"],
        "a caller rings for 0 and is connected for all of their channel, and never wraps",
        |scene| {
            let mut seen = Tally::of("an inbound call");
            walk::interactions(scene, &mut |interaction| {
                if !interaction.at("direction").is("Inbound") || !interaction.at("medium").is("Phone") {
                    return Ok(());
                }
                let caller = interaction.at("channels").nth(0);
                let whole = caller.stretch()?;
                for (kind, end) in [("Ringing", Some(whole.start)), ("Connected", whole.end)] {
                    let events = walk::events_of(caller, kind)?;
                    let first = events.first().ok_or_else(|| caller.at("events").fails(format!("a {kind} event")))?;
                    let part = first.stretch()?;
                    first.must(part.start == whole.start && part.end == end, || match kind {
                        "Ringing" => "0 long, when the channel begins".to_owned(),
                        _ => "as long as the channel".to_owned(),
                    })?;
                }
                caller.at("events").must(walk::events_of(caller, "Wrap")?.is_empty(), || "no Wrap".to_owned())?;
                seen.saw();
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "6.agents-channel",
        I,
        &["6-1", "4.2-4"],
        "an agent's channel is ringing, talk and wrap, without gaps but for what is parked",
        |scene| {
            let mut seen = Tally::of("a channel of an agent");
            walk::completed(scene, &mut |interaction| {
                if !interaction.at("medium").is("Phone") {
                    return Ok(());
                }
                for channel in walk::agents(interaction)? {
                    let whole = channel.stretch()?;
                    let mut parts: Vec<(i64, i64, Node<'_>)> = Vec::new();
                    for event in channel.at("events").each()? {
                        if ["Ringing", "Connected", "Wrap"].iter().any(|kind| event.at("type").is(kind)) {
                            let part = event.stretch()?;
                            parts.push((part.start, part.end.unwrap_or(i64::MAX), event));
                        }
                    }
                    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
                        return Err(channel.at("events").fails("Ringing, Connected or Wrap"));
                    };
                    first
                        .2
                        .at("offset")
                        .must(first.0 == whole.start, || format!("{}, when the channel begins", whole.start))?;
                    for pair in parts.windows(2) {
                        let (one, next) = (&pair[0], &pair[1]);
                        let is_parked = one.2.at("type").is("Connected") && next.0 > one.1;
                        next.2.at("offset").must(is_parked || (next.0 - one.1).abs() <= 1, || {
                            format!("{}, when {} ends", one.1, one.2.at("type").json())
                        })?;
                    }
                    let ends_parked = last.2.at("type").is("Connected");
                    last.2
                        .at("duration")
                        .must(ends_parked || whole.end.is_some_and(|end| (end - last.1).abs() <= 1), || {
                            "as long as the channel lasts".to_owned()
                        })?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("6.plan-to-the-end", I, &["4.3-5"], "a plan lasts from its entry to the end of the channel", |scene| {
        let mut seen = Tally::of("an InteractionPlan event");
        walk::events(scene, "InteractionPlan", &mut |channel, plan| {
            let (whole, part) = (channel.stretch()?, plan.stretch()?);
            let ends_alike = match (whole.end, part.end) {
                (Some(one), Some(other)) => (one - other).abs() <= 1,
                (None, None) => true,
                _ => false,
            };
            plan.at("duration").must(ends_alike, || match whole.end {
                None => "null, since the channel is open".to_owned(),
                Some(end) => format!("{}, until the channel ends", end - part.start),
            })?;
            seen.saw();
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "6.queue-until-the-answer",
        I,
        &["4.3-7", "4.3-13"],
        "a queue that delivers lasts until an agent is connected",
        |scene| {
            let mut seen = Tally::of("a queue that delivered");
            walk::completed(scene, &mut |interaction| {
                // A callback is delivered to the call that follows, which is another interaction.
                if interaction.at("medium").is("Phone Callback") {
                    return Ok(());
                }
                let mut answers = Vec::new();
                for channel in walk::agents(interaction)? {
                    for event in walk::events_of(channel, "Connected")? {
                        answers.push(event.stretch()?.start);
                    }
                }
                for channel in interaction.at("channels").each()? {
                    for queue in walk::events_of(channel, "Queue")? {
                        if queue.at("properties").at("result").is("Delivered") {
                            let end = queue.stretch()?.end;
                            let is_answer =
                                answers.iter().any(|answer| end.is_some_and(|end| (end - answer).abs() <= 1));
                            queue
                                .at("duration")
                                .must(is_answer, || format!("until an agent is connected, at one of {answers:?}"))?;
                            seen.saw();
                        }
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "6.applet-leads-into-the-queue",
        I,
        &["4.3-6"],
        "an ACD applet of the same name comes before a queue",
        |scene| {
            let mut seen = Tally::of("a Queue event of a call");
            walk::channels(scene, &mut |interaction, channel| {
                if !interaction.at("medium").is("Phone") {
                    return Ok(());
                }
                for queue in walk::events_of(channel, "Queue")? {
                    let start = queue.stretch()?.start;
                    let mut is_led = false;
                    for applet in walk::events_of(channel, "Applet")? {
                        let is_acd = applet.at("properties").at("appletType").is("ACD");
                        is_led |= is_acd
                            && applet.at("name").json() == queue.at("name").json()
                            && applet.stretch()?.start <= start;
                    }
                    queue.must(is_led, || "an ACD applet of that name before it".to_owned())?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new("6.no-transfer-event", D, &["6-2"], "there is no transfer event", |scene| {
        let mut seen = Tally::of("an interaction with several agents");
        walk::interactions(scene, &mut |interaction| {
            for channel in interaction.at("channels").each()? {
                for event in channel.at("events").each()? {
                    let kind = event.at("type");
                    kind.must(!kind.text()?.to_ascii_lowercase().contains("transfer"), || "no transfer".to_owned())?;
                }
            }
            if walk::agents(interaction)?.len() > 1 {
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    Case::new(
        "6.somebody-speaks-to-the-caller",
        D,
        &["6-3", "6-4"],
        "while a caller is held, the agent who holds is on the call",
        |scene| {
            let mut seen = Tally::of("a hold");
            walk::completed(scene, &mut |interaction| {
                for channel in interaction.at("channels").each()? {
                    for hold in walk::events_of(channel, "Held")? {
                        if !hold.at("properties").at("type").is("Held") {
                            continue;
                        }
                        let (begin, holder) =
                            (hold.stretch()?.start, hold.at("properties").at("initiatingAgentId").text()?);
                        let mut is_there = false;
                        for agent in walk::agents(interaction)? {
                            let part = agent.stretch()?;
                            let is_on = part.start <= begin && part.end.is_none_or(|end| begin <= end);
                            is_there |= is_on && agent.at("party").at("id").is(holder);
                        }
                        hold.must(is_there, || format!("agent {holder} on the call when the hold begins"))?;
                        seen.saw();
                    }
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "6.outside-contacts",
        D,
        &["6-7", "6-8"],
        "a channel of an outside contact is only told once it has completed",
        |scene| {
            let mut seen = Tally::of("a channel of an outside contact");
            walk::channels(scene, &mut |_, channel| {
                if channel.at("party").at("id").is("CCRConnect") {
                    channel.at("duration").whole()?;
                    channel.at("endReason").text()?;
                    seen.saw();
                }
                Ok(())
            })?;
            Ok(seen)
        },
    ),
    Case::new(
        "6.waiting-callers",
        C,
        &["6-11", "10-12"],
        "a caller waits while their channel has no `endReason` and its last event is a Queue",
        |scene| {
            let mut seen = Tally::of("a queue that an ongoing call is still in");
            let entries = scene.items(Collection::QueueTimes)?;
            let ongoing = scene.items(Collection::Ongoing)?;
            if scene.now.is_none() {
                return Ok(seen);
            }
            for entry in entries.iter().filter(|entry| entry.at("duration").is_null()) {
                let guid = entry.at("interactionGuid").text()?;
                let waiting = ongoing.iter().find(|interaction| interaction.at("guid").is(guid));
                let waiting = waiting.ok_or_else(|| ongoing.first().at("items").fails(format!("{guid}, who waits")))?;
                let caller = waiting.at("channels").nth(0);
                caller
                    .at("endReason")
                    .must(caller.at("endReason").is_null(), || "null, since the caller waits".to_owned())?;
                let last = caller.at("events").each()?.next_back();
                let is_queue = last.is_some_and(|last| last.at("type").is("Queue"));
                caller.at("events").must(is_queue, || "a Queue event at the end, since the caller waits".to_owned())?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "6.callbacks-share-a-conversation",
        D,
        &["6-10", "4.1-2"],
        "a queued callback and the call that follows share a `conversationGuid`",
        |scene| {
            let mut seen = Tally::of("a callback that was called back");
            let rows = scene.items(Collection::Interactions)?;
            for callback in rows.iter().filter(|interaction| interaction.at("medium").is("Phone Callback")) {
                let conversation = callback.at("conversationGuid").text()?;
                if rows.iter().filter(|other| other.at("conversationGuid").is(conversation)).count() > 1 {
                    seen.saw();
                }
            }
            // A callback that nobody has made yet is alone in its conversation.
            Ok(seen)
        },
    ),
    Case::journey(
        "6.transfer",
        D,
        &["6-3", "6-4", "6-6"],
        "a transfer shows as one agent's end, while the next agent and the caller go on",
        transfer,
    ),
    Case::journey(
        "6.consult",
        D,
        &["6-3", "6-5"],
        "a consult holds the caller and opens a second agent's channel",
        consult,
    ),
    Case::journey(
        "6.callback",
        D,
        &["6-10", "4.1-2", "4.1-6"],
        "a callback and the call that follows are two interactions of one conversation",
        |worlds| {
            let mut seen = Tally::of("a callback that was called back");
            let world = worlds.make("callback/call_back_is_another_interaction")?;
            let scene = world.at(world.settled)?;
            let rows = scene.items(Collection::Interactions)?;
            let callback = rows.iter().find(|interaction| interaction.at("medium").is("Phone Callback"));
            let callback = callback
                .ok_or_else(|| rows.first().at("items").fails("an interaction of the medium Phone Callback"))?;
            let conversation = callback.at("conversationGuid");
            conversation.text()?;
            let shared = rows.iter().filter(|other| other.at("conversationGuid").json() == conversation.json()).count();
            conversation.must(shared > 1, || "that of the call that follows, too".to_owned())?;
            seen.saw();
            Ok(seen)
        },
    ),
    Case::journey(
        "6.the-faqs-call",
        E,
        &["6-1", "1.4-7", "4.1-9"],
        "the FAQ's transfer, told as a flow, is what the FAQ prints",
        |worlds| {
            let mut seen = Tally::of("the FAQ's call");
            let world = worlds.make("faq/transfer")?;
            let scene = world.at(world.settled)?;
            let rows = scene.items(Collection::Interactions)?;
            let call = rows.iter().next().ok_or_else(|| rows.first().at("items").fails("the call"))?;
            for (name, value) in [
                ("guid", json!("016f8db7-798f-407c-9925-ef8c2b51e6b0")),
                ("start", json!("2020-01-10T11:13:05.836Z")),
                ("duration", json!(87_028)),
            ] {
                call.at(name).must_be(&value)?;
            }
            for (index, (offset, duration)) in [(0, 84_646), (6721, 51_897), (30_239, 56_789)].into_iter().enumerate() {
                let channel = call.at("channels").nth(index);
                channel.at("offset").must_be(&json!(offset))?;
                channel.at("duration").must_be(&json!(duration))?;
            }
            seen.saw();
            Ok(seen)
        },
    ),
];

/// When the channel of an agent begins and ends.
fn part_of(interaction: Node<'_>, agent: usize) -> Result<(i64, i64), Objection> {
    let agents = walk::agents(interaction)?;
    let channel = agents.get(agent).ok_or_else(|| interaction.at("channels").fails("channels of two agents"))?;
    let part = channel.stretch()?;
    Ok((part.start, part.end.ok_or_else(|| channel.at("duration").fails("a duration"))?))
}

fn transfer(worlds: &Worlds) -> Result<Tally, Objection> {
    let mut seen = Tally::of("a transfer");
    for name in ["faq/transfer", "transfer/call_through_four_hands"] {
        let world = worlds.make(name)?;
        let scene = world.at(world.settled)?;
        let rows = scene.items(Collection::Interactions)?;
        let call = rows.iter().next().ok_or_else(|| rows.first().at("items").fails("the call that is transferred"))?;
        let (first, second) = (part_of(call, 0)?, part_of(call, 1)?);
        let caller = call.at("channels").nth(0).stretch()?;
        call.at("channels").must(second.0 < first.1 && first.1 < second.1, || {
            "the second agent to come before the first leaves, and to stay".to_owned()
        })?;
        call.at("channels").nth(0).must(caller.end.is_some_and(|end| first.1 < end + 6000), || {
            "the caller to stay when the first agent leaves".to_owned()
        })?;
        seen.saw();
    }
    Ok(seen)
}

fn consult(worlds: &Worlds) -> Result<Tally, Objection> {
    let mut seen = Tally::of("a consult");
    for name in ["faq/transfer", "consult/consult_that_is_no_transfer"] {
        let world = worlds.make(name)?;
        let scene = world.at(world.settled)?;
        let rows = scene.items(Collection::Interactions)?;
        let call = rows.iter().next().ok_or_else(|| rows.first().at("items").fails("the call with a consult"))?;
        let holds = walk::events_of(call.at("channels").nth(0), "Held")?;
        let hold = holds.first().ok_or_else(|| call.at("channels").nth(0).at("events").fails("a Held event"))?;
        let (begin, second) = (hold.stretch()?.start, part_of(call, 1)?);
        hold.at("offset")
            .must(begin + 6 == second.0, || format!("{}, 6 ms before the second agent rings", second.0 - 6))?;
        let first = walk::agents(call)?[0].at("party").at("id");
        hold.at("properties").at("initiatingAgentId").must_be(first.json())?;
        seen.saw();
    }
    Ok(seen)
}
