//! Bodies that are put together of pieces, the large ones of which are not copied.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// A piece that is shorter is copied: sending it by itself costs more.
const SHORT: usize = 4096;

/// A body that is being put together.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    done: VecDeque<Bytes>,
    /// What follows them.
    text: Vec<u8>,
}

impl Pieces {
    /// A body that begins so.
    pub(crate) fn starting_with(text: Vec<u8>) -> Self {
        Self { done: VecDeque::new(), text }
    }

    /// The end of the body, to be written to.
    pub(crate) fn text(&mut self) -> &mut Vec<u8> {
        &mut self.text
    }

    /// Adds a piece.
    pub(crate) fn add(&mut self, piece: Bytes) {
        if piece.len() < SHORT {
            self.text.extend_from_slice(&piece);
            return;
        }
        self.finish_text();
        self.done.push_back(piece);
    }

    /// The body.
    pub(crate) fn into_body(mut self) -> Body {
        if self.done.is_empty() {
            return Body::from(self.text);
        }
        self.finish_text();
        Body::new(InPieces { left: self.done.iter().map(|piece| piece.len() as u64).sum(), pieces: self.done })
    }

    fn finish_text(&mut self) {
        if !self.text.is_empty() {
            self.done.push_back(std::mem::take(&mut self.text).into());
        }
    }
}

/// A body whose length is known.
#[derive(Debug)]
struct InPieces {
    pieces: VecDeque<Bytes>,
    left: u64,
}

impl HttpBody for InPieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Self { pieces, left } = self.get_mut();
        Poll::Ready(pieces.pop_front().map(|piece| {
            *left -= piece.len() as u64;
            Ok(Frame::data(piece))
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
