//! Does a server keep to what is known of the API? Every claim of the reference that shows from outside, asked of any
//! server: the mock, another implementation, or the real service.
//!
//! A claim holds, fails, or cannot be decided where it was looked for, because what it is about did not happen there: a
//! claim about transfers takes a transfer. On a server that can make worlds ([`Control`]) nearly all of them can be
//! decided. Of a server with data that is not known beforehand ([`Target`]), structure and relations are judged, never
//! values.
//!
//! Only GET requests and requests for tokens are made (and, where choices are asked about, methods that no API allows);
//! each of them once, however many claims look at the answer.

mod ask;
mod case;
mod cases;
mod collection;
mod known;
mod node;
mod objection;
mod peer;
mod report;
mod scene;
mod unseen;
mod worlds;

use std::collections::BTreeSet;
use std::rc::Rc;

use scenarios::time::{Instant, Span};

use ask::Answer;
use case::{Case, Check};
use collection::Collection;
use node::Node;
use objection::{Objection, Tally};
use peer::{Peer, Purse};
use scene::Scene;
use worlds::Worlds;

pub use case::Sure;
pub use known::{Known, NoSuchClaim};
pub use objection::Evidence;
pub use peer::{Credentials, Manners};
pub use report::{Judged, Report, Standing};
pub use unseen::UNSEEN;
pub use worlds::Control;

/// What is judged, and by which claims.
#[derive(Clone, Debug, Default)]
pub struct Conform {
    /// A server with data of its own.
    pub target: Option<Target>,
    /// A server that makes worlds, in which all sorts of things happen.
    pub control: Option<Control>,
    /// Which scenarios of the catalog worlds are made of; none for those that are enough to decide nearly everything.
    pub worlds: Vec<String>,
    /// Only claims whose id begins with one of these; none for all of them.
    pub only: Vec<String>,
    /// Whether what the mock server chose is looked for as well.
    pub choices: bool,
    /// Claims that are known to fail there.
    pub known: Known,
    /// How much may be asked, and how fast.
    pub manners: Manners,
}

/// A server with data of its own.
#[derive(Clone, Debug)]
pub struct Target {
    /// The base address, to which `/stats` is added.
    pub base: String,
    /// The address of the token endpoint.
    pub token_url: String,
    /// How to get in.
    pub credentials: Credentials,
    /// Which window is looked at.
    pub window: Window,
}

/// A window of time.
#[derive(Clone, Copy, Debug)]
pub enum Window {
    /// From then to then.
    Between(Instant, Instant),
    /// So long, and over for so long that all of it has been processed, by the server's own clock.
    Settled {
        /// How long it is.
        length: Span,
        /// How long ago it ended.
        ago: Span,
    },
}

/// A claim of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// A section of the reference and a name: `2.4.processed-window`. The same in every release.
    pub id: &'static str,
    /// The section of the reference.
    pub section: &'static str,
    /// Where it comes from.
    pub sure: Sure,
    /// The claim in a sentence, without a full stop.
    pub says: &'static str,
    /// The numbers of the claims that it is about in `mock-server/COVERAGE.md`.
    pub numbers: &'static [&'static str],
}

/// Why nothing can be judged.
#[derive(Debug, thiserror::Error)]
pub enum Unable {
    /// There is no client to ask with.
    #[error("no HTTP client can be made: {0}")]
    NoClient(#[source] reqwest::Error),
    /// The server cannot be asked.
    #[error("{0}")]
    NoServer(String),
    /// It can only be asked over TLS.
    #[error("{0} is asked over TLS, which this program was built without; build it with --features tls")]
    NoTls(String),
    /// No claim begins like that.
    #[error("no claim begins with {0:?}; `insights-harness conform --list` tells their ids")]
    NoClaim(String),
}

/// Every claim, by section; choices, which are no claims, among them.
pub fn claims() -> Vec<Claim> {
    cases::all().into_iter().map(Claim::of).collect()
}

impl Claim {
    fn of(case: &Case) -> Self {
        Self { id: case.id, section: case.section(), sure: case.sure, says: case.says, numbers: case.claims }
    }
}

/// Scenarios of the catalog in which, together, nearly everything happens that a claim is about; and after how many
/// thousandths of their time they are looked at.
const WORLDS: [(&str, &[i64]); 19] = [
    ("faq/transfer", &[400, 1000]),
    ("media/chat_email_and_call_at_once", &[780, 1000]),
    ("presence/every_kind_of_availability", &[1000]),
    ("presence/intended_presence_after_the_wrap", &[700]),
    ("queue/acd_and_virtual_queues_count_the_same_wait", &[1000]),
    ("queue/caller_still_waiting", &[830]),
    ("queue/four_ways_out_of_a_queue", &[1000]),
    ("queue/one_call_two_queues", &[1000]),
    ("queue/same_agent_rung_twice", &[300, 1000]),
    ("hold/caller_held_twice", &[700, 1000]),
    ("consult/consult_that_is_no_transfer", &[1000]),
    ("transfer/call_through_four_hands", &[1000]),
    ("ccr/channel_that_arrives_after_the_end", &[1000]),
    ("callback/call_back_is_another_interaction", &[1000]),
    ("agents/line_that_fails", &[1000]),
    ("agents/ids_that_differ_by_leading_zeros", &[1000]),
    ("calendar/call_over_midnight", &[700, 1000]),
    ("order/equal_starts", &[1000]),
    ("processing/categorised_minutes_after_the_end", &[500, 1000]),
];

impl Conform {
    /// Looks for each claim, wherever it is told to.
    ///
    /// # Errors
    ///
    /// If a server cannot be asked at all, or there is no such claim.
    pub fn run(&self) -> Result<Report, Unable> {
        if let Some(none) = self.only.iter().find(|only| !cases::all().iter().any(|case| case.id.starts_with(*only))) {
            return Err(Unable::NoClaim(none.clone()));
        }
        let addresses = self.target.iter().flat_map(|target| [&target.base, &target.token_url]);
        let mut addresses = addresses.chain(self.control.iter().map(|control| &control.url));
        if let Some(address) = addresses.find(|address| address.starts_with("https:") && !crate::tls::IS_THERE) {
            return Err(Unable::NoTls(address.clone()));
        }
        let purse = Rc::new(Purse::new(self.manners).map_err(Unable::NoClient)?);
        let mut looked: Vec<Looked> = self.cases().into_iter().map(Looked::for_).collect();
        if let Some(target) = &self.target {
            let scene = target.scene(&purse)?;
            looked.iter_mut().for_each(|looked| looked.at(&scene));
        }
        if let Some(control) = &self.control {
            let worlds = Worlds::new(control.clone(), Rc::clone(&purse));
            let worlds = worlds.map_err(|why| Unable::NoServer(why.to_string()))?;
            self.look_in_worlds(&worlds, &mut looked).map_err(|objection| match objection {
                Objection::Undecided(why) => Unable::NoServer(why),
                Objection::Fails(evidence) => Unable::NoServer(format!("{evidence:?}")),
            })?;
        }
        let subject = match (&self.target, &self.control) {
            (Some(target), _) => target.base.clone(),
            (None, Some(control)) => control.url.clone(),
            (None, None) => "nothing".to_owned(),
        };
        let judged = looked.into_iter().map(|looked| looked.judged(&self.known)).collect();
        Ok(Report { subject, claims: judged, requests: purse.spent(), again: None })
    }

    fn cases(&self) -> Vec<&'static Case> {
        let mut cases = cases::all();
        cases.retain(|case| self.choices || case.sure != Sure::Choice);
        cases.retain(|case| self.only.is_empty() || self.only.iter().any(|only| case.id.starts_with(only)));
        cases
    }

    fn look_in_worlds(&self, worlds: &Worlds, looked: &mut [Looked]) -> Result<(), Objection> {
        let usual: Vec<(&str, &[i64])> = match self.worlds.is_empty() {
            true => WORLDS.to_vec(),
            false => self.worlds.iter().map(|name| (name.as_str(), &[500, 1000][..])).collect(),
        };
        let is_of_scenes = |looked: &Looked| !matches!(looked.case.check, Check::Journey(_));
        if looked.iter().any(is_of_scenes) {
            for (name, instants) in usual {
                let world = worlds.make(name)?;
                for permille in instants {
                    let scene = world.after(*permille)?;
                    looked.iter_mut().for_each(|looked| looked.at(&scene));
                }
            }
        }
        looked.iter_mut().for_each(|looked| looked.on(worlds));
        Ok(())
    }
}

impl Target {
    fn scene(&self, purse: &Rc<Purse>) -> Result<Scene, Unable> {
        let peer = Rc::new(Peer::new(&self.base, &self.token_url, self.credentials.clone(), Rc::clone(purse)));
        let answer = first_answer(&peer)?;
        let (start, end) = match self.window {
            Window::Between(start, end) => (start, end),
            Window::Settled { length, ago } => {
                let end = now(&answer)? + Span::from_millis(-ago.as_millis());
                (end + Span::from_millis(-length.as_millis()), end)
            }
        };
        Ok(Scene { name: String::new(), peer, start, end, now: None })
    }
}

/// What a server answers at all; if it does not let this client in, nothing can be learnt of it.
fn first_answer(peer: &Peer) -> Result<Rc<Answer>, Unable> {
    let question = Collection::Status.within(Instant::EARLIEST, Instant::EARLIEST).with("limit", "1");
    let answer = peer.ask(&question.ask()).map_err(|objection| match objection {
        Objection::Undecided(why) => Unable::NoServer(why),
        Objection::Fails(evidence) => Unable::NoServer(format!("{evidence:?}")),
    })?;
    match answer.status {
        status @ (401 | 403) => {
            Err(Unable::NoServer(format!("{} is answered with {status}: these credentials are refused", answer.asked)))
        }
        _ => Ok(answer),
    }
}

/// What a server takes for now, by that answer.
fn now(answer: &Answer) -> Result<Instant, Unable> {
    let told = Node::of(answer).at("upTo").instant().ok().or_else(|| answer.date());
    told.ok_or_else(|| {
        let why =
            "tells neither upTo nor Date, so nobody knows which window would be over: tell one with --start and --end";
        Unable::NoServer(format!("{} is answered with {} and {why}", answer.asked, answer.status))
    })
}

/// A case, and what has come of it so far.
#[derive(Debug)]
struct Looked {
    case: &'static Case,
    holds: usize,
    scenes: usize,
    news: BTreeSet<String>,
    fails: Option<(String, Evidence)>,
    why: Option<String>,
}

impl Looked {
    fn for_(case: &'static Case) -> Self {
        Self { case, holds: 0, scenes: 0, news: BTreeSet::new(), fails: None, why: None }
    }

    /// Looks there, unless it is known already that the claim does not hold.
    fn at(&mut self, scene: &Scene) {
        if self.fails.is_none() {
            match self.case.check {
                Check::Scene(check) => self.came(&scene.name, check(scene)),
                Check::Form(_) if self.holds > 0 => {}
                Check::Form(check) => self.came(&scene.name, check(scene)),
                Check::Field(field) => self.came(&scene.name, field.check(scene)),
                Check::Journey(_) => {}
            }
        }
    }

    fn on(&mut self, worlds: &Worlds) {
        if let Check::Journey(check) = self.case.check {
            self.came("", check(worlds));
        }
    }

    fn came(&mut self, scene: &str, checked: Result<Tally, Objection>) {
        match checked.and_then(Tally::decided) {
            Ok((seen, news)) => {
                self.holds += seen;
                self.scenes += 1;
                self.news.extend(news);
            }
            Err(Objection::Undecided(why)) => self.why = self.why.take().or(Some(why)),
            Err(Objection::Fails(evidence)) => self.fails = Some((scene.to_owned(), *evidence)),
        }
    }

    fn judged(self, known: &Known) -> Judged {
        let claim = Claim::of(self.case);
        let standing = match (self.fails, self.holds) {
            (Some((scene, evidence)), _) => Standing::Fails { scene, evidence },
            (None, 0) => {
                let journey = matches!(self.case.check, Check::Journey(_));
                let why = match journey {
                    true => "it takes worlds whose clocks can be moved (--control)",
                    false => "nothing was asked",
                };
                Standing::Undecided { why: self.why.unwrap_or_else(|| why.to_owned()) }
            }
            (None, seen) => Standing::Holds { seen, news: self.news.into_iter().collect() },
        };
        Judged { claim, standing, is_known: known.names(claim.id) }
    }
}
