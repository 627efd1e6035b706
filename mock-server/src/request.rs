//! What a request asks for: who, in which version, about when, and which part of it.

pub(crate) mod addressed;
pub(crate) mod authorised;
pub(crate) mod body;
pub(crate) mod controlled;
pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod paging;
pub(crate) mod parameter;
pub(crate) mod query;
pub(crate) mod version;
pub(crate) mod window;

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use scenarios::time::Instant;

use crate::error::Refusal;
use crate::host::Host;
use crate::wire::Telling;
use crate::world::World;
use addressed::Addressed;
use query::Query;

/// A request to the Stats API by somebody who may ask, in a version that exists.
///
/// The world and its instant are taken once, and used for everything that the answer says. Checked first is the token,
/// then the version (the order is our choice); parameters are checked as they are read.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Which world is asked.
    pub(crate) world: Arc<World>,
    /// How it is to be told, and of which instant.
    pub(crate) telling: Telling,
    query: Query,
}

impl FromRequestParts<Host> for Asked {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Refusal> {
        let Addressed { world, now, .. } = Addressed::from_request_parts(parts, host).await?;
        authorised::check(&parts.headers, world.credentials(), now)?;
        let version = version::requested(&parts.headers)?;
        let telling = Telling { now, version, shape: world.shape() };
        Ok(Self { world, telling, query: Query::of(&parts.uri) })
    }
}

impl Asked {
    /// The instant that the world's clock showed when the request came.
    pub(crate) fn now(&self) -> Instant {
        self.telling.now
    }
}
