//! `insights.toml`: the analyses of a project, so that a plain `insights-harness check` runs them all.
//!
//! ```toml
//! [[analysis]]
//! name = "transfers"
//! question = "transfers"
//! cmd = "python3 transfers.py"
//! scenarios = ["transfer/*", "tests/*.toml"]
//! poll = "15s"
//! busy = "ringing,wrap"
//! time_limit = "10s"
//! order = ["rows=name"]
//! redact = ["**.runId=guid"]
//! ```
//!
//! Only `name` and `cmd` have to be there. Nothing is guessed: a key, a word or a value that is not known is a problem, and
//! every problem of the file is told at once, with its place and the nearest right spelling.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use scenarios::problem::nearest;
use scenarios::time::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::analysis::Analysis;
use crate::busy;
use crate::case::Subject;
use crate::contract::Limits;
use crate::golden::form::Form;
use crate::question::Question;

/// The name that the file has if nothing else is said.
pub const FILE: &str = "insights.toml";

/// The keys of an analysis, and what belongs behind them.
const KEYS: [(&str, &str); 9] = [
    ("name", "what people call it"),
    ("question", "the question that it answers"),
    ("cmd", "a line for the shell, run in the folder of this file"),
    ("scenarios", "scenarios of the catalog by name, or files; `*` stands for anything"),
    ("poll", "a span, such as \"15s\""),
    ("busy", "what counts as busy: ringing, wrap, and media, separated by commas"),
    ("time_limit", "a span, such as \"30s\""),
    ("order", "lists whose order says nothing in goldens, and the fields to put them in order by"),
    ("redact", "what goldens mask, and what it has to be"),
];

/// An analysis of the file.
#[derive(Clone, Debug)]
pub struct Configured {
    /// How it is put to the test.
    pub subject: Subject,
    /// Which scenarios it is put to, as patterns; empty for those that concern its question.
    pub scenarios: Vec<String>,
}

/// Something that is wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// The character of the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right; empty where nothing can be said.
    pub advice: String,
}

/// `3:1: what is wrong; what would be right`.
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.what)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, "; {}", self.advice) }
    }
}

/// The analyses that a file of that folder tells of.
///
/// # Errors
///
/// Everything that is wrong with the text, in its order.
pub fn parse(text: &str, folder: Option<&Path>) -> Result<Vec<Configured>, Vec<Wrong>> {
    let mut reading = Reading { text, folder, wrong: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reading.note(error.span().unwrap_or_default(), error.message(), "");
    }
    let analyses = reading.file(document.get_ref());
    reading.wrong.sort_by_key(|wrong| wrong.span.start);
    if reading.wrong.is_empty() { Ok(analyses) } else { Err(reading.wrong) }
}

struct Reading<'t> {
    text: &'t str,
    folder: Option<&'t Path>,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn file(&mut self, document: &DeTable<'_>) -> Vec<Configured> {
        let mut analyses: Vec<Configured> = Vec::new();
        for (key, value) in document {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("analysis", DeValue::Array(tables)) => {
                    for table in tables {
                        let Some(read) = self.analysis(table) else { continue };
                        if analyses.iter().any(|known| known.subject.name == read.subject.name) {
                            let what = format!("there are two analyses called {:?}", read.subject.name);
                            self.note(table.span(), what, "give each a name of its own");
                        }
                        analyses.push(read);
                    }
                }
                ("analysis", _) => self.note(value.span(), "`analysis` is a list of tables", "write [[analysis]]"),
                (unknown, _) => self.unknown(key.span(), unknown, ["analysis"], "this file"),
            }
        }
        if analyses.is_empty() && self.wrong.is_empty() {
            self.note(0..0, "there is no analysis", "begin one with [[analysis]]");
        }
        analyses
    }

    fn analysis(&mut self, table: &Spanned<DeValue<'_>>) -> Option<Configured> {
        let DeValue::Table(entries) = table.get_ref() else {
            self.note(table.span(), "an analysis is a table", "write [[analysis]], and its keys below");
            return None;
        };
        let (mut name, mut line) = (None, None);
        let mut subject = Subject::new("", None, Analysis::program("", None));
        let (mut scenarios, mut orders, mut redactions) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "name" => name = self.text(value),
                "cmd" => line = self.text(value),
                "question" => subject.question = self.read(value, |text| text.parse::<Question>()),
                "poll" => subject.poll = self.read(value, span),
                "busy" => subject.busy = self.read(value, busy::read).unwrap_or_default(),
                "time_limit" => {
                    let time = self.read(value, span).and_then(|span| u64::try_from(span.as_millis()).ok());
                    subject.limits.time = time.map_or(Limits::default().time, Duration::from_millis);
                }
                "scenarios" => scenarios = self.texts(value),
                "order" => orders = self.each(value, str::parse),
                "redact" => redactions = self.each(value, str::parse),
                unknown => self.unknown(key.span(), unknown, KEYS.map(|(key, _)| key), "an analysis"),
            }
        }
        for (key, is_there) in [("name", entries.contains_key("name")), ("cmd", entries.contains_key("cmd"))] {
            if !is_there {
                let what = KEYS.into_iter().find(|(known, _)| *known == key).map_or("", |(_, what)| what);
                self.note(table.span(), format!("the key `{key}` is missing"), format!("it is {what}"));
            }
        }
        subject.form = Form::of(subject.question);
        subject.form.orders.extend(orders);
        subject.form.redactions.extend(redactions);
        subject.name = name?;
        subject.analysis = Analysis::program(line?, self.folder.map(Path::to_owned));
        Some(Configured { subject, scenarios })
    }

    fn text(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => return Some(text.to_owned()),
            Some(_) => self.note(value.span(), "this text is empty", ""),
            None => self.note(value.span(), "this is not a text", "write it in quotes"),
        }
        None
    }

    fn texts(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        self.each(value, |text| Ok(text.to_owned()))
    }

    fn each<T>(&mut self, value: &Spanned<DeValue<'_>>, read: fn(&str) -> Result<T, String>) -> Vec<T> {
        let DeValue::Array(texts) = value.get_ref() else {
            self.note(value.span(), "this is not a list", "write it in brackets, as in [\"transfer/*\"]");
            return Vec::new();
        };
        texts.iter().filter_map(|text| self.read(text, read)).collect()
    }

    fn read<T>(&mut self, value: &Spanned<DeValue<'_>>, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let text = self.text(value)?;
        match read(&text) {
            Ok(read) => Some(read),
            Err(why) => {
                let (what, advice) = why.split_once("; ").unwrap_or((&why, ""));
                self.note(value.span(), what, advice);
                None
            }
        }
    }

    fn unknown<const N: usize>(&mut self, span: Range<usize>, key: &str, known: [&'static str; N], of: &str) {
        let advice = match nearest(key, known) {
            Some(near) => format!("write `{near}`"),
            None => format!("there are {}", known.map(|key| format!("`{key}`")).join(", ")),
        };
        self.note(span, format!("`{key}` is not a key of {of}"), advice);
    }

    fn note(&mut self, span: Range<usize>, what: impl Into<String>, advice: impl Into<String>) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        self.wrong.push(Wrong {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
            what: what.into(),
            advice: advice.into(),
        });
    }
}

fn span(text: &str) -> Result<Span, String> {
    let span = Span::parse(text).map_err(|not| format!("{text:?} is {not}"))?;
    if span > Span::ZERO { Ok(span) } else { Err(format!("{text:?} is no time at all; write a longer span")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        parse(text, None).unwrap_err().iter().map(Wrong::to_string).collect()
    }

    #[test]
    fn an_analysis_needs_a_name_and_a_command_and_may_say_more() {
        let read = parse(
            "[[analysis]]\nname = \"a\"\ncmd = \"./a\"\n\n[[analysis]]\nname = \"b\"\nquestion = \"logins\"\ncmd = \"./b\"\n\
             scenarios = [\"faq/*\"]\npoll = \"15s\"\nbusy = \"wrap\"\ntime_limit = \"1500ms\"\n\
             order = [\"rows=n\"]\nredact = [\"**.id=guid\"]\n",
            None,
        )
        .unwrap();
        let [plain, full] = &read[..] else { panic!("{read:?}") };
        assert_eq!((plain.subject.question, plain.subject.poll, plain.scenarios.len()), (None, None, 0));
        assert_eq!(full.subject.question, Some(Question::Logins));
        assert_eq!(full.subject.poll, Some(Span::from_secs(15)));
        assert_eq!(full.subject.limits.time, Duration::from_millis(1500));
        assert_eq!((full.subject.busy.ringing, full.subject.busy.wrap), (false, true));
        assert_eq!(full.scenarios, ["faq/*"]);
        let mut form = Form::of(Some(Question::Logins));
        form.orders.push("rows=n".parse().unwrap());
        form.redactions.push("**.id=guid".parse().unwrap());
        assert_eq!(full.subject.form, form);
    }

    #[test]
    fn every_mistake_is_told_with_its_place_and_the_nearest_right_word() {
        assert_eq!(
            wrong("[[analysis]]\nnam = \"a\"\nquestion = \"login\"\ncmd = 7\npoll = \"soon\"\n[other]\n"),
            [
                "1:1: the key `name` is missing; it is what people call it",
                "2:1: `nam` is not a key of an analysis; write `name`",
                "3:12: there is no question \"login\"; write \"logins\"",
                "4:7: this is not a text; write it in quotes",
                "5:8: \"soon\" is not a span of time; numbers with the units d, h, m, s, ms, such as \"1h 30m\" or \"12.512s\", are",
                "6:2: `other` is not a key of this file; there are `analysis`",
            ]
        );
        assert_eq!(
            wrong("[[analysis]]\nname = \"a\"\ncmd = \"x\"\nredact = [\"id=giud\", 3]\n"),
            ["4:11: there is no redaction \"giud\"; write \"guid\"", "4:22: this is not a text; write it in quotes",]
        );
        assert_eq!(wrong(""), ["1:1: there is no analysis; begin one with [[analysis]]"]);
        assert_eq!(
            wrong("[[analysis]]\nname = \"a\"\ncmd = \"x\"\n[[analysis]]\nname = \"a\"\ncmd = \"y\"\n"),
            ["4:1: there are two analyses called \"a\"; give each a name of its own"]
        );
    }
}
