//! Pages out of a few interactions and out of many, and what these take.

use std::fs;

use scenarios::format;

use crate::Outcome;
use crate::figures::{Figure, Spread};
use crate::load::{Load, Requests, Rounds};
use crate::process::Running;
use crate::ready::ask_everything;
use crate::store::{self, WINDOW};

const FEW: usize = 1000;

pub(crate) fn measure(rounds: Rounds, many: usize) -> Outcome<Vec<Figure>> {
    let (few, large) = (Running::stored(FEW)?, Running::stored(many)?);
    let mut figures = Vec::new();
    let mut compare = |what: &str, pages: [usize; 2]| -> Outcome<()> {
        let load = |server, page: usize| -> Outcome<Load<'_>> {
            let target = format!("/stats/interactions?{WINDOW}&include=Processed&limit=100&page={page}");
            let token = Running::connection(server)?.token()?;
            Ok(Load { server, requests: Requests::Same { target, token } })
        };
        let compared = rounds.compare(&load(&large, pages[1])?, &load(&few, pages[0])?)?;
        figures.push(Figure {
            what: format!("{what} of 100 out of {many} interactions, all in the window: requests/s, part of {FEW}'s"),
            goal: "≥ 0.95",
            spread: compared.ratio(),
            detail: compared.in_words(),
        });
        Ok(())
    };
    compare("fifth page", [5, 5])?;
    compare("last page", [FEW / 100, many / 100])?;
    // The server that was loaded has been asked for more than every endpoint once.
    let fresh = if many > FEW {
        drop((few, large));
        Running::stored(many)?
    } else {
        large
    };
    ask_everything(&fresh)?;
    let memory = fresh.memory()?;
    figures.push(Figure {
        what: format!("memory of {many} interactions, every endpoint asked: bytes each"),
        goal: "≤ 6 KB",
        spread: Spread::once(memory.resident / many as f64),
        detail: format!(
            "{:.0} MB resident, {:.0} MB proportional; compiled in {:.1} s",
            memory.resident / 1e6,
            memory.proportional / 1e6,
            fresh.took.as_secs_f64(),
        ),
    });
    Ok(figures)
}

/// How long the released server takes to read a large scenario file.
pub(crate) fn measure_file() -> Outcome<Vec<Figure>> {
    const CALLS: usize = 100_000;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("large.toml");
    fs::write(&path, format::print(&store::scenario(CALLS)?))?;
    let size = fs::metadata(&path)?.len();
    let server = Running::released(&[path.to_str().ok_or("the path is no text")?])?;
    ask_everything(&server)?;
    let memory = server.memory()?.resident;
    Ok(vec![Figure {
        what: format!("scenario file of {CALLS} interactions ({} MB), from start to ready: seconds", size / 1_000_000),
        goal: "",
        spread: Spread::once(server.took.as_secs_f64()),
        detail: format!("{:.0} MB resident", memory / 1e6),
    }])
}
