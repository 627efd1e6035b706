//! Section 1.2: how a client gets a token.

use scenarios::time::Span;
use serde_json::json;

use super::{refused, unauthorised};
use crate::conform::ask::{Ask, Bearer};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, once};
use crate::conform::scene::Scene;

use Sure::Documented as D;

/// Section 1.2.
pub(super) const TOKENS: &[Case] = &[
    Case::form("1.2.token", D, &["1.2-1", "1.2-6"], "a client with id, secret and scope is given a token", |scene| {
        let answer = scene.peer.ask_token(&scene.peer.token_ask()?)?;
        answer.must_have_status(200)?;
        let token = Node::of(&answer).at("access_token");
        token.must(!token.text()?.is_empty(), || "a token".to_owned())?;
        once()
    }),
    Case::form("1.2.two-hours", D, &["1.2-7"], "`expires_in` is the number 7200", |scene| {
        let answer = scene.peer.ask_token(&scene.peer.token_ask()?)?;
        Node::of(&answer).at("expires_in").must_be(&json!(7200))?;
        once()
    }),
    Case::form("1.2.token-type", D, &["1.2-8"], "`token_type` is bearer, in whatever case", |scene| {
        let answer = scene.peer.ask_token(&scene.peer.token_ask()?)?;
        let kind = Node::of(&answer).at("token_type");
        kind.must(kind.text()?.eq_ignore_ascii_case("bearer"), || "bearer".to_owned())?;
        once()
    }),
    Case::form(
        "1.2.grant-type-missing",
        D,
        &["1.2-2", "1.2-9", "1.2-13"],
        "a token without `grant_type` is refused in the documented words",
        |scene| no_token(scene, "grant_type", None, "unsupported_grant_type", "Invalid grant_type"),
    ),
    Case::form(
        "1.2.grant-type-other",
        D,
        &["1.2-2", "1.2-9"],
        "another `grant_type` is refused in the documented words",
        |scene| no_token(scene, "grant_type", Some("password"), "unsupported_grant_type", "Invalid grant_type"),
    ),
    Case::form(
        "1.2.scope-missing",
        D,
        &["1.2-4", "1.2-10"],
        "a token without `scope` is refused in the documented words",
        |scene| no_token(scene, "scope", None, "invalid_scope", "You must specify a scope"),
    ),
    Case::form(
        "1.2.scope-invalid",
        D,
        &["1.2-4", "1.2-11"],
        "a scope that there is not is refused in the documented words",
        |scene| no_token(scene, "scope", Some("statistics"), "invalid_scope", "\"statistics\" is an invalid scope"),
    ),
    Case::form("1.2.two-scopes", D, &["1.2-5"], "a token is asked for one scope at a time", |scene| {
        let answer = scene.peer.ask_token(&scene.peer.token_ask()?.with("scope", Some("stats users:read")))?;
        refused(&answer)
    }),
    Case::form(
        "1.2.client-required",
        D,
        &["1.2-3"],
        "without `client_id` or `client_secret` there is no token",
        |scene| {
            for field in ["client_id", "client_secret"] {
                refused(&*scene.peer.ask_token(&scene.peer.token_ask()?.with(field, None))?)?;
            }
            once()
        },
    ),
    Case::form("1.2.opens-every-endpoint", D, &["3-1", "1.2-4"], "a token for `stats` opens every endpoint", |scene| {
        let given = scene.peer.ask_token(&scene.peer.token_ask()?)?;
        let token = Node::of(&given).at("access_token").text()?.to_owned();
        for collection in Collection::ALL {
            let ask = scene.of(collection).ask().bearer(Bearer::Token(token.clone()));
            scene.ask(&ask)?.must_have_status(200)?;
        }
        once()
    }),
    Case::journey(
        "1.2.expires",
        D,
        &["1.2-7", "7-5", "10-9"],
        "a token is good for two hours, and no longer",
        |worlds| {
            let world = worlds.make(MOVED)?;
            let scene = world.at(world.start)?;
            let given = scene.peer.ask_token(&scene.peer.token_ask()?)?;
            let token = Node::of(&given).at("access_token").text()?.to_owned();
            let ask = Ask::get(Collection::Status.path()).bearer(Bearer::Token(token));
            let scene = world.at(world.start + Span::from_secs(7200 - 60))?;
            scene.ask(&ask)?.must_have_status(200)?;
            let scene = world.at(world.start + Span::from_secs(7200 + 60))?;
            unauthorised(&*scene.ask(&ask)?)
        },
    ),
    Case::journey(
        "1.2.other-scopes",
        D,
        &["1.2-15", "1.5-5"],
        "a token for a neighbouring API opens nothing here",
        |worlds| {
            let world = worlds.make(MOVED)?;
            let scene = world.at(world.start)?;
            let given = scene.peer.ask_token(&scene.peer.token_ask()?.with("scope", Some("users:read")))?;
            let token = match given.status {
                200 => Node::of(&given).at("access_token").text()?.to_owned(),
                status => return Err(Objection::undecided(format!("the scope users:read is answered with {status}"))),
            };
            unauthorised(&*scene.ask(&Ask::get(Collection::Status.path()).bearer(Bearer::Token(token)))?)
        },
    ),
];

/// A scenario whose clock can be moved anywhere.
const MOVED: &str = "faq/transfer";

/// That whoever asks like this is told in these words why they get no token.
fn no_token(scene: &Scene, field: &'static str, value: Option<&str>, error: &str, description: &str) -> Checked {
    let answer = scene.peer.ask_token(&scene.peer.token_ask()?.with(field, value))?;
    answer.must_have_status(400)?;
    let body = Node::of(&answer);
    body.at("error").must_be(&json!(error))?;
    body.at("error_description").must_be(&json!(description))?;
    once()
}
