//! How long was an agent at work on an interaction, and at what kind of work?

use std::collections::BTreeMap;

use crate::centre::Name;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::accounts;
use super::seat::Seat;
use super::stay::total;

/// The time that one agent gave to one interaction, over all the times that the agent took part in it.
///
/// The API tells an agent's `Connected` time, which goes on while the customer is on hold; the holds stand on the
/// customer's channel, with the agent who began them (reference, section 6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandleTime {
    /// The agent.
    pub agent: Name,
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// Being rung, answered or not.
    pub ring: Span,
    /// Connected, to the customer or to a colleague who consults, without `hold`. To be consulted is to talk.
    pub talk: Span,
    /// Connected, while the customer was on hold because this agent had put them there. Talking to a consulted
    /// colleague meanwhile is hold, not talk.
    pub hold: Span,
    /// After-call work.
    pub wrap: Span,
    /// While the interaction was parked by this agent, who was free for others.
    pub parked: Span,
}

impl HandleTime {
    /// Talk and hold together: what the API calls `Connected`. Parked and interrupted time is no part of it.
    pub fn connected(&self) -> Span {
        self.talk + self.hold
    }
}

/// The time that every agent who was rung until then gave to each interaction, by agent, then by the interaction's
/// start. What still goes on counts up to `until`.
pub fn handle_times(scenario: &Scenario, until: Instant) -> Vec<HandleTime> {
    let mut times = Vec::new();
    for (flow, account) in accounts(scenario) {
        let mut by_agent: BTreeMap<Name, HandleTime> = BTreeMap::new();
        for seat in account.seats.into_iter().filter_map(|seat| seat.until(until)) {
            let time = by_agent.entry(seat.agent.clone());
            time.or_insert_with(|| HandleTime::none(&seat.agent, flow.guid, &flow.name)).add(&seat, until);
        }
        times.extend(by_agent.into_values());
    }
    // The sort is stable: within an agent, flows stay in the order of their starts.
    times.sort_by(|a, b| a.agent.cmp(&b.agent));
    times
}

impl HandleTime {
    fn none(agent: &Name, interaction: Guid, flow: &Name) -> Self {
        Self {
            agent: agent.clone(),
            interaction,
            flow: flow.clone(),
            ring: Span::ZERO,
            talk: Span::ZERO,
            hold: Span::ZERO,
            wrap: Span::ZERO,
            parked: Span::ZERO,
        }
    }

    fn add(&mut self, seat: &Seat, until: Instant) {
        let connected = total(seat.connected.iter().map(|stay| stay.length(until)));
        let pairs = seat.connected.iter().flat_map(|connected| seat.held.iter().map(move |held| (connected, held)));
        let hold = total(pairs.map(|(connected, held)| connected.overlap(*held, until)));
        self.ring = self.ring + seat.ringing.length(until);
        self.talk = self.talk + (connected - hold);
        self.hold = self.hold + hold;
        self.wrap = self.wrap + total(seat.wrap.map(|wrap| wrap.length(until)));
        self.parked = self.parked + total(seat.parked.iter().map(|parked| parked.length(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::{Action, Flow, Medium};

    /// Agent, ring, talk, hold, wrap, parked.
    fn told(flow: Flow, until: Instant) -> Vec<String> {
        let row = |time: &HandleTime| {
            let HandleTime { agent, ring, talk, hold, wrap, parked, .. } = time;
            format!("{agent} {ring} {talk} {hold} {wrap} {parked}")
        };
        handle_times(&three_agents().with(flow), until).iter().map(row).collect()
    }

    /// The FAQ's customer is on hold for 23169 ms, one of them after agent 01 has left. Together, talk and hold are the
    /// 40889 ms for which 01 is Connected.
    #[test]
    fn the_faqs_agents_ring_talk_hold_and_wrap() {
        let times = told(faq_transfer(), finally());
        assert_eq!(times, ["002 4.906s 47.665s 0s 4.218s 0s", "01 5.791s 17.721s 23.168s 5.217s 0s"]);
    }

    #[test]
    fn what_goes_on_counts_up_to_the_instant_asked_about() {
        assert_eq!(told(faq_transfer(), at("10s")), ["01 3.279s 0s 0s 0s 0s"]);
        assert_eq!(told(faq_transfer(), at("31s")), ["002 761ms 0s 0s 0s 0s", "01 5.791s 17.721s 767ms 0s 0s"]);
        assert_eq!(
            told(faq_transfer(), at("55s")),
            ["002 4.906s 19.855s 0s 0s 0s", "01 5.791s 17.721s 23.168s 1.599s 0s"]
        );
    }

    #[test]
    fn hold_is_the_time_of_the_agent_who_put_the_customer_there() {
        let steps = [
            ("1m", consult("01", "002")),
            ("70s", answer("002")),
            ("2m", conference("002")),
            ("3m", Action::Hold { agent: Some("002".into()) }),
            ("4m", Action::Retrieve { agent: Some("002".into()) }),
        ];
        let times = told(answered_call("c", steps), finally());
        assert_eq!(times, ["002 9.994s 7m50s 1m 0s 0s", "01 5s 8m50s 1m 0s 0s"]);
    }

    /// In each of these another agent talks to the customer besides the one who holds; generated scenarios found them.
    #[test]
    fn a_hold_in_a_conference_ends_when_its_agent_leaves_and_when_somebody_gets_the_customer() {
        let held_by = |agent: &str| Action::Hold { agent: Some(agent.into()) };
        let joined = || [("1m", consult("01", "002")), ("70s", answer("002")), ("2m", conference("002"))];
        let call = |steps: [(&str, Action); 4]| {
            let mut flow = answered_call("c", joined());
            flow.steps.extend(steps.map(|(at, action)| step(at, action)));
            flow.steps.sort_by_key(|step| step.at);
            told(flow, finally())
        };
        let transferred = Action::Transfer { to: "003".into(), by: None };
        assert_eq!(
            call([("3m", held_by("002")), ("4m", leave("002")), ("5m", hold()), ("6m", retrieve())]),
            ["002 9.994s 1m50s 1m 0s 0s", "01 5s 7m50s 2m 0s 0s"],
        );
        assert_eq!(
            call([
                ("3m", held_by("002")),
                ("4m", consult("01", "003")),
                ("5m", answer("003")),
                ("6m", transferred.clone()),
            ]),
            ["002 9.994s 5m49.999s 3m1ms 0s 0s", "003 59.994s 5m 0s 0s 0s", "01 5s 4m50s 1m 0s 0s"],
        );
        assert_eq!(
            call([("3m", held_by("002")), ("4m", consult("01", "003")), ("5m", transferred), ("6m", answer("003"))]),
            ["002 9.994s 5m50s 3m 0s 0s", "003 1m59.994s 4m 0s 0s 0s", "01 5s 3m50s 1m 0s 0s"],
        );
    }

    #[test]
    fn the_hold_of_a_consult_goes_on_until_the_agent_takes_the_customer_back() {
        let steps = [("1m", consult("01", "002")), ("70s", answer("002")), ("80s", leave("002")), ("90s", retrieve())];
        let times = told(answered_call("c", steps), finally());
        assert_eq!(times, ["002 9.994s 10s 0s 0s 0s", "01 5s 9m20s 30s 0s 0s"]);
    }

    #[test]
    fn parked_time_is_neither_talk_nor_hold() {
        let steps = [
            ("1m", hold()),
            ("2m", retrieve()),
            ("3m", Action::Park { agent: None }),
            ("5m", Action::Unpark { agent: "01".into() }),
        ];
        assert_eq!(told(answered_call("c", steps), finally()), ["01 5s 6m50s 1m 0s 2m"]);
    }

    #[test]
    fn an_interrupted_chat_takes_no_time_until_it_is_resumed() {
        let steps = [
            ("2s", ring("01")),
            ("5s", answer("01")),
            ("1m", Action::Interrupt { agent: None }),
            ("4m", Action::Resume { agent: "01".into() }),
            ("5m", hang_up()),
            ("6m", wrapped("01")),
        ];
        let chat = flow("chat", Medium::Chat, inbound(), "0s", steps);
        assert_eq!(told(chat, finally()), ["01 3s 1m55s 0s 1m 0s"]);
    }

    #[test]
    fn an_agent_who_does_not_answer_has_only_rung_and_may_be_rung_again() {
        let flow = call(
            "c",
            [
                ("2s", queue("Orders")),
                ("5s", ring("01")),
                ("20s", no_answer("01")),
                ("21s", ring("002")),
                ("31s", no_answer("002")),
                ("40s", ring("01")),
                ("42s", answer("01")),
                ("62s", hang_up()),
                ("72s", wrapped("01")),
            ],
        );
        assert_eq!(told(flow, finally()), ["002 10s 0s 0s 0s 0s", "01 17s 20s 0s 10s 0s"]);
    }

    #[test]
    fn a_fault_ends_work_and_hold_without_a_wrap() {
        let steps = [("1m", hold()), ("2m", fault("01")), ("3m", ring("002")), ("4m", answer("002"))];
        assert_eq!(told(answered_call("c", steps), finally()), ["002 1m 6m 0s 0s 0s", "01 5s 50s 1m 0s 0s"]);
    }

    #[test]
    fn there_is_no_wrap_unless_the_agent_comes_to_its_end() {
        let steps = [("1m", blind_transfer("01", "002")), ("70s", answer("002")), ("2m", blind_transfer("002", "01"))];
        let flow = answered_call("c", steps);
        let [_, first] = &told(flow, finally())[..] else { panic!("two agents took part") };
        assert_eq!(first, "01 8m4.994s 50s 0s 0s 0s", "01 rings from 2m6ms to 10m, and has never wrapped up");
    }

    #[test]
    fn a_colleague_whom_the_customer_does_not_wait_for_is_never_rung() {
        let flow = call(
            "c",
            [("5s", ring("01")), ("10s", answer("01")), ("15s", consult("01", "002")), ("15003ms", hang_up())],
        );
        assert_eq!(told(flow, finally()), ["01 5s 5s 3ms 0s 0s"]);
    }

    #[test]
    fn the_line_of_who_calls_rings_until_the_other_side_answers() {
        let call = |opening, step| {
            flow("c", Medium::Phone, opening, "0s", [("20s", step), ("50s", hang_up()), ("55s", wrapped("01"))])
        };
        for (call, times) in [
            (call(outbound("01"), customer_answers()), vec!["01 20s 30s 0s 5s 0s"]),
            (call(outbound("01"), customer_does_not_answer()), vec!["01 20s 0s 0s 35s 0s"]),
            (call(internal("01", "002"), answer("002")), vec!["002 20s 30s 0s 0s 0s", "01 20s 30s 0s 5s 0s"]),
            (call(internal("01", "002"), no_answer("002")), vec!["002 20s 0s 0s 0s 0s", "01 20s 0s 0s 0s 0s"]),
        ] {
            assert_eq!(told(call, finally()), times);
        }
    }

    #[test]
    fn an_email_that_an_agent_writes_needs_no_answer() {
        let email = flow("c", Medium::Email, outbound("01"), "0s", [("5m", hang_up()), ("6m", wrapped("01"))]);
        assert_eq!(told(email, finally()), ["01 0s 5m 0s 1m 0s"]);
    }

    #[test]
    fn an_internal_error_leaves_nothing_to_wrap_up() {
        let flow = call("c", [("5s", ring("01")), ("10s", answer("01")), ("20s", Action::InternalError)]);
        assert_eq!(told(flow, finally()), ["01 5s 10s 0s 0s 0s"]);
    }

    #[test]
    fn agents_01_and_001_are_two() {
        let steps = [("5s", ring("01")), ("6s", no_answer("01")), ("7s", ring("001")), ("9s", answer("001"))];
        let scenario = centre([("01", "Ready"), ("001", "Ready")]).with(call("c", steps));
        let times = handle_times(&scenario, at("12s"));
        let rings: Vec<_> = times.iter().map(|time| (&*time.agent, time.ring, time.connected())).collect();
        assert_eq!(rings, [("001", span("2s"), span("3s")), ("01", span("1s"), Span::ZERO)]);
    }

    #[test]
    fn work_across_midnight_is_not_cut() {
        let steps = [("5s", ring("01")), ("10s", answer("01")), ("40m", hang_up())];
        let late = flow("c", Medium::Phone, inbound(), "15h 40m", steps);
        assert_eq!(told(late, finally()), ["01 5s 39m50s 0s 0s 0s"]);
    }
}
