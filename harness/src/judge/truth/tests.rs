//! Wrong answers, and what is said of them. Each is a right answer that a person's mistake was made in.

mod agents;
mod handle_times;
mod interactions;
mod transfers;

use scenarios::time::{Instant, Span};
use scenarios::truth::BusyDefinition;
use serde_json::{Value, json};

use super::judge;
use crate::question::{Asked, Question};
use crate::told::Told;
use crate::verdict::Finding;

/// A scenario of the catalog, so long after its first interaction's start, or when everything is over.
fn told(name: &str, after: Option<&str>) -> (Told, Asked) {
    let told = Told::catalog().find(|told| told.name == name).unwrap();
    let end = Instant::parse("2100-01-01").unwrap();
    let now = after.map_or(end, |after| told.scenario.flows[0].start + Span::parse(after).unwrap());
    (told, Asked { now, busy: BusyDefinition::default() })
}

fn right(question: Question, told: &Told, asked: &Asked) -> Vec<Value> {
    (question.rows().expected)(&told.scenario, asked).into_iter().map(|expected| expected.row).collect()
}

/// What is said of the answer that a mistake makes of the right one.
fn said(question: Question, name: &str, after: Option<&str>, mistake: impl FnOnce(&mut Vec<Value>)) -> Vec<String> {
    let (told, asked) = told(name, after);
    let mut answer = right(question, &told, &asked);
    mistake(&mut answer);
    let findings = judge(question, &told, &asked, &Value::Array(answer));
    findings.iter().map(|finding| format!("{}: {}", finding.id, shortened(&finding.sentence))).collect()
}

/// Without the identifiers, which are derived.
fn shortened(sentence: &str) -> String {
    let is_guid = |word: &&str| word.len() >= 36 && word.matches('-').count() == 4;
    let words = sentence.split(' ').map(|word| {
        let bare = word.trim_end_matches([':', ',', ';']);
        if is_guid(&bare) { word.replace(bare, "X") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn add(row: &mut Value, field: &str, by: i64) {
    row[field] = (row[field].as_i64().unwrap() + by).into();
}

/// Moves all of a field into another.
fn count_as(row: &mut Value, from: &str, to: &str) {
    let moved = row[from].as_i64().unwrap();
    add(row, to, moved);
    row[from] = 0.into();
}

fn later(row: &mut Value, field: &str, by: Span) {
    let at = Instant::parse(row[field].as_str().unwrap()).unwrap() + by;
    row[field] = at.to_string().into();
}

#[test]
fn nothing_is_said_of_right_answers() {
    for told in Told::catalog() {
        for question in Question::ALL {
            let asked = Asked { now: Instant::LATEST, busy: BusyDefinition::default() };
            let mut answer = right(question, &told, &asked);
            answer.reverse();
            assert_eq!(judge(question, &told, &asked, &Value::Array(answer)), [], "{question} of {}", told.name);
        }
    }
}

#[test]
fn a_row_that_comes_twice_and_rows_of_another_form_are_findings() {
    let twice = said(Question::HandleTimes, "faq/transfer", None, |rows| rows.push(rows[0].clone()));
    assert_eq!(twice.len(), 1);
    assert!(twice[0].ends_with(": there is more than one row of it"), "{twice:?}");
    let wrong = said(Question::HandleTimes, "faq/transfer", None, |rows| rows[1] = json!({ "agent": "01" }));
    assert_eq!(wrong, ["wrong-form: row 2 of the answer to handle-times cannot be read: missing field `interaction`"]);
    let (told, asked) = told("faq/transfer", None);
    let findings: Vec<Finding> = judge(Question::HandleTimes, &told, &asked, &json!({ "rows": [] }));
    assert_eq!(findings[0].sentence, "the answer to handle-times has to be an array of rows, and is an object");
}

#[test]
fn of_many_wrong_rows_the_first_are_told_and_the_rest_counted() {
    let sentences = said(Question::WfmStates, "transfer/call_through_four_hands", None, |rows| {
        rows.iter_mut().for_each(|row| row["description"] = "?".into());
    });
    assert_eq!(sentences.len(), super::MOST_TOLD + 1);
    assert!(sentences[super::MOST_TOLD].starts_with("more-rows: "), "{sentences:?}");
}
