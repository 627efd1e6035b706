//! Truth: what happened says what is right, as far as the platform has processed it.
//!
//! Rows are matched by their key; numbers may be off by what the question allows. Of each row that is missing, extra or wrong,
//! the verdict names what happened behind it, and the known mistake that explains it, if one does.

mod compare;
mod explain;
mod happened;
mod naming;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::known::Known;
use crate::question::{Asked, Expected, Question};
use crate::told::Told;
use crate::verdict::{Evidence, Finding, Judge, Severity};
use compare::{differences, key_of};
use explain::Explainer;
use happened::steps;
use naming::{difference, name};

/// How many wrong rows of one answer are told one by one.
const MOST_TOLD: usize = 10;

/// What is wrong with an answer.
pub(super) fn judge(question: Question, told: &Told, asked: &Asked, answer: &Value) -> Vec<Finding> {
    let rows = question.rows();
    let given = match read(question, answer) {
        Ok(given) => given,
        Err(finding) => return vec![finding],
    };
    let known = Known::at(told, asked.now);
    let expected = (rows.expected)(known.scenario(), asked);
    let explainer = Explainer::new(question, &told.scenario, known.scenario(), asked);
    let mut matching = Matching::of(question, &expected, &given);
    matching.pair_near_ones(question);
    let undecidable = |row: &Value| !known.is_clear(row) || !(rows.is_decidable)(row, known.scenario(), asked);
    let mut findings = Vec::new();
    for row in matching.twice.iter().filter(|row| !undecidable(row)) {
        let sentence = format!("{}: there is more than one row of it", name(question, row));
        findings.push(error("duplicate-row", sentence).with(Evidence::Hint {
            text: "an item comes again while it changes, and on several windows; keep its newest version".to_owned(),
        }));
    }
    for (expected, given) in &matching.pairs {
        let wrong = differences(rows, &expected.row, given);
        if wrong.is_empty() || undecidable(&expected.row) {
            continue;
        }
        let told_one_by_one = wrong.iter().take(MOST_TOLD).map(|wrong| difference(question, wrong));
        let mut sentence =
            format!("{}: {}", name(question, &expected.row), told_one_by_one.collect::<Vec<_>>().join(", "));
        if let Some(why) = explainer.wrong(&expected.row, &wrong) {
            sentence = format!("{sentence}; {why}");
        }
        let values = Evidence::Values { expected: expected.row.clone(), given: (*given).clone() };
        findings.push(error("wrong-value", sentence).with(values).with_all(explainer.steps(expected)));
    }
    for expected in matching.missing.iter().filter(|expected| !undecidable(&expected.row)) {
        let mut sentence = format!("{}: there is no such row", name(question, &expected.row));
        if let Some(why) = explainer.missing(&expected.row, &given) {
            sentence = format!("{sentence}; {why}");
        }
        let values = Evidence::Values { expected: expected.row.clone(), given: Value::Null };
        findings.push(error("missing-row", sentence).with(values).with_all(explainer.steps(expected)));
    }
    for row in matching.extra.iter().filter(|row| !undecidable(row)) {
        let mut sentence = format!("{}: nothing of that kind happened", name(question, row));
        if let Some(why) = explainer.extra(row) {
            sentence = format!("{sentence}; {why}");
        }
        let values = Evidence::Values { expected: Value::Null, given: (*row).clone() };
        let behind = steps(&told.scenario, &happened::interactions_of(row));
        findings.push(error("extra-row", sentence).with(values).with_all(behind));
    }
    let untold = findings.len().saturating_sub(MOST_TOLD);
    findings.truncate(MOST_TOLD);
    if untold > 0 {
        let sentence = format!("{untold} more rows are wrong; repair the first ones first");
        findings.push(error("more-rows", sentence).as_bad_as(Severity::Note));
    }
    findings
}

/// The rows of an answer.
fn read(question: Question, answer: &Value) -> Result<Vec<Value>, Finding> {
    let wrong_form = |sentence: String| {
        let hint = format!("insights-harness questions --schema {question} prints the form");
        Finding::error(Judge::Contract, "wrong-form", sentence).with(Evidence::Hint { text: hint })
    };
    let Value::Array(rows) = answer else {
        return Err(wrong_form(format!(
            "the answer to {question} has to be an array of rows, and is {}",
            kind(answer)
        )));
    };
    let read = |(position, row): (usize, &Value)| {
        (question.rows().read)(row).map_err(|why| {
            let given = Evidence::Text { what: "the row".to_owned(), text: row.to_string() };
            wrong_form(format!("row {} of the answer to {question} cannot be read: {why}", position + 1)).with(given)
        })
    };
    rows.iter().enumerate().map(read).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn error(id: &'static str, sentence: String) -> Finding {
    Finding::error(Judge::Truth, id, sentence)
}

impl Finding {
    fn with_all(self, evidence: Vec<Evidence>) -> Self {
        evidence.into_iter().fold(self, Self::with)
    }
}

/// Which row given stands for which that was expected.
struct Matching<'a> {
    pairs: Vec<(&'a Expected<Value>, &'a Value)>,
    missing: Vec<&'a Expected<Value>>,
    extra: Vec<&'a Value>,
    /// Given more often than there are such rows.
    twice: Vec<&'a Value>,
}

impl<'a> Matching<'a> {
    fn of(question: Question, expected: &'a [Expected<Value>], given: &'a [Value]) -> Self {
        let key = question.rows().key;
        let mut matching = Self { pairs: Vec::new(), missing: Vec::new(), extra: Vec::new(), twice: Vec::new() };
        let mut by_key: BTreeMap<Vec<String>, Vec<&Value>> = BTreeMap::new();
        for row in given {
            by_key.entry(key_of(key, row)).or_default().push(row);
        }
        let known: BTreeSet<Vec<String>> = expected.iter().map(|expected| key_of(key, &expected.row)).collect();
        // Seldom, what happens at one instant has one key: then those are taken for one another first that are alike.
        let (alike, others): (Vec<_>, Vec<_>) = expected.iter().partition(|expected| {
            by_key.get(&key_of(key, &expected.row)).is_some_and(|rows| rows.contains(&&expected.row))
        });
        for expected in alike.into_iter().chain(others) {
            let rows = by_key.entry(key_of(key, &expected.row)).or_default();
            let position = rows.iter().position(|row| **row == expected.row).unwrap_or(0);
            match rows.get(position) {
                Some(_) => matching.pairs.push((expected, rows.remove(position))),
                None => matching.missing.push(expected),
            }
        }
        for (key, rows) in by_key {
            let extra = usize::from(!known.contains(&key)).min(rows.len());
            matching.extra.extend(&rows[..extra]);
            matching.twice.extend(&rows[extra..]);
        }
        matching
    }

    /// Takes rows for one another that agree in all of their key but when it was: one row with a wrong instant is told, not
    /// one that is missing and one that is extra.
    fn pair_near_ones(&mut self, question: Question) {
        let key = question.rows().key;
        let timeless: Vec<&str> = key.iter().copied().filter(|field| !is_instant(field)).collect();
        if timeless.len() == key.len() {
            return;
        }
        self.missing.retain(|expected| {
            let alike = |row: &&Value| key_of(&timeless, row) == key_of(&timeless, &expected.row);
            // Of several the first may be any: then nothing is taken for anything.
            let mut near = self.extra.iter().enumerate().filter(|(_, row)| alike(row)).map(|(position, _)| position);
            let (Some(position), None) = (near.next(), near.next()) else { return true };
            self.pairs.push((expected, self.extra.remove(position)));
            false
        });
    }
}

/// Whether a field of that name is an instant.
fn is_instant(field: &str) -> bool {
    matches!(field, "at" | "start" | "login" | "logout")
}
