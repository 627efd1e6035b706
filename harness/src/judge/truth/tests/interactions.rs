//! Interactions, queues and outside contacts.

use super::*;

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
fn what_may_be_left_out_of_a_copy_is_judged_where_it_is_there() {
    let copied = |mistake: fn(&mut Value)| {
        said(Question::Mirror, "faq/transfer", None, |rows| rows.iter_mut().for_each(mistake))
    };
    let without = copied(|row| {
        let fields = row.as_object_mut().unwrap();
        fields.retain(|field, _| !["direction", "connectTo", "outcome", "interactionPlanMapping"].contains(&&**field));
        for channel in row["channels"].as_array_mut().unwrap() {
            channel["party"].as_object_mut().unwrap().remove("touchpoint");
        }
    });
    assert_eq!(without, [""; 0]);
    let null = copied(|row| row["direction"] = Value::Null);
    assert_eq!(null, ["wrong-value: interaction X: direction is null and should be Inbound"]);
    let swapped = copied(|row| row["connectTo"] = row["connectFrom"].clone());
    assert_eq!(swapped.len(), 1, "{swapped:?}");
}

#[test]
fn plans_applets_and_recordings_belong_to_a_copy() {
    let sentences = said(Question::Mirror, "faq/transfer", None, |rows| {
        let channels = rows[0]["channels"].as_array_mut().unwrap();
        let of_customer = channels.iter_mut().find(|channel| channel["party"]["id"].is_null()).unwrap();
        let events = of_customer["events"].as_array_mut().unwrap();
        events.retain(|event| !["InteractionPlan", "CallRecording"].contains(&event["type"].as_str().unwrap()));
    });
    let [sentence] = &sentences[..] else { panic!("{sentences:?}") };
    assert!(sentence.contains("channel of the customer: event CallRecording is missing"), "{sentence}");
    assert!(sentence.contains("channel of the customer: event InteractionPlan"), "{sentence}");
}
