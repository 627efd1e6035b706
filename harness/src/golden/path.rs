//! Places in an answer, by the names on the way to them.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

/// A place, such as `queues.name` or `**.runId`. `*` stands for any key, `**` for any way, none included; lists are passed
/// through, and nothing at all is the answer itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    AnyKey,
    AnyWay,
}

impl Place {
    /// Does something to every value that is there. Lists on the way are passed through; a list at its end is one value.
    pub(super) fn each(&self, value: &mut Value, act: &mut impl FnMut(&mut Value)) {
        visit(&self.0, value, act);
    }
}

fn visit(steps: &[Step], value: &mut Value, act: &mut impl FnMut(&mut Value)) {
    let Some((step, rest)) = steps.split_first() else { return act(value) };
    if *step == Step::AnyWay {
        visit(rest, value, act);
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| {
            // `**` has looked at the list itself; below it goes on with the items.
            visit(steps, item, act);
        }),
        Value::Object(fields) => fields.iter_mut().for_each(|(key, field)| match step {
            Step::Key(wanted) if wanted == key => visit(rest, field, act),
            Step::Key(_) => {}
            Step::AnyKey => visit(rest, field, act),
            Step::AnyWay => visit(steps, field, act),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let steps = self.0.iter().map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::AnyKey => "*",
            Step::AnyWay => "**",
        });
        f.write_str(&steps.collect::<Vec<_>>().join("."))
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let step = |step: &str| match step {
            "" => Err(format!("{text:?} has a name of nothing between two dots")),
            "*" => Ok(Step::AnyKey),
            "**" => Ok(Step::AnyWay),
            key => Ok(Step::Key(key.to_owned())),
        };
        text.split('.').map(step).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn marked(place: &str) -> Value {
        let mut value = json!({ "id": 1, "rows": [{ "id": 2, "of": { "id": 3 } }, { "id": 4 }] });
        let place: Place = place.parse().unwrap();
        place.each(&mut value, &mut |value| *value = json!("x"));
        value
    }

    #[test]
    fn a_place_is_found_by_names_through_lists() {
        assert_eq!(marked("rows.id"), json!({ "id": 1, "rows": [{ "id": "x", "of": { "id": 3 } }, { "id": "x" }] }));
        assert_eq!(marked("rows"), json!({ "id": 1, "rows": "x" }));
        assert_eq!(marked("rows.*.id"), json!({ "id": 1, "rows": [{ "id": 2, "of": { "id": "x" } }, { "id": 4 }] }));
        assert_eq!(marked("**.id"), json!({ "id": "x", "rows": [{ "id": "x", "of": { "id": "x" } }, { "id": "x" }] }));
        assert_eq!(marked(""), json!("x"));
        assert_eq!("**.a.*".parse::<Place>().unwrap().to_string(), "**.a.*");
    }

    #[test]
    fn a_name_is_never_nothing() {
        assert!("a..b".parse::<Place>().is_err());
        assert!(".a".parse::<Place>().is_err());
    }
}
