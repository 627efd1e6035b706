//! What is said of servers and of tests.

use harness::conform::{self, Claim, Evidence};
use harness::mutate;
use harness::reproduce::Line;
use harness::verdict::Verdict;
use scenarios::fault::{Fault, Meaning};

/// Claims in every standing, one of which is known to fail, and one of which is thought to.
pub(crate) fn claims() -> Verdict {
    let claim = |id: &str| -> Claim { conform::claims().into_iter().find(|claim| claim.id == id).unwrap() };
    let evidence = |request: &str, path: &str, expected: &str, found: &str| Evidence {
        request: request.to_owned(),
        path: path.to_owned(),
        expected: expected.to_owned(),
        found: found.to_owned(),
    };
    let fails = |scene: &str, evidence| conform::Standing::Fails { scene: scene.to_owned(), evidence };
    let holds = |news: &[&str]| conform::Standing::Holds {
        seen: 3,
        news: news.iter().map(|news| (*news).to_owned()).collect(),
    };
    let page_count = evidence(
        "GET /stats/interactions?start=2024-03-05&limit=1",
        "$.meta.pageCount",
        "0, for 0 items at 1 on a page",
        "1",
    );
    let type_of_token = evidence("POST /Auth/connect/token", "$.token_type", "bearer", "<\"mac\" & others>");
    let standings = [
        ("2.1.page", holds(&[]), false),
        ("2.1.page-count", fails("faq/transfer at 2020-01-10T11:05:51.146Z", page_count), false),
        ("1.2.token-type", fails("", type_of_token), true),
        ("2.1.nothing", holds(&[]), true),
        ("4.1.medium", holds(&["\"Chat\", where the reference knows Phone, Email, Phone Callback"]), false),
        (
            "1.2.expires",
            conform::Standing::Undecided { why: "it takes worlds whose clocks can be moved".to_owned() },
            false,
        ),
    ];
    let judged = standings.map(|(id, standing, is_known)| conform::Judged { claim: claim(id), standing, is_known });
    let subject = "http://127.0.0.1:8080".to_owned();
    let again = Some(Line::of("conform").with("--control", "http://127.0.0.1:8080"));
    conform::Report { subject, claims: judged.into(), requests: 21, again }.verdict()
}

/// Lies in every standing, told to tests of which it is expected that they catch so many of a hundred.
pub(crate) fn lies(enough: usize) -> Verdict {
    let lie = |word: &str| -> Meaning { Fault::lies().find(|lie| Fault::Meaning(*lie).word() == word).unwrap() };
    let standings = [
        ("seconds-for-millis", mutate::Standing::Caught { how: "exit code 1: FAILED (failures=1)".to_owned() }),
        ("local-time", mutate::Standing::Survived { answers: 1, asked: 3 }),
        ("wrap-missing", mutate::Standing::Survived { answers: 2, asked: 3 }),
        ("logged-out-missing", mutate::Standing::Untold),
    ];
    let judged = standings.map(|(word, standing)| mutate::Judged { lie: lie(word), standing });
    let (line, scenario) = ("python3 -m unittest 'talk test.py'".to_owned(), "faq/transfer".to_owned());
    let again = Some(Line::of("mutate").with("--cmd", &line).with("--scenario", &scenario));
    mutate::Report { line, scenario, asked: 3, lies: judged.into(), again }.verdict(enough)
}
