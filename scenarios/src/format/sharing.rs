//! One copy of each name, however often a file writes it.

use std::collections::HashSet;

use crate::centre::Name;
use crate::flow::{Action, Flow, Opening, Party};

/// The names that were read so far.
///
/// A file writes an agent's ID anew for each step, and everything that is told of the step has the name from there.
#[derive(Debug, Default)]
pub(super) struct Sharing(HashSet<Name>);

impl Sharing {
    /// The flow with those names that were read before. Flow by flow: what one does not need, the next one takes.
    pub(super) fn of(&mut self, mut flow: Flow) -> Flow {
        for_each_name(&mut flow, |name| match self.0.get(name) {
            Some(known) => *name = Name::clone(known),
            None => _ = self.0.insert(name.clone()),
        });
        flow
    }
}

/// All but the flow's own name, which no other has.
fn for_each_name(flow: &mut Flow, mut see: impl FnMut(&mut Name)) {
    match &mut flow.opening {
        Opening::Inbound { from, to } => [from, to].into_iter().for_each(&mut see),
        Opening::Outbound { agent, from, to } => [agent, from, to].into_iter().for_each(&mut see),
        Opening::Internal { agent, to } => [agent, to].into_iter().for_each(&mut see),
    }
    [&mut flow.service, &mut flow.outcome].into_iter().flatten().for_each(&mut see);
    for step in &mut flow.steps {
        match &mut step.action {
            Action::Queue { queue, skills, virtual_queues, by } => {
                [queue].into_iter().chain(skills).chain(virtual_queues).chain(by).for_each(&mut see);
            }
            Action::Applet { name, .. }
            | Action::Ring { agent: name, .. }
            | Action::Answer { party: Party::Agent(name) }
            | Action::NoAnswer { party: Party::Agent(name), .. }
            | Action::Fault { agent: name, .. }
            | Action::Unpark { agent: name }
            | Action::Resume { agent: name }
            | Action::Conference { with: name }
            | Action::Leave { agent: name }
            | Action::HandOver { contact: name, .. }
            | Action::Wrapped { agent: name } => see(name),
            Action::Hold { agent }
            | Action::Retrieve { agent }
            | Action::Park { agent }
            | Action::Interrupt { agent } => agent.iter_mut().for_each(&mut see),
            Action::Consult { agent: name, by, .. }
            | Action::Transfer { to: name, by }
            | Action::BlindTransfer { to: name, by, .. }
            | Action::Intend { presence: name, agent: by } => [name].into_iter().chain(by).for_each(&mut see),
            // Another flow's.
            Action::CallBack { .. } => {}
            Action::Answer { party: Party::Customer }
            | Action::NoAnswer { party: Party::Customer, .. }
            | Action::StartRecording
            | Action::StopRecording
            | Action::BreakOut { .. }
            | Action::HandBack
            | Action::HangUp { .. }
            | Action::InternalError => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    #[test]
    fn of_a_file_an_agent_is_named_once_in_memory() {
        let text = include_str!("../../catalog/transfer/call_through_four_hands.toml");
        let (scenario, _) = format::compile(text).unwrap();
        let mut copies: HashSet<(Name, *const u8)> = HashSet::new();
        for mut flow in scenario.flows.clone() {
            for_each_name(&mut flow, |name| _ = copies.insert((name.clone(), name.as_ptr())));
        }
        let names: HashSet<&Name> = copies.iter().map(|(name, _)| name).collect();
        assert!(names.len() > 3);
        assert_eq!(copies.len(), names.len(), "{copies:?}");
    }
}
