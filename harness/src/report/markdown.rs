//! GitHub's Markdown: what a job's summary or a comment shows.

use std::fmt::Write as _;

use super::{gist, headline, suite, suites};
use crate::verdict::{Case, Evidence, Finding, Outcome, Verdict};

/// GitHub refuses a summary of more than 1 MiB, so what has no room is counted instead.
const ROOM: usize = 900 * 1024;

/// A table of what was asked, and what is to be said of each case that is not simply right.
pub(super) fn render(verdict: &Verdict) -> String {
    let mut text = format!("## {}\n", headline(verdict));
    if !verdict.cases.is_empty() {
        let subject = verdict.about.subject();
        let _ = write!(text, "\n| {subject} | fails | undecided | holds |\n| --- | ---: | ---: | ---: |\n");
    }
    for (name, cases) in suites(verdict) {
        let count = |outcome| cases.iter().filter(|case| case.outcome() == outcome).count();
        let [fails, undecided, holds] = [Outcome::Fails, Outcome::Undecided, Outcome::Holds].map(count);
        let _ = writeln!(text, "| {} | {fails} | {undecided} | {holds} |", escaped(&name));
    }
    let mut left = 0;
    for (heading, outcome) in
        [("Fails", Outcome::Fails), ("Undecided", Outcome::Undecided), ("Holds, with remarks", Outcome::Holds)]
    {
        let concerns =
            |case: &&Case| case.outcome() == outcome && (outcome != Outcome::Holds || !case.findings.is_empty());
        for (number, case) in verdict.cases.iter().filter(concerns).enumerate() {
            if number == 0 {
                let _ = write!(text, "\n### {heading}\n");
            }
            let details = details(case);
            if left == 0 && text.len() + details.len() <= ROOM {
                text += &details;
            } else {
                left += 1;
            }
        }
    }
    if left > 0 {
        let _ = write!(text, "\n… and {left} more {}, for which there is no room here.\n", verdict.about.noun(left));
    }
    text
}

/// A case that opens when it is asked for; its first finding shows before.
fn details(case: &Case) -> String {
    let title = format!("<b>{}</b> · {}", html(&case.name), html(&suite(case)));
    let first = gist(case).map_or_else(String::new, |sentence| format!("<br>{}", html(sentence)));
    let mut text = format!("\n<details><summary>{title}{first}</summary>\n");
    for found in &case.findings {
        text += &finding(found);
    }
    if let Some(why) = &case.undecided {
        let _ = write!(text, "\n**undecided**: {}\n", escaped(why));
    }
    if let Some(command) = &case.reproduce {
        let _ = write!(text, "\nAgain:\n\n{}", fenced("sh", command));
    }
    text += "\n</details>\n";
    text
}

fn finding(finding: &Finding) -> String {
    let Finding { judge, id, severity, sentence, evidence } = finding;
    let mut text = format!("\n**{}** `{}/{id}`: {}\n", severity.name(), judge.name(), escaped(sentence));
    for evidence in evidence {
        text.push('\n');
        match evidence {
            Evidence::Values { .. } | Evidence::Steps { .. } | Evidence::Text { .. } => {
                text += &fenced("text", &evidence.to_string());
            }
            Evidence::Requests { requests } => text += &fenced("text", &requests.join("\n")),
            Evidence::Documentation { sentence, source } => {
                let _ = writeln!(text, "> {} ({})", escaped(sentence), escaped(source));
            }
            Evidence::Hint { text: hint } => {
                let _ = writeln!(text, "💡 {}", escaped(hint));
            }
        }
    }
    text
}

/// A block of code, whatever stands in it.
fn fenced(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}{language}\n{code}\n{fence}\n")
}

/// Text that stays text, on one line.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' => safe.extend(['\\', c]),
            '\n' | '\r' => safe.push(' '),
            _ => safe.push(c),
        }
    }
    safe
}

/// Text within tags.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(['\n', '\r'], " ")
}
