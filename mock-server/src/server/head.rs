//! Answers to requests whose head cannot be read: those never reach a route, so their words are given here.
//!
//! The HTTP library answers them with a status and no body, and says nothing at all to a head that does not come in time.
//! The API's answers are always JSON with a `message` (reference, section 7).

use crate::error::HeadRefusal;

/// What has been read of a request's head, as far as it matters for what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Whether anything has come since the last answer.
    has_begun: bool,
    /// Whether the request's first line has come to its end since the last answer.
    has_line: bool,
}

impl Head {
    /// Takes note of bytes that have been read.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        self.has_begun |= !bytes.is_empty();
        self.has_line = self.has_line || bytes.contains(&b'\n');
    }

    /// Whether a request has begun that has not been answered.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// What to send in place of `answer`, if that is one of the library's own; else `None`, and the next head begins.
    pub(super) fn refusal(&mut self, answer: &[u8]) -> Option<Vec<u8>> {
        let Self { has_line, .. } = std::mem::take(self);
        let refusal = match answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)? {
            b"431" if has_line => HeadRefusal::TooLarge,
            b"431" | b"414" => HeadRefusal::LineTooLong,
            b"400" => HeadRefusal::NotHttp,
            _ => return None,
        };
        // Whatever a route refuses has a body.
        let is_bare = answer.ends_with(b"\r\n\r\n") && contains(answer, b"content-length: 0\r\n");
        is_bare.then(|| refusal.to_http())
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_has_begun_once_something_has_come_since_the_last_answer() {
        let mut head = Head::default();
        assert!(!head.has_begun());
        head.read(b"GET / HTTP/1.1\r\n\r\n");
        assert!(head.has_begun());
        assert_eq!(head.refusal(b"HTTP/1.1 200 OK\r\n"), None);
        assert!(!head.has_begun());
    }

    #[test]
    fn only_bare_refusals_are_put_into_words() {
        let bare = |status: &str| format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\ndate: today\r\n\r\n").into_bytes();
        let words = |head: &mut Head, answer: &[u8]| {
            head.refusal(answer)
                .map(|words| String::from_utf8_lossy(&words).lines().next().unwrap_or_default().to_owned())
        };
        let mut head = Head::default();
        head.read(b"GET / HTTP/1.1\r\nx: ");
        assert_eq!(
            words(&mut head, &bare("431 Request Header Fields Too Large")).as_deref(),
            Some("HTTP/1.1 431 Request Header Fields Too Large")
        );
        head.read(b"GET /?x=");
        assert_eq!(
            words(&mut head, &bare("431 Request Header Fields Too Large")).as_deref(),
            Some("HTTP/1.1 414 URI Too Long")
        );
        assert_eq!(words(&mut head, &bare("400 Bad Request")).as_deref(), Some("HTTP/1.1 400 Bad Request"));
        assert_eq!(words(&mut head, &bare("200 OK")), None);
        assert_eq!(words(&mut head, b"HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n{}"), None);
    }
}
