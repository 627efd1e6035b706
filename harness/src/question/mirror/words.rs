//! What truth tells of an interaction, in the API's words.

use scenarios::centre::{CCR_CONNECT, Name};
use scenarios::flow::{AppletKind, Breakout, HeldKind, Medium, MediumManager, Opening};
use scenarios::scenario::Scenario;
use scenarios::truth::{self, Happened, Mapped, QueueOutcome, Standing, Who};

use super::{Maybe, Party, Properties};

pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Ongoing => "Ongoing",
        Standing::Completed => "Completed",
        Standing::InternalError => "InternalError",
    }
}

pub(super) fn medium(medium: Medium) -> &'static str {
    match medium {
        Medium::Phone => "Phone",
        Medium::PhoneCallback => "Phone Callback",
        Medium::Email => "Email",
        Medium::Chat => "Chat",
        Medium::Case => "Case",
    }
}

pub(super) fn manager(manager: MediumManager) -> &'static str {
    match manager {
        MediumManager::Cc => "CC",
        MediumManager::Vcc => "VCC",
        MediumManager::Uc => "UC",
        MediumManager::Vbc => "VBC",
    }
}

pub(super) fn direction(opening: &Opening) -> &'static str {
    match opening {
        Opening::Inbound { .. } => "Inbound",
        Opening::Outbound { .. } => "Outbound",
        Opening::Internal { .. } => "Internal",
    }
}

pub(super) fn party(scenario: &Scenario, one: &truth::Mirrored, who: &Who) -> Party {
    let (id, role, touchpoint) = match who {
        Who::Customer => {
            let customer = match &one.opening {
                Opening::Inbound { from, .. } => from,
                Opening::Outbound { to, .. } => to,
                // Nobody but agents takes part.
                Opening::Internal { .. } => &one.connect_from,
            };
            (None, "External", customer)
        }
        Who::Agent(agent) => {
            let known = scenario.centre.agent(agent);
            (Some(agent.to_string()), "Agent", known.map_or(agent, |agent| &agent.touchpoint))
        }
        Who::Contact(contact) => (Some(CCR_CONNECT.to_owned()), "External", contact),
    };
    Party { id, role: there(role), touchpoint: there(touchpoint) }
}

/// What is told of an event besides when it was.
pub(super) struct Told {
    pub(super) kind: &'static str,
    pub(super) name: Option<String>,
    pub(super) properties: Option<Properties>,
}

pub(super) fn happened(what: &Happened, plan: Option<&Mapped>) -> Told {
    let only = |kind: &'static str| Told { kind, name: None, properties: None };
    let named = |kind: &'static str, name: &Name, properties: Properties| Told {
        kind,
        name: Some(name.to_string()),
        properties: Some(properties),
    };
    match what {
        Happened::Ringing => only("Ringing"),
        Happened::Connected => only("Connected"),
        Happened::Recorded => only("CallRecording"),
        Happened::Wrap => only("Wrap"),
        Happened::Planned(name) => {
            let group = plan.and_then(|plan| plan.reporting_group.as_ref());
            let reporting_group = Some(group.map(ToString::to_string));
            named("InteractionPlan", name, Properties { reporting_group, ..Properties::default() })
        }
        Happened::Passed(name, kind) => {
            named("Applet", name, Properties { applet_type: there(applet(*kind)), ..Properties::default() })
        }
        Happened::Queued(queue, outcome) => {
            let result = Some(reason(*outcome).map(str::to_owned));
            named("Queue", queue, Properties { result, ..Properties::default() })
        }
        Happened::Held(by, kind) => {
            let kind = match kind {
                HeldKind::Held => "Held",
                HeldKind::Parked => "Parked",
            };
            let properties = Properties { initiating_agent_id: there(by), kind: there(kind), ..Properties::default() };
            Told { properties: Some(properties), ..only("Held") }
        }
    }
}

fn there(text: &str) -> Maybe<String> {
    Some(Some(text.to_owned()))
}

fn applet(kind: AppletKind) -> &'static str {
    match kind {
        AppletKind::Announcement => "Announcement",
        AppletKind::CallRecording => "CallRecording",
        AppletKind::Menu => "Menu",
        AppletKind::SkillTagger => "SkillTagger",
        AppletKind::Acd => "ACD",
        AppletKind::Callback => "Callback",
        AppletKind::Voicemail => "Voicemail",
        AppletKind::CallConnectRouter => "CallConnectRouter",
    }
}

/// Why an interaction has left a queue; `None` while it waits.
fn reason(outcome: QueueOutcome) -> Option<&'static str> {
    Some(match outcome {
        QueueOutcome::Waiting => return None,
        QueueOutcome::Answered => "Delivered",
        QueueOutcome::Abandoned => "HangUp",
        QueueOutcome::Error => "InternalError",
        QueueOutcome::Breakout(Breakout::Voluntary) => "VoluntaryBreakout",
        QueueOutcome::Breakout(Breakout::NoAgents) => "NoAgentsBreakout",
        QueueOutcome::Breakout(Breakout::AgentDecline) => "AgentDeclineBreakout",
        QueueOutcome::Breakout(Breakout::QueueLength) => "QueueLengthBreakout",
        QueueOutcome::Breakout(Breakout::QueueDuration) => "QueueDurationBreakout",
        QueueOutcome::Breakout(Breakout::EstimatedWaitTime) => "EstimatedWaitTimeBreakout",
    })
}
