//! Who asked whom for advice, and what became of it?

use crate::centre::Name;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::account::accounts;

/// An agent put a customer on hold and called a colleague.
///
/// On the channels it begins like a transfer: a second agent's channel opens while the first agent's is open (FAQ, "How
/// do I know when a call was transferred?"). Whose channel closes first tells the two apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consult {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// The agent who asked.
    pub by: Name,
    /// The colleague.
    pub agent: Name,
    /// When it began: the colleague is rung a few milliseconds later.
    pub began: Instant,
    /// When the colleague answered; `None` if not, or not before it became a transfer.
    pub answered: Option<Instant>,
    /// When it ended; `None` while it is open.
    pub ended: Option<Instant>,
    /// How it ended.
    pub ending: ConsultEnding,
}

/// What became of a consult.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsultEnding {
    /// The agent who asked left the customer to the colleague, who had answered or was still ringing.
    Transferred,
    /// The customer was taken back, and all three talked.
    Conferenced,
    /// The colleague left.
    ColleagueLeft,
    /// The colleague did not answer.
    NotAnswered,
    /// The line of one of the two failed.
    Fault,
    /// The whole interaction ended.
    InteractionEnded,
    /// None of these yet.
    StillOpen,
}

/// Every consult until then, by its beginning.
pub fn consults(scenario: &Scenario, until: Instant) -> Vec<Consult> {
    let all = accounts(scenario).flat_map(|(_, account)| account.consults);
    let mut consults: Vec<_> = all.filter_map(|consult| consult.until(until)).collect();
    consults.sort_by(|a, b| (a.began, a.interaction, &a.agent).cmp(&(b.began, b.interaction, &b.agent)));
    consults
}

/// The consults that had not become a transfer by then, by their beginning; open ones, which still may, among them.
pub fn consults_without_transfer(scenario: &Scenario, until: Instant) -> Vec<Consult> {
    let mut consults = consults(scenario, until);
    consults.retain(|consult| consult.ending != ConsultEnding::Transferred);
    consults
}

impl Consult {
    fn until(self, until: Instant) -> Option<Self> {
        let happened = |at: &Instant| *at <= until;
        let ended = self.ended.filter(happened);
        let ending = if ended.is_some() { self.ending } else { ConsultEnding::StillOpen };
        happened(&self.began).then(|| Self { answered: self.answered.filter(happened), ended, ending, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::{Action, Flow};

    fn told(flow: Flow, until: Instant) -> Vec<String> {
        let row = |consult: &Consult| {
            let (began, answered, ended) = (after(consult.began), after(consult.answered), after(consult.ended));
            format!("{} {} {began} {answered} {ended} {:?}", consult.by, consult.agent, consult.ending)
        };
        consults(&three_agents().with(flow), until).iter().map(row).collect()
    }

    #[test]
    fn the_faqs_transfer_begins_as_a_consult() {
        assert_eq!(told(faq_transfer(), finally()), ["01 002 30.233s 35.145s 53.401s Transferred"]);
        assert_eq!(told(faq_transfer(), at("53400ms")), ["01 002 30.233s 35.145s - StillOpen"]);
        assert_eq!(told(faq_transfer(), at("35s")), ["01 002 30.233s - - StillOpen"]);
        assert_eq!(told(faq_transfer(), at("30s")), [""; 0]);
    }

    #[test]
    fn a_consult_ends_in_one_of_many_ways() {
        let answered = ("65s", answer("002"));
        for (steps, ended) in [
            (vec![answered.clone(), ("70s", transfer("01", "002"))], "1m5s 1m10s Transferred"),
            (vec![("64s", transfer("01", "002")), answered.clone()], "- 1m4s Transferred"),
            (vec![answered.clone(), ("70s", conference("002")), ("80s", leave("002"))], "1m5s 1m10s Conferenced"),
            (vec![answered.clone(), ("70s", leave("002"))], "1m5s 1m10s ColleagueLeft"),
            (vec![("70s", no_answer("002"))], "- 1m10s NotAnswered"),
            (vec![("70s", fault("002"))], "- 1m10s Fault"),
            (vec![answered.clone(), ("70s", fault("01"))], "1m5s 1m10s Fault"),
            (vec![answered.clone()], "1m5s 10m InteractionEnded"),
            (vec![("70s", Action::InternalError)], "- 1m10s InteractionEnded"),
        ] {
            let mut flow = answered_call("c", [("1m", consult("01", "002"))]);
            flow.steps.extend(steps.iter().map(|(at, action)| step(at, action.clone())));
            assert_eq!(told(flow, finally()), [format!("01 002 1m {ended}")], "{steps:?}");
        }
    }

    #[test]
    fn several_colleagues_can_be_consulted_one_after_the_other() {
        let steps = [
            ("1m", consult("01", "002")),
            ("70s", no_answer("002")),
            ("71s", consult("01", "003")),
            ("75s", answer("003")),
            ("2m", transfer("01", "003")),
        ];
        let scenario = three_agents().with(answered_call("c", steps));
        let asked = |consults: Vec<Consult>| consults.into_iter().map(|c| c.agent.to_string()).collect::<Vec<_>>();
        assert_eq!(asked(consults(&scenario, finally())), ["002", "003"]);
        assert_eq!(asked(consults_without_transfer(&scenario, finally())), ["002"]);
    }
}
