//! Everything, for programs.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Serialize;
use serde_json::Value;

use crate::verdict::{About, Case, Outcome, Verdict};

/// The verdict as JSON.
pub(super) fn render(verdict: &Verdict) -> String {
    let [holds, undecided, fails] =
        [Outcome::Holds, Outcome::Undecided, Outcome::Fails].map(|outcome| verdict.count(outcome));
    let cases = verdict.cases.iter().map(|case| JudgedCase { outcome: case.outcome(), case: case.clone() }).collect();
    let counts = Counts { holds, undecided, fails };
    let document = Document { version: VERSION, about: verdict.about, outcome: verdict.outcome(), counts, cases };
    // Nothing in it has keys that are not text, and memory has room.
    let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
    json.push('\n');
    json
}

/// The report as a JSON Schema (2020-12).
pub fn schema() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Document>().to_value()
}

/// What came of everything that was put to the test.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
struct Document {
    /// Which form this document has. It changes when something is taken away or means something else; new fields may
    /// come without a change.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// What was put to the test, and so what a case is.
    about: About,
    /// The worst outcome of any case.
    outcome: Outcome,
    /// How many cases have which outcome.
    counts: Counts,
    /// Each case, in the order in which they were asked for.
    cases: Vec<JudgedCase>,
}

const VERSION: u32 = 1;

/// How many cases have which outcome.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Everything holds.
    holds: usize,
    /// Nothing is known to be wrong, but not everything could be judged.
    undecided: usize,
    /// Something is wrong.
    fails: usize,
}

/// One case, judged.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Case")]
struct JudgedCase {
    /// Whether it holds.
    outcome: Outcome,
    #[serde(flatten)]
    case: Case,
}
