//! Plans that have names.

use super::Plan;
use crate::format;

/// A plan that is known by its name. Its text is in `scenarios/faults/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadyMade {
    /// More requests than the service takes.
    RateLimit,
    /// Tokens that end before they should.
    TokenExpiry,
    /// A page that fails now and then.
    FlakyPage,
    /// A service that is away for a while.
    Outage,
    /// Data that comes an hour late.
    LateData,
    /// WFM states that are told otherwise first.
    RewrittenStates,
    /// A little of everything, by a seed.
    Chaos,
}

impl ReadyMade {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::RateLimit,
        Self::TokenExpiry,
        Self::FlakyPage,
        Self::Outage,
        Self::LateData,
        Self::RewrittenStates,
        Self::Chaos,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RateLimit => "rate-limit",
            Self::TokenExpiry => "token-expiry",
            Self::FlakyPage => "flaky-page",
            Self::Outage => "outage",
            Self::LateData => "late-data",
            Self::RewrittenStates => "rewritten-states",
            Self::Chaos => "chaos",
        }
    }

    /// That of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.name() == name)
    }

    /// Its text, as a file tells it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::RateLimit => include_str!("../../faults/rate-limit.toml"),
            Self::TokenExpiry => include_str!("../../faults/token-expiry.toml"),
            Self::FlakyPage => include_str!("../../faults/flaky-page.toml"),
            Self::Outage => include_str!("../../faults/outage.toml"),
            Self::LateData => include_str!("../../faults/late-data.toml"),
            Self::RewrittenStates => include_str!("../../faults/rewritten-states.toml"),
            Self::Chaos => include_str!("../../faults/chaos.toml"),
        }
    }

    /// The plan.
    pub fn plan(self) -> Plan {
        // That every text can be read is tested; none at all would still be a plan.
        let empty = || Plan { name: self.name().into(), seed: 0, rules: Vec::new() };
        format::parse_faults(self.text()).unwrap_or_else(|_| empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_made_plan_can_be_read_and_has_its_name() {
        for ready in ReadyMade::ALL {
            let plan = format::parse_faults(ready.text());
            let plan = plan.unwrap_or_else(|problems| panic!("{}: {}", ready.name(), problems[0]));
            assert_eq!(&*plan.name, ready.name());
            assert!(!plan.rules.is_empty(), "{}", ready.name());
            assert_eq!(ReadyMade::of(ready.name()), Some(ready));
            assert_eq!(ready.plan(), plan);
        }
    }
}
