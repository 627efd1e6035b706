//! Every claim that can be looked for from outside, section by section.

use super::ask::Answer;
use super::case::Case;
use super::node::Node;
use super::objection::{Checked, Objection, once};

/// Walking through what a window tells.
mod walk;
/// Section 1.2: tokens.
mod tokens;
/// Sections 1.1, 1.3, 1.4 and 1.5: headers and versions.
mod headers;
/// Sections 2.1 and 2.2: pages.
mod envelope;
/// Sections 2.3 and 2.4: windows.
mod windows;
/// Sections 2.4 and 2.5: polling, and what changes as time goes on.
mod polling;
/// Section 3: questions, order and filters.
mod endpoints;
/// Sections 4.1 to 4.8, field by field.
pub(super) mod fields;
/// Section 4: every value.
mod values;
/// Section 4.1: interactions.
mod interactions;
/// Section 4.2: channels.
mod channels;
/// Section 4.3: events.
mod events;
/// Sections 4.4 and 4.5: activities.
mod activities;
/// Section 4.6: what agents are at.
mod status;
/// Sections 4.7 and 4.9: queues.
mod queues;
/// Section 4.8: WFM states.
mod states;
/// Section 5: what follows what.
mod lifecycles;
/// Section 6: calls.
mod calls;
/// Section 7: refusals.
mod errors;
/// Sections 8 and 10: the order of fields, and what clients depend on.
mod shapes;
/// What the mock server chose.
mod choices;

const CASES: [&[Case]; 34] = [
    headers::HOSTS,
    tokens::TOKENS,
    headers::HEADERS,
    headers::VERSIONS,
    headers::REFUSALS,
    envelope::ENVELOPE,
    envelope::PAGING,
    windows::WINDOWS,
    windows::INCLUDE,
    polling::POLLING,
    endpoints::ENDPOINTS,
    endpoints::FILTERS,
    values::VALUES,
    fields::INTERACTIONS,
    interactions::INTERACTIONS,
    fields::CHANNELS,
    channels::CHANNELS,
    fields::EVENTS,
    events::EVENTS,
    fields::ACTIVITIES,
    fields::DETAILS,
    activities::ACTIVITIES,
    fields::STATUSES_OF_AGENTS,
    status::STATUS,
    fields::QUEUE_TIMES,
    queues::QUEUES,
    fields::STATES,
    states::STATES,
    lifecycles::LIFECYCLES,
    calls::CALLS,
    errors::ERRORS,
    shapes::SHAPES,
    shapes::CLIENTS,
    choices::CHOICES,
];

/// Every case, by section.
pub(super) fn all() -> Vec<&'static Case> {
    let mut cases: Vec<&Case> = CASES.into_iter().flatten().collect();
    // What belongs to a section may stand in several places of the code.
    cases.sort_by_key(|case| section(case));
    cases
}

/// The numbers of a section, to sort by.
fn section(case: &Case) -> Vec<u32> {
    case.section().split('.').filter_map(|number| number.parse().ok()).collect()
}

/// That it is refused, however.
fn refused(answer: &Answer) -> Checked {
    if answer.status < 400 {
        return Err(answer.fails("status", "a refusal"));
    }
    once()
}

/// That it is refused as clients expect it who then fetch another token.
fn unauthorised(answer: &Answer) -> Checked {
    match answer.status {
        401 | 403 => once(),
        _ => Err(answer.fails("status", "401 or 403")),
    }
}

/// That it is 400 with a message.
fn bad_request(answer: &Answer) -> Result<(), Objection> {
    answer.must_have_status(400)?;
    Node::of(answer).at("message").text().map(drop)
}
