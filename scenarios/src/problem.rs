//! What is wrong with a scenario, where, and what would be right.

use std::collections::HashSet;
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

/// Problems as they are found: at each place only the first, since the rest follows from it, and of many only as many as
/// anybody reads.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    told: Vec<Problem>,
    places: HashSet<Place>,
    untold: usize,
}

/// The most problems of one file that are told one by one.
pub const MOST_TOLD: usize = 200;

impl Problems {
    /// Takes note of a problem; what there is to say of it is asked for only if it is told.
    pub(crate) fn note<W: Into<String>, A: Into<String>>(&mut self, place: Place, say: impl FnOnce() -> (W, A)) {
        if !self.places.insert(place.clone()) {
            return;
        }
        if self.told.len() < MOST_TOLD {
            let (what, advice) = say();
            self.told.push(Problem { place, what: what.into(), advice: advice.into() });
        } else {
            self.untold += 1;
        }
    }

    /// What was noted, in that order; at the end, how much has been left out, if anything.
    pub(crate) fn into_told(mut self) -> Vec<Problem> {
        self.told.extend(Problem::untold(self.untold));
        self.told
    }
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

/// A place that is written down only once there is something to say of it: a check looks at many, and seldom speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spot<'a> {
    Whole,
    Key(&'a Spot<'a>, &'a str),
    At(&'a Spot<'a>, usize),
}

impl<'a> Spot<'a> {
    /// This place's key of that name.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    /// This place's element at that position, counted from 0.
    pub(crate) fn at(&'a self, position: usize) -> Self {
        Self::At(self, position)
    }

    /// The place, written down.
    pub(crate) fn place(&self) -> Place {
        match self {
            Self::Whole => Place::whole(),
            Self::Key(spot, key) => spot.place().key(key),
            Self::At(spot, position) => spot.place().at(*position),
        }
    }
}

impl Problem {
    /// That so many more have been left out; `None` if none has.
    pub fn untold(count: usize) -> Option<Self> {
        let what = match count {
            0 => return None,
            1 => "1 more problem is not told here".to_owned(),
            _ => format!("{count} more problems are not told here"),
        };
        Some(Self { place: Place::whole(), what, advice: String::new() })
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

/// The name that is most likely meant by a misspelt one, if any is near enough; else the only one that begins with it.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = written.to_lowercase();
    let length = folded.chars().count();
    let mut nearest: Option<(usize, &str)> = None;
    let mut begun = Begun::None;
    for name in known {
        let name_length = name.chars().count();
        let allowed = 1.max(name_length.min(length) / 3);
        if name_length > length && name.to_lowercase().starts_with(&folded) {
            begun = begun.and(name);
        }
        // The comparison takes memory for each pair of characters: it is spared where lengths alone tell enough.
        if name_length.abs_diff(length) > allowed {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &name.to_lowercase());
        if distance <= allowed && nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, name));
        }
    }
    match (nearest, begun) {
        (Some((_, name)), _) => Some(name),
        (None, Begun::One(name)) if length >= SHORTEST_BEGINNING => Some(name),
        (None, Begun::None | Begun::One(_) | Begun::Several) => None,
    }
}

/// The fewest characters by which a name can be meant that goes on after them.
const SHORTEST_BEGINNING: usize = 2;

/// Which names begin with what was written.
enum Begun<'a> {
    None,
    One(&'a str),
    Several,
}

impl<'a> Begun<'a> {
    fn and(self, name: &'a str) -> Self {
        match self {
            Self::None => Self::One(name),
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

/// The names that are most like a misspelt one of which nobody can tell what is meant: at most so many, the likest first.
pub(crate) fn likest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let folded = written.to_lowercase();
    let mut likely: Vec<_> =
        known.into_iter().map(|name| (strsim::jaro_winkler(&folded, &name.to_lowercase()), name)).collect();
    likely.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    likely.truncate(most);
    likely.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_the_nearest_or_the_only_one_that_it_begins() {
        let known = ["queue", "ring", "retrieve", "resume", "hold", "hand_over", "hand_back"];
        for (written, meant) in [
            ("queu", Some("queue")),
            ("Queue", Some("queue")),
            ("holds", Some("hold")),
            ("que", Some("queue")),
            ("ret", Some("retrieve")),
            ("re", None),
            ("hand", None),
            ("h", None),
            ("", None),
            ("telephone", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }

    #[test]
    fn of_many_problems_the_rest_is_counted_and_its_words_are_not_asked_for() {
        let mut problems = Problems::default();
        for position in 0..MOST_TOLD {
            problems.note(Place::whole().key("agent").at(position), || ("wrong", ""));
        }
        problems.note(Place::whole().key("agent").at(0), || -> (&str, &str) { panic!("that place has been told of") });
        problems.note(Place::whole().key("queue"), || -> (&str, &str) { panic!("nobody reads this one") });
        let told = problems.into_told();
        assert_eq!(told.len(), MOST_TOLD + 1);
        assert_eq!(told[MOST_TOLD].what, "1 more problem is not told here");
    }
}
