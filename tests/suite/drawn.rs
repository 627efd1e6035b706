//! Scenarios by chance: every flow that comes out can have happened.
//!
//! Steps are drawn without regard to what is possible, and each is kept if the table of legal steps lets it follow. That
//! leaves dense, nasty stories, and they shrink by dropping steps.

use proptest::collection::vec;
use proptest::prelude::*;
use scenarios::centre::{Address, Agent, Availability, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use scenarios::flow::{
    Action, AppletKind, Breakout, Flow, HangUp, Medium, MediumManager, Misreport, Opening, Party, Processing, Step,
    legal,
};
use scenarios::guid::Guid;
use scenarios::problem::Problem;
use scenarios::scenario::{Pace, PresenceChange, Scenario};
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Timeline, compile};

/// The agents who take part; the last one only comes and goes.
const AGENTS: [&str; 4] = ["01", "001", "2", "10"];

/// When every drawn scenario begins.
pub(crate) fn start() -> Instant {
    Instant::from_millis(1_709_596_800_000)
}

/// Up to five interactions of up to twelve steps, with every kind of processing delay.
pub(crate) fn scenario() -> impl Strategy<Value = Scenario> {
    let flows = vec((0i64..4_000_000, 0usize..7, any::<usize>(), vec(drawn_step(), 0..12), any::<bool>()), 0..6);
    let presences = vec((0i64..8_000, 0usize..4, any::<usize>(), lateness()), 0..8);
    (flows, presences, prop_oneof![Just(0i64), Just(2_000)]).prop_map(|(flows, presences, delay)| {
        let mut scenario = Scenario::empty(start());
        scenario.processing = Pace { delay: Span::from_millis(delay), categorised: Span::from_secs(5) };
        scenario.centre = centre();
        for (number, (begins, kind, who, steps, ends)) in flows.into_iter().enumerate() {
            // Several begin at the same instant.
            let begins = start() + Span::from_millis(begins / 250_000 * 250_000);
            scenario.flows.push(flow(number, begins, kind, who, &steps, ends));
            if is_two_calls_at_once(&scenario) {
                scenario.flows.pop();
            }
        }
        for (at, agent, label, late) in presences {
            // An agent who is logged out cannot be rung, so only the one who takes no part ever is.
            let labels: &[&str] = if agent == 3 {
                &["Ready", "Logged Out", "Lunch"]
            } else {
                &["Ready", "Lunch", "Tea break", "Ready (Outbound)", "Ready (Offline)"]
            };
            scenario.presences.push(PresenceChange {
                at: start() + Span::from_secs(at),
                agent: AGENTS[agent].into(),
                presence: labels[label % labels.len()].into(),
                delay: late,
            });
        }
        scenario
    })
}

/// A scenario, compiled.
pub(crate) fn timeline(scenario: &Scenario) -> Timeline {
    match compile(scenario) {
        Ok(timeline) => timeline,
        Err(problems) => panic!("a drawn scenario does not compile: {}", problems[0]),
    }
}

/// Flows are drawn without regard to one another; that an agent talks on two calls at once is all that can be wrong.
fn is_two_calls_at_once(scenario: &Scenario) -> bool {
    let of_talks = |problem: &Problem| problem.advice.starts_with("nobody talks on two calls at once");
    compile(scenario).is_err_and(|problems| problems.iter().all(of_talks))
}

#[derive(Clone, Debug)]
struct DrawnStep {
    gap: Span,
    kind: usize,
    agent: usize,
    choice: usize,
    processing: Processing,
}

fn drawn_step() -> impl Strategy<Value = DrawnStep> {
    let gap = prop_oneof![2 => Just(0i64), 6 => 1i64..3_000, 4 => 3_000i64..120_000];
    let misreport = prop_oneof![9 => Just(None), 1 => (-20_000i64..60_000, 1i64..400).prop_map(Some)];
    (gap, 0usize..25, 0usize..3, any::<usize>(), lateness(), misreport).prop_map(
        |(gap, kind, agent, choice, delay, misreport)| DrawnStep {
            gap: Span::from_millis(gap),
            kind,
            agent,
            choice,
            processing: Processing {
                delay,
                // For now from the step; it becomes an offset once the step has its place.
                misreported: misreport.map(|(by, after)| Misreport {
                    at: Span::from_millis(by),
                    corrected_after: Span::from_secs(after),
                }),
            },
        },
    )
}

fn lateness() -> impl Strategy<Value = Option<Span>> {
    prop_oneof![6 => Just(None), 1 => (0i64..200_000).prop_map(|late| Some(Span::from_millis(late)))]
}

fn flow(number: usize, start: Instant, kind: usize, who: usize, steps: &[DrawnStep], ends: bool) -> Flow {
    let agent = || -> Name { AGENTS[who % 3].into() };
    let inbound = |to: &str| Opening::Inbound { from: "07700900123".into(), to: to.into() };
    let (medium, opening) = match kind {
        0 | 1 => (Medium::Phone, inbound("02079460001")),
        2 => (Medium::Email, inbound("02079460001")),
        3 => (Medium::Chat, inbound("02079460002")),
        4 => {
            (Medium::Phone, Opening::Outbound { agent: agent(), from: "02079460001".into(), to: "07700900456".into() })
        }
        5 => (Medium::Phone, Opening::Internal { agent: agent(), to: AGENTS[(who + 1) % 3].into() }),
        _ => (Medium::PhoneCallback, inbound("02079460001")),
    };
    let name = format!("drawn {number}");
    let mut flow = Flow {
        name: name.as_str().into(),
        medium,
        manager: MediumManager::default(),
        start,
        opening,
        guid: Guid::derived(&["interaction", &name]),
        conversation: Guid::derived(&["conversation", &name]),
        service: None,
        outcome: None,
        plan_after: None,
        categorised: None,
        steps: Vec::new(),
    };
    let mut at = Span::ZERO;
    for drawn in steps {
        at = at + drawn.gap;
        // The first kind from the drawn one on that is possible here.
        let possible = (0..25).find_map(|turn| try_step(&flow, at, drawn, (drawn.kind + turn) % 25));
        flow.steps.extend(possible);
    }
    if ends {
        for by in [HangUp::Agent, HangUp::Customer, HangUp::Platform] {
            let hang_up = Action::HangUp { by, clears: Span::from_millis(700) };
            let processing = Processing::default();
            let step = Step { at: at + Span::from_secs(1), action: hang_up, processing };
            if follows(&flow, &step) {
                flow.steps.push(step);
                break;
            }
        }
        for (position, agent) in AGENTS.iter().take(3).enumerate() {
            let at = at + Span::from_secs(3 + i64::try_from(position).unwrap_or_default());
            let action = Action::Wrapped { agent: (*agent).into() };
            let step = Step { at, action, processing: Processing::default() };
            if follows(&flow, &step) {
                flow.steps.push(step);
            }
        }
    }
    flow
}

fn try_step(flow: &Flow, at: Span, drawn: &DrawnStep, kind: usize) -> Option<Step> {
    let mut processing = drawn.processing;
    if let Some(misreport) = &mut processing.misreported {
        misreport.at = (at + misreport.at).max(Span::ZERO);
    }
    let step = Step { at, action: action(drawn, kind), processing };
    follows(flow, &step).then_some(step)
}

fn follows(flow: &Flow, step: &Step) -> bool {
    let mut longer = flow.clone();
    longer.steps.push(step.clone());
    legal::course(&longer).is_ok()
}

fn action(drawn: &DrawnStep, kind: usize) -> Action {
    let agent: Name = AGENTS[drawn.agent].into();
    let lasts = Span::from_secs(4);
    match kind {
        0 => Action::Applet { name: "Welcome".into(), kind: AppletKind::ALL[drawn.choice % AppletKind::ALL.len()] },
        1 => Action::Queue {
            queue: ["Orders", "Returns"][drawn.choice % 2].into(),
            skills: vec!["Orders".into()],
            virtual_queues: if drawn.choice.is_multiple_of(3) { vec!["Everybody".into()] } else { Vec::new() },
            by: None,
        },
        2 => Action::Ring { agent, channel: None },
        3 | 4 => Action::Answer { party: Party::Agent(agent) },
        5 => Action::Answer { party: Party::Customer },
        6 => Action::NoAnswer { party: Party::Agent(agent), lasts },
        7 => Action::Fault { agent, lasts },
        8 => Action::Hold { agent: Some(agent) },
        9 => Action::Retrieve { agent: Some(agent) },
        10 => Action::Park { agent: Some(agent) },
        11 => Action::Unpark { agent },
        12 => Action::Consult { agent, by: None, channel: None },
        13 => Action::Transfer { to: agent, by: None },
        14 => Action::BlindTransfer { to: agent, by: None, channel: None },
        15 => Action::Conference { with: agent },
        16 => Action::Leave { agent },
        17 => Action::StartRecording,
        18 => Action::StopRecording,
        19 => Action::BreakOut { why: Breakout::ALL[drawn.choice % Breakout::ALL.len()] },
        20 => Action::HandOver { contact: "02079460999".into(), channel: None },
        21 => Action::HandBack,
        22 => Action::Wrapped { agent },
        23 => Action::Intend { agent: Some(agent), presence: ["Lunch", "Tea break"][drawn.choice % 2].into() },
        _ => Action::Queue {
            queue: "Returns".into(),
            skills: Vec::new(),
            virtual_queues: vec!["Everybody".into()],
            by: Some(agent),
        },
    }
}

fn centre() -> Centre {
    let agents = AGENTS.iter().map(|id| Agent {
        id: (*id).into(),
        name: None,
        touchpoint: format!("077009001{id}").into(),
        skills: Vec::new(),
        presence: if *id == "10" { "Logged Out".into() } else { "Ready".into() },
    });
    let address = |address: &str, plan: &str| Address {
        address: address.into(),
        name: "Shop line".into(),
        mapping: "Default".into(),
        plan: plan.into(),
    };
    Centre {
        agents: agents.collect(),
        skills: vec!["Orders".into()],
        queues: vec![Queue { name: "Orders".into() }, Queue { name: "Returns".into() }],
        virtual_queues: vec![VirtualQueue { name: "Everybody".into(), target: Span::from_secs(20) }],
        plans: vec![
            Plan { name: "Shop".into(), reporting_group: Some("Sales".into()) },
            Plan { name: "Chat".into(), reporting_group: None },
        ],
        addresses: vec![address("02079460001", "Shop"), address("02079460002", "Chat")],
        presences: vec![
            PresenceLabel { label: "Lunch".into(), availability: Availability::ExtendedAway },
            PresenceLabel { label: "Tea break".into(), availability: Availability::Away },
        ],
    }
}
