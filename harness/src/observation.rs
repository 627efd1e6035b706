//! What happened in a case: what the judges look at.

use scenarios::time::Instant;
use scenarios::truth::BusyDefinition;

use crate::analysis::Ran;
use crate::contract::Window;
use crate::control::Journal;
use crate::question::{Asked, Question};
use crate::told::Told;

/// One case, run and not yet judged as a whole.
#[derive(Clone, Debug)]
pub struct Observation {
    /// What people call the analysis.
    pub subject: String,
    /// What it was asked; `None` for a question of its own.
    pub question: Option<Question>,
    /// What the caller takes for busy.
    pub busy: BusyDefinition,
    /// The scenario.
    pub told: Told,
    /// Each run, in order. There is one, or as many as a poll takes.
    pub runs: Vec<Run>,
    /// What the last run came to.
    pub last: Ran,
    /// Everything that the analysis asked of its world, in all runs. What the harness asks stands in no journal.
    pub journal: Journal,
}

/// One run of an analysis in its world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// What the world's clock showed, all the while.
    pub now: Instant,
    /// The window that the analysis was given.
    pub window: Window,
    /// How many of the journal's requests had been made by its end, in this run and those before it.
    pub asked: usize,
}

impl Observation {
    /// What the question was asked with in the last run.
    pub fn asked(&self) -> Option<Asked> {
        self.runs.last().map(|run| Asked { now: run.now, busy: self.busy.clone() })
    }
}
