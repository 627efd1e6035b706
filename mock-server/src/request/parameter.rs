//! The parameters of the API: how each is read, what is said of a wrong value, and how it is described to people.
//!
//! One definition does all three, so that they cannot disagree.

use std::borrow::Cow;

use scenarios::time::Instant;
use scenarios::view::{ActivityType, Include, QueueTypes};
use serde_json::{Value, json};

use super::query::Query;
use crate::error::Refusal;

/// A parameter, as it is described.
pub(crate) trait Parameter: Sync {
    /// Its name, in the documented case.
    fn name(&self) -> &'static str;
    /// What it means.
    fn description(&self) -> &'static str;
    /// Whether it has to be sent.
    fn required(&self) -> bool {
        false
    }
    /// What is accepted, as JSON schema.
    fn schema(&self) -> Value;
    /// What is accepted, to continue the sentence "it must be …".
    fn accepted(&self) -> String;

    /// The answer to `value`.
    fn malformed(&self, value: &str) -> Refusal {
        Refusal::Malformed { name: self.name(), value: value.to_owned(), accepted: self.accepted() }
    }
}

/// A point in time.
#[derive(Debug)]
pub(crate) struct DateTime {
    name: &'static str,
    required: bool,
    description: &'static str,
}

/// A whole number.
#[derive(Debug)]
pub(crate) struct Whole {
    name: &'static str,
    least: u32,
    most: u32,
    default: u32,
    description: &'static str,
}

/// One of some words.
#[derive(Debug)]
pub(crate) struct Choice<T: 'static> {
    name: &'static str,
    words: &'static [(&'static str, T)],
    default: Option<&'static str>,
    description: &'static str,
}

/// Any text.
#[derive(Debug)]
pub(crate) struct Text {
    name: &'static str,
    description: &'static str,
}

/// The beginning of a window.
pub(crate) static START: DateTime = DateTime {
    name: "start",
    required: true,
    description: "The beginning of the window, which belongs to it. When polling, the `upTo` of the previous answer.",
};

/// The end of a window.
pub(crate) static END: DateTime = DateTime {
    name: "end",
    required: false,
    description: "The end of the window, which does not belong to it (our choice). Default: now.",
};

/// What has to lie in a window.
pub(crate) static INCLUDE: Choice<Include> = Choice {
    name: "include",
    words: &[
        ("Started", Include::Started),
        ("StartedOrEnded", Include::StartedOrEnded),
        ("Processed", Include::Processed),
    ],
    default: Some("Started"),
    description: "Which items are returned: those that started in the window; that started or ended in it; or that \
                  started, ended or were processed in it, which is advised for polling.",
};

/// Which page.
pub(crate) static PAGE: Whole =
    Whole { name: "page", least: 1, most: i32::MAX as u32, default: 1, description: "Which page; the first is 1." };

/// How long a page is. The default and the largest value are our choice.
pub(crate) static LIMIT: Whole =
    Whole { name: "limit", least: 1, most: 5000, default: 25, description: "The most items that a page has." };

/// Whose activities or states.
pub(crate) static AGENT_ID: Text = Text {
    name: "agentId",
    description: "Only those of the agent with this ID, as given in the admin portal. Default: all agents.",
};

/// Which type of activity.
pub(crate) static TYPE: Choice<ActivityType> = Choice {
    name: "type",
    words: &[
        ("Presence", ActivityType::Presence),
        ("Workload", ActivityType::Workload),
        ("Interaction", ActivityType::Interaction),
    ],
    default: None,
    description: "Only activities of this type. Default: all types.",
};

/// Which queues.
pub(crate) static QUEUES: Text = Text {
    name: "queues",
    description: "Only those of the queues with these names, separated by commas; blanks around a name do not count. \
                  Default: all queues.",
};

/// Which types of queue; of queue times.
pub(crate) static QUEUE_TYPE: Choice<QueueTypes> = Choice { default: Some("ACD"), ..WFM_QUEUE_TYPE };

/// Which types of queue; for workforce management.
pub(crate) static WFM_QUEUE_TYPE: Choice<QueueTypes> = Choice {
    name: "queueType",
    words: &[("ACD", QueueTypes::Acd), ("Virtual", QueueTypes::Virtual), ("All", QueueTypes::All)],
    default: Some("All"),
    description: "Only queues of this type.",
};

impl DateTime {
    /// Its value; `None` if it was not sent and need not be.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] and [`Refusal::Malformed`].
    pub(crate) fn read(&self, query: &Query<'_>) -> Result<Option<Instant>, Refusal> {
        match query.get(self.name) {
            None if self.required => Err(Refusal::Missing { name: self.name, accepted: self.accepted() }),
            None => Ok(None),
            Some(text) => Instant::parse(&with_plus(text)).map(Some).map_err(|_| self.malformed(text)),
        }
    }
}

/// `text`, in which the plus of an offset such as `+01:00` may have become a blank on its way through a query.
fn with_plus(text: &str) -> Cow<'_, str> {
    // The first blank after a date stands for a `T`.
    match text.rfind(' ') {
        Some(blank) if blank > "2024-05-01".len() => format!("{}+{}", &text[..blank], &text[blank + 1..]).into(),
        Some(_) | None => text.into(),
    }
}

impl Whole {
    /// Its value.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`].
    pub(crate) fn read(&self, query: &Query<'_>) -> Result<u32, Refusal> {
        let Some(text) = query.get(self.name) else { return Ok(self.default) };
        let number = text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        number.filter(|number| (self.least..=self.most).contains(number)).ok_or_else(|| self.malformed(text))
    }
}

impl<T: Copy + Sync> Choice<T> {
    /// Its value; `None` if it was not sent and has no default.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] for every other word, and for these in another case (our choice).
    pub(crate) fn read(&self, query: &Query<'_>) -> Result<Option<T>, Refusal> {
        let Some(text) = query.get(self.name).or(self.default) else { return Ok(None) };
        match self.words.iter().find(|(word, _)| *word == text) {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(self.malformed(text)),
        }
    }

    fn words(&self) -> Vec<&'static str> {
        self.words.iter().map(|(word, _)| *word).collect()
    }
}

impl Text {
    /// Its value; `None` if it was not sent.
    pub(crate) fn read<'a>(&self, query: &'a Query<'_>) -> Option<&'a str> {
        query.get(self.name)
    }
}

impl Parameter for DateTime {
    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn required(&self) -> bool {
        self.required
    }

    fn schema(&self) -> Value {
        json!({ "type": "string", "description": "A date, or a date and time, in ISO 8601; UTC unless it tells an offset." })
    }

    fn accepted(&self) -> String {
        "a date such as 2024-03-05, or a date and time such as 2024-03-05T10:15:00.120Z".to_owned()
    }
}

impl Parameter for Whole {
    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn schema(&self) -> Value {
        json!({ "type": "integer", "minimum": self.least, "maximum": self.most, "default": self.default })
    }

    fn accepted(&self) -> String {
        format!("a whole number from {} to {}", self.least, self.most)
    }
}

impl<T: Copy + Sync> Parameter for Choice<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn schema(&self) -> Value {
        let mut schema = json!({ "type": "string", "enum": self.words() });
        if let Some(default) = self.default {
            schema["default"] = default.into();
        }
        schema
    }

    fn accepted(&self) -> String {
        format!("one of {}, spelt so", self.words().join(", "))
    }
}

impl Parameter for Text {
    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn schema(&self) -> Value {
        json!({ "type": "string" })
    }

    fn accepted(&self) -> String {
        "a text".to_owned()
    }
}
