//! The tables of a centre's file and their keys.

use serde_json::Value as Json;
use toml::de::DeValue;

use super::law::LawText;
use crate::centre::Availability;
use crate::format::keys as scenario_keys;
use crate::format::kind::{Kind, Length, Misfit, Moment, OneOf, Text, quoted};
use crate::format::number::{Number, Numbers, Whole};
use crate::format::table::{Case, Key, Table, Tables};
use crate::format::word::Word;
use crate::simulation::config::{MOST, Weekday};
use crate::time::Span;

/// The file as a whole.
pub(super) static CENTRE: Table = Table::of(
    "centre",
    "what a contact centre is like that is simulated",
    &[&scenario_keys::SHAPE, &scenario_keys::PROCESSING, &scenario_keys::CLIENTS, &TEAMS, &OUTAGES],
);

pub(super) const TEAMS: Tables = Tables::many("team", &team::TABLE, "the teams, each of which serves its own queues");
pub(super) const OUTAGES: Tables = Tables::many("outage", &outage::TABLE, "what goes wrong, and when");

/// How much of a whole, relative to the others.
pub(super) const SHARE: Key<Whole<u32>> =
    Key::or("share", "1", Whole { least: 0, most: 1_000_000 }, "how much of the whole, relative to the others");

pub(super) mod team {
    use super::{
        Key, Length, MOST, Number, Numbers, Table, Tables, Text, Weekdays, Whole, absence, limits, media, percent,
        queue, shift, times,
    };

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "team",
        "a team of agents, and all that comes in for it",
        &[
            &NAME,
            &AGENTS,
            &DAYS_A_WEEK,
            &ILL,
            &VERSATILE,
            &OPENS,
            &OPEN_FOR,
            &CLOSED,
            &OVERTIME,
            &DAILY,
            &SPREAD,
            &BY_HOUR,
            &BY_WEEKDAY,
            &TARGET,
            &QUEUES,
            &SHIFTS,
            &ABSENCES,
            &MEDIA,
            &TIMES,
            &PERCENTAGES,
            &LIMITS,
        ],
    );
    pub(in crate::format::centre) const NAME: Key<Text> = Key::required("name", Text, "the team's name");
    pub(in crate::format::centre) const AGENTS: Key<Whole<u32>> =
        Key::required("agents", Whole { least: 0, most: MOST }, "how many agents it has");
    pub(in crate::format::centre) const DAYS_A_WEEK: Key<Whole<u32>> =
        Key::or("days_a_week", "5", Whole { least: 1, most: 7 }, "on how many days a week each of them works");
    pub(in crate::format::centre) const ILL: Key<Number> =
        Key::or("ill", "4", Number, "how often an agent is ill, in percent of every other of their days");
    pub(in crate::format::centre) const VERSATILE: Key<Number> =
        Key::or("versatile", "70", Number, "how many agents serve all queues of the team, in percent");
    pub(in crate::format::centre) const OPENS: Key<Length> =
        Key::or("opens", "\"8h\"", Length, "when the team opens, after midnight UTC");
    pub(in crate::format::centre) const OPEN_FOR: Key<Length> =
        Key::or("open_for", "\"10h\"", Length, "how long it is open then; \"24h\" is round the clock");
    pub(in crate::format::centre) const CLOSED: Key<Weekdays> =
        Key::or("closed", "[\"sunday\"]", Weekdays, "days of the week on which it does not open");
    pub(in crate::format::centre) const OVERTIME: Key<Length> =
        Key::or("overtime", "\"20m\"", Length, "how long agents stay for those who still wait");
    pub(in crate::format::centre) const DAILY: Key<Number> =
        Key::or("daily", "42 for each agent", Number, "how many interactions begin on a usual day");
    pub(in crate::format::centre) const SPREAD: Key<Number> =
        Key::or("spread", "10", Number, "by how much days differ from what is expected of them, in percent");
    pub(in crate::format::centre) const BY_HOUR: Key<Numbers<24>> = Key::or(
        "by_hour",
        "busy in the late morning and the afternoon",
        Numbers,
        "how busy each hour of the day is, relative to the others",
    );
    pub(in crate::format::centre) const BY_WEEKDAY: Key<Numbers<7>> = Key::or(
        "by_weekday",
        "[115, 105, 100, 100, 95, 60, 45]",
        Numbers,
        "how busy each day of the week is from Monday on, in percent",
    );
    pub(in crate::format::centre) const TARGET: Key<Length> =
        Key::or("target", "\"20s\"", Length, "the time within which an interaction should be answered");
    pub(in crate::format::centre) const QUEUES: Tables = Tables::many("queue", &queue::TABLE, "the team's queues");
    pub(in crate::format::centre) const SHIFTS: Tables = Tables::many("shift", &shift::TABLE, "the team's shifts");
    pub(in crate::format::centre) const ABSENCES: Tables =
        Tables::many("absence", &absence::TABLE, "breaks, meetings and the like");
    pub(in crate::format::centre) const MEDIA: Tables =
        Tables::one("media", &media::TABLE, "what interactions there are, relative to one another");
    pub(in crate::format::centre) const TIMES: Tables =
        Tables::one("times", &times::TABLE, "the laws that lengths of time follow");
    pub(in crate::format::centre) const PERCENTAGES: Tables =
        Tables::one("percent", &percent::TABLE, "how often what happens, in percent");
    pub(in crate::format::centre) const LIMITS: Tables =
        Tables::one("limits", &limits::TABLE, "how much an agent does at once, and how much may wait");
}

pub(super) mod queue {
    use super::{Key, SHARE, Table, Text};

    pub(in crate::format::centre) static TABLE: Table = Table::of("queue", "a queue of a team", &[&NAME, &SHARE]);
    pub(in crate::format::centre) const NAME: Key<Text> =
        Key::required("name", Text, "the queue's name, which is also that of its skill");
}

pub(super) mod shift {
    use super::{Key, Length, SHARE, Table};

    pub(in crate::format::centre) static TABLE: Table =
        Table::of("shift", "when some of the agents work", &[&BEGINS, &LASTS, &SHARE]);
    pub(in crate::format::centre) const BEGINS: Key<Length> =
        Key::required("begins", Length, "how long after opening it begins");
    pub(in crate::format::centre) const LASTS: Key<Length> = Key::required("lasts", Length, "how long it lasts");
}

pub(super) mod absence {
    use super::{Availability, Key, Length, Number, OneOf, Table, Text, Weekday};

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "absence",
        "a planned absence from the queues",
        &[&LABEL, &AVAILABILITY, &AFTER, &SPREAD, &LASTS, &PERCENTAGE, &WEEKDAY],
    );
    pub(in crate::format::centre) const LABEL: Key<Text> =
        Key::required("label", Text, "the label of the presence that the agent chooses");
    pub(in crate::format::centre) const AVAILABILITY: Key<OneOf<Availability>> =
        Key::required("availability", OneOf::WORD, "what that stands for");
    pub(in crate::format::centre) const AFTER: Key<Length> =
        Key::required("after", Length, "how long after the beginning of the shift it begins at the earliest");
    pub(in crate::format::centre) const SPREAD: Key<Length> =
        Key::or("spread", "\"0s\"", Length, "by how much later it may begin");
    pub(in crate::format::centre) const LASTS: Key<Length> = Key::required("lasts", Length, "how long it lasts");
    pub(in crate::format::centre) const PERCENTAGE: Key<Number> =
        Key::or("percent", "100", Number, "how often it takes place, in percent");
    pub(in crate::format::centre) const WEEKDAY: Key<OneOf<Weekday>> =
        Key::or("weekday", "every day", OneOf::WORD, "the day of the week on which it takes place");
}

pub(super) mod media {
    use super::{Key, Table, Whole};

    const PART: Whole<u32> = Whole { least: 0, most: 1_000_000 };

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "list of media",
        "what interactions there are, relative to one another",
        &[&CALL, &CHAT, &EMAIL, &CASE, &OUTBOUND, &INTERNAL],
    );
    pub(in crate::format::centre) const CALL: Key<Whole<u32>> = Key::or("call", "70", PART, "calls that come in");
    pub(in crate::format::centre) const CHAT: Key<Whole<u32>> = Key::or("chat", "10", PART, "chats");
    pub(in crate::format::centre) const EMAIL: Key<Whole<u32>> = Key::or("email", "10", PART, "emails");
    pub(in crate::format::centre) const CASE: Key<Whole<u32>> =
        Key::or("case", "4", PART, "cases of the customer's CRM");
    pub(in crate::format::centre) const OUTBOUND: Key<Whole<u32>> =
        Key::or("outbound", "5", PART, "calls to customers, by agents who have nothing else to do");
    pub(in crate::format::centre) const INTERNAL: Key<Whole<u32>> =
        Key::or("internal", "1", PART, "calls to colleagues, if both have nothing else to do");
}

pub(super) mod times {
    use super::{Key, LawText, Table};

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "list of times",
        "the laws that lengths of time follow",
        &[&LOGIN, &PLAN, &RING, &TALK, &WRAP, &PATIENCE, &HOLD, &CHAT, &CHAT_PATIENCE, &WRITING, &FILING],
    );
    pub(in crate::format::centre) const LOGIN: Key<LawText> = Key::or(
        "login",
        "\"exponential mean 1m10s\"",
        LawText,
        "from the beginning of a shift until the agent has logged in",
    );
    pub(in crate::format::centre) const PLAN: Key<LawText> = Key::or(
        "plan",
        "\"log-normal mean 14s deviation 6s\"",
        LawText,
        "from the beginning of a call until it is in a queue",
    );
    pub(in crate::format::centre) const RING: Key<LawText> =
        Key::or("ring", "\"log-normal mean 5s deviation 3s\"", LawText, "from the first ring until it is answered");
    pub(in crate::format::centre) const TALK: Key<LawText> =
        Key::or("talk", "\"log-normal mean 3m15s deviation 3m35s\"", LawText, "a conversation by telephone");
    pub(in crate::format::centre) const WRAP: Key<LawText> =
        Key::or("wrap", "\"log-normal mean 35s deviation 40s\"", LawText, "after-work, of calls");
    pub(in crate::format::centre) const PATIENCE: Key<LawText> =
        Key::or("patience", "\"weibull mean 6m40s shape 0.9\"", LawText, "how long callers wait before they hang up");
    pub(in crate::format::centre) const HOLD: Key<LawText> =
        Key::or("hold", "\"log-normal mean 45s deviation 40s\"", LawText, "holds and consults");
    pub(in crate::format::centre) const CHAT: Key<LawText> =
        Key::or("chat", "\"log-normal mean 7m deviation 5m\"", LawText, "a chat");
    pub(in crate::format::centre) const CHAT_PATIENCE: Key<LawText> =
        Key::or("chat_patience", "\"exponential mean 5m\"", LawText, "how long those who chat wait before they leave");
    pub(in crate::format::centre) const WRITING: Key<LawText> =
        Key::or("writing", "\"log-normal mean 5m30s deviation 4m30s\"", LawText, "the work on an email or a case");
    pub(in crate::format::centre) const FILING: Key<LawText> =
        Key::or("filing", "\"log-normal mean 20s deviation 15s\"", LawText, "after-work, of everything but calls");
}

pub(super) mod percent {
    use super::{Key, Number, Table};

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "list of percentages",
        "how often what happens, in percent",
        &[
            &LEFT_IN_PLAN,
            &PERSONAL,
            &DECLINED,
            &UNANSWERED,
            &FAULT,
            &NO_REPLY,
            &RECORDED,
            &HOLD,
            &CONSULT,
            &BLIND_TRANSFER,
            &REQUEUE,
            &PARK,
            &INTERNAL_ERROR,
            &CALLBACK,
            &HANDED_OVER,
            &INTEND,
            &LATE,
            &CORRECTED,
        ],
    );
    pub(in crate::format::centre) const LEFT_IN_PLAN: Key<Number> =
        Key::or("left_in_plan", "2.5", Number, "callers who hang up before they are in a queue");
    pub(in crate::format::centre) const PERSONAL: Key<Number> =
        Key::or("personal", "2", Number, "calls that ask for one agent");
    pub(in crate::format::centre) const DECLINED: Key<Number> =
        Key::or("declined", "15", Number, "of these, calls that the agent declines");
    pub(in crate::format::centre) const UNANSWERED: Key<Number> =
        Key::or("unanswered", "1.5", Number, "other offers that the agent does not answer");
    pub(in crate::format::centre) const FAULT: Key<Number> =
        Key::or("fault", "0.3", Number, "offers at which the agent's line fails");
    pub(in crate::format::centre) const NO_REPLY: Key<Number> =
        Key::or("no_reply", "30", Number, "outbound calls that the customer does not answer");
    pub(in crate::format::centre) const RECORDED: Key<Number> =
        Key::or("recorded", "90", Number, "calls that are recorded");
    pub(in crate::format::centre) const HOLD: Key<Number> = Key::or("hold", "15", Number, "calls with a hold");
    pub(in crate::format::centre) const CONSULT: Key<Number> =
        Key::or("consult", "6", Number, "calls with a consult, after which half are transferred");
    pub(in crate::format::centre) const BLIND_TRANSFER: Key<Number> =
        Key::or("blind_transfer", "2.5", Number, "calls and chats that are given to a colleague without a consult");
    pub(in crate::format::centre) const REQUEUE: Key<Number> =
        Key::or("requeue", "2", Number, "calls that the agent puts into another queue");
    pub(in crate::format::centre) const PARK: Key<Number> =
        Key::or("park", "1", Number, "interactions that are parked for a while");
    pub(in crate::format::centre) const INTERNAL_ERROR: Key<Number> =
        Key::or("internal_error", "0.2", Number, "calls that end on an error of the platform");
    pub(in crate::format::centre) const CALLBACK: Key<Number> =
        Key::or("callback", "30", Number, "callers who would rather be called back than wait for long");
    pub(in crate::format::centre) const HANDED_OVER: Key<Number> =
        Key::or("handed_over", "60", Number, "callers turned away who are handed to an outside contact");
    pub(in crate::format::centre) const INTEND: Key<Number> =
        Key::or("intend", "40", Number, "agents who choose the break that is due while they still talk");
    pub(in crate::format::centre) const LATE: Key<Number> =
        Key::or("late", "1", Number, "ends of interactions that the platform processes late");
    pub(in crate::format::centre) const CORRECTED: Key<Number> =
        Key::or("corrected", "1", Number, "ends of after-work that are first reported wrong");
}

pub(super) mod limits {
    use super::{Key, Length, LengthOrNone, Table, Whole};

    const FEW: Whole<u32> = Whole { least: 1, most: 100 };

    pub(in crate::format::centre) static TABLE: Table = Table::of(
        "list of limits",
        "how much an agent does at once, and how much may wait",
        &[&CHATS, &WRITTEN, &WAITING, &ESTIMATED_WAIT, &LONGEST_WAIT, &OFFER_CALLBACK],
    );
    pub(in crate::format::centre) const CHATS: Key<Whole<u32>> =
        Key::or("chats", "3", FEW, "chats that an agent has at once");
    pub(in crate::format::centre) const WRITTEN: Key<Whole<u32>> =
        Key::or("written", "2", FEW, "emails and cases that an agent has at once");
    pub(in crate::format::centre) const WAITING: Key<Whole<u32>> = Key::or(
        "waiting",
        "5",
        Whole { least: 0, most: 1_000_000 },
        "calls that may wait in a queue; the next is turned away",
    );
    pub(in crate::format::centre) const ESTIMATED_WAIT: Key<LengthOrNone> = Key::or(
        "estimated_wait",
        "\"8m\"",
        LengthOrNone,
        "the longest wait that a caller is put through, as estimated",
    );
    pub(in crate::format::centre) const LONGEST_WAIT: Key<LengthOrNone> =
        Key::or("longest_wait", "\"10m\"", LengthOrNone, "the longest wait of a caller before they are turned away");
    pub(in crate::format::centre) const OFFER_CALLBACK: Key<Length> =
        Key::or("offer_callback", "\"1m15s\"", Length, "after which wait a call back is offered");
}

pub(super) mod outage {
    use super::{Case, Key, Moment, Number, OneOf, Strikes, Table, Text};
    use crate::format::word::Word as _;

    pub(in crate::format::centre) static TABLE: Table = Table {
        cases: &[
            Case {
                key: &KIND,
                word: || Strikes::Lines.word(),
                needs: &[],
                takes: &[],
                refuses: &[(&FACTOR, NOT_MORE)],
            },
            Case {
                key: &KIND,
                word: || Strikes::Processing.word(),
                needs: &[],
                takes: &[],
                refuses: &[(&FACTOR, NOT_MORE)],
            },
            Case { key: &KIND, word: || Strikes::Surge.word(), needs: &[&FACTOR], takes: &[], refuses: &[] },
        ],
        ..Table::of("outage", "something that goes wrong", &[&KIND, &TEAM, &FROM, &UNTIL, &FACTOR])
    };
    const NOT_MORE: &str = "only a surge has one";
    pub(in crate::format::centre) const KIND: Key<OneOf<Strikes>> = Key::required(
        "kind",
        OneOf::WORD,
        "what goes wrong: agents' lines fail, processing stands still, or many times as much comes in",
    );
    pub(in crate::format::centre) const TEAM: Key<Text> =
        Key::or("team", "all teams", Text, "the team that it strikes");
    pub(in crate::format::centre) const FROM: Key<Moment> = Key::required("from", Moment, "from when on");
    pub(in crate::format::centre) const UNTIL: Key<Moment> =
        Key::required("until", Moment, "until when, that instant not included");
    pub(in crate::format::centre) const FACTOR: Key<Number> =
        Key::optional("factor", Number, "how many times as much comes in");
}

/// What an outage strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strikes {
    Lines,
    Processing,
    Surge,
}

impl Word for Strikes {
    const NOUN: &'static str = "a kind of outage";
    const VALUES: &'static [Self] = &[Self::Lines, Self::Processing, Self::Surge];

    fn word(&self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Processing => "processing",
            Self::Surge => "surge",
        }
    }
}

impl Word for Weekday {
    const NOUN: &'static str = "a day of the week";
    const VALUES: &'static [Self] = &[Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    fn word(&self) -> &'static str {
        match self {
            Self::Mon => "monday",
            Self::Tue => "tuesday",
            Self::Wed => "wednesday",
            Self::Thu => "thursday",
            Self::Fri => "friday",
            Self::Sat => "saturday",
            Self::Sun => "sunday",
        }
    }
}

/// Any number of days of the week.
pub(super) struct Weekdays;

impl Kind for Weekdays {
    type Value = Vec<Weekday>;

    fn noun(&self) -> &'static str {
        "a list of days of the week"
    }

    fn example(&self) -> String {
        "a list of days such as [\"saturday\", \"sunday\"]".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Vec<Weekday>, Vec<Misfit>> {
        let elements = written.as_array().ok_or_else(|| vec![self.wrong_type(written)])?;
        let mut days = Vec::new();
        let mut misfits = Vec::new();
        for (position, element) in elements.iter().enumerate() {
            match OneOf::<Weekday>::WORD.read(element.get_ref()) {
                Ok(day) => days.push(day),
                Err(wrong) => misfits.extend(wrong.into_iter().map(|m| Misfit { element: Some(position), ..m })),
            }
        }
        if misfits.is_empty() { Ok(days) } else { Err(misfits) }
    }

    fn write(&self, value: &Vec<Weekday>) -> String {
        let days: Vec<_> = value.iter().map(|day| quoted(day.word())).collect();
        format!("[{}]", days.join(", "))
    }

    fn schema(&self) -> Json {
        serde_json::json!({ "type": "array", "items": OneOf::<Weekday>::WORD.schema() })
    }
}

/// A span of time, or none.
pub(super) struct LengthOrNone;

/// The word for no limit.
const NONE: &str = "none";

impl Kind for LengthOrNone {
    type Value = Option<Span>;

    fn noun(&self) -> &'static str {
        "a span of time"
    }

    fn example(&self) -> String {
        format!("{}; or {}", Length.example(), quoted(NONE))
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Option<Span>, Vec<Misfit>> {
        if written.as_str() == Some(NONE) { Ok(None) } else { Length.read(written).map(Some) }
    }

    fn write(&self, value: &Option<Span>) -> String {
        value.as_ref().map_or_else(|| quoted(NONE), |span| Length.write(span))
    }

    fn schema(&self) -> Json {
        serde_json::json!({ "anyOf": [Length.schema(), { "const": NONE }] })
    }
}
