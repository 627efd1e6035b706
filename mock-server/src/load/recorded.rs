//! Recorded answers: JSON as the API once gave it, to be given again field for field.

use std::ops::Range;

use scenarios::centre::Name;
use scenarios::problem::{MOST_TOLD, Problem};
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
    /// The latest `upTo`; `None` if no page tells one.
    pub up_to: Option<Instant>,
    /// The latest start, end or categorisation of an item; `None` if there is none.
    pub last: Option<Instant>,
}

impl Recording {
    /// Puts another one behind this one.
    pub fn add(&mut self, other: Self) {
        self.items.extend(other.items);
        self.up_to = self.up_to.max(other.up_to);
        self.last = self.last.max(other.last);
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
        self.last = self.last.map(|last| last + later);
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
/// Everything that is wrong; of more than 200 flaws the last entry tells how many are left out.
pub fn parse(name: &str, text: &str) -> Result<Recording, Vec<Flaw>> {
    // Some editors begin a file with a byte order mark; it is no part of the JSON.
    let json = text.trim_start_matches('\u{feff}');
    let top: &RawValue = serde_json::from_str(json).map_err(|error| vec![not_json(text, json, &error)])?;
    let mut reader =
        Reader { text, named: named_endpoint(name), recording: Recording::default(), flaws: Vec::new(), untold: 0 };
    reader.answer(top, Nesting::Alone);
    let rest = Problem::untold(reader.untold);
    reader.flaws.extend(rest.map(|rest| Flaw { span: text.len()..text.len(), what: rest.what, advice: rest.advice }));
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
    /// How many more there are.
    untold: usize,
}

impl<'a> Reader<'a> {
    /// Reads an array, a page or an item.
    fn answer(&mut self, raw: &'a RawValue, nesting: Nesting) {
        if raw.get().starts_with('[') {
            match nesting {
                Nesting::Alone => self.each(raw, |reader, element| reader.answer(element, Nesting::InArray)),
                Nesting::InArray => {
                    self.flaw(raw, "an array in an array", "a file has one array, of items or of pages")
                }
            }
        } else if let Ok(PageOf { items: Some(items), up_to }) = serde_json::from_str(raw.get()) {
            let up_to = up_to.and_then(|up_to| self.instant(up_to));
            self.recording.up_to = self.recording.up_to.max(up_to);
            if items.get().starts_with('[') {
                self.each(items, |reader, item| reader.item(item, up_to, Nesting::InArray));
            } else {
                self.flaw(items, "\"items\" is not an array", "a page has an array of items");
            }
        } else {
            self.item(raw, None, nesting);
        }
    }

    fn each(&mut self, array: &'a RawValue, mut read: impl FnMut(&mut Self, &'a RawValue)) {
        // What is in brackets has been read once as JSON: it is an array.
        for element in serde_json::from_str::<Vec<&RawValue>>(array.get()).unwrap_or_default() {
            read(self, element);
        }
    }

    fn item(&mut self, raw: &'a RawValue, up_to: Option<Instant>, nesting: Nesting) {
        const ADVICE: &str = "the items of the Stats API's answers are, and a file whose name begins with an \
                              endpoint's, such as queue-times, tells which it is";
        if !raw.get().starts_with('{') {
            return self.flaw(raw, "not an object", "an item of an answer is one");
        }
        let fields = match serde_json::from_str::<Map<String, Value>>(raw.get()) {
            Ok(fields) => fields,
            Err(error) => return self.flaw(raw, &format!("an item that cannot be read: {}", reason(&error)), ""),
        };
        let Some(endpoint) = self.named.or_else(|| endpoint_by_fields(&fields, nesting)) else {
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
        // An agent's status stands at its page's instant; whatever else begins or ends then is told of just after it.
        let last = end.max(categorised).max(Some(start)).filter(|_| endpoint != Endpoint::AgentStatus);
        self.recording.last = self.recording.last.max(last);
        self.recording.items.push(Recorded {
            endpoint,
            body: retold(raw.get(), Span::ZERO).into(),
            start,
            end,
            agent: text_of(&fields, "agentId"),
            queue: text_of(&fields, "queue"),
            guid: guid_of(&fields),
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
        if self.flaws.len() == MOST_TOLD {
            self.untold += 1;
            return;
        }
        // Every raw value borrows from the text.
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let span = start..start + raw.get().len();
        self.flaws.push(Flaw { span, what: what.to_owned(), advice: advice.to_owned() });
    }
}

/// Where in a file an answer stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    /// It is the whole file: a bare interaction is an answer of its own.
    Alone,
    /// It is one of several.
    InArray,
}

/// A flaw has been noted.
struct Refused;

/// Which endpoint gives items with such fields.
fn endpoint_by_fields(fields: &Map<String, Value>, nesting: Nesting) -> Option<Endpoint> {
    let has = |names: &[&str]| names.iter().all(|name| fields.contains_key(*name));
    let interactions = match nesting {
        Nesting::Alone => Endpoint::Interaction,
        Nesting::InArray => Endpoint::Interactions,
    };
    let kinds = [
        (has(&["guid", "channels"]), interactions),
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

/// The GUID of the interaction that an item is about.
fn guid_of(fields: &Map<String, Value>) -> Name {
    let of_work = fields.get("interaction").and_then(|interaction| interaction.get("guid"));
    let places = [fields.get("guid"), fields.get("interactionGuid"), of_work];
    places.into_iter().flatten().find_map(Value::as_str).unwrap_or_default().into()
}

/// The text of that name; of a number, how it is spelt, since that is what a filter can ask for.
fn text_of(fields: &Map<String, Value>, name: &str) -> Name {
    match fields.get(name) {
        Some(Value::String(text)) => text.as_str().into(),
        Some(Value::Number(number)) => number.to_string().into(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => Name::default(),
    }
}

/// `json` is the end of `text`.
fn not_json(text: &str, json: &str, error: &serde_json::Error) -> Flaw {
    let line_start: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let skipped = text.len() - json.len();
    let mut at = (skipped + line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Flaw { span: at..at, what: format!("not JSON: {}", reason(error)), advice: String::new() }
}

/// What is wrong, without the position, which is told beside it.
fn reason(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
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
    fn brackets_without_end_are_refused_at_once() {
        let nested = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
        assert_eq!(parse("monday", &nested).unwrap_err().len(), 1);
    }

    #[test]
    fn of_many_flaws_the_rest_is_counted() {
        let flaws = parse("monday", &format!("[7{}]", ", 7".repeat(MOST_TOLD + 1))).unwrap_err();
        assert_eq!(flaws.len(), MOST_TOLD + 1);
        assert_eq!(flaws[MOST_TOLD].what, "2 more problems are not told here");
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
            ("[[]]", 1, "an array in an array"),
            ("\u{feff}{]", 4, "not JSON: key must be a string"),
            ("[{\"start\":1E400}]", 1, "an item that cannot be read: number out of range"),
        ] {
            let flaws = parse("monday", text).unwrap_err();
            let told: Vec<_> = flaws.iter().map(|flaw| (flaw.span.start, flaw.what.as_str())).collect();
            assert_eq!(told, [(at, what)], "{text}");
        }
    }
}
