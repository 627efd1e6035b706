//! The one form that answers have in goldens, however they were written.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Number, Value};

use super::path::Place;
use super::redaction::Redaction;
use crate::question::Question;

/// How an answer is brought into its canonical form: keys are sorted, whole numbers have no fraction, values are masked,
/// and then lists whose order says nothing are put in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Which lists are put in order, and by what; the others stay as they are.
    pub orders: Vec<Order>,
    /// What is masked.
    pub redactions: Vec<Redaction>,
}

/// A list whose order says nothing: `PLACE=KEY,KEY`, or `KEY,KEY` if the answer itself is the list.
///
/// It is put in the order of these fields, and where they are equal of everything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    place: Place,
    keys: Vec<String>,
}

impl Form {
    /// That of the answers to a question: their rows are in the order of what tells them apart. Of a question of one's own,
    /// every list stays as it is.
    pub fn of(question: Option<Question>) -> Self {
        let orders = question.map(|question| Order::by(question.rows().key)).into_iter().collect();
        Self { orders, redactions: Vec::new() }
    }

    /// The answer's text.
    pub fn text(&self, answer: &Value) -> String {
        format!("{:#}", self.canonical(answer))
    }

    /// The answer in this form.
    pub fn canonical(&self, answer: &Value) -> Value {
        let mut answer = sorted(answer);
        for redaction in &self.redactions {
            redaction.mask(&mut answer);
        }
        for order in &self.orders {
            order.place.each(&mut answer, &mut |list| {
                if let Value::Array(items) = list {
                    items.sort_by(|one, other| order.compare(one, other));
                }
            });
        }
        answer
    }
}

impl Order {
    /// The answer is a list whose order says nothing, and these fields tell its items apart.
    pub fn by(keys: &[&str]) -> Self {
        Self { place: Place::default(), keys: keys.iter().map(|key| (*key).to_owned()).collect() }
    }

    fn compare(&self, one: &Value, other: &Value) -> Ordering {
        let fields = self.keys.iter().map(|key| compare(&one[key.as_str()], &other[key.as_str()]));
        fields.fold(Ordering::Equal, Ordering::then).then_with(|| compare(one, other))
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place != Place::default() {
            write!(f, "{}=", self.place)?;
        }
        f.write_str(&self.keys.join(","))
    }
}

impl FromStr for Order {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (place, keys) = text.rsplit_once('=').unwrap_or(("", text));
        let keys: Vec<String> = keys.split(',').map(|key| key.trim().to_owned()).collect();
        if keys.iter().any(String::is_empty) {
            return Err(format!("{text:?} names no field; write it as PLACE=KEY,KEY or KEY,KEY"));
        }
        Ok(Self { place: place.parse()?, keys })
    }
}

/// The same with sorted keys, and 1 for 1.0.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            Value::Object(Map::from_iter(fields))
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        Value::Number(number) => Value::Number(whole(number)),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

/// Beyond this a double does not tell whole numbers apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[expect(clippy::cast_possible_truncation, reason = "it is whole, and small enough to be exact")]
fn whole(number: &Number) -> Number {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => Number::from(float as i64),
        _ => number.clone(),
    }
}

/// Nothing comes before false and true, then numbers, texts, lists and objects.
fn compare(one: &Value, other: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    };
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => {
            let wholes = one.as_i64().zip(other.as_i64()).map(|(one, other)| one.cmp(&other));
            wholes.unwrap_or_else(|| one.as_f64().partial_cmp(&other.as_f64()).unwrap_or(Ordering::Equal))
        }
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Array(_) | Value::Object(_), Value::Array(_) | Value::Object(_)) => {
            rank(one).cmp(&rank(other)).then_with(|| one.to_string().cmp(&other.to_string()))
        }
        _ => rank(one).cmp(&rank(other)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn form(orders: &[&str], redactions: &[&str]) -> Form {
        Form {
            orders: orders.iter().map(|text| text.parse().unwrap()).collect(),
            redactions: redactions.iter().map(|text| text.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn keys_are_sorted_and_lists_are_not_unless_their_order_says_nothing() {
        let answer = json!([{ "b": 2, "a": [3, 1] }, { "a": 10.0, "b": 1 }, { "a": 9, "b": 1.5 }]);
        assert_eq!(
            form(&[], &[]).text(&answer).split_whitespace().collect::<String>(),
            r#"[{"a":[3,1],"b":2},{"a":10,"b":1},{"a":9,"b":1.5}]"#
        );
        assert_eq!(
            form(&["a"], &[]).text(&answer).split_whitespace().collect::<String>(),
            r#"[{"a":9,"b":1.5},{"a":10,"b":1},{"a":[3,1],"b":2}]"#
        );
        let nested = json!({ "rows": [{ "a": 2 }, { "a": 1 }] });
        assert_eq!(
            form(&["rows=a"], &[]).text(&nested),
            form(&[], &[]).text(&json!({ "rows": [{ "a": 1 }, { "a": 2 }] }))
        );
    }

    #[test]
    fn what_is_masked_is_what_it_is_said_to_be() {
        let answer = json!([
            { "id": "016f8db7-798f-407c-9925-ef8c2b51e6b0", "at": "2024-03-05T09:00:00Z", "took": 12 },
            { "id": "b", "at": "yesterday", "took": -1 },
            { "id": null, "at": 3, "took": "12" },
        ]);
        let masked = form(&[], &["id=guid", "at=instant", "took=milliseconds"]).text(&answer);
        assert_eq!(
            masked.split_whitespace().collect::<String>(),
            r#"[{"at":"[instant]","id":"[guid]","took":"[milliseconds]"},{"at":"yesterday","id":"b","took":-1},{"at":3,"id":null,"took":"12"}]"#
        );
    }

    #[test]
    fn masked_values_do_not_decide_about_the_order() {
        let ids = ["016f8db7-798f-407c-9925-ef8c2b51e6b0", "f16f8db7-798f-407c-9925-ef8c2b51e6b0"];
        let [one, other] = [[0, 1], [1, 0]].map(|[first, second]| {
            let answer = json!([{ "id": ids[first], "n": 1 }, { "id": ids[second], "n": 2 }]);
            form(&["id"], &["id=guid"]).text(&answer)
        });
        assert_eq!(one, other);
    }

    #[test]
    fn what_is_misspelt_is_said() {
        assert_eq!("id=giud".parse::<Redaction>(), Err("there is no redaction \"giud\"; write \"guid\"".to_owned()));
        assert!("id".parse::<Redaction>().is_err());
        assert!("rows=".parse::<Order>().is_err());
    }
}
