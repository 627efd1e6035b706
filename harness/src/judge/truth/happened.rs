//! What happened behind a row: the steps of its interactions.

use scenarios::flow::Flow;
use scenarios::format;
use scenarios::guid::Guid;
use scenarios::scenario::Scenario;
use serde_json::Value;

use crate::verdict::Evidence;

/// How many interactions are shown behind one row.
const MOST_SHOWN: usize = 3;

/// How many steps of one interaction are shown.
const MOST_STEPS: usize = 24;

/// The interactions that a row given names.
pub(super) fn interactions_of(row: &Value) -> Vec<Guid> {
    let named = ["interaction", "guid"].into_iter().filter_map(|field| Guid::parse(row.get(field)?.as_str()?).ok());
    named.collect()
}

/// The steps of those interactions, as scenario files tell them.
pub(super) fn steps(scenario: &Scenario, interactions: &[Guid]) -> Vec<Evidence> {
    let flows = scenario.flows.iter().filter(|flow| interactions.contains(&flow.guid));
    flows.take(MOST_SHOWN).map(steps_of).collect()
}

fn steps_of(flow: &Flow) -> Evidence {
    let mut steps: Vec<String> = flow.steps.iter().take(MOST_STEPS).map(format::print_step).collect();
    if flow.steps.len() > MOST_STEPS {
        steps.push(format!("… and {} more steps", flow.steps.len() - MOST_STEPS));
    }
    Evidence::Steps { interaction: flow.guid.to_string(), flow: flow.name.to_string(), steps }
}
