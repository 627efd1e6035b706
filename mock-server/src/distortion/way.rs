//! How each lie is told: a line for each.

use axum::response::Response;
use scenarios::fault::{Lie, Meaning};
use serde_json::Value;

use super::question::Question;
use super::refusal;
use crate::request::addressed::Addressed;
use crate::token::Credentials;
use crate::wire::distorted::{Page, paging, rows, spelling};

/// How a lie is told. What is about an answer leaves alone those that have nothing of what the lie is about.
pub(super) enum Way {
    /// As the truth about another question.
    Asked(Box<dyn Fn(&mut Question)>),
    /// As the answer to a question that should be refused, by asking one that is not.
    Allowed(fn(&mut Question, &Credentials)),
    /// By the page that stands so many behind this one; there may be none.
    Shifted(i64, fn(&mut Value, Option<&Value>)),
    /// By telling it otherwise.
    Told(Telling),
    /// In the header `Date`.
    Dated,
    /// As another refusal than this; `false` if it stays as it is.
    Refused(fn(&mut Response) -> bool),
    /// As another answer of the token endpoint than this; `false` if it stays as it is.
    Token(fn(&mut Response, &Addressed) -> bool),
}

/// Alters an answer, of which that page is told.
type Telling = Box<dyn Fn(&mut Value, &Page)>;

impl Way {
    pub(super) fn of(meaning: Meaning) -> Self {
        match meaning {
            Meaning::RowMissing { row } => counted(move |told, page| paging::row_missing(told, row, page)),
            Meaning::TotalChanged { rows } => counted(move |told, page| paging::total_changed(told, rows, page)),
            Meaning::UpToStale { by } => told(move |told| paging::up_to_stale(told, by)),
            Meaning::DateBehind { .. } | Meaning::DateAhead { .. } => Self::Dated,
            Meaning::LateData { by } => asked(move |question| question.ask_earlier(by)),
            Meaning::Lie(lie) => Self::of_lie(lie),
        }
    }

    fn of_lie(lie: Lie) -> Self {
        match lie {
            // Pages.
            Lie::RowRepeated => Self::Shifted(-1, paging::row_repeated),
            Lie::RowMoved => Self::Shifted(1, paging::row_moved),
            Lie::OutOfOrder => told(paging::out_of_order),
            Lie::LastPageMissing => counted(paging::last_page_missing),
            Lie::EmptyPageCounted => told(paging::empty_page_counted),
            Lie::TotalOfPage => told(paging::total_of_page),
            Lie::PagesFromZero => asked(Question::ask_for_the_next_page),
            Lie::LimitIgnored => asked(Question::ignore_limit),
            // Windows and filters.
            Lie::CorrectionsDropped => asked(Question::drop_corrections),
            Lie::IncludeIgnored => asked(Question::ignore_include),
            Lie::StartIgnored => asked(Question::ignore_start),
            Lie::StartExcluded => asked(Question::exclude_start),
            Lie::EndIgnored => asked(Question::ignore_end),
            Lie::EndIncluded => asked(Question::include_end),
            Lie::QueueTypeIgnored => asked(Question::ignore_queue_type),
            Lie::AgentIdIgnored => asked(Question::ignore_agent_id),
            Lie::TypeIgnored => asked(Question::ignore_type),
            Lie::QueuesIgnored => asked(Question::ignore_queues),
            Lie::VersionIgnored => asked(Question::ignore_version_2),
            // What should be refused.
            Lie::WindowCut => Self::Allowed(Question::cut_window),
            Lie::WrongValuesIgnored => Self::Allowed(Question::ignore_wrong_values),
            Lie::StartOptional => Self::Allowed(Question::begin_somewhere),
            Lie::TokenUnchecked => Self::Allowed(Question::let_in_anyone),
            Lie::TokenNeverExpires => Self::Allowed(Question::let_in_expired),
            Lie::ScopeUnchecked => Self::Allowed(Question::let_in_other_scopes),
            Lie::VersionUnchecked => Self::Allowed(Question::take_any_version),
            // Refusals and tokens.
            Lie::RefusalsAsPages => Self::Refused(refusal::as_page),
            Lie::MissingAsEmpty => Self::Refused(refusal::as_empty),
            Lie::ClientUnchecked => Self::Token(refusal::unchecked),
            Lie::ExpiresInMillis => Self::Token(refusal::in_millis),
            // What happened.
            Lie::StatesRewritten => told(rows::states_rewritten),
            Lie::CcrMissing => told(rows::ccr_missing),
            Lie::CcrAsAgent => told(rows::ccr_as_agent),
            Lie::HoldsMissing => told(rows::holds_missing),
            Lie::WrapMissing => told(rows::wrap_missing),
            Lie::OffsetsFromChannel => told(rows::offsets_from_channel),
            Lie::OngoingAsCompleted => told(rows::ongoing_as_completed),
            Lie::OngoingMissing => counted(rows::ongoing_missing),
            Lie::BusyAsPresence => told(rows::busy_as_presence),
            Lie::LoggedOutMissing => counted(rows::logged_out_missing),
            Lie::WorkloadOfCallsAlone => told(rows::workload_of_calls_alone),
            Lie::AnsweredAsAbandoned => told(rows::answered_as_abandoned),
            Lie::GuidsAlike => told(rows::guids_alike),
            Lie::ChannelGuidsAlike => told(rows::channel_guids_alike),
            Lie::ConversationMissing => told(rows::conversation_missing),
            // How it is spelt.
            Lie::UnknownValues => told(spelling::unknown_values),
            Lie::UnknownFields => told(spelling::unknown_fields),
            Lie::Nulls => told(spelling::nulls),
            Lie::SecondsForMillis => told(spelling::seconds_for_millis),
            Lie::FractionsMissing => told(spelling::fractions_missing),
            Lie::ZoneMissing => told(spelling::zone_missing),
            Lie::LocalTime => told(spelling::local_time),
            Lie::ZeroForNull => told(spelling::zero_for_null),
            Lie::FailedAsFailure => told(spelling::failed_as_failure),
            Lie::AgentIdsAsNumbers => told(spelling::agent_ids_as_numbers),
            Lie::GuidsInCapitals => told(spelling::guids_in_capitals),
        }
    }
}

fn asked(change: impl Fn(&mut Question) + 'static) -> Way {
    Way::Asked(Box::new(change))
}

fn told(change: impl Fn(&mut Value) + 'static) -> Way {
    Way::Told(Box::new(move |told, _| change(told)))
}

/// The same, where rows come or go, and are to be counted.
fn counted(change: impl Fn(&mut Value, &Page) + 'static) -> Way {
    Way::Told(Box::new(change))
}
