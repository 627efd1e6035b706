//! Claims that are known to fail on a server: they are still looked for.

use scenarios::problem::nearest;

use super::cases;

/// Claims that are known to fail.
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<String>);

/// A list names a claim that there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: there is no claim {id:?}{}", .nearest.map(|near| format!("; is it {near}?")).unwrap_or_default())]
pub struct NoSuchClaim {
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub id: String,
    /// The id that is most like it.
    pub nearest: Option<&'static str>,
}

impl Known {
    /// Reads a list: the id of a claim on each line; what follows `#` says why, and is for people.
    ///
    /// # Errors
    ///
    /// If there is no such claim.
    pub fn parse(text: &str) -> Result<Self, NoSuchClaim> {
        let ids: Vec<&'static str> = cases::all().iter().map(|case| case.id).collect();
        let mut known = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            let id = text.split('#').next().unwrap_or_default().trim();
            if id.is_empty() {
                continue;
            }
            if !ids.contains(&id) {
                return Err(NoSuchClaim { line, id: id.to_owned(), nearest: nearest(id, ids.iter().copied()) });
            }
            known.push(id.to_owned());
        }
        Ok(Self(known))
    }

    pub(super) fn names(&self, id: &str) -> bool {
        self.0.iter().any(|known| known == id)
    }
}
