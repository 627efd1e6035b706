//! What a good client of the API asks for, judged from its requests alone.
//!
//! A [`Watch`] is shown the requests of an analysis one by one, in the order of their answers, and told where its runs
//! begin and end. It keeps what rules need of the past and no more, so that a million requests take no more memory than
//! a hundred. What it judges is a journal: that of the mock server, or of whatever stood between a client and the real API.
//!
//! Each [`Rule`] stands next to the code that finds its breaches, with the sentence of the documentation that is behind
//! it, in our words, or that it is our advice.

mod asked;
mod exchange;
mod headers;
mod pace;
mod pages;
mod parameters;
mod polling;
mod retries;
mod tokens;

use std::collections::BTreeMap;

use crate::verdict::{Evidence, Finding, Judge, Severity};
pub use asked::Asked;
pub use exchange::{Exchange, Page, Real};
pub(crate) use pace::PARALLELISM;

/// What clients are expected to do, or not to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name in findings; the same in every release.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// The sentence behind it, in our words.
    pub documentation: &'static str,
    /// Where that stands: a section of the reference, or that it is our advice.
    pub source: &'static str,
    /// What to do about it.
    pub hint: &'static str,
}

/// Every rule, in the order in which a client comes to need them.
pub const RULES: [&Rule; 26] = [
    &headers::KNOWN_ENDPOINT,
    &headers::GET_ONLY,
    &headers::VERSION_HEADER,
    &headers::BEARER_TOKEN,
    &headers::SECRETS_IN_URL,
    &tokens::TOKEN_REQUEST,
    &tokens::SCOPE,
    &tokens::TOKEN_REUSE,
    &tokens::REFUSED_TOKEN,
    &tokens::TOKEN_RENEWAL,
    &parameters::KNOWN_PARAMETERS,
    &parameters::BAD_REQUEST,
    &parameters::WINDOW_LENGTH,
    &parameters::TIMES_IN_UTC,
    &parameters::WINDOW_IN_THE_FUTURE,
    &pages::ALL_PAGES,
    &pages::SAME_QUERY,
    &pages::INVENTED_PAGES,
    &polling::NEXT_START,
    &polling::PROCESSED,
    &retries::RETRY_AFTER,
    &retries::BACKING_OFF,
    &retries::GIVING_UP,
    &pace::BUSY_POLLING,
    &pace::PARALLELISM,
    &pace::LISTS,
];

/// Looks at requests, and says what is wrong with them.
#[derive(Debug)]
pub struct Watch {
    families: Vec<Box<dyn Family>>,
    breaches: Breaches,
}

/// Rules that look at the same things.
trait Family: std::fmt::Debug + Send {
    /// A program or function has been started: what it kept in memory is gone.
    fn run_begins(&mut self) {}

    /// A request has been answered.
    fn see(&mut self, asked: &Asked<'_>, breaches: &mut Breaches);

    /// It has ended.
    fn run_ends(&mut self, _breaches: &mut Breaches) {}
}

/// What was found: of each rule the first breach of the worst kind, and how many others there are.
#[derive(Debug, Default)]
struct Breaches(BTreeMap<&'static str, Breach>);

#[derive(Debug)]
struct Breach {
    rule: &'static Rule,
    severity: Severity,
    sentence: String,
    requests: Vec<String>,
    others: u64,
}

impl Default for Watch {
    fn default() -> Self {
        Self::new()
    }
}

impl Watch {
    /// One that has seen nothing.
    pub fn new() -> Self {
        let families: Vec<Box<dyn Family>> = vec![
            Box::<headers::Headers>::default(),
            Box::<tokens::Tokens>::default(),
            Box::<parameters::Parameters>::default(),
            Box::<pages::Pages>::default(),
            Box::<polling::Polling>::default(),
            Box::<retries::Retries>::default(),
            Box::<pace::Pace>::default(),
        ];
        Self { families, breaches: Breaches::default() }
    }

    /// The analysis is started.
    pub fn run_begins(&mut self) {
        self.families.iter_mut().for_each(|family| family.run_begins());
    }

    /// It has made this request, and was answered.
    pub fn see(&mut self, exchange: &Exchange) {
        let asked = Asked::of(exchange);
        for family in &mut self.families {
            family.see(&asked, &mut self.breaches);
        }
    }

    /// It has ended.
    pub fn run_ends(&mut self) {
        for family in &mut self.families {
            family.run_ends(&mut self.breaches);
        }
    }

    /// What was found, by rule.
    pub fn findings(&self) -> Vec<Finding> {
        let Breaches(breaches) = &self.breaches;
        RULES.iter().filter_map(|rule| breaches.get(rule.id)).map(Breach::finding).collect()
    }
}

/// What is wrong with the requests of one run.
pub fn judge(exchanges: &[Exchange]) -> Vec<Finding> {
    let mut watch = Watch::new();
    watch.run_begins();
    exchanges.iter().for_each(|exchange| watch.see(exchange));
    watch.run_ends();
    watch.findings()
}

impl Breaches {
    /// That rule was broken, by these requests.
    fn add(&mut self, rule: &'static Rule, sentence: String, requests: Vec<String>) {
        self.add_as(rule, rule.severity, sentence, requests);
    }

    /// The same, less bad than usual.
    fn add_as(&mut self, rule: &'static Rule, severity: Severity, sentence: String, requests: Vec<String>) {
        let breach = Breach { rule, severity, sentence, requests, others: 0 };
        let Some(known) = self.0.get_mut(rule.id) else {
            self.0.insert(rule.id, breach);
            return;
        };
        let others = known.others + 1;
        if severity > known.severity {
            *known = breach;
        }
        known.others = others;
    }
}

impl Breach {
    fn finding(&self) -> Finding {
        let others = match self.others {
            0 => String::new(),
            1 => ", and so once more".to_owned(),
            others => format!(", and so {others} times more"),
        };
        let finding = Finding::error(Judge::Client, self.rule.id, format!("{}{others}", self.sentence));
        finding
            .as_bad_as(self.severity)
            .with(Evidence::Requests { requests: self.requests.clone() })
            .with(Evidence::Documentation {
                sentence: self.rule.documentation.to_owned(),
                source: self.rule.source.to_owned(),
            })
            .with(Evidence::Hint { text: self.rule.hint.to_owned() })
    }
}

#[cfg(test)]
mod tests;
