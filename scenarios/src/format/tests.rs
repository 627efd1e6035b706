mod arbitrary;

use std::fmt::Write as _;

use proptest::prelude::*;

use super::table::{AnyKey, Need, Table};
use super::*;
use crate::centre::Availability;
use crate::flow::{Action, AppletKind, Breakout, Flow, HangUp, Medium, MediumManager, Opening, Party};
use crate::guid::Guid;
use crate::problem::Place;
use crate::time::{Instant, Span};

/// What every file needs.
const START: &str = "start = 2024-03-05T09:00:00Z\n";

/// An inbound call with these steps.
fn call(steps: &str) -> String {
    format!(
        "{START}[[interaction]]\nname = \"call\"\nmedium = \"phone\"\nstart = \"5m\"\nfrom = \"1\"\nto = \"2\"\n\
         steps = [{steps}]\n"
    )
}

fn read(text: &str) -> Scenario {
    parse(text).unwrap_or_else(|problems| panic!("{}\n{text}", told(&problems))).scenario
}

fn refused(text: &str) -> Vec<Located> {
    parse(text).err().unwrap_or_else(|| panic!("was not refused:\n{text}"))
}

fn told(problems: &[Located]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn what_a_file_leaves_out_has_its_default() {
    let text = format!(
        "{START}
        [[client]]\nid = \"c\"\nsecret = \"s\"
        [[agent]]\nid = \"anna\"
        [[presence_label]]\nlabel = \"Tea\"\navailability = \"Away\"
        [[queue]]\nname = \"Sales\"
        [[virtual_queue]]\nname = \"All\"\ntarget = \"20s\"
        [[plan]]\nname = \"Main\"
        [[address]]\naddress = \"+44\"\nplan = \"Main\"
        [[presence]]\nat = \"1h\"\nagent = \"anna\"\nset = \"Tea\"
        [[interaction]]\nname = \"in\"\nmedium = \"chat\"\nstart = \"1m\"\nfrom = \"1\"\nto = \"+44\""
    );
    let scenario = read(&text);
    let start = Instant::parse("2024-03-05T09:00:00Z").unwrap();
    assert_eq!((scenario.start, scenario.now), (start, None));
    assert_eq!((scenario.shape, scenario.processing), Default::default());
    assert_eq!(scenario.clients[0].scopes, ["stats"]);
    let agent = &scenario.centre.agents[0];
    assert_eq!((&*agent.touchpoint, &*agent.presence, &agent.name), ("anna", "Logged Out", &None));
    assert_eq!(scenario.centre.presences[0].availability, Availability::Away);
    assert_eq!(scenario.centre.virtual_queues[0].target, Span::from_secs(20));
    assert_eq!(scenario.centre.plans[0].reporting_group, None);
    let address = &scenario.centre.addresses[0];
    assert_eq!((&*address.name, &*address.mapping), ("+44", "Default"));
    let change = &scenario.presences[0];
    assert_eq!((change.at, change.delay), (start + Span::from_secs(3600), None));
    let flow = Flow {
        name: "in".into(),
        medium: Medium::Chat,
        manager: MediumManager::Cc,
        start: start + Span::from_secs(60),
        opening: Opening::Inbound { from: "1".into(), to: "+44".into() },
        guid: Guid::derived(&["interaction", "in"]),
        conversation: Guid::derived(&["conversation", "in"]),
        service: None,
        outcome: None,
        plan_after: None,
        categorised: None,
        steps: Vec::new(),
    };
    assert_eq!(scenario.flows, [flow]);
}

#[test]
fn the_example_in_the_documentation_is_a_scenario() {
    let documentation = include_str!("../format.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let example: Vec<_> = documentation.skip_while(|line| *line != " ```toml").skip(1).collect();
    let end = example.iter().position(|line| *line == " ```").unwrap();
    assert_eq!(read(&example[..end].join("\n")).flows[0].steps.len(), 3);
}

#[test]
fn defaults_that_the_schema_tells_are_those_that_hold() {
    let agents = "[[agent]]\nid = \"a\"";
    let client = "[[client]]\nid = \"c\"\nsecret = \"s\"";
    let address = "[[address]]\naddress = \"+44\"\nplan = \"p\"";
    let interaction = "[[interaction]]\nname = \"i\"\nmedium = \"phone\"\nstart = \"0s\"\nfrom = \"1\"\nto = \"2\"";
    for (table, least) in [
        (&keys::SCENARIO, ""),
        (&keys::processing::TABLE, "[processing]"),
        (&keys::client::TABLE, client),
        (&keys::agent::TABLE, agents),
        (&keys::address::TABLE, address),
        (&keys::interaction::TABLE, interaction),
    ] {
        for entry in table.keys.iter().map(|key| key.entry()) {
            let Need::Default(default) = entry.need else { continue };
            // The others are told in words, such as `the agent's id`. That nothing is `250ms` is the compiler's to know.
            if default.starts_with(['"', '[']) && entry.name != "plan_after" && !default.contains("processing") {
                let without = format!("{START}{least}\n");
                assert_eq!(read(&format!("{without}{} = {default}\n", entry.name)), read(&without), "{}", entry.name);
            }
        }
    }
    let steps: [(&dyn AnyKey, &str); 2] = [(&steps::LASTS, "fault = \"a\""), (&steps::CLEARS, "hangup = \"agent\"")];
    for (key, kind) in steps {
        let Need::Default(default) = key.entry().need else { panic!("{} has a default", key.entry().name) };
        let with = call(&format!("{{ at = \"1s\", {kind}, {} = {default} }}", key.entry().name));
        assert_eq!(read(&with), read(&call(&format!("{{ at = \"1s\", {kind} }}"))));
    }
}

#[test]
fn each_kind_of_step_is_read_and_printed_alike() {
    const GUID: &str = "016f8db7-798f-407c-9925-ef8c2b51e6b0";
    let anna = || "anna".into();
    let by = || Some("bob".into());
    let channel = Guid::parse(GUID).ok();
    let secs = Span::from_secs;
    for (told, action) in [
        (r#"applet = "m", type = "Menu""#, Action::Applet { name: "m".into(), kind: AppletKind::Menu }),
        (
            r#"queue = "q", skills = ["s"], virtual = ["v", "w"], by = "bob""#,
            Action::Queue {
                queue: "q".into(),
                skills: vec!["s".into()],
                virtual_queues: vec!["v".into(), "w".into()],
                by: by(),
            },
        ),
        (r#"ring = "anna""#, Action::Ring { agent: anna(), channel: None }),
        (&format!(r#"ring = "anna", channel = "{GUID}""#), Action::Ring { agent: anna(), channel }),
        (r#"answer = "anna""#, Action::Answer { party: Party::Agent(anna()) }),
        (r#"answer = "customer""#, Action::Answer { party: Party::Customer }),
        (r#"no_answer = "customer""#, Action::NoAnswer { party: Party::Customer, lasts: secs(5) }),
        (r#"no_answer = "anna", lasts = "7s""#, Action::NoAnswer { party: Party::Agent(anna()), lasts: secs(7) }),
        (r#"fault = "anna", lasts = "0s""#, Action::Fault { agent: anna(), lasts: secs(0) }),
        (r#"hold = "anna""#, Action::Hold { agent: Some(anna()) }),
        ("hold = true", Action::Hold { agent: None }),
        (r#"hold = "true""#, Action::Hold { agent: Some("true".into()) }),
        ("retrieve = true", Action::Retrieve { agent: None }),
        ("park = true", Action::Park { agent: None }),
        (r#"unpark = "anna""#, Action::Unpark { agent: anna() }),
        ("interrupt = true", Action::Interrupt { agent: None }),
        (r#"resume = "anna""#, Action::Resume { agent: anna() }),
        (r#"consult = "anna", by = "bob""#, Action::Consult { agent: anna(), by: by(), channel: None }),
        (r#"transfer = "anna", by = "bob""#, Action::Transfer { to: anna(), by: by() }),
        (
            &format!(r#"blind_transfer = "anna", by = "bob", channel = "{GUID}""#),
            Action::BlindTransfer { to: anna(), by: by(), channel },
        ),
        (r#"conference = "anna""#, Action::Conference { with: anna() }),
        (r#"leave = "anna""#, Action::Leave { agent: anna() }),
        (r#"recording = "start""#, Action::StartRecording),
        (r#"recording = "stop""#, Action::StopRecording),
        (r#"breakout = "estimated-wait""#, Action::BreakOut { why: Breakout::EstimatedWaitTime }),
        (r#"call_back = "later""#, Action::CallBack { flow: "later".into() }),
        (r#"hand_over = "+49""#, Action::HandOver { contact: "+49".into(), channel: None }),
        ("hand_back = true", Action::HandBack),
        (
            r#"hangup = "platform", clears = "12ms""#,
            Action::HangUp { by: HangUp::Platform, clears: Span::from_millis(12) },
        ),
        (r#"wrapped = "anna""#, Action::Wrapped { agent: anna() }),
        (r#"intend = "Away", agent = "anna""#, Action::Intend { agent: Some(anna()), presence: "Away".into() }),
        ("internal_error = true", Action::InternalError),
    ] {
        let line = format!("{{ at = \"1s\", {told} }}");
        let scenario = read(&call(&line));
        assert_eq!(scenario.flows[0].steps[0].action, action, "{told}");
        assert!(print(&scenario).contains(&line), "{told} is printed as\n{}", print(&scenario));
    }
}

#[test]
fn instants_and_offsets_are_read_in_every_spelling() {
    for (written, instant) in [
        ("2024-03-05T10:00:00Z", "2024-03-05T10:00:00.000Z"),
        ("2024-03-05 10:00:00.5+01:00", "2024-03-05T09:00:00.500Z"),
        ("2024-03-05T10:00Z", "2024-03-05T10:00:00.000Z"),
        ("\"2024-03-05T10:00:00.123000Z\"", "2024-03-05T10:00:00.123Z"),
        ("\"1h 30m\"", "2024-03-05T10:30:00.000Z"),
        ("\"0s\"", "2024-03-05T09:00:00.000Z"),
    ] {
        let now = read(&format!("{START}now = {written}")).now;
        assert_eq!(now.map(|now| now.to_string()).as_deref(), Some(instant), "{written}");
    }
}

#[test]
fn steps_may_tell_instants_and_share_them() {
    let scenario = read(&call(
        r#"{ at = 2024-03-05T09:05:01Z, ring = "a" }, { at = "1s", answer = "a", first_reported = "0s", corrected_after = "1m" }"#,
    ));
    let [ring, answer] = scenario.flows[0].steps.as_slice() else { panic!("two steps") };
    assert_eq!((ring.at, answer.at), (Span::from_secs(1), Span::from_secs(1)));
    assert_eq!(answer.processing.misreported.map(|wrong| wrong.at), Some(Span::ZERO));
}

#[test]
fn a_conversation_is_named_by_guid_or_by_any_text() {
    const GUID: &str = "016f8db7-798f-407c-9925-ef8c2b51e6b0";
    let flows = |first: &str, second: &str| {
        let interaction = |name: &str, extra: &str| {
            format!(
                "[[interaction]]\nname = \"{name}\"\nmedium = \"email\"\nstart = \"1s\"\nfrom = \"1\"\nto = \"2\"\n{extra}\n"
            )
        };
        let scenario = read(&format!("{START}{}{}", interaction("one", first), interaction("two", second)));
        assert_eq!(read(&print(&scenario)), scenario);
        (scenario.flows[0].conversation, scenario.flows[1].conversation, print(&scenario))
    };
    let stated = flows(&format!("conversation = \"{GUID}\""), "");
    assert_eq!(stated.0, Guid::parse(GUID).unwrap());
    let shared = flows("", "conversation = \"one\"");
    assert_eq!(shared.0, shared.1);
    assert!(shared.2.contains("conversation = \"one\""), "a name says more than the GUID derived from it");
}

#[test]
fn an_outbound_call_shows_the_agents_number_unless_it_tells_another() {
    let from = |agents: &str, extra: &str| {
        let text = format!(
            "{START}{agents}[[interaction]]\nname = \"out\"\nmedium = \"phone\"\ndirection = \"outbound\"\n\
             start = \"1s\"\nagent = \"anna\"\nto = \"2\"\n{extra}"
        );
        let scenario = read(&text);
        assert_eq!(read(&print(&scenario)), scenario);
        match &scenario.flows[0].opening {
            Opening::Outbound { from, .. } => from.to_string(),
            other @ (Opening::Inbound { .. } | Opening::Internal { .. }) => panic!("{other:?}"),
        }
    };
    let anna = "[[agent]]\nid = \"anna\"\ntouchpoint = \"+44\"\n";
    assert_eq!(from(anna, ""), "+44");
    assert_eq!(from(anna, "from = \"+45\""), "+45");
    // That there is no such agent is for whoever resolves names to say.
    assert_eq!(from("", ""), "anna");
}

#[test]
fn a_problem_found_later_is_located_at_its_value_or_the_nearest_table_around() {
    let text = "start = 2024-03-05T09:00:00Z\r\nskills = [\"a\", \"b\"]\r\n\r\n[[agent]]\r\nid = \"ünä\"\r\n\
                skills = [\r\n  \"x\",\r\n  \"y\",\r\n]\r\n[[interaction]]\r\nname = \"é\"\r\nmedium = \"phone\"\r\n\
                start = \"0s\"\r\nfrom = \"é\"\r\nto = \"2\"\r\nsteps = [\r\n  { at = \"1s\", ring = \"é\" },\r\n\
                  { at = \"1s\", applet = \"é\", type = \"Menu\" },\r\n]\r\n";
    for text in [text.to_owned(), format!("\u{feff}{text}"), text.replace('\r', "")] {
        let source = parse(&text).unwrap();
        let whole = Place::whole();
        let (agent, interaction) = (whole.key("agent").at(0), whole.key("interaction").at(0));
        let step = |at| interaction.key("steps").at(at);
        for (place, line, column, there) in [
            (whole.clone(), 1, 1, ""),
            (whole.key("now"), 1, 1, ""),
            (whole.key("start"), 1, 9, "2024-03-05T09:00:00Z"),
            (whole.key("skills").at(1), 2, 16, "\"b\""),
            (agent.clone(), 4, 1, "[[agent]]"),
            (agent.key("id"), 5, 6, "\"ünä\""),
            (agent.key("presence"), 4, 1, "[[agent]]"),
            (agent.key("skills").at(1), 8, 3, "\"y\""),
            (whole.key("agent").at(7), 4, 1, "[[agent]]"),
            (step(0), 17, 3, "{ at = \"1s\", ring = \"é\" }"),
            (step(0).key("ring"), 17, 23, "\"é\""),
            (step(0).key("by"), 17, 3, "{ at = \"1s\", ring = \"é\" }"),
            (step(1).key("type"), 18, 35, "\"Menu\""),
            (step(9), 16, 9, ""),
        ] {
            let located = source.locate(Problem { place, what: "it is odd".to_owned(), advice: String::new() });
            assert_eq!((located.line, located.column), (line, column), "{}", located.problem.place);
            if !there.is_empty() {
                assert_eq!(&text[located.span.clone()], there, "{}", located.problem.place);
            }
            assert_eq!(located.to_string(), format!("{line}:{column}: it is odd"));
        }
    }
}

#[test]
fn one_mistake_is_one_problem() {
    for (text, problem) in [
        ("stat = 2024-03-05T09:00:00Z", "1:1: `stat` is not a key of a scenario; write `start`"),
        (&call(r#"{ at = "1s", rnig = "a" }"#), "8:23: `rnig` is not a key of a step; write `ring`"),
        (&call(r#"{ at = "1s", applet = "a", typ = "Menu" }"#), "8:37: `typ` is not a key of a step; write `type`"),
        (&call(r#"{ at = "1s" ring = "a" }"#), "8:22: missing comma between key-value pairs; expected `,`"),
        ("start = 2024-13-05T09:00:00Z", "1:9: invalid date; expected month between 01 and 12"),
        ("start 2024-03-05T09:00:00Z", "1:7: key with no value; expected `=`"),
        (
            &format!("{START}[[agent]]\nid = \"a\"\n[[agent]\nid = \"b\"\nname = \"c\"\n[[queue]]\nname = \"b\"\n"),
            "4:9: unclosed array table; expected `]`",
        ),
    ] {
        assert_eq!(told(&refused(text)), format!("{problem}\n"), "{text}");
    }
}

#[test]
fn problems_are_told_in_the_order_of_the_text_and_not_without_end() {
    let mut text = START.to_owned();
    for number in 0..250 {
        writeln!(text, "unknown{number} = 1").unwrap();
    }
    let problems = refused(&text);
    assert_eq!(problems.len(), 201);
    assert!(problems.is_sorted_by_key(|problem| problem.span.start));
    assert_eq!(problems[200].problem.what, "50 more problems are not told here");
}

#[test]
fn a_message_stays_on_one_line_and_short_whatever_it_quotes() {
    let long = "\u{202e}x\\n".repeat(5000);
    for text in [
        format!("{START}\"a\\nb\" = 1"),
        format!("{START}\"{long}\" = 1"),
        format!("{START}shape = \"{long}\""),
        format!("{START}now = \"{long}\""),
        format!("{START}[[queue]]\nname = \"{long}\"\n[[queue]]\nname = \"{long}\""),
        format!("{START}now = {}", long.replace('\\', "")),
    ] {
        for problem in refused(&text) {
            let message = problem.to_string();
            assert!(!message.contains(['\n', '\r']) && message.chars().count() < 500, "{message}");
        }
    }
}

#[test]
fn deep_nesting_is_refused_without_overflow() {
    for open in ["[", "{ a = ", "[[", "{ a = ["] {
        for prefix in ["x = ", "steps = ", "[[interaction]]\nsteps = ", ""] {
            let problems = refused(&format!("{START}{prefix}{}", open.repeat(100_000)));
            assert!(!problems.is_empty());
        }
    }
    assert!(!refused(&format!("{START}{}x = 1", "a.".repeat(100_000))).is_empty());
}

#[test]
fn five_megabytes_are_read_or_refused() {
    let mut told = format!("{START}[[interaction]]\nname = \"long\"\nmedium = \"phone\"\nstart = \"1s\"\n");
    told.push_str("from = \"1\"\nto = \"2\"\nsteps = [\n");
    let mut count = 0;
    while told.len() < 5_000_000 {
        writeln!(told, "  {{ at = \"{count}s\", hold = true, processed = \"1m 2.5s\" }},").unwrap();
        count += 1;
    }
    told.push_str("]\n");
    assert_eq!(read(&told).flows[0].steps.len(), count);
    for garbage in ["\"\n", "[[agent]]\n", "é"] {
        assert!(refused(&garbage.repeat(5_000_000 / garbage.len())).len() <= 201);
    }
}

#[test]
fn the_schemas_patterns_match_what_is_read_and_nothing_else() {
    let schema = schema();
    let pattern = |name: &str| regex::Regex::new(schema["$defs"][name]["pattern"].as_str().unwrap()).unwrap();
    let (moment, span) = (pattern("instant"), pattern("span"));
    let reads = |entry: &str| parse(&format!("{START}{entry}\n")).is_ok();
    let agree = |text: &str| {
        let quoted = super::kind::quoted(text);
        prop_assert_eq!(moment.is_match(text), parse(&format!("start = {quoted}\n")).is_ok(), "{}", text);
        prop_assert_eq!(span.is_match(text), reads(&format!("[processing]\ndelay = {quoted}")), "{}", text);
        let either = moment.is_match(text) || span.is_match(text);
        prop_assert_eq!(either, reads(&format!("now = {quoted}")), "{}", text);
        // A date-time of TOML's own is read alike; what else can stand there without quotes is another type.
        if moment.is_match(text) {
            prop_assert!(parse(&format!("start = {text}\n")).is_ok(), "{}", text);
        }
        Ok(())
    };
    for text in [
        "2024-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2000-02-29t00:00z",
        "1900-02-29T00:00:00Z",
        "2024-04-31T00:00:00Z",
        "2024-12-31 23:59:59.999+23:59",
        "2024-12-31T23:59:60Z",
        "2024-12-31T24:00:00Z",
        "2024-03-05T09:00:00.1234Z",
        "2024-03-05T09:00:00.120000Z",
        "2024-03-05T09:00:00.Z",
        "2024-03-05T09:00:00+24:00",
        "2024-03-05T09:00:00",
        "2024-03-05",
        "09:00:00",
        "yesterday",
        " 2024-03-05T09:00:00Z",
        "2024-03-05  09:00:00Z",
        "2024-03-05T09:00:00Z # noon",
        "2024-03-05T09:00:00 Z",
        "1h 30m",
        "1h30m ",
        "1m 1h",
        "5",
        "1.5s",
        "1.5ms",
        "",
    ] {
        agree(text).unwrap_or_else(|error| panic!("{error}"));
    }
    let moments = "(20[0-9]{2}|1900)-[01][0-9]-[0-3][0-9][Tt ]?[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{0,5})?)?([Zz]|[+-][0-2][0-9]:?[0-6][0-9])?";
    let spans = " ?([0-9]{1,3}(\\.[0-9]{0,4})? ?(d|h|m|s|ms|x) ?){0,4}";
    proptest!(ProptestConfig::with_cases(3_000), |(moment in moments, span in spans)| {
        agree(&moment)?;
        agree(&span)?;
    });
}

#[test]
fn the_schema_file_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenario.schema.json");
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == text, "scenario.schema.json is not up to date; run this test again with UPDATE_SCHEMA=1");
}

#[test]
fn the_tables_of_keys_are_consistent() {
    let mut tables: Vec<&Table> = vec![&keys::SCENARIO];
    while let Some(table) = tables.pop() {
        let names: Vec<_> = table.keys.iter().map(|key| key.entry().name).collect();
        let known = |key: &dyn AnyKey| names.contains(&key.entry().name);
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].contains(name), "{name} stands twice in the table of a {}", table.noun);
        }
        for kind in table.kinds {
            assert!([kind.key].iter().chain(kind.needs).chain(kind.takes).all(|key| known(*key)));
        }
        for case in table.cases {
            assert!(known(case.key) && case.needs.iter().all(|key| known(*key)));
            assert!(case.refuses.iter().all(|(key, _)| known(*key)));
        }
        assert!(table.pairs.iter().flatten().all(|key| known(*key)));
        tables.extend(table.keys.iter().filter_map(|key| key.table()));
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back_as_the_same(scenario in arbitrary::scenario()) {
        let text = print(&scenario);
        let source = parse(&text).map_err(|problems| TestCaseError::fail(format!("{}\n{text}", told(&problems))))?;
        prop_assert_eq!(source.scenario, scenario, "{}", text);
    }

    #[test]
    fn a_plan_of_faults_that_is_printed_is_read_back_as_the_same(plan in arbitrary::plan_of_faults()) {
        let text = print_faults(&plan);
        let read = parse_faults(&text).map_err(|problems| TestCaseError::fail(format!("{}\n{text}", told(&problems))))?;
        prop_assert_eq!(read, plan, "{}", text);
    }

    #[test]
    fn no_text_is_too_odd_to_be_judged(text in arbitrary::text()) {
        judged(&text)?;
    }

    #[test]
    fn a_damaged_file_is_still_judged(
        scenario in arbitrary::scenario(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0..30_usize, arbitrary::fragment()), 1..4),
    ) {
        let mut text = print(&scenario);
        for (at, length, instead) in damages {
            let boundary = |at: usize| text.floor_char_boundary(at);
            let begin = boundary(at.index(text.len() + 1));
            let end = boundary(begin + length).max(begin);
            text.replace_range(begin..end, &instead);
        }
        judged(&text)?;
    }
}

/// Checks that a text is either read or refused for reasons that lie in it.
fn judged(text: &str) -> Result<(), TestCaseError> {
    match parse(text) {
        Ok(source) => {
            let there = source.locate(Problem {
                place: Place::whole().key("interaction").at(0).key("steps").at(0),
                what: String::new(),
                advice: String::new(),
            });
            prop_assert!(there.line >= 1 && there.column >= 1);
        }
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(problem.span.start <= problem.span.end && problem.span.end <= text.len());
                prop_assert!(problem.line <= 1 + text.matches('\n').count(), "{}", problem);
                prop_assert!(!problem.problem.what.is_empty());
            }
        }
    }
    Ok(())
}
