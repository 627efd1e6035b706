//! Plans of faults, and what has become of them.

use scenarios::format;
use schemars::JsonSchema;
use serde::Serialize;

use crate::faults::Active;
use crate::wire::value::DateTime;

/// What goes wrong between a world and its clients, on purpose.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Faults {
    /// The plan; null if there is none.
    plan: Option<Plan>,
}

/// A plan of faults, and what has become of it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FaultPlan")]
struct Plan {
    /// What headers and journals call it.
    name: String,
    /// When it began, by the world's clock: its offsets count from there.
    began: DateTime,
    /// What has become of each rule.
    rules: Vec<Rule>,
    /// The plan as the text of a file.
    text: String,
}

/// What has become of a rule.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "FaultRule")]
struct Rule {
    /// The fault.
    fault: &'static str,
    /// How many requests went where it strikes.
    seen: u64,
    /// How many of them it has befallen.
    struck: u64,
}

impl Faults {
    /// Those of a world with that plan.
    pub(crate) fn of(active: Option<&Active>) -> Self {
        let plan = active.map(|active| {
            let state = active.state();
            let standings = active.plan().rules.iter().zip(state.standings());
            Plan {
                name: active.plan().name.to_string(),
                began: DateTime(state.began()),
                rules: standings
                    .map(|(rule, standing)| Rule {
                        fault: rule.fault.word(),
                        seen: standing.seen,
                        struck: standing.struck,
                    })
                    .collect(),
                text: format::print_faults(active.plan()),
            }
        });
        Self { plan }
    }
}
