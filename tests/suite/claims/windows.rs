use super::{OF_NOW, Scene, WINDOWED};

const EMAIL: &str = "media/email_that_waited_too_long.toml";

#[test]
fn start_is_required_wherever_there_is_a_window() {
    let scene = Scene::of(EMAIL);
    for path in WINDOWED {
        let (status, message) = scene.refusal(path);
        assert_eq!((status, message.contains("\"start\"")), (400, true), "{path}: {message}");
    }
    for path in OF_NOW {
        scene.answer(path);
    }
}

#[test]
fn a_window_without_an_end_goes_up_to_now() {
    let scene = Scene::of(EMAIL);
    for now in ["2024-03-04T17:00:00.000Z", "2024-03-07T09:10:00.000Z", "2024-03-08T00:00:00.000Z"] {
        scene.at(now);
        for path in WINDOWED {
            let open = scene.answer(&format!("{path}?start=2024-03-04"));
            assert_eq!(open, scene.answer(&format!("{path}?start=2024-03-04&end={now}")), "{path} at {now}");
        }
    }
    let [before, after] = ["2024-03-04T17:00:00Z", "2024-03-08T00:00:00Z"]
        .map(|end| scene.items(&format!("/agent-activities?start=2024-03-04&end={end}")).len());
    assert!(before < after, "{before} {after}");
}

#[test]
fn a_window_holds_what_started_in_it_unless_asked_otherwise() {
    let scene = Scene::of(EMAIL);
    for path in WINDOWED {
        for day in ["start=2024-03-04&end=2024-03-05", "start=2024-03-07&end=2024-03-08"] {
            let default = scene.answer(&format!("{path}?{day}"));
            assert_eq!(default, scene.answer(&format!("{path}?{day}&include=Started")), "{path} {day}");
        }
    }
    let thursday = "/interactions?start=2024-03-07&end=2024-03-08";
    assert_eq!(scene.items(thursday).len(), 0);
    assert_eq!(scene.items(&format!("{thursday}&include=StartedOrEnded")).len(), 1);
}

#[test]
fn both_ends_of_a_window_are_read_in_every_spelling_that_is_seen() {
    let scene = Scene::told(
        r#"
        start = 2024-05-01T00:00:00Z
        agent = [{ id = "7001", presence = "Ready" }]
        presence = [
          { at = 2024-05-01T08:59:59.700Z, agent = "7001", set = "Away" },
          { at = 2024-05-01T09:00:00.700Z, agent = "7001", set = "Ready" },
          { at = 2024-05-01T09:00:00.800Z, agent = "7001", set = "Away" },
          { at = 2024-05-01T23:59:59.900Z, agent = "7001", set = "Ready" },
        ]
        "#,
    );
    scene.at("2024-05-03T00:00:00Z");
    for (instant, presences_before) in [
        ("2024-05-01T09:00:00.750Z", 3),
        ("2024-05-01T09:00:00.750", 3),
        ("2024-05-01T09:00:00Z", 2),
        ("2024-05-01T09:00:00.750748Z", 3),
        ("2024-05-02", 5),
    ] {
        let before = scene.items(&format!("/agent-activities/presence?start=2024-05-01&end={instant}")).len();
        let after = scene.items(&format!("/agent-activities/presence?start={instant}")).len();
        assert_eq!((before, after), (presences_before, 5 - presences_before), "{instant}");
    }
}
