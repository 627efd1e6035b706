//! What agents are at, and have been.

use scenarios::time::Instant;
use serde::Deserialize;

use super::or_default;
use crate::moment;

/// A presence, a workload, or work on an interaction.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// The agent's ID.
    pub agent_id: String,
    /// Which of the three.
    #[serde(default, rename = "type")]
    pub kind: ActivityType,
    /// Of a presence, or of work.
    #[serde(default, deserialize_with = "or_default")]
    pub category: Category,
    /// Of a presence: its label.
    #[serde(default)]
    pub name: Option<String>,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// Of work: on what.
    #[serde(default)]
    pub interaction: Option<WorkedOn>,
    /// Of a workload: how much.
    #[serde(default)]
    pub workload: Option<Workload>,
}

/// The three types of activity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum ActivityType {
    /// The agent had a presence.
    Presence,
    /// The agent had so much in hand.
    Workload,
    /// The agent worked on an interaction.
    Interaction,
    /// A word that is not known.
    #[default]
    #[serde(other)]
    Unknown,
}

/// What an activity is: the kind of a presence, or what the agent does about an interaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Category {
    /// Can be offered interactions, or begins them.
    Ready,
    /// A short absence.
    Away,
    /// A longer absence.
    ExtendedAway,
    /// Logged out of `ContactPad`.
    LoggedOut,
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
    /// A word that is not known, or none.
    #[default]
    #[serde(other)]
    Unknown,
}

/// The interaction that an agent worked on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct WorkedOn {
    /// Its identifier.
    pub guid: String,
    /// What it is carried by, such as `Phone`.
    #[serde(default, deserialize_with = "or_default")]
    pub medium: String,
}

/// How many interactions an agent has in hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workload {
    /// Calls.
    #[serde(default, deserialize_with = "or_default")]
    pub calls: i64,
    /// Chats.
    #[serde(default, deserialize_with = "or_default")]
    pub semi_live: i64,
    /// Emails and cases.
    #[serde(default, deserialize_with = "or_default")]
    pub non_live: i64,
}

/// A presence, from a start on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenceActivity {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// What kind of availability it stands for.
    #[serde(default, deserialize_with = "or_default")]
    pub category: Category,
    /// The label as configured.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
}

/// Work on an interaction, from a start on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InteractionActivity {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// What the agent does.
    #[serde(default, deserialize_with = "or_default")]
    pub state: State,
    /// About which interaction.
    #[serde(default, deserialize_with = "or_default")]
    pub interaction_guid: String,
}

/// What an agent does about an interaction.
pub type State = Category;

/// What an agent is at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentStatus {
    /// The agent's ID.
    pub agent_id: String,
    /// The agent's presence. It stays what it is through calls.
    #[serde(default, deserialize_with = "or_default")]
    pub presence: Presence,
    /// Everything that the agent has in hand.
    #[serde(default, deserialize_with = "or_default")]
    pub interaction: Vec<InHand>,
}

/// An agent's presence.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presence {
    /// What kind of availability it stands for.
    #[serde(default, deserialize_with = "or_default")]
    pub name: Category,
    /// The label as configured.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
}

/// An interaction that an agent has in hand.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InHand {
    /// Its identifier.
    pub guid: String,
    /// What it is carried by, such as `Phone`.
    #[serde(default, deserialize_with = "or_default")]
    pub medium: String,
    /// What the agent does about it.
    #[serde(default, deserialize_with = "or_default")]
    pub state: State,
}

/// An agent's state, as workforce management sees it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgentState {
    /// The agent's ID.
    pub agent_id: String,
    /// When it began.
    #[serde(with = "moment")]
    pub start: Instant,
    /// `None` while it goes on.
    #[serde(default)]
    pub duration: Option<i64>,
    /// The state, such as `Busy`.
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
    /// The presence's label, or `Live`, `Semi-Live`, `Non-Live`.
    #[serde(default, deserialize_with = "or_default")]
    pub description: String,
}
