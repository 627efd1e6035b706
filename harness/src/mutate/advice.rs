//! What a test looks like that would notice a lie.

use scenarios::fault::{Lie, Meaning};

/// What a test that would notice does, without a full stop.
pub fn advice(lie: Meaning) -> &'static str {
    match lie {
        Meaning::RowMissing { .. } => {
            "count what came on all pages, and compare it with `totalCount`; or expect every row of a known scenario by its key"
        }
        Meaning::TotalChanged { .. } => "read all pages, and compare the number of rows with `totalCount`",
        Meaning::UpToStale { .. } => "expect the `upTo` that is kept for the next poll to be the time of the request",
        Meaning::DateBehind { .. } | Meaning::DateAhead { .. } => {
            "expect what is derived from the header `Date` to be what the world's clock shows; or do not read it"
        }
        Meaning::LateData { .. } => "poll until all has been told, and expect the last poll to bring what came late",
        Meaning::Lie(lie) => about(lie),
    }
}

fn about(lie: Lie) -> &'static str {
    match lie {
        Lie::RowRepeated => "read with a small `limit`, and expect each row once, by its key",
        Lie::RowMoved => "read with a small `limit`, and expect every row of a known scenario by its key",
        Lie::OutOfOrder => {
            "expect rows in the documented order, or sort them and expect the same result from any order"
        }
        Lie::StatesRewritten => {
            "expect WFM states to follow one another without gaps, with the words and lengths of a known day"
        }
        Lie::UnknownValues => "expect the words themselves (categories, states, directions), not only that rows came",
        Lie::UnknownFields => "read a row into a strict type, or compare a whole row with what is expected",
        Lie::Nulls => "expect a value in each field that the result is made of",
        Lie::CorrectionsDropped => {
            "poll by `Processed` over a scenario with late corrections, and expect the corrected values"
        }
        Lie::IncludeIgnored => "ask by `StartedOrEnded` for a window in which something only ends, and expect it",
        Lie::StartIgnored => "ask for a window that begins in the middle of a story, and expect nothing of before",
        Lie::EndIgnored => "ask for a window that ended while the story went on, and expect nothing of after",
        Lie::StartExcluded => "ask for a window that begins exactly when something starts, and expect it",
        Lie::EndIncluded => "ask for two windows that meet exactly when something starts, and expect it once",
        Lie::PagesFromZero => "read with a small `limit`, and expect the very first row",
        Lie::LastPageMissing => "read with a `limit` that leaves a part of a page, and expect the very last row",
        Lie::EmptyPageCounted => {
            "ask for a window in which nothing happened, and expect `pageCount` 0 or that nothing more is asked"
        }
        Lie::TotalOfPage => {
            "read with a small `limit`, and expect all rows even where `totalCount` is what ends the reading"
        }
        Lie::LimitIgnored => "ask for more than 25 rows on a page, and expect them all in the end",
        Lie::CcrMissing => "take a call that was handed to an outside contact, and expect the channel of `CCRConnect`",
        Lie::CcrAsAgent => "take a call that was handed to an outside contact, and expect no agent of that name",
        Lie::HoldsMissing => {
            "take a call with a hold, and expect its talk and hold to be told apart, to the millisecond"
        }
        Lie::WrapMissing => {
            "take a call with after-work, and expect the length of the whole interaction and of the wrap"
        }
        Lie::OffsetsFromChannel => "take a call with a second agent, and expect when that agent's talk began",
        Lie::SecondsForMillis => "expect a duration to the millisecond",
        Lie::FractionsMissing => "expect an instant to the millisecond",
        Lie::ZoneMissing => "expect instants as they are written, or run the tests in another time zone",
        Lie::LocalTime => "expect an instant to the millisecond, in UTC",
        Lie::ZeroForNull => "stop the clock in the middle of a call, and expect its duration not to be 0",
        Lie::OngoingAsCompleted => "stop the clock in the middle of a call, and expect it not to be over",
        Lie::OngoingMissing => "stop the clock in the middle of a call, and expect it to be there",
        Lie::BusyAsPresence => {
            "stop the clock in the middle of a call, and expect the agent's presence to be the one before"
        }
        Lie::LoggedOutMissing => "expect agents who are logged out to be listed",
        Lie::WorkloadOfCallsAlone => "take an agent with a chat or an email in hand, and expect it in the workload",
        Lie::FailedAsFailure => "take a call on a line that fails, and expect it among the failed",
        Lie::AnsweredAsAbandoned => {
            "take a call that was answered within ten seconds, and expect it among the answered"
        }
        Lie::QueueTypeIgnored => "take a scenario with a virtual queue, and expect each wait once",
        Lie::AgentIdIgnored => "ask for one agent of several, and expect nobody else",
        Lie::AgentIdsAsNumbers => "take agents `01` and `1`, and expect two agents",
        Lie::GuidsInCapitals => "look an interaction up by a GUID that came from another endpoint",
        Lie::GuidsAlike => "take a scenario of two calls, and expect two",
        Lie::ChannelGuidsAlike => "take a call with two agents, and expect a row for each channel",
        Lie::ConversationMissing => "take a callback and the call that follows, and expect them to belong together",
        Lie::TypeIgnored => "ask for one type of activity, and expect no other",
        Lie::QueuesIgnored => "ask for one queue of several, and expect no other",
        Lie::WindowCut => "ask about two months, and expect the last day of them, or a refusal",
        Lie::WrongValuesIgnored => "ask with a value that is wrong on purpose, and expect that to be told",
        Lie::StartOptional => "ask without a `start`, and expect that to be told",
        Lie::TokenUnchecked => {
            "ask with a token that is no good, and expect that to be told, or another one to be fetched"
        }
        Lie::TokenNeverExpires => {
            "move the clock beyond two hours, and expect another token to be fetched, or who holds the old one to be told"
        }
        Lie::ScopeUnchecked => "ask with a token for another API, and expect that to be told",
        Lie::VersionUnchecked => "ask without `Accept`, and expect that to be told",
        Lie::VersionIgnored => "ask in version 2, and expect the fields of version 2",
        Lie::RefusalsAsPages => "ask for what is refused, and expect the reason that the refusal gives",
        Lie::MissingAsEmpty => "ask for an interaction that there is not, and expect that to be told",
        Lie::ClientUnchecked => "ask for a token with a wrong secret, and expect that to be told",
        Lie::ExpiresInMillis => "expect a token to be replaced two hours after it was given",
    }
}
