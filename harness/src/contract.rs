//! What an analysis is given, and what it has to keep to: the whole contract.
//!
//! A program is given environment variables, writes one JSON document to standard output, and exits with 0. What it writes
//! to standard error is shown when it fails. A Rust function is given a [`Client`](crate::client::Client) that holds the same.

use std::env;
use std::path::{Path, PathBuf};
use std::time::Duration;

use scenarios::time::{Instant, NotAnInstant, Span};

/// Everything that an analysis is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The address of the API, without `/stats`.
    pub base_url: String,
    /// The address of the token endpoint.
    pub token_url: String,
    /// Credentials to ask for tokens with; `None` if the world's own clients may not ask for any.
    pub client: Option<Credentials>,
    /// A token that is good while the case lasts: whoever uses it needs no token endpoint.
    pub token: String,
    /// What the question is about: what happened in it.
    pub window: Window,
    /// What the world's clock shows.
    pub now: Instant,
    /// A folder that is empty before the first run of a case, and stays as it is between its runs.
    pub state_dir: PathBuf,
}

/// Credentials to ask for tokens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The client id.
    pub id: String,
    /// The client secret.
    pub secret: String,
}

/// From when to when; its start is part of it, its end is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Its first instant.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
}

/// How long one run may take, and how much it may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From its start until it has ended and everything it wrote has been read.
    pub time: Duration,
    /// The most bytes of standard output.
    pub output: usize,
}

impl Default for Limits {
    /// Half a minute, and 16 MiB.
    fn default() -> Self {
        Self { time: Duration::from_secs(30), output: 16 << 20 }
    }
}

/// A variable is missing, or has a value that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Ungiven {
    /// It is not there.
    #[error("the environment variable {0} is not set; insights-harness check sets it")]
    Missing(&'static str),
    /// It is no instant.
    #[error("the environment variable {0} is {1}")]
    Unreadable(&'static str, NotAnInstant),
}

impl Given {
    /// The names and values of the environment variables that tell a program of it.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("INSIGHTS_BASE_URL", self.base_url.clone()),
            ("INSIGHTS_TOKEN_URL", self.token_url.clone()),
            ("INSIGHTS_TOKEN", self.token.clone()),
            ("INSIGHTS_WINDOW_START", self.window.start.to_string()),
            ("INSIGHTS_WINDOW_END", self.window.end.to_string()),
            ("INSIGHTS_NOW", self.now.to_string()),
            ("INSIGHTS_STATE_DIR", self.state_dir.display().to_string()),
        ];
        if let Some(client) = &self.client {
            variables.push(("INSIGHTS_CLIENT_ID", client.id.clone()));
            variables.push(("INSIGHTS_CLIENT_SECRET", client.secret.clone()));
        }
        variables
    }

    /// What this process was given in its environment.
    ///
    /// # Errors
    ///
    /// The first variable that is missing or cannot be read.
    pub fn from_env() -> Result<Self, Ungiven> {
        let text = |name| env::var(name).map_err(|_| Ungiven::Missing(name));
        let instant = |name| Instant::parse(&text(name)?).map_err(|not| Ungiven::Unreadable(name, not));
        let client = text("INSIGHTS_CLIENT_ID").and_then(|id| Ok((id, text("INSIGHTS_CLIENT_SECRET")?)));
        Ok(Self {
            base_url: text("INSIGHTS_BASE_URL")?,
            token_url: text("INSIGHTS_TOKEN_URL")?,
            client: client.ok().map(|(id, secret)| Credentials { id, secret }),
            token: text("INSIGHTS_TOKEN")?,
            window: Window { start: instant("INSIGHTS_WINDOW_START")?, end: instant("INSIGHTS_WINDOW_END")? },
            now: instant("INSIGHTS_NOW")?,
            state_dir: PathBuf::from(text("INSIGHTS_STATE_DIR")?),
        })
    }

    /// A file of that name in the state folder.
    pub fn state(&self, name: &str) -> PathBuf {
        Path::new(&self.state_dir).join(name)
    }
}

impl Window {
    /// The longest window that every endpoint accepts.
    pub const LONGEST: Span = Span::from_secs(31 * 24 * 60 * 60);

    /// The same in pieces that every endpoint accepts, in order of time.
    pub fn pieces(self) -> impl Iterator<Item = Self> {
        let mut start = self.start;
        let mut is_first = true;
        std::iter::from_fn(move || {
            (start < self.end || std::mem::take(&mut is_first)).then(|| {
                is_first = false;
                let piece = Self { start, end: self.end.min(start + Self::LONGEST) };
                start = piece.end;
                piece
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_window_is_asked_for_in_pieces_that_meet() {
        let start = Instant::parse("2024-01-01").unwrap();
        let ends = |end: &str| {
            let window = Window { start, end: Instant::parse(end).unwrap() };
            window.pieces().map(|piece| (piece.start.to_string(), piece.end.to_string())).collect::<Vec<_>>()
        };
        let day = |day: &str| format!("{day}T00:00:00.000Z");
        assert_eq!(ends("2024-01-01"), [(day("2024-01-01"), day("2024-01-01"))]);
        assert_eq!(ends("2024-02-01"), [(day("2024-01-01"), day("2024-02-01"))]);
        assert_eq!(
            ends("2024-02-02"),
            [(day("2024-01-01"), day("2024-02-01")), (day("2024-02-01"), day("2024-02-02"))]
        );
    }
}
