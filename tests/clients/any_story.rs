//! A test of a report on queues, by whatever can happen in a contact centre.

use proptest::prelude::*;
use scenarios::generate::{Config, scenarios};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::timeline::compile;
use scenarios::truth;
use scenarios::view::{self, Include, Paging, QueueFilter, QueueTypes, Window};

/// What is tested: how often somebody came to a queue, by the API's records.
fn entries(scenario: &Scenario) -> usize {
    let Ok(timeline) = compile(scenario) else { panic!("a drawn scenario can happen") };
    let ever = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
    let filter = QueueFilter { names: None, types: QueueTypes::All };
    let paging = Paging { page: 1, limit: u32::MAX };
    view::queue_times(&timeline, Instant::LATEST, &ever, &filter, paging).items.len()
}

proptest! {
    #[test]
    fn all_entries_are_counted(scenario in scenarios(&Config::default())) {
        prop_assert_eq!(entries(&scenario), truth::queue_entries(&scenario, Instant::LATEST).len());
    }
}
