//! Review: looking at what waits beside the goldens, and accepting or rejecting it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use glob::Pattern;
use thiserror::Error;

use super::change::Change;
use super::file::{self, Golden};
use super::{Truth, in_ci};

/// An answer that waits to be accepted.
#[derive(Clone, Debug)]
pub struct Pending {
    /// What it is called: the golden's path below the folder, without `.snap`.
    pub name: String,
    path: PathBuf,
    given: Golden,
    change: Change,
    is_new: bool,
}

/// Answers that changed in the same way, and of which truth thinks the same.
#[derive(Clone, Debug)]
pub struct Group {
    /// At least one.
    pub members: Vec<Pending>,
}

/// Why something is not accepted or rejected.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// CI looks at nothing, so it accepts nothing.
    #[error("in CI nothing is accepted (the environment variable CI is set)")]
    InCi,
    /// Truth says that it is wrong.
    #[error("{name} is not accepted: truth refuses it ({why}); --against-truth accepts it all the same")]
    Refused {
        /// What it is called.
        name: String,
        /// How it is wrong.
        why: String,
    },
    /// A file cannot be used.
    #[error("{}: {why}", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

/// All that waits below a folder, in the order of names.
///
/// # Errors
///
/// If a file cannot be read, or is not one of the harness's.
pub fn pending(folder: &Path) -> Result<Vec<Pending>, ReviewError> {
    let unusable = |path: &Path, why: String| ReviewError::Unusable { path: path.to_owned(), why };
    let mut all = Vec::new();
    for new in file::walk(folder).map_err(|error| unusable(folder, error.to_string()))? {
        let Some(path) = new.to_str().and_then(|path| path.strip_suffix(".snap.new")) else { continue };
        let path = PathBuf::from(format!("{path}.snap"));
        let given = Golden::read(&new).map_err(|why| unusable(&new, why))?;
        let Some(given) = given else { continue };
        let accepted = Golden::read(&path).map_err(|why| unusable(&path, why))?;
        let change = Change::between(accepted.as_ref().map_or("", |golden| &golden.text), &given.text);
        let name = path.strip_prefix(folder).unwrap_or(&path).with_extension("").display().to_string();
        all.push(Pending { name, path, given, change, is_new: accepted.is_none() });
    }
    Ok(all)
}

/// What waits, in groups of equal changes, the largest first.
pub fn groups(pending: Vec<Pending>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in pending {
        match groups.iter_mut().find(|group| group.members[0].is_like(&one)) {
            Some(group) => group.members.push(one),
            None => groups.push(Group { members: vec![one] }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    groups
}

impl Pending {
    /// Whether a pattern names it, by its own name or by its case's.
    pub fn is_named(&self, pattern: &Pattern) -> bool {
        [&self.name, &self.given.case, &format!("{}/{}", self.given.analysis, self.given.case)]
            .iter()
            .any(|name| pattern.matches(name))
    }

    /// Makes it the golden.
    ///
    /// # Errors
    ///
    /// If this is CI, if truth refuses it and that is not waived by `against_truth`, or if files cannot be written.
    pub fn accept(&self, against_truth: bool) -> Result<(), ReviewError> {
        if in_ci() {
            return Err(ReviewError::InCi);
        }
        match &self.given.truth {
            Truth::Refuses(sentences) if !against_truth => {
                let why = sentences.first().cloned().unwrap_or_default();
                Err(ReviewError::Refused { name: self.name.clone(), why })
            }
            Truth::Refuses(_) | Truth::Agrees | Truth::Silent => {
                file::accept(&self.path).map_err(|why| ReviewError::Unusable { path: self.path.clone(), why })
            }
        }
    }

    /// Throws it away; the golden stays as it is.
    ///
    /// # Errors
    ///
    /// If the file cannot be deleted.
    pub fn reject(&self) -> Result<(), ReviewError> {
        let path = file::pending(&self.path);
        let unusable = |error: io::Error| ReviewError::Unusable { path: path.clone(), why: error.to_string() };
        fs::remove_file(&path).map_err(unusable)
    }

    /// What truth says of it.
    pub fn truth(&self) -> &Truth {
        &self.given.truth
    }

    /// What changed: lines that went begin with a minus, lines that came with a plus.
    pub fn change(&self) -> String {
        self.change.told()
    }

    fn is_like(&self, other: &Self) -> bool {
        let truth = |one: &Self| std::mem::discriminant(&one.given.truth);
        self.is_new == other.is_new && self.change.hunks() == other.change.hunks() && truth(self) == truth(other)
    }
}

impl Group {
    /// What it is about in one line: `the same change in 14 goldens · truth agrees`.
    pub fn title(&self) -> String {
        let [first, ..] = &self.members[..] else { return String::new() };
        let what = match (first.is_new, self.members.len()) {
            (true, 1) => "a new golden".to_owned(),
            (true, goldens) => format!("{goldens} new goldens, all alike"),
            (false, 1) => "a change in 1 golden".to_owned(),
            (false, goldens) => format!("the same change in {goldens} goldens"),
        };
        let truth = match first.truth() {
            Truth::Agrees => "truth agrees".to_owned(),
            Truth::Silent => "truth was not asked".to_owned(),
            Truth::Refuses(sentences) => match &sentences[..] {
                [] => "truth REFUSES it".to_owned(),
                [sentence] => format!("truth REFUSES it: {sentence}"),
                [sentence, others @ ..] => format!("truth REFUSES it: {sentence} (and {} more)", others.len()),
            },
        };
        format!("{what} · {truth}")
    }
}
