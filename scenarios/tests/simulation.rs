//! What holds of every simulated day, whatever the config.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use scenarios::centre::{Availability, Name};
use scenarios::flow::{Action, Breakout, Flow, Medium, Opening, Party, QueueExit};
use scenarios::format::print;
use scenarios::record::{Body, Focus, QueueKind};
use scenarios::scenario::{PresenceChange, Scenario};
use scenarios::simulation::config::{Frequencies, Media, Outage, OutageKind, REST, Team, TeamQueue, Weekday};
use scenarios::simulation::{Config, Day, Law, Operation, REACH, midnight};
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Timeline, compile};

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

fn operation(config: Config, seed: u64) -> Operation {
    Operation::new(config, seed).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

fn compiled(scenario: &Scenario) -> Timeline {
    compile(scenario).unwrap_or_else(|problems| panic!("a simulated day does not compile: {}", problems[0]))
}

/// Small centres, in which whatever can happen does so often, and in which there are mostly too few agents or too many.
fn config() -> impl Strategy<Value = Config> {
    let team = (
        1u32..9,
        (0i64..24, 1i64..25, 0i64..120),
        (0.0..250.0f64, 0u32..3),
        any::<[bool; 3]>(),
        prop_oneof![Just(0.0), Just(3.0), Just(15.0)],
        prop_oneof![
            Just(Law::Never),
            Just(Law::Always(Span::ZERO)),
            Just(Law::Exponential { mean: Span::from_secs(90) })
        ],
    );
    let team = team.prop_map(|(agents, (opens, open_for, overtime), (daily, queues), closed, often, patience)| {
        let mut team = Team::new("A", agents);
        // So that the day is over in time.
        let open_for = open_for.min(41 - opens - overtime / 60 - 1);
        team.opens = Span::from_secs(opens * 3_600);
        team.open_for = Span::from_secs(open_for * 3_600);
        team.overtime = Span::from_secs(overtime * 60);
        team.daily = daily;
        team.by_hour = [1.0; 24];
        team.queues = ["q0", "q1", "q2"][..=queues as usize]
            .iter()
            .map(|name| TeamQueue { name: (*name).into(), share: 1 })
            .collect();
        team.versatile = 50.0;
        let long = open_for.min(8);
        team.shifts[0].lasts = Span::from_secs(long * 3_600);
        team.shifts[1].begins = Span::from_secs((open_for - long) * 3_600);
        team.shifts[1].lasts = Span::from_secs(long * 3_600);
        team.closed = [Weekday::Mon, Weekday::Sat, Weekday::Sun]
            .into_iter()
            .zip(closed)
            .filter_map(|(day, closed)| closed.then_some(day))
            .collect();
        team.times.patience = patience;
        let percent = &mut team.percent;
        for often_enough in [
            &mut percent.left_in_plan,
            &mut percent.personal,
            &mut percent.unanswered,
            &mut percent.fault,
            &mut percent.hold,
            &mut percent.consult,
            &mut percent.blind_transfer,
            &mut percent.requeue,
            &mut percent.park,
            &mut percent.internal_error,
            &mut percent.intend,
            &mut percent.late,
            &mut percent.corrected,
        ] {
            *often_enough = often;
        }
        team
    });
    let outage = (
        0i64..40,
        1i64..5,
        prop_oneof![Just(OutageKind::Lines), Just(OutageKind::Processing), Just(OutageKind::Surge(4.0))],
    );
    let outage = outage.prop_map(|(hour, lasts, kind)| {
        let from = midnight(MONDAY) + Span::from_secs(hour * 3_600);
        Outage { kind, team: None, from, until: from + Span::from_secs(lasts * 600) }
    });
    (team, proptest::option::of(outage)).prop_map(|(team, outage)| {
        let mut second = Team::new("B", 2);
        second.daily = 20.0;
        Config { teams: vec![team, second], outages: outage.into_iter().collect(), ..Config::default() }
    })
}

fn for_each_day(rule: impl Fn(&Operation, i64, &Day) -> Result<(), TestCaseError>) {
    proptest!(ProptestConfig::with_cases(150), |(config in config(), seed in any::<u64>(), day in MONDAY..MONDAY + 7)| {
        let operation = operation(config, seed);
        let told = operation.day(day);
        rule(&operation, day, &told)?;
    });
}

/// Everyone whom the flow involves, with the instant at which they are.
fn involved(flow: &Flow) -> Vec<(Name, Instant)> {
    let mut involved: Vec<(Name, Instant)> = match &flow.opening {
        Opening::Inbound { .. } => Vec::new(),
        Opening::Outbound { agent, .. } => vec![(agent.clone(), flow.start)],
        Opening::Internal { agent, to } => vec![(agent.clone(), flow.start), (to.clone(), flow.start)],
    };
    for step in &flow.steps {
        let (Action::Ring { agent, .. }
        | Action::Consult { agent, .. }
        | Action::BlindTransfer { to: agent, .. }
        | Action::Answer { party: Party::Agent(agent) }
        | Action::Wrapped { agent }) = &step.action
        else {
            continue;
        };
        involved.push((agent.clone(), flow.start + step.at));
    }
    involved
}

fn by_agent(presences: &[PresenceChange]) -> BTreeMap<Name, Vec<(Instant, Name)>> {
    let mut changes: BTreeMap<Name, Vec<(Instant, Name)>> = BTreeMap::new();
    for change in presences {
        changes.entry(change.agent.clone()).or_default().push((change.at, change.presence.clone()));
    }
    for changes in changes.values_mut() {
        changes.sort_by_key(|(at, _)| *at);
    }
    changes
}

#[test]
fn every_day_compiles() {
    for_each_day(|operation, day, _| {
        compiled(&operation.scenario(day..day + 1));
        Ok(())
    });
}

#[test]
fn several_days_compile_together() {
    proptest!(ProptestConfig::with_cases(30), |(config in config(), seed in any::<u64>())| {
        compiled(&operation(config, seed).scenario(MONDAY..MONDAY + 8));
    });
}

#[test]
fn a_day_is_the_same_whatever_was_asked_before_and_wherever() {
    let (one, other) = (operation(Config::default(), 7), operation(Config::default(), 7));
    let forwards: Vec<Day> = (MONDAY..MONDAY + 3).map(|day| one.day(day)).collect();
    let backwards =
        std::thread::spawn(move || (MONDAY..MONDAY + 3).rev().map(|day| other.day(day)).collect::<Vec<_>>());
    let backwards = backwards.join().unwrap_or_default();
    assert!(forwards.iter().eq(backwards.iter().rev()));
    assert_ne!(forwards[0], operation(Config::default(), 8).day(MONDAY));
    assert_ne!(forwards[0].flows.len(), forwards[1].flows.len());
}

#[test]
fn a_day_is_what_its_teams_do() {
    let operation = usual();
    let whole = operation.day(MONDAY);
    let mut teams = Day::default();
    let mut agents = Vec::new();
    for team in 0..operation.teams() {
        let Day { presences, flows } = operation.team_day(team, MONDAY);
        let ids: BTreeSet<&Name> =
            operation.agents_of(team).map(|agent| &operation.centre().agents[agent].id).collect();
        assert!(presences.iter().all(|change| ids.contains(&change.agent)));
        assert!(flows.iter().flat_map(involved).all(|(agent, _)| ids.contains(&agent)));
        teams.presences.extend(presences);
        teams.flows.extend(flows);
        agents.extend(operation.agents_of(team));
    }
    assert_eq!(whole, teams);
    assert!(agents.into_iter().eq(0..operation.centre().agents.len()));
    assert_eq!(operation.team_day(operation.teams(), MONDAY), Day::default());
}

#[test]
fn whatever_a_config_says_it_is_refused_or_the_centre_works() {
    let number = || prop_oneof![4 => 0.0..50.0f64, 1 => Just(100.0), 1 => -1.0..150.0f64];
    let hours = |usual: i64| prop_oneof![4 => 0..usual, 1 => Just(24i64), 1 => -1i64..50];
    let numbers = (number(), number(), number(), 0.0..60.0f64, prop_oneof![6 => 1u32..8, 1 => 0u32..9]);
    let spans = (hours(12), hours(25), hours(2), hours(4), 0i64..18);
    let few = ProptestConfig::with_cases(600);
    let worked = std::cell::Cell::new(0);
    proptest!(few, |(agents in 0u32..4, numbers in numbers, spans in spans, seed in any::<u64>())| {
        let mut team = Team::new("A", agents);
        (team.ill, team.versatile, team.spread, team.daily, team.days_a_week) = numbers;
        let hour = |hours: i64| Span::from_secs(hours * 3_600);
        (team.opens, team.open_for, team.overtime) = (hour(spans.0), hour(spans.1), hour(spans.2));
        (team.shifts[0].begins, team.shifts[0].lasts) = (hour(spans.3), hour(spans.4));
        team.shifts[1] = team.shifts[0].clone();
        team.closed = Vec::new();
        if let Ok(operation) = Operation::new(Config { teams: vec![team, Team::new("B", 1)], ..Config::default() }, seed) {
            compiled(&operation.scenario(MONDAY..MONDAY + 1));
            worked.set(worked.get() + 1);
        }
    });
    assert!(worked.get() > 20, "{} of 600 worked", worked.get());
}

#[test]
fn everything_of_a_day_begins_after_its_midnight_and_is_processed_within_reach() {
    for_each_day(|operation, day, told| {
        let (first, last) = (midnight(day), midnight(day + REACH));
        for flow in &told.flows {
            prop_assert!(flow.start >= first);
            prop_assert_eq!(flow.guid.instant(), flow.start);
        }
        prop_assert!(told.presences.iter().all(|change| first <= change.at && change.at < last));
        let settled = compiled(&operation.scenario(day..day + 1)).settled();
        prop_assert!(settled.is_none_or(|settled| settled < last), "{:?}", settled);
        Ok(())
    });
}

#[test]
fn agents_come_from_logged_out_and_end_logged_out_and_rest_before_they_come_again() {
    proptest!(ProptestConfig::with_cases(40), |(config in config(), seed in any::<u64>())| {
        let operation = operation(config, seed);
        let mut last_logout: BTreeMap<Name, Instant> = BTreeMap::new();
        for day in MONDAY..MONDAY + 8 {
            for (agent, changes) in by_agent(&operation.day(day).presences) {
                prop_assert_eq!(&*changes[0].1, "Ready");
                let (last, label) = changes[changes.len() - 1].clone();
                prop_assert_eq!(&*label, "Logged Out");
                prop_assert_eq!(changes.iter().filter(|(_, label)| &**label == "Logged Out").count(), 1);
                if let Some(before) = last_logout.insert(agent, last) {
                    prop_assert!(changes[0].0 >= before + REST);
                }
            }
        }
    });
}

#[test]
fn the_next_login_is_foretold_by_the_roster_alone() {
    proptest!(ProptestConfig::with_cases(40), |(config in config(), seed in any::<u64>())| {
        let operation = operation(config, seed);
        let days: Vec<_> = (MONDAY..MONDAY + 14).map(|day| (day, by_agent(&operation.day(day).presences))).collect();
        for (number, agent) in operation.centre().agents.iter().enumerate() {
            for asked in MONDAY..MONDAY + 7 {
                let found = days.iter().find_map(|(day, changes)| {
                    (*day >= asked).then(|| changes.get(&agent.id)).flatten().map(|changes| (*day, changes[0].0))
                });
                prop_assert_eq!(Some(operation.next_login(number, asked)), found);
                prop_assert!(operation.next_login(number, asked).0 < asked + 7);
            }
        }
    });
}

#[test]
fn only_agents_who_have_a_shift_on_a_day_take_part_in_its_interactions() {
    for_each_day(|_, _, told| {
        let shifts = by_agent(&told.presences);
        for flow in &told.flows {
            for (agent, at) in involved(flow) {
                let shift = shifts.get(&agent).map(|changes| (changes[0].0, changes[changes.len() - 1].0));
                prop_assert!(shift.is_some_and(|(login, logout)| login <= at && at <= logout), "{} at {}", agent, at);
            }
        }
        Ok(())
    });
}

#[test]
fn every_interaction_comes_to_an_end_and_every_name_and_identifier_is_its_own() {
    for_each_day(|operation, day, told| {
        let timeline = compiled(&operation.scenario(day..day + 1));
        let settled = timeline.settled().unwrap_or(midnight(day));
        prop_assert!(timeline.interactions().iter().all(|row| row.end_at(settled).is_some()));
        let names: BTreeSet<&Name> = told.flows.iter().map(|flow| &flow.name).collect();
        let guids: BTreeSet<_> = told.flows.iter().map(|flow| flow.guid).collect();
        prop_assert_eq!((names.len(), guids.len()), (told.flows.len(), told.flows.len()));
        Ok(())
    });
}

/// How often on a busy Monday what can be configured has happened, by the name of its key.
fn counted(percent: Frequencies, media: Media) -> BTreeMap<&'static str, usize> {
    let mut team = Team::new("A", 8);
    (team.percent, team.media, team.daily) = (percent, media, 400.0);
    (team.limits.waiting, team.limits.offer_callback) = (3, Span::from_secs(20));
    // Nobody spends a while on outbound calls alone.
    team.absences.retain(|absence| absence.availability != Availability::ReadyOutbound);
    let mut counts = BTreeMap::new();
    for flow in operation(Config { teams: vec![team], ..Config::default() }, 3).day(MONDAY).flows {
        let words: Vec<&str> = flow.steps.iter().map(|step| step.action.word()).collect();
        let mut note = |name: &'static str, happened: bool| *counts.entry(name).or_default() += usize::from(happened);
        let is_call = flow.medium == Medium::Phone;
        let is_inbound = matches!(flow.opening, Opening::Inbound { .. });
        note("call", is_call && is_inbound);
        note("outbound", is_call && matches!(flow.opening, Opening::Outbound { .. }));
        note("internal", matches!(flow.opening, Opening::Internal { .. }));
        note("chat", flow.medium == Medium::Chat);
        note("email", flow.medium == Medium::Email);
        note("case", flow.medium == Medium::Case);
        note("left_in_plan", is_inbound && words.ends_with(&["applet", "hangup"]) && !words.contains(&"queue"));
        for step in &flow.steps {
            let of_agent = matches!(step.action, Action::NoAnswer { party: Party::Agent(_), .. });
            let declined = matches!(step.action, Action::BreakOut { why: Breakout::AgentDecline });
            // Whoever asks for an agent is told apart by that agent's declining.
            note("personal", declined);
            note("declined", declined);
            note("unanswered", of_agent);
            note("no_reply", matches!(step.action, Action::NoAnswer { party: Party::Customer, .. }));
            note("fault", matches!(step.action, Action::Fault { .. }));
            note("recorded", matches!(step.action, Action::StartRecording));
            note("hold", matches!(step.action, Action::Hold { .. }));
            note("consult", matches!(step.action, Action::Consult { .. }));
            note("blind_transfer", matches!(step.action, Action::BlindTransfer { .. }));
            note("requeue", matches!(step.action, Action::Queue { by: Some(_), .. }));
            note("park", matches!(step.action, Action::Park { .. }));
            note("internal_error", matches!(step.action, Action::InternalError));
            note("callback", matches!(step.action, Action::CallBack { .. }));
            note("handed_over", matches!(step.action, Action::HandOver { .. }));
            note("intend", matches!(step.action, Action::Intend { .. }));
            // What is told of an outside contact is late in any case.
            let of_contact = matches!(step.action, Action::HandBack);
            note("late", step.processing.delay.is_some() && !of_contact);
            note("corrected", step.processing.misreported.is_some());
        }
    }
    counts
}

/// The names of keys, and how the field of each is reached.
macro_rules! keys {
    ($what:ident: $($name:ident)*) => {
        [$((stringify!($name), (|what| &mut what.$name) as fn(&mut $what) -> &mut _)),*]
    };
}

#[test]
fn what_is_never_to_happen_does_not_and_what_is_to_happen_often_does() {
    // Whoever is asked for declines now and then, which is no other offer that is not answered.
    let asked_for = |name: &str| if ["personal", "declined"].contains(&name) { 20.0 } else { 0.0 };
    for (name, field) in keys!(Frequencies: left_in_plan personal declined unanswered fault no_reply recorded hold consult
        blind_transfer requeue park internal_error callback handed_over intend late corrected)
    {
        let with = |percent: f64| {
            let mut set = Frequencies { personal: asked_for(name), ..Frequencies::default() };
            *field(&mut set) = percent;
            counted(set, Media::default())[name]
        };
        let (never, now_and_then, often) = (with(0.0), with(10.0), with(75.0));
        assert_eq!(never, 0, "{name}");
        assert!(often > now_and_then, "{name}: {now_and_then} of 10 percent, and {often} of 75");
    }
    for (name, field) in keys!(Media: call chat email case outbound internal) {
        let with = |share: u32| {
            let mut set = Media::default();
            *field(&mut set) = share;
            // Callbacks lead to outbound calls.
            counted(Frequencies { callback: 0.0, ..Frequencies::default() }, set)[name]
        };
        assert_eq!(with(0), 0, "{name}");
        assert!(with(300) > with(30), "{name}: {} of few, and {} of many", with(30), with(300));
    }
}

/// The usual centre with an outage on Monday from 10:00 to 10:30.
fn struck_by(kind: OutageKind) -> (Operation, std::ops::Range<Instant>) {
    let from = midnight(MONDAY) + Span::from_secs(10 * 3_600);
    let until = from + Span::from_secs(30 * 60);
    let outages = vec![Outage { kind, team: None, from, until }];
    (operation(Config { outages, ..Config::default() }, 1), from..until)
}

#[test]
fn while_lines_fail_every_offer_ends_in_a_fault_and_no_agent_calls() {
    let (operation, outage) = struck_by(OutageKind::Lines);
    let mut struck = 0;
    for flow in operation.day(MONDAY).flows {
        let starts = outage.contains(&flow.start);
        assert!(!starts || matches!(flow.opening, Opening::Inbound { .. }), "{} is no inbound one", flow.name);
        for (number, step) in flow.steps.iter().enumerate() {
            let now = outage.contains(&(flow.start + step.at));
            let brings_in = matches!(step.action, Action::Consult { .. } | Action::BlindTransfer { .. });
            assert!(!now || !brings_in, "{}", flow.name);
            if let (Action::Ring { agent, .. }, true) = (&step.action, now) {
                let next = flow.steps.get(number + 1).map(|next| &next.action);
                let fails = matches!(next, Some(Action::Fault { agent: failing, .. }) if failing == agent);
                // The customer may hang up before.
                assert!(fails || matches!(next, Some(Action::HangUp { .. })), "{}: {next:?}", flow.name);
                struck += usize::from(fails);
            }
        }
    }
    assert!(struck > 50, "{struck}");
}

#[test]
fn while_processing_stands_still_nothing_is_processed_until_it_is_over() {
    let (operation, outage) = struck_by(OutageKind::Processing);
    let Day { presences, flows } = operation.day(MONDAY);
    let steps =
        flows.iter().flat_map(|flow| flow.steps.iter().map(|step| (flow.start + step.at, step.processing.delay)));
    let changes = presences.iter().map(|change| (change.at, change.delay));
    let struck: Vec<_> = steps.chain(changes).filter(|(at, _)| outage.contains(at)).collect();
    assert!(struck.len() > 500, "{}", struck.len());
    assert!(struck.iter().all(|(at, delay)| delay.is_some_and(|delay| *at + delay >= outage.end)));
    // What happened is what happens without it.
    let told = |flows: &[Flow]| flows.iter().map(|flow| (flow.guid, flow.steps.len())).collect::<Vec<_>>();
    assert_eq!(told(&flows), told(&usual().day(MONDAY).flows));
}

#[test]
fn in_a_surge_as_many_times_as_much_comes_in() {
    let (operation, outage) = struck_by(OutageKind::Surge(4.0));
    let inbound = |operation: &Operation, during: &dyn Fn(Instant) -> bool| {
        let day = operation.day(MONDAY);
        let of_customers = day.flows.iter().filter(|flow| flow.medium != Medium::PhoneCallback);
        let of_customers = of_customers.filter(|flow| matches!(flow.opening, Opening::Inbound { .. }));
        of_customers.filter(|flow| during(flow.start)).count() as f64
    };
    let undisturbed = usual();
    let during = |at: Instant| outage.contains(&at);
    let factor = inbound(&operation, &during) / inbound(&undisturbed, &during);
    assert!((3.0..5.0).contains(&factor), "{factor}");
    let before = |at: Instant| at < outage.start;
    assert_eq!(inbound(&operation, &before), inbound(&undisturbed, &before));
}

fn usual() -> Operation {
    operation(Config::default(), 1)
}

#[test]
fn a_day_is_the_same_on_every_machine_and_in_every_release() {
    // If this fails, histories have changed that people may have written down what they found in.
    let told = print(&usual().scenario(MONDAY..MONDAY + 1));
    let digest = told
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    assert_eq!(digest, 14_534_254_243_808_728_155);
}

/// What a week of the usual centre comes to.
#[derive(Default)]
struct Week {
    steps: BTreeMap<&'static str, usize>,
    breakouts: BTreeSet<String>,
    calls: usize,
    abandoned: usize,
    answered_in_time: usize,
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what one wants to see of it")]
fn in_a_week_of_the_usual_centre_everything_happens_and_as_often_as_is_usual() {
    let operation = operation(Config::default(), 1);
    let mut week = Week::default();
    let (mut busy, mut ready) = (Span::ZERO, Span::ZERO);
    for day in MONDAY..MONDAY + 7 {
        let told = operation.day(day);
        for flow in &told.flows {
            for step in &flow.steps {
                *week.steps.entry(step.action.word()).or_default() += 1;
                if let Action::BreakOut { why } = step.action {
                    week.breakouts.insert(format!("{why:?}"));
                }
            }
        }
        let timeline = compiled(&operation.scenario(day..day + 1));
        for row in timeline.queue_entries() {
            let Body::Told(entry) = &row.body else { continue };
            if entry.medium != Medium::Phone || entry.kind != QueueKind::Acd {
                continue;
            }
            week.calls += 1;
            week.abandoned += usize::from(entry.exit == Some(QueueExit::HungUp));
            let in_time = row.end_at(Instant::LATEST).is_some_and(|end| end - row.start <= Span::from_secs(20));
            week.answered_in_time += usize::from(in_time && entry.exit == Some(QueueExit::Delivered));
        }
        for row in timeline.agent_states() {
            let Body::Told(state) = &row.body else { continue };
            let lasts = row.end_at(Instant::LATEST).map_or(Span::ZERO, |end| end - row.start);
            match &state.focus {
                Focus::Work(..) => busy = busy + lasts,
                Focus::Presence(presence) if presence.availability == Availability::Ready => ready = ready + lasts,
                Focus::Presence(_) => {}
            }
        }
    }
    let share = |part: usize| part as f64 / week.calls as f64;
    let occupancy = busy.as_millis() as f64 / (busy + ready).as_millis() as f64;
    println!("{:?}\n{:?}", week.steps, week.breakouts);
    println!(
        "{} calls, abandoned {:.3}, answered in 20 s {:.3}",
        week.calls,
        share(week.abandoned),
        share(week.answered_in_time)
    );
    println!("occupancy {occupancy:.3}");
    assert_eq!(week.steps.len(), 26, "{:?}", week.steps.keys());
    assert_eq!(week.breakouts.len(), 6, "{:?}", week.breakouts);
    assert!((0.01..0.07).contains(&share(week.abandoned)));
    assert!((0.65..0.9).contains(&share(week.answered_in_time)));
    assert!((0.35..0.6).contains(&occupancy));
}
