//! Is each agent idle or busy?

use crate::client::{Category, Client, Error, InHand, State};
use crate::question::{Availability, Up};

/// What counts as busy. The API leaves that to whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Whether being rung is being busy.
    pub ringing: bool,
    /// Whether after-work is being busy, rather than `wrap-only`.
    pub wrap: bool,
    /// The media that count; empty for all.
    pub media: Vec<String>,
}

impl Default for Definition {
    /// To be rung is to be busy, to wrap is not, and every medium counts.
    fn default() -> Self {
        Self { ringing: true, wrap: false, media: Vec::new() }
    }
}

/// Presence and interactions together tell. Presence alone does not: it stays Ready through calls.
///
/// # Errors
///
/// If the API does not answer.
pub async fn availability(api: Client) -> Result<Vec<Availability>, Error> {
    availability_by(&api, &Definition::default()).await
}

/// The same, by the caller's definition of busy.
///
/// # Errors
///
/// If the API does not answer.
pub async fn availability_by(api: &Client, busy: &Definition) -> Result<Vec<Availability>, Error> {
    let agents = api.agent_status().await?.items.into_iter();
    let rows = agents.map(|agent| {
        let counts = |one: &&InHand| busy.media.is_empty() || busy.media.contains(&one.medium);
        let does = |state: State| agent.interaction.iter().filter(counts).any(|one| one.state == state);
        // An agent wraps up one thing and works on another at the same time: then they are busy.
        let is_busy =
            does(State::Connected) || (busy.ringing && does(State::Ringing)) || (busy.wrap && does(State::Wrap));
        let state = if is_busy {
            Up::Busy
        } else if does(State::Wrap) {
            Up::WrapOnly
        } else {
            match agent.presence.name {
                Category::LoggedOut => Up::LoggedOut,
                Category::Away | Category::ExtendedAway => Up::Away,
                Category::Ready
                | Category::Ringing
                | Category::Connected
                | Category::Wrap
                | Category::Unexpected
                | Category::Failed
                | Category::Unknown => Up::Idle,
            }
        };
        Availability { agent: agent.agent_id, state }
    });
    Ok(rows.collect())
}
