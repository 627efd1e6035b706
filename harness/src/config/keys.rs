//! The keys of `insights.toml`: what belongs behind each, for people, for editors, and for who reads the file.

use serde_json::{Map, Value, json};

use crate::judge::Named;
use crate::question::Question;
use crate::report::Format;

/// A key, what belongs behind it, and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What belongs behind it.
    pub takes: Takes,
    /// What it says, without a full stop.
    pub says: &'static str,
}

/// What belongs behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A span, such as `"15s"`.
    Span,
    /// A whole number from 1 on.
    Count,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// The name of a question.
    Question,
    /// The names of judges.
    Judges,
    /// Reports.
    Reports,
}

/// What is said of all analyses.
pub const OF_ALL: [Key; 4] = [
    Key { name: "goldens", takes: Takes::Text, says: "the folder of goldens: answers are compared with them" },
    Key {
        name: "report",
        takes: Takes::Reports,
        says: "reports to write, each in a file or a folder, as in \"junit=out/\"",
    },
    Key { name: "jobs", takes: Takes::Count, says: "how many cases are run at a time" },
    Key { name: "target", takes: Takes::Text, says: "the address of a mock server that runs already" },
];

/// What is said of one.
pub const OF_ANALYSIS: [Key; 15] = [
    Key { name: "name", takes: Takes::Text, says: "what people call it" },
    Key { name: "cmd", takes: Takes::Text, says: "a line for the shell, run in the folder of this file" },
    Key { name: "question", takes: Takes::Question, says: "the question that it answers" },
    Key {
        name: "scenarios",
        takes: Takes::Texts,
        says: "scenarios of the catalog by name, or files; `*` stands for anything",
    },
    Key { name: "seed", takes: Takes::Number, says: "a generated scenario, or the first of `cases`" },
    Key { name: "cases", takes: Takes::Count, says: "so many generated scenarios, from `seed` on, or from 1" },
    Key { name: "generator", takes: Takes::Text, says: "a config file of the generator, as of insights-mock generate" },
    Key { name: "poll", takes: Takes::Span, says: "how often it is run while the world's clock goes on" },
    Key {
        name: "busy",
        takes: Takes::Text,
        says: "what counts as busy: ringing, wrap, and media, separated by commas",
    },
    Key { name: "judges", takes: Takes::Judges, says: "who judges it" },
    Key { name: "time_limit", takes: Takes::Span, says: "how long a run may take" },
    Key { name: "output_limit", takes: Takes::Count, says: "how many bytes a run may write" },
    Key {
        name: "goldens",
        takes: Takes::Flag,
        says: "whether its answers are compared with goldens, where there is a folder of them",
    },
    Key {
        name: "order",
        takes: Takes::Texts,
        says: "lists whose order says nothing in goldens, and the fields to put them in order by",
    },
    Key { name: "redact", takes: Takes::Texts, says: "what goldens mask, and what it has to be" },
];

/// The file as a JSON Schema (2020-12), for editors.
pub fn schema() -> Value {
    let mut properties = properties(&OF_ALL);
    let mut analysis = json!({ "type": "object", "properties": self::properties(&OF_ANALYSIS) });
    analysis["required"] = json!(["name", "cmd"]);
    analysis["additionalProperties"] = json!(false);
    let analyses =
        json!({ "type": "array", "items": analysis, "minItems": 1, "description": "The analyses, a table for each." });
    properties.insert("analysis".to_owned(), analyses);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "insights.toml",
        "description": "The analyses of a project, and how they are checked.",
        "type": "object",
        "properties": properties,
        "required": ["analysis"],
        "additionalProperties": false,
    })
}

fn properties(keys: &[Key]) -> Map<String, Value> {
    let property = |key: &Key| {
        let mut property = key.takes.schema();
        let mut letters = key.says.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        property["description"] = json!(format!("{first}{}.", letters.as_str()));
        (key.name.to_owned(), property)
    };
    keys.iter().map(property).collect()
}

impl Takes {
    /// What belongs there, to continue the sentence "it is …".
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Span => "a span, such as \"15s\"",
            Self::Count => "a whole number from 1 on",
            Self::Number => "a whole number from 0 on",
            Self::Flag => "true or false",
            Self::Question => "a question",
            Self::Judges => "a list of judges",
            Self::Reports => "a list of reports",
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Text => json!({ "type": "string", "minLength": 1 }),
            Self::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
            Self::Span => json!({ "type": "string", "pattern": r"^\s*(\d+(\.\d+)?\s*(d|h|m|s|ms)\s*)+$" }),
            Self::Count => json!({ "type": "integer", "minimum": 1 }),
            Self::Number => json!({ "type": "integer", "minimum": 0 }),
            Self::Flag => json!({ "type": "boolean" }),
            Self::Question => json!({ "enum": Question::ALL.map(Question::name) }),
            Self::Judges => json!({ "type": "array", "items": { "enum": Named::ALL.map(Named::name) } }),
            Self::Reports => {
                let names = Format::ALL.map(Format::name).join("|");
                json!({ "type": "array", "items": { "type": "string", "pattern": format!("^({names})(=.+)?$") } })
            }
        }
    }
}
