//! Truth in JSON: what an analyst's question is to be answered with. All of it is our choice.

use scenarios::flow::Breakout;
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::truth::{
    self, BusyDefinition, ConsultEnding, QueueKind, QueueOutcome, Receiver, Shown, WorkState as AgentState,
};
use serde_json::{Value, json};

/// The questions, by their names in paths.
pub(crate) const QUESTIONS: [(&str, Question); 9] = [
    ("transfers", Question::InWindow(transfers)),
    ("consults", Question::InWindow(consults)),
    ("logins", Question::InWindow(logins)),
    ("ccr-channels", Question::InWindow(ccr_channels)),
    ("queue-entries", Question::InWindow(queue_entries)),
    ("queue-outcomes", Question::AsOf(queue_outcomes)),
    ("handle-times", Question::AsOf(handle_times)),
    ("availability", Question::AsOf(availability)),
    ("contactpad", Question::AsOf(contactpad)),
];

/// How a question is answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Question {
    /// With what happened, each with its instant, known as of an instant.
    InWindow(fn(&Scenario, Instant) -> Vec<(Instant, Value)>),
    /// With how things stand, or what they amount to, as of an instant.
    AsOf(fn(&Scenario, Instant) -> Vec<Value>),
}

fn transfers(scenario: &Scenario, until: Instant) -> Vec<(Instant, Value)> {
    let told = |transfer: truth::Transfer| {
        let (way, to) = match &transfer.to {
            Receiver::Consulted(agent) => ("Consulted", agent),
            Receiver::Blind(agent) => ("Blind", agent),
            Receiver::Queue(queue) => ("Queue", queue),
        };
        let answered =
            transfer.answered.as_ref().map(|answer| json!({ "agentId": &*answer.agent, "at": at(answer.at) }));
        let body = json!({
            "interaction": transfer.interaction.to_string(),
            "at": at(transfer.at),
            "from": &*transfer.from,
            "way": way,
            "to": &**to,
            "answered": answered,
        });
        (transfer.at, body)
    };
    truth::transfers(scenario, until).into_iter().map(told).collect()
}

fn consults(scenario: &Scenario, until: Instant) -> Vec<(Instant, Value)> {
    let told = |consult: truth::Consult| {
        let body = json!({
            "interaction": consult.interaction.to_string(),
            "by": &*consult.by,
            "agentId": &*consult.agent,
            "began": at(consult.began),
            "answered": consult.answered.map(at),
            "ended": consult.ended.map(at),
            "ending": match consult.ending {
                ConsultEnding::Transferred => "Transferred",
                ConsultEnding::Conferenced => "Conferenced",
                ConsultEnding::ColleagueLeft => "ColleagueLeft",
                ConsultEnding::NotAnswered => "NotAnswered",
                ConsultEnding::Fault => "Fault",
                ConsultEnding::InteractionEnded => "InteractionEnded",
                ConsultEnding::StillOpen => "StillOpen",
            },
        });
        (consult.began, body)
    };
    truth::consults(scenario, until).into_iter().map(told).collect()
}

fn logins(scenario: &Scenario, until: Instant) -> Vec<(Instant, Value)> {
    // Who was logged in when the telling began has no login; such a session counts from then.
    let told = |session: truth::Session| {
        let (login, logout) = (session.login.map(at), session.logout.map(at));
        let body = json!({ "agentId": &*session.agent, "login": login, "logout": logout });
        (session.login.unwrap_or(scenario.start), body)
    };
    truth::logins(scenario, until).into_iter().map(told).collect()
}

fn ccr_channels(scenario: &Scenario, until: Instant) -> Vec<(Instant, Value)> {
    let told = |channel: truth::CcrChannel| {
        let body = json!({
            "interaction": channel.interaction.to_string(),
            "contact": &*channel.contact,
            "start": at(channel.start),
            "end": channel.end.map(at),
        });
        (channel.start, body)
    };
    truth::ccr_channels(scenario, until).into_iter().map(told).collect()
}

fn queue_entries(scenario: &Scenario, until: Instant) -> Vec<(Instant, Value)> {
    let told = |entry: truth::QueueEntry| {
        let (outcome, way) = match entry.outcome {
            QueueOutcome::Answered => ("Answered", None),
            QueueOutcome::Abandoned => ("Abandoned", None),
            QueueOutcome::Breakout(way) => ("Breakout", Some(breakout(way))),
            QueueOutcome::Waiting => ("Waiting", None),
            QueueOutcome::Error => ("Error", None),
        };
        let body = json!({
            "interaction": entry.interaction.to_string(),
            "queue": &*entry.queue,
            "type": queue_type(entry.kind),
            "entered": at(entry.entered),
            "left": entry.left.map(at),
            "outcome": outcome,
            "breakout": way,
        });
        (entry.entered, body)
    };
    truth::queue_entries(scenario, until).into_iter().map(told).collect()
}

fn queue_outcomes(scenario: &Scenario, until: Instant) -> Vec<Value> {
    let told = |queue: truth::QueueOutcomes| {
        let breakouts: serde_json::Map<String, Value> =
            queue.breakouts.iter().map(|(way, count)| (breakout(*way).to_owned(), json!(count))).collect();
        json!({
            "queue": &*queue.queue,
            "type": queue_type(queue.kind),
            "offered": queue.offered,
            "answered": queue.answered,
            "abandoned": queue.abandoned,
            "breakouts": breakouts,
            "waiting": queue.waiting,
            "errors": queue.errors,
            "answeredWait": queue.answered_wait.as_millis(),
            "longestWait": queue.longest_wait.as_millis(),
        })
    };
    truth::queue_outcomes(scenario, until).into_iter().map(told).collect()
}

fn handle_times(scenario: &Scenario, until: Instant) -> Vec<Value> {
    let told = |time: truth::HandleTime| {
        json!({
            "agentId": &*time.agent,
            "interaction": time.interaction.to_string(),
            "ring": time.ring.as_millis(),
            "talk": time.talk.as_millis(),
            "hold": time.hold.as_millis(),
            "wrap": time.wrap.as_millis(),
            "parked": time.parked.as_millis(),
        })
    };
    truth::handle_times(scenario, until).into_iter().map(told).collect()
}

fn availability(scenario: &Scenario, until: Instant) -> Vec<Value> {
    let told = |agent: truth::AgentAvailability| {
        let (state, label) = match &agent.state {
            AgentState::Busy => ("Busy", None),
            AgentState::WrapOnly => ("WrapOnly", None),
            AgentState::Idle => ("Idle", None),
            AgentState::Away { label, .. } => ("Away", Some(&**label)),
            AgentState::LoggedOut => ("LoggedOut", None),
        };
        json!({ "agentId": &*agent.agent, "state": state, "label": label })
    };
    truth::availability(scenario, until, &BusyDefinition::default()).into_iter().map(told).collect()
}

fn contactpad(scenario: &Scenario, until: Instant) -> Vec<Value> {
    let told = |status: truth::ContactPadStatus| {
        let shown = match &status.shown {
            Shown::Busy => "Busy",
            Shown::Wrap => "Wrap",
            Shown::Presence(label) => label,
        };
        json!({ "agentId": &*status.agent, "shown": shown })
    };
    truth::contactpad(scenario, until).into_iter().map(told).collect()
}

fn queue_type(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::Acd => "ACD",
        QueueKind::Virtual => "Virtual",
    }
}

fn breakout(way: Breakout) -> &'static str {
    match way {
        Breakout::Voluntary => "Voluntary",
        Breakout::NoAgents => "NoAgents",
        Breakout::AgentDecline => "AgentDecline",
        Breakout::QueueLength => "QueueLength",
        Breakout::QueueDuration => "QueueDuration",
        Breakout::EstimatedWaitTime => "EstimatedWaitTime",
    }
}

fn at(instant: Instant) -> String {
    instant.to_string()
}
