//! The catalog of scenarios, which every server knows by name.

use scenarios::problem::nearest;

/// The scenario of that name, such as `faq/transfer`.
///
/// # Errors
///
/// The nearest name that there is, if any is near enough.
pub(crate) fn scenario(name: &str) -> Result<&'static str, Option<&'static str>> {
    match CATALOG.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Ok(text),
        None => Err(nearest(name, CATALOG.iter().map(|(known, _)| *known))),
    }
}

/// The names and texts of all its scenarios, by name.
pub fn scenarios() -> impl Iterator<Item = (&'static str, &'static str)> {
    CATALOG.iter().copied()
}

/// Names and texts.
static CATALOG: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
