//! What to try first: commands that work as they stand.

use scenarios::time::{Instant, Span};

use crate::token::STATS;
use crate::world::World;

/// A command for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it does.
    pub what: &'static str,
    /// The command.
    pub command: String,
}

/// How to get a token from the server at `base`, and what to ask with it.
pub fn examples(base: &str, world: &World, now: Instant) -> Vec<Example> {
    let day_before = now - Span::from_secs(24 * 60 * 60);
    let ask = |path: &str| {
        format!(
            "curl -s {} \\\n  -H \"Authorization: Bearer $TOKEN\" -H 'Accept: application/vnd.newvoicemedia.v3+json'",
            quoted(&format!("{base}{path}"))
        )
    };
    let token = world.credentials().example().map(|(id, secret)| Example {
        what: "a token, good for two hours",
        command: format!(
            "TOKEN=$(curl -s {} \\\n  -d grant_type=client_credentials -d scope={STATS} \\\n  --data-urlencode {} \
             --data-urlencode {} \\\n  | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
            quoted(&format!("{base}/Auth/connect/token")),
            quoted(&format!("client_id={id}")),
            quoted(&format!("client_secret={secret}")),
        ),
    });
    let questions = [
        ("what every agent is at", ask("/stats/agent-status")),
        ("the interactions of the day before", ask(&format!("/stats/interactions?start={day_before}&limit=2"))),
        ("who waits or talks now", ask("/stats/interactions/ongoing")),
    ];
    token.into_iter().chain(questions.map(|(what, command)| Example { what, command })).collect()
}

/// `text` as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
