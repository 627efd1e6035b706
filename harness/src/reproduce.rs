//! The one line that does a case again.

use std::fmt::Write as _;

use scenarios::truth::BusyDefinition;

use crate::busy;
use crate::case::Subject;
use crate::contract::Limits;
use crate::judge::Judges;
use crate::question::Question;
use crate::target::Target;
use crate::told::{Origin, Told};

/// The line for a shell.
pub(crate) fn line(subject: &Subject, told: &Told, target: &Target) -> String {
    let Some(command) = subject.analysis.line() else {
        return format!("INSIGHTS_SCENARIO={} cargo test {}", quoted(&told.name), quoted(&subject.name));
    };
    let mut line = "insights-harness check".to_owned();
    if let Some(question) = subject.question {
        let _ = write!(line, " --question {question}");
    }
    let _ = write!(line, " --cmd {}", quoted(command));
    let _ = match told.origin {
        Origin::Catalog | Origin::File | Origin::Made => write!(line, " --scenario {}", quoted(&told.name)),
        Origin::Seed(seed) => write!(line, " --seed {seed}"),
    };
    if let Some(every) = subject.poll {
        let _ = write!(line, " --poll every={}", quoted(&every.to_string()));
    }
    if subject.limits != Limits::default() {
        let _ = write!(line, " --time-limit {}ms", subject.limits.time.as_millis());
    }
    if subject.question == Some(Question::Availability) && subject.busy != BusyDefinition::default() {
        let _ = write!(line, " --busy {}", busy::words(&subject.busy));
    }
    if let Some(judges) = subject.judges {
        let names = [(judges.truth, "truth"), (judges.client, "client"), (judges.metamorphic, "metamorphic")];
        match judges {
            Judges::ALL => line.push_str(" --judge all"),
            Judges { .. } => {
                line.extend(names.iter().filter(|(asked, _)| *asked).flat_map(|(_, name)| [" --judge ", name]))
            }
        }
    }
    if let Target::Other { base, .. } = target {
        let _ = write!(line, " --target {}", quoted(base));
    }
    line
}

/// A word for the shell.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,@%+".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("faq/transfer"), "faq/transfer");
        assert_eq!(quoted("python3 report.py"), "'python3 report.py'");
        assert_eq!(quoted("echo 'x'"), r"'echo '\''x'\'''");
    }
}
