//! Answers beside those of a bare server, which gives the same bytes.

use crate::Outcome;
use crate::bare;
use crate::figures::Figure;
use crate::load::{Load, Requests, Rounds};
use crate::process::Running;
use crate::store::WINDOW;

/// The FAQ's example of an agent who is busy and one who is idle.
pub(crate) const FAQ: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/catalog/faq/ready_idle_or_busy.toml");

pub(crate) fn measure(rounds: Rounds) -> Outcome<Vec<Figure>> {
    let page = format!("/stats/interactions?{WINDOW}&include=Processed&limit=100&page=5");
    Ok(vec![
        beside_bare(
            "agent status of the FAQ's size",
            "≥ 0.75",
            &Running::released(&[FAQ])?,
            "/stats/agent-status",
            rounds,
        )?,
        beside_bare("page of 100 interactions", "≥ 0.90", &Running::stored(1000)?, &page, rounds)?,
    ])
}

fn beside_bare(what: &str, goal: &'static str, mock: &Running, target: &str, rounds: Rounds) -> Outcome<Figure> {
    let mut connection = mock.connection()?;
    let token = connection.token()?;
    let answer = connection.asked(target, &token)?;
    let bare = bare::answering(&answer)?;
    let requests = Requests::Same { target: target.to_owned(), token };
    let load = |server| Load { server, requests: requests.clone() };
    let compared = rounds.compare(&load(mock), &load(&bare))?;
    Ok(Figure {
        what: format!("{what} ({} bytes): requests/s, part of bare hyper's", answer.body.len()),
        goal,
        spread: compared.ratio(),
        detail: compared.in_words(),
    })
}
