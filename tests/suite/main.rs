//! The server and its core, from outside. Each module is a topic; a new test goes where its topic is.

/// Servers to ask.
#[path = "../support/mod.rs"]
mod support;

/// What section 6 of the reference says of every call.
mod arithmetic;
/// What the reference claims, claim by claim, of a real server.
mod claims;
/// The list of claims is whole, and what it points to exists.
mod coverage;
/// Legal scenarios by chance, and timelines of them.
mod drawn;
/// A naive model of windows, `include`, orders and pages agrees with the views.
mod model;
/// What a client that polls ends up with.
mod polling;
/// Days of a simulated centre.
mod simulated;
/// What truth says of the flows is what an analyst finds in the records.
mod truth;
/// The server agrees with that model, page by page.
mod served;
/// The FAQ's answers come out of flows.
mod faq;
/// Clients as people write them, in Python and in a browser.
mod clients;
/// The OpenAPI document passes a linter.
mod openapi;
/// The README's tables are true.
mod readme;
