//! Which interactions belong together?

use std::collections::BTreeMap;

use crate::flow::Flow;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::Instant;

/// The interactions that share a conversation.
///
/// A callback is two interactions, the `Phone Callback` that queues on the customer's behalf and the call that follows;
/// their conversation is all that tells that they belong together (reference, sections 4.1 and 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The conversation.
    pub guid: Guid,
    /// Its interactions, by their start.
    pub interactions: Vec<Guid>,
}

/// The conversations of all interactions that had begun by then, by the start of the first one.
pub fn conversations(scenario: &Scenario, until: Instant) -> Vec<Conversation> {
    let mut by_guid: BTreeMap<Guid, Vec<&Flow>> = BTreeMap::new();
    for flow in scenario.flows.iter().filter(|flow| flow.start <= until) {
        by_guid.entry(flow.conversation).or_default().push(flow);
    }
    for flows in by_guid.values_mut() {
        flows.sort_by_key(|flow| (flow.start, flow.guid));
    }
    let mut conversations: Vec<_> = by_guid.into_iter().collect();
    conversations.sort_by_key(|(guid, flows)| (flows.first().map(|flow| flow.start), *guid));
    let interactions = |flows: Vec<&Flow>| flows.into_iter().map(|flow| flow.guid).collect();
    conversations.into_iter().map(|(guid, flows)| Conversation { guid, interactions: interactions(flows) }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::{Action, Medium};

    #[test]
    fn a_callback_and_its_call_are_one_conversation() {
        let queued = [("2s", queue("Orders")), ("10m", Action::CallBack { flow: "the call".into() })];
        let queued = flow("queued", Medium::PhoneCallback, inbound(), "0s", queued);
        let other = flow("other", Medium::Chat, inbound(), "5m", []);
        let answered = [("20s", customer_answers()), ("5m", hang_up())];
        let mut call = flow("the call", Medium::Phone, outbound("01"), "601s", answered);
        call.conversation = queued.conversation;
        let scenario = three_agents().with(call).with(other.clone()).with(queued.clone());

        let other = Conversation { guid: other.conversation, interactions: vec![guid("other")] };
        let both =
            |interactions: &[Guid]| Conversation { guid: queued.conversation, interactions: interactions.to_vec() };
        assert_eq!(conversations(&scenario, at("600s")), [both(&[guid("queued")]), other.clone()]);
        assert_eq!(conversations(&scenario, finally()), [both(&[guid("queued"), guid("the call")]), other]);
    }
}
