//! Everything that can go wrong.

use super::{Delay, DelayClock, Target};
use crate::time::Span;
use crate::view::Endpoint;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The service says no, or is slow.
    Service(Service),
    /// The network fails: the answer does not arrive, or not whole.
    Network(Network),
    /// The answer arrives, and is not what it should be.
    Meaning(Meaning),
}

/// What the service does instead of answering as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// 429 to whatever finds no token in a bucket of `limit`, which fills evenly once `per`, by the world's clock.
    RateLimit {
        /// How many requests the full bucket lets pass.
        limit: u32,
        /// How long it takes to fill when it is empty.
        per: Span,
        /// Whether `Retry-After` tells when the next request will pass. No such header is documented.
        hint: bool,
    },
    /// A refusal; `Retry-After` tells that span, if any.
    Refused(Status, Option<Span>),
    /// 401 to the token that asks, from now on until its client is given one again.
    TokenRevoked,
    /// 401 to tokens that were given so long ago, whatever `expires_in` said.
    TokenExpired {
        /// How long ago.
        after: Span,
    },
    /// The answer is late.
    Slow {
        /// How late.
        delay: Delay,
        /// By which clock.
        clock: DelayClock,
    },
}

/// The statuses of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// 429
    TooManyRequests,
    /// 500
    InternalError,
    /// 501
    NotImplemented,
    /// 503
    Unavailable,
    /// 504
    GatewayTimeout,
    /// 401
    Unauthorised,
    /// 403
    Forbidden,
}

/// What happens to an answer on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// The connection is reset before the answer.
    Reset,
    /// The connection is closed before the answer.
    Closed,
    /// The connection is closed after so many bytes of the body.
    Truncated {
        /// How many bytes.
        bytes: u32,
    },
    /// `Content-Length` tells so many bytes more than there are (if negative, fewer), and the connection stays open.
    WrongLength {
        /// How many more.
        by: i64,
    },
    /// The answer comes in pieces of so many bytes, one after each span of real time.
    Drip {
        /// How many bytes a piece has.
        bytes: u32,
        /// How long it takes until the next.
        every: Span,
    },
    /// Nothing comes, and the connection stays open until the client closes it.
    HalfOpen,
}

/// What is wrong with an answer that looks right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A row of the page is missing.
    RowMissing {
        /// Which; the first is 1.
        row: u32,
    },
    /// `totalCount` and `pageCount` tell of so many rows more (if negative, fewer) than there are.
    TotalChanged {
        /// How many more.
        rows: i64,
    },
    /// `upTo` is earlier than the time of the request.
    UpToStale {
        /// How much earlier.
        by: Span,
    },
    /// The header `Date` is earlier than it is.
    DateBehind {
        /// How much earlier.
        by: Span,
    },
    /// The header `Date` is later than it is.
    DateAhead {
        /// How much later.
        by: Span,
    },
    /// All is told as it was a while ago, under a correct `upTo`.
    LateData {
        /// How long ago.
        by: Span,
    },
    /// Something that needs no telling beyond its name.
    Lie(Lie),
}

const MINUTE: Span = Span::from_secs(60);
const HOUR: Span = Span::from_secs(3_600);

/// Every fault but for [`Lie`]s, with usual parameters.
const WITH_PARAMETERS: [Fault; 23] = [
    Fault::Service(Service::RateLimit { limit: 60, per: MINUTE, hint: true }),
    Fault::Service(Service::Refused(Status::TooManyRequests, None)),
    Fault::Service(Service::Refused(Status::InternalError, None)),
    Fault::Service(Service::Refused(Status::NotImplemented, None)),
    Fault::Service(Service::Refused(Status::Unavailable, None)),
    Fault::Service(Service::Refused(Status::GatewayTimeout, None)),
    Fault::Service(Service::Refused(Status::Unauthorised, None)),
    Fault::Service(Service::Refused(Status::Forbidden, None)),
    Fault::Service(Service::TokenRevoked),
    Fault::Service(Service::TokenExpired { after: MINUTE }),
    Fault::Service(Service::Slow { delay: Delay::Fixed(Span::from_secs(2)), clock: DelayClock::Real }),
    Fault::Network(Network::Reset),
    Fault::Network(Network::Closed),
    Fault::Network(Network::Truncated { bytes: 100 }),
    Fault::Network(Network::WrongLength { by: 100 }),
    Fault::Network(Network::Drip { bytes: 16, every: Span::from_millis(100) }),
    Fault::Network(Network::HalfOpen),
    Fault::Meaning(Meaning::RowMissing { row: 1 }),
    Fault::Meaning(Meaning::TotalChanged { rows: 1 }),
    Fault::Meaning(Meaning::UpToStale { by: HOUR }),
    Fault::Meaning(Meaning::DateBehind { by: HOUR }),
    Fault::Meaning(Meaning::DateAhead { by: HOUR }),
    Fault::Meaning(Meaning::LateData { by: HOUR }),
];

/// A closed choice, each with its word and a sentence on what it is.
macro_rules! worded {
    ($(#[$about:meta])* pub enum $name:ident { $($variant:ident = $word:literal: $what:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $what] $variant,)* }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What it is, as a sentence.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $what,)* }
            }
        }
    };
}

worded! {
    /// A way in which an answer is wrong that has no parameter.
    pub enum Lie {
        RowRepeated = "row-repeated": "The last row of the page before stands again at the top of this one.",
        RowMoved = "row-moved": "All rows have moved up by one since the page before was read: what was first here has gone to it unseen.",
        OutOfOrder = "out-of-order": "The rows of the page stand in reverse order.",
        StatesRewritten = "states-rewritten": "WFM states of the past are told otherwise than they will be: each that is over is cut in two, the second half as Away.",
        UnknownValues = "unknown-values": "Words of closed choices are others than any that is known.",
        UnknownFields = "unknown-fields": "Objects have a field that nobody has heard of.",
        Nulls = "nulls": "Whatever is not documented never to be null is null.",
        CorrectionsDropped = "corrections-dropped": "`include=Processed` is answered as `StartedOrEnded`: what is only corrected later never comes.",
        IncludeIgnored = "include-ignored": "Every `include` is answered as `Started`.",
        StartIgnored = "start-ignored": "Windows begin a day before their start.",
        EndIgnored = "end-ignored": "Windows reach to now, whatever their end.",
        StartExcluded = "start-excluded": "What happened at the very start of a window does not belong to it.",
        EndIncluded = "end-included": "What happened at the very end of a window belongs to it.",
        PagesFromZero = "pages-from-zero": "The first page has the number 0: page 1 is the second.",
        LastPageMissing = "last-page-missing": "`pageCount` is one too small when the last page is not full.",
        EmptyPageCounted = "empty-page-counted": "`pageCount` is 1 when there is nothing.",
        TotalOfPage = "total-of-page": "`totalCount` is the number of rows on the page.",
        LimitIgnored = "limit-ignored": "Every page has at most 25 rows, whatever the limit.",
        CcrMissing = "ccr-missing": "Channels of the Call Connect Router are left out.",
        CcrAsAgent = "ccr-as-agent": "Channels of the Call Connect Router are told as those of an agent.",
        HoldsMissing = "holds-missing": "Held events are left out.",
        WrapMissing = "wrap-missing": "Channels and interactions end with the talk: what comes after is left out of them.",
        OffsetsFromChannel = "offsets-from-channel": "Offsets of events count from their channel's start, not from the interaction's.",
        SecondsForMillis = "seconds-for-millis": "Durations and offsets are whole seconds.",
        FractionsMissing = "fractions-missing": "Date-times have no fractions of a second.",
        ZoneMissing = "zone-missing": "Date-times have no Z.",
        LocalTime = "local-time": "Date-times are those of a clock that is an hour ahead, with a Z all the same.",
        ZeroForNull = "zero-for-null": "What goes on has the duration 0.",
        OngoingAsCompleted = "ongoing-as-completed": "Interactions that go on are Completed.",
        OngoingMissing = "ongoing-missing": "Of interactions and activities only those are told that are over.",
        BusyAsPresence = "busy-as-presence": "The presence of agents with something in hand is Busy.",
        LoggedOutMissing = "logged-out-missing": "Agents who are logged out have no status.",
        WorkloadOfCallsAlone = "workload-of-calls-alone": "Chats, emails and cases are no workload.",
        FailedAsFailure = "failed-as-failure": "Version 3 says Failure where it should say Failed.",
        AnsweredAsAbandoned = "answered-as-abandoned": "What was answered within 10 seconds is Abandoned.",
        QueueTypeIgnored = "queue-type-ignored": "Queues of all types are told, whatever `queueType` says.",
        AgentIdIgnored = "agent-id-ignored": "All agents are told of, whatever `agentId` says.",
        AgentIdsAsNumbers = "agent-ids-as-numbers": "Agent IDs that consist of digits are numbers, without leading zeros.",
        GuidsInCapitals = "guids-in-capitals": "GUIDs are in capitals.",
        GuidsAlike = "guids-alike": "All interactions on a page have the GUID of the first.",
        ChannelGuidsAlike = "channel-guids-alike": "All channels of an interaction have its GUID.",
        ConversationMissing = "conversation-missing": "Interactions belong to no conversation.",
        TypeIgnored = "type-ignored": "Activities of all types are told, whatever `type` says.",
        QueuesIgnored = "queues-ignored": "All queues are told of, whatever `queues` says.",
        WindowCut = "window-cut": "Of windows of more than 31 days the first 31 are told, where they should be refused.",
        WrongValuesIgnored = "wrong-values-ignored": "Parameters with wrong values are ignored, where they should be refused.",
        StartOptional = "start-optional": "A window without a `start` is that of the day before its end.",
        TokenUnchecked = "token-unchecked": "All is told without a token, and with any.",
        TokenNeverExpires = "token-never-expires": "Tokens are good for ever.",
        ScopeUnchecked = "scope-unchecked": "Tokens for the scopes of other APIs are good.",
        VersionUnchecked = "version-unchecked": "Without a version, and for one that there is not, version 3 is told.",
        VersionIgnored = "version-ignored": "Version 3 is told to who asks for version 2.",
        RefusalsAsPages = "refusals-as-pages": "Refusals are HTML.",
        MissingAsEmpty = "missing-as-empty": "What there is not is an empty object, with the status 200.",
        ClientUnchecked = "client-unchecked": "A token is given whatever the client sends.",
        ExpiresInMillis = "expires-in-millis": "`expires_in` of tokens is in milliseconds.",
    }
}

impl Status {
    /// Its number.
    pub fn code(self) -> u16 {
        match self {
            Self::TooManyRequests => 429,
            Self::InternalError => 500,
            Self::NotImplemented => 501,
            Self::Unavailable => 503,
            Self::GatewayTimeout => 504,
            Self::Unauthorised => 401,
            Self::Forbidden => 403,
        }
    }
}

impl Fault {
    /// One of each, the parameters of which are as usual: first those of the service, then of the network, then of meaning.
    pub const EACH: [Self; WITH_PARAMETERS.len() + Lie::ALL.len()] = {
        let mut each = [WITH_PARAMETERS[0]; WITH_PARAMETERS.len() + Lie::ALL.len()];
        let mut at = 0;
        while at < each.len() {
            each[at] = if at < WITH_PARAMETERS.len() {
                WITH_PARAMETERS[at]
            } else {
                Self::Meaning(Meaning::Lie(Lie::ALL[at - WITH_PARAMETERS.len()]))
            };
            at += 1;
        }
        each
    };

    /// Every way to answer wrongly, the parameters of which are as usual.
    pub fn lies() -> impl Iterator<Item = Meaning> {
        Self::EACH.into_iter().filter_map(|fault| match fault {
            Self::Meaning(meaning) => Some(meaning),
            Self::Service(_) | Self::Network(_) => None,
        })
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        self.told().0
    }

    /// What it is, as a sentence.
    pub fn about(self) -> &'static str {
        self.told().1
    }

    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Service(service) => service.told(),
            Self::Network(network) => network.told(),
            Self::Meaning(meaning) => meaning.told(),
        }
    }

    /// Whether a request to there can meet it.
    pub fn concerns(self, target: Target) -> bool {
        match self {
            Self::Meaning(Meaning::Lie(Lie::ClientUnchecked | Lie::ExpiresInMillis)) => target == Target::Token,
            Self::Service(Service::TokenRevoked | Service::TokenExpired { .. }) | Self::Meaning(_)
                if target == Target::Token =>
            {
                false
            }
            Self::Meaning(Meaning::Lie(Lie::StatesRewritten)) => target == Target::Endpoint(Endpoint::AgentStates),
            Self::Service(_) | Self::Network(_) | Self::Meaning(_) => true,
        }
    }
}

impl Service {
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::RateLimit { .. } => ("rate-limit", "429 to requests beyond so many in a span of the world's time."),
            Self::Refused(Status::TooManyRequests, _) => ("too-many-requests", "429."),
            Self::Refused(Status::InternalError, _) => ("internal-error", "500."),
            Self::Refused(Status::NotImplemented, _) => ("not-implemented", "501."),
            Self::Refused(Status::Unavailable, _) => ("unavailable", "503."),
            Self::Refused(Status::GatewayTimeout, _) => ("gateway-timeout", "504."),
            Self::Refused(Status::Unauthorised, _) => ("unauthorised", "401, whatever the token."),
            Self::Refused(Status::Forbidden, _) => ("forbidden", "403, whatever the token."),
            Self::TokenRevoked => {
                ("token-revoked", "401 to the token that asks, until its client has fetched one again.")
            }
            Self::TokenExpired { .. } => {
                ("token-expired", "401 to tokens older than a span, whatever `expires_in` said.")
            }
            Self::Slow { .. } => ("slow", "The answer is late."),
        }
    }
}

impl Network {
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Reset => ("reset", "The connection is reset before the answer."),
            Self::Closed => ("closed", "The connection is closed before the answer."),
            Self::Truncated { .. } => ("truncated", "The connection is closed in the middle of the body."),
            Self::WrongLength { .. } => ("wrong-length", "`Content-Length` tells another length than the body has."),
            Self::Drip { .. } => ("drip", "The answer comes in small pieces, slowly."),
            Self::HalfOpen => (
                "half-open",
                "Nothing comes, and the connection stays open: until the client closes it, or for ten minutes.",
            ),
        }
    }
}

impl Meaning {
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::RowMissing { .. } => {
                ("row-missing", "A row of the page is missing; it comes when the page is read later.")
            }
            Self::TotalChanged { .. } => {
                ("total-changed", "`totalCount` and `pageCount` tell of other numbers of rows than there are.")
            }
            Self::UpToStale { .. } => ("up-to-stale", "`upTo` is earlier than the time of the request."),
            Self::DateBehind { .. } => ("date-behind", "The header `Date` is earlier than `upTo`."),
            Self::DateAhead { .. } => ("date-ahead", "The header `Date` is later than `upTo`."),
            Self::LateData { .. } => ("late-data", "All is told as it was a while ago, under a correct `upTo`."),
            Self::Lie(lie) => (lie.word(), lie.about()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_fault_has_a_word_of_its_own_and_a_sentence() {
        let words: Vec<_> = Fault::EACH.iter().map(|fault| fault.word()).collect();
        let distinct: BTreeSet<_> = words.iter().collect();
        assert_eq!(distinct.len(), words.len());
        for fault in Fault::EACH.iter() {
            assert!(fault.word().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{fault:?}");
            assert!(fault.about().ends_with('.'), "{fault:?}");
        }
        assert!(Fault::lies().count() >= 40);
    }
}
