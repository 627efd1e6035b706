//! Answers that look right and are not: every way in which a plan of faults can alter what an answer says.
//!
//! A distortion is made by asking another question than the client did, as of another instant or for another page, or by
//! altering the JSON of the answer. Views know nothing of it, so whatever they tell can be told wrongly; and nothing of
//! this is done, or costs anything, unless a plan says so.

mod question;
mod refusal;
mod way;

use axum::body::Body;
use axum::response::Response;
use futures_util::FutureExt as _;
use http_body_util::BodyExt as _;
use scenarios::fault::Meaning;
use scenarios::view::Endpoint;
use serde_json::Value;

use crate::host::Host;
use crate::request::addressed::Addressed;
use crate::router::Route;
use crate::routes::answer::{self, Answer, Sent};
use crate::wire::distorted::{Page, paging};
use question::Question;
use way::Way;

pub(crate) use refusal::token;

/// An answer, and the lies that make a difference to it.
#[derive(Debug)]
pub(crate) struct Distorted {
    pub(crate) answer: Answer,
    pub(crate) lies: Vec<Meaning>,
    /// What it says of `upTo`, if that is a lie.
    pub(crate) up_to: Option<Box<str>>,
}

/// An answer in which nothing is wrong.
impl From<Answer> for Distorted {
    fn from(answer: Answer) -> Self {
        Self { answer, lies: Vec::new(), up_to: None }
    }
}

/// The answer to a question in which these lies are told.
pub(crate) fn answer(sent: Sent<'_>, host: &Host, addressed: &Addressed, route: &Route, lies: &[Meaning]) -> Distorted {
    let honest = answer::to(sent, host, addressed, route);
    if lies.is_empty() {
        return honest.into();
    }
    let asking = Asking { sent, host, addressed, route };
    let mut question = Question::of(sent, addressed.now);
    let (Answer { response, paged }, allowing) = match honest.response.status().is_success() {
        true => (honest, Vec::new()),
        false => asking.allowed(&mut question, honest, lies),
    };
    if !response.status().is_success() {
        let (response, lies) = refusal::distorted(response, lies);
        return Distorted { answer: Answer { response, paged }, lies, up_to: None };
    }
    let (head, body) = response.into_parts();
    let bytes = whole(body);
    let Ok(truth) = serde_json::from_slice::<Value>(&bytes) else {
        let answer = Answer { response: Response::from_parts(head, Body::from(bytes)), paged };
        return Distorted { answer, lies: allowing, up_to: None };
    };
    let (told, lies) = asking.distorted(question, &truth, lies);
    let lies = allowing.into_iter().chain(lies).collect();
    // A lie about the date leaves the JSON as it is.
    let (bytes, paged) = if told == truth {
        (bytes, paged)
    } else {
        (serde_json::to_vec(&told).map_or(bytes, Into::into), paging::paged(&told).or(paged))
    };
    let up_to = told["upTo"].as_str().filter(|_| told["upTo"] != truth["upTo"]).map(Into::into);
    Distorted { answer: Answer { response: Response::from_parts(head, Body::from(bytes)), paged }, lies, up_to }
}

/// All of a body that is there already.
fn whole(body: Body) -> axum::body::Bytes {
    body.collect().now_or_never().and_then(Result::ok).map(http_body_util::Collected::to_bytes).unwrap_or_default()
}

/// What is needed to ask once more.
struct Asking<'r> {
    sent: Sent<'r>,
    host: &'r Host,
    addressed: &'r Addressed,
    route: &'r Route,
}

impl Asking<'_> {
    /// The answer to a question that was refused, if it is a lie to answer it, and which lies that takes; else the refusal.
    fn allowed(&self, question: &mut Question, refused: Answer, lies: &[Meaning]) -> (Answer, Vec<Meaning>) {
        let (mut answer, mut allowing) = (refused, Vec::new());
        for lie in lies {
            let Way::Allowed(allow) = Way::of(*lie) else { continue };
            let mut other = question.clone();
            allow(&mut other, self.addressed.world.credentials());
            if other != *question
                && let Some(allowed) = self.answer(&other)
            {
                (answer, *question) = (allowed, other);
                allowing.push(*lie);
            }
        }
        match answer.response.status().is_success() {
            true => (answer, allowing),
            false => (answer, Vec::new()),
        }
    }

    /// The answer in which all lies are told that can be, and which those are.
    fn distorted(&self, mut question: Question, truth: &Value, lies: &[Meaning]) -> (Value, Vec<Meaning>) {
        let (mut told, mut effective) = (truth.clone(), Vec::new());
        for lie in lies {
            let Way::Asked(change) = Way::of(*lie) else { continue };
            let mut other = question.clone();
            change(&mut other);
            // What cannot be asked, as a window that has become too long, is not.
            let Some(mut answer) = self.ask(&other) else { continue };
            paging::as_if_asked(&mut answer, truth);
            if answer != told {
                effective.push(*lie);
            }
            (told, question) = (answer, other);
        }
        for lie in lies {
            let before = told.clone();
            let is_dated = match Way::of(*lie) {
                Way::Dated => true,
                Way::Shifted(by, alter) => {
                    alter(&mut told, self.neighbour(&question, by).as_ref());
                    false
                }
                Way::Told(alter) => {
                    let limit = question.limit().min(self.addressed.world.largest_page().into());
                    alter(&mut told, &Page { limit });
                    false
                }
                Way::Asked(_) | Way::Allowed(_) | Way::Refused(_) | Way::Token(_) => false,
            };
            if is_dated || told != before {
                effective.push(*lie);
            }
        }
        (told, effective)
    }

    /// The answer to the same question about a page before or behind; `None` if there can be none.
    fn neighbour(&self, question: &Question, by: i64) -> Option<Value> {
        if self.route.0 == Endpoint::Interaction {
            return None;
        }
        self.ask(&question.at_page(question.page().checked_add_signed(by).filter(|page| *page > 0)?))
    }

    /// The answer or refusal to another question; `None` if that cannot be asked.
    fn answer(&self, question: &Question) -> Option<Answer> {
        let uri = question.uri(self.sent.uri)?;
        let addressed = Addressed { now: question.now(), ..self.addressed.clone() };
        let sent = Sent { uri: &uri, headers: question.headers(), ..self.sent };
        Some(answer::to(sent, self.host, &addressed, self.route))
    }

    /// What another question by the same client is answered with; `None` if it is refused.
    fn ask(&self, question: &Question) -> Option<Value> {
        let Answer { response, .. } = self.answer(question)?;
        let is_answered = response.status().is_success();
        serde_json::from_slice(&whole(response.into_body())).ok().filter(|_| is_answered)
    }
}
