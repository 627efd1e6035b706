//! The tables of a plan of faults and their keys.

use crate::fault::{DelayClock, Fault, ReadyMade, Target};
use crate::format::kind::{Flag, Lasting, Length, OneOf, Text, When};
use crate::format::number::Whole;
use crate::format::table::{Case, Key, Table, Tables};

/// The plan of a scenario.
pub(in crate::format) const FAULTS: Tables =
    Tables::one("faults", &faults::TABLE, "what goes wrong between a client and the API, on purpose");

pub(in crate::format) mod faults {
    use super::{Key, OneOf, ReadyMade, Table, Tables, Text, Whole, rule};

    pub(in crate::format) static TABLE: Table = Table::of(
        "plan of faults",
        "what goes wrong between a client and the API, on purpose, and when",
        &[&READY, &NAME, &SEED, &RULES],
    );
    pub(in crate::format) const READY: Key<OneOf<ReadyMade>> = Key::optional(
        "ready",
        OneOf::WORD,
        "the name of a plan that every server knows, instead of rules of one's own",
    );
    pub(in crate::format) const NAME: Key<Text> =
        Key::or("name", "\"faults\"", Text, "what headers and journals call the plan");
    pub(in crate::format) const SEED: Key<Whole<u64>> =
        Key::or("seed", "0", Whole { least: 0, most: u64::MAX >> 1 }, "what all chance in the plan follows from");
    pub(in crate::format) const RULES: Tables = Tables::many(
        "rule",
        &rule::TABLE,
        "faults and where they strike; each request is held against all, in this order",
    )
    .inline("[[rule]], or in JSON a list of objects");
}

pub(in crate::format) mod rule {
    use super::{Case, DelayClock, Fault, Flag, Key, Lasting, Length, OneOf, Table, Target, Text, When, Whole};

    /// A key of the faults of these words.
    macro_rules! cases {
        ($($word:literal needs [$($needs:ident),*] takes [$($takes:ident),*],)*) => {
            &[$(Case {
                key: &FAULT,
                word: || $word,
                needs: &[$(&$needs),*],
                takes: &[$(&$takes),*],
                refuses: &[],
            }),*]
        };
    }

    pub(in crate::format) static TABLE: Table = Table {
        cases: cases! {
            "rate-limit" needs [LIMIT, PER] takes [HINT],
            "too-many-requests" needs [] takes [RETRY_AFTER],
            "unavailable" needs [] takes [RETRY_AFTER],
            "token-expired" needs [AFTER] takes [],
            "slow" needs [DELAY] takes [DEVIATION, CLOCK],
            "truncated" needs [BYTES] takes [],
            "wrong-length" needs [MORE] takes [],
            "drip" needs [BYTES, EVERY] takes [],
            "row-missing" needs [ROW] takes [],
            "total-changed" needs [ROWS] takes [],
            "up-to-stale" needs [BY] takes [],
            "date-behind" needs [BY] takes [],
            "date-ahead" needs [BY] takes [],
            "late-data" needs [BY] takes [],
        },
        ..Table::of(
            "fault",
            "something that goes wrong, and which requests it befalls: those of which all that is said of them holds",
            &[
                &FAULT,
                &LIMIT,
                &PER,
                &HINT,
                &RETRY_AFTER,
                &AFTER,
                &DELAY,
                &DEVIATION,
                &CLOCK,
                &BYTES,
                &MORE,
                &EVERY,
                &ROW,
                &ROWS,
                &BY,
                &ENDPOINT,
                &CLIENT,
                &REQUEST,
                &POLL,
                &PAGE,
                &ATTEMPT,
                &WINDOW_OVER,
                &FROM,
                &UNTIL,
                &PERCENT,
                &TIMES,
            ],
        )
    };

    const SEVERAL: Whole<u32> = Whole { least: 1, most: 1_000_000 };

    pub(in crate::format) const FAULT: Key<OneOf<Fault>> = Key::required("fault", OneOf::WORD, "what goes wrong");
    pub(in crate::format) const LIMIT: Key<Whole<u32>> =
        Key::optional("limit", SEVERAL, "how many requests pass at once, and evenly spread in each span of `per`");
    pub(in crate::format) const PER: Key<Lasting> =
        Key::optional("per", Lasting, "the span of the world's time in which `limit` requests pass");
    pub(in crate::format) const HINT: Key<Flag> =
        Key::or("hint", "true", Flag, "whether Retry-After tells when the next request will pass");
    pub(in crate::format) const RETRY_AFTER: Key<Length> =
        Key::or("retry_after", "no such header", Length, "the span that Retry-After tells, rounded up to seconds");
    pub(in crate::format) const AFTER: Key<Length> =
        Key::optional("after", Length, "the span of the world's time that tokens are good for");
    pub(in crate::format) const DELAY: Key<Lasting> =
        Key::optional("delay", Lasting, "how late answers are, on average: an hour at most");
    pub(in crate::format) const DEVIATION: Key<Length> =
        Key::or("deviation", "always as late", Length, "the standard deviation of delays, which then are log-normal");
    pub(in crate::format) const CLOCK: Key<OneOf<DelayClock>> = Key::or(
        "clock",
        "\"real\"",
        OneOf::WORD,
        "whether the client has to wait, or only the world's clock tells that the answer came late",
    );
    pub(in crate::format) const BYTES: Key<Whole<u32>> =
        Key::optional("bytes", SEVERAL, "how many bytes of the body come, or come at once");
    pub(in crate::format) const MORE: Key<Whole<i64>> = Key::optional(
        "more",
        Whole { least: -1_000_000, most: 1_000_000 },
        "how many bytes more than there are Content-Length tells of; if negative, fewer",
    );
    pub(in crate::format) const EVERY: Key<Length> =
        Key::optional("every", Length, "the span of real time between two pieces of an answer");
    pub(in crate::format) const ROW: Key<Whole<u32>> =
        Key::optional("row", SEVERAL, "which row of the page is missing; the first is 1");
    pub(in crate::format) const ROWS: Key<Whole<i64>> = Key::optional(
        "rows",
        Whole { least: -1_000_000, most: 1_000_000 },
        "how many rows more than there are the page tells of; if negative, fewer",
    );
    pub(in crate::format) const BY: Key<Lasting> = Key::optional("by", Lasting, "the span by which time is wrong");

    pub(in crate::format) const ENDPOINT: Key<OneOf<Target>> = Key::or(
        "endpoint",
        "all, that for tokens included",
        OneOf::WORD,
        "the path of the endpoint whose requests count",
    );
    pub(in crate::format) const CLIENT: Key<Text> =
        Key::or("client", "all", Text, "the id of the client whose requests count, those for tokens included");
    pub(in crate::format) const REQUEST: Key<Whole<u32>> =
        Key::optional("request", SEVERAL, "the number of the first of these requests that it befalls; the first is 1");
    pub(in crate::format) const POLL: Key<Whole<u32>> = Key::optional(
        "poll",
        SEVERAL,
        "the number of the client's poll of an endpoint; each begins with a request for the first page",
    );
    pub(in crate::format) const PAGE: Key<Whole<u32>> = Key::optional("page", SEVERAL, "the number of the page");
    pub(in crate::format) const ATTEMPT: Key<Whole<u32>> = Key::optional(
        "attempt",
        SEVERAL,
        "the number of the attempt at the same page, which counts on for as long as a fault keeps it back",
    );
    pub(in crate::format) const WINDOW_OVER: Key<Length> =
        Key::optional("window_over", Length, "only requests for a longer window than this");
    pub(in crate::format) const FROM: Key<When> = Key::optional(
        "from",
        When,
        "the time from which on it strikes, as an instant or as an offset from the beginning",
    );
    pub(in crate::format) const UNTIL: Key<When> = Key::optional(
        "until",
        When,
        "the time from which on it strikes no more, as an instant or as an offset from the beginning",
    );
    pub(in crate::format) const PERCENT: Key<Whole<u32>> = Key::optional(
        "percent",
        Whole { least: 1, most: 100 },
        "how many of a hundred requests it befalls; which, follows from the seed",
    );
    pub(in crate::format) const TIMES: Key<Whole<u32>> =
        Key::optional("times", SEVERAL, "how many times it strikes at most");
}
