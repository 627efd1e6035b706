//! Sections 2.4 and 2.5: what a client gets that polls. This takes a clock that can be moved.

use std::collections::BTreeMap;

use scenarios::time::Instant;
use serde_json::Value;

use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Objection, Tally};
use crate::conform::worlds::World;

use Sure::{Client as C, Documented as D};

/// Scenarios in which something comes late, is corrected, or goes on over a long time.
const LATE: [&str; 7] = [
    "processing/end_told_late",
    "processing/duration_corrected_later",
    "processing/categorised_minutes_after_the_end",
    "processing/answer_told_late",
    "processing/presence_told_late",
    "ccr/channel_that_arrives_after_the_end",
    "calendar/call_over_midnight",
];

/// Into how many polls a story is cut.
const POLLS: i64 = 10;

/// Sections 2.4, 2.5 and, of what changes as time goes on, 5 and 6.
pub(super) const POLLING: &[Case] = &[
    Case::journey(
        "2.4.polling-loses-nothing",
        D,
        &["2.4-6", "2.5-1", "2.5-2", "2.1-10"],
        "who polls by `Processed`, from `upTo` to `upTo`, ends with every item as finally told",
        |worlds| {
            let mut seen = Tally::of("an item that is polled");
            for name in LATE {
                let world = worlds.make(name)?;
                for collection in [Collection::Interactions, Collection::QueueTimes, Collection::Activities] {
                    let polled = poll(&world, collection)?;
                    let scene = world.at(world.settled)?;
                    for item in scene.items(collection)?.iter() {
                        let key = collection.key(item)?;
                        let last = polled.get(&key).and_then(|versions| versions.last());
                        item.must(last == Some(item.json()), || match last {
                            None => "to have come with some poll".to_owned(),
                            Some(last) => format!("as the last poll told it: {last}"),
                        })?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::journey(
        "2.4.processed-after-the-end",
        D,
        &["2.4-4"],
        "`Processed` tells what had ended before the window and was processed in it",
        |worlds| {
            let world = worlds.make("processing/end_told_late")?;
            let scene = world.at(world.settled)?;
            let mut seen = Tally::of("an interaction that is processed late");
            // It ended at 23:52:13 on the fifth, which was processed at 00:07:13 on the sixth.
            let midnight = Instant::from_millis(1_709_683_200_000);
            let question = scene.of(Collection::Interactions).with("include", "Processed");
            let rows = scene.rows(&question.with("start", midnight.to_string()).with("end", scene.end.to_string()))?;
            let items = rows.first().at("items");
            let mut ended_before = false;
            for item in rows.iter() {
                ended_before |= item.period()?.end.is_some_and(|end| end < midnight.as_millis());
            }
            items.must(ended_before, || "the interaction whose end was processed after midnight".to_owned())?;
            seen.saw();
            Ok(seen)
        },
    ),
    Case::journey(
        "2.5.more-complete-each-time",
        C,
        &["2.5-5", "6-12"],
        "a polled interaction comes back, more complete, until it is final",
        |worlds| {
            let mut seen = Tally::of("an interaction that comes back");
            for name in LATE {
                let world = worlds.make(name)?;
                for versions in poll(&world, Collection::Interactions)?.values() {
                    for pair in versions.windows(2) {
                        let goes_back = pair[0]["status"] != "Ongoing" && pair[1]["status"] == "Ongoing";
                        if goes_back {
                            let scene = world.at(world.settled)?;
                            let rows = scene.items(Collection::Interactions)?;
                            return Err(rows
                                .first()
                                .fails(format!("{} to stay {}", pair[0]["guid"], pair[0]["status"])));
                        }
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::journey(
        "5.login",
        D,
        &["5-3", "5-5"],
        "a login shows as the end of a LoggedOut that lasted until then",
        |worlds| {
            let world = worlds.make("faq/login_is_the_end_of_logged_out")?;
            let scene = world.at(world.settled)?;
            let mut seen = Tally::of("a login");
            let rows = scene.rows(&scene.of(Collection::Activities).with("type", "Presence"))?;
            let mut before: Option<(i64, &str)> = None;
            let mut logins = Vec::new();
            for presence in rows.iter() {
                let (period, category) = (presence.period()?, presence.at("category").text()?);
                if before == Some((period.start, "LoggedOut")) && category != "LoggedOut" {
                    logins.push(presence.at("start").text()?);
                    seen.saw();
                }
                before = period.end.map(|end| (end, category));
            }
            let told = rows.first().at("items");
            told.must(logins == ["2024-03-04T08:57:12.480Z", "2024-03-05T08:58:40.117Z"], || {
                format!("a login on either morning, after a LoggedOut until then; there are {logins:?}")
            })?;
            Ok(seen)
        },
    ),
    Case::journey(
        "6.wfm-rewritten",
        D,
        &["6-15", "6-16"],
        "who replaces WFM states from the first returned one on ends with the final ones",
        |worlds| {
            let mut seen = Tally::of("a WFM state that is polled");
            for name in ["processing/states_rewritten", "processing/presence_told_late", "processing/answer_told_late"]
            {
                let world = worlds.make(name)?;
                let mut stored: BTreeMap<(String, String), Value> = BTreeMap::new();
                let mut since = world.start;
                for poll in 1..=POLLS {
                    let scene = world.after(1000 * poll / POLLS)?;
                    let question = scene.of(Collection::States).with("start", since.to_string()).without("end");
                    let rows = scene.rows(&question.with("include", "Processed"))?;
                    let mut firsts: BTreeMap<String, String> = BTreeMap::new();
                    for state in rows.iter() {
                        let (agent, start) = (state.at("agentId").text()?, state.at("start").text()?);
                        firsts.entry(agent.to_owned()).or_insert_with(|| start.to_owned());
                    }
                    stored.retain(|(agent, start), _| firsts.get(agent).is_none_or(|first| start < first));
                    for state in rows.iter() {
                        let key = (state.at("agentId").text()?.to_owned(), state.at("start").text()?.to_owned());
                        stored.insert(key, state.json().clone());
                    }
                    since = rows.first().at("upTo").instant()?;
                }
                let scene = world.at(world.settled)?;
                let rows = scene.items(Collection::States)?;
                let mut rest = stored;
                for state in rows.iter() {
                    let key = (state.at("agentId").text()?.to_owned(), state.at("start").text()?.to_owned());
                    let kept = rest.remove(&key);
                    state.must(kept.as_ref() == Some(state.json()), || match kept {
                        None => "to have come with some poll".to_owned(),
                        Some(kept) => format!("as the last poll told it: {kept}"),
                    })?;
                    seen.saw();
                }
                if let Some(much) = rest.values().next() {
                    return Err(rows
                        .first()
                        .at("items")
                        .fails(format!("{much} too, which a poll told and none took back")));
                }
            }
            Ok(seen)
        },
    ),
    Case::journey(
        "6.outside-contacts-come-late",
        D,
        &["6-8", "6-9"],
        "an outside contact's channel is absent until it has completed",
        |worlds| {
            let mut seen = Tally::of("a channel of an outside contact");
            for name in [
                "faq/outside_contacts_show_as_ccrconnect",
                "ccr/channel_that_arrives_after_the_end",
                "ccr/contact_hands_back_to_the_plan",
            ] {
                let world = worlds.make(name)?;
                for part in 1..=POLLS {
                    let scene = world.after(1000 * part / POLLS)?;
                    for interaction in scene.items(Collection::Interactions)?.iter() {
                        for channel in interaction.at("channels").each()?.filter(is_outside_contact) {
                            channel
                                .at("duration")
                                .must(!channel.at("duration").is_null(), || "a duration".to_owned())?;
                        }
                    }
                }
                let settled = world.at(world.settled)?;
                let rows = settled.items(Collection::Interactions)?;
                let mut contacts = 0;
                for interaction in rows.iter() {
                    contacts += interaction.at("channels").each()?.filter(is_outside_contact).count();
                }
                rows.first().at("items").must(contacts > 0, || "a channel of the outside contact".to_owned())?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
];

fn is_outside_contact(channel: &Node<'_>) -> bool {
    channel.at("party").at("id").is("CCRConnect")
}

/// Every version of every item that polls by `Processed` tell, by key and in order.
fn poll(world: &World<'_>, collection: Collection) -> Result<BTreeMap<String, Vec<Value>>, Objection> {
    let mut versions: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut since = world.start;
    for poll in 1..=POLLS {
        let scene = world.after(1000 * poll / POLLS)?;
        let question = scene.of(collection).with("start", since.to_string()).without("end");
        let rows = scene.rows(&question.with("include", "Processed"))?;
        for item in rows.iter() {
            versions.entry(collection.key(item)?).or_default().push(item.json().clone());
        }
        since = rows.first().at("upTo").instant()?;
    }
    Ok(versions)
}
