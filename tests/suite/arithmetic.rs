//! Section 6 of the reference, rule by rule, over everything that compiles.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scenarios::flow::{AppletKind, HeldKind, Load, Medium, QueueExit};
use scenarios::record::{
    Activity, ActivityKind, Body, Channel, ChannelParty, Direction, Event, EventKind, Interaction, WorkState,
};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline};
use scenarios::view::{self, ActivityFilter, Include, Paging, Window};

use crate::{drawn, simulated};

const ALL: Paging = Paging { page: 1, limit: u32::MAX };

/// From when to when; `None` while it goes on.
type Stretch = (Instant, Option<Instant>);

fn interactions(timeline: &Timeline, now: Instant) -> Vec<Interaction> {
    let window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
    let page = view::interactions(timeline, now, &window, ALL);
    page.items.iter().map(told).cloned().collect()
}

fn activities(timeline: &Timeline, now: Instant) -> Vec<(Activity, Stretch)> {
    let window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
    let page = view::activities(timeline, now, &window, &ActivityFilter::default(), ALL);
    page.items.iter().map(|row| (told(row).clone(), (row.start, row.end_at(now)))).collect()
}

fn told<T>(row: &Row<T>) -> &T {
    match &row.body {
        Body::Told(record) => record,
        Body::Recorded(item) => panic!("nothing was recorded, but here is {}", item.body),
    }
}

fn stretch(event: &Event, now: Instant) -> Stretch {
    (event.period.begin.at, event.period.end_at(now))
}

fn customer(interaction: &Interaction) -> Option<&Channel> {
    interaction.channels.iter().find(|channel| matches!(channel.party, ChannelParty::External { .. }))
}

fn agents(interaction: &Interaction) -> impl Iterator<Item = &Channel> {
    interaction.channels.iter().filter(|channel| matches!(channel.party, ChannelParty::Agent { .. }))
}

fn of_kind(channel: &Channel, kind: fn(&EventKind) -> bool) -> impl Iterator<Item = &Event> {
    channel.events.iter().filter(move |event| kind(&event.kind))
}

fn is_connected(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Connected)
}

/// A rule about one interaction once everything has been processed.
fn for_each_interaction(rule: impl Fn(&Interaction, Instant) -> Result<(), TestCaseError>) {
    proptest!(ProptestConfig::with_cases(400), |(scenario in drawn::scenario())| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::settled(&scenario, &timeline);
        for interaction in interactions(&timeline, now) {
            rule(&interaction, now)?;
        }
    });
    simulated::for_each_day(|_, timeline, now| {
        interactions(timeline, now).iter().try_for_each(|interaction| rule(interaction, now))
    });
}

#[test]
fn the_first_channel_begins_with_the_interaction_and_has_its_guid() {
    for_each_interaction(|interaction, _| {
        let first = &interaction.channels[0];
        prop_assert_eq!(first.guid, interaction.guid);
        prop_assert_eq!(first.period.begin.at, interaction.begin.at);
        Ok(())
    });
}

#[test]
fn an_interaction_lasts_until_the_last_of_its_channels_ends() {
    proptest!(ProptestConfig::with_cases(400), |(scenario in drawn::scenario())| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::settled(&scenario, &timeline);
        let window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
        for row in &view::interactions(&timeline, now, &window, ALL).items {
            let ends: Option<Vec<Instant>> = told(row).channels.iter().map(|channel| channel.period.end_at(now)).collect();
            prop_assert_eq!(row.end_at(now), ends.and_then(|ends| ends.into_iter().max()));
        }
    });
}

#[test]
fn an_agents_channel_is_tiled_by_ringing_connected_and_wrap_but_for_what_is_parked() {
    for_each_interaction(|interaction, now| {
        // What is no call may be interrupted by one as well.
        let interruptible = interaction.medium.load() != Load::Live;
        let parked: Vec<Stretch> = customer(interaction)
            .into_iter()
            .flat_map(|channel| &channel.events)
            .filter(|event| matches!(event.kind, EventKind::Held { kind: HeldKind::Parked, .. }))
            .map(|event| stretch(event, now))
            .collect();
        for channel in agents(interaction) {
            let tiles: Vec<Stretch> =
                of_kind(channel, |kind| matches!(kind, EventKind::Ringing | EventKind::Connected | EventKind::Wrap))
                    .map(|event| stretch(event, now))
                    .collect();
            prop_assert_eq!(tiles[0].0, channel.period.begin.at);
            for pair in tiles.windows(2) {
                let gap = (pair[0].1.unwrap_or(Instant::LATEST), Some(pair[1].0));
                prop_assert!(
                    gap.1 == Some(gap.0) || parked.contains(&gap) || interruptible,
                    "gap {:?} in {:?}",
                    gap,
                    tiles
                );
            }
            let last = tiles[tiles.len() - 1];
            let ends_parked =
                parked.iter().any(|parked| Some(parked.0) == last.1 && parked.1 == channel.period.end_at(now));
            let is_tiled = last.1 == channel.period.end_at(now) || ends_parked || interruptible;
            prop_assert!(is_tiled, "{:?} {:?}", tiles, channel.period);
        }
        Ok(())
    });
}

#[test]
fn a_caller_rings_for_no_time_and_is_connected_for_all_of_it_and_never_wraps() {
    for_each_interaction(|interaction, now| {
        let (Direction::Inbound, Some(caller)) = (interaction.direction, customer(interaction)) else { return Ok(()) };
        let whole = (interaction.begin.at, caller.period.end_at(now));
        prop_assert_eq!(stretch(&caller.events[0], now), (interaction.begin.at, Some(interaction.begin.at)));
        prop_assert_eq!(&caller.events[0].kind, &EventKind::Ringing);
        prop_assert_eq!(stretch(&caller.events[1], now), whole);
        prop_assert!(is_connected(&caller.events[1].kind));
        prop_assert!(!caller.events.iter().any(|event| event.kind == EventKind::Wrap));
        Ok(())
    });
}

#[test]
fn the_plan_begins_within_a_second_and_ends_with_the_callers_channel() {
    for_each_interaction(|interaction, now| {
        let (Direction::Inbound, Some(caller)) = (interaction.direction, customer(interaction)) else { return Ok(()) };
        let plans: Vec<_> = of_kind(caller, |kind| matches!(kind, EventKind::InteractionPlan { .. })).collect();
        prop_assert_eq!(plans.len(), 1);
        let (begin, end) = stretch(plans[0], now);
        prop_assert!(begin - interaction.begin.at < Span::from_secs(1));
        prop_assert_eq!(end, caller.period.end_at(now));
        for applet in of_kind(caller, |kind| matches!(kind, EventKind::Applet { .. })) {
            prop_assert!(begin <= applet.period.begin.at, "an applet runs before its plan");
        }
        Ok(())
    });
}

#[test]
fn applets_take_no_time_and_an_acd_applet_of_the_same_name_leads_into_each_queue() {
    for_each_interaction(|interaction, now| {
        let Some(caller) = customer(interaction) else { return Ok(()) };
        let mut acd = None;
        for event in &caller.events {
            let (begin, end) = stretch(event, now);
            match &event.kind {
                EventKind::Applet { name, kind } => {
                    prop_assert_eq!(end, Some(begin));
                    acd = (*kind == AppletKind::Acd).then(|| name.clone()).or(acd);
                }
                EventKind::Queue(waiting) => {
                    let led_in_by = acd.take();
                    prop_assert_eq!(led_in_by.as_ref(), Some(&waiting.queue));
                }
                EventKind::Ringing
                | EventKind::Connected
                | EventKind::InteractionPlan { .. }
                | EventKind::CallRecording
                | EventKind::Held { .. }
                | EventKind::Wrap => {}
            }
        }
        Ok(())
    });
}

#[test]
fn a_queue_that_delivers_lasts_until_the_agent_answers() {
    for_each_interaction(|interaction, now| {
        let Some(caller) = customer(interaction) else { return Ok(()) };
        // A callback's queue delivers to the call, which is another interaction.
        if interaction.medium == Medium::PhoneCallback {
            return Ok(());
        }
        let answers: Vec<Instant> = agents(interaction)
            .flat_map(|channel| of_kind(channel, is_connected))
            .map(|event| event.period.begin.at)
            .collect();
        for event in &caller.events {
            if matches!(&event.kind, EventKind::Queue(waiting) if waiting.exit == Some(QueueExit::Delivered)) {
                let left = stretch(event, now).1;
                prop_assert!(answers.iter().any(|answer| Some(*answer) == left));
            }
        }
        Ok(())
    });
}

#[test]
fn recordings_lie_within_calls_and_end_with_the_talking_on_agents_channels() {
    for_each_interaction(|interaction, now| {
        let first_answer = agents(interaction)
            .flat_map(|channel| of_kind(channel, is_connected))
            .map(|event| event.period.begin.at)
            .min();
        for event in customer(interaction).into_iter().flat_map(|channel| of_kind(channel, is_recording)) {
            prop_assert!(first_answer.is_some_and(|answer| answer <= event.period.begin.at));
        }
        for channel in agents(interaction) {
            let wraps = of_kind(channel, |kind| *kind == EventKind::Wrap).map(|event| event.period.begin.at).min();
            let leaves = wraps.or(channel.period.end_at(now)).unwrap_or(Instant::LATEST);
            for event in of_kind(channel, is_recording) {
                prop_assert!(stretch(event, now).1.unwrap_or(Instant::LATEST) <= leaves);
            }
        }
        Ok(())
    });
}

fn is_recording(kind: &EventKind) -> bool {
    *kind == EventKind::CallRecording
}

#[test]
fn customers_are_held_on_their_own_channel_only() {
    for_each_interaction(|interaction, _| {
        for channel in agents(interaction) {
            prop_assert_eq!(of_kind(channel, |kind| matches!(kind, EventKind::Held { .. })).count(), 0);
        }
        Ok(())
    });
}

#[test]
fn events_are_listed_by_offset_and_nothing_outlasts_its_channel() {
    for_each_interaction(|interaction, now| {
        for channel in &interaction.channels {
            prop_assert!(channel.events.is_sorted_by_key(|event| event.period.begin.at));
            let channel_end = channel.period.end_at(now).unwrap_or(Instant::LATEST);
            for event in &channel.events {
                let (begin, end) = stretch(event, now);
                prop_assert!(channel.period.begin.at <= begin);
                prop_assert!(end.unwrap_or(begin) >= begin);
                prop_assert!(end.unwrap_or(channel_end) <= channel_end, "{:?} {:?}", event, channel.period);
            }
        }
        Ok(())
    });
}

#[test]
fn nothing_is_told_before_it_has_happened() {
    proptest!(ProptestConfig::with_cases(300), |(scenario in drawn::scenario(), permille in 0i64..1_000)| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::on_the_way(&scenario, &timeline, permille);
        for interaction in interactions(&timeline, now) {
            prop_assert!(interaction.begin.at <= now);
            for channel in interaction.channels.iter().filter(|channel| channel.is_known(now)) {
                prop_assert!(channel.period.begin.at <= now);
                prop_assert!(channel.period.end_at(now).is_none_or(|end| end <= now));
                for event in channel.events.iter().filter(|event| event.period.is_known(now)) {
                    prop_assert!(event.period.begin.at <= now);
                    prop_assert!(event.period.end_at(now).is_none_or(|end| end <= now));
                }
            }
        }
        for (activity, (begin, end)) in activities(&timeline, now) {
            prop_assert!(begin <= now && end.is_none_or(|end| end <= now), "{activity:?}");
        }
    });
}

#[test]
fn an_agents_channel_and_activities_tell_the_same() {
    proptest!(ProptestConfig::with_cases(300), |(scenario in drawn::scenario())| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::settled(&scenario, &timeline);
        let mut from_channels = Vec::new();
        for interaction in interactions(&timeline, now) {
            for channel in agents(&interaction) {
                for event in &channel.events {
                    let state = match event.kind {
                        EventKind::Ringing => WorkState::Ringing,
                        EventKind::Connected => WorkState::Connected,
                        EventKind::Wrap => WorkState::Wrap,
                        EventKind::InteractionPlan { .. }
                        | EventKind::Applet { .. }
                        | EventKind::Queue { .. }
                        | EventKind::CallRecording
                        | EventKind::Held { .. } => continue,
                    };
                    from_channels.push((channel.guid, state, stretch(event, now)));
                }
            }
        }
        let mut from_activities: Vec<_> = activities(&timeline, now)
            .into_iter()
            .filter_map(|(activity, stretch)| match activity.kind {
                ActivityKind::Work { state, on } if !matches!(state, WorkState::Unexpected | WorkState::Failed) => {
                    Some((on.channel, state, stretch))
                }
                ActivityKind::Work { .. } | ActivityKind::Presence { .. } | ActivityKind::Workload(_) => None,
            })
            .collect();
        from_channels.sort_unstable();
        from_activities.sort_unstable();
        prop_assert_eq!(from_channels, from_activities);
    });
}

/// What of each agent is to be one sequence without gaps: from the scenario's start on, up to now.
fn assert_gap_free(sequences: BTreeMap<String, Vec<Stretch>>, scenario: &Scenario) -> Result<(), TestCaseError> {
    for (agent, mut stretches) in sequences {
        stretches.sort_unstable();
        prop_assert_eq!(stretches[0].0, scenario.start, "{}", agent);
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].1, Some(pair[1].0), "{}: {:?}", agent, stretches);
        }
        prop_assert_eq!(stretches[stretches.len() - 1].1, None, "{}", agent);
    }
    Ok(())
}

#[test]
fn presence_workload_and_wfm_states_are_gap_free_for_every_agent_at_every_instant() {
    proptest!(ProptestConfig::with_cases(300), |(scenario in drawn::scenario(), permille in 0i64..1_001)| {
        let timeline = drawn::timeline(&scenario);
        let now = drawn::on_the_way(&scenario, &timeline, permille);
        let mut workloads: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        let mut presences: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        for (activity, stretch) in activities(&timeline, now) {
            let sequences = match activity.kind {
                ActivityKind::Presence { .. } => &mut presences,
                ActivityKind::Workload(_) => &mut workloads,
                ActivityKind::Work { .. } => continue,
            };
            sequences.entry(activity.agent.to_string()).or_default().push(stretch);
        }
        assert_gap_free(workloads, &scenario)?;
        assert_gap_free(presences, &scenario)?;
        let mut states: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        let window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
        for row in &view::agent_states(&timeline, now, &window, None, ALL).items {
            states.entry(told(row).agent.to_string()).or_default().push((row.start, row.end_at(now)));
        }
        assert_gap_free(states, &scenario)?;
    });
}
