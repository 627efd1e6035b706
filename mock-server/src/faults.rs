//! The plans of faults that are active in a world.
//!
//! What a plan comes to is the core's to say ([`scenarios::fault`]); here it is kept which plan holds for whom, and how far
//! it has come.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwapOption;
use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use scenarios::fault::{Decision, Plan, ReadyMade, Request, State};
use scenarios::time::Instant;

use crate::world::World;

/// The plans of a world.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// That of all its requests.
    plan: ArcSwapOption<Active>,
    /// Those of single clients, by the ids that name them.
    of_clients: Mutex<BTreeMap<Box<str>, Arc<Active>>>,
}

/// A plan, and how far it has come.
#[derive(Debug)]
pub(crate) struct Active {
    plan: Arc<Plan>,
    /// Whether it was set through the control API, and not told by the story.
    is_set: bool,
    state: Mutex<State>,
}

/// The most clients whose own plans are kept; with one more, all begin anew.
const MOST: usize = 1000;

impl Faults {
    /// The plan of all requests, if there is one.
    pub(crate) fn plan(&self) -> Option<Arc<Active>> {
        // Most often there is none, and finding that out costs next to nothing.
        self.plan.load().as_ref().map(Arc::clone)
    }

    /// The plan that the id of a client names. It begins with the client's first request.
    pub(crate) fn of_client(&self, id: &str, named: ReadyMade, now: Instant) -> Arc<Active> {
        let mut clients = held(&self.of_clients);
        if clients.len() >= MOST && !clients.contains_key(id) {
            clients.clear();
        }
        let begun = || Arc::new(Active::new(named.plan().into(), now, false));
        Arc::clone(clients.entry(id.into()).or_insert_with(begun))
    }

    /// A world's story has been told: its plan takes the place of the one before, if that was a story's too or if there is
    /// one.
    pub(crate) fn are_told_by(&self, world: &World) {
        match world.faults() {
            Some((plan, began)) => self.plan.store(Some(Arc::new(Active::new(Arc::clone(plan), began, false)))),
            None if self.plan().is_some_and(|active| !active.is_set) => self.plan.store(None),
            None => {}
        }
    }

    /// Puts a plan in the place of the one before. It begins at `now`.
    pub(crate) fn set(&self, plan: Plan, now: Instant) {
        self.plan.store(Some(Arc::new(Active::new(plan.into(), now, true))));
    }

    /// Ends all plans.
    pub(crate) fn end(&self) {
        self.plan.store(None);
        held(&self.of_clients).clear();
    }

    /// A client has been given a token.
    pub(crate) fn given(&self, token: &str) {
        if let Some(active) = self.plan() {
            active.state().given(token);
        }
        for active in held(&self.of_clients).values() {
            active.state().given(token);
        }
    }
}

impl Active {
    fn new(plan: Arc<Plan>, began: Instant, is_set: bool) -> Self {
        let state = Mutex::new(State::new(&plan, began));
        Self { plan, is_set, state }
    }

    /// What it says.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How far it has come.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        held(&self.state)
    }

    /// What is to be done about a request that comes at `now`.
    pub(crate) fn decide(&self, request: &Request<'_>, now: Instant) -> Decision {
        self.state().decide(&self.plan, request, now)
    }

    /// What the header of an answer says that has met these faults.
    pub(crate) fn told(&self, faults: &[&str]) -> HeaderValue {
        /// What could be taken for something else than a part of the name.
        const UNCLEAR: &AsciiSet = &CONTROLS.add(b';').add(b',').add(b'%');
        let name = utf8_percent_encode(&self.plan.name, UNCLEAR);
        // Everything else in it is plain.
        HeaderValue::try_from(format!("{name}; {}", faults.join(", "))).unwrap_or(HeaderValue::from_static("faults"))
    }
}

/// The lock, whatever became of those who held it: what it guards is whole at every moment.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
