//! What agents were at, and when.

use super::*;

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

/// What is said of the WFM states of a scenario whose states were rewritten.
fn of_rewritten(mistake: impl FnOnce(&mut Vec<Value>)) -> String {
    let sentences = said(Question::WfmStates, "processing/states_rewritten", None, mistake);
    let [sentence] = &sentences[..] else { panic!("{sentences:?}") };
    sentence.clone()
}

#[test]
fn a_state_that_no_longer_comes_back_is_told_so() {
    let stale = of_rewritten(|rows| {
        let start = "2024-03-05T10:02:00.000Z";
        rows.push(json!({ "agent": "anna", "start": start, "duration": null, "state": "Away", "description": "Away" }));
    });
    assert_eq!(
        stale,
        "extra-row: agent anna, from 2024-03-05T10:02:00.000Z: nothing of that kind happened; Busy (Live) went on then, since \
         2024-03-05T10:01:03.400Z; states that later processing rewrites do not come back: of each agent delete those from \
         the first start that is returned on, and insert what is"
    );
    let made_up = of_rewritten(|rows| {
        let start = "2024-03-05T10:01:30.000Z";
        rows.push(json!({ "agent": "anna", "start": start, "duration": 1, "state": "Away", "description": "Away" }));
    });
    assert!(made_up.ends_with("; Busy (Live) went on then, since 2024-03-05T10:01:03.400Z"), "{made_up}");
}

#[test]
fn what_changed_an_agents_state_is_told() {
    let is_busy = |row: &Value| row["state"] == "Busy";
    let missed = of_rewritten(|rows| rows.retain(|row| !is_busy(row)));
    assert!(
        missed.contains(
            "there is no such row; then the agent went from Ready (Ready) to Busy (Live): the agent was rung about the Phone \
             interaction X since 2024-03-05T10:01:03.400Z, and the presence was Ready"
        ),
        "{missed}"
    );
    let taken_for_presence = of_rewritten(|rows| {
        rows.iter_mut().filter(|row| is_busy(row)).for_each(|row| row["state"] = "Ready".into());
    });
    assert!(
        taken_for_presence.contains("state is Ready and should be Busy; the agent was rung about"),
        "{taken_for_presence}"
    );
    let ended = of_rewritten(|rows| {
        rows.iter_mut().filter(|row| is_busy(row)).for_each(|row| row["duration"] = Value::Null);
    });
    assert!(ended.ends_with("; that state ended at 2024-03-05T10:06:00.000Z, and came again then"), "{ended}");
}
