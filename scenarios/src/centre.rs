//! A contact centre as its administrator has configured it: who works there, and what callers can reach.

use arcstr::ArcStr;

use crate::time::Span;

/// A name that many records repeat: an agent's id, a queue, a plan. Shared, and one word wide.
pub type Name = ArcStr;

/// What the API has as `party.id` for an outside contact to whom Call Connect Router handed a call (FAQ), and which
/// therefore is no agent's ID.
pub const CCR_CONNECT: &str = "CCRConnect";

/// Everything that is configured before anything happens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Centre {
    /// Everyone who can be offered an interaction.
    pub agents: Vec<Agent>,
    /// Skills that interactions can ask for and agents can have.
    pub skills: Vec<Name>,
    /// Queues in which interactions wait for an agent.
    pub queues: Vec<Queue>,
    /// Virtual queues: a second way to count the same waiting, with a target to answer.
    pub virtual_queues: Vec<VirtualQueue>,
    /// Interaction plans: what a caller goes through before an agent.
    pub plans: Vec<Plan>,
    /// Addresses (numbers, mailboxes) at which the centre is reached, and the plan behind each.
    pub addresses: Vec<Address>,
    /// The presences that agents may choose, besides the built-in ones of [`PresenceLabel::built_in`].
    pub presences: Vec<PresenceLabel>,
}

/// A person who handles interactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The agent ID given in the admin portal; a text, so `01` and `001` are two agents.
    pub id: Name,
    /// The person's name; the Stats API never tells it.
    pub name: Option<Name>,
    /// The address at which the agent is rung; for calls a number.
    pub touchpoint: Name,
    /// The skills that the agent has.
    pub skills: Vec<Name>,
    /// The label of the agent's presence when the scenario begins.
    pub presence: Name,
}

/// An ACD queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its name, which is also the name of the ACD applet that leads into it.
    pub name: Name,
}

/// A virtual queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualQueue {
    /// Its name.
    pub name: Name,
    /// The time within which an interaction should be answered.
    pub target: Span,
}

/// An interaction plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its name.
    pub name: Name,
    /// The group under which reports count it; `None` where the administrator gave none.
    pub reporting_group: Option<Name>,
}

/// An address of the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// What the customer dials or writes to.
    pub address: Name,
    /// The address's name in the admin portal.
    pub name: Name,
    /// The name of the mapping from this address to its plan.
    pub mapping: Name,
    /// The name of the plan.
    pub plan: Name,
}

/// What kind of availability a presence stands for (reference, section 4.4), with Ready in its three forms
/// (section 4.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Availability {
    /// Can be offered interactions.
    Ready,
    /// Ready, but only for calls that the agent begins: nothing is routed.
    ReadyOutbound,
    /// Ready, but away from the phone: nothing is routed.
    ReadyOffline,
    /// A short absence, such as a break.
    Away,
    /// A longer absence, such as lunch or a meeting.
    ExtendedAway,
    /// Logged out of `ContactPad`.
    LoggedOut,
}

impl Availability {
    /// Every kind, from most to least available.
    pub const ALL: [Self; 6] =
        [Self::Ready, Self::ReadyOutbound, Self::ReadyOffline, Self::Away, Self::ExtendedAway, Self::LoggedOut];

    /// The label of the presence that every centre has for it.
    pub fn built_in_label(self) -> &'static str {
        match self {
            Self::Ready => "Ready",
            Self::ReadyOutbound => "Ready (Outbound)",
            Self::ReadyOffline => "Ready (Offline)",
            Self::Away => "Away",
            Self::ExtendedAway => "Extended Away",
            Self::LoggedOut => "Logged Out",
        }
    }

    /// Whether the platform may offer the agent an interaction.
    ///
    /// True for plain Ready only, a call in hand or not: so the FAQ's example; that Away and the two restricted forms
    /// of Ready are not eligible is inferred.
    pub fn eligible_for_routing(self) -> bool {
        self == Self::Ready
    }
}

/// A presence as configured: a label, and the availability it stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PresenceLabel {
    /// The label that `ContactPad` shows, such as "Tea break".
    pub label: Name,
    /// What it stands for.
    pub availability: Availability,
}

impl PresenceLabel {
    /// The presences that every centre has, by their labels.
    pub fn built_in() -> [Self; 6] {
        Availability::ALL.map(|availability| Self { label: availability.built_in_label().into(), availability })
    }
}

impl Centre {
    /// The presence of this label: one of the centre's own, else a built-in one.
    pub fn presence(&self, label: &str) -> Option<PresenceLabel> {
        let own = self.presences.iter().find(|p| &*p.label == label);
        own.cloned().or_else(|| PresenceLabel::built_in().into_iter().find(|p| &*p.label == label))
    }

    /// The agent of this id.
    pub fn agent(&self, id: &str) -> Option<&Agent> {
        self.agents.iter().find(|agent| &*agent.id == id)
    }

    /// The address that is spelt so.
    pub fn address(&self, address: &str) -> Option<&Address> {
        self.addresses.iter().find(|known| &*known.address == address)
    }

    /// The plan of this name.
    pub fn plan(&self, name: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| &*plan.name == name)
    }
}
