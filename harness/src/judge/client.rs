//! Whether an analysis asked as a good client does.

use crate::observation::Observation;
use crate::rules::Watch;
use crate::verdict::Finding;

/// What is wrong with the requests of all runs.
pub(super) fn judge(observation: &Observation) -> Vec<Finding> {
    let journal = &observation.journal;
    // Of a journal with holes nobody can say what was not asked.
    if journal.missed > 0 {
        return Vec::new();
    }
    let mut watch = Watch::new();
    let mut seen = 0;
    for run in &observation.runs {
        watch.run_begins();
        journal.requests[seen..run.asked].iter().for_each(|exchange| watch.see(exchange));
        watch.run_ends();
        seen = run.asked;
    }
    watch.findings()
}
