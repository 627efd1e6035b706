//! What a transfer is.

use super::Put::Catalog;
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
    mistake(
        "consult_counted_as_transfer",
        "transfers",
        "whoever is rung while an agent has the customer is taken to get the customer",
        Catalog,
        "truth/extra-row",
        &[
            (
                "    if not hold or not colleague:\n        return None\n",
                "    return receiver(colleague) if colleague else None\n",
            ),
            (" and is_there", ""),
        ],
    ),
    mistake(
        "conference_counted_as_transfer",
        "transfers",
        "who leaves while a colleague stays is taken to have handed over, though all three had talked",
        Catalog,
        "truth/extra-row",
        &[(
            "    if not hold or not colleague:\n        return None\n",
            "    return receiver(colleague) if colleague else None\n",
        )],
    ),
    mistake(
        "blind_transfer_missed",
        "transfers",
        "only colleagues who were consulted before are found",
        Catalog,
        "truth/missing-row",
        &[(" or rung(agents, gone)", "")],
    ),
    mistake(
        "transfer_into_a_queue_missed",
        "transfers",
        "a customer who is put back into a queue is not found",
        Catalog,
        "truth/missing-row",
        &[(" or queued(customer, agents, gone)", "")],
    ),
    mistake(
        "transfer_when_the_wrap_ends",
        "transfers",
        "an agent's channel ends with the wrap, long after the customer was handed over",
        Catalog,
        "truth/missing-row",
        &[(r#"return wraps[0]["offset"] if wraps else end(channel)"#, "return end(channel)")],
    ),
    mistake(
        "ringing_counted_as_answering",
        "transfers",
        "a colleague who is rung is taken to have answered",
        Catalog,
        "truth/wrong-value",
        &[(r#" if events(channel, "Connected") else None}"#, "}")],
    ),
    mistake(
        "offset_added_to_the_channels_start",
        "transfers",
        "an event's offset is added to that of its channel",
        Catalog,
        "truth/wrong-value",
        &[(r#"later(interaction["start"], gone)"#, r#"later(interaction["start"], channel["offset"] + gone)"#)],
    ),
    mistake(
        "milliseconds_cut_off",
        "transfers",
        "instants are kept in whole seconds",
        Catalog,
        "truth/wrong-value",
        &[("f\"{moment.microsecond // 1000:03}Z\"", "\"000Z\"")],
    ),
];
