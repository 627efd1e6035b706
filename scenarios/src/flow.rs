//! What happened in one interaction, step by step, in the field's words.
//!
//! A flow is told from the floor of the contact centre, not from the platform's records: who was rung, who answered,
//! who put whom on hold. [`legal`] refuses tellings that cannot have happened.

pub mod legal;

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

/// What can happen in an interaction.
///
/// Where an agent is optional it may be left out while only one agent is connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// The customer passes an applet of the plan.
    Applet {
        /// Its name.
        name: Name,
        /// Its kind.
        kind: AppletKind,
    },
    /// The interaction enters a queue; from an agent's hands if `by` hands it over (a blind transfer into a queue).
    Queue {
        /// The ACD queue.
        queue: Name,
        /// The skills asked for.
        skills: Vec<Name>,
        /// The virtual queues that count the same waiting.
        virtual_queues: Vec<Name>,
        /// The agent who hands it over; `None` when it comes from the plan.
        by: Option<Name>,
    },
    /// The interaction is offered to an agent: from the queue, or directly (a personal call).
    Ring {
        /// The agent.
        agent: Name,
        /// The identifier of the agent's channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// Whoever is rung takes it.
    Answer {
        /// Who.
        party: Party,
    },
    /// Whoever is rung does not take it: an agent becomes `Unexpected`, a customer's line is given up.
    NoAnswer {
        /// Who.
        party: Party,
        /// How long the agent stays `Unexpected`.
        lasts: Span,
    },
    /// The agent's line fails: congestion, fault, wrong configuration.
    Fault {
        /// The agent.
        agent: Name,
        /// How long the agent stays `Failed`.
        lasts: Span,
    },
    /// The agent puts the customer on hold.
    Hold {
        /// The agent.
        agent: Option<Name>,
    },
    /// The agent takes the customer back.
    Retrieve {
        /// The agent.
        agent: Option<Name>,
    },
    /// The agent parks the interaction and is free for others.
    Park {
        /// The agent.
        agent: Option<Name>,
    },
    /// The agent takes the parked interaction back.
    Unpark {
        /// The agent.
        agent: Name,
    },
    /// A call comes between the agent and this interaction, which is not a call.
    Interrupt {
        /// The agent.
        agent: Option<Name>,
    },
    /// The agent comes back to the interrupted interaction.
    Resume {
        /// The agent.
        agent: Name,
    },
    /// The agent puts the customer on hold and calls a colleague, who rings after [`CONSULT_RINGS_AFTER`].
    Consult {
        /// The colleague.
        agent: Name,
        /// The agent who consults.
        by: Option<Name>,
        /// The identifier of the colleague's channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// After a consult: the agent leaves, the customer stays with the colleague.
    Transfer {
        /// The colleague who was consulted.
        to: Name,
        /// The agent who leaves.
        by: Option<Name>,
    },
    /// Without a consult: the agent leaves, and the colleague is rung after [`CONSULT_RINGS_AFTER`].
    BlindTransfer {
        /// The colleague.
        to: Name,
        /// The agent who leaves.
        by: Option<Name>,
        /// The identifier of the colleague's channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// After a consult: the customer is taken back, and all three talk.
    Conference {
        /// The agent who was consulted.
        with: Name,
    },
    /// An agent leaves while another stays: a consult or a conference ends.
    Leave {
        /// The agent who leaves.
        agent: Name,
    },
    /// Recording begins.
    StartRecording,
    /// Recording ends.
    StopRecording,
    /// The interaction leaves its queue without an agent, and goes on in the plan.
    BreakOut {
        /// Why.
        why: Breakout,
    },
    /// The queueing `Phone Callback` has found an agent; the flow of this name is the call back.
    CallBack {
        /// The call's flow.
        flow: Name,
    },
    /// The plan's Call Connect Router applet hands the call to an outside contact.
    HandOver {
        /// The contact's address.
        contact: Name,
        /// The identifier of the contact's channel; `None` for a derived one.
        channel: Option<Guid>,
    },
    /// The outside contact hangs up, and the customer goes on in the plan.
    HandBack,
    /// The interaction ends for everyone who is still in it.
    HangUp {
        /// Who ended it.
        by: HangUp,
        /// How long after that the customer's line is clear.
        clears: Span,
    },
    /// The agent has finished after-call work, which began when the agent left the interaction.
    Wrapped {
        /// The agent.
        agent: Name,
    },
    /// The agent chooses the presence to be set when this interaction ends for them.
    Intend {
        /// The agent.
        agent: Option<Name>,
        /// The label of the presence.
        presence: Name,
    },
    /// The platform's processing of the interaction ends early on an error.
    InternalError,
}

impl Action {
    /// The identifier that the step states for the channel it opens; `None` if it opens none, or leaves that to be derived.
    pub fn channel(&self) -> Option<Guid> {
        match self {
            Self::Ring { channel, .. }
            | Self::Consult { channel, .. }
            | Self::BlindTransfer { channel, .. }
            | Self::HandOver { channel, .. } => *channel,
            Self::Applet { .. }
            | Self::Queue { .. }
            | Self::Answer { .. }
            | Self::NoAnswer { .. }
            | Self::Fault { .. }
            | Self::Hold { .. }
            | Self::Retrieve { .. }
            | Self::Park { .. }
            | Self::Unpark { .. }
            | Self::Interrupt { .. }
            | Self::Resume { .. }
            | Self::Transfer { .. }
            | Self::Conference { .. }
            | Self::Leave { .. }
            | Self::StartRecording
            | Self::StopRecording
            | Self::BreakOut { .. }
            | Self::CallBack { .. }
            | Self::HandBack
            | Self::HangUp { .. }
            | Self::Wrapped { .. }
            | Self::Intend { .. }
            | Self::InternalError => None,
        }
    }

    /// The word by which scenario files name the step.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Applet { .. } => "applet",
            Self::Queue { .. } => "queue",
            Self::Ring { .. } => "ring",
            Self::Answer { .. } => "answer",
            Self::NoAnswer { .. } => "no_answer",
            Self::Fault { .. } => "fault",
            Self::Hold { .. } => "hold",
            Self::Retrieve { .. } => "retrieve",
            Self::Park { .. } => "park",
            Self::Unpark { .. } => "unpark",
            Self::Interrupt { .. } => "interrupt",
            Self::Resume { .. } => "resume",
            Self::Consult { .. } => "consult",
            Self::Transfer { .. } => "transfer",
            Self::BlindTransfer { .. } => "blind_transfer",
            Self::Conference { .. } => "conference",
            Self::Leave { .. } => "leave",
            Self::StartRecording | Self::StopRecording => "recording",
            Self::BreakOut { .. } => "breakout",
            Self::CallBack { .. } => "call_back",
            Self::HandOver { .. } => "hand_over",
            Self::HandBack => "hand_back",
            Self::HangUp { .. } => "hangup",
            Self::Wrapped { .. } => "wrapped",
            Self::Intend { .. } => "intend",
            Self::InternalError => "internal_error",
        }
    }
}

/// Who can be rung.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// The customer, of an outbound interaction.
    Customer,
    /// An agent.
    Agent(Name),
}

/// Who can end an interaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HangUp {
    /// The customer. Before an agent has answered, that is an abandonment.
    Customer,
    /// The agent who is talking to the customer.
    Agent,
    /// The plan, when it has nothing more to offer.
    Platform,
}

/// Why the customer waits although an agent has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeldKind {
    /// On hold.
    Held,
    /// Parked. That the API tells of it as a hold of that type is our choice.
    Parked,
}

/// What an applet does. The first five spellings are the API's; how it spells the others is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppletKind {
    /// Plays an announcement.
    Announcement,
    /// Switches recording on.
    CallRecording,
    /// Lets the customer choose.
    Menu,
    /// Adds skills to the interaction.
    SkillTagger,
    /// Leads into an ACD queue.
    Acd,
    /// Offers to be called back.
    Callback,
    /// Takes a message.
    Voicemail,
    /// Hands the call to an outside contact.
    CallConnectRouter,
}

impl AppletKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Announcement,
        Self::CallRecording,
        Self::Menu,
        Self::SkillTagger,
        Self::Acd,
        Self::Callback,
        Self::Voicemail,
        Self::CallConnectRouter,
    ];
}

/// Why an interaction left a queue without an agent and without hanging up (reference, sections 4.1 and 4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breakout {
    /// The customer pressed a key. Calls only.
    Voluntary,
    /// No agent was logged in who could have taken it. Calls only.
    NoAgents,
    /// The agent of a personal queue declined. Calls only.
    AgentDecline,
    /// Too many were waiting. Calls only.
    QueueLength,
    /// It had waited too long.
    QueueDuration,
    /// It would have had to wait too long. Calls only.
    EstimatedWaitTime,
}

impl Breakout {
    /// Every way.
    pub const ALL: [Self; 6] = [
        Self::Voluntary,
        Self::NoAgents,
        Self::AgentDecline,
        Self::QueueLength,
        Self::QueueDuration,
        Self::EstimatedWaitTime,
    ];
}

/// How an interaction left a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueExit {
    /// To an agent, or for a queued callback to the call back.
    Delivered,
    /// The customer hung up.
    HungUp,
    /// By one of the ways out.
    Breakout(Breakout),
    /// Processing of the interaction ended on an error.
    InternalError,
}
