//! What rows and differences are called in sentences.

use scenarios::time::Instant;
use serde_json::Value;

use super::compare::{Difference, text};
use super::is_instant;
use crate::question::Question;

/// A row, by its key: `agent 002, interaction 016f…`.
pub(super) fn name(question: Question, row: &Value) -> String {
    let part = |field: &&str| match (*field, &row[*field]) {
        ("login", Value::Null) => "there from the beginning".to_owned(),
        ("login", login) => format!("logged in at {}", text(login)),
        ("start", start) => format!("from {}", text(start)),
        ("guid", guid) => format!("interaction {}", text(guid)),
        ("type", kind) => text(kind),
        (field, value) => format!("{field} {}", text(value)),
    };
    question.rows().key.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// A difference: `talk +17,432 ms`, `state is busy and should be wrap-only`.
pub(super) fn difference(question: Question, wrong: &Difference) -> String {
    let Difference { place, field, expected, given } = wrong;
    if let (Some(expected), Some(given)) = (expected.as_i64(), given.as_i64()) {
        let unit = if is_count(question, field) { "" } else { " ms" };
        return format!("{place} {}{unit}", signed(given - expected));
    }
    if let (true, Some(by)) = (is_instant(field), between(expected, given)) {
        return format!("{place} {} ms", signed(by));
    }
    match (expected, given) {
        (Value::Object(_), Value::Null) => format!("{place} is missing"),
        (Value::Null, Value::Object(_)) => format!("{place} should not be there"),
        (expected, given) => format!("{place} is {} and should be {}", told(given), told(expected)),
    }
}

/// How many milliseconds the one given is later than the one expected.
fn between(expected: &Value, given: &Value) -> Option<i64> {
    let instant = |value: &Value| Instant::parse(value.as_str()?).ok();
    Some((instant(given)? - instant(expected)?).as_millis())
}

fn told(value: &Value) -> String {
    match value.as_i64() {
        Some(number) => grouped(number.unsigned_abs(), if number < 0 { "-" } else { "" }),
        None => text(value),
    }
}

/// Whether the field counts something, and is no duration.
fn is_count(question: Question, field: &str) -> bool {
    question == Question::QueueOutcomes && !field.ends_with("Wait")
}

/// A number with its sign, in groups of three digits.
fn signed(number: i64) -> String {
    grouped(number.unsigned_abs(), if number < 0 { "-" } else { "+" })
}

fn grouped(number: u64, sign: &str) -> String {
    let digits = number.to_string();
    let mut grouped = sign.to_owned();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(
            [0, 17, -999, 1_000, -17_432, 1_234_567].map(signed),
            ["+0", "+17", "-999", "+1,000", "-17,432", "+1,234,567"]
        );
    }
}
