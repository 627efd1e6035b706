//! The words by which scenario files spell closed choices.

use crate::centre::Availability;
use crate::fault::{DelayClock, Fault, ReadyMade, Target};
use crate::flow::{AppletKind, Breakout, HangUp, Medium, MediumManager};
use crate::record::Direction;
use crate::scenario::Shape;

/// A closed choice that is spelt as a word.
pub(super) trait Word: Clone + PartialEq + 'static {
    /// What is chosen, with its article.
    const NOUN: &'static str;
    /// Every value, in the order in which people are told of them.
    const VALUES: &'static [Self];

    /// The value's word.
    fn word(&self) -> &'static str;

    /// The value of that word.
    fn of(word: &str) -> Option<Self> {
        Self::VALUES.iter().find(|value| value.word() == word).cloned()
    }
}

/// What a `recording` step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recording {
    /// Recording begins.
    Start,
    /// Recording ends.
    Stop,
}

impl Word for Recording {
    const NOUN: &'static str = "what recording does";
    const VALUES: &'static [Self] = &[Self::Start, Self::Stop];

    fn word(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
        }
    }
}

impl Word for Fault {
    const NOUN: &'static str = "a fault";
    const VALUES: &'static [Self] = &Self::EACH;

    fn word(&self) -> &'static str {
        Fault::word(*self)
    }
}

impl Word for ReadyMade {
    const NOUN: &'static str = "a ready-made plan";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        self.name()
    }
}

impl Word for Target {
    const NOUN: &'static str = "the path of an endpoint";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        self.path()
    }
}

impl Word for DelayClock {
    const NOUN: &'static str = "a clock";
    const VALUES: &'static [Self] = &[Self::Real, Self::World];

    fn word(&self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::World => "world",
        }
    }
}

impl Word for Shape {
    const NOUN: &'static str = "a shape of records";
    const VALUES: &'static [Self] = &[Self::Current, Self::Y2020];

    fn word(&self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Y2020 => "2020",
        }
    }
}

impl Word for Availability {
    const NOUN: &'static str = "an availability";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::ReadyOutbound => "ReadyOutbound",
            Self::ReadyOffline => "ReadyOffline",
            Self::Away => "Away",
            Self::ExtendedAway => "ExtendedAway",
            Self::LoggedOut => "LoggedOut",
        }
    }
}

impl Word for Medium {
    const NOUN: &'static str = "a medium";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::PhoneCallback => "phone-callback",
            Self::Email => "email",
            Self::Chat => "chat",
            Self::Case => "case",
        }
    }
}

impl Word for MediumManager {
    const NOUN: &'static str = "a medium manager";
    const VALUES: &'static [Self] = &[Self::Cc, Self::Vcc, Self::Uc, Self::Vbc];

    fn word(&self) -> &'static str {
        match self {
            Self::Cc => "CC",
            Self::Vcc => "VCC",
            Self::Uc => "UC",
            Self::Vbc => "VBC",
        }
    }
}

impl Word for Direction {
    const NOUN: &'static str = "a direction";
    const VALUES: &'static [Self] = &[Self::Inbound, Self::Outbound, Self::Internal];

    fn word(&self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Internal => "internal",
        }
    }
}

impl Word for AppletKind {
    const NOUN: &'static str = "a type of applet";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        match self {
            Self::Announcement => "Announcement",
            Self::CallRecording => "CallRecording",
            Self::Menu => "Menu",
            Self::SkillTagger => "SkillTagger",
            Self::Acd => "ACD",
            Self::Callback => "Callback",
            Self::Voicemail => "Voicemail",
            Self::CallConnectRouter => "CallConnectRouter",
        }
    }
}

impl Word for Breakout {
    const NOUN: &'static str = "a reason to break out of a queue";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        match self {
            Self::Voluntary => "voluntary",
            Self::NoAgents => "no-agents",
            Self::AgentDecline => "agent-decline",
            Self::QueueLength => "queue-length",
            Self::QueueDuration => "queue-duration",
            Self::EstimatedWaitTime => "estimated-wait",
        }
    }
}

impl Word for HangUp {
    const NOUN: &'static str = "somebody who can hang up";
    const VALUES: &'static [Self] = &[Self::Customer, Self::Agent, Self::Platform];

    fn word(&self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::Platform => "platform",
        }
    }
}
