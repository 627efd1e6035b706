//! Judges: functions from what was observed to what is wrong with it.
//!
//! Some look at each run, and some at the whole case. A new judge is a module and a line here.

mod client;
mod contract;
mod truth;

use std::str::FromStr;

use scenarios::problem::nearest;

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
    /// Whether it answers the same when it is asked in other ways: see [`crate::metamorphic`]. Runs it once for each
    /// relation, and at most sixteen times for each rhythm.
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

/// Who can be asked to judge, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// What happened says what is right.
    Truth,
    /// What a good client asks for.
    Client,
    /// The same question asked in another way has to have the same answer.
    Metamorphic,
    /// All of them.
    All,
}

impl Named {
    /// Everybody who can be named.
    pub const ALL: [Self; 4] = [Self::Truth, Self::Client, Self::Metamorphic, Self::All];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Truth => "truth",
            Self::Client => "client",
            Self::Metamorphic => "metamorphic",
            Self::All => "all",
        }
    }

    /// Those who are named; `None` for the usual ones, if nobody is.
    pub fn judges(named: &[Self]) -> Option<Judges> {
        let asks = |judge| named.contains(&judge) || named.contains(&Self::All);
        let [truth, client, metamorphic] = [Self::Truth, Self::Client, Self::Metamorphic].map(asks);
        (!named.is_empty()).then_some(Judges { truth, client, metamorphic })
    }
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|named| named.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            match nearest(text, names) {
                Some(near) => format!("there is no judge {text:?}; write {near:?}"),
                None => format!("there is no judge {text:?}; there are {}", names.join(", ")),
            }
        })
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
