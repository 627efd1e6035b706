//! What is wrong with a scenario, where, and what would be right.

use std::fmt;

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the scenario.
    pub place: Place,
    /// What is wrong, as a sentence without its full stop.
    pub what: String,
    /// What would be right; empty where nothing can be said.
    pub advice: String,
}

/// A place in a scenario: a path of table names, positions and keys, such as `interaction[2].steps[0].ring`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(String);

impl Place {
    /// The scenario as a whole.
    pub fn whole() -> Self {
        Self::default()
    }

    /// This place's key of that name.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }

    /// This place's element at that position, counted from 0.
    #[must_use]
    pub fn at(&self, position: usize) -> Self {
        Self(format!("{}[{position}]", self.0))
    }

    /// The place that this one is part of; `None` for the whole.
    pub fn parent(&self) -> Option<Self> {
        let cut = self.0.rfind(['.', '['])?;
        Some(Self(self.0[..cut].to_owned()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "the scenario" } else { &self.0 })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, "; {}", self.advice) }
    }
}

/// The name that is most likely meant by a misspelt one, if any is near enough.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = written.to_lowercase();
    let length = folded.chars().count();
    known
        .into_iter()
        .filter_map(|name| {
            let name_length = name.chars().count();
            let allowed = 1.max(name_length.min(length) / 3);
            // The comparison takes memory for each pair of characters: it is spared where lengths alone tell enough.
            if name_length.abs_diff(length) > allowed {
                return None;
            }
            let distance = strsim::damerau_levenshtein(&folded, &name.to_lowercase());
            (distance <= allowed).then_some((distance, name))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
