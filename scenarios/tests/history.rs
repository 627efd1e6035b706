//! A history that is told a day at a time answers every question as one timeline of all its days does.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use proptest::prelude::*;
use proptest::sample::select;
use scenarios::history::{Count, DAWN, Days, History, Listed, Need, Part, Question, Topic, day_of, lead, next_turn};
use scenarios::record::{Body, Record};
use scenarios::simulation::config::{Team, Weekday};
use scenarios::simulation::{Config, LASTING, Law, Operation, REACH, dawn, late, midnight};
use scenarios::time::{Instant, Span};
use scenarios::timeline::{Row, Timeline, compile};
use scenarios::view::{
    self, ActivityFilter, ActivityType, Endpoint, Include, Page, Paging, QueueFilter, QueueTypes, Runs, Window,
};

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

/// The days of which questions are asked.
const ASKED: Range<i64> = MONDAY..MONDAY + 7;

/// A centre of two teams, one of which is closed for days on end, and works past midnight; and what everything that was
/// ever asked of it has come to.
#[derive(Debug)]
struct Centre {
    operation: Operation,
    /// All of it, from long before the days that are asked about until long after.
    whole: Timeline,
    days: Mutex<HashMap<(i64, Topic), Arc<Timeline>>>,
    lasting: Mutex<HashMap<i64, Arc<Timeline>>>,
    counts: Mutex<HashMap<Question, Vec<Count>>>,
}

static CENTRE: LazyLock<Centre> = LazyLock::new(|| {
    let mut night = Team::new("Night", 5);
    (night.opens, night.open_for) = (Span::from_secs(14 * 3_600), Span::from_secs(20 * 3_600));
    night.closed = vec![Weekday::Fri, Weekday::Sat, Weekday::Sun];
    (night.daily, night.by_hour) = (40.0, [1.0; 24]);
    night.times.patience = Law::Exponential { mean: Span::from_secs(90) };
    let mut day = Team::new("Day", 3);
    day.daily = 4.0;
    for team in [&mut night, &mut day] {
        (team.percent.late, team.percent.corrected) = (15.0, 15.0);
        (team.percent.consult, team.percent.park, team.percent.intend) = (15.0, 5.0, 10.0);
    }
    let config = Config { teams: vec![night, day], ..Config::default() };
    let operation = Operation::new(config, 11).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let all = operation.scenario(ASKED.start - LASTING - 2..ASKED.end + LASTING + 2);
    let whole = compile(&all).unwrap_or_else(|problems| panic!("{}", problems[0]));
    Centre { operation, whole, days: Mutex::default(), lasting: Mutex::default(), counts: Mutex::default() }
});

fn locked<T>(memory: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Days for Centre {
    fn day(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        let known = || Days::day(&self.operation, day, topic);
        Arc::clone(locked(&self.days).entry((day, topic)).or_insert_with(known))
    }

    fn dawn(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        Arc::new(dawn(&self.day(day, topic), day))
    }

    fn late(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        Arc::new(late(&self.day(day, topic), day))
    }

    fn lasting(&self, day: i64) -> Arc<Timeline> {
        let known = || Days::lasting(&self.operation, day);
        Arc::clone(locked(&self.lasting).entry(day).or_insert_with(known))
    }

    fn begun(&self, day: i64) -> usize {
        self.operation.begun(day)
    }

    fn counted(&self, question: &Question, now: Instant, count: &dyn Fn() -> Count) -> usize {
        let known = |counts: &Vec<Count>| counts.iter().find(|count| count.holds_at(now)).copied();
        if let Some(count) = locked(&self.counts).get(question).and_then(known) {
            return count.rows;
        }
        let count = count();
        assert!(count.holds_at(now));
        locked(&self.counts).entry(question.clone()).or_default().push(count);
        count.rows
    }
}

fn instant() -> impl Strategy<Value = Instant> {
    let within = (midnight(ASKED.start), midnight(ASKED.end));
    let any = (within.0.as_millis()..within.1.as_millis()).prop_map(Instant::from_millis);
    let midnights = (ASKED.start..ASKED.end).prop_map(midnight);
    let dawns = (ASKED, -1..DAWN.as_millis() + 2).prop_map(|(day, millis)| midnight(day) + Span::from_millis(millis));
    let mornings = (ASKED, -1..2i64).prop_map(|(day, millis)| midnight(day) + DAWN + Span::from_millis(millis));
    prop_oneof![6 => any, 2 => midnights, 2 => dawns, 1 => mornings]
}

fn window() -> impl Strategy<Value = Window> {
    (instant(), instant(), select(&Include::ALL[..])).prop_map(|(one, other, include)| Window {
        start: one.min(other),
        end: one.max(other),
        include,
    })
}

fn paging() -> impl Strategy<Value = Paging> {
    (1..5u32, prop_oneof![Just(7), Just(100), Just(5000)]).prop_map(|(page, limit)| Paging { page, limit })
}

fn agent() -> impl Strategy<Value = Option<&'static str>> {
    let agents: Vec<&'static str> = CENTRE.operation.centre().agents.iter().map(|agent| &*agent.id).collect();
    proptest::option::of(select(agents))
}

fn queues() -> impl Strategy<Value = QueueFilter<'static>> {
    let names = proptest::option::of(Just(vec!["Night"]));
    let types = select(&[QueueTypes::Acd, QueueTypes::Virtual, QueueTypes::All][..]);
    (names, types).prop_map(|(names, types)| QueueFilter { names, types })
}

fn kind() -> impl Strategy<Value = Option<ActivityType>> {
    proptest::option::of(select(&[ActivityType::Presence, ActivityType::Workload, ActivityType::Interaction][..]))
}

/// A question about a window.
#[derive(Clone, Debug)]
struct Asked {
    endpoint: Endpoint,
    window: Window,
    agent: Option<&'static str>,
    kind: Option<ActivityType>,
    queues: QueueFilter<'static>,
}

/// The endpoints that ask for a window.
const WINDOWED: [Endpoint; 8] = [
    Endpoint::Interactions,
    Endpoint::Activities,
    Endpoint::PresenceActivities,
    Endpoint::InteractionActivities,
    Endpoint::QueueTimes,
    Endpoint::AgentStates,
    Endpoint::QueueMetrics,
    Endpoint::QueueActivity,
];

fn asked() -> impl Strategy<Value = Asked> {
    (select(&WINDOWED[..]), window(), agent(), kind(), queues())
        .prop_map(|(endpoint, window, agent, kind, queues)| Asked { endpoint, window, agent, kind, queues })
}

/// How many rows there are in all, and those of the page as text.
type Answer = (usize, Vec<String>);

impl Asked {
    fn of(&self, history: History<'_>, now: Instant, paging: Paging) -> Answer {
        let Self { endpoint, window, agent, kind, queues } = self;
        match endpoint {
            Endpoint::Interactions => shown(&view::interactions(history, now, window, paging)),
            Endpoint::Activities => {
                let filter = ActivityFilter { agent: *agent, kind: *kind };
                shown(&view::activities(history, now, window, &filter, paging))
            }
            Endpoint::PresenceActivities => shown(&view::presence_activities(history, now, window, *agent, paging)),
            Endpoint::InteractionActivities => {
                shown(&view::interaction_activities(history, now, window, *agent, paging))
            }
            Endpoint::QueueTimes => shown(&view::queue_times(history, now, window, queues, paging)),
            Endpoint::AgentStates => shown(&view::agent_states(history, now, window, *agent, paging)),
            Endpoint::QueueMetrics => shown(&view::queue_metrics(history, now, window, queues, paging)),
            Endpoint::QueueActivity => shown(&view::queue_activity(history, now, window, queues, paging)),
            Endpoint::OngoingInteractions | Endpoint::Interaction | Endpoint::AgentStatus => {
                panic!("{endpoint:?} asks for no window")
            }
        }
    }
}

fn shown<T: Listed + Record + Debug>(page: &Page<Runs<'_, T>>) -> Answer {
    assert_eq!(page.items.len(), page.items.iter().count());
    (page.total, page.items.iter().map(row).collect())
}

/// What was processed again is compared by its instants: the rest of it only whoever told it knows.
fn row<T: Record + Debug>(row: &Row<T>) -> String {
    let mut processed: Vec<Instant> = row.processed().collect();
    processed.sort_unstable();
    processed.dedup();
    let Body::Told(record) = &row.body else { panic!("nothing was recorded") };
    format!("{} {record:?} {:?} {:?} {:?} {processed:?}", row.start, row.end, row.known, row.withdrawn())
}

fn both() -> [History<'static>; 2] {
    [History::Whole(&CENTRE.whole), History::Daily(&*CENTRE)]
}

const ALL: Paging = Paging { page: 1, limit: u32::MAX };

#[test]
fn a_window_at_any_instant_is_answered_as_one_timeline_answers_it() {
    proptest!(ProptestConfig::with_cases(2_000), |(asked in asked(), now in instant(), paging in paging())| {
        let [expected, found] = both().map(|history| asked.of(history, now, paging));
        prop_assert_eq!(found, expected);
    });
}

#[test]
fn the_parts_of_a_window_make_up_the_whole_however_it_is_cut() {
    let cuts = proptest::collection::vec(instant(), 0..6);
    proptest!(ProptestConfig::with_cases(500), |(asked in asked(), now in instant(), cuts in cuts, limit in 1..300u32)| {
        let Window { include, .. } = asked.window;
        let whole = asked.of(both()[1], now, ALL);
        let mut bounds: Vec<Instant> = cuts.into_iter().filter(|cut| asked.window.contains(*cut)).collect();
        bounds.extend([asked.window.start, asked.window.end]);
        bounds.sort_unstable();
        let (mut total, mut rows) = (0, Vec::new());
        for part in bounds.windows(2) {
            let window = Window { start: part[0], end: part[1], include };
            let part = Asked { window, ..asked.clone() };
            // Page by page.
            for page in 1.. {
                let (of_part, items) = part.of(both()[1], now, Paging { page, limit });
                total += if page == 1 { of_part } else { 0 };
                if items.is_empty() {
                    break;
                }
                rows.extend(items);
            }
        }
        if include == Include::Started {
            prop_assert_eq!((total, rows), whole);
        } else {
            // What was processed twice is told of both parts, and so is what started in one and ended in the other.
            prop_assert!(total >= whole.0);
            let distinct = |rows: Vec<String>| rows.into_iter().collect::<HashSet<_>>();
            prop_assert_eq!(distinct(rows), distinct(whole.1));
        }
    });
}

#[test]
fn what_goes_on_at_an_instant_is_what_one_timeline_says() {
    proptest!(ProptestConfig::with_cases(300), |(now in instant(), paging in paging())| {
        let [expected, found] = both().map(|history| shown(&view::ongoing_interactions(history, now, paging)));
        prop_assert_eq!(found, expected);
        let [expected, found] = both().map(|history| {
            let page = view::agent_status(history, now, paging);
            let items = page.items.iter().map(|status| match status {
                Body::Told(status) => {
                    let rows = [&status.presence, &status.workload].into_iter().chain(&status.interactions);
                    (status.agent.clone(), rows.map(row).collect::<Vec<_>>())
                }
                Body::Recorded(_) => panic!("nothing was recorded"),
            });
            (page.total, items.collect::<Vec<_>>())
        });
        prop_assert_eq!(expected.0, CENTRE.operation.centre().agents.len());
        prop_assert_eq!(found, expected);
    });
}

#[test]
fn an_interaction_is_found_by_its_name_once_it_is_known() {
    let guids: Vec<String> = CENTRE.operation.scenario(ASKED).flows.iter().map(|flow| flow.guid.to_string()).collect();
    proptest!(ProptestConfig::with_cases(500), |(guid in select(guids), now in instant(), is_loud in any::<bool>())| {
        let guid = if is_loud { guid.to_uppercase() } else { guid };
        let [expected, found] = both().map(|history| view::interaction(history, now, &guid).map(|found| row(&found)));
        prop_assert_eq!(found, expected);
        let [expected, found] = both().map(|history| view::interaction_ever(history, &guid).map(|found| row(&found)));
        prop_assert!(found.is_some());
        prop_assert_eq!(found, expected);
    });
    for unknown in ["016f8db7-798f-407c-9925-ef8c2b51e6b0", "no guid", ""] {
        assert!(view::interaction_ever(both()[1], unknown).is_none());
    }
}

#[test]
fn what_changes_and_when_is_what_one_timeline_says() {
    proptest!(ProptestConfig::with_cases(100), |(one in instant(), hours in 0..60i64)| {
        let upto = one + Span::from_secs(hours * 3_600);
        let [expected, found] = both().map(|history| {
            let mut changes = Vec::new();
            history.changes_between(one, upto, |change| changes.push(format!("{change:?}")));
            changes
        });
        prop_assert_eq!(found.len(), expected.len());
        prop_assert_eq!(found, expected);
        let [expected, found] = both().map(|history| history.next_change(one));
        prop_assert_eq!(found, expected);
    });
    assert_eq!(both()[1].settled(), None);
}

#[test]
fn what_agents_leave_behind_changes_when_they_come_again_and_no_later_than_is_said() {
    for day in ASKED {
        let lasting = CENTRE.lasting(day);
        let within = midnight(day + REACH)..midnight(day + LASTING);
        let changes = lasting.activities().iter().map(Row::last_change);
        let changes: Vec<Instant> = changes.chain(lasting.agent_states().iter().map(Row::last_change)).collect();
        assert!(changes.iter().all(|change| within.contains(change)), "{changes:?}");
        assert!(lasting.interactions().is_empty() && lasting.queue_entries().is_empty());
    }
    assert!(!CENTRE.lasting(MONDAY + 3).activities().is_empty());
}

/// The centre, and what is asked of it.
#[derive(Debug, Default)]
struct Watched(Mutex<HashSet<Need>>);

impl Watched {
    fn asked(&self, part: Part, topic: Topic) -> &'static Centre {
        locked(&self.0).insert(Need { part, topic });
        &CENTRE
    }
}

impl Days for Watched {
    fn day(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.asked(Part::Day(day), topic).day(day, topic)
    }

    fn dawn(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.asked(Part::Dawn(day), topic).dawn(day, topic)
    }

    fn late(&self, day: i64, topic: Topic) -> Arc<Timeline> {
        self.asked(Part::Late(day), topic).late(day, topic)
    }

    fn lasting(&self, day: i64) -> Arc<Timeline> {
        self.asked(Part::Lasting(day), Topic::Agents).lasting(day)
    }

    fn begun(&self, day: i64) -> usize {
        panic!("what began on day {day} is counted, and was not said to be needed")
    }

    fn counted(&self, _: &Question, _: Instant, count: &dyn Fn() -> Count) -> usize {
        count().rows
    }
}

/// What is asked of a centre by who looks at the present.
fn asked_by_dashboards(now: Instant) -> HashSet<Need> {
    let watched = Watched::default();
    let history = History::Daily(&watched);
    view::agent_status(history, now, ALL);
    shown(&view::ongoing_interactions(history, now, ALL));
    let queues = QueueFilter { names: None, types: QueueTypes::All };
    for (endpoint, include) in WINDOWED.into_iter().flat_map(|endpoint| Include::ALL.map(|include| (endpoint, include)))
    {
        for end in [now, midnight(day_of(now) + 1)] {
            let window = Window { start: midnight(day_of(now)), end, include };
            Asked { endpoint, window, agent: None, kind: None, queues: queues.clone() }.of(history, now, ALL);
        }
    }
    locked(&watched.0).clone()
}

#[test]
fn dashboards_ask_for_what_was_said_to_be_needed_and_for_all_of_it() {
    proptest!(ProptestConfig::with_cases(60), |(now in instant())| {
        let needed: HashSet<Need> = Need::between(now, now).into_iter().collect();
        prop_assert_eq!(asked_by_dashboards(now), needed);
    });
}

#[test]
fn what_is_needed_later_is_foreseen_at_any_rate_of_the_clock() {
    let rates = select(&[1, 5, 60, 100_000u32][..]);
    proptest!(ProptestConfig::with_cases(60), |(from in instant(), rate in rates, part in 0..=4i64)| {
        let until = from + lead(rate);
        let foreseen: HashSet<Need> = Need::between(from, until).into_iter().collect();
        let within = from + Span::from_millis((until - from).as_millis() * part / 4);
        // The last instant before others are needed than were foreseen.
        let last = next_turn(until) - Span::from_millis(1);
        for now in [within, until, last] {
            prop_assert!(foreseen.is_superset(&asked_by_dashboards(now)), "{} of {} to {}", now, from, until);
        }
    });
}
