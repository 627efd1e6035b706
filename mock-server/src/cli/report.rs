//! How what is wrong with files is told: with the source around it on a terminal, a line for each problem elsewhere.

use std::io::IsTerminal as _;

use miette::{Diagnostic, GraphicalReportHandler, NamedSource, SourceSpan};
use mock_server::load::{Fault, Trouble};

/// Tells it on standard error.
pub(super) fn tell(troubles: &[Trouble]) {
    let pretty = std::io::stderr().is_terminal();
    for trouble in troubles {
        match trouble {
            Trouble::Faulty(fault) if pretty => eprintln!("{}", drawn(fault)),
            Trouble::Faulty(_) | Trouble::Unreadable(..) | Trouble::Mismatched(_) => eprintln!("{trouble}"),
        }
    }
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

fn drawn(fault: &Fault) -> String {
    let drawing = Drawing {
        what: fault.what.clone(),
        file: NamedSource::new(fault.path.display().to_string(), fault.text.to_string()),
        span: fault.span.clone().into(),
        advice: Some(fault.advice.clone()).filter(|advice| !advice.is_empty()),
    };
    let mut drawn = String::new();
    match GraphicalReportHandler::new().render_report(&mut drawn, &drawing) {
        Ok(()) => drawn,
        Err(_) => Trouble::Faulty(Box::new(fault.clone())).to_string(),
    }
}
