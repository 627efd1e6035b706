use super::*;
use crate::fault::{Lie, Moment, Rule};
use crate::view::Endpoint;

const INTERACTIONS: Target = Target::Endpoint(Endpoint::Interactions);
const NOW: Instant = Instant::EARLIEST;

fn rule(fault: Fault, position: Position) -> Rule {
    Rule { fault, position }
}

fn plan(rules: Vec<Rule>) -> Plan {
    Plan { name: "test".into(), seed: 7, rules }
}

fn unavailable() -> Fault {
    Fault::Service(Service::Refused(Status::Unavailable, None))
}

fn page(page: u32) -> Request<'static> {
    let token = Some(Token { text: "t", issued: Some(NOW) });
    Request { target: INTERACTIONS, client: Some("anna"), page, window: None, token }
}

/// For each request, whether the plan lets it pass.
fn passes(plan: &Plan, requests: &[Request<'_>]) -> String {
    let mut state = State::new(plan, NOW);
    requests.iter().map(|request| if state.decide(plan, request, NOW).end.is_none() { '.' } else { 'x' }).collect()
}

#[test]
fn the_third_page_of_the_second_poll_is_that_and_no_other() {
    let position = Position { target: Some(INTERACTIONS), poll: Some(2), page: Some(3), ..Position::default() };
    let plan = plan(vec![rule(unavailable(), position)]);
    let pages = [1, 2, 3, 4, 1, 2, 3, 3, 1, 2, 3].map(page);
    assert_eq!(passes(&plan, &pages), "......xx...");
    let elsewhere = pages.map(|page| Request { target: Target::Endpoint(Endpoint::QueueTimes), ..page });
    assert_eq!(passes(&plan, &elsewhere), "...........");
}

#[test]
fn a_page_that_a_fault_has_kept_back_is_asked_for_again_in_the_same_poll() {
    let first = Position { page: Some(1), attempt: Some(1), ..Position::default() };
    let second = Position { poll: Some(2), page: Some(2), ..Position::default() };
    let plan = plan(vec![rule(unavailable(), first), rule(unavailable(), second)]);
    assert_eq!(passes(&plan, &[1, 1, 2, 1, 1, 2, 2].map(page)), "x..x.xx");
}

#[test]
fn polls_of_several_clients_are_counted_by_themselves() {
    let plan = plan(vec![rule(unavailable(), Position { poll: Some(2), ..Position::default() })]);
    let bob = |number| Request { client: Some("bob"), ..page(number) };
    assert_eq!(passes(&plan, &[page(1), bob(1), page(2), bob(1), page(1)]), "...xx");
}

#[test]
fn requests_are_counted_of_one_client_at_one_endpoint_from_a_number_on_and_so_many_times() {
    let position = Position {
        target: Some(INTERACTIONS),
        client: Some("anna".into()),
        request: Some(2),
        times: Some(2),
        ..Position::default()
    };
    let plan = plan(vec![rule(unavailable(), position)]);
    let bob = Request { client: Some("bob"), ..page(1) };
    let token = Request { target: Target::Token, client: None, ..page(1) };
    assert_eq!(passes(&plan, &[page(1), bob, token, page(1), bob, page(1), page(1)]), "...x.x.");
}

#[test]
fn spans_of_time_are_the_worlds_and_count_from_the_beginning() {
    let second = |at| NOW + Span::from_secs(at);
    let position = |from, until| Position { from: Some(from), until: Some(until), ..Position::default() };
    for position in [
        position(Moment::At(second(10)), Moment::At(second(20))),
        position(Moment::After(Span::from_secs(10)), Moment::After(Span::from_secs(20))),
    ] {
        let plan = plan(vec![rule(unavailable(), position)]);
        let mut state = State::new(&plan, NOW);
        let ends = [9, 10, 19, 20, 15].map(|at| state.decide(&plan, &page(1), second(at)).end.is_some());
        assert_eq!(ends, [false, true, true, false, true]);
    }
}

#[test]
fn what_chance_says_follows_from_the_seed_and_the_number_of_the_request_alone() {
    let rules = vec![rule(unavailable(), Position { percent: Some(30), ..Position::default() })];
    let struck = |seed| {
        let plan = Plan { seed, ..plan(rules.clone()) };
        passes(&plan, &[page(1); 1000])
    };
    assert_eq!(struck(7), struck(7));
    assert_ne!(struck(7), struck(8));
    let count = struck(7).matches('x').count();
    assert!((250..350).contains(&count), "{count}");
    assert!(struck(7).starts_with("........x..x......xx.x..xx..x....x.."), "{}", &struck(7)[..36]);
}

#[test]
fn windows_are_long_or_not() {
    let position = Position { window_over: Some(Span::from_secs(60)), ..Position::default() };
    let plan = plan(vec![rule(Fault::Service(Service::Refused(Status::NotImplemented, None)), position)]);
    let long = |seconds| Request { window: Some(Span::from_secs(seconds)), ..page(1) };
    assert_eq!(passes(&plan, &[page(1), long(60), long(61)]), "..x");
}

#[test]
fn a_rate_limit_counts_all_requests_that_for_tokens_included_and_tells_when_to_come_again() {
    let limit = Service::RateLimit { limit: 2, per: Span::from_secs(60), hint: true };
    let plan = plan(vec![rule(Fault::Service(limit), Position::default())]);
    let mut state = State::new(&plan, NOW);
    let token = Request { target: Target::Token, client: None, ..page(1) };
    let status = Request { target: Target::Endpoint(Endpoint::AgentStatus), ..page(1) };
    let mut end = |request: Request<'_>, at| state.decide(&plan, &request, NOW + Span::from_secs(at)).end;
    assert_eq!([end(token, 0), end(status, 0)], [None; 2]);
    let refused = |seconds| Some(End::Refused(Status::TooManyRequests, Some(Span::from_secs(seconds))));
    assert_eq!(end(page(1), 0), refused(30));
    assert_eq!(end(page(1), 20), refused(10));
    assert_eq!(end(page(1), 30), None);
}

#[test]
fn a_revoked_token_is_refused_everywhere_until_it_is_given_again() {
    let position = Position { page: Some(2), attempt: Some(1), ..Position::default() };
    let plan = plan(vec![rule(Fault::Service(Service::TokenRevoked), position)]);
    let mut state = State::new(&plan, NOW);
    let other = Request { token: Some(Token { text: "u", issued: None }), ..page(1) };
    let refused = Some(End::Refused(Status::Unauthorised, None));
    assert_eq!(state.decide(&plan, &page(1), NOW).end, None);
    assert_eq!(state.decide(&plan, &page(2), NOW).end, refused);
    assert_eq!(state.decide(&plan, &page(1), NOW).end, refused);
    assert_eq!(state.decide(&plan, &other, NOW).end, None);
    state.given("t");
    assert_eq!(state.decide(&plan, &page(1), NOW).end, None);
}

#[test]
fn a_token_expires_after_a_span_whatever_was_said() {
    let after = Span::from_secs(300);
    let plan = plan(vec![rule(Fault::Service(Service::TokenExpired { after }), Position::default())]);
    let mut state = State::new(&plan, NOW);
    let ends = [299, 300].map(|at| state.decide(&plan, &page(1), NOW + Span::from_secs(at)).end.is_some());
    assert_eq!(ends, [false, true]);
    let endless = Request { token: Some(Token { text: "u", issued: None }), ..page(1) };
    assert_eq!(state.decide(&plan, &endless, Instant::LATEST).end, None);
}

#[test]
fn delays_and_lies_add_up_until_a_rule_ends_the_request() {
    let slow = |delay, clock| rule(Fault::Service(Service::Slow { delay, clock }), Position::default());
    let second = Span::from_secs(1);
    let repeated = Meaning::Lie(Lie::RowRepeated);
    let lie = |meaning| rule(Fault::Meaning(meaning), Position::default());
    let plan = plan(vec![
        slow(Delay::Fixed(second), DelayClock::Real),
        lie(repeated),
        slow(Delay::LogNormal { mean: second, deviation: second }, DelayClock::World),
        rule(Fault::Network(Network::Reset), Position::default()),
        lie(Meaning::Lie(Lie::Nulls)),
    ]);
    let mut state = State::new(&plan, NOW);
    let decision = state.decide(&plan, &page(1), NOW);
    assert_eq!(decision.words, ["slow", "slow", "reset"]);
    assert_eq!((decision.late, &decision.lies[..]), (second, &[repeated][..]));
    assert_eq!(decision.late_in_world, Span::from_millis(228));
    assert_eq!(decision.end, Some(End::Broken(Network::Reset)));
    let standings: Vec<_> = state.standings().map(|standing| (standing.seen, standing.struck)).collect();
    assert_eq!(standings, [(1, 1), (1, 1), (1, 1), (1, 1), (1, 0)]);
}
