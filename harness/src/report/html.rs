//! One page for people, with everything in it. It asks nothing of the network, and can be read without its script.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::{gist, headline, suites};
use crate::verdict::{About, Case, Evidence, Finding, Outcome, Severity, Verdict};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What fails is open; all of it can be searched, and narrowed to an outcome or to a kind of finding.
pub(super) fn render(verdict: &Verdict) -> String {
    let headline = headline(verdict);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (headline) " – insights-harness" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    p.kicker { "insights-harness" }
                    h1 class=(verdict.outcome().name()) { (headline) }
                    (controls(verdict))
                    @for (name, cases) in suites(verdict) {
                        section {
                            h2 { (name) }
                            @for case in cases { (self::case(case, verdict.about)) }
                        }
                    }
                    p #nothing hidden { "Nothing is like that." }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// What the script makes use of: without it they are not shown.
fn controls(verdict: &Verdict) -> Markup {
    let mut found: BTreeMap<String, (Severity, usize)> = BTreeMap::new();
    for case in &verdict.cases {
        for (id, severity) in kinds(case) {
            let (worst, cases) = found.entry(id).or_insert((severity, 0));
            *worst = severity.max(*worst);
            *cases += 1;
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|(_, one), (_, other)| other.cmp(one));
    html! {
        div #controls hidden {
            input #search type="search" placeholder="Search cases, findings, evidence" aria-label="Search";
            div.outcomes role="group" aria-label="Outcomes" {
                @for outcome in [Outcome::Fails, Outcome::Undecided, Outcome::Holds] {
                    button type="button" class=(outcome.name()) data-outcome=(outcome.name()) aria-pressed="false" {
                        b { (verdict.count(outcome)) } " " (outcome.name())
                    }
                }
            }
            @if !found.is_empty() {
                div.kinds role="group" aria-label="Findings" {
                    @for (id, (severity, cases)) in found {
                        button type="button" class=(severity.name()) data-kind=(id) aria-pressed="false" {
                            (id) " " b { (cases) }
                        }
                    }
                }
            }
        }
    }
}

/// What was found in a case, each kind once.
fn kinds(case: &Case) -> BTreeMap<String, Severity> {
    let mut kinds = BTreeMap::new();
    for finding in &case.findings {
        let worst = kinds.entry(kind(finding)).or_insert(finding.severity);
        *worst = finding.severity.max(*worst);
    }
    kinds
}

fn kind(finding: &Finding) -> String {
    format!("{}/{}", finding.judge.name(), finding.id)
}

fn case(case: &Case, about: About) -> Markup {
    let outcome = case.outcome();
    let kinds: Vec<_> = kinds(case).into_keys().collect();
    html! {
        details.case data-outcome=(outcome.name()) data-kinds=(kinds.join("\n")) open[outcome == Outcome::Fails] {
            summary {
                span.badge.(outcome.name()) { (outcome.name()) }
                span.name { (case.name) }
                @if let Some(first) = gist(case) { span.first { (first) } }
            }
            @for finding in &case.findings { (self::finding(finding)) }
            @if let Some(why) = &case.undecided {
                p.undecided { b { "Undecided: " } (why) }
            }
            @if case.findings.is_empty() && case.undecided.is_none() { p { "Nothing was found." } }
            @if about == About::Analyses {
                p.runs {
                    @if case.runs == 1 { "The analysis was run once." }
                    @else if case.runs > 1 { "The analysis was run " (case.runs) " times." }
                }
            }
            @if let Some(command) = &case.reproduce {
                div.again { code { (command) } button type="button" data-copy=(command) hidden { "copy" } }
            }
        }
    }
}

fn finding(finding: &Finding) -> Markup {
    html! {
        article.finding.(finding.severity.name()) {
            h3 {
                span.severity { (finding.severity.name()) } " "
                (finding.sentence)
                " " code.kind { (kind(finding)) }
            }
            @for evidence in &finding.evidence { (self::evidence(evidence)) }
        }
    }
}

fn evidence(evidence: &Evidence) -> Markup {
    html! {
        @match evidence {
            Evidence::Values { expected, given } => (values(expected, given)),
            Evidence::Steps { interaction, flow, steps } => {
                figure {
                    figcaption { (flow) " " code { (interaction) } }
                    ol.steps { @for step in steps { li { (step) } } }
                }
            }
            Evidence::Requests { requests } => {
                figure {
                    figcaption { "Requests" }
                    pre { (requests.join("\n")) }
                }
            }
            Evidence::Text { what, text } => {
                figure {
                    figcaption { (what) }
                    pre { (text) }
                }
            }
            Evidence::Documentation { sentence, source } => {
                blockquote { (sentence) " " cite { (source) } }
            }
            Evidence::Hint { text } => p.hint { (text) },
        }
    }
}

/// Two values side by side: objects field by field, and what differs is marked.
fn values(expected: &Value, given: &Value) -> Markup {
    let rows: Vec<(&str, Option<&Value>, Option<&Value>)> = match (expected, given) {
        (Value::Object(one), Value::Object(other)) => {
            let more = other.keys().filter(|key| !one.contains_key(*key));
            one.keys().chain(more).map(|key| (key.as_str(), one.get(key), other.get(key))).collect()
        }
        (Value::Object(one), Value::Null) => one.iter().map(|(key, value)| (key.as_str(), Some(value), None)).collect(),
        (Value::Null, Value::Object(other)) => {
            other.iter().map(|(key, value)| (key.as_str(), None, Some(value))).collect()
        }
        _ => vec![("", Some(expected), Some(given))],
    };
    let shown = |value: Option<&Value>| value.map_or("–".to_owned(), Value::to_string);
    html! {
        div.table {
            table {
                thead { tr { th {} th { "expected" } th { "given" } } }
                tbody {
                    @for (key, expected, given) in rows {
                        tr.differs[expected != given] {
                            th { (key) }
                            @if expected == given { td colspan="2" { (shown(given)) } }
                            @else {
                                td { (shown(expected)) }
                                td { (shown(given)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
