//! What was counted as what.

use super::*;

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
