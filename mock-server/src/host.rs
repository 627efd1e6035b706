//! What a running server holds: its world, which may be replaced while it runs.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use scenarios::time::Instant;

use crate::world::World;

/// The state that all requests share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Host(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// Locked only to copy or swap the pointer, never while a request is answered.
    world: RwLock<Arc<World>>,
    patience: Patience,
}

/// How long the server waits for a client.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the whole head of a request, from the moment that the connection is free for it.
    pub head: Duration,
    /// For the whole body of a request.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(75), body: Duration::from_secs(30) }
    }
}

impl Host {
    /// A host of that world.
    pub fn new(world: World, patience: Patience) -> Self {
        Self(Arc::new(Shared { world: RwLock::new(Arc::new(world)), patience }))
    }

    /// The world, and what its clock shows: to be asked for once in a request.
    pub fn world(&self) -> (Arc<World>, Instant) {
        let world = Arc::clone(&self.0.world.read().unwrap_or_else(PoisonError::into_inner));
        let now = world.clock().now();
        match world.successor(now).map(Arc::new) {
            None => (world, now),
            Some(successor) => {
                self.put(Arc::clone(&successor));
                (successor, now)
            }
        }
    }

    /// Puts another world in the place of this one. Requests that are being answered keep the old one.
    pub fn replace(&self, world: World) {
        self.put(Arc::new(world));
    }

    fn put(&self, world: Arc<World>) {
        *self.0.world.write().unwrap_or_else(PoisonError::into_inner) = world;
    }

    /// How long it waits for a client.
    pub fn patience(&self) -> Patience {
        self.0.patience
    }
}
