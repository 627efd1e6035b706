//! From the tables of a file to what they tell.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::faults::{self, FAULTS};
use super::findings::Findings;
use super::keys::{
    self, address, agent, client, interaction, plan, presence, presence_label, processing, queue, virtual_queue,
};
use super::kind::{CUSTOMER, Text, Time, When, shown};
use super::sharing::Sharing;
use super::steps;
use super::table::{AnyKey, Key, Row, Tables};
use crate::centre::{Address, Agent, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use crate::flow::{Flow, MediumManager, Misreport, Opening, Processing, Step};
use crate::guid::Guid;
use crate::record::Direction;
use crate::scenario::{Client, Pace, PresenceChange, Scenario, Shape};
use crate::time::{Instant, Span};

/// The label of an agent's presence at the start, unless the file says otherwise.
pub(super) const DEFAULT_PRESENCE: &str = "Logged Out";

/// The name of the mapping from an address to its plan, unless the file says otherwise.
pub(super) const DEFAULT_MAPPING: &str = "Default";

/// The scope that a client may ask a token for, unless the file says otherwise.
pub(super) const DEFAULT_SCOPE: &str = "stats";

/// The addresses at which agents are rung, by their ids.
pub(super) struct Touchpoints<'a>(HashMap<&'a Name, &'a Name>);

impl<'a> Touchpoints<'a> {
    pub(super) fn of(agents: &'a [Agent]) -> Self {
        Self(agents.iter().map(|agent| (&agent.id, &agent.touchpoint)).collect())
    }

    /// The address shown to the customer of an agent's outbound interaction, unless the file says otherwise: the agent's.
    pub(super) fn default_from(&self, agent: &Name) -> Name {
        self.0.get(agent).map_or_else(|| agent.clone(), |touchpoint| (*touchpoint).clone())
    }
}

/// What the file tells; `None` if it does not tell all that it should.
///
/// Each key by itself has been checked before. What is noted here is what is wrong between them.
pub(super) fn scenario(file: &Row<'_>, found: &mut Findings) -> Option<Scenario> {
    let start = file.get(&keys::START);
    let now = if file.has(&keys::NOW) { instant(file, &keys::NOW, start, found).map(Some) } else { Some(None) };
    let faults = match file.rows(&FAULTS).first() {
        Some(row) => faults::plan(row, found).map(Some),
        None => Some(None),
    };
    let clients = clients(file, found);
    let centre = centre(file, found);
    let presences = every(&file.rows(&keys::PRESENCES), |row| presence(row, start, found));
    let interactions = distinct(file, &keys::INTERACTIONS, &interaction::NAME, found);
    distinct_guids(&interactions, found);
    let touchpoints = Touchpoints::of(centre.as_ref().map(|centre| centre.agents.as_slice()).unwrap_or_default());
    let mut names = Sharing::default();
    let flows = every(&interactions, |row| flow(row, start, &touchpoints, found).map(|flow| names.of(flow)));
    Some(Scenario {
        start: start?,
        now: now?,
        shape: file.get_or(&keys::SHAPE, Shape::default())?,
        processing: pace(file)?,
        faults: faults?,
        clients: clients?,
        centre: centre?,
        presences: presences?,
        flows: flows?,
    })
}

/// What every row tells; `None` if one of them does not tell it, but then all the same each is read.
fn every<T>(rows: &[Row<'_>], read: impl FnMut(&Row<'_>) -> Option<T>) -> Option<Vec<T>> {
    let all: Vec<_> = rows.iter().map(read).collect();
    all.into_iter().collect()
}

fn pace(file: &Row<'_>) -> Option<Pace> {
    let Some(row) = file.rows(&keys::PROCESSING).into_iter().next() else { return Some(Pace::default()) };
    Some(Pace {
        delay: row.get_or(&processing::DELAY, Pace::default().delay)?,
        categorised: row.get_or(&processing::CATEGORISED, Pace::default().categorised)?,
    })
}

/// Who may ask for tokens.
pub(super) fn clients(file: &Row<'_>, found: &mut Findings) -> Option<Vec<Client>> {
    every(&distinct(file, &keys::CLIENTS, &client::ID, found), client)
}

fn client(row: &Row<'_>) -> Option<Client> {
    Some(Client {
        id: row.get(&client::ID)?,
        secret: row.get(&client::SECRET)?,
        scopes: row.get_or(&client::SCOPES, vec![DEFAULT_SCOPE.into()])?,
    })
}

fn centre(file: &Row<'_>, found: &mut Findings) -> Option<Centre> {
    let agents = distinct(file, &keys::AGENTS, &agent::ID, found);
    for row in agents.iter().filter(|row| row.get(&agent::ID).as_deref() == Some(CUSTOMER)) {
        let what = format!("the id {} is taken: in steps it is the customer", shown(CUSTOMER));
        found.wrong(row.span_of(&agent::ID), row.place_of(&agent::ID), what, "give the agent another id".to_owned());
    }
    let agents = every(&agents, |row| {
        let id = row.get(&agent::ID)?;
        Some(Agent {
            name: row.maybe(&agent::NAME)?,
            touchpoint: row.get_or(&agent::TOUCHPOINT, id.clone())?,
            skills: row.get_or(&agent::SKILLS, Vec::new())?,
            presence: row.get_or(&agent::PRESENCE, DEFAULT_PRESENCE.into())?,
            id,
        })
    });
    let presences = every(&distinct(file, &keys::PRESENCE_LABELS, &presence_label::LABEL, found), |row| {
        let label = row.get(&presence_label::LABEL)?;
        Some(PresenceLabel { label, availability: row.get(&presence_label::AVAILABILITY)? })
    });
    let queues =
        every(&distinct(file, &keys::QUEUES, &queue::NAME, found), |row| Some(Queue { name: row.get(&queue::NAME)? }));
    let virtual_queues = every(&distinct(file, &keys::VIRTUAL_QUEUES, &virtual_queue::NAME, found), |row| {
        Some(VirtualQueue { name: row.get(&virtual_queue::NAME)?, target: row.get(&virtual_queue::TARGET)? })
    });
    let plans = every(&distinct(file, &keys::PLANS, &plan::NAME, found), |row| {
        Some(Plan { name: row.get(&plan::NAME)?, reporting_group: row.maybe(&plan::REPORTING_GROUP)? })
    });
    let addresses = every(&distinct(file, &keys::ADDRESSES, &address::ADDRESS, found), |row| {
        let address = row.get(&address::ADDRESS)?;
        Some(Address {
            name: row.get_or(&address::NAME, address.clone())?,
            mapping: row.get_or(&address::MAPPING, DEFAULT_MAPPING.into())?,
            plan: row.get(&address::PLAN)?,
            address,
        })
    });
    Some(Centre {
        agents: agents?,
        skills: file.get_or(&keys::SKILLS, Vec::new())?,
        queues: queues?,
        virtual_queues: virtual_queues?,
        plans: plans?,
        addresses: addresses?,
        presences: presences?,
    })
}

fn presence(row: &Row<'_>, start: Option<Instant>, found: &mut Findings) -> Option<PresenceChange> {
    let at = instant(row, &presence::AT, start, found);
    Some(PresenceChange {
        at: at?,
        agent: row.get(&presence::AGENT)?,
        presence: row.get(&presence::SET)?,
        delay: row.maybe(&presence::PROCESSED)?,
    })
}

fn flow(
    row: &Row<'_>,
    scenario_start: Option<Instant>,
    touchpoints: &Touchpoints<'_>,
    found: &mut Findings,
) -> Option<Flow> {
    let start = instant(row, &interaction::START, scenario_start, found);
    let steps = steps(row, start, found);
    let name = row.get(&interaction::NAME)?;
    let conversation = row.maybe(&interaction::CONVERSATION)?.unwrap_or_else(|| name.clone());
    let stated = row.has(&interaction::CONVERSATION).then(|| Guid::parse(&conversation).ok()).flatten();
    Some(Flow {
        medium: row.get(&interaction::MEDIUM)?,
        manager: row.get_or(&interaction::MANAGER, MediumManager::default())?,
        start: start?,
        opening: opening(row, touchpoints)?,
        guid: guid(row)?,
        conversation: stated.unwrap_or_else(|| Guid::derived(&["conversation", &conversation])),
        service: row.maybe(&interaction::SERVICE)?,
        outcome: row.maybe(&interaction::OUTCOME)?,
        plan_after: row.maybe(&interaction::PLAN_AFTER)?,
        categorised: row.maybe(&interaction::CATEGORISED)?,
        steps: steps?,
        name,
    })
}

fn opening(row: &Row<'_>, touchpoints: &Touchpoints<'_>) -> Option<Opening> {
    let to = row.get(&interaction::TO)?;
    Some(match row.get_or(&interaction::DIRECTION, Direction::Inbound)? {
        Direction::Inbound => Opening::Inbound { from: row.get(&interaction::FROM)?, to },
        Direction::Outbound => {
            let agent = row.get(&interaction::AGENT)?;
            let from = row.get_or(&interaction::FROM, touchpoints.default_from(&agent))?;
            Opening::Outbound { agent, from, to }
        }
        Direction::Internal => Opening::Internal { agent: row.get(&interaction::AGENT)?, to },
    })
}

fn guid(row: &Row<'_>) -> Option<Guid> {
    let name = row.get(&interaction::NAME)?;
    row.get_or(&interaction::GUID, Guid::derived(&["interaction", &name]))
}

fn steps(interaction: &Row<'_>, start: Option<Instant>, found: &mut Findings) -> Option<Vec<Step>> {
    let mut before = None;
    every(&interaction.rows(&interaction::STEPS), |row| {
        let at = offset(row, &steps::AT, start, found);
        if let (Some(at), Some(before)) = (at, before)
            && at < before
        {
            let what = format!("a step at {at} stands behind one at {before}");
            let advice = "write steps in the order of their times".to_owned();
            found.wrong(row.span_of(&steps::AT), row.place_of(&steps::AT), what, advice);
        }
        before = at.or(before);
        let misreported = misreport(row, start, found);
        let processing = Processing { delay: row.maybe(&steps::PROCESSED)?, misreported: misreported? };
        Some(Step { at: at?, action: steps::action(row)?, processing })
    })
}

fn misreport(row: &Row<'_>, start: Option<Instant>, found: &mut Findings) -> Option<Option<Misreport>> {
    if !row.has(&steps::FIRST_REPORTED) {
        return Some(None);
    }
    let at = offset(row, &steps::FIRST_REPORTED, start, found)?;
    Some(Some(Misreport { at, corrected_after: row.get(&steps::CORRECTED_AFTER)? }))
}

/// The instant that stands at the key, if an offset from `start` then so long after it.
fn instant(row: &Row<'_>, key: &Key<When>, start: Option<Instant>, found: &mut Findings) -> Option<Instant> {
    let span = match row.get(key)? {
        Time::At(instant) => return Some(instant),
        Time::After(span) => span,
    };
    let start = start?;
    if start + span - start == span {
        return Some(start + span);
    }
    let what = format!("{span} after {start} is past the year 9999");
    found.wrong(row.span_of(key), row.place_of(key), what, "write a shorter offset".to_owned());
    None
}

/// How long after the interaction's `start` that is which stands at the key.
fn offset(row: &Row<'_>, key: &Key<When>, start: Option<Instant>, found: &mut Findings) -> Option<Span> {
    let at = instant(row, key, start, found)?;
    let start = start?;
    if at >= start {
        return Some(at - start);
    }
    let what = format!("{at} is before the interaction's start");
    found.wrong(row.span_of(key), row.place_of(key), what, format!("write {start} or later"));
    None
}

/// The tables at the key, with those noted that share their name with an earlier one.
fn distinct<'d>(file: &Row<'d>, tables: &Tables, key: &Key<Text>, found: &mut Findings) -> Vec<Row<'d>> {
    let rows = file.rows(tables);
    let mut first_lines = HashMap::new();
    for row in &rows {
        let Some(name) = row.get(key) else { continue };
        let span = row.span_of(key);
        match first_lines.entry(name) {
            Entry::Vacant(vacant) => {
                vacant.insert(found.positions.line(span.start));
            }
            Entry::Occupied(first) => {
                let (key_name, noun) = (key.entry().name, tables.noun());
                let what = format!("another {noun} has the {key_name} {}", shown(first.key()));
                let advice = format!("the one on line {} has it already", first.get());
                found.wrong(span, row.place_of(key), what, advice);
            }
        }
    }
    rows
}

/// Notes interactions whose identifier an earlier one has.
fn distinct_guids(interactions: &[Row<'_>], found: &mut Findings) {
    let mut firsts: HashMap<Guid, &Row<'_>> = HashMap::new();
    for row in interactions {
        let Some(guid) = guid(row) else { continue };
        match firsts.entry(guid) {
            Entry::Vacant(vacant) => {
                vacant.insert(row);
            }
            // Two derived ones are the same only where the names are, and that has been said.
            Entry::Occupied(first) if row.has(&interaction::GUID) || first.get().has(&interaction::GUID) => {
                let line = found.positions.line(first.get().span.start);
                let what = format!("another interaction has the guid {guid}");
                let advice = format!("the one on line {line} has it already");
                found.wrong(row.span_of(&interaction::GUID), row.place_of(&interaction::GUID), what, advice);
            }
            Entry::Occupied(_) => {}
        }
    }
}
