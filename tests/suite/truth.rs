//! What truth says of the flows is what an analyst finds in the records, once everything has been processed.
//!
//! Truth and the compiler share no code that reads steps, so where they agree on thousands of drawn scenarios, a mistake
//! would have had to be made twice.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scenarios::centre::{Availability, Name};
use scenarios::flow::{HeldKind, Opening, QueueExit};
use scenarios::guid::Guid;
use scenarios::record::{ActivityKind, Body, ChannelParty, EventKind, Focus, FocusState, QueueKind};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline};
use scenarios::truth::{self, Happened, QueueOutcome, Shown, Who};
use scenarios::view::{self, ActivityFilter, ActivityType, Include, Paging, QueueFilter, QueueTypes, Window};

use crate::{drawn, simulated};

const ALL: Paging = Paging { page: 1, limit: u32::MAX };
const EVER: Window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };

fn told<T>(row: &Row<T>) -> &T {
    match &row.body {
        Body::Told(record) => record,
        Body::Recorded(item) => panic!("nothing was recorded, but here is {}", item.body),
    }
}

/// Compares once everything has been processed.
fn for_each_story(compare: impl Fn(&Scenario, &Timeline, Instant) -> Result<(), TestCaseError>) {
    proptest!(ProptestConfig::with_cases(500), |(scenario in drawn::scenario())| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::settled(&scenario, &timeline);
        compare(&scenario, &timeline, now)?;
    });
    simulated::for_each_day(compare);
}

fn outcome(exit: Option<QueueExit>) -> QueueOutcome {
    match exit {
        None => QueueOutcome::Waiting,
        Some(QueueExit::Delivered) => QueueOutcome::Answered,
        Some(QueueExit::HungUp) => QueueOutcome::Abandoned,
        Some(QueueExit::Breakout(why)) => QueueOutcome::Breakout(why),
        Some(QueueExit::InternalError) => QueueOutcome::Error,
    }
}

fn overlap(one: (Instant, Instant), other: (Instant, Instant)) -> Span {
    (one.1.min(other.1) - one.0.max(other.0)).max(Span::ZERO)
}

#[test]
fn handle_times_add_up_from_channels_and_holds() {
    for_each_story(|scenario, timeline, now| {
        let mut found: BTreeMap<(Name, Guid), [i64; 4]> = BTreeMap::new();
        for row in &view::interactions(timeline, now, &EVER, ALL).items {
            let interaction = told(row);
            let holds: Vec<(&Name, (Instant, Instant))> = interaction
                .channels
                .iter()
                .flat_map(|channel| &channel.events)
                .filter_map(|event| {
                    let EventKind::Held { by, kind: HeldKind::Held } = &event.kind else { return None };
                    Some((by, (event.period.begin.at, event.period.end_at(now).unwrap_or(now))))
                })
                .collect();
            for channel in &interaction.channels {
                let ChannelParty::Agent { id, .. } = &channel.party else { continue };
                let times = found.entry((id.clone(), interaction.guid)).or_default();
                for event in &channel.events {
                    let stretch = (event.period.begin.at, event.period.end_at(now).unwrap_or(now));
                    let lasts = (stretch.1 - stretch.0).as_millis();
                    match event.kind {
                        EventKind::Ringing => times[0] += lasts,
                        EventKind::Connected => {
                            let own = holds.iter().filter(|(by, _)| *by == id);
                            let held: i64 = own.map(|(_, hold)| overlap(*hold, stretch).as_millis()).sum();
                            times[1] += lasts - held;
                            times[2] += held;
                        }
                        EventKind::Wrap => times[3] += lasts,
                        EventKind::InteractionPlan { .. }
                        | EventKind::Applet { .. }
                        | EventKind::Queue { .. }
                        | EventKind::CallRecording
                        | EventKind::Held { .. } => {}
                    }
                }
            }
        }
        let expected: BTreeMap<(Name, Guid), [i64; 4]> = truth::handle_times(scenario, now)
            .into_iter()
            .map(|time| {
                let spans = [time.ring, time.talk, time.hold, time.wrap];
                ((time.agent, time.interaction), spans.map(Span::as_millis))
            })
            .collect();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn queue_entries_are_the_same_with_the_same_waits_and_outcomes() {
    for_each_story(|scenario, timeline, now| {
        let filter = QueueFilter { names: None, types: QueueTypes::All };
        let mut found: Vec<_> = view::queue_times(timeline, now, &EVER, &filter, ALL)
            .items
            .into_iter()
            .map(|row| {
                let entry = told(row);
                let outcome = outcome(entry.exit);
                let is_virtual = matches!(entry.kind, QueueKind::Virtual { .. });
                (entry.interaction, entry.queue.clone(), is_virtual, row.start, row.end_at(now), outcome)
            })
            .collect();
        let mut expected: Vec<_> = truth::queue_entries(scenario, now)
            .into_iter()
            .map(|entry| {
                let is_virtual = entry.kind == truth::QueueKind::Virtual;
                (entry.interaction, entry.queue, is_virtual, entry.entered, entry.left, entry.outcome)
            })
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn outside_contacts_are_the_channels_named_ccr_connect_once_they_have_ended() {
    for_each_story(|scenario, timeline, now| {
        let mut found = Vec::new();
        for row in &view::interactions(timeline, now, &EVER, ALL).items {
            let interaction = told(row);
            for channel in interaction.channels.iter().filter(|channel| channel.is_known(now)) {
                if let ChannelParty::Router { touchpoint } = &channel.party {
                    let period = (channel.period.begin.at, channel.period.end_at(now));
                    found.push((interaction.guid, touchpoint.clone(), period.0, period.1));
                }
            }
        }
        let mut expected: Vec<_> = truth::ccr_channels(scenario, now)
            .into_iter()
            .filter(|channel| channel.end.is_some())
            .map(|channel| (channel.interaction, channel.contact, channel.start, channel.end))
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn logins_are_changes_from_logged_out_to_anything_else() {
    for_each_story(|scenario, timeline, now| {
        let mut found = Vec::new();
        let mut logged_out: BTreeMap<Name, bool> = BTreeMap::new();
        for row in &view::presence_activities(timeline, now, &EVER, None, ALL).items {
            let activity = told(row);
            let ActivityKind::Presence { availability, .. } = activity.kind else { continue };
            let is_out = availability == Availability::LoggedOut;
            let was_out = logged_out.insert(activity.agent.clone(), is_out);
            if was_out == Some(true) && !is_out {
                found.push((activity.agent.clone(), row.start));
            }
        }
        let mut expected: Vec<_> = truth::logins(scenario, now)
            .into_iter()
            .filter_map(|session| Some((session.agent, session.login?)))
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn a_transfer_shows_as_one_agent_leaving_while_the_next_and_the_customer_stay() {
    for_each_story(|scenario, timeline, now| {
        for transfer in truth::transfers(scenario, now) {
            let Some(answer) = transfer.answered else { continue };
            let Some(row) = view::interaction(timeline, now, &transfer.interaction.to_string()) else {
                return Err(TestCaseError::fail("a transferred interaction is missing"));
            };
            let interaction = told(&row);
            let is_customer = |party: &ChannelParty| matches!(party, ChannelParty::External { .. });
            let connected = |party: &dyn Fn(&ChannelParty) -> bool, at: Instant| {
                interaction.channels.iter().filter(|channel| party(&channel.party)).any(|channel| {
                    channel.events.iter().any(|event| {
                        let (begin, end) = (event.period.begin.at, event.period.end_at(now).unwrap_or(Instant::LATEST));
                        event.kind == EventKind::Connected && begin <= at && at <= end
                    })
                })
            };
            let left = interaction.channels.iter().any(|channel| {
                let is_first = matches!(&channel.party, ChannelParty::Agent { id, .. } if *id == transfer.from);
                is_first && channel.events.iter().any(|event| event.period.end_at(now) == Some(transfer.at))
            });
            prop_assert!(left, "{:?} does not leave at {}", transfer.from, transfer.at);
            let is_next = |party: &ChannelParty| matches!(party, ChannelParty::Agent { id, .. } if *id == answer.agent);
            prop_assert!(connected(&is_next, answer.at.max(transfer.at)));
            prop_assert!(connected(&is_customer, transfer.at));
        }
        Ok(())
    });
}

#[test]
fn contactpad_shows_busy_and_wrap_as_the_wfm_state_does() {
    proptest!(ProptestConfig::with_cases(500), |(scenario in drawn::scenario(), permille in 0i64..1_001)| {
        let timeline = drawn::timeline(&scenario);
        let settled = drawn::settled(&scenario, &timeline);
        let at = drawn::on_the_way(&scenario, &timeline, permille);
        let mut states: BTreeMap<Name, Focus> = BTreeMap::new();
        for row in &view::agent_states(&timeline, settled, &EVER, None, ALL).items {
            if row.start <= at && row.end_at(settled).is_none_or(|end| at < end) {
                states.insert(told(row).agent.clone(), told(row).focus.clone());
            }
        }
        for status in truth::contactpad(&scenario, at) {
            let state = &states[&status.agent];
            match status.shown {
                Shown::Busy => prop_assert!(matches!(state, Focus::Work(FocusState::Busy, _)), "{:?}", state),
                // ContactPad knows neither Unexpected nor Failed, which for WFM come before wrap and presence.
                Shown::Wrap => prop_assert!(
                    matches!(state, Focus::Work(FocusState::Wrap | FocusState::Unexpected | FocusState::Failed, _)),
                    "{:?}",
                    state
                ),
                Shown::Presence(label) => match state {
                    Focus::Presence(presence) => prop_assert_eq!(&presence.label, &label),
                    Focus::Work(FocusState::Unexpected | FocusState::Failed, _) => {}
                    Focus::Work(FocusState::Busy | FocusState::Wrap, _) => prop_assert!(false, "{:?}", state),
                },
            }
        }
    });
}

#[test]
fn wfm_states_are_the_same_once_all_has_been_processed() {
    for_each_story(|scenario, timeline, now| {
        let mut found: Vec<_> = view::agent_states(timeline, now, &EVER, None, ALL)
            .items
            .into_iter()
            .map(|row| (told(row).agent.clone(), row.start, row.end_at(now), format!("{:?}", told(row).focus)))
            .collect();
        let mut expected: Vec<_> = truth::wfm_states(scenario, now)
            .into_iter()
            .map(|state| (state.agent, state.from, state.to, format!("{:?}", state.attention)))
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn interactions_are_the_same_party_by_party_once_all_has_been_processed() {
    for_each_story(|scenario, timeline, now| {
        let mut found = Vec::new();
        for row in &view::interactions(timeline, now, &EVER, ALL).items {
            let interaction = told(row);
            for channel in interaction.channels.iter().filter(|channel| channel.is_known(now)) {
                let who = match &channel.party {
                    ChannelParty::External { .. } => Who::Customer,
                    ChannelParty::Agent { id, .. } => Who::Agent(id.clone()),
                    ChannelParty::Router { touchpoint } => Who::Contact(touchpoint.clone()),
                };
                let part = (interaction.guid, row.end_at(now), who, channel.period.begin.at);
                for event in channel.events.iter().filter(|event| event.period.is_known(now)) {
                    let what = match &event.kind {
                        EventKind::Ringing => Happened::Ringing,
                        EventKind::Connected => Happened::Connected,
                        EventKind::Queue(waiting) => {
                            let exit = waiting.exit.filter(|_| event.period.end_at(now).is_some());
                            Happened::Queued(waiting.queue.clone(), outcome(exit))
                        }
                        EventKind::InteractionPlan(mapping) => Happened::Planned(mapping.plan_name.clone()),
                        EventKind::Applet { name, kind } => Happened::Passed(name.clone(), *kind),
                        EventKind::CallRecording => Happened::Recorded,
                        EventKind::Held { by, kind } => Happened::Held(by.clone(), *kind),
                        EventKind::Wrap => Happened::Wrap,
                    };
                    let period = (event.period.begin.at, event.period.end_at(now));
                    found.push((part.clone(), channel.period.end_at(now), what, period));
                }
            }
        }
        let mut expected = Vec::new();
        for one in truth::mirror(scenario, now) {
            let end = one.duration.map(|duration| one.start + duration);
            for part in one.parts {
                let of_part = (one.interaction, end, part.who, part.from);
                let events = part.events.into_iter();
                expected.extend(events.map(|event| (of_part.clone(), part.to, event.what, (event.from, event.to))));
            }
        }
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn what_is_told_of_an_interaction_as_a_whole_is_the_same_once_all_has_been_processed() {
    for_each_story(|scenario, timeline, now| {
        let mut found: Vec<_> = view::interactions(timeline, now, &EVER, ALL)
            .items
            .into_iter()
            .map(|row| {
                let one = told(row);
                let plan = one.mapping.as_ref().map(|plan| truth::Mapped {
                    address: plan.address_name.clone(),
                    mapping: plan.mapping_name.clone(),
                    plan: plan.plan_name.clone(),
                    reporting_group: plan.reporting_group.clone(),
                });
                let outcome = one.completion.as_ref().and_then(|completion| completion.outcome.clone());
                let categorised = one.categorised.map(|stamp| stamp.at);
                let addresses = (one.connect_from.clone(), one.connect_to.clone());
                let whole = (one.conversation, addresses, one.service.clone(), outcome, categorised);
                (one.guid, format!("{:?} {whole:?} {plan:?}", one.direction))
            })
            .collect();
        let mut expected: Vec<_> = truth::mirror(scenario, now)
            .into_iter()
            .map(|one| {
                let direction = match one.opening {
                    Opening::Inbound { .. } => "Inbound",
                    Opening::Outbound { .. } => "Outbound",
                    Opening::Internal { .. } => "Internal",
                };
                let addresses = (one.connect_from, one.connect_to);
                let whole = (one.conversation, addresses, one.service, one.outcome, one.categorised);
                (one.interaction, format!("{direction} {whole:?} {:?}", one.plan))
            })
            .collect();
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn an_agents_workload_counts_what_they_have_in_hand() {
    for_each_story(|scenario, timeline, now| {
        let filter = ActivityFilter { agent: None, kind: Some(ActivityType::Workload) };
        let changes = view::activities(timeline, now, &EVER, &filter, ALL).items;
        for row in &changes {
            let activity = told(row);
            let ActivityKind::Workload(workload) = activity.kind else { continue };
            let total = workload.calls + workload.semi_live + workload.non_live;
            // At least what the agent is busy with at that instant; parked and interrupted work counts too.
            let busy = truth::contactpad(scenario, row.start)
                .iter()
                .any(|status| status.agent == activity.agent && status.shown == Shown::Busy);
            prop_assert!(total > 0 || !busy, "{} at {}", activity.agent, row.start);
        }
        Ok(())
    });
}
