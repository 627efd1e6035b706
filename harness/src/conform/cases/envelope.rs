//! Sections 2.1 and 2.2: what pages are wrapped in, and how they follow one another.

use std::rc::Rc;

use scenarios::time::Span;

use crate::conform::ask::{Answer, Ask};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::{Collection, Question};
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, Tally, once};
use crate::conform::scene::{LARGEST_PAGE, Scene};

use Sure::{Client as C, Documented as D, Example as E};

/// Section 2.1.
pub(super) const ENVELOPE: &[Case] = &[
    Case::new("2.1.envelope", D, &["2.1-1"], "a collection is `meta`, `items` and `upTo`, in this order", |scene| {
        each_page(scene, |page| {
            let fields = page.fields()?;
            let known: Vec<&str> =
                fields.iter().copied().filter(|field| ["meta", "items", "upTo"].contains(field)).collect();
            page.must(known == ["meta", "items", "upTo"], || "meta, then items, then upTo".to_owned())
        })
    }),
    Case::new("2.1.page", D, &["2.1-2"], "`meta.page` is the page asked for", |scene| {
        paged(scene, |pages| {
            (1..).zip(pages).try_for_each(|(number, page)| {
                let told = Node::of(page).at("meta").at("page");
                told.must(told.whole()? == number, || number.to_string())
            })
        })
    }),
    Case::new("2.1.first-page", E, &["2.1-3", "2.2-1"], "without `page` it is the first, and that is 1", |scene| {
        let mut seen = Tally::of("a collection with several items");
        for collection in Collection::ALL {
            let question = scene.of(collection).with("limit", "1");
            let (one, other) = (scene.page(&question)?, scene.page(&question.with("page", "1"))?);
            let told = Node::of(&one).at("meta").at("page");
            told.must(told.whole()? == 1, || "1".to_owned())?;
            let items = Node::of(&other).at("items");
            for (here, there) in Node::of(&one).at("items").each()?.zip(items.each()?) {
                let key = collection.key(there)?;
                here.must(collection.key(here)? == key, || format!("the same as on page 1: {key}"))?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    Case::new("2.1.count", D, &["2.1-4"], "`meta.count` is the number of items on the page", |scene| {
        let mut seen = Tally::of("a page");
        for collection in Collection::ALL {
            for page in pages(scene, collection)? {
                let root = Node::of(&page);
                let (count, items) = (root.at("meta").at("count"), root.at("items").each()?.len());
                count.must(usize::try_from(count.whole()?) == Ok(items), || format!("{items}, as there are items"))?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    Case::new(
        "2.1.page-count",
        D,
        &["2.1-5", "2.2-4"],
        "`meta.pageCount` is the number of pages that the limit yields",
        |scene| {
            let mut seen = Tally::of("a page");
            for collection in Collection::ALL {
                for limit in [1, 3, LARGEST_PAGE] {
                    let page = scene.page(&scene.of(collection).with("limit", limit.to_string()))?;
                    let meta = Node::of(&page).at("meta");
                    let expected = meta.at("totalCount").whole()?.div_euclid(limit)
                        + i64::from(meta.at("totalCount").whole()?.rem_euclid(limit) > 0);
                    let told = meta.at("pageCount");
                    told.must(told.whole()? == expected, || {
                        format!("{expected}, for {} items at {limit} on a page", meta.at("totalCount").json())
                    })?;
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::new("2.1.total-count", D, &["2.1-7"], "`meta.totalCount` is the number of items on all pages", |scene| {
        let mut seen = Tally::of("a collection with items");
        for collection in steady(scene) {
            let pages = pages(scene, collection)?;
            let mut items = 0;
            for page in &pages {
                items += i64::try_from(Node::of(page).at("items").each()?.len()).unwrap_or(i64::MAX);
            }
            for page in &pages {
                let told = Node::of(page).at("meta").at("totalCount");
                told.must(told.whole()? == items, || format!("{items}, as there are on all pages"))?;
            }
            if items > 0 {
                seen.saw();
            }
        }
        Ok(seen)
    }),
    Case::form("2.1.nothing", C, &["2.1-6", "10-5"], "of nothing there are 0 pages", |scene| {
        // Of what nobody has, nor anybody does, and of a time before the service: what is not nothing there is passed over.
        const NOBODY: &str = "nobody-of-this-name";
        let long_ago = scenarios::time::Instant::from_millis(946_684_800_000);
        let mut seen = Tally::of("an answer of nothing");
        for collection in Collection::WINDOWED {
            let of_nobody = scene.of(collection).with("agentId", NOBODY).with("queues", NOBODY);
            for question in [of_nobody, collection.within(long_ago, long_ago + Span::from_secs(60))] {
                let page = scene.page(&question)?;
                let root = Node::of(&page);
                if root.at("items").each()?.len() == 0 {
                    for field in ["count", "pageCount", "totalCount"] {
                        let told = root.at("meta").at(field);
                        told.must(told.whole()? == 0, || "0".to_owned())?;
                    }
                    seen.saw();
                }
            }
        }
        Ok(seen)
    }),
    Case::new("2.1.items", D, &["2.1-8"], "`items` is an array", |scene| {
        each_page(scene, |page| page.at("items").each().map(drop))
    }),
    Case::new("2.1.up-to", D, &["2.1-9"], "`upTo` is in UTC with milliseconds and Z", |scene| {
        each_page(scene, |page| page.at("upTo").instant().map(drop))
    }),
    Case::new(
        "2.1.up-to-is-now",
        D,
        &["2.1-9", "2.5-1", "2.5-6"],
        "`upTo` is the time of the request, on every page",
        |scene| {
            let mut seen = Tally::of("an answer with a Date");
            for collection in Collection::ALL {
                for page in pages(scene, collection)? {
                    let up_to = Node::of(&page).at("upTo");
                    let told = up_to.instant()?;
                    if let Some(now) = scene.now {
                        up_to.must(told == now, || format!("{now}, which the clock shows"))?;
                    }
                    if let Some(date) = page.date() {
                        const APART: i64 = 120_000;
                        let apart = (told - date).as_millis().abs();
                        up_to.must(apart <= APART, || format!("about {date}, as Date says"))?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new("2.1.up-to-ascends", D, &["2.1-9"], "who asks later is told a later `upTo`", |scene| {
        let mut answers = Vec::new();
        for collection in Collection::ALL {
            answers.extend(pages(scene, collection)?);
        }
        answers.sort_by_key(|answer| answer.number);
        for (earlier, later) in answers.iter().zip(&answers[1..]) {
            let (before, up_to) = (Node::of(earlier).at("upTo").instant()?, Node::of(later).at("upTo"));
            // Several machines may answer.
            const APART: Span = Span::from_secs(2);
            up_to.must(up_to.instant()? + APART >= before, || format!("not before {before}, which was told before"))?;
        }
        once()
    }),
    Case::new(
        "2.1.single",
        D,
        &["2.1-11", "2.1-12"],
        "a single interaction is the bare object, without `upTo`",
        |scene| {
            let mut seen = Tally::of("an interaction");
            let rows = scene.items(Collection::Interactions)?;
            for listed in rows.iter().take(1) {
                let answer = scene.ask(&Ask::get(format!("/stats/interactions/{}", listed.at("guid").text()?)))?;
                answer.must_have_status(200)?;
                let root = Node::of(&answer);
                root.at("guid").text()?;
                for field in ["meta", "items", "upTo"] {
                    root.at(field).must(root.at(field).is_missing(), || format!("no {field}"))?;
                }
                seen.saw();
            }
            Ok(seen)
        },
    ),
];

/// Section 2.2.
pub(super) const PAGING: &[Case] = &[
    Case::new(
        "2.2.limit",
        D,
        &["2.2-2", "2.2-7"],
        "every collection comes in pages of at most `limit` items",
        |scene| {
            let mut seen = Tally::of("a collection with several items");
            for collection in Collection::ALL {
                for limit in [1, 3] {
                    let page = scene.page(&scene.of(collection).with("limit", limit.to_string()))?;
                    let (items, total) =
                        (Node::of(&page).at("items"), Node::of(&page).at("meta").at("totalCount").whole()?);
                    let expected = usize::try_from(total.min(limit)).unwrap_or_default();
                    items.must(items.each()?.len() == expected, || format!("{expected} items"))?;
                    if total > limit {
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new("2.2.full-pages", D, &["2.1-4"], "all pages but the last are full", |scene| {
        paged(scene, |pages| {
            let limit = Node::of(&pages[0]).at("items").each()?.len();
            pages[..pages.len() - 1].iter().try_for_each(|page| {
                let count = Node::of(page).at("meta").at("count");
                count.must(usize::try_from(count.whole()?) == Ok(limit), || format!("{limit}, as on the first page"))
            })
        })
    }),
    Case::new(
        "2.2.pages-hold-everything-once",
        D,
        &["2.2-5", "2.1-7"],
        "pages hold every item once, in order",
        |scene| {
            let mut seen = Tally::of("a collection with several pages");
            for collection in steady(scene) {
                let whole = scene.keys(&scene.of(collection))?;
                let pages = pages(scene, collection)?;
                let mut expected = whole.iter();
                for page in &pages {
                    for item in Node::of(page).at("items").each()? {
                        let key = collection.key(item)?;
                        let next = expected.next();
                        item.must(next == Some(&key), || match next {
                            None => "nothing, since all have come".to_owned(),
                            Some(next) => format!("{next}, which is next when all come on one page"),
                        })?;
                    }
                }
                if let (Some(missing), Some(last)) = (expected.next(), pages.last()) {
                    return Err(Node::of(last).at("items").fails(format!("{missing} as well, which no page has")));
                }
                if pages.len() > 1 {
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
    Case::form(
        "2.2.limits-that-clients-use",
        C,
        &["2.2-3", "10-1", "10-3", "10-4", "10-8", "10-11"],
        "limits of 100, 500 and 5000 are accepted",
        |scene| {
            for collection in Collection::ALL {
                for limit in ["100", "500", "5000"] {
                    scene.ask(&scene.of(collection).with("limit", limit).ask())?.must_have_status(200)?;
                }
            }
            once()
        },
    ),
];

/// The collections that do not change while their pages are read.
fn steady(scene: &Scene) -> impl Iterator<Item = Collection> {
    let stands = scene.now.is_some();
    Collection::ALL.into_iter().filter(move |collection| stands || *collection != Collection::Ongoing)
}

/// Calls `check` with the first page of each collection.
fn each_page(scene: &Scene, check: impl Fn(Node<'_>) -> Result<(), Objection>) -> Checked {
    let mut seen = Tally::of("a page");
    for collection in Collection::ALL {
        let page = scene.page(&scene.of(collection))?;
        check(Node::of(&page))?;
        seen.saw();
    }
    Ok(seen)
}

/// All pages of a collection: about three, however many items there are.
fn pages(scene: &Scene, collection: Collection) -> Result<Vec<Rc<Answer>>, Objection> {
    const PAGES: i64 = 3;
    const MOST: i64 = 12;
    let question = scene.of(collection);
    let first = scene.page(&question.clone().with("limit", LARGEST_PAGE.to_string()))?;
    let total = Node::of(&first).at("meta").at("totalCount").whole()?;
    let limit = (total / PAGES + i64::from(total % PAGES > 0)).clamp(1, LARGEST_PAGE);
    let page = |number: i64| {
        let question: Question = question.clone().with("limit", limit.to_string());
        scene.page(&if number == 1 { question } else { question.with("page", number.to_string()) })
    };
    let mut pages = vec![page(1)?];
    let of = Node::of(&pages[0]).at("meta").at("pageCount").whole()?;
    for number in 2..=of.min(MOST) {
        pages.push(page(number)?);
    }
    Ok(pages)
}

/// Calls `check` with the pages of each collection that has several.
fn paged(scene: &Scene, check: impl Fn(&[Rc<Answer>]) -> Result<(), Objection>) -> Checked {
    let mut seen = Tally::of("a collection with several pages");
    for collection in steady(scene) {
        let pages = pages(scene, collection)?;
        if pages.len() > 1 {
            check(&pages)?;
            seen.saw();
        }
    }
    Ok(seen)
}
