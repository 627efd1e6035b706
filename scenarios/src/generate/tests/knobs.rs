//! Each key of a config does what it says: 0 stands for never, and what has a large share happens more often than usual.

use std::collections::BTreeMap;

use super::super::floor::Floor;
use super::super::model::{Act, Call, Customer, Who};
use super::super::possible::Scene;
use super::super::{Config, seeded};
use crate::flow::{Flow, Medium, Opening};
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

/// How many scenarios are drawn by each config.
const DRAWS: u64 = 150;

/// How often what can be configured has happened, by the name of its key.
type Counts = BTreeMap<&'static str, usize>;

/// The names of keys, and how the field of each is reached.
macro_rules! keys {
    ($($group:ident: $($name:ident)*;)*) => {
        vec![$($((stringify!($name), (|config| &mut config.$group.$name) as fn(&mut Config) -> &mut u32)),*),*]
    };
}

#[test]
fn what_has_no_share_never_happens_and_what_has_a_large_one_happens_more_often_than_usual() {
    let keys = keys! {
        media: phone phone_callback email chat case;
        openings: inbound outbound internal;
        actions: applet queue ring personal answer no_answer fault hold retrieve park unpark interrupt resume consult
            transfer blind_transfer conference leave recording breakout call_back hand_over hand_back hangup abandon
            wrapped intend internal_error;
        percent: logins late late_contacts corrected equal_instants crossings overlaps unfinished;
    };
    let usual = counted(&Config::default());
    for (name, field) in keys {
        let with = |share| {
            let mut config = Config::default();
            // A contact's channel can be late for either reason.
            if name == "late_contacts" {
                config.percent.late = 0;
            }
            *field(&mut config) = share;
            counted(&config).get(name).copied().unwrap_or_default()
        };
        let (never, often) = (with(0), with(if *field(&mut Config::default()) > 40 { 1_000 } else { 100 }));
        assert_eq!(never, 0, "{name}");
        assert!(often > usual[name] && usual[name] > 0, "{name}: {often} often, and {} usually", usual[name]);
    }
}

#[test]
fn who_is_surprised_more_often_sees_more_of_what_is_unusual() {
    let with = |surprises| {
        let mut config = Config::default();
        config.percent.surprises = surprises;
        counted(&config)["intend"]
    };
    assert!(with(0) * 2 < with(35) && with(35) < with(100), "{} {} {}", with(0), with(35), with(100));
}

#[test]
fn sizes_are_kept_and_reached() {
    let most = Config { agents: 9, interactions: 30, steps: 3, within: Span::from_secs(60), ..Config::default() };
    let drawn: Vec<Scenario> = (0..DRAWS).map(|seed| seeded(seed, &most)).collect();
    let begun = |scenario: &Scenario| scenario.flows.iter().filter(|flow| !is_call_back(flow)).count();
    assert_eq!(drawn.iter().map(|scenario| scenario.centre.agents.len()).max(), Some(9));
    assert!((20..=30).contains(&drawn.iter().map(begun).max().unwrap()));
    for scenario in &drawn {
        let last = scenario.flows.iter().filter(|flow| !is_call_back(flow)).map(|flow| flow.start).max();
        assert!(last.is_none_or(|last| last <= scenario.start + Span::from_secs(60)));
        for flow in &scenario.flows {
            // The end, and everybody's after-work, come on top.
            let ends =
                flow.steps.iter().filter(|step| ["hangup", "wrapped", "no_answer"].contains(&step.action.word()));
            assert!(flow.steps.len() - ends.count() <= 3, "{:?}", flow.steps);
        }
    }
}

fn counted(config: &Config) -> Counts {
    let mut counts = Counts::new();
    for seed in 0..DRAWS {
        count(&seeded(seed, config), &mut counts);
    }
    counts
}

fn count(scenario: &Scenario, counts: &mut Counts) {
    let mut note = |name: &'static str, happened: bool| *counts.entry(name).or_default() += usize::from(happened);
    let scene = Scene::of(scenario);
    let floor = Floor::of(scenario);
    let agents = &scenario.centre.agents;
    let comes_and_goes = agents.iter().filter(|agent| {
        &*agent.presence != "Ready" || scenario.presences.iter().any(|change| change.agent == agent.id)
    });
    for _ in comes_and_goes {
        note("logins", true);
    }
    note("late", scenario.processing.delay > Span::ZERO);
    for change in &scenario.presences {
        note("late", change.delay.is_some());
    }
    note("crossings", scenario.start.start_of_day() + Span::from_secs(9 * 3_600) != scenario.start);
    for pair in scenario.flows.windows(2) {
        note("equal_instants", pair[0].start == pair[1].start);
    }
    let mut in_hand = Vec::new();
    for flow in &scenario.flows {
        let Some(mut call) = scene.begin(flow, &floor) else { panic!("{} cannot begin", flow.name) };
        // The calls that callbacks lead to come on top.
        if !is_call_back(flow) {
            note(medium(flow), true);
            note(opening(flow), true);
        }
        for pair in flow.steps.windows(2) {
            note("equal_instants", pair[0].at == pair[1].at);
        }
        for step in &flow.steps {
            let Some(act) = scene.act(&step.action, &call) else { panic!("{:?} is no act", step.action) };
            note(share(act, &call), true);
            note("corrected", step.processing.misreported.is_some());
            note(if act == Act::HandBack { "late_contacts" } else { "late" }, step.processing.delay.is_some());
            call.take(act, step.at);
        }
        note("unfinished", !call.is_over());
        if flow.medium == Medium::Phone {
            in_hand.extend(call.work.iter().map(|work| {
                let until = work.until.map_or(Instant::LATEST, |until| flow.start + until);
                (work.who, flow.start + work.from, until)
            }));
        }
    }
    for (number, call) in in_hand.iter().enumerate() {
        note("overlaps", in_hand[..number].iter().any(|other| overlap(call, other)));
    }
}

fn overlap(one: &(Who, Instant, Instant), other: &(Who, Instant, Instant)) -> bool {
    one.0 == other.0 && one.1.max(other.1) < one.2.min(other.2)
}

fn is_call_back(flow: &Flow) -> bool {
    flow.name.starts_with("call for ")
}

fn medium(flow: &Flow) -> &'static str {
    match flow.medium {
        Medium::Phone => "phone",
        Medium::PhoneCallback => "phone_callback",
        Medium::Email => "email",
        Medium::Chat => "chat",
        Medium::Case => "case",
    }
}

fn opening(flow: &Flow) -> &'static str {
    match flow.opening {
        Opening::Inbound { .. } => "inbound",
        Opening::Outbound { .. } => "outbound",
        Opening::Internal { .. } => "internal",
    }
}

/// The key by which the config tells how often that happens.
fn share(act: Act, call: &Call) -> &'static str {
    match act {
        Act::Applet => "applet",
        Act::Queue => "queue",
        Act::Ring(_) if call.customer() == Customer::Queue => "ring",
        Act::Ring(_) => "personal",
        Act::Answer(_) | Act::CustomerAnswers => "answer",
        Act::NoAnswer(_) | Act::CustomerDoesNotAnswer => "no_answer",
        Act::Fault(_) => "fault",
        Act::Hold(_) => "hold",
        Act::Retrieve(_) => "retrieve",
        Act::Park(_) => "park",
        Act::Unpark(_) => "unpark",
        Act::Interrupt(_) => "interrupt",
        Act::Resume(_) => "resume",
        Act::Consult { .. } => "consult",
        Act::Transfer { .. } => "transfer",
        Act::BlindTransfer { .. } | Act::QueueFrom(_) => "blind_transfer",
        Act::Conference(_) => "conference",
        Act::Leave(_) => "leave",
        Act::StartRecording | Act::StopRecording => "recording",
        Act::BreakOut => "breakout",
        Act::CallBack => "call_back",
        Act::HandOver => "hand_over",
        Act::HandBack => "hand_back",
        Act::CustomerHangsUp if !call.anybody_has_the_customer() => "abandon",
        Act::CustomerHangsUp | Act::AgentHangsUp | Act::PlatformHangsUp => "hangup",
        Act::Wrapped(_) => "wrapped",
        Act::Intend(_) => "intend",
        Act::InternalError => "internal_error",
    }
}
