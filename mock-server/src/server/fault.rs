//! A last resort for faults of ours.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

use crate::error::Refusal;
use crate::routes::answer::Answer;

/// What `answer` gives, or what is said when it meets a fault.
pub(super) fn withstood<A: From<Answer>>(answer: impl FnOnce() -> A) -> A {
    // What it has seen is never changed, or guarded by a lock: nothing is left half done.
    catch_unwind(AssertUnwindSafe(answer))
        .unwrap_or_else(|panic| Answer::unpaged(LastResort.response_for_panic(panic)).into())
}

/// The same for routes, which may have to wait.
pub(super) fn layer() -> CatchPanicLayer<LastResort> {
    CatchPanicLayer::custom(LastResort)
}

/// Answers in the place of what has met a fault.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastResort;

impl ResponseForPanic for LastResort {
    type ResponseBody = Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send>) -> Response {
        let words = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(panic = words.unwrap_or_default(), "a request met a fault of this server");
        Refusal::Internal.into_response()
    }
}
