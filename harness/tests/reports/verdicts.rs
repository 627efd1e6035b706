//! Verdicts to render.

use harness::question::Question;
use harness::verdict::{Case, Evidence, Finding, Judge, Severity, Verdict};
use serde_json::{Value, json};

const GUID: &str = "016f8db7-798f-407c-9925-ef8c2b51e6b0";

/// Every outcome, severity, judge and kind of evidence.
pub(crate) fn whole() -> Verdict {
    let talk = Finding::error(Judge::Truth, "wrong-number", "agent 002: talk is 17.432 s too long")
        .with(Evidence::Values {
            expected: json!({ "agentId": "002", "interactionGuid": GUID, "talk": 35_143, "hold": 17_432 }),
            given: json!({ "agentId": "002", "interactionGuid": GUID, "talk": 52_575, "holds": 1 }),
        })
        .with(Evidence::Steps {
            interaction: GUID.to_owned(),
            flow: "a call that is transferred".to_owned(),
            steps: vec![
                "12.512s 01 answers".to_owned(),
                "30.233s 01 holds".to_owned(),
                "35.145s 002 answers".to_owned(),
            ],
        })
        .with(Evidence::Hint { text: "hold from 30.233 s to 47.665 s was counted as talk".to_owned() });
    let missing = Finding::error(Judge::Truth, "missing-row", "there is no row of agent 01")
        .with(Evidence::Values { expected: json!({ "agentId": "01", "talk": 40_889 }), given: Value::Null });
    let greedy = Finding::error(Judge::Client, "token-per-request", "a new token was got for each of 3 requests")
        .as_bad_as(Severity::Warning)
        .with(Evidence::Documentation {
            sentence: "a token can be used until it expires".to_owned(),
            source: "section 2.1".to_owned(),
        })
        .with(Evidence::Requests {
            requests: vec![
                "#1 2024-03-05T09:10:00.000Z POST /Auth/connect/token 200".to_owned(),
                "#2 2024-03-05T09:10:00.000Z GET /stats/interactions?start=2024-03-05 200".to_owned(),
                "#3 2024-03-05T09:10:00.000Z POST /Auth/connect/token 200".to_owned(),
            ],
        });
    let slow = Finding::error(Judge::Contract, "failed", "it ended with exit code 1").with(Evidence::Text {
        what: "standard error".to_owned(),
        text: "Traceback (most recent call last):\n  File \"report.py\", line 7\nKeyError: 'channels'".to_owned(),
    });
    let week = Finding::error(Judge::Metamorphic, "page-size", "pages of 1 give another answer than pages of 25");
    let changed = Finding::error(Judge::Golden, "changed", "the answer is not the one that was accepted");
    let seen = Finding::error(Judge::Golden, "stale", "the golden is of a case that is gone").as_bad_as(Severity::Note);
    let lie = Finding::error(Judge::Conform, "2.3/upto", "upTo is later than now");
    Verdict::of(vec![
        case("report.py", Some(Question::HandleTimes), "faq/transfer", vec![talk, missing, greedy.clone()]),
        case("report.py", Some(Question::HandleTimes), "hold/hold_then_retrieve", vec![]),
        case("report.py", Some(Question::HandleTimes), "scenarios/regressions/seed_7.toml", vec![slow]),
        case("report.py", Some(Question::Logins), "calendar/call_over_midnight", vec![greedy]),
        Case {
            undecided: Some("what is corrected at 10:00 had not been processed".to_owned()),
            runs: 5,
            ..case("report.py", Some(Question::Logins), "seed 7", vec![seen])
        },
        case("board.js", None, "queue/caller_still_waiting", vec![week, changed]),
        Case { reproduce: None, runs: 0, ..case("http://127.0.0.1:8080", None, "2.3", vec![lie]) },
    ])
}

/// What tries to be markup, commands, and the end of what it stands in.
pub(crate) fn hostile() -> Verdict {
    let text =
        "<script>alert(1)</script> ]]> & \u{1b}[31mred\u{0} \"\n::error::no\n````\n|a|b|\n%0A\r\n::stop-commands::x";
    let finding = Finding::error(Judge::Contract, "odd: id,", text)
        .with(Evidence::Text { what: text.to_owned(), text: text.to_owned() })
        .with(Evidence::Requests { requests: vec![text.to_owned()] })
        .with(Evidence::Documentation { sentence: text.to_owned(), source: text.to_owned() })
        .with(Evidence::Steps { interaction: text.to_owned(), flow: text.to_owned(), steps: vec![text.to_owned()] })
        .with(Evidence::Values { expected: json!(text), given: json!({ text: text }) })
        .with(Evidence::Hint { text: text.to_owned() });
    Verdict::of(vec![case("100% sure, really:", None, "odd\nname", vec![finding])])
}

/// More than can be shown.
pub(crate) fn many() -> Verdict {
    let late = |_| Finding::error(Judge::Contract, "too-slow", "it had not ended after 10 s");
    let mut cases: Vec<_> =
        (1..=25).map(|seed| case("slow.py", None, &format!("seed {seed}"), vec![late(seed)])).collect();
    cases.push(case("slow.py", None, "seed 26", vec![]));
    Verdict::of(cases)
}

fn case(subject: &str, question: Option<Question>, name: &str, findings: Vec<Finding>) -> Case {
    let reproduce = format!("insights-harness check --cmd 'python3 {subject}' --scenario '{name}'");
    Case {
        subject: subject.to_owned(),
        question,
        name: name.to_owned(),
        runs: 1,
        findings,
        undecided: None,
        reproduce: Some(reproduce),
    }
}
