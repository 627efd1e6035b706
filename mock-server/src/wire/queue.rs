//! Interactions in queues (reference, sections 4.7 and 4.9).

use scenarios::record::{self, Handling, QueueKind};
use scenarios::time::{Instant, Span};
use scenarios::timeline::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::Telling;
use super::value::{DateTime, Guid, Millis, Names};
use super::word::{Medium, MediumManager, PartyRole, QueueCategory, QueueReason, QueueType};

/// An interaction in a queue. One item for each queue that it enters.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QueueTime<'a> {
    /// When it entered the queue.
    start: DateTime,
    interaction_guid: Guid,
    medium: Medium,
    medium_manager: MediumManager,
    /// The address of the plan, not its name; null where no plan ran.
    interaction_plan: Option<&'a str>,
    /// The queue's name.
    queue: &'a str,
    #[serde(rename = "type")]
    kind: QueueType,
    /// The skills asked for.
    presented_skills: Names<'a>,
    /// How it left; null while it waits.
    category: Option<QueueCategory>,
    /// Why it left; null while it waits.
    reason: Option<QueueReason>,
    /// In the queue, in milliseconds; null while it waits.
    duration: Option<Millis>,
    /// Of a virtual queue; null for an ACD queue.
    targets: Option<QueueTargets>,
    /// Who waited. Absent in the 2020 shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<QueueParty>,
}

/// What a virtual queue aims at.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct QueueTargets {
    /// The time within which an interaction should be answered, in milliseconds.
    target_time_to_answer: Millis,
}

/// Who waits in a queue.
#[derive(Debug, Serialize, JsonSchema)]
struct QueueParty {
    /// Always `External`: who waits is a customer. The real API also has `Agent`.
    role: PartyRole,
}

/// An interaction in a queue, and how long agents handled it afterwards, until it completed or entered another queue.
/// Provisional: the real shape is unknown, this one is our choice.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(extend("x-provisional" = true))]
pub(crate) struct WfmQueueTime<'a> {
    #[serde(flatten)]
    time: QueueTime<'a>,
    /// The connected times of all agents, in milliseconds, as far as they have ended; null while it waits, and for
    /// queued callbacks.
    connected_duration: Option<Millis>,
    /// The wrap times of all agents, in milliseconds, as far as they have ended; null while it waits, and for queued
    /// callbacks.
    wrap_duration: Option<Millis>,
}

impl<'a> QueueTime<'a> {
    /// The queue entry that `row` tells of.
    pub(crate) fn of<T>(record: &'a record::QueueEntry, row: &Row<T>, telling: &Telling) -> Self {
        let duration = telling.duration(row);
        let exit = duration.and(record.exit);
        let (kind, targets) = match record.kind {
            QueueKind::Acd => (QueueType::Acd, None),
            QueueKind::Virtual { target } => {
                (QueueType::Virtual, Some(QueueTargets { target_time_to_answer: Millis(target) }))
            }
        };
        Self {
            start: DateTime(row.start),
            interaction_guid: Guid(record.interaction),
            medium: record.medium.into(),
            medium_manager: record.manager.into(),
            interaction_plan: record.plan_address.as_deref(),
            queue: &record.queue,
            kind,
            presented_skills: Names(&record.skills),
            category: exit.map(QueueCategory::from),
            reason: exit.map(QueueReason::from),
            duration,
            targets,
            party: telling.since_2020(QueueParty { role: PartyRole::External }),
        }
    }
}

impl<'a> WfmQueueTime<'a> {
    /// The queue entry that `row` tells of.
    pub(crate) fn of(record: &'a record::Handled, row: &Row<record::Handled>, telling: &Telling) -> Self {
        let time = QueueTime::of(&record.0, row, telling);
        let handled = time.duration.and(record.0.handled.as_deref());
        let total = |wrap| handled.map(|handled| Millis(total(handled, wrap, telling.now)));
        Self { connected_duration: total(false), wrap_duration: total(true), time }
    }
}

/// The length of all handling that is, or is not, wrap, and is known to have ended.
fn total(handled: &[Handling], wrap: bool, now: Instant) -> Span {
    let ended = handled.iter().filter(|handling| handling.wrap == wrap).map(|handling| &handling.period);
    ended.filter_map(|period| Some(period.end_at(now)? - period.begin.at)).fold(Span::ZERO, |sum, span| sum + span)
}
