//! The demo centre: something to see at once, without a file.
//!
//! A fictional retailer's contact centre that works round the clock, so that at any time of day somebody is in mid-shift. It
//! is a centre at work as any other; its config is `centres/demo.toml`.

use crate::format::parse_centre;
use crate::simulation::Operation;

/// On which everything in it depends that happens by chance.
const SEED: u64 = 0;

/// The demo centre.
///
/// # Panics
///
/// If its config, which is a part of the program, is wrong.
pub fn centre() -> Operation {
    let config = parse_centre(include_str!("../centres/demo.toml"));
    let config = config.unwrap_or_else(|wrong| panic!("line {}: {}", wrong[0].line, wrong[0].problem));
    Operation::new(config, SEED).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::centre::Availability;
    use crate::record::{ActivityKind, Body};
    use crate::simulation::midnight;
    use crate::time::Span;
    use crate::timeline::{Row, compile};
    use crate::view::{AgentStatus, Paging, agent_status};

    /// 2024-03-04, a Monday.
    const MONDAY: i64 = 19_786;

    #[test]
    fn every_kind_of_step_happens_within_two_days() {
        let flows = centre().scenario(MONDAY..MONDAY + 2).flows;
        let words: BTreeSet<&str> =
            flows.iter().flat_map(|flow| flow.steps.iter().map(|step| step.action.word())).collect();
        assert_eq!(words.len(), 26, "{words:?}");
    }

    #[test]
    fn at_any_time_of_any_day_of_the_week_somebody_is_ready() {
        let Ok(timeline) = compile(&centre().scenario(MONDAY - 1..MONDAY + 8)) else { panic!("it does not compile") };
        for quarter in 0..7 * 24 * 4 {
            let at = midnight(MONDAY) + Span::from_secs(15 * 60 * quarter);
            let page = agent_status(&timeline, at, Paging { page: 1, limit: 5000 });
            let is_ready = |status: &Body<AgentStatus>| {
                let Body::Told(AgentStatus { presence: Row { body: Body::Told(presence), .. }, .. }) = status else {
                    return false;
                };
                matches!(presence.kind, ActivityKind::Presence { availability: Availability::Ready, .. })
            };
            assert!(page.items.iter().any(is_ready), "at {at}");
        }
    }
}
