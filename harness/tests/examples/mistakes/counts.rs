//! Idle and busy, waiting and answered.

use super::Put::Catalog;
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
    mistake(
        "presence_alone_tells",
        "availability",
        "whoever is Ready is taken to be idle, calls or not",
        Catalog,
        "truth/wrong-value",
        &[(r#"states & {"Ringing", "Connected"}"#, "set()")],
    ),
    mistake(
        "wrap_before_work",
        "availability",
        "whoever wraps up is taken to do nothing else at the same time",
        Catalog,
        "truth/wrong-value",
        &[
            (r#"if states & {"Ringing", "Connected"}"#, r#"if "Wrap" in states"#),
            (r#"state = "busy""#, r#"state = "wrap-only""#),
            (r#"elif "Wrap" in states:"#, r#"elif states & {"Ringing", "Connected"}:"#),
            ("            state = \"wrap-only\"\n        else", "            state = \"busy\"\n        else"),
        ],
    ),
    mistake(
        "ringing_added_to_the_wait",
        "queue_outcomes",
        "being rung is added to the time in the queue, of which it is a part",
        Catalog,
        "truth/wrong-value",
        &[
            (
                "    queues = {}\n",
                "    queues = {}\n    rings = {\n        interaction[\"guid\"]: sum(\n            event[\"duration\"] or 0 for channel in \
                 interaction[\"channels\"] if channel[\"party\"][\"role\"] == \"Agent\"\n            for event in \
                 channel[\"events\"] if event[\"type\"] == \"Ringing\"\n        )\n        for interaction in \
                 api.window(\"/stats/interactions\")\n    }\n",
            ),
            (r#"else stay["duration"]"#, r#"else stay["duration"] + rings.get(stay["interactionGuid"], 0)"#),
        ],
    ),
    mistake(
        "virtual_queues_forgotten",
        "queue_outcomes",
        "without queueType only ACD queues are told",
        Catalog,
        "truth/missing-row",
        &[(r#", queueType="All""#, "")],
    ),
    mistake(
        "breakouts_counted_as_abandoned",
        "queue_outcomes",
        "whoever was not answered is taken to have hung up",
        Catalog,
        "truth/wrong-value",
        &[(r#"row["breakout"] += 1"#, r#"row["abandoned"] += 1"#)],
    ),
    mistake(
        "waiting_counted_as_abandoned",
        "queue_outcomes",
        "whoever has no category yet is taken to have hung up",
        Catalog,
        "truth/wrong-value",
        &[(r#"row["waiting"] += 1"#, r#"row["abandoned"] += 1"#)],
    ),
    mistake(
        "outside_contacts_of_the_ongoing",
        "ccr_channels",
        "outside contacts are looked for in what goes on, where they never are",
        Catalog,
        "truth/missing-row",
        &[(r#"api.window("/stats/interactions", include="Processed")"#, r#"api.pages("/stats/interactions/ongoing")"#)],
    ),
];
