//! The table of legal steps, by experiment: every state that it lets an interaction come to, and what it allows there.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::flow::{
    Action, AppletKind, Breakout, Flow, HangUp, Medium, MediumManager, Opening, Party, Processing, SETBACK_LASTS, Step,
    legal,
};
use crate::guid::Guid;
use crate::time::{Instant, Span};

/// As many as can make a difference: one talks, one joins, one is asked.
pub(super) const AGENTS: [&str; 3] = ["anna", "bob", "cleo"];

/// How far apart steps are.
const APART: Span = Span::from_secs(1);

/// An interaction that the table allows, and every step that it allows next.
pub(super) struct State {
    pub(super) flow: Flow,
    pub(super) next: BTreeSet<usize>,
}

impl State {
    pub(super) fn at(&self) -> Span {
        Span::from_millis(APART.as_millis() * (i64::try_from(self.flow.steps.len()).unwrap_or_default() + 1))
    }

    fn of(flow: Flow, actions: &[Action]) -> Self {
        let mut state = Self { flow, next: BTreeSet::new() };
        let mut longer = state.flow.clone();
        longer.steps.push(Step { at: state.at(), action: Action::HandBack, processing: Processing::default() });
        for (number, action) in actions.iter().enumerate() {
            if let Some(last) = longer.steps.last_mut() {
                last.action = action.clone();
            }
            if legal::course(&longer).is_ok() {
                state.next.insert(number);
            }
        }
        state
    }

    fn after(&self, action: &Action, actions: &[Action]) -> Self {
        let mut flow = self.flow.clone();
        flow.steps.push(Step { at: self.at(), action: action.clone(), processing: Processing::default() });
        Self::of(flow, actions)
    }
}

/// Sees every state, one interaction for each: two of the same beginning in which the same is possible count as one.
pub(super) fn explore(mut see: impl FnMut(&State)) {
    let actions = actions();
    let mut seen = HashSet::new();
    for flow in openings() {
        let beginning = flow.name.clone();
        let mut waiting = VecDeque::from([State::of(flow, &actions)]);
        while let Some(state) = waiting.pop_front() {
            see(&state);
            for number in &state.next {
                let next = state.after(&actions[*number], &actions);
                if seen.insert((beginning.clone(), next.next.clone())) {
                    waiting.push_back(next);
                } else {
                    see(&next);
                }
            }
        }
    }
}

/// Everything that can be told in one step, in whatever detail makes a difference to whether it can be.
pub(super) fn actions() -> Vec<Action> {
    let mut actions = vec![
        Action::Applet { name: "Welcome".into(), kind: AppletKind::Announcement },
        queue(None),
        Action::Answer { party: Party::Customer },
        Action::NoAnswer { party: Party::Customer, lasts: SETBACK_LASTS },
        Action::StartRecording,
        Action::StopRecording,
        Action::BreakOut { why: Breakout::QueueDuration },
        Action::CallBack { flow: "call back".into() },
        Action::HandOver { contact: "02079460999".into(), channel: None },
        Action::HandBack,
        Action::HangUp { by: HangUp::Customer, clears: Span::ZERO },
        Action::HangUp { by: HangUp::Agent, clears: Span::ZERO },
        Action::HangUp { by: HangUp::Platform, clears: Span::ZERO },
        Action::InternalError,
        Action::Hold { agent: None },
        Action::Retrieve { agent: None },
        Action::Park { agent: None },
        Action::Interrupt { agent: None },
        Action::Intend { agent: None, presence: "Away".into() },
    ];
    for agent in AGENTS.map(crate::centre::Name::from) {
        let party = Party::Agent(agent.clone());
        actions.extend([
            queue(Some(agent.clone())),
            Action::Ring { agent: agent.clone(), channel: None },
            Action::Answer { party: party.clone() },
            Action::NoAnswer { party, lasts: SETBACK_LASTS },
            Action::Fault { agent: agent.clone(), lasts: SETBACK_LASTS },
            Action::Hold { agent: Some(agent.clone()) },
            Action::Retrieve { agent: Some(agent.clone()) },
            Action::Park { agent: Some(agent.clone()) },
            Action::Unpark { agent: agent.clone() },
            Action::Interrupt { agent: Some(agent.clone()) },
            Action::Resume { agent: agent.clone() },
            Action::Consult { agent: agent.clone(), by: None, channel: None },
            Action::Transfer { to: agent.clone(), by: None },
            Action::BlindTransfer { to: agent.clone(), by: None, channel: None },
            Action::Conference { with: agent.clone() },
            Action::Leave { agent: agent.clone() },
            Action::Wrapped { agent: agent.clone() },
            Action::Intend { agent: Some(agent.clone()), presence: "Away".into() },
        ]);
        for other in AGENTS.map(crate::centre::Name::from) {
            let by = Some(other);
            actions.extend([
                Action::Consult { agent: agent.clone(), by: by.clone(), channel: None },
                Action::Transfer { to: agent.clone(), by: by.clone() },
                Action::BlindTransfer { to: agent.clone(), by, channel: None },
            ]);
        }
    }
    actions
}

fn queue(by: Option<crate::centre::Name>) -> Action {
    Action::Queue { queue: "Orders".into(), skills: Vec::new(), virtual_queues: Vec::new(), by }
}

/// Every way in which an interaction can begin.
fn openings() -> Vec<Flow> {
    let inbound = Opening::Inbound { from: "07700900411".into(), to: "02079460100".into() };
    let outbound = Opening::Outbound { agent: "anna".into(), from: "02079460100".into(), to: "07700900411".into() };
    let internal = Opening::Internal { agent: "anna".into(), to: "bob".into() };
    let ways = [("inbound", inbound), ("outbound", outbound), ("internal", internal)];
    let mut flows = Vec::new();
    for medium in Medium::ALL {
        for (way, opening) in &ways {
            let name = format!("{medium:?} {way}");
            let flow = Flow {
                guid: Guid::derived(&["interaction", &name]),
                conversation: Guid::derived(&["conversation", &name]),
                name: name.into(),
                medium,
                manager: MediumManager::default(),
                start: Instant::from_millis(0),
                opening: opening.clone(),
                service: None,
                outcome: None,
                plan_after: None,
                categorised: None,
                steps: Vec::new(),
            };
            if legal::course(&flow).is_ok() {
                flows.push(flow);
            }
        }
    }
    flows
}
