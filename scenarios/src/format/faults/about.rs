//! What a rule of a plan of faults can say, for people to read.

use super::keys::rule;
use crate::fault::Fault;
use crate::format::table::{AnyKey, Entry, Need};

/// A key, and what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The key.
    pub name: &'static str,
    /// What it tells, as a fragment of a sentence.
    pub about: &'static str,
    /// What holds without it; `None` where nothing does.
    pub default: Option<&'static str>,
}

/// The keys that say more of a fault, whichever it is.
pub fn fault_keys() -> impl Iterator<Item = About> {
    rule::TABLE.companions().map(About::of)
}

/// The keys that say which requests a fault befalls.
pub fn position_keys() -> impl Iterator<Item = About> {
    let is_of_fault = |key: &dyn AnyKey| {
        let name = key.entry().name;
        name == rule::FAULT.entry().name || fault_keys().any(|key| key.name == name)
    };
    rule::TABLE.keys.iter().filter(move |key| !is_of_fault(**key)).map(|key| About::of(*key))
}

/// The keys that a rule of that fault needs, and those that it may have: of those that say more of the fault.
pub fn needs_and_takes(fault: Fault) -> (Vec<&'static str>, Vec<&'static str>) {
    let case = rule::TABLE.cases.iter().find(|case| (case.word)() == fault.word());
    let names = |keys: &[&'static dyn AnyKey]| keys.iter().map(|key| key.entry().name).collect();
    case.map(|case| (names(case.needs), names(case.takes))).unwrap_or_default()
}

impl About {
    fn of(key: &dyn AnyKey) -> Self {
        let Entry { name, need, about } = key.entry();
        let default = match need {
            Need::Required | Need::Optional => None,
            Need::Default(default) => Some(default),
        };
        Self { name, about, default }
    }
}
