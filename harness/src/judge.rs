//! Judges: functions from what was observed to what is wrong with it.
//!
//! Some look at each run, and some at the whole case. A new judge is a module and a line here.

mod client;
mod contract;
mod truth;

use crate::analysis::Ran;
use crate::observation::Observation;
use crate::question::{Asked, Question};
use crate::told::Told;
use crate::verdict::Finding;

/// Which judges are asked. Whether an analysis keeps to the contract is always judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judges {
    /// Whether its answers are right.
    pub truth: bool,
    /// Whether it asks as a good client does.
    pub client: bool,
    /// Whether it answers the same when it is asked in other ways: see [`crate::metamorphic`]. Runs it eight times more.
    pub metamorphic: bool,
}

impl Judges {
    /// All of them.
    pub const ALL: Self = Self { truth: true, client: true, metamorphic: true };

    /// Those that are asked if nobody says otherwise: where truth cannot be, because the question is not one of ours, whether
    /// the answers agree with each other is.
    pub fn usual(question: Option<Question>) -> Self {
        Self { metamorphic: question.is_none(), ..Self::ALL }
    }
}

/// What is wrong with one run.
pub fn run(question: Option<Question>, told: &Told, asked: &Asked, ran: &Ran) -> Vec<Finding> {
    let answer = match ran {
        Ok(answer) => answer,
        Err(broken) => return vec![contract::broken(broken)],
    };
    match question {
        Some(question) => truth::judge(question, told, asked, answer),
        None => Vec::new(),
    }
}

/// What is wrong with a case as a whole, whatever its answers: what it asked for, and how.
pub fn case(observation: &Observation) -> Vec<Finding> {
    client::judge(observation)
}
