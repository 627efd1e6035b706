//! Who answers: each handler extracts, asks and renders, in that order.

pub(crate) mod activities;
pub(crate) mod answer;
pub(crate) mod control;
pub(crate) mod interactions;
pub(crate) mod people;
pub(crate) mod queues;
pub(crate) mod status;
pub(crate) mod stray;
pub(crate) mod token;
pub(crate) mod wfm;
