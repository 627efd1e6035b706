//! What holds of every answer, whatever the scenario tells: steps in any order, by agents who take no part, and worse.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;

use super::telling::{at, centre, inbound, internal, outbound};
use super::*;
use crate::centre::Name;
use crate::flow::{Action, AppletKind, Breakout, HangUp, Medium, Opening, Party, Processing, Step};
use crate::guid::Guid;
use crate::scenario::{PresenceChange, Scenario};
use crate::time::{Instant, Span};

proptest! {
    #[test]
    fn no_time_is_negative_and_none_is_counted_twice(scenario in scenario(), until in instant()) {
        for time in handle_times(&scenario, until) {
            for part in [time.ring, time.talk, time.hold, time.wrap, time.parked] {
                prop_assert!(part >= Span::ZERO, "{time:?}");
            }
            let all = time.ring + time.connected() + time.wrap + time.parked;
            prop_assert!(all <= until - at("0s"), "{time:?}");
        }
    }

    #[test]
    fn talk_and_hold_are_all_of_the_connected_time(scenario in scenario(), until in instant()) {
        let seats = account::accounts(&scenario).flat_map(|(_, account)| account.seats);
        let connected = seats.filter_map(|seat| seat.until(until)).flat_map(|seat| seat.connected);
        let connected = stay::total(connected.map(|stay| stay.length(until)));
        let times = handle_times(&scenario, until);
        prop_assert_eq!(stay::total(times.iter().map(|time| time.talk + time.hold)), connected);
    }

    #[test]
    fn queue_outcomes_are_the_sums_of_queue_entries(scenario in scenario(), until in instant()) {
        let entries = queue_entries(&scenario, until);
        let outcomes = queue_outcomes(&scenario, until);
        prop_assert_eq!(outcomes.iter().map(|queue| queue.offered).sum::<u64>(), entries.len() as u64);
        for queue in outcomes {
            let own = || entries.iter().filter(|entry| entry.queue == queue.queue && entry.kind == queue.kind);
            let count = |outcome| own().filter(|entry| entry.outcome == outcome).count() as u64;
            let wait = |entry: &QueueEntry| entry.left.unwrap_or(until) - entry.entered;
            let answered = own().filter(|entry| entry.outcome == QueueOutcome::Answered);
            let breakouts = Breakout::ALL.map(|how| (how, count(QueueOutcome::Breakout(how))));
            prop_assert_eq!(queue.answered, count(QueueOutcome::Answered));
            prop_assert_eq!(queue.abandoned, count(QueueOutcome::Abandoned));
            prop_assert_eq!(queue.waiting, count(QueueOutcome::Waiting));
            prop_assert_eq!(queue.errors, count(QueueOutcome::Error));
            prop_assert_eq!(&queue.breakouts, &breakouts.into_iter().filter(|(_, count)| *count > 0).collect());
            let left = queue.answered + queue.abandoned + queue.breakouts.values().sum::<u64>() + queue.errors;
            prop_assert_eq!(queue.offered, left + queue.waiting);
            prop_assert_eq!(queue.answered_wait, stay::total(answered.map(wait)));
            prop_assert_eq!(Some(queue.longest_wait), own().map(wait).max());
            prop_assert!(own().map(wait).all(|wait| wait >= Span::ZERO));
        }
    }

    #[test]
    fn every_agent_has_exactly_one_presence_at_a_time(scenario in scenario(), until in instant()) {
        let mut times: BTreeMap<Name, Span> = BTreeMap::new();
        for PresenceTime { agent, time, .. } in time_in_presence(&scenario, at("0s"), until) {
            let sum = times.entry(agent).or_default();
            *sum = *sum + time;
        }
        prop_assert!(times.values().all(|sum| *sum == until - at("0s")), "{times:?}");
        let agents: Vec<Name> = presence_at(&scenario, until).into_iter().map(|held| held.agent).collect();
        prop_assert_eq!(agents, ["001", "002", "01"].map(Name::from));
    }

    #[test]
    fn sessions_of_an_agent_follow_one_another(scenario in scenario(), until in instant()) {
        let sessions = logins(&scenario, until);
        prop_assert!(sessions.iter().all(|s| s.logout.is_none_or(|logout| s.login < Some(logout))), "{sessions:?}");
        for pair in sessions.windows(2).filter(|pair| pair[0].agent == pair[1].agent) {
            prop_assert!(pair[0].logout.is_some() && pair[0].logout < pair[1].login, "{pair:?}");
        }
    }

    #[test]
    fn contactpad_and_availability_see_the_same_work(scenario in scenario(), now in instant()) {
        let states = availability(&scenario, now, &BusyDefinition::default());
        for (state, status) in states.iter().zip(contactpad(&scenario, now)) {
            prop_assert_eq!(&state.agent, &status.agent);
            prop_assert_eq!(state.state == WorkState::Busy, status.shown == Shown::Busy);
            prop_assert_eq!(state.state == WorkState::WrapOnly, status.shown == Shown::Wrap);
        }
    }

    #[test]
    fn what_comes_later_changes_no_answer(scenario in scenario(), until in instant()) {
        let mut cut = scenario.clone();
        cut.flows.retain(|flow| flow.start <= until);
        for flow in &mut cut.flows {
            let start = flow.start;
            flow.steps.retain(|step| start + step.at <= until);
        }
        prop_assert_eq!(transfers(&scenario, until), transfers(&cut, until));
        prop_assert_eq!(consults(&scenario, until), consults(&cut, until));
        prop_assert_eq!(queue_entries(&scenario, until), queue_entries(&cut, until));
        prop_assert_eq!(ccr_channels(&scenario, until), ccr_channels(&cut, until));
        prop_assert_eq!(conversations(&scenario, until), conversations(&cut, until));
    }

    #[test]
    fn the_order_in_which_flows_are_told_changes_no_answer(mut scenario in scenario(), until in instant()) {
        let ask = |scenario: &Scenario| {
            let queues = (queue_entries(scenario, until), queue_outcomes(scenario, until));
            (transfers(scenario, until), consults(scenario, until), handle_times(scenario, until), queues)
        };
        let told = ask(&scenario);
        scenario.flows.reverse();
        prop_assert_eq!(ask(&scenario), told);
    }
}

/// A morning on which anything may be told.
fn scenario() -> impl Strategy<Value = Scenario> {
    let presence = (0..LASTS, agent(), label());
    let presences = proptest::collection::vec(presence, 0..8);
    let flow = (0..LASTS, select(&Medium::ALL[..]), opening(), proptest::collection::vec((0..LASTS, action()), 0..25));
    (presences, proptest::collection::vec(flow, 0..4)).prop_map(|(presences, flows)| {
        let mut scenario = centre([("01", "Ready"), ("001", "Logged Out"), ("002", "Away")]);
        scenario.presences.extend(presences.into_iter().map(|(after, agent, presence)| PresenceChange {
            at: at("0s") + Span::from_millis(after),
            agent,
            presence,
            delay: None,
        }));
        let flows = flows.into_iter().enumerate();
        scenario.flows.extend(flows.map(|(number, (after, medium, opening, steps))| {
            let mut flow = super::telling::flow(&format!("flow {number}"), medium, opening, "0s", []);
            flow.start = at("0s") + Span::from_millis(after);
            flow.steps.extend(steps.into_iter().map(|(after, action)| Step {
                at: Span::from_millis(after),
                action,
                processing: Processing::default(),
            }));
            flow
        }));
        scenario
    })
}

/// How many milliseconds a telling may take: few, so that much happens at once.
const LASTS: i64 = 60;

fn instant() -> impl Strategy<Value = Instant> {
    (0..3 * LASTS).prop_map(|after| at("0s") + Span::from_millis(after))
}

fn opening() -> impl Strategy<Value = Opening> {
    select(vec![inbound(), inbound(), outbound("01"), internal("01", "002"), internal("01", "01")])
}

fn agent() -> impl Strategy<Value = Name> {
    select(&["01", "001", "002", "nobody"][..]).prop_map(Name::from)
}

fn label() -> impl Strategy<Value = Name> {
    select(&["Ready", "Ready (Offline)", "Away", "Logged Out", "Unheard of"][..]).prop_map(Name::from)
}

fn queue() -> impl Strategy<Value = Name> {
    select(&["Orders", "Billing"][..]).prop_map(Name::from)
}

fn action() -> impl Strategy<Value = Action> {
    let by = || proptest::option::of(agent());
    let party = || prop_oneof![agent().prop_map(Party::Agent), Just(Party::Customer)];
    let (lasts, clears) = (Span::from_millis(7), Span::from_millis(9));
    let channel: Option<Guid> = None;
    let flow = Name::from("flow 1");
    prop_oneof![
        1 => Just(Action::Applet { name: "Menu".into(), kind: AppletKind::Menu }),
        1 => (queue(), proptest::collection::vec(queue(), 0..2), by()).prop_map(|(queue, virtual_queues, by)| {
            Action::Queue { queue, skills: Vec::new(), virtual_queues, by }
        }),
        4 => agent().prop_map(move |agent| Action::Ring { agent, channel }),
        6 => party().prop_map(|party| Action::Answer { party }),
        1 => party().prop_map(move |party| Action::NoAnswer { party, lasts }),
        1 => agent().prop_map(move |agent| Action::Fault { agent, lasts }),
        2 => by().prop_map(|agent| Action::Hold { agent }),
        1 => by().prop_map(|agent| Action::Retrieve { agent }),
        1 => by().prop_map(|agent| Action::Park { agent }),
        1 => agent().prop_map(|agent| Action::Unpark { agent }),
        1 => by().prop_map(|agent| Action::Interrupt { agent }),
        1 => agent().prop_map(|agent| Action::Resume { agent }),
        3 => (agent(), by()).prop_map(move |(agent, by)| Action::Consult { agent, by, channel }),
        2 => (agent(), by()).prop_map(|(to, by)| Action::Transfer { to, by }),
        2 => (agent(), by()).prop_map(move |(to, by)| Action::BlindTransfer { to, by, channel }),
        1 => agent().prop_map(|with| Action::Conference { with }),
        1 => agent().prop_map(|agent| Action::Leave { agent }),
        1 => Just(Action::StartRecording),
        1 => Just(Action::StopRecording),
        1 => select(&Breakout::ALL[..]).prop_map(|why| Action::BreakOut { why }),
        1 => Just(Action::CallBack { flow }),
        1 => agent().prop_map(move |contact| Action::HandOver { contact, channel }),
        1 => Just(Action::HandBack),
        1 => select(vec![HangUp::Customer, HangUp::Agent, HangUp::Platform])
            .prop_map(move |by| Action::HangUp { by, clears }),
        3 => agent().prop_map(|agent| Action::Wrapped { agent }),
        3 => (by(), label()).prop_map(|(agent, presence)| Action::Intend { agent, presence }),
        1 => Just(Action::InternalError),
    ]
}
