use axum::http::StatusCode;

use crate::given::{faq, get, told};

/// A question, and a part of what is said of it; `None` where it is answered.
type Case = (&'static str, Option<&'static str>);

#[tokio::test]
async fn wrong_values_are_refused_with_what_would_be_right() {
    const GUID: &str = "is not a GUID; it must be 36 characters";
    const CASES: [Case; 37] = [
        ("interactions", Some("The parameter \"start\" is missing; it must be a date such as 2024-03-05")),
        ("interactions?start=", Some("The parameter \"start\" is missing")),
        ("interactions?end=2020-01-01", Some("The parameter \"start\" is missing")),
        ("interactions?start=yesterday", Some("The parameter \"start\" is \"yesterday\"; it must be a date such as")),
        ("interactions?start=1577836800", Some("The parameter \"start\" is \"1577836800\"")),
        ("interactions?start=2020-01-10&end=soon", Some("The parameter \"end\" is \"soon\"")),
        (
            "interactions?start=2020-01-10&end=2020-01-09",
            Some("The parameter \"end\" is before the parameter \"start\""),
        ),
        ("interactions?start=2020-01-10&end=2020-01-10", None),
        ("interactions?start=2021-01-01", None),
        (
            "interactions?start=2020-01-10&limit=0",
            Some("The parameter \"limit\" is \"0\"; it must be a whole number from 1 to 5000."),
        ),
        ("interactions?start=2020-01-10&limit=5001", Some("The parameter \"limit\" is \"5001\"")),
        ("interactions?start=2020-01-10&limit=-1", Some("The parameter \"limit\" is \"-1\"")),
        ("interactions?start=2020-01-10&limit=1.5", Some("The parameter \"limit\" is \"1.5\"")),
        (
            "interactions?start=2020-01-10&limit=99999999999999999999",
            Some("The parameter \"limit\" is \"99999999999999999999\""),
        ),
        ("interactions?start=2020-01-10&limit=5000", None),
        ("interactions?start=2020-01-10&limit=", None),
        (
            "interactions?start=2020-01-10&page=0",
            Some("The parameter \"page\" is \"0\"; it must be a whole number from 1"),
        ),
        ("interactions?start=2020-01-10&page=2147483647&limit=5000", None),
        (
            "interactions?start=2020-01-10&include=started",
            Some("it must be one of Started, StartedOrEnded, Processed, spelt so."),
        ),
        ("interactions?start=2020-01-10&include=All", Some("The parameter \"include\" is \"All\"")),
        ("interactions?START=2020-01-10&Include=Processed", None),
        ("interactions?start=2020-01-10&start=soon", None),
        ("interactions?start=2020-01-10&frobnicate=1&%FF=%FE", None),
        ("interactions/ongoing?start=soon&include=soon", None),
        ("interactions/ongoing?page=x", Some("The parameter \"page\" is \"x\"")),
        (
            "agent-activities?start=2020-01-10&type=presence",
            Some("it must be one of Presence, Workload, Interaction, spelt so."),
        ),
        ("agent-activities?start=2020-01-10&type=Workload&agentID=7", None),
        ("queue-times?start=2020-01-10&queueType=acd", Some("it must be one of ACD, Virtual, All, spelt so.")),
        ("queue-times?start=2020-01-10&queueType=All&queues=A, B,,", None),
        ("wfm/queue-activity?start=2020-01-10&include=Processed", None),
        ("wfm/queue-activity?start=2020-01-10&include=x", Some("The parameter \"include\" is \"x\"")),
        ("wfm/agent-states?start=%FF", Some("The parameter \"start\" is \"\u{fffd}\"")),
        ("interactions/016f8db7", Some(GUID)),
        ("interactions/%FF", Some(GUID)),
        ("interactions/016f8db7798f407c9925ef8c2b51e6b0", Some(GUID)),
        ("interactions/016F8DB7-798F-407C-9925-EF8C2B51E6B0", None),
        ("interactions/016f8db7-798f-407c-9925-ef8c2b51e6b0?limit=x", None),
    ];
    let host = faq();
    for (question, said) in CASES {
        let path = format!("/stats/{}", question.replace(' ', "%20"));
        let answer = get(&host, &path).await;
        match said {
            None => assert_eq!(answer.status, StatusCode::OK, "{question}: {}", answer.message()),
            Some(said) => {
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{question}");
                assert!(answer.message().contains(said), "{question}: {}", answer.message());
            }
        }
    }
}

#[tokio::test]
async fn a_long_value_is_not_repeated_whole() {
    let answer = get(&faq(), &format!("/stats/interactions?start={}", "é".repeat(5000))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.message().chars().count() < 250, "{}", answer.message());
}

#[tokio::test]
async fn an_unknown_interaction_is_not_found() {
    let answer = get(&faq(), "/stats/interactions/016f8db7-0000-407c-9925-ef8c2b51e6b0").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.message(), "There is no interaction 016f8db7-0000-407c-9925-ef8c2b51e6b0.");
}

#[tokio::test]
async fn every_spelling_of_a_date_that_clients_use_is_read() {
    let host = faq();
    // The interaction began at 2020-01-10T11:13:05.836Z.
    for (start, count) in [
        ("2020-01-10", 1),
        ("2020-01-10T11:13:05.836Z", 1),
        ("2020-01-10T11:13:05.837Z", 0),
        ("2020-01-10T11:13:05.836", 1),
        ("2020-01-10T11:13:05Z", 1),
        ("2020-01-10T11:13", 1),
        ("2020-01-10%2011:13", 1),
        ("2020-01-10T11:13:05.836999Z", 1),
        ("2020-01-10T12:13:05.836%2B01:00", 1),
        // A plus that nobody escaped arrives as a blank.
        ("2020-01-10T12:13:05.836+01:00", 1),
        ("2020-01-10T12:13:05.837+0100", 0),
        ("2020-01-10T06:13:05.836-05:00", 1),
    ] {
        let answer = get(&host, &format!("/stats/interactions?start={start}")).await;
        assert_eq!(answer.body["meta"]["totalCount"], count, "{start}: {}", answer.message());
    }
}

#[tokio::test]
async fn a_window_includes_its_start_and_excludes_its_end() {
    let host = faq();
    for (window, count) in [
        ("start=2020-01-10T11:13:05.836Z&end=2020-01-10T11:13:05.837Z", 1),
        ("start=2020-01-10T11:13:05.835Z&end=2020-01-10T11:13:05.836Z", 0),
    ] {
        let answer = get(&host, &format!("/stats/interactions?{window}")).await;
        assert_eq!(answer.body["meta"]["totalCount"], count, "{window}");
    }
}

#[tokio::test]
async fn windows_of_more_than_31_days_are_refused_where_that_is_documented() {
    let host = faq();
    for (path, is_limited) in [
        ("interactions", true),
        ("agent-activities", true),
        ("wfm/agent-states", true),
        ("agent-activities/presence", false),
        ("agent-activities/interactions", false),
        ("queue-times", false),
        ("wfm/queue-metrics", false),
        ("wfm/queue-activity", false),
    ] {
        let exactly = get(&host, &format!("/stats/{path}?start=2024-01-01&end=2024-02-01")).await;
        assert_eq!(exactly.status, StatusCode::OK, "{path}");
        let more = get(&host, &format!("/stats/{path}?start=2024-01-01&end=2024-02-01T00:00:00.001Z")).await;
        if is_limited {
            assert_eq!(more.status, StatusCode::BAD_REQUEST, "{path}");
            assert_eq!(more.message(), "Request window size limit exceeded 31 days", "{path}");
        } else {
            assert_eq!(more.status, StatusCode::OK, "{path}");
        }
    }
}

#[tokio::test]
async fn a_window_without_an_end_reaches_to_the_worlds_now() {
    let host = faq();
    // Now is 2020-01-10T11:14:32.865Z.
    let of_31_days = get(&host, "/stats/interactions?start=2019-12-10T11:14:32.865Z").await;
    assert_eq!(of_31_days.status, StatusCode::OK);
    let of_more = get(&host, "/stats/interactions?start=2019-12-10T11:14:32.864Z").await;
    assert_eq!(of_more.message(), "Request window size limit exceeded 31 days");
}

#[tokio::test]
async fn pages_are_counted_and_one_past_the_end_is_empty() {
    let host = told(
        r#"
        start = 2024-03-05T08:00:00Z
        agent = [{ id = "1" }, { id = "2" }, { id = "3" }]
        "#,
    );
    for (paging, meta) in [
        ("", [1, 3, 1, 3]),
        ("limit=2", [1, 2, 2, 3]),
        ("limit=2&page=2", [2, 1, 2, 3]),
        ("limit=2&page=3", [3, 0, 2, 3]),
    ] {
        let answer = get(&host, &format!("/stats/agent-status?{paging}")).await;
        let told = ["page", "count", "pageCount", "totalCount"].map(|key| answer.body["meta"][key].as_i64());
        assert_eq!(told, meta.map(Some), "{paging}");
        assert_eq!(answer.body["items"].as_array().map(Vec::len), usize::try_from(meta[1]).ok(), "{paging}");
    }
    let nothing = get(&host, "/stats/interactions?start=2024-03-05").await;
    assert_eq!(nothing.body["meta"].to_string(), r#"{"page":1,"count":0,"pageCount":0,"totalCount":0}"#);
    let keys: Vec<_> = nothing.body.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["meta", "items", "upTo"]);
}

#[tokio::test]
async fn queues_are_those_of_exactly_these_names() {
    let host = told(
        r#"
        start = 2024-03-05T09:00:00Z
        queue = [{ name = "Orders" }, { name = "orders" }, { name = "Returns" }]
        plan = [{ name = "Shop" }]
        address = [{ address = "020", plan = "Shop" }]
        [[interaction]]
        name = "a call"
        medium = "phone"
        start = "1m"
        from = "07"
        to = "020"
        steps = [
          { at = "1s", queue = "Orders" },
          { at = "10s", breakout = "voluntary" },
          { at = "11s", queue = "orders" },
          { at = "20s", breakout = "voluntary" },
          { at = "21s", queue = "Returns" },
          { at = "30s", hangup = "customer" },
        ]
        "#,
    );
    for (queues, found) in [
        ("", vec!["Orders", "orders", "Returns"]),
        ("Orders", vec!["Orders"]),
        ("orders", vec!["orders"]),
        ("ORDERS", vec![]),
        ("Order", vec![]),
        ("Returns,%20Orders", vec!["Orders", "Returns"]),
    ] {
        for path in ["queue-times", "wfm/queue-metrics", "wfm/queue-activity"] {
            let answer = get(&host, &format!("/stats/{path}?start=2024-03-05&queues={queues}")).await;
            let named: Vec<_> =
                answer.body["items"].as_array().into_iter().flatten().map(|item| &item["queue"]).collect();
            assert_eq!(named, found, "{path} {queues}");
        }
    }
}
