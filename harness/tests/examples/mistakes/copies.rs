//! Keeping a copy up to date.

use super::Put::{Catalog, Polled};
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
    mistake(
        "started_used_for_polling",
        "mirror",
        "the default include is polled with, so that what changes later is never seen",
        Polled,
        "client/processed-when-polling",
        &[(r#", include="Processed""#, "")],
    ),
    mistake(
        "dedupe_by_position",
        "mirror",
        "what stands at the same place of two answers is taken for the same",
        Polled,
        "truth/missing-row",
        &[
            ("for interaction in api.window(", "for position, interaction in enumerate(api.window("),
            (r#"include="Processed"):"#, r#"include="Processed")):"#),
            (r#"[interaction["guid"]] ="#, "[str(position)] ="),
        ],
    ),
    mistake(
        "each_version_kept",
        "mirror",
        "what comes again is kept beside what was known",
        Polled,
        "truth/duplicate-row",
        &[(r#"[interaction["guid"]] ="#, r#"[interaction["guid"] + str(api.now)] ="#)],
    ),
    mistake(
        "first_version_kept",
        "mirror",
        "what is known already is not replaced by what is known better",
        Polled,
        "truth/wrong-value",
        &[(
            r#"copy["interactions"][interaction["guid"]] = interaction"#,
            r#"copy["interactions"].setdefault(interaction["guid"], interaction)"#,
        )],
    ),
    mistake(
        "completed_taken_for_final",
        "mirror",
        "what was completed once is not looked at again, so that outside contacts and corrections that come late are missed",
        Polled,
        "truth/wrong-value",
        &[(
            r#"        copy["interactions"][interaction["guid"]] = interaction"#,
            r#"        if copy["interactions"].get(interaction["guid"], {"status": "new"})["status"] != "Completed":
            copy["interactions"][interaction["guid"]] = interaction"#,
        )],
    ),
    mistake(
        "a_second_later",
        "mirror",
        "the next window begins a second after the last one, so as to get nothing twice",
        Polled,
        "client/next-start",
        &[
            (r#"instant(copy["upTo"])"#, r#"instant(copy["upTo"]) + timedelta(seconds=1)"#),
            (
                "from insights import instant, main",
                "from datetime import timedelta\n\nfrom insights import instant, main",
            ),
        ],
    ),
    mistake(
        "states_updated_one_by_one",
        "wfm_states",
        "each state that comes replaces the one of that agent and start, and those that no longer come stay",
        Polled,
        "truth/extra-row",
        &[(r#"if state["start"] < first]"#, r#"if state["start"] not in [new["start"] for new in states]]"#)],
    ),
    mistake(
        "states_only_added",
        "wfm_states",
        "states that come again are kept beside what was known",
        Polled,
        "truth/duplicate-row",
        &[(r#" if state["start"] < first]"#, "]")],
    ),
    mistake(
        "last_state_dropped_only",
        "wfm_states",
        "only the state that went on is replaced, as if what is over could not change",
        Polled,
        "truth/duplicate-row",
        &[(r#"if state["start"] < first]"#, r#"if state["duration"] is not None]"#)],
    ),
    mistake(
        "applets_left_out",
        "mirror",
        "what takes no time is not kept, as if it had not happened",
        Catalog,
        "truth/wrong-value",
        &[(
            r#"        copy["interactions"][interaction["guid"]] = interaction"#,
            r#"        for channel in interaction["channels"]:
            channel["events"] = [event for event in channel["events"] if event["type"] != "Applet"]
        copy["interactions"][interaction["guid"]] = interaction"#,
        )],
    ),
];
