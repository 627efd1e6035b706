//! Commands of GitHub's workflows: an annotation for each case that somebody has to look at.

use std::fmt::Write as _;
use std::path::Path;

use super::{headline, suite};
use crate::verdict::{Case, Outcome, Severity, Verdict};

/// So many annotations of a kind GitHub shows for one step of a job; the rest are lost in its log.
const SHOWN: usize = 10;

/// An annotation for each case that fails, warns or could not be judged, and a line that is none.
pub(super) fn render(verdict: &Verdict) -> String {
    let mut lines = String::new();
    for kind in [Kind::Error, Kind::Warning, Kind::Notice] {
        let cases: Vec<_> = verdict.cases.iter().filter(|case| Kind::of(case) == Some(kind)).collect();
        // If there are more than are shown, the last of those says so.
        let told = if cases.len() > SHOWN { SHOWN - 1 } else { cases.len() };
        for case in &cases[..told] {
            let _ = writeln!(lines, "{}", annotation(kind, case));
        }
        if cases.len() > told {
            let left = cases.len() - told;
            let rest: Vec<_> = cases[told..].iter().map(|case| format!("{} · {}", suite(case), case.name)).collect();
            let message = escaped(&rest.join("\n"));
            let _ = writeln!(lines, "::{} title={left} more {}::{message}", kind.name(), verdict.about.noun(left));
        }
    }
    let _ = writeln!(lines, "{}", headline(verdict));
    lines
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

impl Kind {
    fn of(case: &Case) -> Option<Self> {
        match case.outcome() {
            Outcome::Fails => Some(Self::Error),
            Outcome::Undecided => Some(Self::Notice),
            Outcome::Holds => {
                let worst = case.findings.iter().map(|finding| finding.severity).max()?;
                Some(if worst >= Severity::Warning { Self::Warning } else { Self::Notice })
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

fn annotation(kind: Kind, case: &Case) -> String {
    let mut properties = String::new();
    // A scenario of the user's own is a file of the repository; one of the catalog is not.
    let path = Path::new(&case.name);
    if path.is_relative() && path.extension().is_some_and(|extension| extension == "toml") {
        let _ = write!(properties, "file={},line=1,", escaped_property(&case.name));
    }
    let title = escaped_property(&format!("{} · {}", suite(case), case.name));
    let mut message: String = case.findings.iter().map(ToString::to_string).collect();
    if let Some(why) = &case.undecided {
        let _ = writeln!(message, "  undecided: {why}");
    }
    if let Some(command) = &case.reproduce {
        let _ = writeln!(message, "  again: {command}");
    }
    let lines: Vec<_> = message.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    format!("::{} {properties}title={title}::{}", kind.name(), escaped(&lines.join("\n")))
}

/// What stands behind the second `::`.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value between the two.
fn escaped_property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
