//! The JSON of answers that are not what they should be.

mod paging;
mod rows;
mod spelling;

use scenarios::fault::{Lie, Meaning};
use serde_json::Value;

pub(crate) use paging::{as_if_asked, paged, row_moved, row_repeated};

/// What is known of the page that is told of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// The most rows that it has.
    pub(crate) limit: u64,
}

/// Tells a lie in an answer, be it a page or a single object; nothing changes if there is nothing that it is about.
pub(crate) fn tell(lie: Meaning, told: &mut Value, page: &Page) {
    match lie {
        Meaning::RowMissing { row } => paging::row_missing(told, row, page),
        Meaning::TotalChanged { rows } => paging::total_changed(told, rows, page),
        Meaning::UpToStale { by } => paging::up_to_stale(told, by),
        Meaning::Lie(lie) => match lie {
            Lie::OutOfOrder => paging::out_of_order(told),
            Lie::LastPageMissing => paging::last_page_missing(told, page),
            Lie::EmptyPageCounted => paging::empty_page_counted(told),
            Lie::TotalOfPage => paging::total_of_page(told),
            Lie::StatesRewritten => rows::states_rewritten(told),
            Lie::CcrMissing => rows::ccr_missing(told),
            Lie::CcrAsAgent => rows::ccr_as_agent(told),
            Lie::HoldsMissing => rows::holds_missing(told),
            Lie::WrapMissing => rows::wrap_missing(told),
            Lie::OffsetsFromChannel => rows::offsets_from_channel(told),
            Lie::OngoingAsCompleted => rows::ongoing_as_completed(told),
            Lie::OngoingMissing => rows::ongoing_missing(told, page),
            Lie::BusyAsPresence => rows::busy_as_presence(told),
            Lie::LoggedOutMissing => rows::logged_out_missing(told, page),
            Lie::WorkloadOfCallsAlone => rows::workload_of_calls_alone(told),
            Lie::AnsweredAsAbandoned => rows::answered_as_abandoned(told),
            Lie::UnknownValues => spelling::unknown_values(told),
            Lie::UnknownFields => spelling::unknown_fields(told),
            Lie::Nulls => spelling::nulls(told),
            Lie::SecondsForMillis => spelling::seconds_for_millis(told),
            Lie::FractionsMissing => spelling::fractions_missing(told),
            Lie::ZoneMissing => spelling::zone_missing(told),
            Lie::LocalTime => spelling::local_time(told),
            Lie::ZeroForNull => spelling::zero_for_null(told),
            Lie::FailedAsFailure => spelling::failed_as_failure(told),
            Lie::AgentIdsAsNumbers => spelling::agent_ids_as_numbers(told),
            Lie::GuidsInCapitals => spelling::guids_in_capitals(told),
            Lie::GuidsAlike => rows::guids_alike(told),
            Lie::ChannelGuidsAlike => rows::channel_guids_alike(told),
            Lie::ConversationMissing => rows::conversation_missing(told),
            // These take another question.
            Lie::RowRepeated
            | Lie::RowMoved
            | Lie::CorrectionsDropped
            | Lie::IncludeIgnored
            | Lie::StartIgnored
            | Lie::EndIgnored
            | Lie::StartExcluded
            | Lie::EndIncluded
            | Lie::PagesFromZero
            | Lie::LimitIgnored
            | Lie::QueueTypeIgnored
            | Lie::AgentIdIgnored
            | Lie::TypeIgnored
            | Lie::QueuesIgnored
            | Lie::WindowCut
            | Lie::WrongValuesIgnored
            | Lie::StartOptional
            | Lie::TokenUnchecked
            | Lie::TokenNeverExpires
            | Lie::ScopeUnchecked
            | Lie::VersionUnchecked
            | Lie::VersionIgnored
            // These are about refusals and tokens.
            | Lie::RefusalsAsPages
            | Lie::MissingAsEmpty
            | Lie::ClientUnchecked
            | Lie::ExpiresInMillis => {}
        },
        Meaning::DateBehind { .. } | Meaning::DateAhead { .. } | Meaning::LateData { .. } => {}
    }
}

/// The rows of a page, or the single object.
fn rows(told: &mut Value) -> &mut [Value] {
    if told.get("items").is_none_or(|items| !items.is_array()) {
        return std::slice::from_mut(told);
    }
    told["items"].as_array_mut().map_or(&mut [], Vec::as_mut_slice)
}

/// Changes every entry of every object in it; `change` is given the key and the value.
fn every_entry(told: &mut Value, change: &mut impl FnMut(&str, &mut Value)) {
    match told {
        Value::Object(entries) => {
            for (key, value) in entries {
                change(key, value);
                every_entry(value, change);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| every_entry(element, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
