//! Closing a connection in such a way that the last answer arrives.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

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
    /// When to give up, and how much more to read; `None` until writing has been shut down.
    last: Option<(Pin<Box<Sleep>>, usize)>,
}

impl Lingering {
    /// That stream.
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, last: None }
    }
}

impl AsyncRead for Lingering {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Lingering {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, last } = &mut *self;
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
