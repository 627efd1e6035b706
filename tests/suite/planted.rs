//! Analyses with a bug planted in each: generated scenarios find it, and shrink to a file that a person could have written.

use std::collections::{BTreeMap, BTreeSet};

use proptest::test_runner::{Config as Runs, TestCaseError, TestError, TestRunner};
use scenarios::centre::{Availability, Name};
use scenarios::flow::QueueExit;
use scenarios::format::{parse, print};
use scenarios::generate::{Config, scenarios, smallest};
use scenarios::guid::Guid;
use scenarios::record::{ActivityKind, Body, ChannelParty, EventKind, Interaction, WorkState};
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline, compile};
use scenarios::truth::{self, QueueKind, QueueOutcome};
use scenarios::view::{self, ActivityFilter, Include, Paging, QueueFilter, QueueTypes, Window};

/// An analysis that is wrong, and the question of truth that tells.
struct Planted {
    /// What it does wrong.
    bug: &'static str,
    /// Whether its result for a scenario, once everything has been processed, is not what really happened.
    shows: fn(&Scenario, &Timeline, Instant) -> bool,
}

const PLANTED: [Planted; 12] = [
    Planted { bug: "treats every consult as a transfer", shows: consult_as_transfer },
    Planted { bug: "stores what is completed and ignores late CCR channels", shows: late_ccr_ignored },
    Planted { bug: "counts wrap as talk", shows: wrap_as_talk },
    Planted { bug: "counts hold as talk", shows: hold_as_talk },
    Planted { bug: "counts every way out of a queue as abandoned", shows: breakout_as_abandoned },
    Planted { bug: "counts waits in virtual queues twice", shows: virtual_queues_twice },
    Planted { bug: "knows of no login but to Ready", shows: login_to_ready_only },
    Planted { bug: "keeps the wait that is reported first", shows: first_wait_kept },
    Planted { bug: "takes agent ids for numbers", shows: ids_as_numbers },
    Planted { bug: "gives every interaction to its first agent", shows: first_agent_only },
    Planted { bug: "loses what goes on over midnight", shows: midnight_lost },
    Planted { bug: "counts a callback and its call as two contacts", shows: callback_counted_twice },
];

#[test]
fn every_planted_bug_is_found_and_told_in_a_small_scenario() {
    eprintln!("{:>5} {:>7} {:>5}  bug", "calls", "agents", "steps");
    for planted in PLANTED {
        let found = find(&planted).unwrap_or_else(|| panic!("nothing shows that it {}", planted.bug));
        let steps: usize = found.flows.iter().map(|flow| flow.steps.len()).sum();
        eprintln!("{:>5} {:>7} {steps:>5}  {}", found.flows.len(), found.centre.agents.len(), planted.bug);
        let text = print(&found);
        assert!(found.flows.len() <= 3, "{}:\n{text}", planted.bug);
        assert!(found.centre.agents.len() <= 3, "{}:\n{text}", planted.bug);
        assert_eq!(rough_times(&found), Vec::<String>::new(), "{}:\n{text}", planted.bug);
        assert_eq!(unknown_names(&found), Vec::<String>::new(), "{}:\n{text}", planted.bug);

        let again = parse(&text).map(|source| source.scenario).unwrap_or_else(|problems| panic!("{}", problems[0]));
        assert_eq!(again, found, "{}", planted.bug);
        assert!(shows(&planted, &again), "{}:\n{text}", planted.bug);
        let smaller = smallest(again, |smaller| shows(&planted, smaller), 10_000);
        assert_eq!(smaller, found, "{}: it could be smaller", planted.bug);
        let golden = planted.bug.replace(' ', "_").to_lowercase();
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/planted"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!(golden, text) });
    }
}

/// The smallest scenario that proptest finds to show it.
fn find(planted: &Planted) -> Option<Scenario> {
    let runs = Runs { cases: 3_000, max_shrink_iters: 100_000, failure_persistence: None, ..Runs::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(runs, rng);
    let found = runner.run(&scenarios(&Config::default()), |scenario| {
        if shows(planted, &scenario) { Err(TestCaseError::fail(planted.bug)) } else { Ok(()) }
    });
    match found {
        Err(TestError::Fail(_, scenario)) => Some(scenario),
        Err(TestError::Abort(_)) | Ok(()) => None,
    }
}

fn shows(planted: &Planted, scenario: &Scenario) -> bool {
    let Ok(timeline) = compile(scenario) else { return false };
    let now = timeline.settled().unwrap_or(scenario.start) + Span::from_secs(1);
    (planted.shows)(scenario, &timeline, now)
}

/// Times that nobody would write by hand.
fn rough_times(scenario: &Scenario) -> Vec<String> {
    let is_odd = |millis: i64| millis % 1_000 != 0;
    let instants =
        scenario.flows.iter().map(|flow| flow.start).chain(scenario.presences.iter().map(|change| change.at));
    let instants = instants.chain([scenario.start]).filter(|at| is_odd(at.as_millis()));
    let of_flows = scenario.flows.iter().flat_map(|flow| {
        let of_steps = flow.steps.iter().flat_map(|step| {
            let wrong = step.processing.misreported;
            let wrong = [wrong.map(|wrong| wrong.at), wrong.map(|wrong| wrong.corrected_after)];
            [Some(step.at), step.processing.delay].into_iter().chain(wrong)
        });
        of_steps.chain([flow.plan_after, flow.categorised])
    });
    let spans = of_flows.chain(scenario.presences.iter().map(|change| change.delay)).flatten();
    let spans = spans.filter(|span| is_odd(span.as_millis()));
    instants.map(|at| at.to_string()).chain(spans.map(|span| span.to_string())).collect()
}

/// Names that no generated centre has.
fn unknown_names(scenario: &Scenario) -> Vec<String> {
    let everybody: Vec<Scenario> = (0..50).map(|seed| scenarios::generate::seeded(seed, &Config::default())).collect();
    let agents: BTreeSet<_> =
        everybody.iter().flat_map(|scenario| &scenario.centre.agents).map(|agent| &agent.name).collect();
    let queues: BTreeSet<_> =
        everybody.iter().flat_map(|scenario| &scenario.centre.queues).map(|queue| &queue.name).collect();
    let unknown_agents = scenario.centre.agents.iter().filter(|agent| !agents.contains(&agent.name));
    let unknown_queues = scenario.centre.queues.iter().filter(|queue| !queues.contains(&queue.name));
    unknown_agents.map(|agent| agent.id.to_string()).chain(unknown_queues.map(|queue| queue.name.to_string())).collect()
}

// ---- the analyses ----

const ALL: Paging = Paging { page: 1, limit: u32::MAX };
const EVER: Window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };

fn told<T>(row: &Row<T>) -> &T {
    match &row.body {
        Body::Told(record) => record,
        Body::Recorded(item) => panic!("nothing was recorded, but here is {}", item.body),
    }
}

fn interactions(timeline: &Timeline, now: Instant) -> Vec<Row<Interaction>> {
    view::interactions(timeline, now, &EVER, ALL).items.iter().cloned().collect()
}

/// Two agents connected at once: that must be a transfer.
fn consult_as_transfer(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let all = interactions(timeline, now);
    let found = all.iter().map(told).filter(|interaction| {
        let connected = interaction.channels.iter().filter(|channel| {
            let is_agent = matches!(channel.party, ChannelParty::Agent { .. });
            is_agent && channel.events.iter().any(|event| event.kind == EventKind::Connected)
        });
        connected.count() > 1
            && interaction.channels.iter().any(|channel| matches!(channel.party, ChannelParty::External { .. }))
    });
    let right: BTreeSet<Guid> = truth::transfers(scenario, now)
        .into_iter()
        .filter(|transfer| transfer.answered.is_some())
        .map(|transfer| transfer.interaction)
        .collect();
    let found: BTreeSet<Guid> = found.map(|interaction| interaction.guid).collect();
    !found.is_subset(&right) && !truth::consults_without_transfer(scenario, now).is_empty()
}

fn late_ccr_ignored(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let all = interactions(timeline, now);
    let found = all.iter().map(told).flat_map(|interaction| {
        let stored = interaction.completion.as_ref().map_or(now, |completion| completion.processed);
        let contacts =
            interaction.channels.iter().filter(|channel| matches!(channel.party, ChannelParty::Router { .. }));
        contacts.filter(move |channel| channel.is_known(stored))
    });
    let right = truth::ccr_channels(scenario, now).into_iter().filter(|channel| channel.end.is_some());
    found.count() != right.count()
}

/// The time that each agent spent in these states.
fn worked(timeline: &Timeline, now: Instant, states: &[WorkState]) -> BTreeMap<Name, Span> {
    let mut times: BTreeMap<Name, Span> = BTreeMap::new();
    for row in &view::activities(timeline, now, &EVER, &ActivityFilter::default(), ALL).items {
        let activity = told(row);
        let ActivityKind::Work { state, .. } = &activity.kind else { continue };
        let lasted = row.end_at(now).unwrap_or(now) - row.start;
        if states.contains(state) && lasted > Span::ZERO {
            let time = times.entry(activity.agent.clone()).or_default();
            *time = *time + lasted;
        }
    }
    times
}

fn handled(scenario: &Scenario, now: Instant, time_of: fn(&truth::HandleTime) -> Span) -> BTreeMap<Name, Span> {
    let mut times: BTreeMap<Name, Span> = BTreeMap::new();
    for time in truth::handle_times(scenario, now).iter().filter(|time| time_of(time) > Span::ZERO) {
        let sum = times.entry(time.agent.clone()).or_default();
        *sum = *sum + time_of(time);
    }
    times
}

fn wrap_as_talk(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let found = worked(timeline, now, &[WorkState::Connected, WorkState::Wrap]);
    found != handled(scenario, now, truth::HandleTime::connected)
}

fn hold_as_talk(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    worked(timeline, now, &[WorkState::Connected]) != handled(scenario, now, |time| time.talk)
}

fn breakout_as_abandoned(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let filter = QueueFilter { names: None, types: QueueTypes::Acd };
    let page = view::queue_times(timeline, now, &EVER, &filter, ALL);
    let entries = page.items.iter().map(told);
    let found = entries.filter(|entry| !matches!(entry.exit, None | Some(QueueExit::Delivered))).count();
    let acd = truth::queue_entries(scenario, now).into_iter().filter(|entry| entry.kind == QueueKind::Acd);
    found != acd.filter(|entry| entry.outcome == QueueOutcome::Abandoned).count()
}

fn virtual_queues_twice(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let filter = QueueFilter { names: None, types: QueueTypes::All };
    let found = view::queue_times(timeline, now, &EVER, &filter, ALL).total;
    let acd = truth::queue_entries(scenario, now).into_iter().filter(|entry| entry.kind == QueueKind::Acd);
    found != acd.count()
}

fn login_to_ready_only(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let mut before: BTreeMap<Name, Availability> = BTreeMap::new();
    let mut found = 0;
    for row in &view::presence_activities(timeline, now, &EVER, None, ALL).items {
        let activity = told(row);
        let ActivityKind::Presence { availability, .. } = activity.kind else { continue };
        let was = before.insert(activity.agent.clone(), availability);
        found += usize::from(was == Some(Availability::LoggedOut) && availability == Availability::Ready);
    }
    found != truth::logins(scenario, now).into_iter().filter(|session| session.login.is_some()).count()
}

fn first_wait_kept(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let filter = QueueFilter { names: None, types: QueueTypes::All };
    let page = view::queue_times(timeline, now, &EVER, &filter, ALL);
    let entries = page.items.iter();
    let waits = entries.filter_map(|row| Some(row.end_at(row.end.as_ref()?.first_processed())? - row.start));
    let mut found: Vec<Span> = waits.collect();
    let entries = truth::queue_entries(scenario, now).into_iter();
    let mut right: Vec<Span> = entries.filter_map(|entry| Some(entry.left? - entry.entered)).collect();
    found.sort_unstable();
    right.sort_unstable();
    found != right
}

fn ids_as_numbers(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let page = view::presence_activities(timeline, now, &EVER, None, ALL);
    let statuses = page.items.iter().map(told);
    let found: BTreeSet<String> = statuses
        .map(|activity| activity.agent.parse().map_or_else(|_| activity.agent.to_string(), |id: u32| id.to_string()))
        .collect();
    found.len() != truth::presence_at(scenario, now).len()
}

fn first_agent_only(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let found: BTreeSet<(Guid, Name)> = interactions(timeline, now)
        .into_iter()
        .filter_map(|row| {
            let interaction = told(&row);
            let agent = interaction.channels.iter().find_map(|channel| match &channel.party {
                ChannelParty::Agent { id, .. } => Some(id.clone()),
                ChannelParty::External { .. } | ChannelParty::Router { .. } => None,
            });
            Some((interaction.guid, agent?))
        })
        .collect();
    let right = truth::handle_times(scenario, now).into_iter().filter(|time| time.connected() > Span::ZERO);
    right.map(|time| (time.interaction, time.agent)).any(|handled| !found.contains(&handled))
}

/// Asks day by day for what has started and ended on that day.
fn midnight_lost(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    let found = interactions(timeline, now)
        .into_iter()
        .filter(|row| row.end_at(now).is_some_and(|end| end.start_of_day() == row.start.start_of_day()));
    let ended = scenario.flows.iter().filter(|flow| {
        let row = view::interaction(timeline, now, &flow.guid.to_string());
        row.is_some_and(|row| row.end_at(now).is_some())
    });
    found.count() != ended.count()
}

fn callback_counted_twice(scenario: &Scenario, timeline: &Timeline, now: Instant) -> bool {
    interactions(timeline, now).len() != truth::conversations(scenario, now).len()
}
