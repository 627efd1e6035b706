//! From the text of the file to what it says.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use scenarios::problem::nearest;
use scenarios::time::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Configured, Generated, Key, OF_ALL, OF_ANALYSIS, Wrong};
use crate::analysis::Analysis;
use crate::busy;
use crate::case::Subject;
use crate::contract::Limits;
use crate::golden::form::Form;
use crate::judge::Named;
use crate::question::Question;
use crate::report::Report;
use crate::target;

/// What the text says, or everything that is wrong with it.
pub(super) fn read(text: &str, file: &Path) -> Result<Config, Vec<Wrong>> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut reading = Reading { text, file, folder, wrong: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reading.note(error.span().unwrap_or_default(), error.message(), "");
    }
    let config = reading.file(document.get_ref());
    reading.wrong.sort_by_key(|wrong| wrong.span.start);
    if reading.wrong.is_empty() { Ok(config) } else { Err(reading.wrong) }
}

struct Reading<'t> {
    text: &'t str,
    file: &'t Path,
    folder: &'t Path,
    wrong: Vec<Wrong>,
}

type Given<'v> = Spanned<DeValue<'v>>;

impl Reading<'_> {
    fn file(&mut self, document: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in document {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("analysis", DeValue::Array(tables)) => {
                    for table in tables {
                        let Some(read) = self.analysis(table) else { continue };
                        if config.analyses.iter().any(|known| known.subject.name == read.subject.name) {
                            let what = format!("there are two analyses called {:?}", read.subject.name);
                            self.note(table.span(), what, "give each a name of its own");
                        }
                        config.analyses.push(read);
                    }
                }
                ("analysis", _) => self.note(value.span(), "`analysis` is a list of tables", "write [[analysis]]"),
                ("goldens", _) => config.goldens = self.path(value),
                ("report", _) => config.reports = self.reports(value),
                ("jobs", _) => config.jobs = self.whole(value, 1).and_then(|jobs| usize::try_from(jobs).ok()),
                ("target", _) => config.target = self.read(value, target::address),
                (unknown, _) => {
                    let known = ["analysis"].into_iter().chain(OF_ALL.iter().map(|key| key.name));
                    self.unknown(key.span(), unknown, known, "this file");
                }
            }
        }
        if config.analyses.is_empty() && self.wrong.is_empty() {
            self.note(0..0, "there is no analysis", "begin one with [[analysis]]");
        }
        config
    }

    fn analysis(&mut self, table: &Given<'_>) -> Option<Configured> {
        let DeValue::Table(entries) = table.get_ref() else {
            self.note(table.span(), "an analysis is a table", "write [[analysis]], and its keys below");
            return None;
        };
        let (mut name, mut line) = (None, None);
        let mut subject = Subject::new("", None, Analysis::program("", None));
        let (mut scenarios, mut orders, mut redactions) = (Vec::new(), Vec::new(), Vec::new());
        let mut generated = Generated::default();
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "name" => name = self.text(value),
                "cmd" => line = self.text(value),
                "question" => subject.question = self.read(value, |text| text.parse::<Question>()),
                "scenarios" => scenarios = self.texts(value),
                "seed" => generated.seed = self.whole(value, 0),
                "cases" => generated.cases = self.whole(value, 1),
                "generator" => generated.generator = self.path(value),
                "poll" => subject.poll = self.read(value, span),
                "busy" => subject.busy = self.read(value, busy::read).unwrap_or_default(),
                "judges" => subject.judges = Named::judges(&self.each(value, str::parse)),
                "time_limit" => {
                    let time = self.read(value, span).and_then(|span| u64::try_from(span.as_millis()).ok());
                    subject.limits.time = time.map_or(Limits::default().time, Duration::from_millis);
                }
                "output_limit" => {
                    let most = self.whole(value, 1).and_then(|most| usize::try_from(most).ok());
                    subject.limits.output = most.unwrap_or(Limits::default().output);
                }
                "goldens" => subject.has_goldens = self.flag(value).unwrap_or(true),
                "order" => orders = self.each(value, str::parse),
                "redact" => redactions = self.each(value, str::parse),
                unknown => self.unknown(key.span(), unknown, OF_ANALYSIS.iter().map(|key| key.name), "an analysis"),
            }
        }
        for Key { name, says, .. } in OF_ANALYSIS.iter().filter(|key| ["name", "cmd"].contains(&key.name)) {
            if !entries.contains_key(*name) {
                self.note(table.span(), format!("the key `{name}` is missing"), format!("it is {says}"));
            }
        }
        subject.form = Form::of(subject.question);
        subject.form.orders.extend(orders);
        subject.form.redactions.extend(redactions);
        subject.name = name?;
        let runs_in = Some(self.folder).filter(|folder| !folder.as_os_str().is_empty());
        subject.analysis = Analysis::program(line?, runs_in.map(Path::to_owned));
        subject.listed = Some(self.file.to_owned());
        Some(Configured { subject, scenarios, generated })
    }

    fn text(&mut self, value: &Given<'_>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => return Some(text.to_owned()),
            Some(_) => self.note(value.span(), "this text is empty", ""),
            None => self.note(value.span(), "this is not a text", "write it in quotes"),
        }
        None
    }

    /// A file or folder, as it is found from where this program runs.
    fn path(&mut self, value: &Given<'_>) -> Option<PathBuf> {
        Some(self.folder.join(self.text(value)?))
    }

    fn reports(&mut self, value: &Given<'_>) -> Vec<Report> {
        let mut reports: Vec<Report> = self.each(value, str::parse);
        for file in reports.iter_mut().filter_map(|report| report.file.as_mut()) {
            *file = self.folder.join(&*file);
        }
        reports
    }

    fn whole(&mut self, value: &Given<'_>, least: u64) -> Option<u64> {
        match value.get_ref() {
            DeValue::Integer(number) => {
                let number = u64::from_str_radix(number.as_str(), number.radix()).ok();
                if number.is_none_or(|number| number < least) {
                    self.note(value.span(), format!("this is not a whole number from {least} on"), "");
                }
                number.filter(|number| *number >= least)
            }
            DeValue::String(_) => {
                self.note(value.span(), "this is not a whole number", "write it without quotes");
                None
            }
            DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                self.note(value.span(), "this is not a whole number", "");
                None
            }
        }
    }

    fn flag(&mut self, value: &Given<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.note(value.span(), "this is neither true nor false", "write one of them, without quotes");
        }
        flag
    }

    fn texts(&mut self, value: &Given<'_>) -> Vec<String> {
        self.each(value, |text| Ok(text.to_owned()))
    }

    fn each<T>(&mut self, value: &Given<'_>, read: fn(&str) -> Result<T, String>) -> Vec<T> {
        let DeValue::Array(texts) = value.get_ref() else {
            self.note(value.span(), "this is not a list", "write it in brackets, as in [\"…\"]");
            return Vec::new();
        };
        texts.iter().filter_map(|text| self.read(text, read)).collect()
    }

    fn read<T>(&mut self, value: &Given<'_>, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
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

    fn unknown(&mut self, span: Range<usize>, key: &str, known: impl Iterator<Item = &'static str>, of: &str) {
        let known: Vec<&str> = known.collect();
        let advice = match nearest(key, known.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => {
                let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                format!("there are {}", known.join(", "))
            }
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
