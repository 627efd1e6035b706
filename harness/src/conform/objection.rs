//! What a case comes to: what was looked at, or what stands against it.

use std::collections::BTreeSet;

/// What a check says: how much it looked at, or why the claim does not hold or cannot be decided.
pub(super) type Checked = Result<Tally, Objection>;

/// Why a claim was not found to hold.
#[derive(Debug)]
pub(super) enum Objection {
    /// It does not hold.
    Fails(Box<Evidence>),
    /// Nothing can be said about it here, and why not.
    Undecided(String),
}

/// What shows that a claim does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The request.
    pub request: String,
    /// Where in the answer: a JSON path, `status`, or the name of a header.
    pub path: String,
    /// What would have been right.
    pub expected: String,
    /// What came.
    pub found: String,
}

impl Objection {
    /// That nothing can be said here.
    pub(super) fn undecided(why: impl Into<String>) -> Self {
        Self::Undecided(why.into())
    }
}

/// How much a check has looked at.
#[derive(Debug)]
pub(super) struct Tally {
    /// What it takes to decide: "a completed interaction".
    needs: &'static str,
    seen: usize,
    /// What is not known of the API and was met: worth telling, and no failure.
    pub(super) news: BTreeSet<String>,
}

impl Tally {
    /// Nothing yet; `needs` is what it takes to decide.
    pub(super) fn of(needs: &'static str) -> Self {
        Self { needs, seen: 0, news: BTreeSet::new() }
    }

    /// One more.
    pub(super) fn saw(&mut self) {
        self.seen += 1;
    }

    /// How many there were; none is an objection.
    pub(super) fn decided(self) -> Result<(usize, BTreeSet<String>), Objection> {
        match self.seen {
            0 => Err(Objection::Undecided(format!("it takes {}, and there is none", self.needs))),
            seen => Ok((seen, self.news)),
        }
    }
}

/// That an answer was looked at.
pub(super) fn once() -> Checked {
    let mut seen = Tally::of("an answer");
    seen.saw();
    Ok(seen)
}
