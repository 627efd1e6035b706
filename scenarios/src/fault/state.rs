//! What a plan comes to, request by request.

mod polls;
mod revoked;

use super::bucket::Bucket;
use super::{Delay, DelayClock, Fault, LONGEST_DELAY, Meaning, Network, Plan, Position, Rule, Service, Status, Target};
use crate::simulation::Law;
use crate::simulation::chance::{Chance, Key, Stream};
use crate::simulation::law::Times;
use crate::time::{Instant, Span};
use polls::{Poll, Polls};
use revoked::Revoked;

/// How far a plan has come: a function of the plan and of the requests so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    began: Instant,
    /// How many requests there have been.
    requests: u64,
    rules: Vec<Progress>,
    polls: Polls,
    revoked: Revoked,
}

/// What becomes of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// How many requests went where it strikes, by the client that it strikes.
    pub seen: u64,
    /// How many of them it has befallen.
    pub struck: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Progress {
    standing: Standing,
    /// Of a rate limit that has been asked.
    bucket: Option<Bucket>,
}

/// What matters of a request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// Where it goes.
    pub target: Target,
    /// The client whose token it shows, or which asks for one; `None` if that is not known.
    pub client: Option<&'r str>,
    /// The page that it asks for; 1 where there are no pages.
    pub page: u32,
    /// How long the window is that it asks for; `None` where there is none.
    pub window: Option<Span>,
    /// The token that it shows.
    pub token: Option<Token<'r>>,
}

/// A token that a request shows.
#[derive(Clone, Copy, Debug)]
pub struct Token<'r> {
    /// Its text.
    pub text: &'r str,
    /// When it was given; `None` if it never expires.
    pub issued: Option<Instant>,
}

/// What is to be done about a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The words of the faults that befall it, in the order of their rules, but for those of `lies`.
    pub words: Vec<&'static str>,
    /// What is wrong with its answer, in the order of the rules.
    pub lies: Vec<Meaning>,
    /// How much later it is answered, in real time.
    pub late: Span,
    /// How much later it is answered, in the world's time.
    pub late_in_world: Span,
    /// Why it is not answered as it should be.
    pub end: Option<End>,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is refused; `Retry-After` tells that span, if any.
    Refused(Status, Option<Span>),
    /// The network fails.
    Broken(Network),
}

/// The most polls, and the most revoked tokens, that are kept: who asks with ever new clients has them all begin anew.
const MOST: usize = 10_000;

impl State {
    /// That of a plan which begins.
    pub fn new(plan: &Plan, began: Instant) -> Self {
        let rules = vec![Progress::default(); plan.rules.len()];
        Self { began, requests: 0, rules, polls: Polls::default(), revoked: Revoked::default() }
    }

    /// When the plan began.
    pub fn began(&self) -> Instant {
        self.began
    }

    /// What has become of each rule.
    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        self.rules.iter().map(|progress| progress.standing)
    }

    /// A token has been given: it is good again, should it be one that was revoked. While a clock stands still, a client is
    /// given the same token whenever it asks.
    pub fn given(&mut self, token: &str) {
        self.revoked.forgets(token);
    }

    /// What is to be done about a request that comes at `now`.
    ///
    /// Rules are asked in their order. Delays and lies add up; the first rule that refuses a request, or breaks its
    /// connection, is the last that befalls it.
    pub fn decide(&mut self, plan: &Plan, request: &Request<'_>, now: Instant) -> Decision {
        self.requests += 1;
        let asked = Asked { request, poll: self.polls.asked(request), now, began: self.began };
        let mut decision = Decision::default();
        for ((at, rule), progress) in plan.rules.iter().enumerate().zip(&mut self.rules) {
            let is_seen = asked.is_seen_by(rule);
            progress.standing.seen += u64::from(is_seen);
            if decision.end.is_some() {
                continue;
            }
            if asked.token().is_some_and(|token| self.revoked.holds(token, at)) {
                decision.is_ended_by(&rule.fault, UNAUTHORISED);
                continue;
            }
            let dice = Dice { seed: plan.seed, request: self.requests, rule: at };
            if !is_seen || !asked.is_at(&rule.position, &progress.standing) || !dice.fall(rule.position.percent) {
                continue;
            }
            let Some(effect) = progress.effect(&rule.fault, &asked) else { continue };
            progress.standing.struck += 1;
            match effect {
                Effect::Late(delay, clock) => decision.is_put_off_by(&rule.fault, dice.delay(delay), clock),
                Effect::Lie(meaning) => decision.lies.push(meaning),
                Effect::End(end) => decision.is_ended_by(&rule.fault, end),
                Effect::Revoked(token) => {
                    self.revoked.takes(token, at);
                    decision.is_ended_by(&rule.fault, UNAUTHORISED);
                }
            }
        }
        if decision.end.is_some() {
            self.polls.withheld(request);
        }
        decision
    }
}

/// What becomes of requests whose token is no good.
const UNAUTHORISED: End = End::Refused(Status::Unauthorised, None);

impl Decision {
    fn is_put_off_by(&mut self, fault: &Fault, late: Span, clock: DelayClock) {
        match clock {
            DelayClock::Real => self.late = self.late + late,
            DelayClock::World => self.late_in_world = self.late_in_world + late,
        }
        self.words.push(fault.word());
    }

    fn is_ended_by(&mut self, fault: &Fault, end: End) {
        self.words.push(fault.word());
        self.end = Some(end);
    }
}

/// What chance says of a rule and a request: it follows from the plan's seed and from the numbers of the two.
#[derive(Clone, Copy, Debug)]
struct Dice {
    seed: u64,
    request: u64,
    rule: usize,
}

impl Dice {
    /// Whether the rule is to strike; without a percentage it always is.
    fn fall(self, percent: Option<u32>) -> bool {
        percent.is_none_or(|percent| self.stream().percent(f64::from(percent)))
    }

    /// How long the answer is kept back.
    fn delay(self, delay: Delay) -> Span {
        match delay {
            Delay::Fixed(span) => span.min(LONGEST_DELAY),
            Delay::LogNormal { mean, deviation } => {
                let mut chance = self.stream();
                // The first number has told whether it strikes.
                chance.percent(0.0);
                Span::from_millis(Times::new(Law::LogNormal { mean, deviation }, LONGEST_DELAY).held(&mut chance))
            }
        }
    }

    fn stream(self) -> Chance {
        Key::new(self.seed, self.request.cast_signed(), self.rule).stream(Stream::Fault, 0)
    }
}

/// A request, and where it stands.
struct Asked<'a> {
    request: &'a Request<'a>,
    poll: Poll,
    now: Instant,
    began: Instant,
}

/// What a rule does to a request.
enum Effect<'a> {
    Late(Delay, DelayClock),
    Lie(Meaning),
    End(End),
    Revoked(&'a str),
}

impl<'a> Asked<'a> {
    /// Whether it goes where a rule strikes, and is by the client that it strikes.
    fn is_seen_by(&self, rule: &Rule) -> bool {
        let Self { request, .. } = self;
        let Position { target, client, .. } = &rule.position;
        rule.fault.concerns(request.target)
            && target.is_none_or(|target| target == request.target)
            && client.as_deref().is_none_or(|client| request.client == Some(client))
    }

    /// Whether it is where a rule strikes, but for what chance says.
    fn is_at(&self, position: &Position, standing: &Standing) -> bool {
        let Position {
            target: _,
            client: _,
            request,
            poll,
            page,
            attempt,
            window_over,
            from,
            until,
            percent: _,
            times,
        } = position;
        request.is_none_or(|first| standing.seen >= u64::from(first))
            && poll.is_none_or(|number| self.poll.number == number)
            && page.is_none_or(|page| self.poll.page == page)
            && attempt.is_none_or(|attempt| self.poll.attempt == attempt)
            && window_over.is_none_or(|longest| self.request.window.is_some_and(|window| window > longest))
            && from.is_none_or(|from| self.now >= from.since(self.began))
            && until.is_none_or(|until| self.now < until.since(self.began))
            && times.is_none_or(|times| standing.struck < u64::from(times))
    }

    /// The token that it shows.
    fn token(&self) -> Option<&'a str> {
        self.request.token.map(|token| token.text)
    }
}

impl Progress {
    /// What a fault comes to that may befall a request; `None` if it does not.
    fn effect<'a>(&mut self, fault: &Fault, asked: &Asked<'a>) -> Option<Effect<'a>> {
        Some(match fault {
            Fault::Service(Service::RateLimit { limit, per, hint }) => {
                let bucket = self.bucket.get_or_insert(Bucket::full(*limit, *per, asked.now));
                let wait = bucket.take(*limit, *per, asked.now).err()?;
                Effect::End(End::Refused(Status::TooManyRequests, hint.then_some(wait)))
            }
            Fault::Service(Service::Refused(status, retry_after)) => Effect::End(End::Refused(*status, *retry_after)),
            Fault::Service(Service::TokenRevoked) => Effect::Revoked(asked.token()?),
            Fault::Service(Service::TokenExpired { after }) => {
                let issued = asked.request.token?.issued?;
                if asked.now < issued + *after {
                    return None;
                }
                Effect::End(UNAUTHORISED)
            }
            Fault::Service(Service::Slow { delay, clock }) => Effect::Late(*delay, *clock),
            Fault::Network(network) => Effect::End(End::Broken(*network)),
            Fault::Meaning(meaning) => Effect::Lie(*meaning),
        })
    }
}

#[cfg(test)]
mod tests;
