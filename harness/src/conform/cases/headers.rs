//! Sections 1.1, 1.3, 1.4 and 1.5: what requests and answers carry, and in which version.

use serde_json::{Value, json};

use super::walk;
use super::{refused, unauthorised};
use crate::conform::ask::{Ask, Bearer, Body, V2, V3};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Tally, once};
use crate::conform::scene::{Rows, Scene};

use Sure::{Client as C, Documented as D, Example as E};

/// Section 1.1.
pub(super) const HOSTS: &[Case] = &[
    Case::form("1.1.json", D, &["1.1-8"], "all answers are JSON, refusals too", |scene| {
        let mut seen = Tally::of("an answer");
        for ask in Collection::ALL.map(|collection| scene.of(collection).ask()).iter().chain([
            &Ask::get(Collection::Status.path()).accept(None),
            &Ask::get(Collection::Status.path()).bearer(Bearer::Forged),
            &Ask::get(Collection::Interactions.path()),
        ]) {
            let answer = scene.ask(ask)?;
            let kind = answer.header("content-type").unwrap_or_default();
            let is_json = kind.split(';').next().is_some_and(|kind| {
                let kind = kind.trim().to_ascii_lowercase();
                kind == "application/json" || kind.ends_with("+json")
            });
            // A refusal may carry nothing.
            let is_empty = matches!(&answer.body, Body::Text(text) if text.is_empty()) && answer.status != 200;
            if !is_empty {
                if !is_json {
                    return Err(answer.fails("content-type", "a type of JSON"));
                }
                Node::of(&answer).fields()?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    Case::form("1.1.cache-control", D, &["1.1-9"], "answers may be kept for five seconds, privately", |scene| {
        let mut seen = Tally::of("an answer");
        for collection in Collection::ALL {
            let answer = scene.page(&scene.of(collection))?;
            let parts = |text: &str| -> Vec<String> {
                let mut parts: Vec<String> = text.split(',').map(|part| part.trim().to_ascii_lowercase()).collect();
                parts.sort();
                parts
            };
            const DOCUMENTED: &str = "max-age=5, must-revalidate, private";
            if parts(answer.header("cache-control").unwrap_or_default()) != parts(DOCUMENTED) {
                return Err(answer.fails("cache-control", DOCUMENTED));
            }
            seen.saw();
        }
        Ok(seen)
    }),
    Case::form("1.1.prefix", C, &["1.1-6", "1.1-10"], "a path without `/stats` is none of the API's", |scene| {
        let answer = scene.ask(&Ask::get("/wfm/agent-states?start=2024-03-05&end=2024-03-06"))?;
        refused(&answer)
    }),
];

/// Section 1.3.
pub(super) const HEADERS: &[Case] = &[
    Case::form("1.3.token-required", D, &["1.3-3", "1.5-4"], "nothing is told without a token", |scene| {
        for collection in Collection::ALL {
            unauthorised(&*scene.ask(&scene.of(collection).ask().bearer(Bearer::None))?)?;
        }
        once()
    }),
    Case::form(
        "1.3.token-checked",
        D,
        &["1.3-3", "1.5-4", "7-5"],
        "nothing is told for a token that nobody gave",
        |scene| {
            for collection in Collection::ALL {
                unauthorised(&*scene.ask(&scene.of(collection).ask().bearer(Bearer::Forged))?)?;
            }
            once()
        },
    ),
    Case::form("1.3.bearer-in-any-case", C, &["1.3-4"], "`bearer` may be spelt in lower case", |scene| {
        for word in ["bearer", "Bearer"] {
            scene.ask(&Ask::get(Collection::Status.path()).bearer(Bearer::Spelt(word)))?.must_have_status(200)?;
        }
        once()
    }),
    Case::form("1.3.integrations", C, &["1.3-5", "1.3-6"], "integrations may send headers with their names", |scene| {
        for header in ["x-external-id", "x-nvm-application"] {
            let ask = Ask::get(Collection::Status.path()).header(header, "insights-harness");
            scene.ask(&ask)?.must_have_status(200)?;
        }
        once()
    }),
];

/// Section 1.4.
pub(super) const VERSIONS: &[Case] = &[
    Case::form("1.4.version-3", D, &["1.4-1", "1.3-1", "1.3-2"], "every endpoint answers in version 3", |scene| {
        in_version(scene, V3)
    }),
    Case::form("1.4.version-2", D, &["1.4-1", "1.3-1"], "every endpoint answers in version 2", |scene| {
        in_version(scene, V2)
    }),
    Case::new(
        "1.4.version-2-fields",
        E,
        &["1.4-4"],
        "activities of version 2 have no `eligibleForRouting`, `status` and `channel`",
        |scene| {
            let mut seen = Tally::of("an agent activity");
            let rows = scene.rows(&scene.of(Collection::Activities).in_version_2())?;
            for activity in rows.iter() {
                for field in ["eligibleForRouting", "status", "channel"] {
                    let node = activity.at(field);
                    node.must(node.is_missing(), || format!("no {field}"))?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "1.4.version-2-interaction",
        E,
        &["1.4-5"],
        "activities of version 2 tell an interaction's `type`, not its `medium`",
        |scene| {
            let mut seen = Tally::of("an agent activity of the type Interaction");
            let rows = scene.rows(&scene.of(Collection::Activities).in_version_2())?;
            for activity in rows.iter().filter(|activity| activity.at("type").is("Interaction")) {
                let on = activity.at("interaction");
                for field in ["guid", "type", "direction"] {
                    on.at(field).text()?;
                }
                on.must(on.at("medium").is_missing(), || "no medium".to_owned())?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new(
        "1.4.version-2-failure",
        E,
        &["1.4-6", "9-3"],
        "what is Failed in version 3 is Failure in version 2",
        |scene| {
            let mut seen = Tally::of("a failed activity");
            let (newer, older) = (scene.of(Collection::Activities), scene.of(Collection::Activities).in_version_2());
            let failed = |rows: &Rows, word: &str| -> Vec<Value> {
                let failed = rows.iter().filter(|activity| activity.at("category").is(word));
                failed.map(|activity| json!([activity.at("agentId").json(), activity.at("start").json()])).collect()
            };
            let (newer, older) = (scene.rows(&newer)?, scene.rows(&older)?);
            let expected = failed(&newer, "Failed");
            if !expected.is_empty() {
                let found = failed(&older, "Failure");
                older.first().must(found == expected, || format!("Failure of {}", Value::from(expected.clone())))?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
];

fn in_version(scene: &Scene, version: &'static str) -> Checked {
    for collection in Collection::ALL {
        scene.ask(&scene.of(collection).ask().accept(version))?.must_have_status(200)?;
    }
    let mut interaction = None;
    walk::items(scene, Collection::Interactions, &mut |item| {
        interaction = interaction.take().or(Some(item.at("guid").text()?.to_owned()));
        Ok(())
    })?;
    if let Some(guid) = interaction {
        scene.ask(&Ask::get(format!("/stats/interactions/{guid}")).accept(version))?.must_have_status(200)?;
    }
    once()
}

/// Section 1.5.
pub(super) const REFUSALS: &[Case] = &[
    Case::form(
        "1.5.no-version",
        D,
        &["1.5-1"],
        "no version is answered with 400 and \"Invalid Accept header!\"",
        |scene| version_refused(scene, None, "Invalid Accept header!"),
    ),
    Case::form(
        "1.5.other-version",
        D,
        &["1.5-2", "1.4-1", "1.4-2"],
        "a version that there is not is answered with 400 and the valid ones",
        |scene| {
            for version in ["application/vnd.newvoicemedia.v4+json", "application/vnd.newvoicemedia.v9+json"] {
                version_refused(scene, Some(version), "Invalid api-version! Valid values: 2,3")?;
            }
            once()
        },
    ),
    Case::form(
        "1.5.version-body",
        D,
        &["1.5-1", "1.5-2", "8-9", "9-7"],
        "a version error has `statusCode`, `error` and `message`",
        |scene| {
            for version in [None, Some("application/vnd.newvoicemedia.v9+json")] {
                let answer = scene.ask(&Ask::get(Collection::Status.path()).accept(version))?;
                let body = Node::of(&answer);
                body.at("statusCode").must_be(&json!(400))?;
                body.at("error").must_be(&json!("Bad Request"))?;
                body.at("message").text()?;
            }
            once()
        },
    ),
];

fn version_refused(scene: &Scene, version: Option<&'static str>, message: &str) -> Checked {
    for collection in Collection::ALL {
        let answer = scene.ask(&scene.of(collection).ask().accept(version))?;
        answer.must_have_status(400)?;
        Node::of(&answer).at("message").must_be(&json!(message))?;
    }
    once()
}
