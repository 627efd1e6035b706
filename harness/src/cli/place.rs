//! How what is wrong in a file is told: with the source around it on a terminal, a line for each problem elsewhere.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use harness::config::Wrong;
use miette::{Diagnostic, GraphicalReportHandler, NamedSource, SourceSpan};

/// All that is wrong with a file.
pub(super) fn told(file: &Path, text: &str, wrong: &[Wrong]) -> String {
    let pretty = std::io::stderr().is_terminal();
    let mut told = format!("{} cannot be used", file.display());
    for one in wrong {
        let drawn = if pretty { drawn(file, text, one) } else { None };
        let _ = write!(told, "\n{}", drawn.unwrap_or_else(|| format!("{}:{one}", file.display())));
    }
    told
}

#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{what}")]
struct Drawing {
    what: String,
    #[source_code]
    file: NamedSource<String>,
    #[label("here")]
    span: SourceSpan,
    #[help]
    advice: Option<String>,
}

fn drawn(file: &Path, text: &str, wrong: &Wrong) -> Option<String> {
    let drawing = Drawing {
        what: wrong.what.clone(),
        file: NamedSource::new(file.display().to_string(), text.to_owned()),
        span: wrong.span.clone().into(),
        advice: Some(wrong.advice.clone()).filter(|advice| !advice.is_empty()),
    };
    let mut drawn = String::new();
    GraphicalReportHandler::new().render_report(&mut drawn, &drawing).ok()?;
    Some(drawn)
}
