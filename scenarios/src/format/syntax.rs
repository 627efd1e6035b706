//! The text as TOML: its tables, and where it is no TOML.

use toml::de::{DeTable, Error};

use super::findings::Findings;
use super::kind::{shown, ticked};

/// The longest text, in bytes, of which every syntax error is told and not just the first. A longer text that is not
/// TOML at all would have millions of them.
const LONGEST_TO_RECOVER: usize = 1 << 20;

/// Reads the tables of a text, and notes where it is no TOML. What could be made of a broken text is still returned.
pub(super) fn tables<'t>(text: &'t str, found: &mut Findings) -> DeTable<'t> {
    if text.len() <= LONGEST_TO_RECOVER {
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            note(&error, text, found);
        }
        document.into_inner()
    } else {
        DeTable::parse(text).map_or_else(
            |error| {
                note(&error, text, found);
                DeTable::new()
            },
            toml::Spanned::into_inner,
        )
    }
}

fn note(error: &Error, text: &str, found: &mut Findings) {
    let span = error.span().unwrap_or_default();
    let written = text.get(span.clone()).unwrap_or_default();
    let (what, expected) = error.message().split_once(", expected ").unwrap_or((error.message(), "nothing"));
    let (what, advice) = match what {
        "duplicate key" => {
            let key = written.strip_prefix('"').and_then(|written| written.strip_suffix('"')).unwrap_or(written);
            (format!("{} stands here a second time", ticked(key)), "keep one of the two".to_owned())
        }
        "string values must be quoted" if written.trim().is_empty() => {
            ("a value is missing".to_owned(), "write one behind the equals sign".to_owned())
        }
        "string values must be quoted" => unquoted(written),
        // A word that begins like one of TOML's own: `nan`, `inf`, `true`, `false`.
        "invalid float" | "invalid boolean" if expected.starts_with('`') => unquoted(word_at(text, span.start)),
        _ if expected == "nothing" => (what.to_owned(), String::new()),
        _ => (what.to_owned(), format!("expected {expected}")),
    };
    found.broken(span, what, advice);
}

fn unquoted(written: &str) -> (String, String) {
    (format!("{} is not a value", ticked(written)), format!("if it is a text, quote it: {}", shown(written)))
}

/// What stands there, up to where a value ends.
fn word_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || [',', ']', '}', '#'].contains(&c));
    &rest[..end.unwrap_or(rest.len())]
}
