//! The demo centre: something to see at once, without a scenario file.
//!
//! A fictional retailer's contact centre with three teams that cover the clock around, so that at any time of day somebody
//! is in mid-shift. What happens in a shift depends on the day and the team alone: today's calls are the same calls
//! whenever the server was started, and yesterday stays as it was when the day changes.

mod floor;
mod stories;

use self::floor::Floor;
use crate::centre::{Address, Agent, Availability, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use crate::chance::Chance;
use crate::scenario::{Pace, Scenario};
use crate::time::{Instant, Span};

/// How many days before today the demo tells of.
pub const DAYS_BEFORE: i64 = 7;
/// How many days after today it tells of, for clocks that run on.
pub const DAYS_AFTER: i64 = 2;

const DAY: Span = Span::from_secs(24 * 60 * 60);
const HOUR: Span = Span::from_secs(60 * 60);

/// Who works when; each shift lasts nine hours, so that shifts overlap by one.
const TEAMS: [Team; 3] = [
    Team {
        name: "early",
        begins: 5,
        people: [
            "Amira Khan",
            "Ben Okafor",
            "Carla Rossi",
            "Dewi Evans",
            "Elif Demir",
            "Finn Byrne",
            "Grace Liu",
            "Hugo Silva",
            "Ines Costa",
            "Jonas Weber",
            "Katya Orlova",
            "Leo Martin",
        ],
    },
    Team {
        name: "late",
        begins: 13,
        people: [
            "Maya Patel",
            "Noah Cohen",
            "Olga Nowak",
            "Pablo Ruiz",
            "Quinn Murphy",
            "Rosa Lopez",
            "Sami Haddad",
            "Tara Singh",
            "Umar Farouk",
            "Vera Novak",
            "Will Turner",
            "Xenia Papas",
        ],
    },
    Team {
        name: "night",
        begins: 21,
        people: [
            "Yusuf Kaya",
            "Zoe Adams",
            "Anna Lind",
            "Bruno Alves",
            "Chloe Dubois",
            "David Kim",
            "Emma Berg",
            "Felix Braun",
            "Gita Rao",
            "Henry Moore",
            "Isla Scott",
            "Jack Wilson",
        ],
    },
];

const SHIFT: Span = Span::from_secs(9 * 60 * 60);

struct Team {
    name: &'static str,
    /// The hour (UTC) at which its shift begins.
    begins: i64,
    people: [&'static str; 12],
}

/// The demo centre as it is to be told of on the day that `now` lies in: that day, [`DAYS_BEFORE`] and [`DAYS_AFTER`].
pub fn centre(now: Instant) -> Scenario {
    let today = now.start_of_day();
    let first = today - Span::from_millis(DAY.as_millis() * DAYS_BEFORE);
    let mut scenario = Scenario::empty(first);
    scenario.processing = Pace { delay: Span::from_secs(2), categorised: Span::from_secs(30) };
    scenario.centre = configured();
    for day in 0..=DAYS_BEFORE + DAYS_AFTER {
        let midnight = first + Span::from_millis(DAY.as_millis() * day);
        for (number, team) in TEAMS.iter().enumerate() {
            shift(&mut scenario, midnight, number, team);
        }
    }
    scenario
}

/// One team's shift: people log in, take what comes, go on breaks, log out.
fn shift(scenario: &mut Scenario, midnight: Instant, number: usize, team: &Team) {
    let begins = midnight + Span::from_millis(HOUR.as_millis() * team.begins);
    let day = &midnight.to_string()[..10];
    let mut chance = Chance::new(midnight.as_millis() ^ i64::try_from(number).unwrap_or_default());
    let ids = (0..team.people.len()).map(|person| agent_id(number, person)).collect();
    let mut floor = Floor::open(ids, begins, SHIFT, &mut chance);
    let quiet = begins + SHIFT - Span::from_secs(35 * 60);
    let mut at = begins + Span::from_secs(6 * 60);
    let mut told = 0;
    while at < quiet {
        told += 1;
        let name = format!("{day} {} {told}", team.name);
        scenario.flows.extend(stories::tell(&name, at, &mut floor, &mut chance));
        at = at + chance.gap(Span::from_secs(75));
    }
    scenario.presences.extend(floor.close());
}

/// The teams' ids alternate, so that the first page of any list has people of the team that is at work.
fn agent_id(team: usize, person: usize) -> Name {
    (101 + person * TEAMS.len() + team).to_string().into()
}

fn configured() -> Centre {
    let people = TEAMS.iter().enumerate().flat_map(|(team, shift)| {
        shift.people.iter().enumerate().map(move |(person, name)| Agent {
            id: agent_id(team, person),
            name: Some((*name).into()),
            touchpoint: format!("07700900{}{:02}", team + 1, person + 1).into(),
            skills: vec!["Orders".into(), if person % 2 == 0 { "Returns".into() } else { "Billing".into() }],
            presence: "Logged Out".into(),
        })
    });
    let label = |label: &str, availability| PresenceLabel { label: label.into(), availability };
    let address = |address: &str, name: &str, plan: &str| Address {
        address: address.into(),
        name: name.into(),
        mapping: "Always open".into(),
        plan: plan.into(),
    };
    Centre {
        agents: people.collect(),
        skills: vec!["Orders".into(), "Returns".into(), "Billing".into()],
        queues: ["Orders", "Returns", "Billing"].map(|name| Queue { name: name.into() }).into(),
        virtual_queues: vec![
            VirtualQueue { name: "All customers".into(), target: Span::from_secs(20) },
            VirtualQueue { name: "Loyal customers".into(), target: Span::from_secs(10) },
        ],
        plans: vec![
            Plan { name: "Shop".into(), reporting_group: Some("Sales".into()) },
            Plan { name: "Aftercare".into(), reporting_group: Some("Service".into()) },
        ],
        addresses: vec![
            address(stories::SHOP, "Shop line", "Shop"),
            address(stories::AFTERCARE, "Aftercare line", "Aftercare"),
            address(stories::MAILBOX, "Mailbox", "Aftercare"),
            address(stories::WEBSITE, "Website chat", "Shop"),
            address(stories::CASES, "Cases", "Aftercare"),
        ],
        presences: vec![
            label("Tea break", Availability::Away),
            label("Lunch", Availability::ExtendedAway),
            label("Team meeting", Availability::ExtendedAway),
        ],
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::record::{ActivityKind, Body};
    use crate::timeline::{Row, compile};
    use crate::view::{AgentStatus, Paging, agent_status};

    fn noon() -> Instant {
        Instant::from_millis(1_794_000_000_000).start_of_day() + Span::from_millis(HOUR.as_millis() * 12)
    }

    #[test]
    fn it_compiles_and_every_kind_of_step_happens_on_a_single_day() {
        let scenario = centre(noon());
        assert!(compile(&scenario).map_err(|problems| problems[0].to_string()).is_ok());
        let today = noon().start_of_day()..noon().start_of_day() + DAY;
        let words: BTreeSet<&str> = scenario
            .flows
            .iter()
            .filter(|flow| today.contains(&flow.start))
            .flat_map(|flow| flow.steps.iter().map(|step| step.action.word()))
            .collect();
        assert_eq!(words.len(), 26, "{words:?}");
    }

    #[test]
    fn at_every_minute_of_the_day_somebody_is_ready() {
        let Ok(timeline) = compile(&centre(noon())) else { panic!("the demo does not compile") };
        for minute in 0..24 * 60 {
            let at = noon().start_of_day() + Span::from_secs(60 * minute);
            let page = agent_status(&timeline, at, Paging { page: 1, limit: 5000 });
            let ready = page.items.iter().filter(|status| {
                let Body::Told(AgentStatus { presence: Row { body: Body::Told(presence), .. }, .. }) = status else {
                    return false;
                };
                matches!(presence.kind, ActivityKind::Presence { availability: Availability::Ready, .. })
            });
            assert!(ready.count() >= 4, "at {at}");
        }
    }

    #[test]
    fn the_same_day_is_told_alike_when_today_is_another_day() {
        let today = centre(noon());
        let tomorrow = centre(noon() + DAY);
        let shared: Vec<_> = tomorrow.flows.iter().filter(|flow| flow.start < noon()).collect();
        assert!(!shared.is_empty());
        assert!(shared.iter().all(|flow| today.flows.contains(flow)));
    }
}
