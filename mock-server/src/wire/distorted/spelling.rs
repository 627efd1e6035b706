//! Answers that say the right thing in a way that nobody expects.

use scenarios::time::{Instant, Span};
use serde_json::{Value, json};

use super::every_entry;

/// The fields in which words of closed choices stand that may one day be more.
const CHOICES: [&str; 6] = ["medium", "category", "state", "endReason", "result", "reason"];

/// The fields that are null somewhere in the documents, or of which they do not say that they never are.
const NULLABLE: [&str; 10] = [
    "conversationGuid",
    "mediumManager",
    "serviceName",
    "connectTo",
    "connectFrom",
    "outcome",
    "interactionPlanMapping",
    "integrationType",
    "touchpoint",
    "reason",
];

/// The fields in which milliseconds stand.
const MILLIS: [&str; 5] = ["duration", "offset", "targetTimeToAnswer", "connectedDuration", "wrapDuration"];

/// The fields in which an agent's ID stands.
const AGENT_IDS: [&str; 3] = ["agentId", "id", "initiatingAgentId"];

/// The fields in which a GUID stands.
const GUIDS: [&str; 4] = ["guid", "conversationGuid", "interactionGuid", "channelGuid"];

/// Puts a word that nobody knows in the place of each word of a closed choice.
pub(crate) fn unknown_values(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if CHOICES.contains(&key) && value.is_string() {
            *value = json!("Unheard-of");
        }
    });
}

/// Adds a field to every object.
pub(crate) fn unknown_fields(told: &mut Value) {
    match told {
        Value::Object(entries) => {
            entries.values_mut().for_each(unknown_fields);
            entries.insert("unheardOf".to_owned(), json!("since today"));
        }
        Value::Array(elements) => elements.iter_mut().for_each(unknown_fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Tells nothing where that is possible.
pub(crate) fn nulls(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if NULLABLE.contains(&key) {
            *value = Value::Null;
        }
    });
}

/// Counts in seconds.
pub(crate) fn seconds_for_millis(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if let Some(millis) = value.as_i64().filter(|_| MILLIS.contains(&key)) {
            *value = json!(millis / 1000);
        }
    });
}

/// Leaves out what is less than a second.
pub(crate) fn fractions_missing(told: &mut Value) {
    every_instant(told, |text, _| Some(format!("{}Z", text.split_once('.')?.0)));
}

/// Leaves out that times are UTC.
pub(crate) fn zone_missing(told: &mut Value) {
    every_instant(told, |text, _| Some(text.strip_suffix('Z')?.to_owned()));
}

/// Tells the time of a clock that is an hour ahead.
pub(crate) fn local_time(told: &mut Value) {
    every_instant(told, |_, instant| Some((instant + Span::from_secs(3_600)).to_string()));
}

/// Tells no time of what has no end yet.
pub(crate) fn zero_for_null(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if key == "duration" && value.is_null() {
            *value = json!(0);
        }
    });
}

/// Says in version 3 what version 2 said.
pub(crate) fn failed_as_failure(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if ["category", "state"].contains(&key) && *value == "Failed" {
            *value = json!("Failure");
        }
    });
}

/// Takes IDs for numbers.
pub(crate) fn agent_ids_as_numbers(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        let number = value.as_str().and_then(|id| id.parse::<u64>().ok()).filter(|_| AGENT_IDS.contains(&key));
        if let Some(number) = number {
            *value = json!(number);
        }
    });
}

/// Tells identifiers in capitals.
pub(crate) fn guids_in_capitals(told: &mut Value) {
    every_entry(told, &mut |key, value| {
        if let Some(guid) = value.as_str().filter(|_| GUIDS.contains(&key)) {
            *value = json!(guid.to_ascii_uppercase());
        }
    });
}

/// Tells every date-time otherwise.
fn every_instant(told: &mut Value, tell: impl Fn(&str, Instant) -> Option<String>) {
    const EXAMPLE: &str = "2024-03-05T10:15:00.120Z";
    every_entry(told, &mut |_, value| {
        let Some(text) = value.as_str().filter(|text| text.len() == EXAMPLE.len() && text.ends_with('Z')) else {
            return;
        };
        let Ok(instant) = Instant::parse(text) else { return };
        if let Some(text) = tell(text, instant) {
            *value = json!(text);
        }
    });
}
