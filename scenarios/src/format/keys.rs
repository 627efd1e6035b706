//! The tables of a scenario file and their keys.

use super::faults::FAULTS;
use super::kind::{GuidText, Length, Moment, OneOf, Text, Texts, When};
use super::steps;
use super::table::{Case, Key, Table, Tables};
use super::word::Word;
use crate::centre::Availability;
use crate::flow::{Medium, MediumManager};
use crate::record::Direction;
use crate::scenario::Shape;

/// The file as a whole.
pub(super) static SCENARIO: Table = Table::of(
    "scenario",
    "what happened in a contact centre, and how the platform tells of it",
    &[
        &START,
        &NOW,
        &SHAPE,
        &SKILLS,
        &PROCESSING,
        &FAULTS,
        &CLIENTS,
        &AGENTS,
        &PRESENCE_LABELS,
        &QUEUES,
        &VIRTUAL_QUEUES,
        &PLANS,
        &ADDRESSES,
        &PRESENCES,
        &INTERACTIONS,
    ],
);

pub(super) const START: Key<Moment> = Key::required(
    "start",
    Moment,
    "the instant from which on every agent has a presence, such as 2024-03-05T09:00:00Z",
);
pub(super) const NOW: Key<When> = Key::or(
    "now",
    "just after all that is told has been processed",
    When,
    "the instant at which a frozen clock stands, or how long that is after the scenario's start",
);
pub(super) const SHAPE: Key<OneOf<Shape>> = Key::or(
    "shape",
    "\"current\"",
    OneOf::WORD,
    "the set of fields that is served: every field known today, or those of 2020",
);
pub(super) const SKILLS: Key<Texts> =
    Key::or("skills", "none", Texts, "the skills that interactions can ask for and agents can have");
pub(super) const PROCESSING: Tables = Tables::one("processing", &processing::TABLE, "how fast the platform works");
pub(super) const CLIENTS: Tables =
    Tables::many("client", &client::TABLE, "who may ask for tokens; without any, whoever has an id and a secret");
pub(super) const AGENTS: Tables = Tables::many("agent", &agent::TABLE, "everyone who can be offered an interaction");
pub(super) const PRESENCE_LABELS: Tables = Tables::many(
    "presence_label",
    &presence_label::TABLE,
    "the presences that agents may choose besides the built-in ones",
);
pub(super) const QUEUES: Tables =
    Tables::many("queue", &queue::TABLE, "the ACD queues in which interactions wait for an agent");
pub(super) const VIRTUAL_QUEUES: Tables = Tables::many(
    "virtual_queue",
    &virtual_queue::TABLE,
    "virtual queues: a second way to count the same waiting, with a target to answer",
);
pub(super) const PLANS: Tables =
    Tables::many("plan", &plan::TABLE, "interaction plans: what a caller goes through before an agent");
pub(super) const ADDRESSES: Tables =
    Tables::many("address", &address::TABLE, "the addresses at which the centre is reached, and the plan behind each");
pub(super) const PRESENCES: Tables =
    Tables::many("presence", &presence::TABLE, "what agents did about their presence, in any order");
pub(super) const INTERACTIONS: Tables = Tables::many("interaction", &interaction::TABLE, "what happened, in any order");

pub(super) mod processing {
    use super::{Key, Length, Table};

    pub(in crate::format) static TABLE: Table =
        Table::of("processing", "the platform's processing delays", &[&DELAY, &CATEGORISED]);
    pub(in crate::format) const DELAY: Key<Length> = Key::or(
        "delay",
        "\"0s\"",
        Length,
        "the span from the moment that something happens until the API can tell of it",
    );
    pub(in crate::format) const CATEGORISED: Key<Length> =
        Key::or("categorised", "\"5s\"", Length, "the span from the end of an interaction until it is categorised");
}

pub(super) mod client {
    use super::{Key, Table, Text, Texts};

    pub(in crate::format) static TABLE: Table =
        Table::of("client", "credentials of somebody who calls the API", &[&ID, &SECRET, &SCOPES]);
    pub(in crate::format) const ID: Key<Text> = Key::required("id", Text, "the client id");
    pub(in crate::format) const SECRET: Key<Text> = Key::required("secret", Text, "the client secret");
    pub(in crate::format) const SCOPES: Key<Texts> =
        Key::or("scopes", "[\"stats\"]", Texts, "the scopes that it may ask a token for, one at a time");
}

pub(super) mod agent {
    use super::{Key, Table, Text, Texts};

    pub(in crate::format) static TABLE: Table =
        Table::of("agent", "a person who handles interactions", &[&ID, &NAME, &TOUCHPOINT, &SKILLS, &PRESENCE]);
    pub(in crate::format) const ID: Key<Text> =
        Key::required("id", Text, "the agent ID given in the admin portal, a text: \"01\" and \"001\" are two agents");
    pub(in crate::format) const NAME: Key<Text> =
        Key::optional("name", Text, "the person's name, which the API never tells");
    pub(in crate::format) const TOUCHPOINT: Key<Text> =
        Key::or("touchpoint", "the agent's id", Text, "the address at which the agent is rung, for calls a number");
    pub(in crate::format) const SKILLS: Key<Texts> = Key::or("skills", "none", Texts, "the skills that the agent has");
    pub(in crate::format) const PRESENCE: Key<Text> =
        Key::or("presence", "\"Logged Out\"", Text, "the label of the agent's presence at the scenario's start");
}

pub(super) mod presence_label {
    use super::{Availability, Key, OneOf, Table, Text};

    pub(in crate::format) static TABLE: Table =
        Table::of("presence label", "a presence that agents may choose", &[&LABEL, &AVAILABILITY]);
    pub(in crate::format) const LABEL: Key<Text> =
        Key::required("label", Text, "the label that ContactPad shows, such as \"Tea break\"");
    pub(in crate::format) const AVAILABILITY: Key<OneOf<Availability>> =
        Key::required("availability", OneOf::WORD, "what the presence stands for");
}

pub(super) mod queue {
    use super::{Key, Table, Text};

    pub(in crate::format) static TABLE: Table = Table::of("queue", "an ACD queue", &[&NAME]);
    pub(in crate::format) const NAME: Key<Text> =
        Key::required("name", Text, "the queue's name, which is also that of the ACD applet that leads into it");
}

pub(super) mod virtual_queue {
    use super::{Key, Length, Table, Text};

    pub(in crate::format) static TABLE: Table =
        Table::of("virtual queue", "a second way to count the same waiting", &[&NAME, &TARGET]);
    pub(in crate::format) const NAME: Key<Text> = Key::required("name", Text, "the virtual queue's name");
    pub(in crate::format) const TARGET: Key<Length> =
        Key::required("target", Length, "the span within which an interaction should be answered, such as \"20s\"");
}

pub(super) mod plan {
    use super::{Key, Table, Text};

    pub(in crate::format) static TABLE: Table = Table::of("plan", "an interaction plan", &[&NAME, &REPORTING_GROUP]);
    pub(in crate::format) const NAME: Key<Text> = Key::required("name", Text, "the plan's name");
    pub(in crate::format) const REPORTING_GROUP: Key<Text> =
        Key::optional("reporting_group", Text, "the group under which reports count the plan");
}

pub(super) mod address {
    use super::{Key, Table, Text};

    pub(in crate::format) static TABLE: Table =
        Table::of("address", "an address of the centre", &[&ADDRESS, &NAME, &MAPPING, &PLAN]);
    pub(in crate::format) const ADDRESS: Key<Text> =
        Key::required("address", Text, "what the customer dials or writes to");
    pub(in crate::format) const NAME: Key<Text> =
        Key::or("name", "the address itself", Text, "the address's name in the admin portal");
    pub(in crate::format) const MAPPING: Key<Text> =
        Key::or("mapping", "\"Default\"", Text, "the name of the mapping from this address to its plan");
    pub(in crate::format) const PLAN: Key<Text> =
        Key::required("plan", Text, "the name of the plan behind the address");
}

pub(super) mod presence {
    use super::{Key, Length, Table, Text, When};

    pub(in crate::format) static TABLE: Table =
        Table::of("presence change", "an agent changes presence", &[&AT, &AGENT, &SET, &PROCESSED]);
    pub(in crate::format) const AT: Key<When> =
        Key::required("at", When, "the time, as an instant or as an offset from the scenario's start");
    pub(in crate::format) const AGENT: Key<Text> = Key::required("agent", Text, "the id of the agent");
    pub(in crate::format) const SET: Key<Text> = Key::required("set", Text, "the label of the new presence");
    pub(in crate::format) const PROCESSED: Key<Length> = Key::or(
        "processed",
        "the scenario's processing delay",
        Length,
        "the span after which the platform had processed the change",
    );
}

pub(super) mod interaction {
    use super::{
        Case, Direction, GuidText, Key, Length, Medium, MediumManager, OneOf, Table, Tables, Text, When, Word, steps,
    };

    pub(in crate::format) static TABLE: Table = Table {
        cases: &[
            Case {
                key: &DIRECTION,
                word: || Direction::Inbound.word(),
                needs: &[&FROM],
                takes: &[],
                refuses: &[(&AGENT, "the steps tell which agents take it")],
            },
            Case { key: &DIRECTION, word: || Direction::Outbound.word(), needs: &[&AGENT], takes: &[], refuses: &[] },
            Case {
                key: &DIRECTION,
                word: || Direction::Internal.word(),
                needs: &[&AGENT],
                takes: &[],
                refuses: &[(&FROM, "`agent` tells who calls")],
            },
        ],
        ..Table::of(
            "interaction",
            "one interaction: how it began, and what then happened",
            &[
                &NAME,
                &MEDIUM,
                &MANAGER,
                &DIRECTION,
                &START,
                &FROM,
                &TO,
                &AGENT,
                &GUID,
                &CONVERSATION,
                &SERVICE,
                &OUTCOME,
                &PLAN_AFTER,
                &CATEGORISED,
                &STEPS,
            ],
        )
    };
    pub(in crate::format) const NAME: Key<Text> = Key::required(
        "name",
        Text,
        "the interaction's name within this file, from which identifiers that are not stated are derived",
    );
    pub(in crate::format) const MEDIUM: Key<OneOf<Medium>> =
        Key::required("medium", OneOf::WORD, "what the interaction is carried by");
    pub(in crate::format) const MANAGER: Key<OneOf<MediumManager>> = Key::or(
        "manager",
        "\"CC\"",
        OneOf::WORD,
        "the application that manages the medium: Contact Center (CC, VCC) or Business Cloud (UC, VBC)",
    );
    pub(in crate::format) const DIRECTION: Key<OneOf<Direction>> = Key::or(
        "direction",
        "\"inbound\"",
        OneOf::WORD,
        "who began it: a customer (inbound), an agent towards a customer (outbound) or towards a colleague (internal)",
    );
    pub(in crate::format) const START: Key<When> = Key::required(
        "start",
        When,
        "the time at which it began, as an instant or as an offset from the scenario's start",
    );
    pub(in crate::format) const FROM: Key<Text> = Key::or(
        "from",
        "for outbound, the agent's touchpoint",
        Text,
        "the address that began it: of inbound the customer's, of outbound the one shown to the customer",
    );
    pub(in crate::format) const TO: Key<Text> = Key::required(
        "to",
        Text,
        "what was contacted: of inbound the centre's address, of outbound the customer's, of internal the colleague's id",
    );
    pub(in crate::format) const AGENT: Key<Text> =
        Key::optional("agent", Text, "the id of the agent who began it, if it was not a customer");
    pub(in crate::format) const GUID: Key<GuidText> =
        Key::or("guid", "derived from the name", GuidText, "the interaction's identifier");
    pub(in crate::format) const CONVERSATION: Key<Text> = Key::or(
        "conversation",
        "derived from the name",
        Text,
        "the identifier of the conversation, as a GUID or as any text that all of its interactions share",
    );
    pub(in crate::format) const SERVICE: Key<Text> =
        Key::or("service", "the plan's reporting group, else the plan's name", Text, "what reports call the service");
    pub(in crate::format) const OUTCOME: Key<Text> =
        Key::or("outcome", "what follows from the steps", Text, "the outcome, in an administrator's own words");
    pub(in crate::format) const PLAN_AFTER: Key<Length> =
        Key::or("plan_after", "\"250ms\"", Length, "the span from the start until the interaction enters its plan");
    pub(in crate::format) const CATEGORISED: Key<Length> = Key::or(
        "categorised",
        "that of [processing]",
        Length,
        "the span from the interaction's end until it is categorised",
    );
    pub(in crate::format) const STEPS: Tables =
        Tables::many("steps", &steps::TABLE, "what happened, in ascending order of time")
            .inline("steps = [ { at = \"12s\", ring = \"an agent\" } ]");
}
