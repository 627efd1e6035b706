//! Sections 2.3 and 2.4: which windows can be asked for, and what lies in them.

use std::collections::BTreeSet;

use scenarios::time::{Instant, Span};
use serde_json::json;

use super::bad_request;
use crate::conform::case::{Case, Sure};
use crate::conform::collection::{Collection, Question};
use crate::conform::node::{Node, Stretch};
use crate::conform::objection::{Checked, Objection, Tally, once};
use crate::conform::scene::Scene;

use Sure::{Client as C, Documented as D, Example as E};

const DAY: Span = Span::from_secs(24 * 60 * 60);

/// Section 2.3.
pub(super) const WINDOWS: &[Case] = &[
    Case::form("2.3.start-required", D, &["2.3-1"], "a window needs a `start`", |scene| {
        for collection in Collection::WINDOWED {
            let answer = scene.ask(&scene.of(collection).without("start").without("end").ask())?;
            if !(400..500).contains(&answer.status) {
                return Err(answer.fails("status", "400, since there is no start"));
            }
        }
        once()
    }),
    Case::new("2.3.end-is-now", D, &["2.3-2"], "a window without an `end` goes up to now", |scene| {
        let mut seen = Tally::of("an item in a window");
        for collection in Collection::WINDOWED {
            let open = scene.rows(&scene.of(collection).without("end"))?;
            let up_to = open.first().at("upTo").instant()?;
            let mut keys = BTreeSet::new();
            for item in open.iter() {
                let start = item.at("start");
                // While pages are read, time goes on.
                let latest = up_to + Span::from_secs(if scene.now.is_some() { 0 } else { 60 });
                start.must(start.instant()? <= latest, || format!("not after now, {up_to}"))?;
                keys.insert(collection.key(item)?);
            }
            for item in scene.items(collection)?.iter() {
                let key = collection.key(item)?;
                open.first()
                    .at("items")
                    .must(keys.contains(&key), || format!("{key} too, which the window up to {} has", scene.end))?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    Case::new(
        "2.3.include-is-started",
        D,
        &["2.3-3"],
        "a window without an `include` holds what started in it",
        |scene| {
            let mut seen = Tally::of("an item in a window");
            let half = scene.at(500);
            for collection in Collection::WINDOWED {
                let question = within(scene, collection, half, scene.end);
                let told = scene.keys(&question.clone().with("include", "Started"))?;
                let page = scene.rows(&question)?;
                same(page.first(), &told, &scene.keys(&question)?, "include=Started")?;
                told.iter().for_each(|_| seen.saw());
            }
            Ok(seen)
        },
    ),
    Case::form("2.3.milliseconds", D, &["2.3-4"], "`2019-12-19T15:42:39.825Z` is read", |scene| {
        spelling(scene, |instant| instant.to_string(), true)
    }),
    Case::form(
        "2.3.without-a-zone",
        E,
        &["2.3-5", "9-11"],
        "`2017-06-13T13:41:00.000`, without a zone, is read",
        |scene| spelling(scene, |instant| instant.to_string().trim_end_matches('Z').to_owned(), false),
    ),
    Case::form("2.3.date-alone", C, &["2.3-6", "10-4"], "a date alone is read, for both ends", |scene| {
        // As the client that does so: a day apart, so that the window is not empty.
        for collection in Collection::WINDOWED {
            let date = |instant: Instant| instant.to_string()[..10].to_owned();
            let question = scene.of(collection).with("start", date(scene.end)).with("end", date(scene.end + DAY));
            scene.ask(&question.ask())?.must_have_status(200)?;
        }
        once()
    }),
    Case::form(
        "2.3.without-a-fraction",
        C,
        &["2.3-7"],
        "`2024-05-01T09:00:00Z`, without a fraction, is read",
        |scene| spelling(scene, |instant| format!("{}Z", &instant.to_string()[..19]), false),
    ),
    Case::form("2.3.six-digits", C, &["2.3-8", "10-3"], "a fraction of six digits is read", |scene| {
        spelling(scene, |instant| format!("{}000Z", instant.to_string().trim_end_matches('Z')), true)
    }),
    Case::form(
        "2.3.more-than-31-days",
        D,
        &["2.3-9", "7-2", "9-9"],
        "windows of more than 31 days are refused in the documented words",
        |scene| {
            for collection in Collection::UP_TO_31_DAYS {
                let question = collection.within(scene.end + Span::from_millis(DAY.as_millis() * -32), scene.end);
                let answer = scene.ask(&question.ask())?;
                bad_request(&answer)?;
                Node::of(&answer).at("message").must_be(&json!("Request window size limit exceeded 31 days"))?;
            }
            once()
        },
    ),
    Case::form("2.3.up-to-31-days", D, &["2.3-9"], "windows of 30 days are answered", |scene| {
        for collection in Collection::UP_TO_31_DAYS {
            // A window that is over and that nobody has worked in.
            let start = Instant::from_millis(946_684_800_000);
            let question = collection.within(start, start + Span::from_millis(DAY.as_millis() * 30));
            scene.ask(&question.ask())?.must_have_status(200)?;
        }
        once()
    }),
];

/// What is asked of that collection about another window.
fn within(scene: &Scene, collection: Collection, start: Instant, end: Instant) -> Question {
    scene.of(collection).with("start", start.to_string()).with("end", end.to_string())
}

/// That `found` holds the same items as `expected`, which `why` tells.
fn same(place: Node<'_>, expected: &[String], found: &[String], why: &str) -> Result<(), Objection> {
    let (expected, found): (BTreeSet<_>, BTreeSet<_>) = (expected.iter().collect(), found.iter().collect());
    if let Some(missing) = expected.difference(&found).next() {
        return Err(place.at("items").fails(format!("{missing} too, by {why}")));
    }
    match found.difference(&expected).next() {
        Some(much) => Err(place.at("items").fails(format!("not {much}, by {why}"))),
        None => Ok(()),
    }
}

/// That a date-time may be spelt like that; where that changes nothing, that the same is told.
fn spelling(scene: &Scene, spell: fn(Instant) -> String, is_same: bool) -> Checked {
    for collection in Collection::WINDOWED {
        let question = scene.of(collection);
        let spelt = question.clone().with("start", spell(scene.start)).with("end", spell(scene.end));
        scene.ask(&spelt.ask())?.must_have_status(200)?;
        if is_same {
            let page = scene.rows(&spelt)?;
            same(page.first(), &scene.keys(&question)?, &scene.keys(&spelt)?, "the usual spelling")?;
        }
    }
    once()
}

/// Whether an instant lies in the window from `start` to `end`: whether its ends do, is not known.
fn lies(instant: i64, start: Instant, end: Instant) -> bool {
    (start.as_millis()..=end.as_millis()).contains(&instant)
}

/// Whether it does even if the window does not hold its ends.
fn lies_inside(instant: i64, start: Instant, end: Instant) -> bool {
    start.as_millis() < instant && instant < end.as_millis()
}

/// The parts that each window is looked at in: cut where something is likely to go on.
const PARTS: [(i64, i64); 4] = [(0, 1000), (0, 500), (500, 1000), (300, 700)];

/// Section 2.4.
pub(super) const INCLUDE: &[Case] = &[
    Case::new(
        "2.4.started",
        D,
        &["2.4-1", "3-2", "3-5", "3-6", "3-7", "3-9", "3-10", "3-11", "3-12"],
        "`Started` tells what started in the window, and nothing else",
        |scene| {
            each_part(scene, "Started", |item, period, start, end| {
                item.at("start").must(lies(period.start, start, end), || format!("between {start} and {end}"))
            })
        },
    ),
    Case::new(
        "2.4.started-is-complete",
        D,
        &["2.4-1"],
        "windows side by side hold what one window over both holds, each item once",
        |scene| {
            let mut seen = Tally::of("an item in a window");
            for collection in Collection::WINDOWED {
                let cut = scene.at(500);
                let first = scene.rows(&within(scene, collection, scene.start, cut))?;
                let second = scene.rows(&within(scene, collection, cut, scene.end))?;
                let keys = |rows: &crate::conform::scene::Rows| -> Result<BTreeSet<String>, Objection> {
                    rows.iter().map(|item| collection.key(item)).collect()
                };
                let (before, after) = (keys(&first)?, keys(&second)?);
                for item in second.iter() {
                    let key = collection.key(item)?;
                    let at_the_cut = item.at("start").instant()? == cut;
                    item.must(at_the_cut || !before.contains(&key), || format!("nothing that started before {cut}"))?;
                }
                for item in scene.items(collection)?.iter() {
                    let key = collection.key(item)?;
                    if lies_inside(item.period()?.start, scene.start, scene.end) {
                        let is_there = before.contains(&key) || after.contains(&key);
                        second.first().at("items").must(is_there, || {
                            format!("{key}, or in the window before, since the window over both has it")
                        })?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "2.4.started-or-ended",
        D,
        &["2.4-2", "2.4-5"],
        "`StartedOrEnded` tells what started or ended in the window, and nothing else",
        |scene| {
            each_part(scene, "StartedOrEnded", |item, period, start, end| {
                let ended = period.end.is_some_and(|at| lies(at, start, end));
                item.must(ended || lies(period.start, start, end), || {
                    format!("a start or an end between {start} and {end}")
                })
            })
        },
    ),
    Case::new(
        "2.4.started-or-ended-is-complete",
        D,
        &["2.4-2", "2.4-5", "2.4-7"],
        "`StartedOrEnded` tells all that started or ended in the window",
        |scene| {
            complete(scene, "StartedOrEnded", |period, start, end| {
                lies_inside(period.start, start, end) || period.end.is_some_and(|at| lies_inside(at, start, end))
            })
        },
    ),
    Case::new(
        "2.4.processed-is-complete",
        D,
        &["2.4-3", "2.4-7"],
        "`Processed` tells all that started or ended in the window",
        |scene| {
            complete(scene, "Processed", |period, start, end| {
                lies_inside(period.start, start, end) || period.end.is_some_and(|at| lies_inside(at, start, end))
            })
        },
    ),
    Case::new(
        "2.4.includes-grow",
        D,
        &["2.4-1", "2.4-2", "2.4-3"],
        "what `Started` tells, `StartedOrEnded` does, and what that tells, `Processed` does",
        |scene| {
            let mut seen = Tally::of("an item in a window");
            for collection in Collection::WINDOWED {
                let question = within(scene, collection, scene.at(500), scene.end);
                for (narrow, wide) in [("Started", "StartedOrEnded"), ("StartedOrEnded", "Processed")] {
                    let wider = question.clone().with("include", wide);
                    let found: BTreeSet<String> = scene.keys(&wider)?.into_iter().collect();
                    for key in scene.keys(&question.clone().with("include", narrow))? {
                        let rows = scene.rows(&wider)?;
                        rows.first()
                            .at("items")
                            .must(found.contains(&key), || format!("{key}, which {narrow} tells"))?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "2.4.processed-window",
        D,
        &["2.4-3", "2.4-4"],
        "`Processed` tells nothing that started after the window",
        |scene| {
            let mut seen = Tally::of("an item in a window");
            for collection in Collection::WINDOWED {
                let (start, end) = (scene.at(250), scene.at(750));
                let rows = scene.rows(&within(scene, collection, start, end).with("include", "Processed"))?;
                for item in rows.iter() {
                    let began = item.at("start");
                    began.must(began.instant()? <= end, || format!("not after {end}"))?;
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::new("2.4.wfm-key", C, &["2.4-8", "10-2"], "a WFM state is known by its `agentId` and `start`", |scene| {
        let mut seen = Tally::of("a WFM state");
        let mut keys = BTreeSet::new();
        for state in scene.items(Collection::States)?.iter() {
            let is_new = keys.insert((state.at("agentId").text()?.to_owned(), state.at("start").text()?.to_owned()));
            state.must(is_new, || "no second state of that agent and start".to_owned())?;
            seen.saw();
        }
        Ok(seen)
    }),
];

/// Calls `check` with each item of each part of the window, as that include tells it.
fn each_part(
    scene: &Scene,
    include: &str,
    check: impl Fn(Node<'_>, Stretch, Instant, Instant) -> Result<(), Objection>,
) -> Checked {
    let mut seen = Tally::of("an item in a window");
    for collection in Collection::WINDOWED {
        for (from, to) in PARTS {
            let (start, end) = (scene.at(from), scene.at(to));
            for item in scene.rows(&within(scene, collection, start, end).with("include", include))?.iter() {
                check(item, item.period()?, start, end)?;
                seen.saw();
            }
        }
    }
    Ok(seen)
}

/// That an include tells each item of the whole window of which `belongs` says that it belongs into a part.
fn complete(scene: &Scene, include: &str, belongs: fn(Stretch, Instant, Instant) -> bool) -> Checked {
    let mut seen = Tally::of("an item in a window");
    for collection in Collection::WINDOWED {
        for (from, to) in PARTS {
            let (start, end) = (scene.at(from), scene.at(to));
            let rows = scene.rows(&within(scene, collection, start, end).with("include", include))?;
            let found: BTreeSet<String> =
                rows.iter().map(|item| collection.key(item)).collect::<Result<_, Objection>>()?;
            for item in scene.items(collection)?.iter() {
                if belongs(item.period()?, start, end) {
                    let key = collection.key(item)?;
                    rows.first().at("items").must(found.contains(&key), || key.clone())?;
                    seen.saw();
                }
            }
        }
    }
    Ok(seen)
}
