//! Connections: refusals get their words, and the last answer arrives.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

use super::broken::Broken;
use super::busy::Busy;
use super::head::Head;
use crate::error::HeadRefusal;

/// The most that is read, and thrown away, of what a client still sends after its last answer.
const MOST: usize = 32 * 1024 * 1024;

/// The longest that a client is waited for after its last answer.
const LONGEST: Duration = Duration::from_secs(1);

/// A stream that, once it has been shut down for writing, goes on reading for a while.
///
/// Closing a socket while the client still sends makes the system tear down the connection, and with it an answer such
/// as "the header is too large" that the client has not read yet.
#[derive(Debug)]
pub(super) struct Lingering {
    stream: TcpStream,
    head: Head,
    busy: Busy,
    /// How the network fails the answer that is being written; `None` if it does not.
    broken: Option<Box<Broken>>,
    /// What is written in place of the library's own refusal, and how much of it has been.
    words: Option<(Vec<u8>, usize)>,
    /// When to give up, and how much more to read; `None` until writing has been shut down.
    last: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Lingering {
    /// That stream.
    pub(super) fn new(stream: TcpStream, busy: Busy) -> Self {
        Self { stream, head: Head::default(), busy, broken: None, words: None, last: None }
    }

    /// Tells a client whose request did not come to its end that it has been given up. Who has sent none is told
    /// nothing: it would be read as the answer to the next request.
    pub(super) async fn give_up(mut self) {
        if self.head.has_begun() && self.stream.write_all(&HeadRefusal::TooSlow.to_http()).await.is_err() {
            return;
        }
        let _ = self.shutdown().await;
    }

    /// Writes words in place of `answer`, if that is a refusal without any; `None` if it is to be written itself.
    fn poll_words(&mut self, cx: &mut Context<'_>, answer: &[u8]) -> Option<Poll<io::Result<usize>>> {
        if self.words.is_none() {
            self.words = self.head.refusal(answer).map(|words| (words, 0));
        }
        let (words, done) = self.words.as_mut()?;
        while *done < words.len() {
            match Pin::new(&mut self.stream).poll_write(cx, &words[*done..]) {
                Poll::Ready(Ok(written)) if written > 0 => *done += written,
                Poll::Ready(Ok(_)) => return Some(Poll::Ready(Err(io::ErrorKind::WriteZero.into()))),
                Poll::Ready(Err(error)) => return Some(Poll::Ready(Err(error))),
                Poll::Pending => return Some(Poll::Pending),
            }
        }
        self.words = None;
        Some(Poll::Ready(Ok(answer.len())))
    }
}

impl Lingering {
    /// Whether the network fails what is being written.
    fn broken(&mut self) -> bool {
        if cfg!(without_faults) {
            return false;
        }
        if let Some(network) = self.busy.news() {
            self.broken = network.map(|network| Box::new(Broken::new(network)));
        }
        self.broken.is_some()
    }

    fn poll_broken_write(&mut self, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let Self { stream, broken, head, .. } = self;
        // What the library writes is an answer: with it the next head begins.
        let _ = head.refusal(buf);
        match broken {
            Some(broken) => broken.poll_write(stream, cx, buf),
            None => Pin::new(stream).poll_write(cx, buf),
        }
    }
}

impl AsyncRead for Lingering {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        self.head.read(&buf.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Lingering {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = if self.broken() {
            self.poll_broken_write(cx, buf)
        } else {
            match self.poll_words(cx, buf) {
                Some(written) => written,
                None => Pin::new(&mut self.stream).poll_write(cx, buf),
            }
        };
        self.busy.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = if self.broken() {
            let first = bufs.iter().find(|buf| !buf.is_empty());
            self.poll_broken_write(cx, first.map_or(&[], |buf| buf))
        } else {
            match bufs.first().and_then(|first| self.poll_words(cx, first)) {
                Some(written) => written,
                None => Pin::new(&mut self.stream).poll_write_vectored(cx, bufs),
            }
        };
        self.busy.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, broken, .. } = &mut *self;
        let written = match broken {
            Some(broken) => broken.poll_flush(stream, cx),
            None => Pin::new(stream).poll_flush(cx),
        };
        self.busy.wrote(written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = self.poll_lingering(cx);
        self.busy.wrote(shut)
    }
}

impl Lingering {
    fn poll_lingering(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, last, .. } = self;
        if last.is_none() {
            ready!(Pin::new(&mut *stream).poll_shutdown(cx))?;
        }
        let (deadline, left) = last.get_or_insert_with(|| (Box::pin(sleep(LONGEST)), MOST));
        let mut scratch = [0; 8 * 1024];
        while *left > 0 {
            let mut buf = ReadBuf::new(&mut scratch);
            match Pin::new(&mut *stream).poll_read(cx, &mut buf) {
                Poll::Ready(Ok(())) if !buf.filled().is_empty() => *left = left.saturating_sub(buf.filled().len()),
                // The client has closed too, or is gone.
                Poll::Ready(_) => break,
                Poll::Pending => return deadline.as_mut().poll(cx).map(Ok),
            }
        }
        Poll::Ready(Ok(()))
    }
}
