//! Scenarios as a person would write them.

use std::collections::HashMap;

use super::faults;
use super::keys::{self, address, agent, client, interaction, plan, presence, presence_label, queue, virtual_queue};
use super::kind::{Kind, Time};
use super::read::{DEFAULT_MAPPING, DEFAULT_PRESENCE, DEFAULT_SCOPE, Touchpoints};
use super::steps;
use super::table::Key;
use crate::centre::{Centre, Name};
use crate::flow::{Flow, MediumManager, Opening, Step};
use crate::guid::Guid;
use crate::record::Direction;
use crate::scenario::{Pace, Scenario, Shape};

/// Writes a scenario as the text of a file: what holds anyway is left out, and every step has its line.
///
/// The text is read back as the same scenario, provided that a file can tell it at all: spans are not negative and end
/// before the year 10000, steps are in order, no two things of a kind share a name, and no agent's id is `customer`.
pub fn print(scenario: &Scenario) -> String {
    let mut top = Entries::default();
    top.put(&keys::START, &scenario.start)
        .maybe(&keys::NOW, scenario.now.map(Time::At).as_ref())
        .unless(&Shape::default(), &keys::SHAPE, &scenario.shape)
        .unless(&Vec::new(), &keys::SKILLS, &scenario.centre.skills);
    let mut text = top.lines();
    if scenario.processing != Pace::default() {
        add(&mut text, &keys::PROCESSING.header(), &pace(scenario.processing));
    }
    if let Some(plan) = &scenario.faults {
        faults::add(plan, &mut text);
    }
    for client in &scenario.clients {
        let mut entries = Entries::default();
        entries.put(&client::ID, &client.id).put(&client::SECRET, &client.secret).unless(
            &vec![DEFAULT_SCOPE.into()],
            &client::SCOPES,
            &client.scopes,
        );
        add(&mut text, &keys::CLIENTS.header(), &entries);
    }
    centre(&scenario.centre, &mut text);
    for change in &scenario.presences {
        let mut entries = Entries::default();
        entries
            .put(&presence::AT, &Time::At(change.at))
            .put(&presence::AGENT, &change.agent)
            .put(&presence::SET, &change.presence)
            .maybe(&presence::PROCESSED, change.delay.as_ref());
        add(&mut text, &keys::PRESENCES.header(), &entries);
    }
    let conversations: HashMap<_, _> =
        scenario.flows.iter().map(|flow| (Guid::derived(&["conversation", &flow.name]), &flow.name)).collect();
    let touchpoints = Touchpoints::of(&scenario.centre.agents);
    for flow in &scenario.flows {
        add(&mut text, &keys::INTERACTIONS.header(), &told(flow, &touchpoints, &conversations));
        steps_of(flow, &mut text);
    }
    text
}

/// Writes one step as it stands in a file, without its comma.
pub fn print_step(step: &Step) -> String {
    entries_of(step).inline()
}

/// The entries of a table, in order.
#[derive(Default)]
pub(super) struct Entries(Vec<String>);

impl Entries {
    /// Adds an entry.
    pub(super) fn put<K: Kind>(&mut self, key: &Key<K>, value: &K::Value) -> &mut Self {
        self.0.push(key.entry_of(value));
        self
    }

    /// Adds an entry, if there is a value.
    pub(super) fn maybe<K: Kind>(&mut self, key: &Key<K>, value: Option<&K::Value>) -> &mut Self {
        self.0.extend(value.map(|value| key.entry_of(value)));
        self
    }

    /// Adds an entry, unless its value is what holds anyway.
    pub(super) fn unless<K: Kind>(&mut self, default: &K::Value, key: &Key<K>, value: &K::Value) -> &mut Self
    where
        K::Value: PartialEq,
    {
        self.maybe(key, (value != default).then_some(value))
    }

    pub(super) fn lines(&self) -> String {
        self.0.iter().flat_map(|entry| [entry, "\n"]).collect()
    }

    fn inline(&self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

fn add(text: &mut String, header: &str, entries: &Entries) {
    text.extend(["\n", header, "\n", &entries.lines()]);
}

fn pace(pace: Pace) -> Entries {
    let mut entries = Entries::default();
    entries.unless(&Pace::default().delay, &keys::processing::DELAY, &pace.delay).unless(
        &Pace::default().categorised,
        &keys::processing::CATEGORISED,
        &pace.categorised,
    );
    entries
}

fn centre(centre: &Centre, text: &mut String) {
    for agent in &centre.agents {
        let mut entries = Entries::default();
        entries
            .put(&agent::ID, &agent.id)
            .maybe(&agent::NAME, agent.name.as_ref())
            .unless(&agent.id, &agent::TOUCHPOINT, &agent.touchpoint)
            .unless(&Vec::new(), &agent::SKILLS, &agent.skills)
            .unless(&DEFAULT_PRESENCE.into(), &agent::PRESENCE, &agent.presence);
        add(text, &keys::AGENTS.header(), &entries);
    }
    for presence in &centre.presences {
        let mut entries = Entries::default();
        entries.put(&presence_label::LABEL, &presence.label).put(&presence_label::AVAILABILITY, &presence.availability);
        add(text, &keys::PRESENCE_LABELS.header(), &entries);
    }
    for queue in &centre.queues {
        let mut entries = Entries::default();
        entries.put(&queue::NAME, &queue.name);
        add(text, &keys::QUEUES.header(), &entries);
    }
    for queue in &centre.virtual_queues {
        let mut entries = Entries::default();
        entries.put(&virtual_queue::NAME, &queue.name).put(&virtual_queue::TARGET, &queue.target);
        add(text, &keys::VIRTUAL_QUEUES.header(), &entries);
    }
    for plan in &centre.plans {
        let mut entries = Entries::default();
        entries.put(&plan::NAME, &plan.name).maybe(&plan::REPORTING_GROUP, plan.reporting_group.as_ref());
        add(text, &keys::PLANS.header(), &entries);
    }
    for address in &centre.addresses {
        let mut entries = Entries::default();
        entries
            .put(&address::ADDRESS, &address.address)
            .unless(&address.address, &address::NAME, &address.name)
            .unless(&DEFAULT_MAPPING.into(), &address::MAPPING, &address.mapping)
            .put(&address::PLAN, &address.plan);
        add(text, &keys::ADDRESSES.header(), &entries);
    }
}

/// What a file tells of an interaction before its steps. `conversations` are those that are named after an interaction.
fn told(flow: &Flow, touchpoints: &Touchpoints<'_>, conversations: &HashMap<Guid, &Name>) -> Entries {
    let mut entries = Entries::default();
    entries.put(&interaction::NAME, &flow.name).put(&interaction::MEDIUM, &flow.medium).unless(
        &MediumManager::default(),
        &interaction::MANAGER,
        &flow.manager,
    );
    let start = Time::At(flow.start);
    match &flow.opening {
        Opening::Inbound { from, to } => {
            entries.put(&interaction::START, &start).put(&interaction::FROM, from).put(&interaction::TO, to)
        }
        Opening::Outbound { agent, from, to } => entries
            .put(&interaction::DIRECTION, &Direction::Outbound)
            .put(&interaction::START, &start)
            .unless(&touchpoints.default_from(agent), &interaction::FROM, from)
            .put(&interaction::TO, to)
            .put(&interaction::AGENT, agent),
        Opening::Internal { agent, to } => entries
            .put(&interaction::DIRECTION, &Direction::Internal)
            .put(&interaction::START, &start)
            .put(&interaction::TO, to)
            .put(&interaction::AGENT, agent),
    };
    entries.unless(&Guid::derived(&["interaction", &flow.name]), &interaction::GUID, &flow.guid);
    if flow.conversation != Guid::derived(&["conversation", &flow.name]) {
        // A name that is itself a GUID would be taken for the conversation's identifier.
        let shared = conversations.get(&flow.conversation).filter(|name| Guid::parse(name).is_err());
        let conversation = shared.map_or_else(|| flow.conversation.to_string().into(), |name| (*name).clone());
        entries.put(&interaction::CONVERSATION, &conversation);
    }
    entries
        .maybe(&interaction::SERVICE, flow.service.as_ref())
        .maybe(&interaction::OUTCOME, flow.outcome.as_ref())
        .maybe(&interaction::PLAN_AFTER, flow.plan_after.as_ref())
        .maybe(&interaction::CATEGORISED, flow.categorised.as_ref());
    entries
}

fn steps_of(flow: &Flow, text: &mut String) {
    if flow.steps.is_empty() {
        return;
    }
    text.push_str("steps = [\n");
    for step in &flow.steps {
        text.extend(["  ", &entries_of(step).inline(), ",\n"]);
    }
    text.push_str("]\n");
}

fn entries_of(step: &Step) -> Entries {
    let mut entries = Entries::default();
    entries.put(&steps::AT, &Time::After(step.at));
    steps::write(&step.action, &mut entries);
    let misreport = step.processing.misreported.as_ref();
    entries
        .maybe(&steps::PROCESSED, step.processing.delay.as_ref())
        .maybe(&steps::FIRST_REPORTED, misreport.map(|wrong| Time::After(wrong.at)).as_ref())
        .maybe(&steps::CORRECTED_AFTER, misreport.map(|wrong| wrong.corrected_after).as_ref());
    entries
}
