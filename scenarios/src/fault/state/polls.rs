//! Where each client is in reading each endpoint.

use std::collections::BTreeMap;

use super::{MOST, Request};
use crate::centre::Name;
use crate::fault::Target;

/// The polls that have been begun, by whose they are and of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Polls(BTreeMap<(Target, Option<Name>), Poll>);

/// Where a client is in reading an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Poll {
    /// Which poll it is; the first is 1.
    pub(super) number: u32,
    /// The page that was asked for last.
    pub(super) page: u32,
    /// Which attempt at that page it was; the first is 1.
    pub(super) attempt: u32,
    /// Whether a fault has kept the answer from the client.
    is_withheld: bool,
}

impl Polls {
    /// Where the client is that asks now.
    pub(super) fn asked(&mut self, request: &Request<'_>) -> Poll {
        let key = series(request);
        if self.0.len() >= MOST && !self.0.contains_key(&key) {
            self.0.clear();
        }
        let poll = self.0.entry(key).or_default();
        if poll.is_withheld && request.page == poll.page {
            poll.attempt += 1;
        } else {
            poll.number += u32::from(request.page == 1 || poll.number == 0);
            (poll.page, poll.attempt) = (request.page, 1);
        }
        poll.is_withheld = false;
        *poll
    }

    /// The answer to what was asked last is kept from the client.
    pub(super) fn withheld(&mut self, request: &Request<'_>) {
        if let Some(poll) = self.0.get_mut(&series(request)) {
            poll.is_withheld = true;
        }
    }
}

/// Whose polls of what are counted together.
fn series(request: &Request<'_>) -> (Target, Option<Name>) {
    (request.target, request.client.map(Name::from))
}
