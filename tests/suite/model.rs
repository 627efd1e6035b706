//! Windows, `include`, order and paging, as one would write them down without a thought for speed.

use proptest::prelude::*;
use scenarios::history::Listed;
use scenarios::record::{ActivityKind, Body, Record};
use scenarios::time::Instant;
use scenarios::timeline::Row;
use scenarios::view::{
    self, ActivityFilter, ActivityType, Include, Page, Paging, QueueFilter, QueueTypes, Runs, Window,
};

use crate::drawn;

/// All rows that a window returns, one after the other.
pub(crate) fn returned<'r, T: Record>(rows: &'r [Row<T>], now: Instant, window: &Window) -> Vec<&'r Row<T>> {
    let inside = |instant: Instant| window.start <= instant && instant < window.end;
    let mut returned = Vec::new();
    for row in rows {
        let started = inside(row.start);
        let ended = row.end_at(now).is_some_and(inside);
        let processed = row.processed().any(|at| at <= now && inside(at));
        let included = match window.include {
            Include::Started => started,
            Include::StartedOrEnded => started || ended,
            Include::Processed => started || ended || processed,
        };
        if row.is_known(now) && included {
            returned.push(row);
        }
    }
    returned
}

/// That a page has the rows, in order, and the count that it should have.
fn assert_page<T: Listed>(page: &Page<Runs<'_, T>>, expected: &[&Row<T>], paging: Paging) -> Result<(), TestCaseError> {
    let skipped = (paging.page as usize - 1) * paging.limit as usize;
    let wanted: Vec<*const Row<T>> =
        expected.iter().skip(skipped).take(paging.limit as usize).map(|row| std::ptr::from_ref(*row)).collect();
    let found: Vec<*const Row<T>> = page.items.iter().map(std::ptr::from_ref).collect();
    prop_assert_eq!(found, wanted);
    prop_assert_eq!(page.total, expected.len());
    prop_assert_eq!(page.page_count(), expected.chunks(paging.limit as usize).count());
    Ok(())
}

fn question() -> impl Strategy<Value = (i64, i64, i64, Include, Paging)> {
    let include = prop_oneof![Just(Include::Started), Just(Include::StartedOrEnded), Just(Include::Processed)];
    let limit = prop_oneof![Just(1u32), Just(2), Just(7), Just(5_000)];
    let paging = (1u32..6, limit).prop_map(|(page, limit)| Paging { page, limit });
    (0i64..1_050, -100i64..1_100, 0i64..1_100, include, paging)
}

#[test]
fn views_return_what_a_naive_reading_of_the_reference_returns() {
    proptest!(ProptestConfig::with_cases(3_000), |(scenario in drawn::scenario(), asked in question())| {
        let timeline = drawn::timeline(&scenario);
        // Instants at which something happens are the ones at which a bound can be wrong.
        let instants: Vec<Instant> = timeline.activities().iter().map(|row| row.start).collect();
        let at = |permille: i64| {
            let near = drawn::on_the_way(&scenario, &timeline, permille);
            if permille % 2 == 0 { near } else { instants.iter().copied().find(|at| *at >= near).unwrap_or(near) }
        };
        let (now, start, length, include, paging) = asked;
        let now = at(now);
        let window = Window { start: at(start), end: at(start + length), include };

        let expected = returned(timeline.interactions(), now, &window);
        assert_page(&view::interactions(&timeline, now, &window, paging), &expected, paging)?;

        let expected = returned(timeline.activities(), now, &window);
        let everything = ActivityFilter::default();
        assert_page(&view::activities(&timeline, now, &window, &everything, paging), &expected, paging)?;
        let agent = &*scenario.centre.agents[0].id;
        let of_agent: Vec<_> = expected.into_iter().filter(|row| is_of(row, agent, |kind| {
            matches!(kind, ActivityKind::Workload(_))
        })).collect();
        let filter = ActivityFilter { agent: Some(agent), kind: Some(ActivityType::Workload) };
        assert_page(&view::activities(&timeline, now, &window, &filter, paging), &of_agent, paging)?;

        let expected: Vec<_> = returned(timeline.queue_entries(), now, &window);
        let filter = QueueFilter { names: None, types: QueueTypes::All };
        assert_page(&view::queue_times(&timeline, now, &window, &filter, paging), &expected, paging)?;

        let expected = returned(timeline.agent_states(), now, &window);
        assert_page(&view::agent_states(&timeline, now, &window, None, paging), &expected, paging)?;

        let ongoing: Vec<_> = timeline.interactions().iter()
            .filter(|row| row.is_known(now) && row.end_at(now).is_none()).collect();
        assert_page(&view::ongoing_interactions(&timeline, now, paging), &ongoing, paging)?;
    });
}

fn is_of(row: &Row<scenarios::record::Activity>, agent: &str, kind: fn(&ActivityKind) -> bool) -> bool {
    match &row.body {
        Body::Told(activity) => &*activity.agent == agent && kind(&activity.kind),
        Body::Recorded(_) => false,
    }
}

#[test]
fn items_are_listed_in_the_documented_order() {
    proptest!(ProptestConfig::with_cases(500), |(scenario in drawn::scenario())| {
        let timeline = drawn::timeline(&scenario);
        prop_assert!(timeline.interactions().is_sorted_by_key(|row| row.start));
        let order = |row: &Row<scenarios::record::Activity>| {
            let Body::Told(activity) = &row.body else { return None };
            let kind = match activity.kind {
                ActivityKind::Presence { .. } => 0,
                ActivityKind::Workload(_) => 1,
                ActivityKind::Work { .. } => 2,
            };
            Some((row.start, activity.agent.to_string(), kind))
        };
        prop_assert!(timeline.activities().is_sorted_by_key(order));
        let entries_sorted = timeline.queue_entries().is_sorted_by_key(|row| match &row.body {
            Body::Told(entry) => Some((row.start, entry.queue.to_string())),
            Body::Recorded(_) => None,
        });
        prop_assert!(entries_sorted);
        let states_sorted = timeline.agent_states().is_sorted_by_key(|row| match &row.body {
            Body::Told(state) => Some((row.start, state.agent.to_string())),
            Body::Recorded(_) => None,
        });
        prop_assert!(states_sorted);
    });
}
