//! Wrong answers, and what is said of them. Each is a right answer that a person's mistake was made in.

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
fn time_that_was_counted_as_something_else_is_named() {
    let of_01 = |mistake: fn(&mut Value)| {
        said(Question::HandleTimes, "faq/transfer", None, |rows| {
            mistake(rows.iter_mut().find(|row| row["agent"] == "01").unwrap());
        })
    };
    assert_eq!(
        of_01(|row| count_as(row, "hold", "talk")),
        ["wrong-value: agent 01, interaction X: talk +23,168 ms, hold -23,168 ms; hold from 30.233s to 53.401s was \
          counted as talk"]
    );
    assert_eq!(
        of_01(|row| add(row, "talk", 5_217)),
        ["wrong-value: agent 01, interaction X: talk +5,217 ms; wrap from 53.401s to 58.618s was counted as talk"]
    );
    assert_eq!(
        of_01(|row| add(row, "talk", 23_168 + 5_217)),
        [
            "wrong-value: agent 01, interaction X: talk +28,385 ms; hold from 30.233s to 53.401s and wrap from 53.401s to \
          58.618s was counted as talk"
        ]
    );
    assert_eq!(
        of_01(|row| row["ring"] = 6_787.into()),
        [
            "wrong-value: agent 01, interaction X: ring +996 ms; that is the wait in the queue ACD1, of which ring is a part"
        ]
    );
    assert_eq!(
        of_01(|row| row["wrap"] = 0.into()),
        ["wrong-value: agent 01, interaction X: wrap -5,217 ms; wrap from 53.401s to 58.618s was not counted"]
    );
}

#[test]
fn what_goes_on_and_was_counted_as_nothing_is_named() {
    assert_eq!(
        said(Question::HandleTimes, "faq/transfer", Some("20s"), |rows| rows[0]["talk"] = 0.into()),
        [
            "wrong-value: agent 01, interaction X: talk -7,488 ms; talk goes on since 12.512s, and its null duration was \
          counted as 0"
        ]
    );
}

#[test]
fn a_millisecond_at_a_transfer_is_allowed_and_two_are_not() {
    let off = |by| said(Question::HandleTimes, "faq/transfer", None, |rows| add(&mut rows[0], "talk", by));
    assert_eq!(off(1), [""; 0]);
    assert_eq!(off(2).len(), 1);
}

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

#[test]
fn what_an_agent_has_in_hand_is_told() {
    let sentences = said(Question::Availability, "faq/transfer", Some("55s"), |rows| {
        let row = rows.iter_mut().find(|row| row["agent"] == "01").unwrap();
        row["state"] = "idle".into();
    });
    let [sentence] = &sentences[..] else { panic!("{sentences:?}") };
    assert!(
        sentence.starts_with(
            "wrong-value: agent 01: state is idle and should be wrap-only; the agent wraps up the Phone interaction X since"
        ),
        "{sentence}"
    );
}

#[test]
fn a_login_that_cannot_be_told_is_told_so() {
    let sentences = said(Question::Logins, "faq/who_never_logs_out_never_logs_in", None, |rows| {
        let (told, _) = told("faq/who_never_logs_out_never_logs_in", None);
        rows[0]["login"] = told.scenario.start.to_string().into();
    });
    let [sentence] = &sentences[..] else { panic!("{sentences:?}") };
    assert!(sentence.contains("login is 2024-03-04T08:00:00.000Z and should be null; the presence"), "{sentence}");
    assert!(sentence.ends_with("is the first that is known: what came before cannot be told"), "{sentence}");
}

#[test]
fn what_was_left_out_of_a_queue_is_named() {
    let of_first = |name: &str, after: Option<&str>, counts: &str, mistake: fn(&mut Value)| {
        said(Question::QueueOutcomes, name, after, |rows| {
            mistake(rows.iter_mut().find(|row| row[counts].as_i64() > Some(0)).unwrap());
        })
        .concat()
    };
    let rung = of_first("faq/transfer", None, "answered", |row| add(row, "answeredWait", -5_791));
    assert!(
        rung.ends_with("the time for which the answering agents were rung was left out: that is still waiting"),
        "{rung}"
    );
    let waiting = of_first("queue/caller_still_waiting", Some("1m"), "waiting", |row| {
        row["offered"] = (row["offered"].as_i64().unwrap() - 1).into()
    });
    assert!(waiting.ends_with("those that still wait were left out"), "{waiting}");
}

#[test]
fn an_old_version_of_an_interaction_is_told_as_such() {
    let sentences = said(Question::Mirror, "faq/transfer", None, |rows| {
        rows[0]["status"] = "Ongoing".into();
        rows[0]["duration"] = Value::Null;
    });
    assert_eq!(
        sentences,
        [
            "wrong-value: interaction X: status is Ongoing and should be Completed, duration is null and should be 87,028; an \
          older version was kept: it has gone on since, and come again with include=Processed"
        ]
    );
}

#[test]
fn a_part_of_an_interaction_that_is_wrong_is_named_by_its_party_and_type() {
    let sentences = said(Question::Mirror, "faq/transfer", None, |rows| {
        let channels = rows[0]["channels"].as_array_mut().unwrap();
        let of_01 = channels.iter_mut().find(|channel| channel["party"]["id"] == "01").unwrap();
        let events = of_01["events"].as_array_mut().unwrap();
        events.retain(|event| event["type"] != "Wrap");
        add(&mut events[0], "duration", 3);
    });
    assert_eq!(
        sentences,
        [
            "wrong-value: interaction X: channel of 01: event Ringing: duration +3 ms, channel of 01: event Wrap is missing"
        ]
    );
}

#[test]
fn an_outside_contact_who_was_missed_is_explained() {
    let sentences = said(Question::CcrChannels, "ccr/channel_that_arrives_after_the_end", None, Vec::clear).concat();
    assert!(
        sentences.contains("is told only once it has ended, perhaps after the interaction was completed"),
        "{sentences}"
    );
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
