//! Whether a connection has a request to answer.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::body::HttpBody;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use scenarios::fault::Network;

/// What a connection is at. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Busy(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// How many heads of requests have come.
    heads: AtomicUsize,
    /// How many requests, whose heads have come, are being answered.
    answering: AtomicUsize,
    /// Whether something could not be written yet.
    writing: AtomicBool,
    /// How the network is to fail the answer that is written next.
    broken: Mutex<Option<Network>>,
    /// Whether the connection has yet to hear of that.
    is_news: AtomicBool,
    /// Whether the last that it was to hear of was a failure.
    is_broken: AtomicBool,
}

impl Busy {
    /// Whether the connection is at something, or waits for a client that may never send the rest of a head.
    pub(super) fn is_busy(&self) -> bool {
        self.0.answering.load(Ordering::Relaxed) > 0 || self.0.writing.load(Ordering::Relaxed)
    }

    /// How many heads of requests have come.
    pub(super) fn heads(&self) -> usize {
        self.0.heads.load(Ordering::Relaxed)
    }

    /// A request has come; it is being answered for as long as what is returned, and what becomes of it, is kept.
    pub(super) fn answering(&self) -> Answering {
        self.0.heads.fetch_add(1, Ordering::Relaxed);
        self.0.answering.fetch_add(1, Ordering::Relaxed);
        Answering(self.clone())
    }

    fn breaks(&self, network: Option<Network>) {
        let Self(state) = self;
        // Most often nothing fails, and nothing has failed before.
        if cfg!(without_faults) || network.is_none() && !state.is_broken.load(Ordering::Relaxed) {
            return;
        }
        *state.broken.lock().unwrap_or_else(PoisonError::into_inner) = network;
        state.is_broken.store(network.is_some(), Ordering::Relaxed);
        state.is_news.store(true, Ordering::Release);
    }

    /// How the network is to fail the answer that is being written, told once; `None` if there is no news.
    pub(super) fn news(&self) -> Option<Option<Network>> {
        let Self(state) = self;
        if !state.is_news.load(Ordering::Acquire) {
            return None;
        }
        state.is_news.store(false, Ordering::Relaxed);
        Some(*state.broken.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes note of whether what was to be written could be.
    pub(super) fn wrote<T>(&self, written: Poll<T>) -> Poll<T> {
        self.0.writing.store(written.is_pending(), Ordering::Relaxed);
        written
    }
}

/// A request is being answered.
#[derive(Debug)]
pub(super) struct Answering(Busy);

impl Answering {
    /// The network is to fail the answer so, or not to fail it.
    pub(super) fn breaks(&self, network: Option<Network>) {
        self.0.breaks(network);
    }

    /// The same response, which counts as being answered until the last of its body has been taken.
    pub(super) fn until_taken<B>(self, response: Response<B>) -> Response<Taken<B>> {
        response.map(|body| Taken { body, _answering: self })
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        let Busy(state) = &self.0;
        state.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A body that is being taken.
#[derive(Debug)]
pub(super) struct Taken<B> {
    body: B,
    _answering: Answering,
}

impl<B: HttpBody + Unpin> HttpBody for Taken<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
