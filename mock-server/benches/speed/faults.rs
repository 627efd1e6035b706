//! What faults on purpose cost a world in which nothing goes wrong.

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::answers::FAQ;
use crate::bare;
use crate::figures::Figure;
use crate::load::{Borne, Compared, Load, Requests, Rounds};
use crate::process::Running;

/// A plan that each request is held against, and none meets.
const IDLE: &str = "
name = \"idle\"

[[rule]]
fault = \"unavailable\"
endpoint = \"/stats/agent-status\"
poll = 1000000
page = 1000000

[[rule]]
fault = \"reset\"
until = 1999-01-01T00:00:00Z

[[rule]]
fault = \"row-repeated\"
client = \"nobody\"
";

const TARGET: &str = "/stats/agent-status";

/// Agent status of a world without a plan, of one whose plan nothing meets, of a bare server and, if there is one, of a
/// build `without` the layer, in the same rounds.
pub(crate) fn measure(rounds: Rounds, without: Option<&Path>) -> Outcome<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let plan = folder.path().join("idle.toml");
    fs::write(&plan, IDLE)?;
    let plan = plan.to_str().ok_or("the temporary folder has an odd name")?;
    let none = Running::released(&[FAQ])?;
    let idle = Running::released(&[FAQ, "--faults", plan])?;
    let mut connection = none.connection()?;
    let token = connection.token()?;
    let answer = connection.asked(TARGET, &token)?;
    let bare = bare::answering(&answer)?;
    // Servers of one scenario give, and accept, the same tokens.
    let requests = Requests::Same { target: TARGET.to_owned(), token };
    let load = |server| Load { server, requests: requests.clone() };
    let (none, idle, bare) = (load(&none), load(&idle), load(&bare));
    let Some(without) = without else {
        let [none, idle, bare] = rounds.in_turn([&none, &idle, &bare])?;
        return Ok(with_layer(&none, &idle, &bare));
    };
    let without = Running::built(without, &[FAQ])?;
    let [none, idle, bare, without] = rounds.in_turn([&none, &idle, &bare, &load(&without)])?;
    let mut figures = with_layer(&none, &idle, &bare);
    figures.push(part("a build without the layer", "≥ 0.75", &without, &bare, "bare hyper's"));
    let compared = Compared::of(&none, &without);
    figures.push(part("no plan", "1, within the spread", &none, &without, "those of a build without the layer"));
    figures.push(Figure {
        what: "agent status, no plan: work, part of that of a build without the layer".to_owned(),
        goal: "1, within the spread",
        spread: compared.work(),
        detail: String::new(),
    });
    Ok(figures)
}

fn with_layer(none: &[Borne], idle: &[Borne], bare: &[Borne]) -> Vec<Figure> {
    vec![
        part("no plan", "≥ 0.75", none, bare, "bare hyper's"),
        part("a plan that nothing meets", "", idle, bare, "bare hyper's"),
        part("a plan that nothing meets", "", idle, none, "those of no plan"),
    ]
}

fn part(what: &str, goal: &'static str, of: &[Borne], beside: &[Borne], whose: &str) -> Figure {
    let compared = Compared::of(of, beside);
    Figure {
        what: format!("agent status, {what}: requests/s, part of {whose}"),
        goal,
        spread: compared.ratio(),
        detail: compared.in_words(),
    }
}
