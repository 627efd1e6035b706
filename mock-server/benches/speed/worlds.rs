//! Making worlds, and asking many of them at once.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::world::{Settings, World};
use scenarios::{format, timeline};

use crate::Outcome;
use crate::connection::V3;
use crate::figures::{Figure, Spread};
use crate::load::{Load, Requests, Rounds};
use crate::process::{Running, now};

/// How many worlds are made.
const WORLDS: usize = 1000;

const SCENARIO: &str = include_str!("../../../scenarios/catalog/faq/ready_idle_or_busy.toml");
const IN_CATALOG: &str = r#"{"catalog":"faq/ready_idle_or_busy"}"#;

pub(crate) fn measure(rounds: Rounds) -> Outcome<Vec<Figure>> {
    let server = Running::released(&[])?;
    let mut connection = server.connection()?;
    let mut worlds = Vec::new();
    let (mut makings, mut health) = (Vec::new(), Vec::new());
    for number in 0..=WORLDS {
        let started = now();
        connection.controlled("GET", "/__control/health", "")?;
        let asked = now();
        let made = connection.controlled("POST", "/__control/worlds", IN_CATALOG)?;
        // The first is compiled.
        if number > 0 {
            health.push((asked - started).as_secs_f64() * 1e6);
            makings.push(asked.elapsed().as_secs_f64() * 1e6);
            worlds.push(Made { id: made.field("id")?, token: made.field("token")? });
        }
    }
    let round_trip = Spread::of(health).median;
    let asked_all = script(&worlds)?;
    let asked_one = script(&worlds[..1])?;
    let load = |script: &Script| Load { server: &server, requests: Requests::Scripted(script.path.clone()) };
    let compared = rounds.compare(&load(&asked_one), &load(&asked_all))?;
    Ok(vec![
        Figure {
            what: "making a world in this process: µs".to_owned(),
            goal: "≤ 100",
            spread: in_process()?,
            detail: format!("{WORLDS} worlds of one scenario"),
        },
        Figure {
            what: "making a world through the control API, beyond the round trip: µs".to_owned(),
            goal: "≤ 100",
            spread: Spread::of(makings.iter().map(|making| making - round_trip).collect()),
            detail: format!("the round trip of /__control/health takes {round_trip:.0} µs"),
        },
        Figure {
            what: format!("agent status of one world beside that of {WORLDS} in turn: requests/s"),
            goal: "≤ 1.3",
            spread: compared.ratio(),
            detail: compared.in_words(),
        },
    ])
}

/// A world, as the control API tells of it.
struct Made {
    id: String,
    token: String,
}

fn in_process() -> Outcome<Spread> {
    let scenario = format::parse(SCENARIO).map_err(|located| located[0].problem.to_string())?.scenario;
    let timeline = timeline::compile(&scenario).map_err(|problems| problems[0].to_string())?;
    let story = Story::Told(Arc::new(scenario), Arc::new(timeline));
    let world = || World::of(story.clone(), &Settings::default()).map_err(|problems| problems[0].to_string());
    let host = Host::new(world()?, Patience::default());
    let mut took = Vec::new();
    for _ in 0..WORLDS {
        let started = now();
        host.add(world()?);
        took.push(started.elapsed().as_secs_f64() * 1e6);
    }
    Ok(Spread::of(took))
}

/// A script of wrk, in a folder that is removed with its value.
struct Script {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

/// Asks each of these worlds for its agents' status, one after the other.
fn script(worlds: &[Made]) -> Outcome<Script> {
    let mut text = "local requests = {}\nfunction init()\n".to_owned();
    for Made { id, token } in worlds {
        writeln!(
            text,
            "  requests[#requests + 1] = wrk.format('GET', '/worlds/{id}/stats/agent-status', \
             {{ ['Accept'] = '{V3}', ['Authorization'] = 'Bearer {token}' }})"
        )?;
    }
    text.push_str(
        "end\nlocal next = 0\nfunction request()\n  next = next % #requests + 1\n  return requests[next]\nend\n",
    );
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("worlds.lua");
    fs::write(&path, text)?;
    Ok(Script { path, _folder: folder })
}
