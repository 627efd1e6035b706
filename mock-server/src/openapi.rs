//! The server's OpenAPI document, made of what serves: the routes, the parameters, and the types of the answers.

mod control;
mod examples;
mod operations;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use tokio::sync::OnceCell;

use crate::request::parameter::Parameter;
use crate::router::STATS;
use crate::token::{SCOPES, STATS as SCOPE};
use crate::wire::refusal::{HeaderRefusal, Message, TokenRefusal};
use crate::wire::token::Token;
use examples::Examples;
use operations::{Operation, operation};

/// The OpenAPI 3.1 document. Its examples are real answers, to questions about a small scenario.
pub async fn document() -> Value {
    static DOCUMENT: OnceCell<Value> = OnceCell::const_new();
    DOCUMENT.get_or_init(assembled).await.clone()
}

async fn assembled() -> Value {
    let examples = Examples::new();
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = SchemaGenerator::new(settings);
    let mut paths = Map::new();
    paths.insert("/Auth/connect/token".to_owned(), json!({ "post": token(&mut schemas, &examples).await }));
    for (endpoint, path, _) in STATS {
        let described = question(path, &operation(endpoint), &mut schemas, &examples).await;
        paths.insert(path.to_owned(), json!({ "get": described }));
    }
    control::add(&mut paths, &mut schemas);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Mock of the Vonage Contact Center Insights Stats API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "contact": { "name": "The authors of insights-mock" },
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [
            { "url": "/", "description": "This server." },
            {
                "url": "http://127.0.0.1:8080/worlds/{world}",
                "description": "A world of a server at its default address.",
                "variables": { "world": { "default": "default", "description": "The world's id." } },
            },
        ],
        "tags": tags(),
        "security": [{ "clientCredentials": [SCOPE] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "clientCredentials": security(), "controlToken": control_security() },
            "parameters": parameters(),
            "responses": refusals(&mut schemas, &examples).await,
            "schemas": schemas.take_definitions(true),
        },
    })
}

const ABOUT: &str = "A server that answers as the Insights Stats API does, from a scenario or from recorded answers.

Every request needs a token, and the header `Accept: application/vnd.newvoicemedia.v3+json`. Version 2 is served too: \
there, agent activities lack `eligibleForRouting`, `status` and `channel`, their `interaction` has `guid`, `type` and \
`direction`, and `Failed` is spelt `Failure`; this document describes version 3.

All date-times are UTC, all durations and offsets are milliseconds. What is null goes on, or does not apply.

What is marked `x-provisional` is not publicly documented: its shape is this server's choice, and the real one may \
differ.";

fn tags() -> Value {
    json!([
        { "name": "Authentication", "description": "Tokens." },
        { "name": "Interactions", "description": "Calls, emails, chats: with their channels and what happened on them." },
        { "name": "Agents", "description": "What agents are at, and what they did." },
        { "name": "Queues", "description": "How long interactions waited, and why they left." },
        { "name": "Workforce management", "description": "What workforce management systems import." },
        { "name": control::TAG, "description": "Worlds, their clocks and journals: this server's own, no part of the API." },
    ])
}

fn security() -> Value {
    let scopes: Map<String, Value> =
        SCOPES.iter().map(|scope| ((*scope).to_owned(), about_scope(scope).into())).collect();
    json!({
        "type": "oauth2",
        "description": "A token is good for two hours, and for one scope; this API needs `stats`.",
        "flows": { "clientCredentials": { "tokenUrl": "/Auth/connect/token", "scopes": scopes } },
    })
}

fn control_security() -> Value {
    json!({
        "type": "http",
        "scheme": "bearer",
        "description": "The `--control-token` of the server, if it has one.",
    })
}

fn about_scope(scope: &str) -> &'static str {
    if scope == SCOPE { "View Insights stats." } else { "Another API's; of no use here." }
}

/// The parameters of all endpoints, by the keys under which operations refer to them.
fn parameters() -> Map<String, Value> {
    let all = STATS.iter().flat_map(|(endpoint, ..)| operation(*endpoint).parameters);
    all.map(|(key, parameter)| (key.to_owned(), described(parameter))).collect()
}

fn described(parameter: &dyn Parameter) -> Value {
    json!({
        "name": parameter.name(),
        "in": "query",
        "description": parameter.description(),
        "required": parameter.required(),
        "schema": parameter.schema(),
    })
}

async fn question(path: &str, operation: &Operation, schemas: &mut SchemaGenerator, examples: &Examples) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    if path.contains("{guid}") {
        parameters.push(json!({
            "name": "guid",
            "in": "path",
            "description": "The interaction's GUID, in either case.",
            "required": true,
            "schema": { "type": "string", "format": "uuid" },
        }));
    }
    let keys = operation.parameters.iter().map(|(key, _)| json!({ "$ref": format!("#/components/parameters/{key}") }));
    parameters.extend(keys);
    let mut responses = json!({
        "200": {
            "description": "What was asked for.",
            "headers": {
                "Cache-Control": {
                    "description": "`max-age=5, must-revalidate, private`",
                    "schema": { "type": "string" },
                },
            },
            // The first is what generated clients ask for in `Accept`, which names the version; the second is what is sent.
            "content": {
                "application/vnd.newvoicemedia.v3+json": { "schema": (operation.schema)(schemas) },
                "application/json": {
                    "schema": (operation.schema)(schemas),
                    "examples": { "answer": { "value": examples.answer(operation.example).await } },
                },
            },
        },
        "400": reference("BadRequest"),
        "401": reference("Unauthorised"),
        "403": reference("OtherScope"),
        "500": reference("Fault"),
    });
    if path.contains("{guid}") {
        responses["404"] = reference("UnknownInteraction");
    }
    let mut described = json!({
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "parameters": parameters,
        "responses": responses,
    });
    if operation.is_provisional {
        described["x-provisional"] = true.into();
    }
    described
}

fn reference(response: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{response}") })
}

async fn token(schemas: &mut SchemaGenerator, examples: &Examples) -> Value {
    json!({
        "operationId": "createToken",
        "tags": ["Authentication"],
        "summary": "Get a token",
        "description": "Gives a token for one scope. Unless the scenario lists clients, any id with any secret gets one. \
                        The path is also known as `/auth/connect/token`.",
        "security": [],
        "requestBody": {
            "description": "What is asked for.",
            "required": true,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["grant_type", "scope", "client_id", "client_secret"],
                        "properties": {
                            "grant_type": { "type": "string", "const": "client_credentials" },
                            "scope": { "type": "string", "enum": SCOPES, "description": "Exactly one." },
                            "client_id": { "type": "string" },
                            "client_secret": { "type": "string", "format": "password" },
                        },
                    },
                },
            },
        },
        "responses": {
            "200": {
                "description": "A token.",
                "content": {
                    "application/json": {
                        "schema": schemas.subschema_for::<Token<'_>>(),
                        "examples": { "answer": { "value": examples.token("stats").await } },
                    },
                },
            },
            "400": {
                "description": "No token is given: `unsupported_grant_type`, `invalid_scope`, or `invalid_client`.",
                "content": {
                    "application/json": {
                        "schema": schemas.subschema_for::<TokenRefusal<'_>>(),
                        "examples": {
                            "no-scope": { "value": examples.token("").await },
                            "invalid-scope": { "value": examples.token("statistics").await },
                        },
                    },
                },
            },
            "408": plain("The body took too long to arrive.", schemas),
            "413": plain("The body is too large.", schemas),
            "500": reference("Fault"),
        },
    })
}

fn plain(description: &str, schemas: &mut SchemaGenerator) -> Value {
    let schema = schemas.subschema_for::<Message<'_>>();
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

/// The answers that all endpoints may give instead of what was asked for.
async fn refusals(schemas: &mut SchemaGenerator, examples: &Examples) -> Value {
    let message = schemas.subschema_for::<Message<'_>>();
    let header = schemas.subschema_for::<HeaderRefusal<'_>>();
    let shown = |description: &str, example: Value| {
        json!({
            "description": description,
            "content": { "application/json": { "schema": message, "examples": { "answer": { "value": example } } } },
        })
    };
    json!({
        "BadRequest": {
            "description": "No version in `Accept` or one that does not exist, a parameter that is missing or malformed, \
                            or a window of more than 31 days where that is the limit.",
            "content": {
                "application/json": {
                    "schema": { "anyOf": [header, message] },
                    "examples": {
                        "no-version": { "value": examples.without_version().await },
                        "no-start": { "value": examples.answer("/stats/interactions").await },
                        "window-too-long": {
                            "value": examples.answer("/stats/interactions?start=2024-01-01&end=2024-03-01").await,
                        },
                    },
                },
            },
        },
        "Unauthorised": shown("There is no token, or it is wrong or has expired.", examples.without_token().await),
        "OtherScope": shown("The token is for another scope.", examples.with_other_scope().await),
        "UnknownInteraction": shown(
            "There is no such interaction.",
            examples.answer("/stats/interactions/018e0e2a-0000-4000-8000-000000000000").await,
        ),
        "Fault": plain("The fault is the server's.", schemas),
    })
}
