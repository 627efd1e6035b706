//! What a simulated centre is like: who is offered what, how much at once, when they are away, and when customers come.

use std::collections::BTreeMap;

use scenarios::centre::Name;
use scenarios::flow::{Action, Flow, Load, Opening};
use scenarios::simulation::config::{Frequencies, Limits, Media, Team, TeamQueue};
use scenarios::simulation::{Config, Day, Law, Operation, midnight};
use scenarios::time::{Instant, Span};

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

const NOTHING: Media = Media { call: 0, chat: 0, email: 0, case: 0, outbound: 0, internal: 0 };

/// A team in which nothing happens but that customers come, wait and are served.
fn plain(agents: u32, media: Media, daily: f64) -> Operation {
    let mut team = Team::new("A", agents);
    team.queues = ["Orders", "Returns"].map(|name| TeamQueue { name: name.into(), share: 1 }).into();
    (team.media, team.daily, team.percent) = (media, daily, Frequencies::NEVER);
    (team.versatile, team.absences, team.ill) = (50.0, Vec::new(), 0.0);
    (team.times.patience, team.times.chat_patience) = (Law::Never, Law::Never);
    team.limits = Limits { waiting: 1_000, estimated_wait: None, longest_wait: None, ..team.limits };
    operation(Config { teams: vec![team], ..Config::default() })
}

fn operation(config: Config) -> Operation {
    Operation::new(config, 5).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// An agent's part in an interaction.
#[derive(Clone, Debug)]
struct Part {
    agent: Name,
    queue: Name,
    load: Load,
    rung: Instant,
    answered: Instant,
    left: Instant,
    wrapped: Instant,
}

/// The parts of agents in what came out of queues, by when they were rung; each interaction has one.
fn parts(day: &Day) -> Vec<Part> {
    let part =
        |flow: &Flow| {
            let at = |is: &dyn Fn(&Action) -> bool| {
                flow.steps.iter().find(|step| is(&step.action)).map(|step| flow.start + step.at)
            };
            let queue = flow.steps.iter().find_map(|step| {
                if let Action::Queue { queue, .. } = &step.action { Some(queue.clone()) } else { None }
            });
            let agent = flow.steps.iter().find_map(|step| {
                if let Action::Ring { agent, .. } = &step.action { Some(agent.clone()) } else { None }
            });
            Some(Part {
                agent: agent?,
                queue: queue?,
                load: flow.medium.load(),
                rung: at(&|action| matches!(action, Action::Ring { .. }))?,
                answered: at(&|action| matches!(action, Action::Answer { .. }))?,
                left: at(&|action| matches!(action, Action::HangUp { .. }))?,
                wrapped: at(&|action| matches!(action, Action::Wrapped { .. }))?,
            })
        };
    let mut parts: Vec<Part> = day.flows.iter().filter_map(part).collect();
    parts.sort_by_key(|part| part.rung);
    parts
}

/// Each agent's presences of the day.
fn presences(day: &Day) -> BTreeMap<Name, Vec<(Instant, Name)>> {
    let mut presences: BTreeMap<Name, Vec<(Instant, Name)>> = BTreeMap::new();
    for change in &day.presences {
        presences.entry(change.agent.clone()).or_default().push((change.at, change.presence.clone()));
    }
    presences.values_mut().for_each(|changes| changes.sort_by_key(|(at, _)| *at));
    presences
}

#[test]
fn a_call_is_offered_to_the_agent_with_the_skill_who_has_been_idle_longest() {
    let operation = plain(8, Media { call: 1, ..NOTHING }, 350.0);
    let day = operation.day(MONDAY);
    let (parts, presences) = (parts(&day), presences(&day));
    let mut choices = 0;
    for part in &parts {
        let idle_since = |agent: &Name| {
            let changes = presences.get(agent)?;
            let (login, logout) = (changes.first()?.0, changes.last()?.0);
            let mut before = parts.iter().filter(|other| other.agent == *agent && other.rung < part.rung);
            let is_free = before.clone().all(|other| other.wrapped <= part.rung);
            let since = before.by_ref().map(|other| other.wrapped).max().unwrap_or(login);
            (login <= part.rung && part.rung < logout && is_free).then_some(since)
        };
        let agents = operation.centre().agents.iter();
        let able: Vec<&Name> =
            agents.filter(|agent| agent.skills.contains(&part.queue)).map(|agent| &agent.id).collect();
        assert!(able.contains(&&part.agent), "{part:?}");
        let idle: Vec<Instant> = able.into_iter().filter_map(idle_since).collect();
        assert_eq!(idle_since(&part.agent), idle.iter().copied().min(), "{part:?}");
        choices += usize::from(idle.len() > 1);
    }
    assert!(parts.len() > 200 && choices > 100, "{choices} choices in {} calls", parts.len());
}

#[test]
fn nobody_has_more_in_hand_than_the_limits_allow_and_when_much_comes_in_they_have_as_much() {
    let media = Media { call: 2, chat: 5, email: 3, ..NOTHING };
    let parts = parts(&plain(5, media, 400.0).day(MONDAY));
    let limits = Limits::default();
    let mut most: BTreeMap<Load, u32> = BTreeMap::new();
    for part in &parts {
        let others = |load: Load, until: fn(&Part) -> Instant| {
            let others = parts.iter().filter(move |other| other.agent == part.agent && other.load == load);
            let others = others.filter(move |other| other.answered <= part.answered && part.answered < until(other));
            u32::try_from(others.count()).unwrap_or(u32::MAX)
        };
        // After-work of a call or a chat counts, that of an email is filing.
        let in_hand = match part.load {
            Load::Live | Load::SemiLive => others(part.load, |other| other.wrapped),
            Load::NonLive => others(part.load, |other| other.left),
        };
        let highest = most.entry(part.load).or_default();
        *highest = in_hand.max(*highest);
    }
    let allowed = [(Load::Live, 1), (Load::SemiLive, limits.chats), (Load::NonLive, limits.written)];
    assert_eq!(most, BTreeMap::from(allowed));
}

#[test]
fn agents_have_breaks_and_a_lunch_and_are_offered_nothing_meanwhile() {
    let operation = operation(Config::default());
    let day = operation.day(MONDAY);
    let presences = presences(&day);
    for (agent, changes) in &presences {
        let times = |label: &str| changes.iter().filter(|(_, presence)| &**presence == label).count();
        assert!(times("Lunch") <= 1 && times("Tea break") <= 2, "{agent}: {changes:?}");
    }
    let had = |label: &str| {
        presences.values().filter(|changes| changes.iter().any(|(_, presence)| &**presence == label)).count()
    };
    // Some work late, and go before they get to it.
    assert!(had("Lunch") * 10 >= presences.len() * 8, "{} of {}", had("Lunch"), presences.len());
    assert!(had("Tea break") * 10 >= presences.len() * 8, "{} of {}", had("Tea break"), presences.len());
    let mut offers = 0;
    for flow in day.flows.iter().filter(|flow| matches!(flow.opening, Opening::Inbound { .. })) {
        for step in &flow.steps {
            let Action::Ring { agent, .. } = &step.action else { continue };
            let at = flow.start + step.at;
            let presence = presences.get(agent).and_then(|changes| changes.iter().rfind(|(since, _)| *since <= at));
            assert!(presence.is_some_and(|(_, label)| &**label == "Ready"), "{agent} at {at}: {presence:?}");
            offers += 1;
        }
    }
    assert!(offers > 1_000, "{offers}");
}

#[test]
fn customers_come_as_often_as_the_hour_and_the_day_of_the_week_say() {
    let mut team = Team::new("A", 40);
    (team.opens, team.open_for, team.closed) = (Span::ZERO, Span::from_secs(24 * 3_600), Vec::new());
    (team.spread, team.media) = (0.0, Media { call: 1, ..NOTHING });
    let (by_hour, by_weekday, daily) = (team.by_hour, team.by_weekday, team.daily);
    let operation = operation(Config { teams: vec![team], ..Config::default() });
    let (mut hours, mut weekdays) = ([0.0; 24], [0.0; 7]);
    const WEEKS: i64 = 8;
    for day in MONDAY..MONDAY + 7 * WEEKS {
        for flow in operation.day(day).flows {
            // A callback comes of a call that came in.
            if matches!(flow.opening, Opening::Inbound { .. })
                && flow.medium.load() == Load::Live
                && !is_callback(&flow)
            {
                hours[usize::try_from((flow.start - midnight(day)).as_millis() / 3_600_000 % 24).unwrap_or(0)] += 1.0;
                weekdays[usize::try_from((day - MONDAY) % 7).unwrap_or(0)] += 1.0;
            }
        }
    }
    let all: f64 = weekdays.iter().sum();
    let expected = |share: f64, of: &[f64]| all * share / of.iter().sum::<f64>();
    let seen = hours.iter().zip(&by_hour).map(|(seen, share)| (*seen, expected(*share, &by_hour)));
    let seen = seen.chain(weekdays.iter().zip(&by_weekday).map(|(seen, share)| (*seen, expected(*share, &by_weekday))));
    for (seen, expected) in seen.chain([(all, daily * WEEKS as f64 * by_weekday.iter().sum::<f64>() / 100.0)]) {
        // They come independently of one another: the variance is the mean.
        assert!((seen - expected).abs() < 4.0 * expected.sqrt(), "{seen} where {expected} are expected");
    }
}

fn is_callback(flow: &Flow) -> bool {
    flow.medium == scenarios::flow::Medium::PhoneCallback
}
