//! What changed between two texts, and whether two texts changed in the same way.

use std::collections::BTreeSet;

use similar::{DiffOp, TextDiff};

/// So many lines of a change are told.
const TOLD: usize = 60;

/// What changed between two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    diff: String,
    hunks: Hunks,
}

/// The lines that were replaced, by which others, wherever that was and however often.
pub(crate) type Hunks = BTreeSet<(Vec<String>, Vec<String>)>;

impl Change {
    pub(crate) fn between(before: &str, after: &str) -> Self {
        let diff = TextDiff::from_lines(before, after);
        let (old, new) = (diff.old_slices(), diff.new_slices());
        let changes = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
        let hunks = changes.map(|op| (plain(&old[op.old_range()]), plain(&new[op.new_range()]))).collect();
        let mut unified = diff.unified_diff();
        let diff = unified.context_radius(3).missing_newline_hint(false).to_string();
        Self { diff, hunks }
    }

    /// The lines around what changed, those that went with a minus and those that came with a plus.
    pub(crate) fn told(&self) -> String {
        let lines = self.diff.lines().filter(|line| !line.starts_with("@@")).collect::<Vec<_>>();
        match lines.len().checked_sub(TOLD) {
            None | Some(0) => lines.join("\n"),
            Some(more) => format!("{}\n… and {more} more lines", lines[..TOLD].join("\n")),
        }
    }

    /// What two changes have in common that are the same.
    pub(crate) fn hunks(&self) -> &Hunks {
        &self.hunks
    }
}

/// Lines without what depends on where in the text they stand.
fn plain(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| line.trim().trim_end_matches(',').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_change_is_the_same_wherever_and_however_often() {
        let once = Change::between("{\n  \"a\": 1\n}", "{\n  \"a\": 2\n}");
        let twice = Change::between("[\n    \"a\": 1,\n  x\n    \"a\": 1\n]", "[\n    \"a\": 2,\n  x\n    \"a\": 2\n]");
        assert_eq!(once.hunks(), twice.hunks());
        let other = Change::between("{\n  \"a\": 1\n}", "{\n  \"a\": 3\n}");
        assert_ne!(once.hunks(), other.hunks());
    }

    #[test]
    fn long_changes_are_told_in_part() {
        let long: String = (0..100).map(|line| format!("{line}\n")).collect();
        let told = Change::between("", &long).told();
        assert_eq!(told.lines().count(), TOLD + 1);
        assert!(told.ends_with("… and 40 more lines"), "{told}");
    }
}
