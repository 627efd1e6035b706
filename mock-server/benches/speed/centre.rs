//! A whole contact centre, paged to the end.

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::connection::Connection;
use crate::figures::{Figure, Spread};
use crate::process::{Running, now};

/// A month of the large centre, a dashboard of it, and ten years of the usual one.
pub(crate) fn measure(rounds: usize) -> Outcome<Vec<Figure>> {
    let mut figures = month(rounds)?;
    figures.extend(dashboard(rounds)?);
    figures.push(ten_years()?);
    Ok(figures)
}

const SEED: &str = "1";

fn serve(centre: &str, at: &str, clock: &str) -> Outcome<Running> {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/centres").join(centre);
    let config = config.to_str().ok_or("the path is no text")?.to_owned();
    Running::unbound(&["--centre", &config, "--seed", SEED, "--at", at, "--clock", clock, "--token", TOKEN])
}

const TOKEN: &str = "bench";

/// What a window came to that was paged to its end.
struct Paged {
    rows: u64,
    bytes: usize,
    seconds: f64,
    first: f64,
}

fn paged(connection: &mut Connection, window: &str) -> Outcome<Paged> {
    let begun = now();
    let mut paged = Paged { rows: 0, bytes: 0, seconds: 0.0, first: 0.0 };
    for page in 1.. {
        let asked = format!("/stats/interactions?{window}&limit=5000&page={page}");
        let body = connection.asked(&asked, TOKEN)?.body;
        paged.bytes += body.len();
        if page == 1 {
            paged.first = begun.elapsed().as_secs_f64();
        }
        // `{"meta":{…},"items":…`
        let end = body.iter().position(|byte| *byte == b'}').ok_or("there is no meta")?;
        let meta: serde_json::Value = serde_json::from_slice(body.get(8..=end).ok_or("there is no meta")?)?;
        paged.rows += meta["count"].as_u64().ok_or("there is no count")?;
        if meta["pageCount"].as_u64().is_none_or(|last| page >= last) {
            if meta["totalCount"] != paged.rows {
                return Err(format!("{} rows came of {}", paged.rows, meta["totalCount"]).into());
            }
            break;
        }
    }
    paged.seconds = begun.elapsed().as_secs_f64();
    Ok(paged)
}

fn month(rounds: usize) -> Outcome<Vec<Figure>> {
    const WINDOW: &str = "start=2024-03-04&end=2024-04-04";
    let (mut firsts, mut seconds, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    let (mut told, mut told_again) = (String::new(), String::new());
    for _ in 0..rounds {
        let server = serve("large.toml", "2024-04-10T00:00:00Z", "frozen")?;
        let mut connection = server.connection()?;
        let paged_first = paged(&mut connection, WINDOW)?;
        let work = server.work_in_all()?;
        told = format!(
            "{} interactions, {:.0} MB of JSON; the first page came after {:.1} s; {:.1} s of work",
            paged_first.rows,
            paged_first.bytes as f64 / 1e6,
            paged_first.first,
            work.as_secs_f64(),
        );
        let again = paged(&mut connection, WINDOW)?;
        told_again = format!(
            "{:.0} MB/s; {:.1} s of work",
            again.bytes as f64 / 1e6 / again.seconds,
            (server.work_in_all()? - work).as_secs_f64(),
        );
        firsts.push(paged_first.seconds);
        seconds.push(again.seconds);
        peaks.push(server.peak()? / 1e6);
    }
    let what = "31 days of 500 agents, paged to the end by 5,000";
    Ok(vec![
        Figure { what: format!("{what}: s"), goal: "≤ 15", spread: Spread::of(firsts), detail: told },
        Figure { what: "the same again: s".to_owned(), goal: "", spread: Spread::of(seconds), detail: told_again },
        Figure {
            what: "the most that was resident: MB".to_owned(),
            goal: "≤ 300",
            spread: Spread::of(peaks),
            detail: String::new(),
        },
    ])
}

/// What dashboards of the large centre wait for: the status of all agents and what goes on, while the clock goes.
fn dashboard(rounds: usize) -> Outcome<Vec<Figure>> {
    const POLLS: usize = 20;
    let (mut at_once, mut firsts, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ahead, mut detail) = (String::new(), String::new());
    for _ in 0..rounds {
        let server = serve("large.toml", "2024-04-10T12:00:00Z", "x60")?;
        at_once.push(polled(&mut server.connection()?, STATUS)?.0 / 1e3);
        drop(server);
        let server = serve("large.toml", "2024-04-10T12:00:00Z", "x60")?;
        let work = server.until_idle()?;
        ahead = format!(
            "{:.1} s of work ahead; {:.0} MB resident then",
            work.as_secs_f64(),
            server.memory()?.resident / 1e6
        );
        let mut connection = server.connection()?;
        firsts.push(polled(&mut connection, STATUS)?.0);
        for _ in 0..POLLS {
            let (milliseconds, bytes) = polled(&mut connection, STATUS)?;
            others.push(milliseconds);
            detail = format!("{bytes} bytes");
        }
        detail = format!("{detail}; at most {:.0} MB resident", server.peak()? / 1e6);
    }
    let what = "status of 500 agents, the clock going sixty times as fast";
    let figure = |what: String, values, detail| Figure { what, goal: "", spread: Spread::of(values), detail };
    Ok(vec![
        figure(format!("{what}: at once after the ready line, s"), at_once, String::new()),
        figure(format!("{what}: the first when all was worked out ahead, ms"), firsts, ahead),
        figure(format!("{what}: each of the next {POLLS}, ms"), others, detail),
        over_midnight(rounds)?,
    ])
}

const STATUS: &str = "/stats/agent-status?limit=1000";

/// Polls again and again from an hour before midnight UTC until the morning is long over, six hundred times as fast.
fn over_midnight(rounds: usize) -> Outcome<Figure> {
    const EVERY: std::time::Duration = std::time::Duration::from_millis(20);
    let (mut slowest, mut detail) = (Vec::new(), String::new());
    for _ in 0..rounds {
        let server = serve("large.toml", "2024-04-10T22:30:00Z", "x600")?;
        server.until_idle()?;
        let mut connection = server.connection()?;
        let begun = now();
        let mut polls = Vec::new();
        // Until about three o'clock.
        while begun.elapsed().as_secs() < 27 {
            for asked in [STATUS, "/stats/interactions/ongoing?limit=5000"] {
                polls.push(polled(&mut connection, asked)?.0);
            }
            std::thread::sleep(EVERY);
        }
        polls.sort_by(f64::total_cmp);
        let at = |part: f64| polls.get((polls.len() as f64 * part) as usize).copied().unwrap_or(f64::NAN);
        detail = format!(
            "{} polls, half of them within {:.1} ms and 99 of 100 within {:.1} ms; at most {:.0} MB resident",
            polls.len(),
            at(0.5),
            at(0.99),
            server.peak()? / 1e6
        );
        slowest.push(polls.last().copied().unwrap_or(f64::NAN));
    }
    Ok(Figure {
        what: "status and what goes on, polled over midnight at x600: the slowest poll, ms".to_owned(),
        goal: "",
        spread: Spread::of(slowest),
        detail,
    })
}

/// How many milliseconds an answer takes, and how long it is.
fn polled(connection: &mut Connection, asked: &str) -> Outcome<(f64, usize)> {
    let begun = now();
    let body = connection.asked(asked, TOKEN)?.body;
    Ok((begun.elapsed().as_secs_f64() * 1e3, body.len()))
}

fn ten_years() -> Outcome<Figure> {
    let server = serve("usual.toml", "2034-01-15T00:00:00Z", "frozen")?;
    let mut connection = server.connection()?;
    let (mut rows, mut in_each_year) = (0, Vec::new());
    let begun = now();
    for year in 2024..2034 {
        // What the allocator has not given back yet comes and goes: one look at it tells little.
        let mut after_each_month = Vec::new();
        for month in 1..=12 {
            let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            let window = format!("start={year}-{month:02}-01&end={next_year}-{next:02}-01");
            rows += paged(&mut connection, &window)?.rows;
            after_each_month.push(server.memory()?.resident / 1e6);
        }
        in_each_year.push(Spread::of(after_each_month).median);
    }
    let shown: Vec<String> = in_each_year.iter().map(|megabytes| format!("{megabytes:.0}")).collect();
    let detail =
        format!("{rows} interactions in {:.0} s; in each year {} MB", begun.elapsed().as_secs_f64(), shown.join(", "));
    let first = in_each_year.first().copied().unwrap_or(f64::NAN);
    Ok(Figure {
        what: "ten years of 44 agents, paged month by month: resident, part of what it is in the first year".to_owned(),
        goal: "≤ 1.10",
        spread: Spread::of(in_each_year.into_iter().map(|megabytes| megabytes / first).collect()),
        detail,
    })
}

impl Running {
    /// For how long it has been at work, threads that have ended included; to a hundredth of a second.
    fn work_in_all(&self) -> Outcome<std::time::Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id()))?;
        let fields = stat.rsplit_once(") ").ok_or("no fields")?.1;
        let ticks = fields.split(' ').skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(std::time::Duration::from_millis(ticks * 10))
    }

    /// Waits until it has nothing to do any more, and says for how long it has been at work.
    fn until_idle(&self) -> Outcome<std::time::Duration> {
        const QUIET: std::time::Duration = std::time::Duration::from_millis(700);
        let mut work = None;
        loop {
            let before = work.replace(self.work_in_all()?);
            if before == work {
                return Ok(work.unwrap_or_default());
            }
            std::thread::sleep(QUIET);
        }
    }

    /// The most bytes that were ever resident.
    fn peak(&self) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no such field")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0)
    }
}
