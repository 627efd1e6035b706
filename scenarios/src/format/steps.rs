//! The steps of an interaction: which key tells which, and what goes with it.

use super::kind::{AnAgent, GuidText, Length, OneOf, Text, Texts, When, Whom, Yes};
use super::print::Entries;
use super::table::{Key, Row, StepKind, Table};
use super::word::Recording;
use crate::flow::{Action, AppletKind, Breakout, HangUp, SETBACK_LASTS};
use crate::time::Span;

/// One step.
pub(super) static TABLE: Table = Table {
    kinds: KINDS,
    pairs: &[[&FIRST_REPORTED, &CORRECTED_AFTER]],
    ..Table::of(
        "step",
        "one thing that happened in an interaction: `at`, one key that tells what, and what goes with that",
        &[
            &AT,
            &APPLET,
            &TYPE,
            &QUEUE,
            &SKILLS,
            &VIRTUAL,
            &RING,
            &ANSWER,
            &NO_ANSWER,
            &FAULT,
            &LASTS,
            &HOLD,
            &RETRIEVE,
            &PARK,
            &UNPARK,
            &INTERRUPT,
            &RESUME,
            &CONSULT,
            &TRANSFER,
            &BLIND_TRANSFER,
            &CONFERENCE,
            &LEAVE,
            &BY,
            &RECORDING,
            &BREAKOUT,
            &CALL_BACK,
            &HAND_OVER,
            &CHANNEL,
            &HAND_BACK,
            &HANGUP,
            &CLEARS,
            &WRAPPED,
            &INTEND,
            &AGENT,
            &INTERNAL_ERROR,
            &PROCESSED,
            &FIRST_REPORTED,
            &CORRECTED_AFTER,
        ],
    )
};

pub(super) const AT: Key<When> =
    Key::required("at", When, "the time, as an offset from the interaction's start or as an instant");
pub(super) const PROCESSED: Key<Length> = Key::or(
    "processed",
    "the scenario's processing delay",
    Length,
    "the span after which the platform had processed the step",
);
pub(super) const FIRST_REPORTED: Key<When> = Key::optional(
    "first_reported",
    When,
    "the wrong time at which the platform first reports what this step ends to have ended",
);
pub(super) const CORRECTED_AFTER: Key<Length> =
    Key::optional("corrected_after", Length, "the span after which the right time follows the first report");

pub(super) const APPLET: Key<Text> = Key::optional("applet", Text, "the customer passes the applet of this name");
pub(super) const TYPE: Key<OneOf<AppletKind>> = Key::optional("type", OneOf::WORD, "the type of the applet");
pub(super) const QUEUE: Key<Text> = Key::optional("queue", Text, "the interaction enters the ACD queue of this name");
pub(super) const SKILLS: Key<Texts> = Key::or("skills", "none", Texts, "the skills asked for");
pub(super) const VIRTUAL: Key<Texts> =
    Key::or("virtual", "none", Texts, "the names of the virtual queues that count the same waiting");
pub(super) const RING: Key<Text> = Key::optional("ring", Text, "the interaction is offered to the agent of this id");
pub(super) const ANSWER: Key<Whom> =
    Key::optional("answer", Whom, "whoever is rung takes it: the agent of this id, or \"customer\"");
pub(super) const NO_ANSWER: Key<Whom> =
    Key::optional("no_answer", Whom, "whoever is rung does not take it: the agent of this id, or \"customer\"");
pub(super) const FAULT: Key<Text> = Key::optional("fault", Text, "the line of the agent of this id fails");
pub(super) const LASTS: Key<Length> =
    Key::or("lasts", "\"5s\"", Length, "the span for which the agent stays Unexpected or Failed");
pub(super) const HOLD: Key<AnAgent> = Key::optional("hold", AnAgent, "the agent puts the customer on hold");
pub(super) const RETRIEVE: Key<AnAgent> = Key::optional("retrieve", AnAgent, "the agent takes the customer back");
pub(super) const PARK: Key<AnAgent> =
    Key::optional("park", AnAgent, "the agent parks the interaction and is free for others");
pub(super) const UNPARK: Key<Text> =
    Key::optional("unpark", Text, "the agent of this id takes the parked interaction back");
pub(super) const INTERRUPT: Key<AnAgent> =
    Key::optional("interrupt", AnAgent, "a call comes between the agent and this interaction, which is not a call");
pub(super) const RESUME: Key<Text> =
    Key::optional("resume", Text, "the agent of this id comes back to the interrupted interaction");
pub(super) const CONSULT: Key<Text> =
    Key::optional("consult", Text, "the customer is put on hold and the colleague of this id is called");
pub(super) const TRANSFER: Key<Text> =
    Key::optional("transfer", Text, "after a consult, the agent leaves the customer to the colleague of this id");
pub(super) const BLIND_TRANSFER: Key<Text> =
    Key::optional("blind_transfer", Text, "without a consult, the agent leaves and the colleague of this id is rung");
pub(super) const CONFERENCE: Key<Text> =
    Key::optional("conference", Text, "after a consult, all talk: the agent of this id is the one consulted");
pub(super) const LEAVE: Key<Text> = Key::optional("leave", Text, "the agent of this id leaves while another stays");
pub(super) const BY: Key<Text> =
    Key::or("by", "the only agent, or for a queue the plan", Text, "the id of the agent who does so");
pub(super) const RECORDING: Key<OneOf<Recording>> = Key::optional("recording", OneOf::WORD, "recording begins or ends");
pub(super) const BREAKOUT: Key<OneOf<Breakout>> =
    Key::optional("breakout", OneOf::WORD, "why the interaction leaves its queue without an agent");
pub(super) const CALL_BACK: Key<Text> =
    Key::optional("call_back", Text, "the queueing callback has found an agent: the name of the call's interaction");
pub(super) const HAND_OVER: Key<Text> = Key::optional(
    "hand_over",
    Text,
    "the Call Connect Router applet hands the call to the outside contact at this address",
);
pub(super) const CHANNEL: Key<GuidText> =
    Key::or("channel", "derived", GuidText, "the identifier of the channel that begins");
pub(super) const HAND_BACK: Key<Yes> =
    Key::optional("hand_back", Yes, "the outside contact hangs up and the customer goes on in the plan");
pub(super) const HANGUP: Key<OneOf<HangUp>> =
    Key::optional("hangup", OneOf::WORD, "who ends the interaction for everyone still in it");
pub(super) const CLEARS: Key<Length> =
    Key::or("clears", "\"0s\"", Length, "the span after which the customer's line is clear");
pub(super) const WRAPPED: Key<Text> =
    Key::optional("wrapped", Text, "the agent of this id has finished after-call work");
pub(super) const INTEND: Key<Text> = Key::optional(
    "intend",
    Text,
    "the agent chooses the presence of this label to be set when the interaction ends for them",
);
pub(super) const AGENT: Key<Text> = Key::or("agent", "the only agent", Text, "the id of the agent who chooses");
pub(super) const INTERNAL_ERROR: Key<Yes> =
    Key::optional("internal_error", Yes, "the platform's processing of the interaction ends early on an error");

const KINDS: &[StepKind] = &[
    StepKind {
        needs: &[&TYPE],
        ..StepKind::of(&APPLET, &[], |row| Some(Action::Applet { name: row.get(&APPLET)?, kind: row.get(&TYPE)? }))
    },
    StepKind::of(&QUEUE, &[&SKILLS, &VIRTUAL, &BY], |row| {
        Some(Action::Queue {
            queue: row.get(&QUEUE)?,
            skills: row.get_or(&SKILLS, Vec::new())?,
            virtual_queues: row.get_or(&VIRTUAL, Vec::new())?,
            by: row.maybe(&BY)?,
        })
    }),
    StepKind::of(&RING, &[&CHANNEL], |row| {
        Some(Action::Ring { agent: row.get(&RING)?, channel: row.maybe(&CHANNEL)? })
    }),
    StepKind::of(&ANSWER, &[], |row| Some(Action::Answer { party: row.get(&ANSWER)? })),
    StepKind::of(&NO_ANSWER, &[&LASTS], |row| {
        Some(Action::NoAnswer { party: row.get(&NO_ANSWER)?, lasts: row.get_or(&LASTS, SETBACK_LASTS)? })
    }),
    StepKind::of(&FAULT, &[&LASTS], |row| {
        Some(Action::Fault { agent: row.get(&FAULT)?, lasts: row.get_or(&LASTS, SETBACK_LASTS)? })
    }),
    StepKind::of(&HOLD, &[], |row| Some(Action::Hold { agent: row.get(&HOLD)? })),
    StepKind::of(&RETRIEVE, &[], |row| Some(Action::Retrieve { agent: row.get(&RETRIEVE)? })),
    StepKind::of(&PARK, &[], |row| Some(Action::Park { agent: row.get(&PARK)? })),
    StepKind::of(&UNPARK, &[], |row| Some(Action::Unpark { agent: row.get(&UNPARK)? })),
    StepKind::of(&INTERRUPT, &[], |row| Some(Action::Interrupt { agent: row.get(&INTERRUPT)? })),
    StepKind::of(&RESUME, &[], |row| Some(Action::Resume { agent: row.get(&RESUME)? })),
    StepKind::of(&CONSULT, &[&BY, &CHANNEL], |row| {
        Some(Action::Consult { agent: row.get(&CONSULT)?, by: row.maybe(&BY)?, channel: row.maybe(&CHANNEL)? })
    }),
    StepKind::of(&TRANSFER, &[&BY], |row| Some(Action::Transfer { to: row.get(&TRANSFER)?, by: row.maybe(&BY)? })),
    StepKind::of(&BLIND_TRANSFER, &[&BY, &CHANNEL], |row| {
        let to = row.get(&BLIND_TRANSFER)?;
        Some(Action::BlindTransfer { to, by: row.maybe(&BY)?, channel: row.maybe(&CHANNEL)? })
    }),
    StepKind::of(&CONFERENCE, &[], |row| Some(Action::Conference { with: row.get(&CONFERENCE)? })),
    StepKind::of(&LEAVE, &[], |row| Some(Action::Leave { agent: row.get(&LEAVE)? })),
    StepKind::of(&RECORDING, &[], |row| {
        Some(match row.get(&RECORDING)? {
            Recording::Start => Action::StartRecording,
            Recording::Stop => Action::StopRecording,
        })
    }),
    StepKind::of(&BREAKOUT, &[], |row| Some(Action::BreakOut { why: row.get(&BREAKOUT)? })),
    StepKind::of(&CALL_BACK, &[], |row| Some(Action::CallBack { flow: row.get(&CALL_BACK)? })),
    StepKind::of(&HAND_OVER, &[&CHANNEL], |row| {
        Some(Action::HandOver { contact: row.get(&HAND_OVER)?, channel: row.maybe(&CHANNEL)? })
    }),
    StepKind::of(&HAND_BACK, &[], |row| row.get(&HAND_BACK).map(|()| Action::HandBack)),
    StepKind::of(&HANGUP, &[&CLEARS], |row| {
        Some(Action::HangUp { by: row.get(&HANGUP)?, clears: row.get_or(&CLEARS, Span::ZERO)? })
    }),
    StepKind::of(&WRAPPED, &[], |row| Some(Action::Wrapped { agent: row.get(&WRAPPED)? })),
    StepKind::of(&INTEND, &[&AGENT], |row| {
        Some(Action::Intend { presence: row.get(&INTEND)?, agent: row.maybe(&AGENT)? })
    }),
    StepKind::of(&INTERNAL_ERROR, &[], |row| row.get(&INTERNAL_ERROR).map(|()| Action::InternalError)),
];

/// What the row tells that happened; `None` if it tells nothing, or tells it wrongly.
pub(super) fn action(row: &Row<'_>) -> Option<Action> {
    KINDS.iter().find(|kind| row.has(kind.key)).and_then(|kind| (kind.action)(row))
}

/// Adds the entries that tell what happened.
pub(super) fn write(action: &Action, entries: &mut Entries) {
    match action {
        Action::Applet { name, kind } => entries.put(&APPLET, name).put(&TYPE, kind),
        Action::Queue { queue, skills, virtual_queues, by } => entries
            .put(&QUEUE, queue)
            .unless(&Vec::new(), &SKILLS, skills)
            .unless(&Vec::new(), &VIRTUAL, virtual_queues)
            .maybe(&BY, by.as_ref()),
        Action::Ring { agent, channel } => entries.put(&RING, agent).maybe(&CHANNEL, channel.as_ref()),
        Action::Answer { party } => entries.put(&ANSWER, party),
        Action::NoAnswer { party, lasts } => entries.put(&NO_ANSWER, party).unless(&SETBACK_LASTS, &LASTS, lasts),
        Action::Fault { agent, lasts } => entries.put(&FAULT, agent).unless(&SETBACK_LASTS, &LASTS, lasts),
        Action::Hold { agent } => entries.put(&HOLD, agent),
        Action::Retrieve { agent } => entries.put(&RETRIEVE, agent),
        Action::Park { agent } => entries.put(&PARK, agent),
        Action::Unpark { agent } => entries.put(&UNPARK, agent),
        Action::Interrupt { agent } => entries.put(&INTERRUPT, agent),
        Action::Resume { agent } => entries.put(&RESUME, agent),
        Action::Consult { agent, by, channel } => {
            entries.put(&CONSULT, agent).maybe(&BY, by.as_ref()).maybe(&CHANNEL, channel.as_ref())
        }
        Action::Transfer { to, by } => entries.put(&TRANSFER, to).maybe(&BY, by.as_ref()),
        Action::BlindTransfer { to, by, channel } => {
            entries.put(&BLIND_TRANSFER, to).maybe(&BY, by.as_ref()).maybe(&CHANNEL, channel.as_ref())
        }
        Action::Conference { with } => entries.put(&CONFERENCE, with),
        Action::Leave { agent } => entries.put(&LEAVE, agent),
        Action::StartRecording => entries.put(&RECORDING, &Recording::Start),
        Action::StopRecording => entries.put(&RECORDING, &Recording::Stop),
        Action::BreakOut { why } => entries.put(&BREAKOUT, why),
        Action::CallBack { flow } => entries.put(&CALL_BACK, flow),
        Action::HandOver { contact, channel } => entries.put(&HAND_OVER, contact).maybe(&CHANNEL, channel.as_ref()),
        Action::HandBack => entries.put(&HAND_BACK, &()),
        Action::HangUp { by, clears } => entries.put(&HANGUP, by).unless(&Span::ZERO, &CLEARS, clears),
        Action::Wrapped { agent } => entries.put(&WRAPPED, agent),
        Action::Intend { agent, presence } => entries.put(&INTEND, presence).maybe(&AGENT, agent.as_ref()),
        Action::InternalError => entries.put(&INTERNAL_ERROR, &()),
    };
}
