//! A server at an instant, and the window that claims are looked for in.

use std::rc::Rc;

use scenarios::time::{Instant, Span};

use super::ask::{Answer, Ask};
use super::collection::{Collection, Question};
use super::node::Node;
use super::objection::Objection;
use super::peer::Peer;

/// The most items on a page that clients are known to ask for.
pub(super) const LARGEST_PAGE: i64 = 5000;

/// More pages than this are too many to look at.
const MOST_PAGES: i64 = 10;

/// A server, asked about one window.
#[derive(Debug)]
pub(super) struct Scene {
    /// What evidence calls it.
    pub(super) name: String,
    pub(super) peer: Rc<Peer>,
    pub(super) start: Instant,
    pub(super) end: Instant,
    /// What its clock shows, if that stands still.
    pub(super) now: Option<Instant>,
}

impl Scene {
    /// What is asked of that collection about the window.
    pub(super) fn of(&self, collection: Collection) -> Question {
        let question = collection.within(self.start, self.end);
        // Without this it tells of one type of queue only, unlike the other two.
        if collection == Collection::QueueTimes { question.with("queueType", "All") } else { question }
    }

    /// The instant so many thousandths of the window after its start.
    pub(super) fn at(&self, permille: i64) -> Instant {
        self.start + Span::from_millis((self.end - self.start).as_millis() * permille / 1000)
    }

    /// The answer to a request, whatever it is.
    pub(super) fn ask(&self, ask: &Ask) -> Result<Rc<Answer>, Objection> {
        self.peer.ask(ask)
    }

    /// The page that answers a question.
    pub(super) fn page(&self, question: &Question) -> Result<Rc<Answer>, Objection> {
        let answer = self.ask(&question.ask())?;
        match answer.status {
            200 => Ok(answer),
            status => Err(Objection::undecided(format!("{} is answered with {status}", answer.asked))),
        }
    }

    /// All items that answer a question, of all pages.
    pub(super) fn rows(&self, question: &Question) -> Result<Rows, Objection> {
        let mut pages = Vec::new();
        loop {
            let number = pages.len() + 1;
            let asked = question.clone().with("limit", LARGEST_PAGE.to_string());
            let asked = if number == 1 { asked } else { asked.with("page", number.to_string()) };
            let page = self.page(&asked)?;
            let root = Node::of(&page);
            root.at("items").each().map(drop)?;
            let of = root.at("meta").at("pageCount").whole()?;
            pages.push(Rc::clone(&page));
            if of > MOST_PAGES {
                let why = format!("{} has {of} pages of {LARGEST_PAGE}: a smaller window would do", page.asked);
                return Err(Objection::undecided(why));
            }
            if i64::try_from(number).is_ok_and(|number| number >= of) {
                return Ok(Rows { pages });
            }
        }
    }

    /// All items of a collection that answer for the window.
    pub(super) fn items(&self, collection: Collection) -> Result<Rows, Objection> {
        self.rows(&self.of(collection))
    }

    /// The keys of all items that answer a question, in order.
    pub(super) fn keys(&self, question: &Question) -> Result<Vec<String>, Objection> {
        self.rows(question)?.iter().map(|item| question.collection.key(item)).collect()
    }
}

/// The items of one or more pages.
#[derive(Debug)]
pub(super) struct Rows {
    pages: Vec<Rc<Answer>>,
}

impl Rows {
    /// Each item.
    pub(super) fn iter(&self) -> impl Iterator<Item = Node<'_>> {
        self.pages.iter().flat_map(|page| Node::of(page).at("items").each().into_iter().flatten())
    }

    /// All of the first page.
    pub(super) fn first(&self) -> Node<'_> {
        Node::of(&self.pages[0])
    }
}
