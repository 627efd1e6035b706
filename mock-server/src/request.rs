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

use std::borrow::Cow;

use axum::http::{HeaderMap, Uri};
use percent_encoding::percent_decode_str;
use scenarios::history::History;
use scenarios::time::Instant;
use scenarios::view::Endpoint;

use crate::error::Refusal;
use crate::host::Host;
use crate::rendered::Told;
use crate::wire::Telling;
use crate::world::World;
use addressed::Addressed;
use query::Query;

/// A request to the Stats API by somebody who may ask, in a version that exists.
///
/// The world and its instant are taken once, and used for everything that the answer says. Checked first is the token,
/// then the version (the order is our choice); parameters are checked as they are read.
#[derive(Debug)]
pub(crate) struct Asked<'r> {
    /// Which world is asked.
    pub(crate) world: &'r World,
    /// What is to be told, how, and of which instant.
    pub(crate) told: Told<'r>,
    path: &'r str,
    query: Query<'r>,
}

impl<'r> Asked<'r> {
    /// What a request to that address with these headers asks of an endpoint of a world.
    ///
    /// # Errors
    ///
    /// If its sender may not ask, or asks for no version that exists.
    pub(crate) fn of(
        endpoint: Endpoint,
        host: &'r Host,
        addressed: &'r Addressed,
        uri: &'r Uri,
        headers: &HeaderMap,
    ) -> Result<Self, Refusal> {
        let Addressed { world, now, .. } = addressed;
        authorised::check(headers, world.credentials(), *now)?;
        let version = version::requested(headers)?;
        let telling = Telling { now: *now, version, shape: world.shape() };
        let told = Told { rendered: host.rendered(), remembered: host.remembered(world), endpoint, telling };
        Ok(Self { world, told, path: uri.path(), query: Query::of(uri) })
    }

    /// The instant that the world's clock showed when the request came.
    pub(crate) fn now(&self) -> Instant {
        self.told.telling.now
    }

    /// What there is to be told of.
    pub(crate) fn history(&self) -> History<'_> {
        self.told.remembered.history()
    }

    /// How it is to be told.
    pub(crate) fn telling(&self) -> &Telling {
        &self.told.telling
    }

    /// The text that stands where a path names an interaction.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAGuid`] if its bytes are no text; they are shown as they were sent.
    pub(crate) fn guid(&self) -> Result<Cow<'r, str>, Refusal> {
        let guid = self.path.rsplit('/').next().unwrap_or_default();
        percent_decode_str(guid).decode_utf8().map_err(|_| Refusal::NotAGuid(guid.to_owned()))
    }
}
