//! Tokens: asked for rightly and rarely, and replaced when they have expired.

use std::collections::VecDeque;

use scenarios::time::{Instant, Span};

use super::asked::{Asked, Target};
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static TOKEN_REQUEST: Rule = Rule {
    id: "token-request",
    severity: Severity::Error,
    documentation: "a token request is a form with grant_type=client_credentials, client_id, client_secret and exactly \
                    one scope, for this API stats",
    source: "section 1.2",
    hint: "the answer's error and error_description say which of them is wrong",
};

pub(super) static SCOPE: Rule = Rule {
    id: "token-scope",
    severity: Severity::Error,
    documentation: "credentials may own several scopes, but a token is asked for one; this API takes tokens of the scope \
                    stats",
    source: "section 1.2",
    hint: "ask for the token with scope=stats",
};

pub(super) static TOKEN_REUSE: Rule = Rule {
    id: "token-reuse",
    severity: Severity::Error,
    documentation: "a token is good for two hours, and a token request counts as much towards the fair-use limit as any \
                    other",
    source: "sections 1.2 and 7",
    hint: "keep the token, and ask for another one only when it is about to expire or has been refused",
};

pub(super) static REFUSED_TOKEN: Rule = Rule {
    id: "refused-token",
    severity: Severity::Error,
    documentation: "a token that was refused stays refused: renewing it and trying once more is what known clients do",
    source: "section 10",
    hint: "on 401 ask for one new token, repeat the request once, and give up if it is refused again",
};

pub(super) static TOKEN_RENEWAL: Rule = Rule {
    id: "token-renewal",
    severity: Severity::Error,
    documentation: "tokens expire two hours after they were given",
    source: "section 1.2",
    hint: "remember when the token expires, or renew it when it is refused, and repeat the request",
};

const LIFETIME: Span = Span::from_secs(7200);

/// How many of the last tokens are known.
const KNOWN: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// The last ones that were given or used.
    known: VecDeque<Token>,
    /// How many requests in a row were refused for their token.
    refusals: u32,
    /// The request that met an expired token, if the run has not asked for another one since.
    expired: Option<String>,
}

#[derive(Debug)]
struct Token {
    number: u32,
    /// When it was given; `None` if somebody else got it.
    given: Option<Instant>,
    in_this_run: bool,
    was_good: bool,
    /// The request that was refused with it.
    refused: Option<String>,
    asked_for: String,
}

impl Tokens {
    fn token(&mut self, number: u32, asked: &Asked<'_>) -> &mut Token {
        let known = self.known.iter().position(|token| token.number == number);
        let token = known.and_then(|position| self.known.remove(position)).unwrap_or_else(|| Token {
            number,
            given: None,
            in_this_run: false,
            was_good: false,
            refused: None,
            asked_for: asked.line(),
        });
        self.known.push_front(token);
        self.known.truncate(KNOWN);
        &mut self.known[0]
    }

    fn given(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let now = asked.exchange.at;
        let still_good = |token: &&Token| {
            token.in_this_run
                && token.refused.is_none()
                && token.given.is_some_and(|given| now < given + LIFETIME - MARGIN)
        };
        if let Some(good) = self.known.iter().find(still_good) {
            let sentence = "a token is asked for while the last one is still good".to_owned();
            breaches.add(&TOKEN_REUSE, sentence, vec![good.asked_for.clone(), asked.line()]);
        }
        self.expired = None;
        let Some(number) = asked.exchange.token else { return };
        let token = self.token(number, asked);
        // The same client gets the same token at the same instant: it is the asking that counts.
        *token = Token {
            given: Some(now),
            in_this_run: true,
            was_good: false,
            refused: None,
            asked_for: asked.line(),
            number: token.number,
        };
    }
}

/// How long before it expires a token may be renewed.
const MARGIN: Span = Span::from_secs(600);

impl Family for Tokens {
    fn run_begins(&mut self) {
        self.known.iter_mut().for_each(|token| token.in_this_run = false);
        self.refusals = 0;
        self.expired = None;
    }

    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let status = asked.exchange.status;
        match asked.target {
            Target::Nowhere => {}
            Target::Token if asked.is_answered() => self.given(asked, breaches),
            Target::Token => {
                self.expired = None;
                if matches!(status, 400 | 401 | 403) {
                    breaches.add(&TOKEN_REQUEST, "a token request is refused".to_owned(), vec![asked.line()]);
                }
            }
            Target::Endpoint(_) => {
                if status == 403 {
                    breaches.add(&SCOPE, "the token is for another scope".to_owned(), vec![asked.line()]);
                }
                self.refusals = if status == 401 { self.refusals + 1 } else { 0 };
                if self.refusals == 3 {
                    let sentence = "a third request in a row is refused for its token".to_owned();
                    breaches.add(&REFUSED_TOKEN, sentence, vec![asked.line()]);
                }
                let Some(number) = asked.exchange.token else { return };
                let played = asked.exchange.fault.is_some();
                let token = self.token(number, asked);
                if status != 401 {
                    token.was_good |= asked.is_answered();
                    return;
                }
                let line = asked.line();
                if let Some(refused) = token.refused.replace(line.clone()) {
                    let sentence = "a token that was refused is sent again".to_owned();
                    breaches.add(&REFUSED_TOKEN, sentence, vec![refused, line.clone()]);
                }
                if token.was_good || token.given.is_some() || played {
                    self.expired = Some(line);
                }
            }
        }
    }

    fn run_ends(&mut self, breaches: &mut Breaches) {
        if let Some(line) = self.expired.take() {
            let sentence = "a token that had been good was refused, and no other one was asked for".to_owned();
            breaches.add(&TOKEN_RENEWAL, sentence, vec![line]);
        }
    }
}
