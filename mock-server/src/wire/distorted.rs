//! The JSON of answers that are not what they should be, be they pages or single objects. Nothing changes in one that has
//! nothing of what is to be told wrongly.

pub(crate) mod paging;
pub(crate) mod rows;
pub(crate) mod spelling;

use serde_json::Value;

/// What is known of the page that is told of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// The most rows that it has.
    pub(crate) limit: u64,
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
