//! What was taken for a transfer, and what was missed.

use super::*;

#[test]
fn what_was_taken_for_a_transfer_is_named() {
    let extra = |name: &str, from: &str, after: &str| {
        said(Question::Transfers, name, None, |rows| {
            let (told, _) = told(name, None);
            let flow = &told.scenario.flows[0];
            let at = flow.start + Span::parse(after).unwrap();
            let row = json!({ "interaction": flow.guid.to_string(), "at": at.to_string(), "from": from, "to": null });
            rows.push(row);
        })
    };
    let [consult] = &extra("consult/consult_that_is_no_transfer", "bert", "2m")[..] else { panic!("one finding") };
    assert!(consult.contains("; that was a consult: bert left, and anna took the customer back"), "{consult}");
    let [conference] = &extra("conference/conference_that_is_no_transfer", "anna", "3m")[..] else {
        panic!("one finding")
    };
    assert!(conference.contains("; that was a conference of anna and bert"), "{conference}");
}

#[test]
fn a_transfer_at_the_wrong_instant_is_one_wrong_row_with_the_reason() {
    let at = |by: i64| {
        said(Question::Transfers, "faq/transfer", None, |rows| later(&mut rows[0], "at", Span::from_millis(by)))
    };
    let told = |by: &str, why: &str| {
        [format!("wrong-value: interaction X, at 2020-01-10T09:46:25.337Z, from 01: at {by} ms; {why}")]
    };
    let expected = told("+5,217", "that is the end of the agent's wrap; the agent left at the end of Connected");
    assert_eq!(at(5_217).map_instant(), expected.to_vec().map_instant());
    let expected =
        told("+6,721", "that is later by the channel's offset: offsets of events count from the interaction's start");
    assert_eq!(at(6_721).map_instant(), expected.to_vec().map_instant());
    let expected =
        told("+3,600,000", "that is as much as a time zone may be off UTC, and all times of the API are UTC");
    assert_eq!(at(3_600_000).map_instant(), expected.to_vec().map_instant());
}

/// Sentences without the instant that names their row.
trait MapInstant {
    fn map_instant(self) -> Vec<String>;
}

impl MapInstant for Vec<String> {
    fn map_instant(self) -> Vec<String> {
        let without = |sentence: &String| {
            let (before, rest) = sentence.split_once(", at ").unwrap();
            format!("{before}{}", &rest[rest.find(',').unwrap()..])
        };
        self.iter().map(without).collect()
    }
}

#[test]
fn a_transfer_that_was_missed_is_described() {
    let missed = |name: &str| {
        let sentences = said(Question::Transfers, name, None, Vec::clear).concat();
        sentences.split_once("there is no such row; ").unwrap().1.to_owned()
    };
    assert!(missed("faq/transfer").starts_with("that was a transfer to 002, who had been consulted"));
    assert!(
        missed("transfer/blind_transfer_to_a_colleague").starts_with("that was a blind transfer: nobody was on hold")
    );
    assert!(missed("transfer/blind_transfer_into_a_queue").contains("a Queue event begins as the agent leaves"));
}
