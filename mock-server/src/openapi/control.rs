//! The control API as it is described to people.

use scenarios::fault::ReadyMade;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::plain;
use crate::load::SEED;
use crate::wire::control::{Advanced, Clock, Faults, Health, Journal, World, Worlds, Wrong};
use crate::wire::truth::{About, QUESTIONS, Question};

/// The tag of its operations.
pub(super) const TAG: &str = "Control";

/// An operation as it is described.
struct Operation<'a> {
    path: &'a str,
    method: &'a str,
    id: &'a str,
    summary: &'a str,
    description: &'a str,
    /// The parameters of its query: names, meanings and schemas.
    query: fn() -> Vec<(&'static str, &'static str, Value)>,
    /// The media types of its body, and their schemas.
    body: fn() -> Option<Value>,
    /// The status of its answer, and what it tells.
    answer: (&'static str, Told),
    /// The refusals: statuses, and why.
    refusals: &'static [(&'static str, &'static str)],
}

/// What an answer tells.
#[derive(Clone, Copy)]
enum Told {
    /// JSON of that schema.
    Json(fn(&mut SchemaGenerator) -> Schema),
    /// A scenario.
    Toml,
    /// That it is done.
    Nothing,
}

const WORLD: &str = "/__control/worlds/{world}";
const NO_WORLD: (&str, &str) = ("404", "There is no such world.");

const OPERATIONS: [Operation<'_>; 15] = [
    Operation {
        path: "/__control/health",
        method: "get",
        id: "getHealth",
        summary: "Whether the server is there",
        description: "Answers whoever asks, whatever `--control-token` says.",
        query: Vec::new,
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Health>)),
        refusals: &[],
    },
    Operation {
        path: "/__control/worlds",
        method: "get",
        id: "listWorlds",
        summary: "Get all worlds",
        description: "The default world, and those that were made.",
        query: Vec::new,
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Worlds>)),
        refusals: &[],
    },
    Operation {
        path: "/__control/worlds",
        method: "post",
        id: "createWorld",
        summary: "Make a world",
        description: "Makes a world of the text of a scenario, of a scenario of the catalog that is named as \
                      `{\"catalog\": \"faq/transfer\"}`, of the config of a centre, which then works for ever, or of \
                      recorded answers. What begins with a brace, or comes as \
                      `application/json`, is JSON. Ids count upwards and are never given twice.",
        query: settings,
        body: story,
        answer: ("201", Told::Json(SchemaGenerator::subschema_for::<World>)),
        refusals: &[
            ("400", "A parameter or the body cannot be read."),
            ("404", "There is no such scenario in the catalog."),
            ("422", "The body tells no story."),
        ],
    },
    Operation {
        path: WORLD,
        method: "get",
        id: "getWorld",
        summary: "Get a world",
        description: "A world, what it tells of, and all that a client needs to ask it.",
        query: Vec::new,
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<World>)),
        refusals: &[NO_WORLD],
    },
    Operation {
        path: WORLD,
        method: "delete",
        id: "deleteWorld",
        summary: "Delete a world",
        description: "Deletes a world, and ends its tokens.",
        query: Vec::new,
        body: || None,
        answer: ("204", Told::Nothing),
        refusals: &[NO_WORLD, ("409", "It is the default world, which stays.")],
    },
    Operation {
        path: "/__control/worlds/{world}/scenario",
        method: "get",
        id: "getScenario",
        summary: "Get what happened in a world",
        description: "The scenario of a world, shifted if it was, as the text of a file: made again of what it means, so \
                      that comments and spellings may differ from what it was read from. Of a centre at work, all that \
                      came in on the days of the window, of which there are seven at most.",
        query: window,
        body: || None,
        answer: ("200", Told::Toml),
        refusals: &[
            ("400", "A parameter cannot be read, or the window is too long."),
            NO_WORLD,
            ("409", "The world was made of recorded answers."),
        ],
    },
    Operation {
        path: "/__control/worlds/{world}/scenario",
        method: "put",
        id: "setScenario",
        summary: "Have a world tell another story",
        description: "Replaces the story of a world by what could also make one. Its id, addresses and journal stay. So do \
                      its own client and the tokens that were given; who else may ask for some is what the new story \
                      says. Its clock goes on as if nothing had happened, wherever the new story lies, unless `at` or \
                      `clock` sets it. `settled` of the answer tells when all of the new story has been processed.",
        query: settings,
        body: story,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<World>)),
        refusals: &[
            ("400", "A parameter or the body cannot be read."),
            ("404", "There is no such world, or no such scenario in the catalog."),
            ("422", "The body tells no story."),
        ],
    },
    Operation {
        path: "/__control/worlds/{world}/clock",
        method: "get",
        id: "getClock",
        summary: "Get a world's clock",
        description: "What it shows, and how it goes.",
        query: Vec::new,
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Clock>)),
        refusals: &[NO_WORLD],
    },
    Operation {
        path: "/__control/worlds/{world}/clock",
        method: "put",
        id: "setClock",
        summary: "Set a world's clock",
        description: "Sets it to any instant, later or earlier, or to another pace; what is not sent stays.",
        query: Vec::new,
        body: || {
            let schema = json!({
                "type": "object",
                "properties": {
                    "now": { "type": "string", "format": "date-time", "description": "What it is to show." },
                    "clock": { "type": "string", "description": "`frozen`, `live`, or, 60 times as fast, `x60`." },
                },
            });
            Some(json!({ "application/json": { "schema": schema } }))
        },
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Clock>)),
        refusals: &[("400", "The body cannot be read."), NO_WORLD],
    },
    Operation {
        path: "/__control/worlds/{world}/clock/advance",
        method: "post",
        id: "advanceClock",
        summary: "Move a world's clock forwards",
        description: "Moves it by a span, to an instant, to the next instant at which any answer changes, or until \
                      something holds. Whoever asks after the answer has come is answered of the new instant.",
        query: Vec::new,
        body: || Some(json!({ "application/json": { "schema": { "oneOf": advances() } } })),
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Advanced>)),
        refusals: &[
            ("400", "The body cannot be read."),
            NO_WORLD,
            ("409", "It would go back, nothing changes any more, or what is waited for never holds."),
        ],
    },
    Operation {
        path: "/__control/worlds/{world}/journal",
        method: "get",
        id: "getJournal",
        summary: "Get what was asked of a world",
        description: "The last requests that fit into 1 MiB, in the order of their answers. Secrets are left out, and so \
                      are requests to the control API: they are the test's, and not the client's that it judges.",
        query: || {
            vec![
                ("after", "Only requests after the one of that number.", json!({ "type": "integer", "minimum": 0 })),
                (
                    "limit",
                    "The most requests that are told.",
                    json!({ "type": "integer", "minimum": 1, "maximum": 1000, "default": 1000 }),
                ),
                (
                    "real",
                    "Whether to tell of real time too, which differs from run to run.",
                    json!({ "type": "boolean", "default": false }),
                ),
            ]
        },
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Journal>)),
        refusals: &[("400", "A parameter cannot be read."), NO_WORLD],
    },
    Operation {
        path: "/__control/worlds/{world}/journal",
        method: "delete",
        id: "emptyJournal",
        summary: "Empty a world's journal",
        description: "Throws away what was written so far; numbers go on.",
        query: Vec::new,
        body: || None,
        answer: ("204", Told::Nothing),
        refusals: &[NO_WORLD],
    },
    Operation {
        path: "/__control/worlds/{world}/faults",
        method: "get",
        id: "getFaults",
        summary: "Get a world's plan of faults",
        description: "What goes wrong on purpose, and how often each rule has struck.",
        query: Vec::new,
        body: || None,
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Faults>)),
        refusals: &[NO_WORLD],
    },
    Operation {
        path: "/__control/worlds/{world}/faults",
        method: "put",
        id: "setFaults",
        summary: "Give a world a plan of faults",
        description: "Takes a plan as the text of a file, or the same as JSON; `{\"ready\": \"rate-limit\"}` is one that \
                      every server knows. It takes the place of the plan that the world has, begins now, and stays until \
                      it is replaced or ended, or until a story comes that tells its own. Answers that it alters name it \
                      in the header `insights-mock-fault`, and the journal names it with every request that it befell.",
        query: Vec::new,
        body: || {
            let plan = scenarios::format::faults_schema();
            Some(json!({
                "application/toml": { "schema": { "type": "string", "description": "A plan." } },
                "application/json": { "schema": plan },
            }))
        },
        answer: ("200", Told::Json(SchemaGenerator::subschema_for::<Faults>)),
        refusals: &[("400", "The body cannot be read."), NO_WORLD, ("422", "The body tells no plan.")],
    },
    Operation {
        path: "/__control/worlds/{world}/faults",
        method: "delete",
        id: "endFaults",
        summary: "End a world's plan of faults",
        description: "Nothing goes wrong any more, not for clients either whose ids name a plan, until they ask again.",
        query: Vec::new,
        body: || None,
        answer: ("204", Told::Nothing),
        refusals: &[NO_WORLD],
    },
];

/// Adds the operations of the control API.
pub(super) fn add(paths: &mut Map<String, Value>, schemas: &mut SchemaGenerator) {
    for operation in &OPERATIONS {
        let path = paths.entry(operation.path).or_insert_with(|| shared(operation.path));
        path[operation.method] = described(operation, schemas);
    }
    for question in &QUESTIONS {
        let path = format!("{WORLD}/truth/{}", question.name);
        let mut item = shared(&path);
        item["get"] = asked(question, &path, schemas);
        paths.insert(path, item);
    }
}

/// What all operations on a path share. They are at the server's own address, not at that of a world.
fn shared(path: &str) -> Value {
    let mut item = json!({ "servers": [{ "url": "/", "description": "This server." }] });
    if path.contains("{world}") {
        item["parameters"] = json!([{
            "name": "world",
            "in": "path",
            "description": "The world's id.",
            "required": true,
            "schema": { "type": "string" },
        }]);
    }
    item
}

/// A question to truth.
fn asked(question: &Question, path: &str, schemas: &mut SchemaGenerator) -> Value {
    let words = question.name.split('-').flat_map(|word| {
        let (first, rest) = word.split_at(1);
        [first.to_uppercase(), rest.to_owned()]
    });
    let operation = Operation {
        path,
        method: "get",
        id: &format!("getTrue{}", words.collect::<String>()),
        summary: &format!("Get {}", question.asks),
        description: "Answered from what happened, not from what was recorded of it.",
        query: match question.about {
            About::Happenings => window,
            About::Amounts => amounts,
            About::Standings => instant,
        },
        body: || None,
        answer: ("200", Told::Json(question.schema)),
        refusals: &[
            ("400", "A parameter cannot be read."),
            NO_WORLD,
            ("409", "The world was made of recorded answers."),
        ],
    };
    described(&operation, schemas)
}

fn described(operation: &Operation<'_>, schemas: &mut SchemaGenerator) -> Value {
    let (status, told) = operation.answer;
    let mut responses = Map::new();
    let mut answer = json!({ "description": "Done." });
    match told {
        Told::Json(schema) => answer["content"] = json!({ "application/json": { "schema": schema(schemas) } }),
        Told::Toml => answer["content"] = json!({ "application/toml": { "schema": { "type": "string" } } }),
        Told::Nothing => {}
    }
    responses.insert(status.to_owned(), answer);
    for (status, why) in operation.refusals {
        let mut refusal = plain(why, schemas);
        if *status == "422" {
            refusal["content"]["application/json"]["schema"] = schemas.subschema_for::<Wrong<'_>>().to_value();
        }
        responses.insert((*status).to_owned(), refusal);
    }
    let is_open = operation.id == "getHealth";
    if !is_open {
        responses.insert("401".to_owned(), plain("The control token is missing or wrong.", schemas));
    }
    let query = (operation.query)().into_iter().map(|(name, description, schema)| {
        json!({ "name": name, "in": "query", "description": description, "required": false, "schema": schema })
    });
    let mut described = json!({
        "operationId": operation.id,
        "tags": [TAG],
        "summary": operation.summary,
        "description": operation.description,
        "security": if is_open { json!([]) } else { json!([{}, { "controlToken": [] }]) },
        "parameters": query.collect::<Vec<_>>(),
        "responses": responses,
    });
    if let Some(content) = (operation.body)() {
        described["requestBody"] =
            json!({ "description": "What is to be done.", "required": true, "content": content });
    }
    described
}

fn settings() -> Vec<(&'static str, &'static str, Value)> {
    let text = || json!({ "type": "string" });
    vec![
        ("at", "What the clock shows first.", json!({ "type": "string", "format": "date-time" })),
        ("clock", "How the clock goes: `frozen`, `live`, or, 60 times as fast, `x60`.", text()),
        ("rebase", "To when the story is shifted: an instant, or `now`.", text()),
        (
            "faults",
            "The name of a ready-made plan of faults, or `none` for none. Default: what the scenario says.",
            json!({ "type": "string", "enum": ReadyMade::ALL.map(ReadyMade::name).into_iter().chain(["none"]).collect::<Vec<_>>() }),
        ),
        (
            "seed",
            "Of a centre at work: what everything depends on that happens by chance.",
            json!({ "type": "integer", "minimum": 0, "default": SEED }),
        ),
        ("shape", "The fields that are served.", json!({ "type": "string", "enum": ["current", "2020"] })),
        (
            "largestPage",
            "The most items that a page has, whatever `limit` is sent: to see whether a client reads all pages.",
            json!({ "type": "integer", "minimum": 1 }),
        ),
    ]
}

/// What a world can be made of.
fn story() -> Option<Value> {
    let catalog = json!({
        "type": "object",
        "required": ["catalog"],
        "properties": { "catalog": { "type": "string", "description": "The name of a scenario." } },
    });
    let recorded = json!({ "description": "Recorded answers.", "type": ["object", "array"], "items": {} });
    Some(json!({
        "application/toml": { "schema": { "type": "string", "description": "A scenario, or the config of a centre." } },
        "application/json": { "schema": { "anyOf": [catalog, recorded] } },
    }))
}

fn window() -> Vec<(&'static str, &'static str, Value)> {
    let date_time = || json!({ "type": "string", "format": "date-time" });
    vec![
        (
            "start",
            "The beginning of the window. Default: that of the scenario; of a centre at work, the last midnight before \
             the window's end.",
            date_time(),
        ),
        ("end", "The end of the window, which does not belong to it. Default: now, included.", date_time()),
    ]
}

fn amounts() -> Vec<(&'static str, &'static str, Value)> {
    let date_time = || json!({ "type": "string", "format": "date-time" });
    vec![
        (
            "start",
            "Of a centre at work, and of no other world: what began from then on. Default: the last midnight before the \
             end.",
            date_time(),
        ),
        ("end", "Until when. Default: now.", date_time()),
    ]
}

fn instant() -> Vec<(&'static str, &'static str, Value)> {
    vec![("end", "As of when it is asked. Default: now.", json!({ "type": "string", "format": "date-time" }))]
}

fn advances() -> Value {
    let one = |name: &str, schema: Value| json!({ "type": "object", "required": [name], "additionalProperties": false, "properties": { name: schema } });
    let completed = json!({
        "type": "object",
        "required": ["interaction", "status"],
        "properties": {
            "interaction": { "type": "string", "format": "uuid" },
            "status": { "type": "string", "enum": ["Ongoing", "Completed", "InternalError"] },
        },
    });
    json!([
        one("by", json!({ "type": "string", "description": "A span such as `15s` or `1h 30m`." })),
        one("to", json!({ "type": "string", "format": "date-time" })),
        one("toNextChange", json!({ "type": "boolean", "const": true })),
        one("until", json!({ "oneOf": [completed, one("settled", json!({ "type": "boolean", "const": true }))] })),
    ])
}
