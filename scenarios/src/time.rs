//! Instants and spans in whole milliseconds, and how they are written.
//!
//! The API tells every time as UTC with milliseconds and every duration as an integer number of milliseconds
//! (reference, section 4), so nothing finer exists here. Nothing in this module knows what time it is.

use std::fmt;
use std::num::NonZeroU64;
use std::ops::{Add, Sub};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc};

/// A point in time, in whole milliseconds.
///
/// Counted from one before [`Self::EARLIEST`]: no instant is zero, so an instant that may be missing takes no more room
/// than one that is there. A timeline has millions of both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(NonZeroU64);

/// A length of time in whole milliseconds; negative only where a difference of instants is.
///
/// Kept with its sign's bit turned round, in which order stays and none is zero: see [`Instant`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(NonZeroU64);

const EARLIEST_MILLIS: i64 = -62_167_219_200_000;
const LATEST_MILLIS: i64 = 253_402_300_799_999;

impl Instant {
    /// The first instant that can be written with a four-digit year: 0000-01-01T00:00:00Z.
    pub const EARLIEST: Self = Self(NonZeroU64::MIN);
    /// The last instant that can be written with a four-digit year: 9999-12-31T23:59:59.999Z.
    pub const LATEST: Self = Self::EARLIEST.after(LATEST_MILLIS.abs_diff(EARLIEST_MILLIS));

    /// The instant so many milliseconds after the epoch, held within [`Self::EARLIEST`] and [`Self::LATEST`].
    pub fn from_millis(millis: i64) -> Self {
        Self::EARLIEST.after(millis.clamp(EARLIEST_MILLIS, LATEST_MILLIS).abs_diff(EARLIEST_MILLIS))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> i64 {
        EARLIEST_MILLIS.saturating_add_unsigned(self.0.get() - Self::EARLIEST.0.get())
    }

    const fn after(self, millis: u64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The instant that lies so many milliseconds later, or earlier if they are negative, held within the bounds.
    fn moved(self, millis: i64) -> Self {
        // As they are counted here, all instants are positive numbers that are far below the largest.
        let counted = self.0.get().cast_signed().saturating_add(millis);
        let held = counted.clamp(Self::EARLIEST.0.get().cast_signed(), Self::LATEST.0.get().cast_signed());
        Self(NonZeroU64::MIN.saturating_add(held.cast_unsigned() - 1))
    }

    /// Reads a date-time as clients of the API spell it.
    ///
    /// Accepted (reference, section 2.3): a date alone (midnight UTC), date and time with or without seconds and with
    /// any number of fraction digits (finer than milliseconds is cut off), followed by `Z`, an offset such as `+01:00`
    /// or `+0100`, or nothing (read as UTC). `T` may be lower case or a blank.
    ///
    /// # Errors
    ///
    /// [`NotAnInstant`] for anything else, for impossible dates, and for years outside 0 to 9999.
    pub fn parse(text: &str) -> Result<Self, NotAnInstant> {
        parse_instant(text).ok_or(NotAnInstant)
    }

    /// Midnight UTC at the beginning of the day that this instant lies in.
    pub fn start_of_day(self) -> Self {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        Self::from_millis(self.as_millis().div_euclid(DAY) * DAY)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self::from_millis(0);

    const SIGN: u64 = i64::MIN.cast_unsigned();

    /// So many milliseconds; the most negative of all numbers is held to the next.
    pub const fn from_millis(millis: i64) -> Self {
        Self(NonZeroU64::MIN.saturating_add((millis.cast_unsigned() ^ Self::SIGN).saturating_sub(1)))
    }

    /// So many seconds.
    pub const fn from_secs(secs: i64) -> Self {
        Self::from_millis(secs * 1000)
    }

    /// The length in milliseconds.
    pub const fn as_millis(self) -> i64 {
        (self.0.get() ^ Self::SIGN).cast_signed()
    }

    /// Reads a span as scenario files write it: one or more numbers with units, largest first, such as `1h 30m`,
    /// `12.512s`, `40s`, `326ms`, `2d`. No unit may come twice. A number has up to nine digits and, but for milliseconds,
    /// up to three behind a point. Blanks may stand between the numbers and around them.
    ///
    /// # Errors
    ///
    /// [`NotASpan`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotASpan> {
        parse_span(text).ok_or(NotASpan)
    }
}

/// The text is not a date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date-time; a date such as 2024-03-05, or a date and time such as 2024-03-05T10:15:00.120Z, is")]
pub struct NotAnInstant;

/// The text is not a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a span of time; numbers with the units d, h, m, s, ms, such as \"1h 30m\" or \"12.512s\", are")]
pub struct NotASpan;

impl Add<Span> for Instant {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        self.moved(span.as_millis())
    }
}

impl Sub<Span> for Instant {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        self.moved(span.as_millis().saturating_neg())
    }
}

impl Sub for Instant {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span::from_millis(self.0.get().cast_signed() - earlier.0.get().cast_signed())
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_millis(self.as_millis().saturating_add(other.as_millis()))
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::from_millis(self.as_millis().saturating_sub(other.as_millis()))
    }
}

/// `2024-03-05T10:15:00.120Z`, the spelling of every answer of the API.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Answers are full of these: digits put in their places are written many times as fast as a format is read.
        let utc = DateTime::<Utc>::from_timestamp_millis(self.as_millis()).unwrap_or_default().naive_utc();
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |place: std::ops::Range<usize>, mut number: u32| {
            for digit in text[place].iter_mut().rev() {
                *digit = b'0' + (number % 10) as u8;
                number /= 10;
            }
        };
        put(0..4, utc.year().unsigned_abs());
        put(5..7, utc.month());
        put(8..10, utc.day());
        put(11..13, utc.hour());
        put(14..16, utc.minute());
        put(17..19, utc.second());
        put(20..23, utc.nanosecond() / 1_000_000);
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `1h30m`, `12.512s`, `326ms`: the shortest spelling that [`Span::parse`] reads back as the same span.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.as_millis();
        if millis == 0 {
            return f.write_str("0s");
        }
        if millis < 0 {
            f.write_str("-")?;
        }
        let mut rest = millis.unsigned_abs();
        for (unit, millis) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000)] {
            if rest >= millis {
                write!(f, "{}{unit}", rest / millis)?;
                rest %= millis;
            }
        }
        match (rest / 1000, rest % 1000) {
            (0, 0) => Ok(()),
            (0, millis) => write!(f, "{millis}ms"),
            (secs, 0) => write!(f, "{secs}s"),
            (secs, millis) => {
                let fraction = format!("{millis:03}");
                write!(f, "{secs}.{}s", fraction.trim_end_matches('0'))
            }
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Default for Span {
    fn default() -> Self {
        Self::ZERO
    }
}

fn parse_instant(text: &str) -> Option<Instant> {
    if !text.is_ascii() {
        return None;
    }
    let date = NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()?;
    let rest = &text[10..];
    if rest.is_empty() {
        return in_range(date.and_time(NaiveTime::MIN), 0);
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    in_range(date.and_time(parse_clock(clock)?), parse_zone(zone)?)
}

/// `10:15`, `10:15:00` or `10:15:00.120…`.
fn parse_clock(text: &str) -> Option<NaiveTime> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut parts = whole.split(':').map(two_digits);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match (parts.next(), fraction) {
        (Some(second), _) => second?,
        (None, None) => 0,
        (None, Some(_)) => return None,
    };
    if parts.next().is_some() {
        return None;
    }
    let millis = match fraction {
        None => 0,
        Some(digits) => {
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            format!("{digits:0<3}")[..3].parse().ok()?
        }
    };
    NaiveTime::from_hms_milli_opt(hour, minute, second, millis)
}

/// The offset from UTC in minutes: of `Z`, of nothing, of `+01:00`, `+0100` or `+01`.
fn parse_zone(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes() {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', ..] => (1, &text[1..]),
        [b'-', ..] => (-1, &text[1..]),
        [..] => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at(2),
        5 => digits.split_once(':')?,
        _ => return None,
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn in_range(local: NaiveDateTime, offset_minutes: i64) -> Option<Instant> {
    let utc = local.checked_sub_signed(TimeDelta::minutes(offset_minutes))?;
    let millis = utc.and_utc().timestamp_millis();
    (EARLIEST_MILLIS..=LATEST_MILLIS).contains(&millis).then(|| Instant::from_millis(millis))
}

fn parse_span(text: &str) -> Option<Span> {
    const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];
    let mut rest = text.trim_matches(' ');
    let mut total: i64 = 0;
    let mut next_unit = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let number_len = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(number_len);
        let unit_len = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_len);
        let place = UNITS.iter().position(|(name, _)| *name == unit)?;
        if place < next_unit {
            return None;
        }
        next_unit = place + 1;
        total += times(number, UNITS[place].1)?;
        rest = tail.trim_start_matches(' ');
    }
    Some(Span::from_millis(total))
}

/// `number` of a unit of so many milliseconds. It is short enough that no sum of such numbers is too large, and of every
/// unit but the millisecond a thousandth is a whole number of milliseconds.
fn times(number: &str, unit: i64) -> Option<i64> {
    let digits = |text: &str, most: usize| {
        let fits = (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| text.parse::<i64>().ok())?
    };
    match number.split_once('.') {
        None => Some(digits(number, 9)? * unit),
        Some((whole, fraction)) if unit > 1 => {
            let thousandths = digits(fraction, 3).and_then(|_| digits(&format!("{fraction:0<3}"), 3))?;
            Some(digits(whole, 9)? * unit + thousandths * (unit / 1000))
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_that_clients_use_is_read() {
        for (text, same_as) in [
            ("2019-12-19T15:42:39.825Z", "2019-12-19T15:42:39.825Z"),
            ("2017-06-13T13:41:00.000", "2017-06-13T13:41:00.000Z"),
            ("2021-10-04", "2021-10-04T00:00:00.000Z"),
            ("2024-05-01T09:00:00Z", "2024-05-01T09:00:00.000Z"),
            ("2024-05-01T09:00", "2024-05-01T09:00:00.000Z"),
            ("2023-02-01T22:36:57.789748Z", "2023-02-01T22:36:57.789Z"),
            ("2024-05-01T09:00:00.5+01:00", "2024-05-01T08:00:00.500Z"),
            ("2024-05-01t09:00:00-0530", "2024-05-01T14:30:00.000Z"),
            ("2024-02-29 23:59:59.999z", "2024-02-29T23:59:59.999Z"),
        ] {
            assert_eq!(Instant::parse(text).map(|i| i.to_string()).as_deref(), Ok(same_as), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_time_is_refused() {
        for text in [
            "",
            "now",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "2024-05-01T",
            "2024-05-01T24:00",
            "2024-05-01T09:00:00.",
            "2024-05-01T09.5",
            "2024-05-01T09:00:00+1",
            "2024-05-01T09:00:00+24:00",
            "20240501",
            "1714554000",
            "2024-05-01Z",
            "2024-05-01T9:00",
            "２０２４-05-01",
            "0000-01-01T00:00+01:00",
        ] {
            assert_eq!(Instant::parse(text), Err(NotAnInstant), "{text}");
        }
    }

    #[test]
    fn spans_are_read_and_written_alike() {
        for (text, millis, written) in [
            ("326ms", 326, "326ms"),
            ("12.512s", 12_512, "12.512s"),
            ("90s", 90_000, "1m30s"),
            ("1h 30m", 5_400_000, "1h30m"),
            ("1.5h", 5_400_000, "1h30m"),
            ("0s", 0, "0s"),
            ("2d", 172_800_000, "2d"),
            ("1m 2s 3ms", 62_003, "1m2.003s"),
        ] {
            assert_eq!(Span::parse(text), Ok(Span::from_millis(millis)), "{text}");
            assert_eq!(Span::from_millis(millis).to_string(), written);
            assert_eq!(Span::parse(written), Ok(Span::from_millis(millis)));
        }
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in [
            "",
            "5",
            "s",
            "5 s",
            "1.5ms",
            "1.0ms",
            "1s 1m",
            "1s 1s",
            "-1s",
            "1e3s",
            "1..5s",
            "1.s",
            ".5s",
            "1.2345s",
            "1234567890s",
            "9999999999999d",
            "1s\t",
            "\u{a0}1s",
            "1s\u{2003}2ms",
        ] {
            assert_eq!(Span::parse(text), Err(NotASpan), "{text}");
        }
    }
}
