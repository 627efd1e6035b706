//! A network that fails: what becomes of an answer on its way to the socket.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use scenarios::fault::Network;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// The longest that a connection on which nothing comes is kept open for a client that keeps it open.
const LONGEST: Duration = Duration::from_secs(600);

/// An answer that is being written, and how the network fails it.
///
/// What the HTTP library writes is taken at once, and reaches the socket, as far as it does, when it is flushed.
#[derive(Debug)]
pub(super) struct Broken {
    network: Network,
    /// What has been written, from its first byte on.
    answer: Vec<u8>,
    /// How much of it has reached the socket.
    sent: usize,
    /// Where its body begins, once that is known.
    body: Option<usize>,
    /// Until when nothing is sent.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Broken {
    /// An answer that the network fails so.
    pub(super) fn new(network: Network) -> Self {
        Self { network, answer: Vec::new(), sent: 0, body: None, pause: None }
    }

    /// Takes what is written.
    pub(super) fn poll_write(
        &mut self,
        stream: &mut TcpStream,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.network {
            Network::Reset => {
                // Closed without lingering, a socket sends a reset.
                stream.set_zero_linger()?;
                Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
            }
            Network::Closed => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            Network::HalfOpen => {
                ready!(self.poll_given_up(stream, cx));
                Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
            }
            Network::Truncated { .. } | Network::WrongLength { .. } | Network::Drip { .. } => {
                self.answer.extend_from_slice(buf);
                Poll::Ready(Ok(buf.len()))
            }
        }
    }

    /// Sends as much as is to arrive, when it is to.
    ///
    /// # Errors
    ///
    /// If nothing more is to arrive: the connection ends with it.
    pub(super) fn poll_flush(&mut self, stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.body.is_none() {
            let Some(end) = self.answer.windows(4).position(|part| part == b"\r\n\r\n") else {
                return Poll::Ready(Ok(()));
            };
            self.body = Some(end + 4);
            if let Network::WrongLength { by } = self.network {
                self.body = Some(lengthened(&mut self.answer, end + 4, by));
            }
        }
        let body = self.body.unwrap_or_default();
        let end = match self.network {
            Network::Truncated { bytes } => body + cut(&self.answer[..body], bytes),
            Network::Reset
            | Network::Closed
            | Network::HalfOpen
            | Network::WrongLength { .. }
            | Network::Drip { .. } => usize::MAX,
        };
        while self.sent < self.answer.len().min(end) {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(cx));
                self.pause = None;
            }
            // The head comes at once; then, if it drips, as much as comes at a time.
            let piece = match self.network {
                Network::Drip { bytes, .. } if self.sent >= body => self.sent + bytes as usize,
                Network::Drip { .. } => body,
                Network::Reset
                | Network::Closed
                | Network::HalfOpen
                | Network::Truncated { .. }
                | Network::WrongLength { .. } => usize::MAX,
            };
            let until = self.answer.len().min(end).min(piece);
            let written = ready!(Pin::new(&mut *stream).poll_write(cx, &self.answer[self.sent..until]))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.sent += written;
            if let Network::Drip { every, .. } = self.network
                && self.sent == until
            {
                let every = Duration::from_millis(u64::try_from(every.as_millis()).unwrap_or_default());
                self.pause = Some(Box::pin(sleep(every)));
            }
        }
        if self.sent >= end {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(stream).poll_flush(cx)
    }

    /// Done when the client has closed the connection, or has been kept waiting for long enough.
    fn poll_given_up(&mut self, stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; 1024];
        loop {
            let mut buf = ReadBuf::new(&mut scratch);
            match Pin::new(&mut *stream).poll_read(cx, &mut buf) {
                // What it sends meanwhile is not answered either.
                Poll::Ready(Ok(())) if !buf.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => break,
            }
        }
        self.pause.get_or_insert_with(|| Box::pin(sleep(LONGEST))).as_mut().poll(cx)
    }
}

/// After how many bytes a body is cut that should be after so many: before its last at the latest.
fn cut(head: &[u8], bytes: u32) -> usize {
    let length = length(head).map_or(usize::MAX, |(_, length)| usize::try_from(length).unwrap_or(usize::MAX));
    (bytes as usize).min(length.saturating_sub(1))
}

/// Has the head of an answer tell of so many bytes more. Where its body begins then.
fn lengthened(answer: &mut Vec<u8>, body: usize, by: i64) -> usize {
    let Some((at, length)) = length(&answer[..body]) else { return body };
    let other = length.saturating_add_signed(by).to_string();
    let digits = length.to_string().len();
    answer.splice(at..at + digits, other.bytes());
    body - digits + other.len()
}

/// Where a head tells the length of the body, and which.
fn length(head: &[u8]) -> Option<(usize, u64)> {
    const NAME: &[u8] = b"\r\ncontent-length: ";
    let at = head.windows(NAME.len()).position(|part| part.eq_ignore_ascii_case(NAME))? + NAME.len();
    let digits = head[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some((at, std::str::from_utf8(&head[at..at + digits]).ok()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Length: 98\r\nx: y\r\n\r\n";

    #[test]
    fn a_wrong_length_is_told_in_the_head_and_changes_nothing_else() {
        for (by, told) in [(2, "100"), (-90, "8"), (-100, "0"), (1, "99")] {
            let mut answer = format!("{HEAD}{{}}").into_bytes();
            let body = lengthened(&mut answer, HEAD.len(), by);
            let expected = format!("{}{{}}", HEAD.replace("98", told));
            assert_eq!(String::from_utf8_lossy(&answer), expected);
            assert_eq!(&answer[body..], b"{}");
        }
        let mut without = b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
        assert_eq!(lengthened(&mut without, 27, 5), 27);
    }

    #[test]
    fn a_body_that_is_to_be_cut_off_is_so_before_its_last_byte_at_the_latest() {
        assert_eq!([0, 10, 97, 98, 200].map(|bytes| cut(HEAD.as_bytes(), bytes)), [0, 10, 97, 97, 97]);
    }
}
