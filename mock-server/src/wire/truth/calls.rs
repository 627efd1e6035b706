//! What became of calls: transfers, consults, outside contacts.

use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{self, Receiver};
use schemars::JsonSchema;
use serde::Serialize;

use super::{About, Item, text};
use crate::wire::value::{DateTime, Guid};

/// A customer who was left to a colleague, or to a queue. A conference is none.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transfer {
    interaction: Guid,
    /// When the first agent left.
    at: DateTime,
    /// That agent's ID.
    from: String,
    way: TransferWay,
    /// The colleague's ID, or the queue's name.
    to: String,
    /// Who took the customer; null while nobody has.
    answered: Option<Answer>,
}

/// How a customer was left.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum TransferWay {
    /// To a colleague who had been consulted.
    Consulted,
    /// To a colleague who was rung only then.
    Blind,
    /// To a queue.
    Queue,
}

/// An agent took an interaction.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct Answer {
    agent_id: String,
    /// When. A colleague who was consulted may have answered before the first agent left.
    at: DateTime,
}

impl Item for Transfer {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |transfer: truth::Transfer| {
            let (way, to) = match &transfer.to {
                Receiver::Consulted(agent) => (TransferWay::Consulted, agent),
                Receiver::Blind(agent) => (TransferWay::Blind, agent),
                Receiver::Queue(queue) => (TransferWay::Queue, queue),
            };
            let answered = |answer: truth::Answer| Answer { agent_id: text(&answer.agent), at: DateTime(answer.at) };
            let item = Self {
                interaction: Guid(transfer.interaction),
                at: DateTime(transfer.at),
                from: text(&transfer.from),
                way,
                to: text(to),
                answered: transfer.answered.map(answered),
            };
            (transfer.at, item)
        };
        truth::transfers(scenario, as_of).into_iter().map(told).collect()
    }
}

/// An agent asked a colleague while the customer waited.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Consult {
    interaction: Guid,
    /// The ID of the agent who asked.
    by: String,
    /// The ID of the colleague.
    agent_id: String,
    /// When it began.
    began: DateTime,
    /// When the colleague answered; null if not, or not before it became a transfer.
    answered: Option<DateTime>,
    /// When it ended; null while it goes on.
    ended: Option<DateTime>,
    ending: ConsultEnding,
}

/// What became of a consult.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
enum ConsultEnding {
    /// The customer was left to the colleague.
    Transferred,
    /// The customer was taken back, and all three talked.
    Conferenced,
    /// The colleague left.
    ColleagueLeft,
    /// The colleague did not answer.
    NotAnswered,
    /// The line of one of the two failed.
    Fault,
    /// The whole interaction ended.
    InteractionEnded,
    /// None of these yet.
    StillOpen,
}

impl Item for Consult {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |consult: truth::Consult| {
            let item = Self {
                interaction: Guid(consult.interaction),
                by: text(&consult.by),
                agent_id: text(&consult.agent),
                began: DateTime(consult.began),
                answered: consult.answered.map(DateTime),
                ended: consult.ended.map(DateTime),
                ending: match consult.ending {
                    truth::ConsultEnding::Transferred => ConsultEnding::Transferred,
                    truth::ConsultEnding::Conferenced => ConsultEnding::Conferenced,
                    truth::ConsultEnding::ColleagueLeft => ConsultEnding::ColleagueLeft,
                    truth::ConsultEnding::NotAnswered => ConsultEnding::NotAnswered,
                    truth::ConsultEnding::Fault => ConsultEnding::Fault,
                    truth::ConsultEnding::InteractionEnded => ConsultEnding::InteractionEnded,
                    truth::ConsultEnding::StillOpen => ConsultEnding::StillOpen,
                },
            };
            (consult.began, item)
        };
        truth::consults(scenario, as_of).into_iter().map(told).collect()
    }
}

/// A call was with an outside contact, through Call Connect Router.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CcrChannel {
    interaction: Guid,
    /// The outside contact's address.
    contact: String,
    /// When the call was handed over.
    start: DateTime,
    /// When it came back or ended; null while it goes on.
    end: Option<DateTime>,
}

impl Item for CcrChannel {
    const ABOUT: About = About::Happenings;

    fn all(scenario: &Scenario, as_of: Instant) -> Vec<(Instant, Self)> {
        let told = |channel: truth::CcrChannel| {
            let item = Self {
                interaction: Guid(channel.interaction),
                contact: text(&channel.contact),
                start: DateTime(channel.start),
                end: channel.end.map(DateTime),
            };
            (channel.start, item)
        };
        truth::ccr_channels(scenario, as_of).into_iter().map(told).collect()
    }
}
