//! Whether an analysis kept to the contract.

use std::time::Duration;

use crate::analysis::Broken;
use crate::verdict::{Evidence, Finding, Judge};

/// What is wrong with a run that came to nothing.
pub(super) fn broken(broken: &Broken) -> Finding {
    match broken {
        Broken::NotStarted { why } => error("not-started", format!("the analysis cannot be started: {why}")),
        Broken::TooSlow { limit, stderr } => {
            let sentence = format!("the analysis had not ended after {}, and was ended", seconds(*limit));
            error("time-limit", sentence).said(stderr)
        }
        Broken::TooMuch { limit } => {
            error("output-limit", format!("the analysis wrote more than {limit} bytes, and was ended"))
        }
        Broken::Failed { how, stderr } => error("failed", format!("the analysis failed: {how}")).said(stderr),
        Broken::NoJson { why, wrote, stderr } => {
            let sentence = format!("the analysis has to write one JSON document to standard output: {why}");
            error("no-json", sentence).text("it wrote", wrote).said(stderr)
        }
    }
}

fn error(id: &'static str, sentence: impl Into<String>) -> Finding {
    Finding::error(Judge::Contract, id, sentence)
}

fn seconds(limit: Duration) -> String {
    format!("{} s", limit.as_secs_f64())
}

impl Finding {
    fn said(self, stderr: &str) -> Self {
        self.text("standard error", stderr)
    }

    fn text(self, what: &str, text: &str) -> Self {
        if text.is_empty() {
            return self;
        }
        self.with(Evidence::Text { what: what.to_owned(), text: text.to_owned() })
    }
}
