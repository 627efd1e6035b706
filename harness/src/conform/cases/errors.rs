//! Section 7: what is said of requests that cannot be answered.

use super::{bad_request, refused};
use crate::conform::ask::Ask;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::once;

use Sure::Documented as D;

/// Section 7.
pub(super) const ERRORS: &[Case] = &[
    Case::form("7.date", D, &["7-3"], "a date-time in a wrong format is answered with 400 and a `message`", |scene| {
        for collection in Collection::WINDOWED {
            for wrong in ["yesterday", "05/03/2024", "2024-13-45"] {
                let answer = scene.ask(&scene.of(collection).with("start", wrong).without("end").ask())?;
                bad_request(&answer)?;
            }
        }
        once()
    }),
    Case::form(
        "7.number",
        D,
        &["7-4", "2.2-6"],
        "a number outside its limits is answered with 400 and a `message`",
        |scene| {
            for collection in Collection::ALL {
                for (name, wrong) in [("limit", "-1"), ("page", "-1"), ("page", "0")] {
                    bad_request(&*scene.ask(&scene.of(collection).with(name, wrong).ask())?)?;
                }
            }
            once()
        },
    ),
    Case::form("7.message", D, &["7-10"], "a refusal is an object with a `message`", |scene| {
        for ask in [
            scene.of(Collection::Interactions).without("start").without("end").ask(),
            scene.of(Collection::QueueTimes).with("limit", "-1").ask(),
            Ask::get(Collection::Status.path()).accept(None),
        ] {
            let answer = scene.ask(&ask)?;
            if answer.status < 400 {
                return Err(answer.fails("status", "a refusal"));
            }
            Node::of(&answer).at("message").text()?;
        }
        once()
    }),
    Case::form("7.unknown-interaction", D, &["3.1-10"], "an interaction that there is not is not told", |scene| {
        refused(&*scene.ask(&Ask::get("/stats/interactions/00000000-0000-4000-8000-000000000000"))?)
    }),
];
