//! What the mock server chose where nobody knows: looked for only when asked to.

use reqwest::Method;
use scenarios::time::{Instant, Span};

use super::bad_request;
use crate::conform::ask::{Ask, Bearer};
use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Tally, once};
use crate::conform::scene::Scene;

use Sure::Choice;

/// No claim of the reference: choices.
pub(super) const CHOICES: &[Case] = &[
    choice("1.1.head", "HEAD is answered as GET, without a body", |scene| {
        let answer = scene.ask(&Ask::get("/stats/agent-status").method(Method::HEAD))?;
        answer.must_have_status(200)?;
        once()
    }),
    choice("1.1.other-methods", "other methods are answered with 405, and told which are allowed", |scene| {
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            let answer = scene.ask(&Ask::get("/stats/agent-status").method(method))?;
            answer.must_have_status(405)?;
            if answer.header("allow").is_none_or(|allowed| !allowed.contains("GET")) {
                return Err(answer.fails("allow", "GET among others"));
            }
        }
        once()
    }),
    choice("1.1.slash-at-the-end", "a slash at the end makes no difference", |scene| {
        scene.ask(&Ask::get("/stats/agent-status/"))?.must_have_status(200)?;
        once()
    }),
    choice("1.1.any-origin", "pages of any origin may ask", |scene| {
        let answer = scene.ask(&Ask::get("/stats/agent-status").header("origin", "http://dashboard.example"))?;
        match answer.header("access-control-allow-origin") {
            Some(_) => once(),
            None => Err(answer.fails("access-control-allow-origin", "the origin, or *")),
        }
    }),
    choice("1.5.token-first", "the token is checked before the version, and the version before parameters", |scene| {
        let wrong = Ask::get("/stats/interactions?limit=-1").accept(None);
        scene.ask(&wrong.clone().bearer(Bearer::Forged))?.must_have_status(401)?;
        let answer = scene.ask(&wrong)?;
        Node::of(&answer).at("message").must_be(&"Invalid Accept header!".into())?;
        once()
    }),
    choice("1.5.unauthorised-in-words", "401 says \"Authorization has been denied for this request.\"", |scene| {
        let answer = scene.ask(&Ask::get("/stats/agent-status").bearer(Bearer::Forged))?;
        answer.must_have_status(401)?;
        Node::of(&answer).at("message").must_be(&"Authorization has been denied for this request.".into())?;
        once()
    }),
    choice("2.1.date-is-up-to", "`Date` and `upTo` are told by the same clock", |scene| {
        let mut seen = Tally::of("an answer with a Date");
        for collection in Collection::ALL {
            let page = scene.page(&scene.of(collection))?;
            if let Some(date) = page.date() {
                let up_to = Node::of(&page).at("upTo");
                let apart = (up_to.instant()? - date).as_millis();
                up_to.must((0..1000).contains(&apart), || format!("within a second of {date}, as Date says"))?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    choice("2.2.default-limit", "`limit` is 25 unless told", |scene| {
        let mut seen = Tally::of("a collection of more than 25 items");
        for collection in Collection::ALL {
            let page = scene.page(&scene.of(collection))?;
            let total = Node::of(&page).at("meta").at("totalCount").whole()?;
            let items = Node::of(&page).at("items");
            items.must(items.each()?.len() <= 25, || "at most 25 items".to_owned())?;
            if total > 25 {
                seen.saw();
            }
        }
        Ok(seen)
    }),
    choice("2.2.largest-limit", "a `limit` of more than 5000 is refused", |scene| {
        bad_request(&*scene.ask(&scene.of(Collection::Status).with("limit", "5001").ask())?)?;
        once()
    }),
    choice("2.2.page-past-the-end", "a page past the end is empty", |scene| {
        for collection in Collection::ALL {
            let page = scene.page(&scene.of(collection).with("page", "100000").with("limit", "5000"))?;
            let items = Node::of(&page).at("items");
            items.must(items.each()?.len() == 0, || "nothing".to_owned())?;
        }
        once()
    }),
    choice("2.3.bounds", "a window includes its start and excludes its end", |scene| {
        let mut seen = Tally::of("an item in a window");
        for collection in Collection::WINDOWED {
            for item in scene.items(collection)?.iter().take(3) {
                let (start, key) = (item.at("start").instant()?, collection.key(item)?);
                let minute = Span::from_secs(60);
                let within = |from, to| scene.of(collection).with("start", from).with("end", to);
                let from_it = within(start.to_string(), (start + minute).to_string());
                let up_to_it = within((start + Span::from_millis(-60_000)).to_string(), start.to_string());
                let rows = scene.rows(&from_it)?;
                rows.first()
                    .at("items")
                    .must(scene.keys(&from_it)?.contains(&key), || format!("{key}, which starts with the window"))?;
                let rows = scene.rows(&up_to_it)?;
                rows.first().at("items").must(!scene.keys(&up_to_it)?.contains(&key), || {
                    format!("not {key}, which starts as the window ends")
                })?;
                seen.saw();
            }
        }
        Ok(seen)
    }),
    choice("2.3.end-before-start", "an `end` before `start` is refused", |scene| {
        let (start, end) = (scene.end.to_string(), scene.start.to_string());
        bad_request(&*scene.ask(&scene.of(Collection::Interactions).with("start", start).with("end", end).ask())?)?;
        once()
    }),
    choice("2.3.exactly-31-days", "a window of exactly 31 days is answered", |scene| {
        for collection in Collection::UP_TO_31_DAYS {
            let start = scene.end + Span::from_secs(-31 * 24 * 60 * 60);
            scene.ask(&collection.within(start, scene.end).ask())?.must_have_status(200)?;
        }
        once()
    }),
    choice("2.3.no-limit-elsewhere", "where no limit is documented, windows may be longer than 31 days", |scene| {
        for collection in Collection::WINDOWED.iter().filter(|one| !Collection::UP_TO_31_DAYS.contains(one)) {
            let start = scene.end + Span::from_secs(-40 * 24 * 60 * 60);
            scene.ask(&collection.within(start, scene.end).ask())?.must_have_status(200)?;
        }
        once()
    }),
    choice("2.3.offsets", "offsets such as +01:00 are read", |scene| {
        let question = scene.of(Collection::Interactions);
        let later =
            |instant: Instant| format!("{}+01:00", (instant + Span::from_secs(3600)).to_string().trim_end_matches('Z'));
        let spelt = question.clone().with("start", later(scene.start)).with("end", later(scene.end));
        let rows = scene.rows(&spelt)?;
        let (told, expected) = (scene.keys(&spelt)?, scene.keys(&question)?);
        rows.first().at("items").must(told == expected, || "what the window in UTC has".to_owned())?;
        once()
    }),
    choice("2.4.other-include", "another `include` is refused", |scene| {
        bad_request(&*scene.ask(&scene.of(Collection::Interactions).with("include", "Everything").ask())?)?;
        once()
    }),
    choice("3.1.unknown-parameters", "parameters that are not known are ignored", |scene| {
        for collection in Collection::ALL {
            scene.ask(&scene.of(collection).with("colour", "blue").ask())?.must_have_status(200)?;
        }
        once()
    }),
    choice("3.1.names-in-any-case", "names of parameters are read without regard to case", |scene| {
        let question = scene.of(Collection::Status);
        let page = scene.page(&question.with("LIMIT", "1"))?;
        let items = Node::of(&page).at("items");
        items.must(items.each()?.len() <= 1, || "at most 1 item".to_owned())?;
        once()
    }),
    choice("3.order-of-ids-as-texts", "agents come by their IDs as texts", |scene| {
        let mut seen = Tally::of("several agents");
        let rows = scene.items(Collection::Status)?;
        let mut last = "";
        for item in rows.iter() {
            let id = item.at("agentId");
            id.must(last < id.text()?, || format!("an ID after {last:?}"))?;
            last = id.text()?;
            seen.saw();
        }
        Ok(seen)
    }),
    choice("4.7.still-queued", "who is still queued has neither `category` nor `reason`", |scene| {
        let mut seen = Tally::of("somebody who waits");
        for entry in scene.items(Collection::QueueTimes)?.iter().filter(|entry| entry.at("duration").is_null()) {
            for name in ["category", "reason"] {
                entry.at(name).must(entry.at(name).is_null(), || "null".to_owned())?;
            }
            seen.saw();
        }
        Ok(seen)
    }),
    choice("6.outside-contacts-are-external", "outside contacts have the role External", |scene| {
        let mut seen = Tally::of("a channel of an outside contact");
        super::walk::channels(scene, &mut |_, channel| {
            let party = channel.at("party");
            if party.at("id").is("CCRConnect") {
                party.at("role").must(party.at("role").is("External"), || "External".to_owned())?;
                seen.saw();
            }
            Ok(())
        })?;
        Ok(seen)
    }),
    choice("7.not-found", "an interaction that there is not is answered with 404", |scene| {
        scene.ask(&Ask::get("/stats/interactions/00000000-0000-4000-8000-000000000000"))?.must_have_status(404)?;
        once()
    }),
    choice("7.malformed-guid", "a malformed GUID is answered with 400", |scene| {
        bad_request(&*scene.ask(&Ask::get("/stats/interactions/not-a-guid"))?)?;
        once()
    }),
    choice("7.start-missing", "a window without a `start` is answered with 400 and a `message`", |scene| {
        for collection in Collection::WINDOWED {
            bad_request(&*scene.ask(&scene.of(collection).without("start").without("end").ask())?)?;
        }
        once()
    }),
];

/// A choice about requests, whatever there is to tell.
const fn choice(id: &'static str, says: &'static str, check: fn(&Scene) -> Checked) -> Case {
    Case::new(id, Choice, &[], says, check)
}
