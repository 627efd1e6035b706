//! What holds at every instant, however late and wrong the platform's processing is.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scenarios::flow::QueueExit;
use scenarios::format::parse;
use scenarios::guid::Guid;
use scenarios::record::{
    Activity, ActivityKind, Body, Channel, ChannelParty, EventKind, Interaction, QueueKind, Status, WorkState,
};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline};
use scenarios::view::{self, ActivityFilter, Include, Paging, QueueFilter, QueueTypes, Window};

use crate::drawn;

const ALL: Paging = Paging { page: 1, limit: u32::MAX };
const EVER: Window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };

/// A rule about what is told at an instant: one of those at which something changes, or just before it.
fn at_drawn_instants(rule: impl Fn(&Scenario, &Timeline, Instant) -> Result<(), TestCaseError>) {
    let instants = proptest::collection::vec((0i64..1_001, any::<bool>()), 1..6);
    proptest!(ProptestConfig::with_cases(400), |(scenario in drawn::scenario(), instants in instants)| {
        let timeline = drawn::timeline(&scenario);
        let whole = timeline.settled().unwrap_or(scenario.start) - scenario.start;
        for (permille, before) in instants {
            let near = scenario.start + Span::from_millis(whole.as_millis() * permille / 1_000);
            let change = timeline.next_change(near).unwrap_or(near);
            let now = if before { change - Span::from_millis(1) } else { change };
            rule(&scenario, &timeline, now.max(scenario.start))?;
        }
    });
}

fn told<T>(row: &Row<T>) -> &T {
    match &row.body {
        Body::Told(record) => record,
        Body::Recorded(item) => panic!("nothing was recorded, but here is {}", item.body),
    }
}

fn interactions(timeline: &Timeline, now: Instant) -> Vec<Row<Interaction>> {
    view::interactions(timeline, now, &EVER, ALL).items.iter().cloned().collect()
}

fn activities(timeline: &Timeline, now: Instant) -> Vec<Row<Activity>> {
    view::activities(timeline, now, &EVER, &ActivityFilter::default(), ALL).items.iter().cloned().collect()
}

fn known_channels(interaction: &Interaction, now: Instant) -> impl Iterator<Item = &Channel> {
    interaction.channels.iter().filter(move |channel| channel.is_known(now))
}

#[test]
fn a_channel_that_has_ended_has_no_event_that_goes_on_or_ends_later() {
    at_drawn_instants(|_, timeline, now| has_nothing_that_outlasts_a_channel(timeline, now));
}

fn has_nothing_that_outlasts_a_channel(timeline: &Timeline, now: Instant) -> Result<(), TestCaseError> {
    for row in &interactions(timeline, now) {
        for channel in known_channels(told(row), now) {
            let Some(end) = channel.period.end_at(now) else { continue };
            for event in channel.events.iter().filter(|event| event.period.is_known(now)) {
                let ended = event.period.end_at(now);
                prop_assert!(ended.is_some_and(|ended| ended <= end), "{:?} in {:?} at {}", event, channel.period, now);
            }
        }
    }
    Ok(())
}

#[test]
fn an_interaction_has_a_duration_once_it_is_no_longer_ongoing() {
    at_drawn_instants(|_, timeline, now| {
        for row in &interactions(timeline, now) {
            let status = told(row).status_at(now);
            prop_assert_eq!(row.end_at(now).is_some(), status != Status::Ongoing);
            for channel in known_channels(told(row), now) {
                let lasts = channel.period.end_at(now).is_none();
                let is_contact = matches!(channel.party, ChannelParty::Router { .. });
                prop_assert!(status == Status::Ongoing || !lasts || is_contact, "{:?} at {}", channel, now);
            }
        }
        Ok(())
    });
}

#[test]
fn an_activity_has_the_status_of_its_interaction() {
    at_drawn_instants(|_, timeline, now| {
        let statuses: BTreeMap<Guid, Status> =
            interactions(timeline, now).iter().map(|row| (told(row).guid, told(row).status_at(now))).collect();
        for row in &activities(timeline, now) {
            let ActivityKind::Work { on, .. } = &told(row).kind else { continue };
            let completed = on.completion.filter(|(processed, _)| *processed <= now);
            let status = completed.map_or(Status::Ongoing, |(_, status)| status);
            prop_assert_eq!(Some(&status), statuses.get(&on.guid), "{:?} at {}", on, now);
        }
        Ok(())
    });
}

#[test]
fn an_agent_has_one_presence_and_one_workload_and_works_once_on_an_interaction() {
    at_drawn_instants(is_at_one_thing);
}

#[test]
fn ringing_is_over_once_it_is_answered_even_if_what_comes_at_that_instant_is_told_late_and_first_wrongly() {
    let text = r#"
        start = 2024-03-05T09:00:00Z
        agent = [{ id = "anna", presence = "Ready" }]
        queue = [{ name = "Orders" }]

        [[interaction]]
        name = "call"
        medium = "phone"
        direction = "outbound"
        start = "20m"
        to = "07700900411"
        agent = "anna"
        steps = [
          { at = "10s", answer = "customer" },
          { at = "10s", queue = "Orders", by = "anna", processed = "40s", first_reported = "30s", corrected_after = "10s" },
          { at = "2m", wrapped = "anna" },
        ]
    "#;
    agrees_with_itself_at_every_change(text);
}

/// Calls between a customer and two agents, in which something is told late or first wrongly.
#[test]
fn what_is_told_late_or_first_wrongly_does_not_contradict_what_follows() {
    for (delay, steps) in [
        // The end of a parked call, and of its recording.
        (
            "0s",
            r#"
            { at = "10s", ring = "anna" }, { at = "20s", answer = "anna" }, { at = "30s", recording = "start" },
            { at = "40s", park = true },
            { at = "1m", hangup = "customer", first_reported = "2m", corrected_after = "10s" },
            { at = "1m20s", wrapped = "anna" }"#,
        ),
        // A park before the after-work.
        (
            "20s",
            r#"
            { at = "10s", ring = "anna" }, { at = "10s", answer = "anna" },
            { at = "20s", park = true, first_reported = "40s", corrected_after = "10s" },
            { at = "30s", hangup = "customer" }, { at = "40s", wrapped = "anna" }"#,
        ),
        // A second consult, right after the first was not answered.
        (
            "0s",
            r#"
            { at = "10s", ring = "anna" }, { at = "40s", answer = "anna" }, { at = "1m20s", consult = "bob" },
            { at = "1m50s", no_answer = "bob" }, { at = "1m50s", consult = "bob", processed = "2m20s" },
            { at = "2m40s", answer = "bob" }"#,
        ),
        // A line that is cleared a moment after the queue was left.
        (
            "0s",
            r#"
            { at = "20s", queue = "Orders" },
            { at = "30s", hangup = "customer", clears = "700ms", first_reported = "10s", corrected_after = "6m30s" }"#,
        ),
    ] {
        agrees_with_itself_at_every_change(&format!(
            r#"
            start = 2024-03-05T09:00:00Z
            processing.delay = "{delay}"
            agent = [{{ id = "anna", presence = "Ready" }}, {{ id = "bob", presence = "Ready" }}]
            queue = [{{ name = "Orders" }}]
            plan = [{{ name = "Shop" }}]
            address = [{{ address = "02079460100", plan = "Shop" }}]

            [[interaction]]
            name = "call"
            medium = "phone"
            start = "1m"
            from = "07700900411"
            to = "02079460100"
            steps = [{steps}]
            "#
        ));
    }
}

fn agrees_with_itself_at_every_change(text: &str) {
    let scenario = parse(text).unwrap_or_else(|problems| panic!("{}", problems[0])).scenario;
    let timeline = drawn::timeline(&scenario);
    let mut now = scenario.start;
    while let Some(change) = timeline.next_change(now) {
        now = change;
        for near in [now - Span::from_millis(1), now] {
            let found = is_at_one_thing(&scenario, &timeline, near);
            found
                .and_then(|()| has_nothing_that_outlasts_a_channel(&timeline, near))
                .unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
        }
    }
}

fn is_at_one_thing(scenario: &Scenario, timeline: &Timeline, now: Instant) -> Result<(), TestCaseError> {
    let mut current: BTreeMap<&str, (usize, usize, Vec<Guid>)> = BTreeMap::new();
    let activities = activities(timeline, now);
    for row in activities.iter().filter(|row| row.end_at(now).is_none()) {
        let (presences, workloads, works) = current.entry(&told(row).agent).or_default();
        match &told(row).kind {
            ActivityKind::Presence { .. } => *presences += 1,
            ActivityKind::Workload(_) => *workloads += 1,
            ActivityKind::Work { on, .. } => {
                prop_assert!(!works.contains(&on.guid), "{:?} at {}", on, now);
                works.push(on.guid);
            }
        }
    }
    prop_assert_eq!(current.len(), scenario.centre.agents.len());
    for (agent, (presences, workloads, works)) in current {
        prop_assert_eq!((presences, workloads), (1, 1), "{} at {}", agent, now);
        let statuses = view::agent_status(timeline, now, ALL).items;
        let status = statuses.into_iter().find_map(|status| match status {
            Body::Told(status) if *status.agent == *agent => Some(status),
            Body::Told(_) | Body::Recorded(_) => None,
        });
        prop_assert_eq!(status.map(|status| status.interactions.len()), Some(works.len()));
    }
    Ok(())
}

/// Of which interaction, in which queue, from when to when, and how it left.
type Wait = (Guid, String, Instant, Option<Instant>, Option<QueueExit>);

#[test]
fn a_queue_event_lasts_as_long_as_the_queue_time() {
    at_drawn_instants(|_, timeline, now| {
        let mut events: Vec<Wait> = Vec::new();
        for row in &interactions(timeline, now) {
            for event in known_channels(told(row), now).flat_map(|channel| &channel.events) {
                if let EventKind::Queue(waiting) = &event.kind
                    && event.period.is_known(now)
                {
                    let end = event.period.end_at(now);
                    events.push((
                        told(row).guid,
                        waiting.queue.to_string(),
                        event.period.begin.at,
                        end,
                        end.and(waiting.exit),
                    ));
                }
            }
        }
        let filter = QueueFilter { names: None, types: QueueTypes::All };
        let mut times: Vec<Wait> = Vec::new();
        for row in &view::queue_times(timeline, now, &EVER, &filter, ALL).items {
            let entry = told(row);
            if entry.kind == QueueKind::Acd {
                let end = row.end_at(now);
                times.push((entry.interaction, entry.queue.to_string(), row.start, end, end.and(entry.exit)));
            }
        }
        events.sort_unstable();
        times.sort_unstable();
        prop_assert_eq!(events, times);
        Ok(())
    });
}

#[test]
fn after_work_begins_when_the_agents_part_is_told_to_have_ended() {
    at_drawn_instants(|_, timeline, now| {
        let settled = timeline.settled().unwrap_or(now).max(now);
        let last = before_wraps(timeline, settled);
        for (channel, (left, begins)) in before_wraps(timeline, now) {
            // Who leaves what they have parked, or were interrupted at, did not work on it up to then.
            let paused = last.get(&channel).is_some_and(|(left, begins)| *left != Some(*begins));
            prop_assert!(left == Some(begins) || paused, "{:?} and {} on {} at {}", left, begins, channel, now);
        }
        Ok(())
    });
}

/// By channel, when the agent's last work before after-work ended, and when that began.
fn before_wraps(timeline: &Timeline, now: Instant) -> BTreeMap<Guid, (Option<Instant>, Instant)> {
    let mut works: BTreeMap<Guid, Vec<(Instant, Option<Instant>, WorkState)>> = BTreeMap::new();
    for row in &activities(timeline, now) {
        if let ActivityKind::Work { state, on } = &told(row).kind {
            works.entry(on.channel).or_default().push((row.start, row.end_at(now), *state));
        }
    }
    let wrapped = works.into_iter().filter_map(|(channel, works)| {
        let wrap = works.iter().find(|(.., state)| *state == WorkState::Wrap)?;
        let before = works.iter().filter(|(.., state)| *state != WorkState::Wrap).max()?;
        Some((channel, (before.1, wrap.0)))
    });
    wrapped.collect()
}
