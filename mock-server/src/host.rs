//! What a running server holds: its worlds, each of which may be replaced while it runs.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use scenarios::simulation::Operation;
use scenarios::time::Instant;

use crate::bell::Bell;
use crate::days::{Attended, Cores, Kept, Remembered};
use crate::faults::Faults;
use crate::journal::Journal;
use crate::library::Library;
use crate::rendered::Rendered;
use crate::world::{DEFAULT, Tale, World};

/// The state that all requests share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Host(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    default: Arc<Hosted>,
    /// The other worlds by number. Replaced as a whole, so that whoever looks one up waits for nobody.
    others: ArcSwap<BTreeMap<u64, Arc<Hosted>>>,
    /// How many were ever made; locked while one is made or deleted.
    made: Mutex<u64>,
    library: Library,
    rendered: Rendered,
    days: Kept,
    /// Rung when a world that goes on is there, gone or another.
    bell: Arc<Bell>,
    patience: Patience,
    /// What whoever controls the server has to show; `None` if nothing.
    control_token: Option<String>,
    /// Whether client ids may name plans of faults.
    is_magic: AtomicBool,
}

/// A world in its place on a server: what lasts when its clock moves or its story is replaced.
#[derive(Debug)]
pub struct Hosted {
    id: Box<str>,
    world: ArcSwap<World>,
    journal: Journal,
    /// How many requests to it are being answered.
    pub(crate) answering: AtomicU32,
    faults: Faults,
    /// Locked while the world is replaced by one that is made from it, never while it answers.
    replacing: Mutex<()>,
    bell: Arc<Bell>,
}

/// How long the server waits for a client.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request, from the moment that the connection is free for it; up to a quarter longer.
    pub head: Duration,
    /// For the whole body of a request.
    pub body: Duration,
    /// For all requests that are being answered when the server is told to stop.
    pub stop: Duration,
}

/// How many bytes a server takes at most to remember what it has worked out, as far as that can be told. What it remembers
/// makes no difference to an answer.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// For days of centres at work. The one that was asked for last is always kept.
    pub days: usize,
    /// For JSON that can no longer change.
    pub rendered: u64,
    /// In a temporary file, for such JSON of centres at work.
    pub spilled: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { days: 96 * 1024 * 1024, rendered: 64 * 1024 * 1024, spilled: 4 * 1024 * 1024 * 1024 }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(75), body: Duration::from_secs(30), stop: Duration::from_secs(5) }
    }
}

impl Host {
    /// A host of that world, under the name `default`.
    pub fn new(world: World, patience: Patience) -> Self {
        Self::guarded(world, patience, None)
    }

    /// The same, controlled only by who shows that token.
    pub fn guarded(world: World, patience: Patience, control_token: Option<String>) -> Self {
        Self::with(world, patience, control_token, Bounds::default())
    }

    /// A host of that world which remembers no more than that.
    pub fn bounded(world: World, patience: Patience, bounds: Bounds) -> Self {
        Self::with(world, patience, None, bounds)
    }

    /// The same, controlled only by who shows that token, if one is given.
    pub fn with(world: World, patience: Patience, control_token: Option<String>, bounds: Bounds) -> Self {
        let bell = Arc::<Bell>::default();
        Self(Arc::new(Shared {
            default: Arc::new(Hosted::new(DEFAULT, world, Arc::clone(&bell))),
            others: ArcSwap::default(),
            made: Mutex::new(0),
            library: Library::default(),
            rendered: Rendered::within(bounds.rendered, bounds.spilled),
            days: Kept::within(bounds.days),
            bell,
            patience,
            control_token,
            is_magic: AtomicBool::new(false),
        }))
    }

    /// The default world, and what its clock shows.
    pub fn world(&self) -> (Arc<World>, Instant) {
        self.0.default.now()
    }

    /// Puts another world in the place of the default one. Requests that are being answered keep the old one.
    pub fn replace(&self, world: World) {
        let hosted = &self.0.default;
        let _replacing = held(&hosted.replacing);
        hosted.faults.are_told_by(&world);
        hosted.put(world);
    }

    /// The place of the default world.
    pub fn default_world(&self) -> &Arc<Hosted> {
        &self.0.default
    }

    /// The world of that id.
    pub fn find(&self, id: &str) -> Option<Arc<Hosted>> {
        if id == DEFAULT {
            return Some(Arc::clone(&self.0.default));
        }
        self.0.others.load().get(&number(id)?).cloned()
    }

    /// All worlds, the default one first and the others in the order in which they were made.
    pub fn worlds(&self) -> Vec<Arc<Hosted>> {
        std::iter::once(&self.0.default).chain(self.0.others.load().values()).cloned().collect()
    }

    /// Takes in another world. Its id is the next that no world of this server ever had; from that come its own client
    /// and the secret of its tokens.
    pub fn add(&self, world: World) -> Arc<Hosted> {
        let mut made = held(&self.0.made);
        *made += 1;
        let id = format!("{PREFIX}{made}");
        let hosted = Arc::new(Hosted::new(&id, world.named(&id), Arc::clone(&self.0.bell)));
        let mut others = BTreeMap::clone(&self.0.others.load());
        others.insert(*made, Arc::clone(&hosted));
        self.0.others.store(Arc::new(others));
        hosted.ring();
        hosted
    }

    /// Deletes a world, and with it its tokens; `false` if there is none of that id, or it is the default one.
    pub fn delete(&self, id: &str) -> bool {
        let Some(number) = number(id) else { return false };
        let _made = held(&self.0.made);
        let mut others = BTreeMap::clone(&self.0.others.load());
        let deleted = others.remove(&number);
        self.0.others.store(Arc::new(others));
        deleted.inspect(|hosted| hosted.ring()).is_some()
    }

    /// What a world tells, with what is remembered of it.
    pub(crate) fn remembered<'r>(&'r self, world: &'r World) -> Remembered<'r> {
        match world.tale() {
            Tale::Scenario(_, timeline) | Tale::Recorded(timeline) => Remembered::Whole(timeline),
            Tale::Centre(operation) => Remembered::Centre(self.attended(operation, Cores::All)),
        }
    }

    /// A centre, what is kept of whose days is worked out on so many cores.
    pub(crate) fn attended<'r>(&'r self, operation: &'r Arc<Operation>, cores: Cores) -> Attended<'r> {
        Attended { operation, kept: &self.0.days, cores }
    }

    /// How many days of teams were worked out.
    pub(crate) fn worked_out(&self) -> u64 {
        self.0.days.worked_out()
    }

    /// Rung when a world that goes on is there, gone or another.
    pub(crate) fn bell(&self) -> &Bell {
        &self.0.bell
    }

    /// What was rendered of what its worlds tell.
    pub(crate) fn rendered(&self) -> &Rendered {
        &self.0.rendered
    }

    /// The stories that worlds were made of.
    pub(crate) fn library(&self) -> &Library {
        &self.0.library
    }

    /// Whether whoever shows that token, or none, may control the server.
    pub(crate) fn is_controlled_by(&self, token: Option<&str>) -> bool {
        self.0.control_token.is_none() || self.0.control_token.as_deref() == token
    }

    /// Lets client ids such as `demo+rate-limit` name plans of faults, or does not: at first they may not.
    pub(crate) fn permit_magic(&self, is_magic: bool) {
        self.0.is_magic.store(is_magic, Ordering::Relaxed);
    }

    /// Whether client ids may name plans of faults.
    pub(crate) fn is_magic(&self) -> bool {
        self.0.is_magic.load(Ordering::Relaxed)
    }

    /// How long it waits for a client.
    pub fn patience(&self) -> Patience {
        self.0.patience
    }
}

impl Hosted {
    fn new(id: &str, world: World, bell: Arc<Bell>) -> Self {
        let (journal, answering, replacing) = Default::default();
        let faults = Faults::default();
        faults.are_told_by(&world);
        Self { id: id.into(), world: ArcSwap::from_pointee(world), journal, answering, faults, replacing, bell }
    }

    fn put(&self, world: World) {
        let goes_on = world.goes_on().is_some();
        let old = self.world.swap(Arc::new(world));
        if goes_on || old.goes_on().is_some() {
            self.bell.ring();
        }
    }

    /// Rings the bell if it goes on.
    fn ring(&self) {
        if self.world.load().goes_on().is_some() {
            self.bell.ring();
        }
    }

    /// Its name, as in `/worlds/{id}`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What goes wrong between it and its clients.
    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// What was asked of it.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Replaces the world by what `made` makes of it and of what its clock shows, before anybody else does. Returns
    /// what else `made` found.
    ///
    /// # Errors
    ///
    /// Those of `made`; the world then stays.
    pub(crate) fn replaced<T, E>(&self, made: impl FnOnce(&World, Instant) -> Result<(World, T), E>) -> Result<T, E> {
        let _replacing = held(&self.replacing);
        let (world, now) = self.now();
        let (replacement, found) = made(&world, now)?;
        self.put(replacement);
        Ok(found)
    }

    /// The world, and what its clock shows: to be asked for once in a request.
    pub fn now(&self) -> (Arc<World>, Instant) {
        let world = self.world.load_full();
        let now = world.clock().now();
        (world, now)
    }
}

/// What the ids of worlds begin with, but for the default one; a number follows.
const PREFIX: &str = "w";

/// The number in the id of a world; `None` of what is spelt otherwise than [`Host::add`] does.
fn number(id: &str) -> Option<u64> {
    let digits = id.strip_prefix(PREFIX)?;
    let is_plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_plain)
}

/// The lock, whatever became of those who held it: what it guards is whole at every moment.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
