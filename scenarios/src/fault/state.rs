//! What a plan comes to, request by request.

use std::collections::BTreeMap;

use super::bucket::Bucket;
use super::{Delay, DelayClock, Fault, Meaning, Network, Plan, Position, Service, Status, Target};
use crate::centre::Name;
use crate::simulation::Law;
use crate::simulation::chance::{Key, Stream};
use crate::simulation::law::Times;
use crate::time::{Instant, Span};

/// How far a plan has come: a function of the plan and of the requests so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    began: Instant,
    /// How many requests there have been.
    requests: u64,
    rules: Vec<Progress>,
    polls: BTreeMap<(Target, Option<Name>), Poll>,
    /// Tokens that are no good any more, and the rule that says so.
    revoked: BTreeMap<Name, usize>,
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

/// Where a client is in reading an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Poll {
    number: u32,
    page: u32,
    attempt: u32,
    /// Whether a fault has kept the answer from the client.
    is_withheld: bool,
}

/// What matters of a request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// Where it goes.
    pub target: Target,
    /// The client whose token it shows, if that is known.
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

/// The longest that an answer is kept back.
const LONGEST: Span = Span::from_secs(3_600);

impl State {
    /// That of a plan which begins.
    pub fn new(plan: &Plan, began: Instant) -> Self {
        let rules = vec![Progress::default(); plan.rules.len()];
        Self { began, requests: 0, rules, polls: BTreeMap::new(), revoked: BTreeMap::new() }
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
        self.revoked.remove(token);
    }

    /// What is to be done about a request that comes at `now`.
    ///
    /// Rules are asked in their order. Delays and lies add up; the first rule that refuses a request, or breaks its
    /// connection, is the last that befalls it.
    pub fn decide(&mut self, plan: &Plan, request: &Request<'_>, now: Instant) -> Decision {
        self.requests += 1;
        let poll = self.poll(request);
        let mut decision = Decision::default();
        for (number, rule) in plan.rules.iter().enumerate() {
            let Some(progress) = self.rules.get_mut(number) else { break };
            let Position { target, client, .. } = &rule.position;
            let is_seen = rule.fault.concerns(request.target)
                && target.is_none_or(|target| target == request.target)
                && client.as_deref().is_none_or(|client| request.client == Some(client));
            progress.standing.seen += u64::from(is_seen);
            if decision.end.is_some() {
                continue;
            }
            let is_revoked =
                request.token.is_some_and(|token| self.revoked.get(token.text).is_some_and(|by| *by == number));
            if is_revoked {
                decision.words.push(rule.fault.word());
                decision.end = Some(End::Refused(Status::Unauthorised, None));
                continue;
            }
            let chance = || Key::new(plan.seed, self.requests.cast_signed(), number).stream(Stream::Fault, 0);
            let asked = Asked { request, poll, now, began: self.began };
            if is_seen
                && asked.is_at(&rule.position, &progress.standing)
                && rule.position.percent.is_none_or(|percent| chance().percent(f64::from(percent)))
                && let Some(effect) = progress.effect(&rule.fault, &asked)
            {
                progress.standing.struck += 1;
                match effect {
                    Effect::Late(delay, clock) => {
                        let late = match delay {
                            Delay::Fixed(span) => span.min(LONGEST),
                            Delay::LogNormal { mean, deviation } => {
                                let times = Times::new(Law::LogNormal { mean, deviation }, LONGEST);
                                let mut chance = chance();
                                // The first number has told whether it strikes.
                                chance.percent(0.0);
                                Span::from_millis(times.held(&mut chance))
                            }
                        };
                        match clock {
                            DelayClock::Real => decision.late = decision.late + late,
                            DelayClock::World => decision.late_in_world = decision.late_in_world + late,
                        }
                        decision.words.push(rule.fault.word());
                    }
                    Effect::Lie(meaning) => decision.lies.push(meaning),
                    Effect::End(end) => {
                        decision.words.push(rule.fault.word());
                        decision.end = Some(end);
                    }
                    Effect::Revoked(token) => {
                        if self.revoked.len() >= MOST {
                            self.revoked.clear();
                        }
                        self.revoked.insert(token.into(), number);
                        decision.words.push(rule.fault.word());
                        decision.end = Some(End::Refused(Status::Unauthorised, None));
                    }
                }
            }
        }
        if decision.end.is_some()
            && let Some(poll) = self.polls.get_mut(&series(request))
        {
            poll.is_withheld = true;
        }
        decision
    }

    /// Where the client that asks is now.
    fn poll(&mut self, request: &Request<'_>) -> Poll {
        let key = series(request);
        if self.polls.len() >= MOST && !self.polls.contains_key(&key) {
            self.polls.clear();
        }
        let poll = self.polls.entry(key).or_default();
        if poll.is_withheld && request.page == poll.page {
            poll.attempt += 1;
        } else {
            poll.number += u32::from(request.page == 1 || poll.number == 0);
            (poll.page, poll.attempt) = (request.page, 1);
        }
        poll.is_withheld = false;
        *poll
    }
}

/// Whose polls of what are counted together.
fn series(request: &Request<'_>) -> (Target, Option<Name>) {
    (request.target, request.client.map(Name::from))
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

impl Asked<'_> {
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
            Fault::Service(Service::TokenRevoked) => Effect::Revoked(asked.request.token?.text),
            Fault::Service(Service::TokenExpired { after }) => {
                let issued = asked.request.token?.issued?;
                if asked.now < issued + *after {
                    return None;
                }
                Effect::End(End::Refused(Status::Unauthorised, None))
            }
            Fault::Service(Service::Slow { delay, clock }) => Effect::Late(*delay, *clock),
            Fault::Network(network) => Effect::End(End::Broken(*network)),
            Fault::Meaning(meaning) => Effect::Lie(*meaning),
        })
    }
}

#[cfg(test)]
mod tests;
