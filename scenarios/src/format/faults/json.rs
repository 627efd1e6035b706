//! Plans of faults told as JSON.
//!
//! What JSON can say of a plan TOML says in almost the same characters, so a text of JSON is read as the TOML that it
//! becomes; and where something is wrong with that, it is known where it stands in the JSON.

use serde_json::Value;

use super::parse_faults;
use crate::fault::Plan;
use crate::format::Located;
use crate::format::findings::Positions;
use crate::problem::{Place, Problem};

/// Reads a plan of faults from JSON that says the same as a text would: `{"name": "…", "rule": [{"fault": "…"}]}`.
///
/// # Errors
///
/// That it is no JSON, or everything that is wrong with it: see [`parse_faults`].
pub fn faults_of_json(text: &str) -> Result<Plan, Vec<Located>> {
    let positions = Positions::of(text);
    let one = |at: usize, what: &str, advice: &str| {
        let problem = Problem { place: Place::whole(), what: what.to_owned(), advice: advice.to_owned() };
        vec![positions.located(at..at, problem)]
    };
    if let Err(error) = serde_json::from_str::<Value>(text) {
        let at = positions.offset(error.line(), error.column());
        let told = error.to_string();
        let what = told.rsplit_once(" at line ").map_or(&*told, |(what, _)| what);
        return Err(one(at, &format!("this is no JSON: {what}"), ""));
    }
    let begins = text.len() - text.trim_start().len();
    if !text[begins..].starts_with('{') {
        return Err(one(begins, "a plan is an object", "write {\"ready\": \"rate-limit\"}"));
    }
    let toml = Toml::of(text);
    parse_faults(&toml.text).map_err(|problems| {
        let there = |located: Located| {
            let span = toml.in_json(located.span.start)..toml.in_json(located.span.end);
            let is_null = text[span.start..].starts_with("null");
            let null = || Problem {
                place: located.problem.place.clone(),
                what: "null tells nothing".to_owned(),
                advice: "leave the key out".to_owned(),
            };
            positions.located(span, if is_null { null() } else { located.problem })
        };
        problems.into_iter().map(there).collect()
    })
}

/// What a text of JSON becomes.
#[derive(Debug, Default)]
struct Toml {
    text: String,
    /// From where on in the text what follows stands elsewhere in the JSON, and where there.
    moved: Vec<(usize, usize)>,
}

impl Toml {
    /// What that JSON becomes, which has to be an object. Almost all of it stays where it is: braces around the whole, and
    /// commas between its entries, have no place in TOML; colons are equals signs; and a few characters are written
    /// otherwise in texts.
    fn of(json: &str) -> Self {
        let mut toml = Self::default();
        let mut depth = 0_u32;
        let mut rest = json;
        while let Some(next) = rest.chars().next() {
            let taken = match next {
                '"' => {
                    let length = 1 + length_of_text(&rest[1..]);
                    toml.take_text(&rest[..length], json.len() - rest.len());
                    length
                }
                // A table that belongs nowhere: whatever should stand there, this is not it.
                'n' => {
                    toml.text.push_str("{}  ");
                    4
                }
                _ => {
                    let is_whole = depth == u32::from(next != '{');
                    depth = match next {
                        '{' | '[' => depth + 1,
                        '}' | ']' => depth.saturating_sub(1),
                        _ => depth,
                    };
                    toml.text.push(match next {
                        '{' | '}' if is_whole => ' ',
                        ',' if is_whole => '\n',
                        ':' => '=',
                        _ => next,
                    });
                    next.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        toml
    }

    /// Takes a text in its quotes, which begins there in the JSON.
    fn take_text(&mut self, quoted: &str, at: usize) {
        let mut rest = quoted;
        while let Some(next) = rest.chars().next() {
            let (length, other) = match next {
                '\\' if rest.starts_with("\\/") => (2, Some("/".to_owned())),
                '\\' => match surrogates(rest) {
                    Some(character) => (12, Some(character.to_string())),
                    None => (2, None),
                },
                '\u{7f}' => (1, Some("\\u007f".to_owned())),
                _ => (next.len_utf8(), None),
            };
            self.text.push_str(other.as_deref().unwrap_or(&rest[..length]));
            rest = &rest[length..];
            if other.is_some() {
                self.moved.push((self.text.len(), at + quoted.len() - rest.len()));
            }
        }
    }

    /// Where in the JSON that is which is there in the TOML.
    fn in_json(&self, at: usize) -> usize {
        let before = self.moved.partition_point(|(from, _)| *from <= at);
        before.checked_sub(1).map_or(at, |last| {
            let (from, json) = self.moved[last];
            json + (at - from)
        })
    }
}

/// How much of the rest a text takes, its closing quote included.
fn length_of_text(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(rest.len(), |end| end + 1)
}

/// The character that the two escapes stand for with which the rest begins, if those are the halves of one.
fn surrogates(rest: &str) -> Option<char> {
    let half = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let halves = [half(0).filter(|half| (0xd800..0xdc00).contains(half))?, half(6)?];
    char::decode_utf16(halves).next()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::faults::TOO_LONG;
    use crate::format::print_faults;

    /// What is wrong with it, and where.
    fn wrong(json: &str) -> Vec<String> {
        faults_of_json(json).expect_err("it is wrong").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn json_says_what_toml_says() {
        let json = r#"
            { "name" : "a \"bad\" day \/ \ud83d\ude00 é\u00e9\n", "seed":7,
              "rule": [ {"fault": "unavailable", "endpoint":"\/stats\/interactions", "page" : 2 },
                {"fault":"reset","from":"2024-03-05T09:40:00Z","until":"2024-03-05T09:42:00+00:00","percent":10} ] }"#;
        let plan = faults_of_json(json).unwrap_or_else(|wrong| panic!("{}", wrong[0]));
        assert_eq!(
            print_faults(&plan),
            "name = \"a \\\"bad\\\" day / 😀 éé\\n\"\nseed = 7\n\n[[rule]]\nfault = \"unavailable\"\n\
             endpoint = \"/stats/interactions\"\npage = 2\n\n[[rule]]\nfault = \"reset\"\n\
             from = 2024-03-05T09:40:00Z\nuntil = 2024-03-05T09:42:00Z\npercent = 10\n"
        );
        let ready = faults_of_json("{\"ready\":\"outage\"}").map(|plan| print_faults(&plan));
        assert_eq!(ready.as_deref(), Ok("ready = \"outage\"\n"));
        assert_eq!(faults_of_json(" {} ").map(|plan| plan.rules.len()), Ok(0));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_column_in_the_json() {
        let too_long = format!("{{\"name\": \"{}\"}}", "n".repeat(TOO_LONG));
        for (json, expected) in [
            ("{\"rule\":[{\"fault\":\"unavailble\"}]}", "1:19: \"unavailble\" is not a fault; write \"unavailable\""),
            (
                "{\n  \"name\": \"\\/\\ud83d\\ude00\u{7f}\", \"rule\": [\n    {\"fault\": \"reset\", \"page\": 0}\n  ]\n}",
                "3:32: 0 is out of range; write a number from 1 to 1000000",
            ),
            ("{\"name\": \"\\/\\/\\/\", \"sed\": 1}", "1:20: `sed` is not a key of a plan of faults; write `seed`"),
            (
                "{\"rule\":[{\"fault\":\"reset\",\"page\":99999999999999999999}]}",
                "1:34: 99999999999999999999 is out of range; write a number from 1 to 1000000",
            ),
            (
                "{\"rule\":[{\"fault\":\"reset\",\"page\":1e3}]}",
                "1:34: a float where a whole number belongs; write a number from 1 to 1000000",
            ),
            ("{\"rule\":[{\"fault\":\"reset\",\"page\":null}]}", "1:34: null tells nothing; leave the key out"),
            ("{\"ready\":null}", "1:10: null tells nothing; leave the key out"),
            (&too_long, "1:10: no header can hold a name so long; leave it out, or write a short one"),
            ("{\"rule\":null}", "1:9: null tells nothing; leave the key out"),
            ("{\"rule\":[null]}", "1:10: null tells nothing; leave the key out"),
            (
                "{\"rule\":{\"fault\":\"reset\"}}",
                "1:9: a table where a list of tables belongs; write [[rule]], or in JSON a list of objects",
            ),
            (
                "{\"rule\":[{\"fault\":\"reset\",\"fault\":\"closed\"}]}",
                "1:27: `fault` stands here a second time; keep one of the two",
            ),
            (
                "{\"ready\":\"chaos\",\n\"ready\":\"outage\"}",
                "2:1: `ready` stands here a second time; keep one of the two",
            ),
            ("{\"ready\":\"rate-limits\"}", "1:10: \"rate-limits\" is not a ready-made plan; write \"rate-limit\""),
            (" \n[{\"fault\":\"reset\"}]", "2:1: a plan is an object; write {\"ready\": \"rate-limit\"}"),
            ("null", "1:1: a plan is an object; write {\"ready\": \"rate-limit\"}"),
            ("{\"rule\":[\n{\"fault\" \"reset\"}]}", "2:10: this is no JSON: expected `:`"),
            ("{", "1:1: this is no JSON: EOF while parsing an object"),
        ] {
            assert_eq!(wrong(json), [expected], "{json}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let json = "{\"rule\":[\n{\"fault\":\"rest\"},\n{\"fault\":\"reset\",\"page\":null},\n{\"page\":1}]}";
        assert_eq!(
            wrong(json),
            [
                "2:10: \"rest\" is not a fault; write \"reset\"",
                "3:25: null tells nothing; leave the key out",
                "4:1: the fault has no `fault`; add what goes wrong",
            ]
        );
    }

    #[test]
    fn brackets_without_an_end_of_them_are_refused() {
        let deep = format!("{{\"rule\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!wrong(&deep).is_empty());
    }
}
