//! The server and its core, from outside. Each module is a topic; a new test goes where its topic is.

/// Servers to ask.
#[path = "../support/mod.rs"]
mod support;
/// Commands in the README and its chapters.
#[path = "../support/transcript.rs"]
mod transcript;

/// What section 6 of the reference says of every call.
mod arithmetic;
/// What the reference claims, claim by claim, of a real server.
mod claims;
/// What holds at every instant.
mod instants;
/// The list of claims is whole, and what it points to exists.
mod coverage;
/// Generated scenarios, and timelines of them.
mod drawn;
/// A naive model of windows, `include`, orders and pages agrees with the views.
mod model;
/// Whether servers keep to what is known of the API, as the harness sees it.
mod conform;
/// Whether tests notice when the server lies, as the harness sees it.
mod mutate;
/// What a client that polls ends up with.
mod polling;
/// Days of a simulated centre.
mod simulated;
/// The simulation against the formulas of queueing theory, and against another simulator.
mod theory;
/// What truth says of the flows is what an analyst finds in the records.
mod truth;
/// What a seed gives is what it always gave.
mod generated;
/// Generated scenarios find planted bugs, and shrink to small files.
mod planted;
/// The server agrees with that model, page by page.
mod served;
/// The FAQ's answers come out of flows.
mod faq;
/// Clients as people write them, in Python and in a browser.
mod clients;
/// Faults on purpose: replayed, seen by a client library, and stood by clients.
mod faults;
/// Tests as people write them, each with a world of its own.
#[path = "../clients/own_world.rs"]
mod own_world;
/// A test as people write them, of whatever can happen.
#[path = "../clients/any_story.rs"]
mod any_story;
/// The OpenAPI document passes a linter.
mod openapi;
/// Exports, read back by DuckDB.
mod export;
/// The tables, code, transcripts and links of the README and its chapters are true.
mod readme;
