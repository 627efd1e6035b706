//! When was a customer handed over, by whom and to whom?

use crate::centre::Name;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::account::accounts;

/// An agent gave a customer away and left.
///
/// The API tells of no such thing; it has to be read off the channels: a second agent's channel opens, the first
/// agent's closes, and the second agent's and the customer's stay open (FAQ, "How do I know when a call was
/// transferred?"; reference, section 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// When the first agent left.
    pub at: Instant,
    /// The agent who left.
    pub from: Name,
    /// Whom the customer was left with.
    pub to: Receiver,
    /// Who took the customer, and when; `None` if nobody had. After a consult it may lie before `at`: the colleague
    /// answers the consult, and need not answer again.
    pub answered: Option<Answer>,
}

/// Whom a transferred customer is left with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// A colleague who had been consulted before.
    Consulted(Name),
    /// A colleague who was rung only after the first agent had left: a blind transfer.
    Blind(Name),
    /// An ACD queue: a blind transfer to whoever is next.
    Queue(Name),
}

/// An agent took an interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The agent.
    pub agent: Name,
    /// When.
    pub at: Instant,
}

/// Every transfer until then, by time.
///
/// A conference is no transfer, not even when the agent who called it leaves it first. That is our choice: by the order
/// in which channels close the two look alike, and only the customer's `Held` event, over before the agent leaves,
/// tells them apart.
pub fn transfers(scenario: &Scenario, until: Instant) -> Vec<Transfer> {
    let all = accounts(scenario).flat_map(|(_, account)| account.transfers);
    let mut transfers: Vec<_> = all.filter_map(|transfer| transfer.until(until)).collect();
    transfers.sort_by(|a, b| (a.at, a.interaction, &a.from).cmp(&(b.at, b.interaction, &b.from)));
    transfers
}

impl Transfer {
    fn until(self, until: Instant) -> Option<Self> {
        let answered = self.answered.filter(|answer| answer.at <= until);
        (self.at <= until).then_some(Self { answered, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::{Breakout, Flow};

    fn told(flow: Flow) -> Vec<String> {
        told_until(flow, finally())
    }

    fn told_until(flow: Flow, until: Instant) -> Vec<String> {
        let row = |transfer: &Transfer| {
            let to = match &transfer.to {
                Receiver::Consulted(agent) => format!("consulted {agent}"),
                Receiver::Blind(agent) => format!("{agent} blindly"),
                Receiver::Queue(queue) => format!("queue {queue}"),
            };
            let answer = transfer.answered.as_ref();
            let answered = answer.map_or("nobody".into(), |a| format!("{} at {}", a.agent, after(a.at)));
            format!("{} {} to {to}; {answered}", after(transfer.at), transfer.from)
        };
        transfers(&three_agents().with(flow), until).iter().map(row).collect()
    }

    #[test]
    fn the_faqs_call_is_transferred_when_the_first_agent_disconnects() {
        assert_eq!(told(faq_transfer()), ["53.401s 01 to consulted 002; 002 at 35.145s"]);
    }

    #[test]
    fn what_has_not_happened_yet_does_not_exist() {
        assert_eq!(told_until(faq_transfer(), at("53400ms")), [""; 0]);
        assert_eq!(told_until(faq_transfer(), at("53401ms")).len(), 1);
    }

    #[test]
    fn a_transfer_to_a_colleague_who_still_rings_is_answered_later() {
        let flow =
            |then| answered_call("c", [("1m", consult("01", "002")), ("65s", transfer("01", "002")), ("70s", then)]);
        assert_eq!(told(flow(answer("002"))), ["1m5s 01 to consulted 002; 002 at 1m10s"]);
        assert_eq!(told_until(flow(answer("002")), at("69s")), ["1m5s 01 to consulted 002; nobody"]);
        assert_eq!(told(flow(no_answer("002"))), ["1m5s 01 to consulted 002; nobody"]);
    }

    #[test]
    fn a_consult_after_which_the_colleague_leaves_is_no_transfer() {
        let steps = [("1m", consult("01", "002")), ("65s", answer("002")), ("2m", leave("002")), ("125s", retrieve())];
        assert_eq!(told(answered_call("c", steps)), [""; 0]);
    }

    #[test]
    fn a_conference_is_no_transfer_even_when_the_first_agent_leaves_it() {
        let steps =
            [("1m", consult("01", "002")), ("65s", answer("002")), ("2m", conference("002")), ("3m", leave("01"))];
        assert_eq!(told(answered_call("c", steps)), [""; 0]);
    }

    #[test]
    fn a_blind_transfer_to_an_agent_is_answered_by_that_agent_or_not_at_all() {
        let taken = [("1m", blind_transfer("01", "002")), ("70s", answer("002"))];
        assert_eq!(told(answered_call("c", taken)), ["1m 01 to 002 blindly; 002 at 1m10s"]);
        let missed = [
            ("1m", blind_transfer("01", "002")),
            ("70s", no_answer("002")),
            ("71s", queue("Orders")),
            ("72s", ring("003")),
            ("75s", answer("003")),
        ];
        assert_eq!(told(answered_call("c", missed)), ["1m 01 to 002 blindly; nobody"]);
    }

    #[test]
    fn a_blind_transfer_into_a_queue_is_answered_by_whoever_comes_first() {
        let steps = [
            ("1m", queue_by("01", "Billing")),
            ("65s", ring("002")),
            ("80s", no_answer("002")),
            ("81s", ring("003")),
            ("90s", answer("003")),
        ];
        assert_eq!(told(answered_call("c", steps)), ["1m 01 to queue Billing; 003 at 1m30s"]);
    }

    #[test]
    fn who_answers_from_a_later_queue_has_not_answered_the_transfer() {
        let steps = [
            ("1m", queue_by("01", "Billing")),
            ("90s", break_out(Breakout::QueueDuration)),
            ("91s", queue("Orders")),
            ("95s", ring("002")),
            ("100s", answer("002")),
        ];
        assert_eq!(told(answered_call("c", steps)), ["1m 01 to queue Billing; nobody"]);
    }

    #[test]
    fn a_call_can_be_transferred_back_and_on() {
        let steps = [
            ("1m", consult("01", "002")),
            ("65s", answer("002")),
            ("70s", transfer("01", "002")),
            ("2m", blind_transfer("002", "01")),
            ("130s", answer("01")),
            ("3m", queue_by("01", "Billing")),
        ];
        assert_eq!(
            told(answered_call("c", steps)),
            [
                "1m10s 01 to consulted 002; 002 at 1m5s",
                "2m 002 to 01 blindly; 01 at 2m10s",
                "3m 01 to queue Billing; nobody"
            ]
        );
    }
}
