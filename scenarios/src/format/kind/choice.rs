//! Closed choices: yes or no, words, agents and what can stand in their place.

use std::marker::PhantomData;

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::{Kind, Misfit, quoted, shown};
use crate::centre::Name;
use crate::flow::Party;
use crate::format::word::Word;
use crate::problem;

/// One word of a closed choice.
pub(in crate::format) struct OneOf<W>(PhantomData<fn() -> W>);

impl<W> OneOf<W> {
    /// The choice.
    pub(in crate::format) const WORD: Self = Self(PhantomData);
}

/// The most words that are all listed where nobody can tell which was meant; of more, only those are that are most like
/// what was written.
const FEW: usize = 15;
const LIKEST: usize = 6;

impl<W: Word> Kind for OneOf<W> {
    type Value = W;

    fn noun(&self) -> &'static str {
        W::NOUN
    }

    fn example(&self) -> String {
        let words: Vec<_> = W::VALUES.iter().map(|value| quoted(value.word())).collect();
        if words.len() > 2 { format!("one of {}", words.join(", ")) } else { words.join(" or ") }
    }

    fn read(&self, written: &DeValue<'_>) -> Result<W, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        W::of(text).ok_or_else(|| {
            let words = || W::VALUES.iter().map(Word::word);
            let advice = match problem::nearest(text, words()) {
                Some(meant) => format!("write {}", quoted(meant)),
                None if W::VALUES.len() <= FEW => format!("write {}", self.example()),
                None => {
                    let likest: Vec<_> = problem::likest(text, words(), LIKEST).into_iter().map(quoted).collect();
                    format!("the likest are {}", likest.join(", "))
                }
            };
            Misfit::new(format!("{} is not {}", shown(text), W::NOUN), advice)
        })
    }

    fn write(&self, value: &W) -> String {
        quoted(value.word())
    }

    fn schema(&self) -> Json {
        let words: Vec<_> = W::VALUES.iter().map(Word::word).collect();
        json!({ "enum": words })
    }
}

/// Yes or no.
pub(in crate::format) struct Flag;

impl Kind for Flag {
    type Value = bool;

    fn noun(&self) -> &'static str {
        "yes or no"
    }

    fn example(&self) -> String {
        "true or false".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<bool, Vec<Misfit>> {
        written.as_bool().ok_or_else(|| vec![self.wrong_type(written)])
    }

    fn write(&self, value: &bool) -> String {
        value.to_string()
    }

    fn schema(&self) -> Json {
        json!({ "type": "boolean" })
    }
}

/// An agent, or the customer.
pub(in crate::format) struct Whom;

/// The word that stands for the customer where agents can stand too.
pub(in crate::format) const CUSTOMER: &str = "customer";

impl Kind for Whom {
    type Value = Party;

    fn noun(&self) -> &'static str {
        "a party"
    }

    fn example(&self) -> String {
        format!("the id of an agent, or {}", quoted(CUSTOMER))
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Party, Vec<Misfit>> {
        match written.as_str() {
            Some(CUSTOMER) => Ok(Party::Customer),
            Some(id) => Ok(Party::Agent(id.into())),
            None => Err(vec![self.wrong_type(written)]),
        }
    }

    fn write(&self, value: &Party) -> String {
        match value {
            Party::Customer => quoted(CUSTOMER),
            Party::Agent(id) => quoted(id),
        }
    }

    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }
}

/// An agent, or `true` for the only one.
pub(in crate::format) struct AnAgent;

impl Kind for AnAgent {
    type Value = Option<Name>;

    fn noun(&self) -> &'static str {
        "an agent"
    }

    fn example(&self) -> String {
        "the id of an agent, or true for the only one".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Option<Name>, Vec<Misfit>> {
        match (written.as_str(), written.as_bool()) {
            (Some(id), _) => Ok(Some(id.into())),
            (None, Some(true)) => Ok(None),
            (None, Some(false) | None) => Err(vec![self.wrong_type(written)]),
        }
    }

    fn write(&self, value: &Option<Name>) -> String {
        value.as_ref().map_or_else(|| "true".to_owned(), |id| quoted(id))
    }

    fn schema(&self) -> Json {
        json!({ "anyOf": [{ "type": "string" }, { "const": true }] })
    }
}

/// The word `true`, for what needs no telling beyond its name.
pub(in crate::format) struct Yes;

impl Kind for Yes {
    type Value = ();

    fn noun(&self) -> &'static str {
        "the word true"
    }

    fn example(&self) -> String {
        "true".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<(), Vec<Misfit>> {
        if written.as_bool() == Some(true) { Ok(()) } else { Err(vec![self.wrong_type(written)]) }
    }

    fn write(&self, (): &()) -> String {
        "true".to_owned()
    }

    fn schema(&self) -> Json {
        json!({ "const": true })
    }
}
