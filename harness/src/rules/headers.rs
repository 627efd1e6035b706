//! The form of a request: where it goes, and what it says of itself in its headers.

use scenarios::problem::nearest;

use super::asked::{Asked, PATHS, Target};
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static KNOWN_ENDPOINT: Rule = Rule {
    id: "known-endpoint",
    severity: Severity::Error,
    documentation: "all endpoints stand below /stats, and there are eleven of them",
    source: "sections 1.1 and 3",
    hint: "compare the path with the list of endpoints",
};

pub(super) static GET_ONLY: Rule = Rule {
    id: "get-only",
    severity: Severity::Error,
    documentation: "the Stats API is asked with GET, and a request has no body; tokens are asked for with POST",
    source: "sections 1.1 and 1.2",
    hint: "send the parameters in the query",
};

pub(super) static VERSION_HEADER: Rule = Rule {
    id: "version-header",
    severity: Severity::Error,
    documentation: "every request has to name a version, 2 or 3, as in Accept: application/vnd.newvoicemedia.v3+json",
    source: "sections 1.3 to 1.5",
    hint: "send the header Accept with every request, the one for the second page included",
};

pub(super) static BEARER_TOKEN: Rule = Rule {
    id: "bearer-token",
    severity: Severity::Error,
    documentation: "every request has to carry the token in the header Authorization, as Bearer followed by the token",
    source: "section 1.3",
    hint: "send Authorization: Bearer and the token with every request",
};

pub(super) static SECRETS_IN_URL: Rule = Rule {
    id: "secrets-in-url",
    severity: Severity::Error,
    documentation: "a token goes into a header, and a client's secret into the body of the token request: what stands in \
                    an address ends up in logs",
    source: "sections 1.2 and 1.3",
    hint: "move it out of the query",
};

#[derive(Debug, Default)]
pub(super) struct Headers;

impl Family for Headers {
    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        let exchange = asked.exchange;
        let shown = || vec![asked.line()];
        // What stands in the place of the value is the journal's doing.
        let secret = asked.parameters.iter().find(|(name, _)| is_secret(name));
        if let Some((name, _)) = secret {
            breaches.add(&SECRETS_IN_URL, format!("the query has a parameter {name:?}"), shown());
        }
        let expected = match asked.target {
            Target::Nowhere => {
                let near = nearest(exchange.endpoint(), PATHS.map(|(path, _)| path));
                let near = near.map(|near| format!("; perhaps {near} is meant")).unwrap_or_default();
                breaches.add(&KNOWN_ENDPOINT, format!("there is no endpoint {}{near}", exchange.endpoint()), shown());
                return;
            }
            Target::Token => ["POST", "POST"],
            Target::Endpoint(_) => ["GET", "HEAD"],
        };
        if !expected.contains(&&*exchange.method) && exchange.method != "OPTIONS" {
            let sentence =
                format!("{} is asked with {} instead of {}", exchange.endpoint(), exchange.method, expected[0]);
            breaches.add(&GET_ONLY, sentence, shown());
        }
        if asked.target == Target::Token {
            return;
        }
        match version(exchange.header("accept").unwrap_or_default()) {
            Some("2" | "3") => {}
            Some(other) => breaches.add(&VERSION_HEADER, format!("version {other} is asked for"), shown()),
            None => breaches.add(&VERSION_HEADER, "no version is asked for".to_owned(), shown()),
        }
        let scheme = exchange.header("authorization").map(|value| value.split_once(' ').map(|(scheme, _)| scheme));
        match scheme {
            Some(Some(scheme)) if scheme.eq_ignore_ascii_case("bearer") => {}
            Some(Some(scheme)) => {
                breaches.add(&BEARER_TOKEN, format!("the header Authorization says {scheme:?}, not Bearer"), shown());
            }
            Some(None) => breaches.add(&BEARER_TOKEN, "the header Authorization names no scheme".to_owned(), shown()),
            None => breaches.add(&BEARER_TOKEN, "there is no header Authorization".to_owned(), shown()),
        }
    }
}

/// The number in `application/vnd.newvoicemedia.v3+json`.
fn version(accept: &str) -> Option<&str> {
    let number = accept.split("application/vnd.newvoicemedia.v").nth(1)?.split(['+', ',', ';', ' ']).next()?;
    Some(number).filter(|number| !number.is_empty())
}

fn is_secret(name: &str) -> bool {
    let plain: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    ["accesstoken", "clientsecret", "token", "secret", "password"].contains(&&*plain)
}
