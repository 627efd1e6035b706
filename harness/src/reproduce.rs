//! The one line that does it again.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use scenarios::time::Span;
use scenarios::truth::BusyDefinition;

use crate::busy;
use crate::case::Subject;
use crate::config;
use crate::contract::Limits;
use crate::judge::Judges;
use crate::question::Question;
use crate::target::Target;
use crate::told::{Origin, Told};

/// A line for the shell: a command of this program, and what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// That command, told nothing yet.
    pub fn of(command: &str) -> Self {
        Self(format!("insights-harness {command}"))
    }

    /// The same, with an option that has no value.
    #[must_use]
    pub fn with_flag(mut self, option: &str) -> Self {
        self.0 += " ";
        self.0 += option;
        self
    }

    /// The same, with an option and its value.
    #[must_use]
    pub fn with(mut self, option: &str, value: impl fmt::Display) -> Self {
        self.0 += &format!(" {option} {}", quoted(&value.to_string()));
        self
    }

    /// The same, with an option for each value.
    #[must_use]
    pub fn with_each<T: fmt::Display>(self, option: &str, values: impl IntoIterator<Item = T>) -> Self {
        values.into_iter().fold(self, |line, value| line.with(option, value))
    }

    /// The same, against that server; what it wants to be shown is added by whoever does it again.
    #[must_use]
    pub fn against(self, target: &Target) -> Self {
        match target {
            Target::Own => self,
            Target::Other { base, .. } => self.with("--target", base),
        }
    }

    /// The same, for that analysis.
    #[must_use]
    pub(crate) fn for_subject(self, subject: &Subject) -> Self {
        match &subject.listed {
            Some(file) if file == Path::new(config::FILE) => self.with("--only", &subject.name),
            Some(file) => self.with("--config", file.display()).with("--only", &subject.name),
            None => {
                let line = self.with_each("--question", subject.question);
                line.with_each("--cmd", subject.analysis.line())
            }
        }
    }

    /// The same, put to the test as that analysis is; `usual` judges need not be named.
    #[must_use]
    pub(crate) fn held_to(mut self, subject: &Subject, usual: Option<Judges>) -> Self {
        if let Some(every) = subject.poll {
            self = self.with("--poll", format!("every={every}"));
        }
        let limits = Limits::default();
        if subject.limits.time != limits.time {
            self = self.with("--time-limit", span(subject.limits.time));
        }
        if subject.limits.output != limits.output {
            self = self.with("--output-limit", subject.limits.output);
        }
        if subject.question == Some(Question::Availability) && subject.busy != BusyDefinition::default() {
            self = self.with("--busy", busy::words(&subject.busy));
        }
        match subject.judges {
            judges if judges == usual => self,
            None => self,
            Some(Judges::ALL) => self.with("--judge", "all"),
            Some(Judges { truth, client, metamorphic }) => {
                let names = [(truth, "truth"), (client, "client"), (metamorphic, "metamorphic")];
                self.with_each("--judge", names.into_iter().filter(|(asked, _)| *asked).map(|(_, name)| name))
            }
        }
    }

    /// The same, over that scenario.
    #[must_use]
    pub(crate) fn over(self, told: &Told) -> Self {
        match &told.origin {
            Origin::Catalog | Origin::File | Origin::Made => self.with("--scenario", &told.name),
            Origin::Seed { seed, generator } => {
                let generator = generator.as_ref().map(|file| file.display());
                self.with("--seed", seed).with_each("--generator", generator)
            }
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The line that puts an analysis to a scenario once more: of a function, that runs the test in which it is.
pub(crate) fn line(subject: &Subject, told: &Told, target: &Target) -> String {
    if subject.analysis.line().is_none() {
        return format!("INSIGHTS_SCENARIO={} cargo test {}", quoted(&told.name), quoted(&subject.name));
    }
    Line::of("check").for_subject(subject).over(told).held_to(subject, None).against(target).to_string()
}

/// A span of real time, as it is read.
pub fn span(time: Duration) -> String {
    Span::from_millis(i64::try_from(time.as_millis()).unwrap_or(i64::MAX)).to_string()
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
    use super::{Line, quoted};

    #[test]
    fn words_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("faq/transfer"), "faq/transfer");
        assert_eq!(quoted("python3 report.py"), "'python3 report.py'");
        assert_eq!(quoted("echo 'x'"), r"'echo '\''x'\'''");
        let line = Line::of("conform").with("--known-failing", "my list").with_flag("--choices");
        assert_eq!(line.to_string(), "insights-harness conform --known-failing 'my list' --choices");
    }
}
