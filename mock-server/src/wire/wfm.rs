//! Agents' states for workforce management (reference, section 4.8).

use scenarios::record::{self, Focus};
use scenarios::timeline::Row;
use schemars::JsonSchema;
use serde::Serialize;

use super::Telling;
use super::value::{DateTime, Millis};
use super::word::{self, WfmState};

/// A state of an agent; the states of one agent follow one another without gaps. Later processing may rewrite them.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgentState<'a> {
    agent_id: &'a str,
    start: DateTime,
    /// In milliseconds; null while it goes on.
    duration: Option<Millis>,
    state: WfmState,
    /// The presence's label as ContactPad shows it; where the state is about an interaction, `Live`, `Semi-Live` or
    /// `Non-Live`.
    description: &'a str,
}

impl<'a> AgentState<'a> {
    /// The state that `row` tells of.
    pub(crate) fn of(record: &'a record::WfmState, row: &Row<record::WfmState>, telling: &Telling) -> Self {
        Self {
            agent_id: &record.agent,
            start: DateTime(row.start),
            duration: telling.duration(row),
            state: (&record.focus).into(),
            description: match &record.focus {
                Focus::Work(_, load) => word::load(*load),
                Focus::Presence(presence) => &presence.label,
            },
        }
    }
}
