//! An analysis run against a server that takes its time, as the real one does.
//!
//! A mock answers so fast that requests which are sent at the same time are hardly ever answered at the same time. One run
//! of each analysis is enough to see whether it sends them so.

use scenarios::fault::{Delay, DelayClock, Fault, Plan, Position, Rule, Service};
use scenarios::format;
use scenarios::scenario::Scenario;
use scenarios::time::Span;

use crate::again::{Again, Setting};
use crate::case::Failure;
use crate::control::Differently;
use crate::observation::Observation;
use crate::rules;
use crate::verdict::Finding;

/// How long an answer takes, and of how many; so all of it takes a second at most.
const TAKES: Span = Span::from_millis(50);
const SLOW: u32 = 20;

/// Whether too many requests are sent at a time.
///
/// # Errors
///
/// If it cannot be run.
pub(crate) async fn judge(again: &Again<'_>, observation: &Observation) -> Result<Option<Finding>, Failure> {
    let (Some(run), Ok(_)) = (observation.runs.last(), &observation.last) else { return Ok(None) };
    let slow = Fault::Service(Service::Slow { delay: Delay::Fixed(TAKES), clock: DelayClock::Real });
    let rules = vec![Rule { fault: slow, position: Position { times: Some(SLOW), ..Position::default() } }];
    let plan = Plan { name: "slowly".into(), seed: 0, rules };
    let text = format::print(&Scenario { faults: Some(plan), ..Scenario::clone(&observation.told.scenario) });
    let how = Differently { with_faults: true, ..Differently::default() };
    let mut found = Vec::new();
    // What it answers is judged where it is not kept waiting.
    let _ = again.run(&Setting { text: text.into(), now: run.now, window: run.window, how }, &mut found).await?;
    Ok(found.into_iter().find(|finding| finding.id == rules::PARALLELISM.id))
}
