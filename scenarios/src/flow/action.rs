//! What can happen in an interaction, in the words of scenario files.

use super::CONSULT_RINGS_AFTER;
use crate::centre::Name;
use crate::guid::Guid;
use crate::time::Span;

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
        self.beyond().channel
    }

    /// Whom the step rings, and how long after it; `None` if nobody.
    pub fn rings(&self) -> Option<(&Name, Span)> {
        self.beyond().rings
    }

    /// How long what the step begins or ends takes beyond the step itself, where the step says so.
    pub fn lasts(&self) -> Span {
        self.beyond().lasts
    }

    fn beyond(&self) -> Beyond<'_> {
        const NOTHING: Beyond<'_> = Beyond { channel: None, rings: None, lasts: Span::ZERO };
        match self {
            Self::Ring { agent, channel } => Beyond { channel: *channel, rings: Some((agent, Span::ZERO)), ..NOTHING },
            Self::Consult { agent, channel, .. } | Self::BlindTransfer { to: agent, channel, .. } => {
                Beyond { channel: *channel, rings: Some((agent, CONSULT_RINGS_AFTER)), ..NOTHING }
            }
            Self::HandOver { channel, .. } => Beyond { channel: *channel, ..NOTHING },
            Self::NoAnswer { lasts, .. } | Self::Fault { lasts, .. } | Self::HangUp { clears: lasts, .. } => {
                Beyond { lasts: *lasts, ..NOTHING }
            }
            Self::Applet { .. }
            | Self::Queue { .. }
            | Self::Answer { .. }
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
            | Self::Wrapped { .. }
            | Self::Intend { .. }
            | Self::InternalError => NOTHING,
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

/// What comes of a step beside what it says.
struct Beyond<'a> {
    channel: Option<Guid>,
    rings: Option<(&'a Name, Span)>,
    lasts: Span,
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
