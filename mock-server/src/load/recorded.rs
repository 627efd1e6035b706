//! Recorded answers: JSON as the API once gave it, to be given again field for field.

use std::ops::Range;
use std::sync::Arc;

use scenarios::record::Recorded;
use scenarios::time::{Instant, Span};
use scenarios::view::{ActivityType, Endpoint, QueueTypes};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Recorded items, and until when they tell.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    /// The items, in the order of the files.
    pub items: Vec<Recorded>,
    /// The last instant that they tell of: the latest `upTo`, start, end or categorisation. `None` if there is none.
    pub up_to: Option<Instant>,
}

impl Recording {
    /// Puts another one behind this one.
    pub fn add(&mut self, other: Self) {
        self.items.extend(other.items);
        self.up_to = self.up_to.max(other.up_to);
    }

    /// The same answers, told as if they had been given `later` (or, if negative, earlier).
    #[must_use]
    pub fn shifted(mut self, later: Span) -> Self {
        for item in &mut self.items {
            item.body = retold(&item.body, later).into();
            item.start = item.start + later;
            item.end = item.end.map(|end| end + later);
        }
        self.up_to = self.up_to.map(|up_to| up_to + later);
        self
    }

    /// When its first item began.
    pub fn start(&self) -> Option<Instant> {
        self.items.iter().map(|item| item.start).min()
    }
}

/// What is wrong in a recorded answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where, in bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub what: String,
    /// What would be right.
    pub advice: String,
}

/// Reads one file: a page (an object with `items`), an item, or an array of items or pages.
///
/// `name` is the file's name without its ending. If it begins with the name of an endpoint, such as `agent-status` or
/// `wfm-queue-metrics`, that endpoint gave the items; else they are told apart by their fields.
///
/// # Errors
///
/// Everything that is wrong.
pub fn parse(name: &str, text: &str) -> Result<Recording, Vec<Flaw>> {
    let top: &RawValue = serde_json::from_str(text).map_err(|error| vec![not_json(text, &error)])?;
    let mut reader = Reader { text, named: named_endpoint(name), recording: Recording::default(), flaws: Vec::new() };
    reader.answer(top, true);
    if reader.flaws.is_empty() { Ok(reader.recording) } else { Err(reader.flaws) }
}

/// The endpoints by the names that files of their answers begin with; a longer name before one that it begins with.
const NAMES: [(&str, Endpoint); 11] = [
    ("interactions-ongoing", Endpoint::OngoingInteractions),
    ("interactions", Endpoint::Interactions),
    ("interaction", Endpoint::Interaction),
    ("agent-activities-presence", Endpoint::PresenceActivities),
    ("agent-activities-interactions", Endpoint::InteractionActivities),
    ("agent-activities", Endpoint::Activities),
    ("agent-status", Endpoint::AgentStatus),
    ("queue-times", Endpoint::QueueTimes),
    ("wfm-agent-states", Endpoint::AgentStates),
    ("wfm-queue-metrics", Endpoint::QueueMetrics),
    ("wfm-queue-activity", Endpoint::QueueActivity),
];

fn named_endpoint(name: &str) -> Option<Endpoint> {
    NAMES.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, endpoint)| *endpoint)
}

/// The parts of a page that matter.
#[derive(Deserialize)]
struct PageOf<'a> {
    #[serde(borrow)]
    items: Option<&'a RawValue>,
    #[serde(rename = "upTo", borrow)]
    up_to: Option<&'a RawValue>,
}

struct Reader<'a> {
    text: &'a str,
    named: Option<Endpoint>,
    recording: Recording,
    flaws: Vec<Flaw>,
}

impl<'a> Reader<'a> {
    /// Reads an array, a page or an item. `alone`: not an element of an array, so a bare interaction is an answer.
    fn answer(&mut self, raw: &'a RawValue, alone: bool) {
        if raw.get().starts_with('[') {
            self.each(raw, |reader, element| reader.answer(element, false));
        } else if let Ok(PageOf { items: Some(items), up_to }) = serde_json::from_str(raw.get()) {
            let up_to = up_to.and_then(|up_to| self.instant(up_to));
            self.recording.up_to = self.recording.up_to.max(up_to);
            if items.get().starts_with('[') {
                self.each(items, |reader, item| reader.item(item, up_to, false));
            } else {
                self.flaw(items, "\"items\" is not an array", "a page has an array of items");
            }
        } else {
            self.item(raw, None, alone);
        }
    }

    fn each(&mut self, array: &'a RawValue, mut read: impl FnMut(&mut Self, &'a RawValue)) {
        // What is in brackets has been read once as JSON: it is an array.
        for element in serde_json::from_str::<Vec<&RawValue>>(array.get()).unwrap_or_default() {
            read(self, element);
        }
    }

    fn item(&mut self, raw: &'a RawValue, up_to: Option<Instant>, alone: bool) {
        const ADVICE: &str = "the items of the Stats API's answers are, and a file whose name begins with an \
                              endpoint's, such as queue-times, tells which it is";
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(raw.get()) else {
            return self.flaw(raw, "not an object", "an item of an answer is one");
        };
        let Some(endpoint) = self.named.or_else(|| endpoint_by_fields(&fields, alone)) else {
            return self.flaw(raw, "not an item of any endpoint that is known", ADVICE);
        };
        let start = match self.time(raw, &fields, "start") {
            Err(Refused) => return,
            Ok(Some(start)) => start,
            Ok(None) if endpoint == Endpoint::AgentStatus => match up_to.or_else(|| latest_since(&fields)) {
                Some(start) => start,
                None => return self.flaw(raw, "no instant is told", "an agent's status tells since when it is"),
            },
            Ok(None) => return self.flaw(raw, "\"start\" is missing", "every item but an agent's status tells it"),
        };
        let Ok(end) = self.end(raw, &fields, start) else { return };
        let Ok(categorised) = self.time(raw, &fields, "categorizedAt") else { return };
        self.recording.up_to = self.recording.up_to.max(end).max(categorised).max(Some(start));
        self.recording.items.push(Recorded {
            endpoint,
            body: retold(raw.get(), Span::ZERO).into(),
            start,
            end,
            agent: text_of(&fields, "agentId"),
            queue: text_of(&fields, "queue"),
            guid: text_of(&fields, "guid"),
            activity: activity_type(endpoint, &fields),
            queue_type: fields.get("type").and_then(Value::as_str).and_then(|kind| match kind {
                "ACD" => Some(QueueTypes::Acd),
                "Virtual" => Some(QueueTypes::Virtual),
                _ => None,
            }),
        });
    }

    fn end(&mut self, raw: &RawValue, fields: &Map<String, Value>, start: Instant) -> Result<Option<Instant>, Refused> {
        match fields.get("duration") {
            None | Some(Value::Null) => Ok(None),
            Some(duration) => match duration.as_i64().filter(|millis| *millis >= 0) {
                Some(millis) => Ok(Some(start + Span::from_millis(millis))),
                None => {
                    let what = format!("\"duration\" is {duration}");
                    self.flaw(raw, &what, "it is a whole number of milliseconds, or null");
                    Err(Refused)
                }
            },
        }
    }

    /// The date-time of that name; `None` if it is null or not there.
    fn time(&mut self, raw: &RawValue, fields: &Map<String, Value>, name: &str) -> Result<Option<Instant>, Refused> {
        match fields.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if Instant::parse(text).is_ok() => Ok(Instant::parse(text).ok()),
            Some(other) => {
                self.flaw(raw, &format!("\"{name}\" is {other}"), "a date-time such as 2024-03-05T10:15:00.120Z is");
                Err(Refused)
            }
        }
    }

    fn instant(&mut self, raw: &'a RawValue) -> Option<Instant> {
        let read = serde_json::from_str::<String>(raw.get()).ok().and_then(|text| Instant::parse(&text).ok());
        if read.is_none() {
            self.flaw(raw, "not a date-time", "\"upTo\" is one, such as 2024-03-05T10:15:00.120Z");
        }
        read
    }

    fn flaw(&mut self, raw: &RawValue, what: &str, advice: &str) {
        // Every raw value borrows from the text.
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let span = start..start + raw.get().len();
        self.flaws.push(Flaw { span, what: what.to_owned(), advice: advice.to_owned() });
    }
}

/// A flaw has been noted.
struct Refused;

/// Which endpoint gives items with such fields.
fn endpoint_by_fields(fields: &Map<String, Value>, alone: bool) -> Option<Endpoint> {
    let has = |names: &[&str]| names.iter().all(|name| fields.contains_key(*name));
    let kinds = [
        (has(&["guid", "channels"]), if alone { Endpoint::Interaction } else { Endpoint::Interactions }),
        (has(&["agentId", "presence", "workload"]), Endpoint::AgentStatus),
        (has(&["queue", "connectedDuration"]), Endpoint::QueueMetrics),
        (has(&["queue", "interactionGuid"]), Endpoint::QueueTimes),
        (has(&["agentId", "type"]), Endpoint::Activities),
        (has(&["agentId", "state", "status"]), Endpoint::InteractionActivities),
        (has(&["agentId", "state", "description"]), Endpoint::AgentStates),
        (has(&["agentId", "category", "name"]), Endpoint::PresenceActivities),
    ];
    kinds.into_iter().find(|(fits, _)| *fits).map(|(_, endpoint)| endpoint)
}

fn activity_type(endpoint: Endpoint, fields: &Map<String, Value>) -> Option<ActivityType> {
    match endpoint {
        Endpoint::Activities => match fields.get("type")?.as_str()? {
            "Presence" => Some(ActivityType::Presence),
            "Workload" => Some(ActivityType::Workload),
            "Interaction" => Some(ActivityType::Interaction),
            _ => None,
        },
        Endpoint::PresenceActivities => Some(ActivityType::Presence),
        Endpoint::InteractionActivities => Some(ActivityType::Interaction),
        Endpoint::Interactions
        | Endpoint::OngoingInteractions
        | Endpoint::Interaction
        | Endpoint::AgentStatus
        | Endpoint::QueueTimes
        | Endpoint::AgentStates
        | Endpoint::QueueMetrics
        | Endpoint::QueueActivity => None,
    }
}

/// The latest `since` of an agent's status.
fn latest_since(fields: &Map<String, Value>) -> Option<Instant> {
    let since = |part: &Value| Instant::parse(part.get("since")?.as_str()?).ok();
    let interactions = fields.get("interaction").and_then(Value::as_array).into_iter().flatten();
    let parts = [fields.get("presence"), fields.get("workload")].into_iter().flatten().chain(interactions);
    parts.filter_map(since).max()
}

fn text_of(fields: &Map<String, Value>, name: &str) -> Arc<str> {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().into()
}

fn not_json(text: &str, error: &serde_json::Error) -> Flaw {
    let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let full = error.to_string();
    // The position is told beside it.
    let what = full.split(" at line ").next().unwrap_or_default();
    Flaw { span: at..at, what: format!("not JSON: {what}"), advice: String::new() }
}

/// The fields that hold instants; at any depth of an item they hold nothing else.
const TIMES: [&str; 3] = ["start", "since", "categorizedAt"];

/// JSON text without blanks between its tokens, and with its instants `later`. Numbers and texts stay as they are
/// spelt, so the text must be JSON.
fn retold(json: &str, later: Span) -> String {
    let mut told = String::with_capacity(json.len());
    let mut rest = json;
    let mut key = "";
    while let Some(next) = rest.chars().next() {
        if next == '"' {
            let (token, tail) = rest.split_at(string_len(rest));
            let content = token.trim_matches('"');
            match Instant::parse(content) {
                Ok(instant) if TIMES.contains(&key) && later != Span::ZERO => {
                    told.push_str(&format!("\"{}\"", instant + later));
                }
                Ok(_) | Err(_) => told.push_str(token),
            }
            key = if tail.trim_start().starts_with(':') { content } else { "" };
            rest = tail;
        } else {
            if !next.is_ascii_whitespace() {
                told.push(next);
            }
            rest = &rest[next.len_utf8()..];
        }
    }
    told
}

/// The length of the string that `json` begins with, quotes included.
fn string_len(json: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in json.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_told_again_as_it_was_spelt() {
        let spelt = r#" { "a b" : [ 1.0 , 1e3, -0 ] , "text" : "a \" b : c", "start": "2024-03-05" } "#;
        assert_eq!(retold(spelt, Span::ZERO), r#"{"a b":[1.0,1e3,-0],"text":"a \" b : c","start":"2024-03-05"}"#);
    }

    #[test]
    fn a_shift_moves_instants_and_nothing_else() {
        let item = r#"{"start":"2024-03-05T10:00:00.000Z","name":"2024-03-05","presence":{"since":"2024-03-05"}}"#;
        let moved = r#"{"start":"2024-03-05T10:00:01.000Z","name":"2024-03-05","presence":{"since":"2024-03-05T00:00:01.000Z"}}"#;
        assert_eq!(retold(item, Span::from_secs(1)), moved);
    }

    #[test]
    fn answers_are_told_apart_by_name_or_by_fields() {
        let queue = r#"{"start":"2024-03-05","interactionGuid":"g","queue":"q"}"#;
        let interaction = r#"{"start":"2024-03-05","guid":"g","channels":[]}"#;
        for (name, text, endpoint) in [
            ("monday", queue.to_owned(), Endpoint::QueueTimes),
            ("queue-times-monday", queue.to_owned(), Endpoint::QueueTimes),
            ("wfm-queue-activity", format!("[{queue}]"), Endpoint::QueueActivity),
            ("monday", interaction.to_owned(), Endpoint::Interaction),
            ("monday", format!("[{interaction}]"), Endpoint::Interactions),
            ("monday", format!(r#"{{"items":[{interaction}],"upTo":"2024-03-06"}}"#), Endpoint::Interactions),
            ("monday", format!(r#"[{{"items":[{interaction}]}},{{"items":[]}}]"#), Endpoint::Interactions),
            ("interactions-ongoing-1", format!("[{interaction}]"), Endpoint::OngoingInteractions),
        ] {
            let recording = parse(name, &text).unwrap();
            assert_eq!(recording.items.iter().map(|item| item.endpoint).collect::<Vec<_>>(), [endpoint], "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, at, what) in [
            ("[\n  {]", 5, "not JSON: key must be a string"),
            ("", 0, "not JSON: EOF while parsing a value"),
            ("[ 7 ]", 2, "not an object"),
            ("{\"a\":1}", 0, "not an item of any endpoint that is known"),
            ("{\"items\":7}", 9, "\"items\" is not an array"),
            ("[{\"guid\":\"g\",\"channels\":[]}]", 1, "\"start\" is missing"),
            ("{\"guid\":\"g\",\"channels\":[],\"start\":\"noon\"}", 0, "\"start\" is \"noon\""),
            ("{\"guid\":\"g\",\"channels\":[],\"start\":\"2024-03-05\",\"duration\":-1}", 0, "\"duration\" is -1"),
            ("{\"items\":[],\"upTo\":\"noon\"}", 19, "not a date-time"),
        ] {
            let flaws = parse("monday", text).unwrap_err();
            let told: Vec<_> = flaws.iter().map(|flaw| (flaw.span.start, flaw.what.as_str())).collect();
            assert_eq!(told, [(at, what)], "{text}");
        }
    }
}
