//! Texts: any, several, and GUIDs.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::{Kind, Misfit, quoted, shown};
use crate::centre::Name;
use crate::guid::Guid;

/// Any text.
pub(in crate::format) struct Text;

impl Kind for Text {
    type Value = Name;

    fn noun(&self) -> &'static str {
        "a text"
    }

    fn example(&self) -> String {
        "a text in quotes".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Name, Vec<Misfit>> {
        written.as_str().map(Name::from).ok_or_else(|| vec![self.wrong_type(written)])
    }

    fn write(&self, value: &Name) -> String {
        quoted(value)
    }

    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }
}

/// Any number of texts.
pub(in crate::format) struct Texts;

impl Kind for Texts {
    type Value = Vec<Name>;

    fn noun(&self) -> &'static str {
        "a list of texts"
    }

    fn example(&self) -> String {
        "a list of texts such as [\"a\", \"b\"]".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Vec<Name>, Vec<Misfit>> {
        let elements = written.as_array().ok_or_else(|| vec![self.wrong_type(written)])?;
        let mut texts = Vec::new();
        let mut misfits = Vec::new();
        for (position, element) in elements.iter().enumerate() {
            match Text.read(element.get_ref()) {
                Ok(text) => texts.push(text),
                Err(wrong) => misfits.extend(wrong.into_iter().map(|m| Misfit { element: Some(position), ..m })),
            }
        }
        if misfits.is_empty() { Ok(texts) } else { Err(misfits) }
    }

    fn write(&self, value: &Vec<Name>) -> String {
        let texts: Vec<_> = value.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    }

    fn schema(&self) -> Json {
        json!({ "type": "array", "items": { "type": "string" } })
    }
}

/// A GUID.
pub(in crate::format) struct GuidText;

impl Kind for GuidText {
    type Value = Guid;

    fn noun(&self) -> &'static str {
        "a GUID"
    }

    fn example(&self) -> String {
        "36 characters such as \"016f8db7-798f-407c-9925-ef8c2b51e6b0\"".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Guid, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        Guid::parse(text)
            .map_err(|_| Misfit::new(format!("{} is not a GUID", shown(text)), format!("write {}", self.example())))
    }

    fn write(&self, value: &Guid) -> String {
        quoted(&value.to_string())
    }

    fn schema(&self) -> Json {
        json!({
            "type": "string",
            "pattern": "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",
        })
    }
}
