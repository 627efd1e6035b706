//! The model and the table of legal steps, two opinions, agree on every state that either lets an interaction come to.

use super::super::floor::Floor;
use super::super::possible::Scene;
use super::table::{AGENTS, actions, explore};
use crate::centre::{Address, Agent, Plan, Queue};
use crate::scenario::Scenario;
use crate::time::Instant;

#[test]
fn the_model_allows_what_the_table_allows_and_nothing_else() {
    let scenario = scene();
    let scene = Scene::of(&scenario);
    let floor = Floor::of(&scenario);
    let actions = actions();
    let mut states = 0;
    explore(|state| {
        states += 1;
        let mut call = scene.begin(&state.flow, &floor).unwrap();
        for step in &state.flow.steps {
            let act = scene.act(&step.action, &call).unwrap();
            assert!(call.next(step.at).contains(&act), "{act:?} in {:?}", state.flow.steps);
            call.take(act, step.at);
        }
        let next = call.next(state.at());
        for (number, action) in actions.iter().enumerate() {
            let is_listed = scene.act(action, &call).is_some_and(|act| next.contains(&act));
            let is_legal = state.next.contains(&number);
            assert_eq!(is_listed, is_legal, "{action:?} after {:?}, in {call:?}", state.flow.steps);
        }
    });
    assert!(states > 1_000, "{states}");
}

/// A centre in which everything that the experiment names is there.
fn scene() -> Scenario {
    let mut scenario = Scenario::empty(Instant::from_millis(0));
    scenario.centre.agents = AGENTS.map(agent).into();
    scenario.centre.queues.push(Queue { name: "Orders".into() });
    scenario.centre.plans.push(Plan { name: "Shop".into(), reporting_group: None });
    scenario.centre.addresses.push(Address {
        address: "02079460100".into(),
        name: "Shop line".into(),
        mapping: "Default".into(),
        plan: "Shop".into(),
    });
    scenario
}

fn agent(id: &str) -> Agent {
    Agent { id: id.into(), name: None, touchpoint: id.into(), skills: Vec::new(), presence: "Ready".into() }
}
