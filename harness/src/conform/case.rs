//! A claim of the reference, and how to tell whether it holds.

use std::fmt;

use super::objection::Checked;
use super::scene::Scene;
use super::worlds::Worlds;

use super::cases::fields::Field;

/// A claim that can be looked for from outside.
#[derive(Debug)]
pub(super) struct Case {
    /// The section of the reference, and a name: `2.4.processed-window`.
    pub(super) id: &'static str,
    pub(super) sure: Sure,
    /// The claims that it is about, by their numbers in COVERAGE.md.
    pub(super) claims: &'static [&'static str],
    /// The claim in a sentence.
    pub(super) says: &'static str,
    pub(super) check: Check,
}

/// Where a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// A public page says so.
    Documented,
    /// An example on a public page shows it.
    Example,
    /// Public client code relies on it.
    Client,
    /// It follows from an example by arithmetic.
    Inferred,
    /// Nobody knows: it is what the mock server chose.
    Choice,
}

impl Sure {
    /// Its letter in the reference.
    pub fn letter(self) -> char {
        match self {
            Self::Documented => 'D',
            Self::Example => 'E',
            Self::Client => 'C',
            Self::Inferred => 'I',
            Self::Choice => '-',
        }
    }
}

/// As reports say it.
impl fmt::Display for Sure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Example => "example",
            Self::Client => "client code",
            Self::Inferred => "inferred",
            Self::Choice => "our choice",
        })
    }
}

/// How to tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// By what is told of a window.
    Scene(fn(&Scene) -> Checked),
    /// By how requests are answered, whatever there is to tell: once it holds, it need not be looked for again.
    Form(fn(&Scene) -> Checked),
    /// By one field of what is told.
    Field(Field),
    /// In worlds of its own, whose clocks it moves.
    Journey(fn(&Worlds) -> Checked),
}

impl Case {
    /// A claim that is looked for in a window.
    pub(super) const fn new(
        id: &'static str,
        sure: Sure,
        claims: &'static [&'static str],
        says: &'static str,
        check: fn(&Scene) -> Checked,
    ) -> Self {
        Self { id, sure, claims, says, check: Check::Scene(check) }
    }

    /// A claim about requests and answers, whatever they tell.
    pub(super) const fn form(
        id: &'static str,
        sure: Sure,
        claims: &'static [&'static str],
        says: &'static str,
        check: fn(&Scene) -> Checked,
    ) -> Self {
        Self { id, sure, claims, says, check: Check::Form(check) }
    }

    /// A claim that takes clocks that can be moved.
    pub(super) const fn journey(
        id: &'static str,
        sure: Sure,
        claims: &'static [&'static str],
        says: &'static str,
        check: fn(&Worlds) -> Checked,
    ) -> Self {
        Self { id, sure, claims, says, check: Check::Journey(check) }
    }

    /// A claim about one field.
    pub(super) const fn field(
        id: &'static str,
        sure: Sure,
        claims: &'static [&'static str],
        says: &'static str,
        field: Field,
    ) -> Self {
        Self { id, sure, claims, says, check: Check::Field(field) }
    }

    /// The section of the reference.
    pub(super) fn section(&self) -> &'static str {
        let end = self.id.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.id.len());
        self.id[..end].trim_end_matches('.')
    }
}
