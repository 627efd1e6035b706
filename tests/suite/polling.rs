//! A client that starts each window where the last one's `upTo` was, at any rhythm.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use scenarios::record::{ActivityKind, Body};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline};
use scenarios::view::{self, ActivityFilter, Include, Paging, QueueFilter, QueueTypes, Window};

use crate::drawn;

const ALL: Paging = Paging { page: 1, limit: u32::MAX };
const EVER: Window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };

/// What the client has of a record: enough to tell versions apart.
type Version = (Instant, Option<Instant>, String);

/// One endpoint as a polling client sees it: the rows of a window at an instant, each under its key.
type Poll = fn(&Timeline, Instant, &Window) -> Vec<(String, Version)>;

fn interactions(timeline: &Timeline, now: Instant, window: &Window) -> Vec<(String, Version)> {
    let page = view::interactions(timeline, now, window, ALL);
    let version = |row: &Row<scenarios::record::Interaction>| {
        let Body::Told(interaction) = &row.body else { return None };
        let channels = interaction.channels.iter().filter(|channel| channel.is_known(now)).map(|channel| {
            let events = channel.events.iter().filter(|event| event.period.is_known(now));
            let ends: Vec<_> = events.map(|event| event.period.end_at(now)).collect();
            (channel.guid, channel.period.end_at(now), ends)
        });
        let categorised = interaction.categorised.is_some_and(|stamp| stamp.processed <= now);
        let told = format!("{:?} {categorised}", channels.collect::<Vec<_>>());
        Some((interaction.guid.to_string(), (row.start, row.end_at(now), told)))
    };
    page.items.iter().filter_map(version).collect()
}

fn work_and_presence(timeline: &Timeline, now: Instant, window: &Window) -> Vec<(String, Version)> {
    let page = view::activities(timeline, now, window, &ActivityFilter::default(), ALL);
    let version = |row: &Row<scenarios::record::Activity>| {
        let Body::Told(activity) = &row.body else { return None };
        let (key, status) = match &activity.kind {
            ActivityKind::Presence { .. } => ("presence".to_owned(), String::new()),
            // Workload follows from everything in hand and is rewritten as a whole: see the test of sequences.
            ActivityKind::Workload(_) => return None,
            ActivityKind::Work { state, on } => {
                let completed = on.completion.is_some_and(|(processed, _)| processed <= now);
                (format!("{} {:?}", on.channel, *state), format!("{completed}"))
            }
        };
        Some((format!("{} {} {key}", activity.agent, row.start), (row.start, row.end_at(now), status)))
    };
    page.items.iter().filter_map(version).collect()
}

fn queue_times(timeline: &Timeline, now: Instant, window: &Window) -> Vec<(String, Version)> {
    let filter = QueueFilter { names: None, types: QueueTypes::All };
    let page = view::queue_times(timeline, now, window, &filter, ALL);
    let version = |row: &Row<std::sync::Arc<scenarios::record::QueueEntry>>| {
        let Body::Told(entry) = &row.body else { return None };
        let key = format!("{} {} {:?} {}", entry.interaction, entry.queue, entry.kind, row.start);
        Some((key, (row.start, row.end_at(now), String::new())))
    };
    page.items.iter().filter_map(version).collect()
}

/// What the client has after polling at these instants, keeping the newest version of each key.
fn polled(timeline: &Timeline, poll: Poll, instants: &[Instant], include: Include) -> BTreeMap<String, Version> {
    let mut kept = BTreeMap::new();
    let mut start = Instant::EARLIEST;
    for &now in instants {
        kept.extend(poll(timeline, now, &Window { start, end: now, include }));
        start = now;
    }
    kept
}

/// The instants of polling: a rhythm that varies, until everything is settled and one poll more.
fn rhythm(scenario: &Scenario, timeline: &Timeline, gaps: &[i64]) -> Vec<Instant> {
    let settled = timeline.settled().unwrap_or(scenario.start);
    let mut instants = Vec::new();
    let mut now = scenario.start;
    for gap in gaps.iter().cycle() {
        if now > settled {
            break;
        }
        now = now + Span::from_millis(*gap);
        instants.push(now);
    }
    instants
}

fn everything(timeline: &Timeline, poll: Poll) -> BTreeMap<String, Version> {
    let now = timeline.settled().map_or(Instant::EARLIEST, |settled| settled + Span::from_secs(1));
    poll(timeline, now, &EVER).into_iter().collect()
}

fn gaps() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(prop_oneof![Just(15_000i64), Just(3_600_000), 500i64..900_000], 1..8)
}

#[test]
fn polling_by_processed_ends_with_exactly_the_final_records_at_any_rhythm() {
    let polls: [(&str, Poll); 3] =
        [("interactions", interactions), ("activities", work_and_presence), ("queue times", queue_times)];
    proptest!(ProptestConfig::with_cases(300), |(scenario in drawn::scenario(), gaps in gaps())| {
        let timeline = drawn::timeline(&scenario);
        // No client can tell two waits apart that one interaction began in one queue at one instant, nor two stretches of
        // the same work of which the first took no time.
        for poll in [queue_times, work_and_presence] {
            let told = poll(&timeline, Instant::LATEST, &EVER);
            prop_assume!(told.iter().map(|(key, _)| key).collect::<BTreeSet<_>>().len() == told.len());
        }
        let instants = rhythm(&scenario, &timeline, &gaps);
        for (what, poll) in polls {
            let kept = polled(&timeline, poll, &instants, Include::Processed);
            prop_assert_eq!(kept, everything(&timeline, poll), "{}", what);
        }
    });
}

/// The client of the official sample: it deletes an agent's rows from the first returned start on, then inserts.
fn replaced(timeline: &Timeline, instants: &[Instant], sequence: Sequence) -> BTreeMap<(String, Instant), Version> {
    let mut kept: BTreeMap<(String, Instant), Version> = BTreeMap::new();
    let mut start = Instant::EARLIEST;
    for &now in instants {
        let returned = sequence(timeline, now, &Window { start, end: now, include: Include::Processed });
        let mut firsts: BTreeMap<String, Instant> = BTreeMap::new();
        for (agent, (from, ..)) in &returned {
            let first = firsts.entry(agent.clone()).or_insert(*from);
            *first = (*first).min(*from);
        }
        kept.retain(|(agent, from), _| firsts.get(agent).is_none_or(|first| from < first));
        kept.extend(returned.into_iter().map(|(agent, version)| ((agent, version.0), version)));
        start = now;
    }
    kept
}

type Sequence = fn(&Timeline, Instant, &Window) -> Vec<(String, Version)>;

fn states(timeline: &Timeline, now: Instant, window: &Window) -> Vec<(String, Version)> {
    let page = view::agent_states(timeline, now, window, None, ALL);
    let version = |row: &Row<scenarios::record::WfmState>| {
        let Body::Told(state) = &row.body else { return None };
        Some((state.agent.to_string(), (row.start, row.end_at(now), format!("{:?}", state.focus))))
    };
    page.items.iter().filter_map(version).collect()
}

fn workloads(timeline: &Timeline, now: Instant, window: &Window) -> Vec<(String, Version)> {
    let page = view::activities(timeline, now, window, &ActivityFilter::default(), ALL);
    let version = |row: &Row<scenarios::record::Activity>| match &row.body {
        Body::Told(activity) => match activity.kind {
            ActivityKind::Workload(workload) => {
                Some((activity.agent.to_string(), (row.start, row.end_at(now), format!("{workload:?}"))))
            }
            ActivityKind::Presence { .. } | ActivityKind::Work { .. } => None,
        },
        Body::Recorded(_) => None,
    };
    page.items.iter().filter_map(version).collect()
}

#[test]
fn sequences_that_are_rewritten_are_right_for_a_client_that_replaces_from_the_first_returned_row_on() {
    let sequences: [(&str, Sequence); 2] = [("WFM states", states), ("workloads", workloads)];
    proptest!(ProptestConfig::with_cases(300), |(scenario in drawn::scenario(), gaps in gaps())| {
        let timeline = drawn::timeline(&scenario);
        let instants = rhythm(&scenario, &timeline, &gaps);
        for (what, sequence) in sequences {
            let kept = replaced(&timeline, &instants, sequence);
            let settled = drawn::settled(&scenario, &timeline);
            let expected: BTreeMap<_, _> = sequence(&timeline, settled, &EVER)
                .into_iter()
                .map(|(agent, version)| ((agent, version.0), version))
                .collect();
            prop_assert_eq!(kept, expected, "{}", what);
        }
    });
}

/// One call of a minute, whose end is processed two minutes late.
fn late_call() -> Scenario {
    let text = r#"
        start = 2024-03-05T00:00:00Z
        plan = [{ name = "Shop" }]
        address = [{ address = "02079460001", plan = "Shop" }]
        [[interaction]]
        name = "late"
        medium = "phone"
        start = "1m"
        from = "07700900123"
        to = "02079460001"
        steps = [{ at = "1m", hangup = "customer", processed = "2m" }]
    "#;
    scenarios::format::parse(text).unwrap_or_else(|problems| panic!("{}", problems[0])).scenario
}

#[test]
fn polling_by_started_never_sees_what_was_processed_after_its_window_had_passed() {
    let mut scenario = late_call();
    scenario.processing.delay = Span::from_secs(20);
    let timeline = drawn::timeline(&scenario);
    let instants = rhythm(&scenario, &timeline, &[15_000]);
    assert!(polled(&timeline, interactions, &instants, Include::Started).is_empty());
    assert_eq!(polled(&timeline, interactions, &instants, Include::Processed), everything(&timeline, interactions));
}

#[test]
fn polling_by_started_keeps_the_first_version_of_what_ends_later() {
    let scenario = late_call();
    let timeline = drawn::timeline(&scenario);
    let instants = rhythm(&scenario, &timeline, &[15_000]);
    let by_started = polled(&timeline, interactions, &instants, Include::Started);
    let finally = everything(&timeline, interactions);
    assert_eq!(by_started.keys().collect::<Vec<_>>(), finally.keys().collect::<Vec<_>>());
    let (kept, right) = (by_started.values().next(), finally.values().next());
    assert_eq!(kept.map(|version| version.1), Some(None), "the client still has the call as ongoing");
    assert_eq!(
        right.map(|version| version.1.map(|end| end - version.0)),
        Some(Some(Span::from_secs(60))),
        "while it lasted a minute"
    );
    assert_eq!(polled(&timeline, interactions, &instants, Include::Processed), finally);
}
