//! The zoo: wrong analyses and clients. Each is a right one, and a mistake that a person would make.

mod asking;
mod copies;
mod counts;
mod events;
mod logins;
mod transfers;

use crate::batch::Change;

/// A right analysis, a mistake in it, and who has to catch it.
pub(crate) struct Mistake {
    /// What it is called.
    pub(crate) name: &'static str,
    /// The example that it is made in.
    pub(crate) analysis: &'static str,
    /// The mistake, in one sentence.
    pub(crate) says: &'static str,
    /// What is different in the example or its client.
    pub(crate) changes: &'static [Change],
    /// How it is put to the test.
    pub(crate) put: Put,
    /// The judge and the id of a finding that it has to lead to.
    pub(crate) caught: &'static str,
}

/// How a mistake is put to the test: with what such mistakes are found with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// Once to each scenario of the catalog that concerns the question.
    Catalog,
    /// Again and again, as the world's clock goes on.
    Polled,
    /// In another way, which must make no difference.
    Otherwise,
    /// While the server is busy, or refuses a token.
    Faulty,
    /// To a centre with many interactions.
    Large,
}

const fn mistake(
    name: &'static str,
    analysis: &'static str,
    says: &'static str,
    put: Put,
    caught: &'static str,
    changes: &'static [Change],
) -> Mistake {
    Mistake { name, analysis, says, changes, put, caught }
}

/// All of them.
pub(crate) fn zoo() -> impl Iterator<Item = &'static Mistake> {
    [events::ALL, transfers::ALL, logins::ALL, counts::ALL, copies::ALL, asking::ALL].into_iter().flatten()
}
