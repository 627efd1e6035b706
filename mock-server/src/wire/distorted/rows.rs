//! Rows that tell something else than what happened.

use scenarios::centre::CCR_CONNECT;
use scenarios::time::{Instant, Span};
use serde_json::{Value, json};

use super::paging::counted;
use super::{Page, rows};

/// Cuts each state that is over in two, the second half of which the agent is said to have been away.
pub(crate) fn states_rewritten(told: &mut Value) {
    let Some(items) = told.get_mut("items").and_then(Value::as_array_mut) else { return };
    let before = items.len();
    let cut = |state: Value| {
        let start = state["start"].as_str().and_then(|text| Instant::parse(text).ok());
        let duration = state["duration"].as_i64().filter(|duration| *duration >= 2);
        let (Some(start), Some(duration)) = (start, duration) else { return vec![state] };
        let [mut first, mut second] = [state.clone(), state];
        first["duration"] = json!(duration / 2);
        second["start"] = json!((start + Span::from_millis(duration / 2)).to_string());
        second["duration"] = json!(duration - duration / 2);
        second["state"] = json!("Away");
        second["description"] = json!("Away");
        vec![first, second]
    };
    *items = std::mem::take(items).into_iter().flat_map(cut).collect();
    let by_start = |state: &Value| [state["start"].to_string(), state["agentId"].to_string()];
    items.sort_by_cached_key(by_start);
    let more = items.len() - before;
    // However many they are, they stand on one page.
    for field in ["count", "totalCount"] {
        if let Some(number) = told["meta"][field].as_u64() {
            told["meta"][field] = json!(number + more as u64);
        }
    }
}

/// Leaves out the channels of outside contacts.
pub(crate) fn ccr_missing(told: &mut Value) {
    for row in rows(told) {
        if let Some(channels) = row.get_mut("channels").and_then(Value::as_array_mut) {
            channels.retain(|channel| channel["party"]["id"] != CCR_CONNECT);
        }
    }
}

/// Tells outside contacts as agents.
pub(crate) fn ccr_as_agent(told: &mut Value) {
    for channel in channels(told).filter(|channel| channel["party"]["id"] == CCR_CONNECT) {
        channel["party"]["role"] = json!("Agent");
    }
}

/// Leaves out that customers were on hold.
pub(crate) fn holds_missing(told: &mut Value) {
    for channel in channels(told) {
        if let Some(events) = channel.get_mut("events").and_then(Value::as_array_mut) {
            events.retain(|event| event["type"] != "Held");
        }
    }
}

/// Leaves out what agents did after the talk, and the time that it took.
pub(crate) fn wrap_missing(told: &mut Value) {
    for row in rows(told) {
        let Some(channels) = row.get_mut("channels").and_then(Value::as_array_mut) else { continue };
        for channel in channels.iter_mut() {
            let Some(events) = channel.get_mut("events").and_then(Value::as_array_mut) else { continue };
            let wraps = events.iter().filter(|event| event["type"] == "Wrap");
            let wrapped: i64 = wraps.filter_map(|event| event["duration"].as_i64()).sum();
            events.retain(|event| event["type"] != "Wrap");
            if let Some(duration) = channel["duration"].as_i64() {
                channel["duration"] = json!(duration - wrapped);
            }
        }
        let end = |channel: &Value| Some(channel["offset"].as_i64()? + channel["duration"].as_i64()?);
        let last = channels.iter().filter_map(end).max();
        if let Some(last) = last.filter(|_| row["duration"].is_i64()) {
            row["duration"] = json!(last);
        }
    }
}

/// Counts the offsets of events from their channel's start.
pub(crate) fn offsets_from_channel(told: &mut Value) {
    for channel in channels(told) {
        let begins = channel["offset"].as_i64().unwrap_or_default();
        for event in channel.get_mut("events").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(offset) = event["offset"].as_i64() {
                event["offset"] = json!(offset - begins);
            }
        }
    }
}

/// Gives all interactions the GUID of the first.
pub(crate) fn guids_alike(told: &mut Value) {
    let mut first = None;
    for interaction in rows(told).iter_mut().filter(|row| row["channels"].is_array()) {
        interaction["guid"] = first.get_or_insert_with(|| interaction["guid"].clone()).clone();
    }
}

/// Gives all channels the GUID of their interaction.
pub(crate) fn channel_guids_alike(told: &mut Value) {
    for interaction in rows(told) {
        let guid = interaction["guid"].clone();
        for channel in interaction.get_mut("channels").and_then(Value::as_array_mut).into_iter().flatten() {
            channel["guid"] = guid.clone();
        }
    }
}

/// Says nothing of what belongs together.
pub(crate) fn conversation_missing(told: &mut Value) {
    for row in rows(told) {
        if let Some(conversation) = row.get_mut("conversationGuid") {
            *conversation = Value::Null;
        }
    }
}

/// Says that what goes on is complete.
pub(crate) fn ongoing_as_completed(told: &mut Value) {
    for row in rows(told).iter_mut().filter(|row| row["status"] == "Ongoing") {
        row["status"] = json!("Completed");
    }
}

/// Leaves out what goes on.
pub(crate) fn ongoing_missing(told: &mut Value, page: &Page) {
    retain(told, page, |row| row.get("duration").is_none_or(|duration| !duration.is_null()));
}

/// Says Busy of the presence of whoever has something in hand.
pub(crate) fn busy_as_presence(told: &mut Value) {
    let has_work = |row: &Value| row["interaction"].as_array().is_some_and(|work| !work.is_empty());
    for row in rows(told).iter_mut().filter(|row| row["presence"].is_object() && has_work(row)) {
        row["presence"]["name"] = json!("Busy");
        row["presence"]["description"] = json!("Busy");
    }
}

/// Leaves out who is logged out.
pub(crate) fn logged_out_missing(told: &mut Value, page: &Page) {
    retain(told, page, |row| row["presence"]["name"] != "LoggedOut");
}

/// Counts calls alone.
pub(crate) fn workload_of_calls_alone(told: &mut Value) {
    for row in rows(told) {
        for count in ["semiLive", "nonLive"] {
            if let Some(count) = row.get_mut("workload").and_then(|workload| workload.get_mut(count)) {
                *count = json!(0);
            }
        }
    }
}

/// Takes what was answered quickly for given up.
pub(crate) fn answered_as_abandoned(told: &mut Value) {
    const SOON: i64 = 10_000;
    let is_quick = |row: &Value| row["duration"].as_i64().is_some_and(|duration| duration < SOON);
    for row in rows(told).iter_mut().filter(|row| row["category"] == "Answered" && is_quick(row)) {
        row["category"] = json!("Abandoned");
    }
}

fn channels(told: &mut Value) -> impl Iterator<Item = &mut Value> {
    rows(told).iter_mut().filter_map(|row| row.get_mut("channels")?.as_array_mut()).flatten()
}

fn retain(told: &mut Value, page: &Page, keep: impl Fn(&Value) -> bool) {
    let Some(items) = told.get_mut("items").and_then(Value::as_array_mut) else { return };
    let before = items.len();
    items.retain(keep);
    let gone = i64::try_from(before - items.len()).unwrap_or_default();
    if gone > 0 {
        counted(told, -gone, page);
    }
}
