//! The config of generated scenarios, as a TOML file.

use super::findings::Findings;
use super::kind::{Length, OneOf};
use super::number::Whole;
use super::syntax;
use super::table::{Key, Row, Table, Tables};
use super::word::Word;
use super::{Located, check};
use crate::generate::{ActionShares, Config, Locale, MediaShares, OpeningShares, Percentages};

/// Reads a config; what the text does not say is as in [`Config::default`].
///
/// The file `generated/usual.toml` of this crate has every key, with its default and what it tells.
///
/// ```toml
/// interactions = 20
/// locale = "de_de"
///
/// [media]
/// email = 0
///
/// [actions]
/// consult = 300
///
/// [percent]
/// late = 50
/// ```
///
/// # Errors
///
/// Everything that is wrong with the text, in its order: where it is no TOML, keys that are unknown, and values that are
/// not what belongs there.
pub fn parse_config(text: &str) -> Result<Config, Vec<Located>> {
    let mut found = Findings::new(text);
    let tables = syntax::tables(text, &mut found);
    let file = Row::whole(&tables);
    check::check(&CONFIG, &file, &mut found);
    let config = config(&file);
    if let Some(config) = &config {
        anything_happens(config, &file, &mut found);
    }
    let problems = found.problems();
    match config {
        Some(config) if problems.is_empty() => Ok(config),
        Some(_) | None => Err(problems),
    }
}

static CONFIG: Table = Table::of(
    "config",
    "how large generated scenarios are, and how often what happens in them",
    &[&AGENTS, &INTERACTIONS, &STEPS, &WITHIN, &LOCALE, &NAMES, &MEDIA, &OPENINGS, &ACTIONS, &PERCENT],
);

const AGENTS: Key<Whole<u64>> =
    Key::optional("agents", Whole { least: 1, most: Config::MOST_AGENTS as u64 }, "how many agents there are at most");
const INTERACTIONS: Key<Whole<u64>> = Key::optional(
    "interactions",
    Whole { least: 0, most: Config::MOST_INTERACTIONS as u64 },
    "how many interactions are begun at most",
);
const STEPS: Key<Whole<u64>> = Key::optional(
    "steps",
    Whole { least: 0, most: Config::MOST_STEPS as u64 },
    "how many steps an interaction has at most before it comes to its end",
);
const WITHIN: Key<Length> =
    Key::optional("within", Length, "the span after the scenario's start in which interactions begin");
const LOCALE: Key<OneOf<Locale>> = Key::optional("locale", OneOf::WORD, "the language of names and numbers");
const NAMES: Key<Whole<u64>> = Key::optional("names", Whole { least: 0, most: u64::MAX }, "the seed of names");
const MEDIA: Tables =
    Tables::one("media", &media::TABLE, "how many interactions there are of each medium, relative to one another");
const OPENINGS: Tables =
    Tables::one("openings", &openings::TABLE, "how many interactions are begun by whom, relative to one another");
const ACTIONS: Tables = Tables::one(
    "actions",
    &actions::TABLE,
    "how often each step is taken, relative to the others that are possible then",
);
const PERCENT: Tables = Tables::one("percent", &percent::TABLE, "how often what happens, in percent");

fn config(file: &Row<'_>) -> Option<Config> {
    let usual = Config::default();
    let whole = |key, usual: u32| Some(file.maybe(key)?.and_then(|number| u32::try_from(number).ok()).unwrap_or(usual));
    Some(Config {
        agents: whole(&AGENTS, usual.agents)?,
        interactions: whole(&INTERACTIONS, usual.interactions)?,
        steps: whole(&STEPS, usual.steps)?,
        within: file.get_or(&WITHIN, usual.within)?,
        media: media::read(file)?,
        openings: openings::read(file)?,
        actions: actions::read(file)?,
        percent: percent::read(file)?,
        locale: file.get_or(&LOCALE, usual.locale)?,
        names: file.get_or(&NAMES, usual.names)?,
    })
}

/// Whether interactions can begin: of all media, and of all openings, one has to have a share.
fn anything_happens(config: &Config, file: &Row<'_>, found: &mut Findings) {
    let MediaShares { phone, phone_callback, email, chat, case } = config.media;
    let OpeningShares { inbound, outbound, internal } = config.openings;
    for (key, shares) in
        [(&MEDIA, &[phone, phone_callback, email, chat, case][..]), (&OPENINGS, &[inbound, outbound, internal])]
    {
        if shares.iter().all(|share| *share == 0) {
            let what = format!("nothing in {} has a share, so no interaction could begin", key.header());
            let advice = "give one of its keys a share of 1 or more".to_owned();
            found.wrong(file.key_span(key), file.place_of(key), what, advice);
        }
    }
}

/// The number that stands at the key of a table, else the usual one.
fn number(row: Option<&Row<'_>>, key: &Key<Whole<u64>>, usual: u32) -> Option<u32> {
    let Some(row) = row else { return Some(usual) };
    Some(row.maybe(key)?.and_then(|number| u32::try_from(number).ok()).unwrap_or(usual))
}

/// A share of all.
const SHARE: Whole<u64> = Whole { least: 0, most: Config::LARGEST_SHARE as u64 };

/// A percentage.
const HUNDREDTHS: Whole<u64> = Whole { least: 0, most: 100 };

mod media {
    use super::{Key, MEDIA, MediaShares, Row, SHARE, Table, Whole, number};

    pub(super) static TABLE: Table = Table::of(
        "list of media",
        "how many interactions there are of each medium, relative to one another",
        &[&PHONE, &PHONE_CALLBACK, &EMAIL, &CHAT, &CASE],
    );

    const PHONE: Key<Whole<u64>> = Key::optional("phone", SHARE, "calls");
    const PHONE_CALLBACK: Key<Whole<u64>> = Key::optional("phone_callback", SHARE, "callbacks that wait in a queue");
    const EMAIL: Key<Whole<u64>> = Key::optional("email", SHARE, "emails");
    const CHAT: Key<Whole<u64>> = Key::optional("chat", SHARE, "chats");
    const CASE: Key<Whole<u64>> = Key::optional("case", SHARE, "cases of the customer's CRM");

    pub(super) fn read(file: &Row<'_>) -> Option<MediaShares> {
        let rows = file.rows(&MEDIA);
        let row = rows.first();
        let usual = MediaShares::default();
        Some(MediaShares {
            phone: number(row, &PHONE, usual.phone)?,
            phone_callback: number(row, &PHONE_CALLBACK, usual.phone_callback)?,
            email: number(row, &EMAIL, usual.email)?,
            chat: number(row, &CHAT, usual.chat)?,
            case: number(row, &CASE, usual.case)?,
        })
    }
}

mod openings {
    use super::{Key, OPENINGS, OpeningShares, Row, SHARE, Table, Whole, number};

    pub(super) static TABLE: Table = Table::of(
        "list of openings",
        "how many interactions are begun by whom, relative to one another",
        &[&INBOUND, &OUTBOUND, &INTERNAL],
    );

    const INBOUND: Key<Whole<u64>> = Key::optional("inbound", SHARE, "by a customer");
    const OUTBOUND: Key<Whole<u64>> = Key::optional("outbound", SHARE, "by an agent, to a customer");
    const INTERNAL: Key<Whole<u64>> = Key::optional("internal", SHARE, "by an agent, to a colleague");

    pub(super) fn read(file: &Row<'_>) -> Option<OpeningShares> {
        let rows = file.rows(&OPENINGS);
        let row = rows.first();
        let usual = OpeningShares::default();
        Some(OpeningShares {
            inbound: number(row, &INBOUND, usual.inbound)?,
            outbound: number(row, &OUTBOUND, usual.outbound)?,
            internal: number(row, &INTERNAL, usual.internal)?,
        })
    }
}

mod actions {
    use super::{ACTIONS, ActionShares, Key, Row, SHARE, Table, Whole, number};

    pub(super) static TABLE: Table = Table::of(
        "list of actions",
        "how often each step is taken, relative to the others that are possible then",
        &[
            &APPLET,
            &QUEUE,
            &RING,
            &PERSONAL,
            &ANSWER,
            &NO_ANSWER,
            &FAULT,
            &HOLD,
            &RETRIEVE,
            &PARK,
            &UNPARK,
            &INTERRUPT,
            &RESUME,
            &CONSULT,
            &TRANSFER,
            &BLIND_TRANSFER,
            &CONFERENCE,
            &LEAVE,
            &RECORDING,
            &BREAKOUT,
            &CALL_BACK,
            &HAND_OVER,
            &HAND_BACK,
            &HANGUP,
            &ABANDON,
            &WRAPPED,
            &INTEND,
            &INTERNAL_ERROR,
        ],
    );

    const APPLET: Key<Whole<u64>> = Key::optional("applet", SHARE, "the customer passes an applet");
    const QUEUE: Key<Whole<u64>> = Key::optional("queue", SHARE, "the plan leads into a queue");
    const RING: Key<Whole<u64>> = Key::optional("ring", SHARE, "an agent is offered it from the queue");
    const PERSONAL: Key<Whole<u64>> =
        Key::optional("personal", SHARE, "an agent is offered it straight from the plan: a personal call");
    const ANSWER: Key<Whole<u64>> = Key::optional("answer", SHARE, "whoever is rung answers");
    const NO_ANSWER: Key<Whole<u64>> = Key::optional("no_answer", SHARE, "whoever is rung does not answer");
    const FAULT: Key<Whole<u64>> = Key::optional("fault", SHARE, "an agent's line fails");
    const HOLD: Key<Whole<u64>> = Key::optional("hold", SHARE, "the customer is put on hold");
    const RETRIEVE: Key<Whole<u64>> = Key::optional("retrieve", SHARE, "the customer is taken back");
    const PARK: Key<Whole<u64>> = Key::optional("park", SHARE, "the interaction is parked");
    const UNPARK: Key<Whole<u64>> = Key::optional("unpark", SHARE, "the parked interaction is taken back");
    const INTERRUPT: Key<Whole<u64>> = Key::optional("interrupt", SHARE, "a call comes between");
    const RESUME: Key<Whole<u64>> = Key::optional("resume", SHARE, "the agent comes back from that call");
    const CONSULT: Key<Whole<u64>> = Key::optional("consult", SHARE, "a colleague is consulted");
    const TRANSFER: Key<Whole<u64>> = Key::optional("transfer", SHARE, "the colleague who was consulted takes over");
    const BLIND_TRANSFER: Key<Whole<u64>> =
        Key::optional("blind_transfer", SHARE, "a colleague, or a queue, is given the interaction without a consult");
    const CONFERENCE: Key<Whole<u64>> = Key::optional("conference", SHARE, "the colleague who was consulted joins");
    const LEAVE: Key<Whole<u64>> = Key::optional("leave", SHARE, "one of several agents leaves");
    const RECORDING: Key<Whole<u64>> = Key::optional("recording", SHARE, "recording is switched on or off");
    const BREAKOUT: Key<Whole<u64>> = Key::optional("breakout", SHARE, "a queue is left without an agent");
    const CALL_BACK: Key<Whole<u64>> = Key::optional("call_back", SHARE, "a waiting callback leads to a call");
    const HAND_OVER: Key<Whole<u64>> =
        Key::optional("hand_over", SHARE, "the Call Connect Router hands the call to an outside contact");
    const HAND_BACK: Key<Whole<u64>> = Key::optional("hand_back", SHARE, "the outside contact hangs up");
    const HANGUP: Key<Whole<u64>> = Key::optional("hangup", SHARE, "whoever talks ends it, or the plan does");
    const ABANDON: Key<Whole<u64>> =
        Key::optional("abandon", SHARE, "the customer gives up before an agent has answered");
    const WRAPPED: Key<Whole<u64>> = Key::optional("wrapped", SHARE, "after-work is finished");
    const INTEND: Key<Whole<u64>> =
        Key::optional("intend", SHARE, "an agent chooses the presence to be set at the end");
    const INTERNAL_ERROR: Key<Whole<u64>> =
        Key::optional("internal_error", SHARE, "the platform's processing ends on an error");

    pub(super) fn read(file: &Row<'_>) -> Option<ActionShares> {
        let rows = file.rows(&ACTIONS);
        let row = rows.first();
        let usual = ActionShares::default();
        Some(ActionShares {
            applet: number(row, &APPLET, usual.applet)?,
            queue: number(row, &QUEUE, usual.queue)?,
            ring: number(row, &RING, usual.ring)?,
            personal: number(row, &PERSONAL, usual.personal)?,
            answer: number(row, &ANSWER, usual.answer)?,
            no_answer: number(row, &NO_ANSWER, usual.no_answer)?,
            fault: number(row, &FAULT, usual.fault)?,
            hold: number(row, &HOLD, usual.hold)?,
            retrieve: number(row, &RETRIEVE, usual.retrieve)?,
            park: number(row, &PARK, usual.park)?,
            unpark: number(row, &UNPARK, usual.unpark)?,
            interrupt: number(row, &INTERRUPT, usual.interrupt)?,
            resume: number(row, &RESUME, usual.resume)?,
            consult: number(row, &CONSULT, usual.consult)?,
            transfer: number(row, &TRANSFER, usual.transfer)?,
            blind_transfer: number(row, &BLIND_TRANSFER, usual.blind_transfer)?,
            conference: number(row, &CONFERENCE, usual.conference)?,
            leave: number(row, &LEAVE, usual.leave)?,
            recording: number(row, &RECORDING, usual.recording)?,
            breakout: number(row, &BREAKOUT, usual.breakout)?,
            call_back: number(row, &CALL_BACK, usual.call_back)?,
            hand_over: number(row, &HAND_OVER, usual.hand_over)?,
            hand_back: number(row, &HAND_BACK, usual.hand_back)?,
            hangup: number(row, &HANGUP, usual.hangup)?,
            abandon: number(row, &ABANDON, usual.abandon)?,
            wrapped: number(row, &WRAPPED, usual.wrapped)?,
            intend: number(row, &INTEND, usual.intend)?,
            internal_error: number(row, &INTERNAL_ERROR, usual.internal_error)?,
        })
    }
}

mod percent {
    use super::{HUNDREDTHS, Key, PERCENT, Percentages, Row, Table, Whole, number};

    pub(super) static TABLE: Table = Table::of(
        "list of percentages",
        "how often what happens, in percent",
        &[&LOGINS, &LATE, &LATE_CONTACTS, &CORRECTED, &EQUAL_INSTANTS, &CROSSINGS, &OVERLAPS, &SURPRISES, &UNFINISHED],
    );

    const LOGINS: Key<Whole<u64>> =
        Key::optional("logins", HUNDREDTHS, "agents who come and go; the others are ready from the start");
    const LATE: Key<Whole<u64>> = Key::optional(
        "late",
        HUNDREDTHS,
        "steps and presences that the platform processes late; with 0, nothing else takes it any time either",
    );
    const LATE_CONTACTS: Key<Whole<u64>> = Key::optional(
        "late_contacts",
        HUNDREDTHS,
        "outside contacts whose channel is processed late, mostly after the interaction was complete",
    );
    const CORRECTED: Key<Whole<u64>> =
        Key::optional("corrected", HUNDREDTHS, "steps whose time is first reported wrong, and corrected later");
    const EQUAL_INSTANTS: Key<Whole<u64>> = Key::optional(
        "equal_instants",
        HUNDREDTHS,
        "steps and interactions that come at the same instant as the one before",
    );
    const CROSSINGS: Key<Whole<u64>> = Key::optional(
        "crossings",
        HUNDREDTHS,
        "scenarios that begin shortly before a midnight or a change of summer time, in London or in New York",
    );
    const OVERLAPS: Key<Whole<u64>> = Key::optional(
        "overlaps",
        HUNDREDTHS,
        "steps that may involve an agent who has another call in hand; with 0, no agent ever has two",
    );
    const SURPRISES: Key<Whole<u64>> =
        Key::optional("surprises", HUNDREDTHS, "steps that are chosen without regard to how usual they are");
    const UNFINISHED: Key<Whole<u64>> =
        Key::optional("unfinished", HUNDREDTHS, "interactions that are left as they are, without an end");

    pub(super) fn read(file: &Row<'_>) -> Option<Percentages> {
        let rows = file.rows(&PERCENT);
        let row = rows.first();
        let usual = Percentages::default();
        Some(Percentages {
            logins: number(row, &LOGINS, usual.logins)?,
            late: number(row, &LATE, usual.late)?,
            late_contacts: number(row, &LATE_CONTACTS, usual.late_contacts)?,
            corrected: number(row, &CORRECTED, usual.corrected)?,
            equal_instants: number(row, &EQUAL_INSTANTS, usual.equal_instants)?,
            crossings: number(row, &CROSSINGS, usual.crossings)?,
            overlaps: number(row, &OVERLAPS, usual.overlaps)?,
            surprises: number(row, &SURPRISES, usual.surprises)?,
            unfinished: number(row, &UNFINISHED, usual.unfinished)?,
        })
    }
}

impl Word for Locale {
    const NOUN: &'static str = "a locale";
    const VALUES: &'static [Self] = &Self::ALL;

    fn word(&self) -> &'static str {
        match self {
            Self::ArSa => "ar_sa",
            Self::CyGb => "cy_gb",
            Self::DeDe => "de_de",
            Self::En => "en",
            Self::FaIr => "fa_ir",
            Self::FrFr => "fr_fr",
            Self::ItIt => "it_it",
            Self::JaJp => "ja_jp",
            Self::NlNl => "nl_nl",
            Self::PtBr => "pt_br",
            Self::PtPt => "pt_pt",
            Self::TrTr => "tr_tr",
            Self::ZhCn => "zh_cn",
            Self::ZhTw => "zh_tw",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        parse_config(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_not_said_is_as_usual() {
        assert_eq!(parse_config(""), Ok(Config::default()));
        assert_eq!(parse_config("[media]\n[percent]\n"), Ok(Config::default()));
    }

    #[test]
    fn the_file_of_the_usual_config_has_every_key_with_what_holds_anyway_and_what_it_tells() {
        let text = include_str!("../../generated/usual.toml");
        assert_eq!(parse_config(text), Ok(Config::default()));
        for of in [&CONFIG, &media::TABLE, &openings::TABLE, &actions::TABLE, &percent::TABLE] {
            for entry in of.keys.iter().map(|key| key.entry()) {
                let told = |line: &str| {
                    let key = line.trim_start_matches('[').strip_prefix(entry.name).unwrap_or_default();
                    key.starts_with([' ', ']']) && line.ends_with(&format!("  # {}", entry.about))
                };
                assert!(text.lines().any(told), "{}: {}", entry.name, entry.about);
            }
        }
    }

    #[test]
    fn every_key_sets_its_field_and_no_other() {
        let whole = |table: &str, name: &str| {
            let text = if table.is_empty() { format!("{name} = 99") } else { format!("[{table}]\n{name} = 99") };
            let config = parse_config(&text).map(|config| format!("{config:?}"));
            let usual = format!("{:?}", Config::default());
            let field = format!("{name}: 99");
            let config = config.unwrap_or_else(|problems| panic!("{text}: {}", problems[0]));
            assert_eq!(config.matches(&field).count(), 1, "{text}");
            let differ = config.split(", ").zip(usual.split(", ")).filter(|(one, other)| one != other);
            assert_eq!(differ.count(), 1, "{text}");
        };
        for (table, of) in [
            ("", &CONFIG),
            ("media", &media::TABLE),
            ("openings", &openings::TABLE),
            ("actions", &actions::TABLE),
            ("percent", &percent::TABLE),
        ] {
            for key in of.keys {
                let name = key.entry().name;
                if !["within", "locale"].contains(&name) && key.table().is_none() {
                    whole(table, name);
                }
            }
        }
        let config = parse_config("within = \"1h\"\nlocale = \"ja_jp\"").unwrap_or_default();
        assert_eq!((config.within, config.locale), (crate::time::Span::from_secs(3_600), Locale::JaJp));
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_what_would_be_right() {
        for (text, right) in [
            ("agent = 3", "1:1: `agent` is not a key of a config; write `agents`"),
            ("agents = 0", "1:10: 0 is out of range; write a number from 1 to 100"),
            ("agents = -1", "1:10: -1 is out of range; write a number from 1 to 100"),
            ("agents = \"3\"", "1:10: a text where a whole number belongs; write a number from 1 to 100"),
            ("locale = \"fr\"", "1:10: \"fr\" is not a locale; write \"fr_fr\""),
            ("locale = \"klingon\"", "1:10: \"klingon\" is not a locale; write one of"),
            ("[percent]\nlate = 101", "2:8: 101 is out of range; write a number from 0 to 100"),
            ("[actions]\ntranfer = 1", "2:1: `tranfer` is not a key of a list of actions; write `transfer`"),
            ("media = 3", "1:9: an integer where a table belongs; write [media]"),
            ("agents =", "1:9: a value is missing"),
            (
                "[openings]\ninbound = 0\noutbound = 0\ninternal = 0",
                "1:2: nothing in [openings] has a share, so no interaction could begin; give one of its keys a share",
            ),
            (
                "media = { phone = 0, phone_callback = 0, email = 0, chat = 0, case = 0 }",
                "1:1: nothing in [media] has a share",
            ),
        ] {
            let told = told(text);
            assert!(told.len() == 1 && told[0].starts_with(right), "{text}: {told:?}");
        }
    }
}
