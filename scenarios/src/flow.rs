//! What happened in one interaction, step by step, in the field's words.
//!
//! A flow is told from the floor of the contact centre, not from the platform's records: who was rung, who answered,
//! who put whom on hold. [`legal`] refuses tellings that cannot have happened.

mod action;
pub mod legal;

pub use self::action::{Action, AppletKind, Breakout, HangUp, HeldKind, Party, QueueExit};
use crate::centre::Name;
use crate::guid::Guid;
use crate::time::{Instant, Span};

/// How long after a consult begins (and the customer is on hold) the consulted agent is rung, and how long after a
/// blind transfer its target is. Measured on the FAQ's transfer example.
pub const CONSULT_RINGS_AFTER: Span = Span::from_millis(6);

/// How long after the first agent of a transfer has left the customer's hold ends. Measured on the FAQ's transfer
/// example.
pub const TRANSFER_RETRIEVES_AFTER: Span = Span::from_millis(1);

/// How long after its start an inbound interaction enters its interaction plan, unless the flow says otherwise: "a few
/// hundred ms" (reference, section 6).
pub const PLAN_AFTER: Span = Span::from_millis(250);

/// How long an agent stays `Unexpected` or `Failed` after an offer went wrong, unless the step says otherwise. Our choice.
pub const SETBACK_LASTS: Span = Span::from_secs(5);

/// One interaction: how it began, and what then happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The flow's name within its scenario; identifiers that are not stated are derived from it.
    pub name: Name,
    /// The medium.
    pub medium: Medium,
    /// The application that manages the medium.
    pub manager: MediumManager,
    /// When it began.
    pub start: Instant,
    /// Who began it, and with whom.
    pub opening: Opening,
    /// The interaction's identifier.
    pub guid: Guid,
    /// The identifier of the conversation that it belongs to.
    pub conversation: Guid,
    /// What reports call the service; `None` for the plan's reporting group, else its name.
    pub service: Option<Name>,
    /// The outcome that an administrator's own text sets; `None` for the built-in outcome that follows from the steps.
    pub outcome: Option<Name>,
    /// How long after its start the interaction enters its plan; `None` for [`PLAN_AFTER`].
    pub plan_after: Option<Span>,
    /// How long after its end the interaction is categorised; `None` for the scenario's default.
    pub categorised: Option<Span>,
    /// What happened, in ascending order of time.
    pub steps: Vec<Step>,
}

/// What an interaction is carried by (reference, section 4.1). How the API spells the last two is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Medium {
    /// A call.
    Phone,
    /// The interaction that queues on behalf of a customer who asked to be called back.
    PhoneCallback,
    /// An email.
    Email,
    /// A chat.
    Chat,
    /// A case or lead of the customer's CRM.
    Case,
}

/// How much of an agent's attention a medium takes (reference, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Load {
    /// Calls: undivided attention.
    Live,
    /// Chats.
    SemiLive,
    /// Emails and cases.
    NonLive,
}

impl Medium {
    /// Every medium.
    pub const ALL: [Self; 5] = [Self::Phone, Self::PhoneCallback, Self::Email, Self::Chat, Self::Case];

    /// How much of an agent's attention it takes.
    pub fn load(self) -> Load {
        match self {
            Self::Phone | Self::PhoneCallback => Load::Live,
            Self::Chat => Load::SemiLive,
            Self::Email | Self::Case => Load::NonLive,
        }
    }
}

/// The application that an interaction is managed by (reference, section 9: pages spell them differently).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediumManager {
    /// Contact Center, as the FAQ spells it.
    #[default]
    Cc,
    /// Contact Center, as most examples spell it.
    Vcc,
    /// Business Cloud, as in the prose of the status page.
    Uc,
    /// Business Cloud, as in the webhooks' page.
    Vbc,
}

/// How an interaction began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A customer reached an address of the centre.
    Inbound {
        /// The customer's address.
        from: Name,
        /// The centre's address.
        to: Name,
    },
    /// An agent contacts a customer; the agent's own line rings until the customer answers.
    Outbound {
        /// The agent who begins.
        agent: Name,
        /// The address shown to the customer.
        from: Name,
        /// The customer's address.
        to: Name,
    },
    /// An agent calls a colleague.
    Internal {
        /// The agent who calls.
        agent: Name,
        /// The colleague who is rung.
        to: Name,
    },
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, from the flow's start.
    pub at: Span,
    /// What.
    pub action: Action,
    /// What the platform made of it, and when.
    pub processing: Processing,
}

/// How the platform processed a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Processing {
    /// How long after the step the platform had processed it; `None` for the scenario's default.
    pub delay: Option<Span>,
    /// A first, wrong version of when what this step ends came to its end.
    pub misreported: Option<Misreport>,
}

/// A wrong end that the platform first reports, and puts right later: a corrected duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misreport {
    /// The wrong time, from the flow's start.
    pub at: Span,
    /// How long after the first report the right one follows.
    pub corrected_after: Span,
}
