//! Judges: functions from what was observed to what is wrong with it.
//!
//! Some look at each run, and some at the whole case. A new judge is a module and a line here.

mod contract;
mod truth;

use crate::analysis::Ran;
use crate::observation::Observation;
use crate::question::{Asked, Question};
use crate::told::Told;
use crate::verdict::Finding;

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
pub fn case(_observation: &Observation) -> Vec<Finding> {
    Vec::new()
}
