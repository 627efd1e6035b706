//! The endpoints as they are described to people.

use scenarios::view::Endpoint;
use schemars::{Schema, SchemaGenerator};

use crate::request::parameter::{
    AGENT_ID, END, INCLUDE, LIMIT, PAGE, Parameter, QUEUE_TYPE, QUEUES, START, TYPE, WFM_QUEUE_TYPE,
};
use crate::wire::activity::{AgentActivity, InteractionActivity, PresenceActivity};
use crate::wire::envelope::Envelope;
use crate::wire::interaction::Interaction;
use crate::wire::queue::{QueueTime, WfmQueueTime};
use crate::wire::status::AgentStatus;
use crate::wire::wfm::AgentState;

/// An endpoint as it is described.
pub(super) struct Operation {
    pub(super) id: &'static str,
    pub(super) tag: &'static str,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
    /// The parameters of its query, by the keys under which the document lists them.
    pub(super) parameters: Vec<(&'static str, &'static dyn Parameter)>,
    /// What it answers.
    pub(super) schema: fn(&mut SchemaGenerator) -> Schema,
    /// Whether the shape of its answers is our choice.
    pub(super) is_provisional: bool,
    /// A question about the scenario of the examples.
    pub(super) example: &'static str,
}

const WINDOW: [(&str, &dyn Parameter); 3] = [("start", &START), ("end", &END), ("include", &INCLUDE)];
const PAGING: [(&str, &dyn Parameter); 2] = [("page", &PAGE), ("limit", &LIMIT)];

/// The description of that endpoint.
pub(super) fn operation(endpoint: Endpoint) -> Operation {
    match endpoint {
        Endpoint::Interactions => Operation {
            id: "listInteractions",
            tag: "Interactions",
            summary: "Get interactions",
            description: "The interactions in a window of at most 31 days, by start.",
            parameters: [&WINDOW[..], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<Interaction<'static>>>,
            is_provisional: false,
            example: "/stats/interactions?start=2024-03-05&limit=1",
        },
        Endpoint::OngoingInteractions => Operation {
            id: "listOngoingInteractions",
            tag: "Interactions",
            summary: "Get ongoing interactions",
            description: "The interactions that go on, by start.",
            parameters: PAGING.to_vec(),
            schema: SchemaGenerator::subschema_for::<Envelope<Interaction<'static>>>,
            is_provisional: false,
            example: "/stats/interactions/ongoing",
        },
        Endpoint::Interaction => Operation {
            id: "getInteraction",
            tag: "Interactions",
            summary: "Get a single interaction",
            description: "One interaction, bare: without `meta` and `upTo`.",
            parameters: Vec::new(),
            schema: SchemaGenerator::subschema_for::<Interaction<'static>>,
            is_provisional: false,
            example: "/stats/interactions/018e0e2a-1111-4c3d-8a01-3f2d5c7b9a10",
        },
        Endpoint::Activities => Operation {
            id: "listAgentActivities",
            tag: "Agents",
            summary: "Get agent activities",
            description: "The presences, workloads and work on interactions in a window of at most 31 days, by start, \
                          agent ID and type.",
            parameters: [&WINDOW[..], &[("agentId", &AGENT_ID), ("type", &TYPE)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<AgentActivity<'static>>>,
            is_provisional: false,
            example: "/stats/agent-activities?start=2024-03-05&agentId=7001&limit=4",
        },
        Endpoint::PresenceActivities => Operation {
            id: "listAgentPresenceActivities",
            tag: "Agents",
            summary: "Get agent presence activities",
            description: "The presences in a window, by start and agent ID. Provisional: the fields of the real answer \
                          are not publicly documented.",
            parameters: [&WINDOW[..], &[("agentId", &AGENT_ID)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<PresenceActivity<'static>>>,
            is_provisional: true,
            example: "/stats/agent-activities/presence?start=2024-03-05&agentId=7001&limit=2",
        },
        Endpoint::InteractionActivities => Operation {
            id: "listAgentInteractionActivities",
            tag: "Agents",
            summary: "Get agent interaction activities",
            description: "The work on interactions in a window, by start and agent ID. Provisional: of the real answer \
                          only the first five fields are publicly documented.",
            parameters: [&WINDOW[..], &[("agentId", &AGENT_ID)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<InteractionActivity<'static>>>,
            is_provisional: true,
            example: "/stats/agent-activities/interactions?start=2024-03-05&agentId=7001&limit=2",
        },
        Endpoint::AgentStatus => Operation {
            id: "listAgentStatus",
            tag: "Agents",
            summary: "Get agent current status",
            description: "What every agent is at, by agent ID.",
            parameters: PAGING.to_vec(),
            schema: SchemaGenerator::subschema_for::<Envelope<AgentStatus<'static>>>,
            is_provisional: false,
            example: "/stats/agent-status",
        },
        Endpoint::QueueTimes => Operation {
            id: "listQueueTimes",
            tag: "Queues",
            summary: "Get queue times",
            description: "The interactions in queues in a window, by entry and queue name. Only ACD queues, unless \
                          others are asked for.",
            parameters: [&WINDOW[..], &[("queues", &QUEUES), ("queueType", &QUEUE_TYPE)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<QueueTime<'static>>>,
            is_provisional: false,
            example: "/stats/queue-times?start=2024-03-05&queueType=All&limit=2",
        },
        Endpoint::AgentStates => Operation {
            id: "listWfmAgentStates",
            tag: "Workforce management",
            summary: "Get WFM agent states",
            description: "The states of agents in a window of at most 31 days, by start and agent ID. Later processing \
                          may rewrite them.",
            parameters: [&WINDOW[..], &[("agentId", &AGENT_ID)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<AgentState<'static>>>,
            is_provisional: false,
            example: "/stats/wfm/agent-states?start=2024-03-05&agentId=7001&limit=3",
        },
        Endpoint::QueueMetrics => Operation {
            id: "listWfmQueueMetrics",
            tag: "Workforce management",
            summary: "Get WFM queue metrics",
            description: "The interactions that have left a queue, in a window, with how long agents handled them \
                          afterwards, by entry and queue name. Provisional: the fields of the real answer are not \
                          publicly documented.",
            parameters: [&WINDOW[..], &[("queues", &QUEUES), ("wfmQueueType", &WFM_QUEUE_TYPE)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<WfmQueueTime<'static>>>,
            is_provisional: true,
            example: "/stats/wfm/queue-metrics?start=2024-03-05&limit=1",
        },
        Endpoint::QueueActivity => Operation {
            id: "listWfmQueueActivity",
            tag: "Workforce management",
            summary: "Get WFM queue activity",
            description: "The interactions in queues, and those that have left them, in a window, with how long agents \
                          handled them afterwards, by entry and queue name. Provisional: the fields of the real answer \
                          are not publicly documented. That `include` is honoured follows the documented example.",
            parameters: [&WINDOW[..], &[("queues", &QUEUES), ("wfmQueueType", &WFM_QUEUE_TYPE)], &PAGING].concat(),
            schema: SchemaGenerator::subschema_for::<Envelope<WfmQueueTime<'static>>>,
            is_provisional: true,
            example: "/stats/wfm/queue-activity?start=2024-03-05&limit=5",
        },
    }
}
