//! Which world a request is for.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use scenarios::time::Instant;

use super::authorised::bearer;
use crate::error::Refusal;
use crate::host::{Host, Hosted};
use crate::token;
use crate::world::World;

/// The world that a request is for, and what its clock showed when the request came.
///
/// The path names it, as in `/worlds/w1/stats/…`; else it is that of the token, and else the default one.
#[derive(Clone, Debug)]
pub(crate) struct Addressed {
    pub(crate) hosted: Arc<Hosted>,
    pub(crate) world: Arc<World>,
    pub(crate) now: Instant,
    /// Whether the path names it.
    pub(crate) is_named: bool,
}

impl Addressed {
    /// The world that a request to that address with these headers is for.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownWorld`] if the path names one that is not there.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, host: &Host) -> Result<Self, Refusal> {
        if let Some(id) = named(uri) {
            let hosted = host.find(id).ok_or_else(|| Refusal::UnknownWorld(id.to_owned()))?;
            return Ok(Self { is_named: true, ..Self::at(hosted) });
        }
        let default = host.default_world();
        let (world, now) = default.now();
        let token = bearer(headers).filter(|token| !world.credentials().is_standing(token));
        match token.and_then(token::world_of_token).filter(|id| *id != default.id()).and_then(|id| host.find(id)) {
            Some(hosted) => Ok(Self::at(hosted)),
            None => Ok(Self { hosted: Arc::clone(default), world, now, is_named: false }),
        }
    }

    /// That world, now.
    pub(crate) fn at(hosted: Arc<Hosted>) -> Self {
        let (world, now) = hosted.now();
        Self { hosted, world, now, is_named: false }
    }
}

impl FromRequestParts<Host> for Addressed {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Refusal> {
        match parts.extensions.get::<Self>() {
            Some(addressed) => Ok(addressed.clone()),
            None => Self::of(&parts.uri, &parts.headers, host),
        }
    }
}

/// The id in `/worlds/{id}/…`.
fn named(uri: &Uri) -> Option<&str> {
    Some(uri.path().strip_prefix("/worlds/")?.split_once('/')?.0)
}

/// The id in `/__control/worlds/{id}` and below.
pub(crate) fn control_named(uri: &Uri) -> Option<&str> {
    uri.path().strip_prefix("/__control/worlds/")?.split('/').next()
}
