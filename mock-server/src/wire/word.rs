//! The closed vocabularies of the API.
//!
//! Spellings without a remark are documented or seen in an example; the others are our choice, by analogy.

use scenarios::centre::Availability;
use scenarios::flow::{self, Breakout, Load, QueueExit};
use scenarios::record::{self, Focus, FocusState, WorkState};
use schemars::JsonSchema;
use serde::Serialize;

use super::Version;

/// Where the processing of an interaction stands.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum Status {
    /// It goes on.
    Ongoing,
    /// It has come to its end.
    Completed,
    /// Processing ended early on an error.
    InternalError,
}

impl From<record::Status> for Status {
    fn from(status: record::Status) -> Self {
        match status {
            record::Status::Ongoing => Self::Ongoing,
            record::Status::Completed => Self::Completed,
            record::Status::InternalError => Self::InternalError,
        }
    }
}

/// What an interaction is carried by. The complete list is unknown; `Chat` and `Case` are spelt by analogy.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum Medium {
    /// A call.
    Phone,
    /// The interaction that queues on behalf of a customer who asked to be called back.
    #[serde(rename = "Phone Callback")]
    PhoneCallback,
    /// An email.
    Email,
    /// A chat.
    Chat,
    /// A case or lead of the customer's CRM.
    Case,
}

impl From<flow::Medium> for Medium {
    fn from(medium: flow::Medium) -> Self {
        match medium {
            flow::Medium::Phone => Self::Phone,
            flow::Medium::PhoneCallback => Self::PhoneCallback,
            flow::Medium::Email => Self::Email,
            flow::Medium::Chat => Self::Chat,
            flow::Medium::Case => Self::Case,
        }
    }
}

/// The application that an interaction is managed by.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum MediumManager {
    /// Contact Center, as the FAQ spells it.
    Cc,
    /// Contact Center, as most examples spell it.
    Vcc,
    /// Business Cloud, as the page of the agents' status spells it.
    Uc,
    /// Business Cloud, as the webhooks' page spells it.
    Vbc,
}

impl From<flow::MediumManager> for MediumManager {
    fn from(manager: flow::MediumManager) -> Self {
        match manager {
            flow::MediumManager::Cc => Self::Cc,
            flow::MediumManager::Vcc => Self::Vcc,
            flow::MediumManager::Uc => Self::Uc,
            flow::MediumManager::Vbc => Self::Vbc,
        }
    }
}

/// Who began an interaction.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum Direction {
    /// A customer.
    Inbound,
    /// An agent, towards a customer.
    Outbound,
    /// An agent, towards a colleague.
    Internal,
}

impl From<record::Direction> for Direction {
    fn from(direction: record::Direction) -> Self {
        match direction {
            record::Direction::Inbound => Self::Inbound,
            record::Direction::Outbound => Self::Outbound,
            record::Direction::Internal => Self::Internal,
        }
    }
}

/// What an agent does about an interaction.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "InteractionState")]
pub(crate) enum State {
    /// Is offered it.
    Ringing,
    /// Works on it.
    Connected,
    /// Does the after-work.
    Wrap,
    /// Should have answered, and did not.
    Unexpected,
    /// Had a fault on the line.
    Failed,
    /// `Failed`, as version 2 spells it.
    #[schemars(skip)]
    Failure,
}

impl State {
    /// The spelling of that version.
    pub(crate) fn of(state: WorkState, version: Version) -> Self {
        match (state, version) {
            (WorkState::Ringing, _) => Self::Ringing,
            (WorkState::Connected, _) => Self::Connected,
            (WorkState::Wrap, _) => Self::Wrap,
            (WorkState::Unexpected, _) => Self::Unexpected,
            (WorkState::Failed, Version::V2) => Self::Failure,
            (WorkState::Failed, Version::V3) => Self::Failed,
        }
    }
}

/// What kind of availability a presence stands for; `Ready` in all of its forms.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "PresenceCategory")]
pub(crate) enum Presence {
    /// Can be offered interactions, or begins them.
    Ready,
    /// A short absence, such as a break.
    Away,
    /// A longer absence, such as lunch or a meeting.
    ExtendedAway,
    /// Logged out of ContactPad.
    LoggedOut,
}

impl From<Availability> for Presence {
    fn from(availability: Availability) -> Self {
        match availability {
            Availability::Ready | Availability::ReadyOutbound | Availability::ReadyOffline => Self::Ready,
            Availability::Away => Self::Away,
            Availability::ExtendedAway => Self::ExtendedAway,
            Availability::LoggedOut => Self::LoggedOut,
        }
    }
}

/// The category of an agent's activity: of a presence or of work on an interaction.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "ActivityCategory")]
pub(crate) enum Category {
    /// Of a presence.
    Presence(Presence),
    /// Of work on an interaction.
    Work(State),
}

/// On which side a party is. That an outside contact is `External` is our choice.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum PartyRole {
    /// A customer, or an outside contact.
    External,
    /// An agent.
    Agent,
}

/// How an interaction left a queue.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum QueueCategory {
    /// To an agent.
    Answered,
    /// Its customer hung up. That an internal error counts here too is our choice.
    Abandoned,
    /// By one of the ways out.
    Breakout,
}

impl From<QueueExit> for QueueCategory {
    fn from(exit: QueueExit) -> Self {
        match exit {
            QueueExit::Delivered => Self::Answered,
            QueueExit::HungUp | QueueExit::InternalError => Self::Abandoned,
            QueueExit::Breakout(_) => Self::Breakout,
        }
    }
}

/// Why an interaction left a queue. `Delivered` and `NoAgentsBreakout` are known, the others are spelt by analogy.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum QueueReason {
    /// An agent answered, or a queued callback was called back.
    Delivered,
    /// The customer hung up.
    HangUp,
    /// Processing of the interaction ended on an error.
    InternalError,
    /// The customer pressed a key.
    VoluntaryBreakout,
    /// No agent was logged in who could have taken it.
    NoAgentsBreakout,
    /// The agent of a personal queue declined.
    AgentDeclineBreakout,
    /// Too many were waiting.
    QueueLengthBreakout,
    /// It had waited too long.
    QueueDurationBreakout,
    /// It would have had to wait too long.
    EstimatedWaitTimeBreakout,
}

impl From<QueueExit> for QueueReason {
    fn from(exit: QueueExit) -> Self {
        match exit {
            QueueExit::Delivered => Self::Delivered,
            QueueExit::HungUp => Self::HangUp,
            QueueExit::InternalError => Self::InternalError,
            QueueExit::Breakout(Breakout::Voluntary) => Self::VoluntaryBreakout,
            QueueExit::Breakout(Breakout::NoAgents) => Self::NoAgentsBreakout,
            QueueExit::Breakout(Breakout::AgentDecline) => Self::AgentDeclineBreakout,
            QueueExit::Breakout(Breakout::QueueLength) => Self::QueueLengthBreakout,
            QueueExit::Breakout(Breakout::QueueDuration) => Self::QueueDurationBreakout,
            QueueExit::Breakout(Breakout::EstimatedWaitTime) => Self::EstimatedWaitTimeBreakout,
        }
    }
}

/// The type of a queue.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum QueueType {
    /// An ACD queue.
    #[serde(rename = "ACD")]
    Acd,
    /// A virtual queue.
    Virtual,
}

/// What an applet does. The last three are spelt by analogy.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum AppletType {
    /// Plays an announcement.
    Announcement,
    /// Switches recording on.
    CallRecording,
    /// Lets the customer choose.
    Menu,
    /// Adds skills to the interaction.
    SkillTagger,
    /// Leads into an ACD queue.
    #[serde(rename = "ACD")]
    Acd,
    /// Offers to be called back.
    Callback,
    /// Takes a message.
    Voicemail,
    /// Hands the call to an outside contact.
    CallConnectRouter,
}

impl From<flow::AppletKind> for AppletType {
    fn from(kind: flow::AppletKind) -> Self {
        match kind {
            flow::AppletKind::Announcement => Self::Announcement,
            flow::AppletKind::CallRecording => Self::CallRecording,
            flow::AppletKind::Menu => Self::Menu,
            flow::AppletKind::SkillTagger => Self::SkillTagger,
            flow::AppletKind::Acd => Self::Acd,
            flow::AppletKind::Callback => Self::Callback,
            flow::AppletKind::Voicemail => Self::Voicemail,
            flow::AppletKind::CallConnectRouter => Self::CallConnectRouter,
        }
    }
}

/// The state of an agent, for workforce management.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(crate) enum WfmState {
    /// No interaction, can be offered one.
    Ready,
    /// No interaction, nothing is routed: Ready (Outbound) or Ready (Offline).
    #[serde(rename = "ReadyRFO")]
    ReadyRfo,
    /// A short absence.
    Away,
    /// A longer absence.
    ExtendedAway,
    /// Logged out of ContactPad.
    LoggedOut,
    /// Is offered at least one interaction, or works on it.
    Busy,
    /// Does after-work.
    Wrap,
    /// Should have answered, and did not.
    Unexpected,
    /// Had a fault on the line.
    Failed,
}

impl From<&Focus> for WfmState {
    fn from(focus: &Focus) -> Self {
        match focus {
            Focus::Work(FocusState::Busy, _) => Self::Busy,
            Focus::Work(FocusState::Failed, _) => Self::Failed,
            Focus::Work(FocusState::Unexpected, _) => Self::Unexpected,
            Focus::Work(FocusState::Wrap, _) => Self::Wrap,
            Focus::Presence(presence) => match presence.availability {
                Availability::Ready => Self::Ready,
                Availability::ReadyOutbound | Availability::ReadyOffline => Self::ReadyRfo,
                Availability::Away => Self::Away,
                Availability::ExtendedAway => Self::ExtendedAway,
                Availability::LoggedOut => Self::LoggedOut,
            },
        }
    }
}

/// How much of an agent's attention an interaction takes.
pub(crate) fn load(load: Load) -> &'static str {
    match load {
        Load::Live => "Live",
        Load::SemiLive => "Semi-Live",
        Load::NonLive => "Non-Live",
    }
}
