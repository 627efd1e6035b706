//! What the platform tells of a simulated centre, day by day.
//!
//! A centre without end has no whole timeline. What begins on one day is told by itself, and days put side by side are
//! what a timeline of all of them would be: the tests hold them against each other.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};

use super::{Operation, REACH, midnight};
use crate::centre::{Agent, Name};
use crate::flow::{Flow, Opening};
use crate::history::{Count, DAWN, Days, Question, Topic};
use crate::problem::Problem;
use crate::scenario::{PresenceChange, Scenario};
use crate::time::{Instant, Span};
use crate::timeline::{Extent, Timeline, compile_agents, compile_extent, compile_interactions};

/// What the platform tells of one day's shifts and arrivals, which reach into the day after.
#[derive(Clone, Debug)]
pub struct Told {
    /// The rows that begin on the day itself.
    pub own: Timeline,
    /// The rows that begin after its last midnight.
    pub rest: Timeline,
}

impl Operation {
    /// The rows that begin on that UTC day, in every version that is ever told.
    ///
    /// The work is that of two days: the one before reaches into this one. Who asks for one day after the other keeps
    /// what [`Operation::told`] left over, and saves half.
    pub fn timeline(&self, day: i64) -> Timeline {
        self.told(day.saturating_sub(1)).rest.joined(self.told(day).own)
    }

    /// What the platform tells of that day's shifts and arrivals; see [`Operation::day`].
    pub fn told(&self, day: i64) -> Told {
        self.told_of(0..self.teams(), day, compile_extent)
    }

    /// What of that concerns the team at that position; those of all teams put together are [`Operation::told`].
    pub fn team_told(&self, team: usize, day: i64) -> Told {
        self.told_of(team..team + 1, day, compile_extent)
    }

    fn told_of(
        &self,
        teams: Range<usize>,
        day: i64,
        compile: fn(&Scenario, &Extent) -> Result<Timeline, Vec<Problem>>,
    ) -> Told {
        let (scenario, extent) = self.closed(teams, day);
        // That a day can have happened is shown by the tests; of one that could not nothing would be told.
        let told = compile(&scenario, &extent).unwrap_or_default();
        let (own, rest) = told.split(midnight(day.saturating_add(1)));
        Told { own, rest }
    }

    /// Of what the platform tells of a team's shifts and arrivals of that day, the rows on one topic.
    pub fn team_told_on(&self, team: usize, day: i64, topic: Topic) -> Told {
        let (own, rest) = match topic {
            Topic::Agents => {
                let Told { own, rest } = self.told_of(team..team + 1, day, compile_agents);
                (own, rest)
            }
            // What an agent does later bears on no interaction, and so the day is enough.
            Topic::Interactions => {
                let flows = std::iter::once(self.team_day(team, day).flows);
                compile_interactions(&self.centre, self.processing(), flows).split(midnight(day.saturating_add(1)))
            }
        };
        Told { own, rest }
    }

    /// How many interactions that came in for a team on that day began on the day itself, and how many after its last
    /// midnight.
    pub fn begun_on(&self, team: usize, day: i64) -> [usize; 2] {
        let next = midnight(day.saturating_add(1));
        let mut begun = [0; 2];
        for flow in self.team_day(team, day).flows {
            begun[usize::from(flow.start >= next)] += 1;
        }
        begun
    }

    /// The day of those teams as a scenario, with what ends its last records: for each agent who works on it, the beginning
    /// of their next shift. With that, what of it is told: the day's own interactions, and of each agent what begins from
    /// the login to the next one.
    fn closed(&self, teams: Range<usize>, day: i64) -> (Scenario, Extent) {
        let own = self.day_of(teams.clone(), day);
        let agents = self.agents_of(teams.start).start..self.agents_of(teams.end).start;
        let mut scenario = self.scenario(day..day);
        // Nobody else takes part in what these teams do.
        scenario.centre.agents = self.centre.agents.get(agents.clone()).unwrap_or_default().to_vec();
        // What stands before the first login belongs to an earlier day.
        scenario.start = scenario.start - Span::from_millis(1);
        let mut shifts: HashMap<Name, (Instant, Instant)> = HashMap::new();
        for change in &own.presences {
            let (login, _) = shifts.entry(change.agent.clone()).or_insert((change.at, Instant::LATEST));
            *login = (*login).min(change.at);
        }
        let mut next_days: BTreeMap<i64, HashSet<Name>> = BTreeMap::new();
        for (position, agent) in agents.zip(&mut scenario.centre.agents) {
            if shifts.contains_key(&agent.id) {
                let (next, _) = self.next_login(position, day.saturating_add(1));
                next_days.entry(next).or_default().insert(agent.id.clone());
            } else {
                // Takes part in what ends others' records, and nothing is told of it.
                agent.presence = "Ready".into();
            }
        }
        (scenario.presences, scenario.flows) = (own.presences, own.flows);
        let flows = scenario.flows.len();
        for (next, agents) in next_days {
            let following = self.day_of(teams.clone(), next);
            let logins = logins(&following.presences, &agents);
            for (agent, login) in &logins {
                if let Some((_, until)) = shifts.get_mut(agent) {
                    *until = login.at;
                }
            }
            scenario.flows.extend(beginnings(following.flows, &logins, scenario.processing.delay));
            scenario.presences.extend(logins.into_values());
        }
        let nothing = (Instant::EARLIEST, Instant::EARLIEST);
        let shift = |agent: &Agent| shifts.get(&agent.id).copied().unwrap_or(nothing);
        let agents = scenario.centre.agents.iter().map(shift).map(|(login, next)| login..next).collect();
        (scenario, Extent { flows, agents })
    }
}

/// Of the rows that begin on a day those that begin within [`DAWN`] of its midnight.
pub fn dawn(begins: &Timeline, day: i64) -> Timeline {
    begins.begun_before(midnight(day) + DAWN)
}

/// Of the rows that begin on a day those of which something changes after its last midnight.
pub fn late(begins: &Timeline, day: i64) -> Timeline {
    begins.changing_from(midnight(day.saturating_add(1)))
}

/// Of the rows about agents that begin on a day those of which something changes [`REACH`] days after its midnight or later.
pub fn lasting(begins: &Timeline, day: i64) -> Timeline {
    begins.changing_from(midnight(day.saturating_add(REACH)))
}

/// Nothing is remembered: every answer is worked out.
impl Days for Operation {
    fn day(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        let rest = (0..self.teams()).map(|team| self.team_told_on(team, day.saturating_sub(1), topic).rest);
        let own = (0..self.teams()).map(|team| self.team_told_on(team, day, topic).own);
        Arc::new(Timeline::of_all(rest.chain(own)))
    }

    fn dawn(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        Arc::new(dawn(&Days::day(self, day, topic), day))
    }

    fn late(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        Arc::new(late(&Days::day(self, day, topic), day))
    }

    fn lasting(&self, day: i64) -> Arc<Timeline> {
        Arc::new(lasting(&Days::day(self, day, Topic::Agents), day))
    }

    fn begun(&self, day: i64) -> usize {
        let of_team = |team| self.begun_on(team, day.saturating_sub(1))[1] + self.begun_on(team, day)[0];
        (0..self.teams()).map(of_team).sum()
    }

    fn counted(&self, _: &Question, _: Instant, count: &dyn Fn() -> Count) -> usize {
        count().rows
    }
}

/// The first presence change of each of these agents.
fn logins(changes: &[PresenceChange], agents: &HashSet<Name>) -> HashMap<Name, PresenceChange> {
    let mut logins: HashMap<Name, PresenceChange> = HashMap::new();
    for change in changes.iter().filter(|change| agents.contains(&change.agent)) {
        let first = logins.entry(change.agent.clone()).or_insert_with(|| change.clone());
        if change.at < first.at {
            *first = change.clone();
        }
    }
    logins
}

/// Of those flows the beginnings that end what was told of these agents before: each up to where it rings one of them, as
/// long as the platform has not processed their login and an earlier ring.
fn beginnings(flows: Vec<Flow>, logins: &HashMap<Name, PresenceChange>, delay: Span) -> Vec<Flow> {
    let mut known: HashMap<Name, (Instant, Instant)> = HashMap::new();
    let processed_login = |agent: &Name| logins.get(agent).map(|login| login.at + login.delay.unwrap_or(delay));
    // By when all of them have been rung, as far as is known; what begins later changes nothing.
    let mut by = Instant::LATEST;
    for flow in &flows {
        if flow.start > by {
            continue;
        }
        let mut is_earlier = false;
        for ring in rings(flow, delay) {
            let Some(login) = processed_login(ring.agent) else { continue };
            if known.get(ring.agent).is_none_or(|(first, _)| ring.at < *first) {
                known.insert(ring.agent.clone(), (ring.at, ring.processed.max(login)));
                is_earlier = true;
            }
        }
        if is_earlier && known.len() == logins.len() {
            by = known.values().map(|(first, _)| *first).max().unwrap_or(by);
        }
    }
    let last = known.values().map(|(_, processed)| *processed).max();
    let cut = |mut flow: Flow| {
        let ends = |ring: &Ring<'_>| known.get(ring.agent).is_some_and(|(_, processed)| ring.at <= *processed);
        let steps = rings(&flow, delay).filter(ends).map(|ring| ring.steps).max()?;
        flow.steps.truncate(steps);
        Some(flow)
    };
    flows.into_iter().filter(|flow| last.is_some_and(|last| flow.start <= last)).filter_map(cut).collect()
}

/// Everyone whom a flow involves.
pub(super) fn involved(flow: &Flow) -> impl Iterator<Item = &Name> {
    rings(flow, Span::ZERO).map(|ring| ring.agent)
}

/// An agent is rung.
struct Ring<'f> {
    agent: &'f Name,
    at: Instant,
    /// When the platform has processed that, and everything before it.
    processed: Instant,
    /// So many steps of the flow lead there, the one that rings included.
    steps: usize,
}

fn rings(flow: &Flow, delay: Span) -> impl Iterator<Item = Ring<'_>> {
    let started = flow.start + delay;
    let callers = match &flow.opening {
        Opening::Inbound { .. } => [None, None],
        Opening::Outbound { agent, .. } => [Some(agent), None],
        Opening::Internal { agent, to } => [Some(agent), Some(to)],
    };
    let callers = callers.into_iter().flatten();
    let callers = callers.map(move |agent| Ring { agent, at: flow.start, processed: started, steps: 0 });
    let mut told = started;
    let steps = flow.steps.iter().zip(1..).filter_map(move |(step, steps)| {
        let at = flow.start + step.at;
        told = told.max(at + step.processing.delay.unwrap_or(delay));
        let (agent, after) = step.action.rings()?;
        Some(Ring { agent, at: at + after, processed: told + after, steps })
    });
    callers.chain(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Body, Record};
    use crate::simulation::Config;
    use crate::timeline::{Row, compile};

    /// 2024-03-04, a Monday.
    const MONDAY: i64 = 19_786;

    fn operation() -> Operation {
        Operation::new(Config::default(), 7).unwrap()
    }

    /// Rows as text, without those that only the seam knows: what was processed again is compared by its instants.
    fn shown<T: Record + std::fmt::Debug>(rows: &[Row<T>], within: Range<Instant>) -> Vec<String> {
        let begins = |row: &&Row<T>| within.contains(&row.start);
        let shown = |row: &Row<T>| {
            let mut processed: Vec<Instant> = row.processed().collect();
            processed.sort_unstable();
            processed.dedup();
            let Body::Told(record) = &row.body else { panic!("nothing was recorded") };
            format!("{} {record:?} {:?} {:?} {:?} {processed:?}", row.start, row.end, row.known, row.withdrawn())
        };
        rows.iter().filter(begins).map(shown).collect()
    }

    #[test]
    fn what_is_told_of_each_team_is_together_what_is_told_of_all() {
        let operation = operation();
        for day in MONDAY - 1..MONDAY + 2 {
            let whole = operation.told(day);
            let teams = (0..operation.teams()).map(|team| operation.team_told(team, day));
            let together =
                teams.reduce(|one, other| Told { own: one.own.joined(other.own), rest: one.rest.joined(other.rest) });
            let together = together.unwrap();
            let always = Instant::EARLIEST..Instant::LATEST;
            for (whole, together) in [(&whole.own, &together.own), (&whole.rest, &together.rest)] {
                assert_eq!(shown(whole.interactions(), always.clone()), shown(together.interactions(), always.clone()));
                assert_eq!(shown(whole.activities(), always.clone()), shown(together.activities(), always.clone()));
                let (entries, joined) = (whole.queue_entries(), together.queue_entries());
                assert_eq!(shown(entries, always.clone()), shown(joined, always.clone()));
                assert_eq!(shown(whole.agent_states(), always.clone()), shown(together.agent_states(), always.clone()));
            }
        }
        assert_eq!(operation.team_told(operation.teams(), MONDAY).own.interactions().len(), 0);
    }

    #[test]
    fn days_side_by_side_are_what_a_timeline_of_all_of_them_is() {
        let operation = operation();
        // A week before and after, so that every agent's last and next shift are in it.
        let whole = compile(&operation.scenario(MONDAY - 8..MONDAY + 16)).unwrap();
        for day in MONDAY..MONDAY + 7 {
            let told = operation.timeline(day);
            let within = midnight(day)..midnight(day + 1);
            macro_rules! same {
                ($rows:ident) => {
                    let (expected, found) = (shown(whole.$rows(), within.clone()), shown(told.$rows(), within.clone()));
                    let differs = expected.iter().zip(&found).find(|(one, other)| one != other);
                    assert!(differs.is_none(), "{} of day {day}: {differs:#?}", stringify!($rows));
                    assert_eq!(expected.len(), found.len(), "{} of day {day}", stringify!($rows));
                    assert_eq!(found.len(), told.$rows().len());
                };
            }
            same!(interactions);
            same!(activities);
            same!(queue_entries);
            same!(agent_states);
        }
    }
}
