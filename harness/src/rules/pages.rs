//! Pages: all of them, of one and the same question.

use std::collections::{BTreeSet, VecDeque};

use super::asked::Asked;
use super::{Breaches, Family, Rule};
use crate::verdict::Severity;

pub(super) static ALL_PAGES: Rule = Rule {
    id: "all-pages",
    severity: Severity::Error,
    documentation: "a collection comes in pages, and meta.pageCount of each answer says how many there are",
    source: "sections 2.1 and 2.2",
    hint: "ask for page 2, 3 and so on until meta.pageCount, whatever the limit is: today's result may fit one page",
};

pub(super) static SAME_QUERY: Rule = Rule {
    id: "same-query-on-all-pages",
    severity: Severity::Error,
    documentation: "pages are those of one question: with another window, filter or limit they are cut elsewhere, and \
                    items are missed or read twice",
    source: "sections 2.2 and 2.3",
    hint: "settle start, end, include, filters and limit before the first page, and change nothing but page",
};

pub(super) static INVENTED_PAGES: Rule = Rule {
    id: "invented-pages",
    severity: Severity::Error,
    documentation: "the first page is 1, the last is meta.pageCount, and with nothing to tell there are 0; what comes \
                    after the last is not documented",
    source: "sections 2.1 and 2.2",
    hint: "stop when page reaches meta.pageCount",
};

/// How many questions are kept in mind whose pages have not all been read.
const OPEN: usize = 64;

#[derive(Debug, Default)]
pub(super) struct Pages {
    /// The last first.
    open: VecDeque<Reading>,
    /// Questions that were read to the end: what they were, and how many pages they had.
    read: VecDeque<(String, u32)>,
}

/// A question, of whose answer pages are being read.
#[derive(Debug)]
struct Reading {
    endpoint: String,
    question: String,
    pages: u32,
    seen: BTreeSet<u32>,
    /// Pages that were asked for in vain: whoever gives up after an error has not forgotten them.
    failed: BTreeSet<u32>,
    /// Whether it is asked for one item at a time, as who only wants to know how many there are does.
    is_count: bool,
    first: String,
    last: String,
}

impl Reading {
    fn is_done(&self) -> bool {
        (1..=self.pages).all(|page| self.seen.contains(&page))
    }

    fn report(&self, breaches: &mut Breaches) {
        let missing = (1..=self.pages).find(|page| !self.seen.contains(page) && !self.failed.contains(page));
        let Some(missing) = missing.filter(|_| !self.is_count && self.failed.is_empty()) else { return };
        let sentence = format!("page {missing} of {} was never asked for", self.pages);
        let mut requests = vec![self.first.clone()];
        requests.extend(Some(self.last.clone()).filter(|last| *last != self.first));
        breaches.add(&ALL_PAGES, sentence, requests);
    }
}

impl Pages {
    fn close(&mut self, position: usize) {
        let Some(done) = self.open.remove(position) else { return };
        self.read.push_front((done.question, done.pages));
        self.read.truncate(OPEN);
    }

    fn begin(&mut self, reading: Reading, breaches: &mut Breaches) {
        self.open.push_front(reading);
        if self.open.len() > OPEN
            && let Some(forgotten) = self.open.pop_back()
        {
            forgotten.report(breaches);
        }
    }
}

impl Family for Pages {
    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches) {
        if asked.endpoint().is_none() || asked.exchange.method == "HEAD" {
            return;
        }
        let question = asked.without(&["page"]);
        let (number, line) = (asked.page(), asked.line());
        if let Some(text) = asked.parameter("page").filter(|text| *text == "0" || text.starts_with('-')) {
            breaches.add(&INVENTED_PAGES, format!("there is no page {text}; the first is 1"), vec![line.clone()]);
        }
        let Some(page) = asked.exchange.page else {
            if let Some(reading) = self.open.iter_mut().find(|reading| reading.question == question) {
                reading.failed.insert(number);
            }
            return;
        };
        if let Some(position) = self.open.iter().position(|reading| reading.question == question) {
            let reading = &mut self.open[position];
            if number == 1 && reading.seen.contains(&1) {
                // It is asked anew.
                reading.report(breaches);
                reading.seen.clear();
            }
            if number > reading.pages && number > page.page_count {
                invented(number, page.page_count, vec![reading.last.clone(), line.clone()], breaches);
            }
            reading.pages = page.page_count;
            reading.seen.insert(number);
            reading.failed.remove(&number);
            reading.last = line;
            if reading.is_done() {
                self.close(position);
            }
            return;
        }
        let read = self.read.iter().find(|(read, _)| *read == question).map(|(_, pages)| *pages);
        if number > 1 {
            let before = self.open.iter().find(|reading| reading.endpoint == asked.exchange.endpoint());
            match (read, before) {
                (Some(pages), _) if number > pages => {
                    invented(number, page.page_count, vec![line], breaches);
                    return;
                }
                (Some(_), _) => return,
                (None, Some(before)) => {
                    let sentence = format!("page {number} is asked for with another query than the page before it");
                    breaches.add(&SAME_QUERY, sentence, vec![before.last.clone(), line.clone()]);
                    // What is missing of either is of that mistake, not of another one.
                    let endpoint = asked.exchange.endpoint();
                    self.open.retain(|reading| reading.endpoint != endpoint);
                    return;
                }
                // All that there was had been read, or the first page is asked for at the same time.
                (None, None) if number > page.page_count => {
                    invented(number, page.page_count, vec![line], breaches);
                    return;
                }
                (None, None) => {}
            }
        }
        let reading = Reading {
            endpoint: asked.exchange.endpoint().to_owned(),
            question,
            pages: page.page_count,
            seen: BTreeSet::from([number]),
            failed: BTreeSet::new(),
            is_count: asked.parameter("limit") == Some("1"),
            first: line.clone(),
            last: line,
        };
        self.begin(reading, breaches);
        if self.open[0].is_done() {
            self.close(0);
        }
    }

    fn run_ends(&mut self, breaches: &mut Breaches) {
        self.open.drain(..).for_each(|reading| reading.report(breaches));
        self.read.clear();
    }
}

/// A page past the end: the one right behind it is asked for by clients that stop at an empty page.
fn invented(number: u32, pages: u32, requests: Vec<String>, breaches: &mut Breaches) {
    let severity = if number <= pages.max(1) + 1 { Severity::Note } else { INVENTED_PAGES.severity };
    breaches.add_as(&INVENTED_PAGES, severity, format!("page {number} of {pages} is asked for"), requests);
}
