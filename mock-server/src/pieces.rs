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

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    #[tokio::test]
    async fn a_body_in_pieces_has_them_all_in_order_and_knows_its_length() {
        let large = |byte| Bytes::from(vec![byte; SHORT]);
        for (added, written) in [
            (vec![], "before after"),
            (vec![Bytes::from_static(b"short ")], "before short after"),
            (vec![large(b'a')], "before A after"),
            (vec![large(b'a'), Bytes::from_static(b" short "), large(b'b'), large(b'a')], "before A short BA after"),
        ] {
            let mut pieces = Pieces::starting_with(b"before ".to_vec());
            let ends_large = added.last().is_some_and(|piece| piece.len() == SHORT);
            added.into_iter().for_each(|piece| pieces.add(piece));
            pieces.text().extend(if ends_large { &b" after"[..] } else { b"after" });
            let body = pieces.into_body();
            let expected = written.replace('A', &"a".repeat(SHORT)).replace('B', &"b".repeat(SHORT));
            assert_eq!(body.size_hint().exact(), Some(expected.len() as u64));
            assert_eq!(to_bytes(body, usize::MAX).await.unwrap(), expected.as_bytes());
        }
    }
}
