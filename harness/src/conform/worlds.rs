//! Worlds of one's own, on a server that can make them: each claim finds what it takes to be decided.
//!
//! The control API is the mock server's own; the real service has none. Everything goes over HTTP.

use std::io;
use std::rc::Rc;

use scenarios::format;
use scenarios::time::{Instant, Span};
use tokio::runtime::Runtime;

use super::objection::Objection;
use super::peer::{Credentials, Peer, Purse};
use super::scene::Scene;
use crate::control;

/// Where worlds are made, and what is done to each of them.
#[derive(Clone, Debug)]
pub struct Control {
    /// The server's address.
    pub url: String,
    /// What it wants to be told, if it was started with a control token.
    pub token: Option<String>,
    /// What the faults of each world are set to, in the control API's words; without it they tell the truth.
    pub faults: Option<String>,
}

/// A maker of worlds.
#[derive(Debug)]
pub(super) struct Worlds {
    control: control::Control,
    faults: Option<String>,
    runtime: Runtime,
    purse: Rc<Purse>,
}

/// A world, which is deleted with its value.
#[derive(Debug)]
pub(super) struct World<'w> {
    worlds: &'w Worlds,
    name: String,
    world: control::World,
    peer: Rc<Peer>,
    pub(super) start: Instant,
    /// From when on nothing changes.
    pub(super) settled: Instant,
}

impl Worlds {
    pub(super) fn new(Control { url, token, faults }: Control, purse: Rc<Purse>) -> io::Result<Self> {
        let http = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let control = control::Control::of(http, &url, token);
        runtime.block_on(control.is_there()).map_err(io::Error::other)?;
        Ok(Self { control, faults, runtime, purse })
    }

    /// A world of that scenario of the catalog, or of that scenario's text.
    pub(super) fn make(&self, scenario: &str) -> Result<World<'_>, Objection> {
        let (name, text) = match scenario.contains('\n') {
            true => ("a scenario of its own", scenario),
            false => mock_server::catalog::scenarios()
                .find(|(name, _)| *name == scenario)
                .ok_or_else(|| Objection::undecided(format!("there is no scenario {scenario:?} in the catalog")))?,
        };
        let told = format::parse(text).map_err(|wrong| Objection::undecided(format!("{name}: {}", wrong[0])))?;
        let start = told.scenario.start;
        // What goes wrong on purpose in a story says nothing about the server.
        let world = self.done(self.control.make(text, None))?;
        let client = world.client().map(|client| (client.id, client.secret));
        let credentials = Credentials { client, token: Some(world.token.clone()) };
        let peer = Peer::new(&world.base_url, &world.token_url, credentials, Rc::clone(&self.purse));
        // A window up to now does not hold what starts now.
        let settled = world.settled.unwrap_or(start).max(start + Span::from_secs(1)) + Span::from_millis(1);
        let made = World { worlds: self, name: name.to_owned(), world, peer: Rc::new(peer), start, settled };
        if let Some(faults) = &self.faults {
            self.done(self.control.set_faults(&made.world, faults))?;
        }
        Ok(made)
    }

    fn done<T>(&self, asked: impl Future<Output = Result<T, control::Error>>) -> Result<T, Objection> {
        self.runtime.block_on(asked).map_err(|error| Objection::undecided(error.to_string()))
    }
}

impl World<'_> {
    /// The world at that instant: from its story's start up to then.
    pub(super) fn at(&self, now: Instant) -> Result<Scene, Objection> {
        self.worlds.done(self.worlds.control.set(&self.world, now))?;
        self.peer.forget();
        let name = format!("{} at {now}", self.name);
        Ok(Scene { name, peer: Rc::clone(&self.peer), start: self.start, end: now, now: Some(now) })
    }

    /// The world so many thousandths of its story's time after the start.
    pub(super) fn after(&self, permille: i64) -> Result<Scene, Objection> {
        let whole = (self.settled - self.start).as_millis();
        self.at(self.start + Span::from_millis(whole * permille / 1000))
    }
}

impl Drop for World<'_> {
    fn drop(&mut self) {
        // If it cannot be deleted, it ends with its server.
        let _ = self.worlds.done(self.worlds.control.delete(&self.world));
    }
}
