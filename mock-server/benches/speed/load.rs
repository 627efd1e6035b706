//! Load: wrk on a core of its own.

use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::connection::V3;
use crate::figures::Spread;
use crate::process::Running;

/// The core that wrk runs on.
const CORE: &str = "1";

/// How many connections are kept busy.
const CONNECTIONS: &str = "32";

/// How often, and for how long, servers are loaded in turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounds {
    pub(crate) count: usize,
    pub(crate) seconds: u64,
}

/// What a server is asked, again and again.
#[derive(Clone, Debug)]
pub(crate) struct Load<'s> {
    pub(crate) server: &'s Running,
    pub(crate) requests: Requests,
}

#[derive(Clone, Debug)]
pub(crate) enum Requests {
    /// The same, by the bearer of a token.
    Same { target: String, token: String },
    /// What a Lua script says.
    Scripted(PathBuf),
}

/// How two servers bore their loads, round by round.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    first: Vec<Borne>,
    second: Vec<Borne>,
}

/// How a server bore a load.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Borne {
    requests_per_second: f64,
    /// What the server's core had to do for each, in microseconds: less than what passes on a busy machine.
    work: f64,
}

/// Whether there is a wrk.
///
/// # Errors
///
/// Where to get it.
pub(crate) fn check() -> Outcome<()> {
    // It knows no argument that makes it do nothing, and says so.
    match Command::new("wrk").arg("--version").output() {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("wrk does not start: {error}; on Debian, apt-get install wrk").into()),
    }
}

impl Rounds {
    /// Loads two servers in turn.
    pub(crate) fn compare(self, first: &Load<'_>, second: &Load<'_>) -> Outcome<Compared> {
        let [first, second] = self.in_turn([first, second])?;
        Ok(Compared { first, second })
    }

    /// Loads servers in turn, and tells how each bore it in every round.
    pub(crate) fn in_turn<const N: usize>(self, loads: [&Load<'_>; N]) -> Outcome<[Vec<Borne>; N]> {
        // What is done once, such as filling caches, has been done when measuring begins.
        for load in loads {
            load.bear(1)?;
        }
        let mut borne = [const { Vec::new() }; N];
        for round in 0..self.count {
            // Whoever comes second in a round comes first in the next.
            for which in (0..N).map(|at| (at + round) % N) {
                borne[which].push(loads[which].bear(self.seconds)?);
            }
        }
        Ok(borne)
    }
}

impl Compared {
    /// Two of the servers that were loaded in turn.
    pub(crate) fn of(first: &[Borne], second: &[Borne]) -> Self {
        Self { first: first.to_vec(), second: second.to_vec() }
    }

    /// The work of the first for a request as a part of the second's, round by round.
    pub(crate) fn work(&self) -> Spread {
        let rounds = self.first.iter().zip(&self.second);
        Spread::of(rounds.map(|(first, second)| first.work / second.work).collect())
    }

    /// The first's requests a second as a part of the second's, round by round.
    pub(crate) fn ratio(&self) -> Spread {
        let rounds = self.first.iter().zip(&self.second);
        Spread::of(rounds.map(|(first, second)| first.requests_per_second / second.requests_per_second).collect())
    }

    /// The medians, in words.
    pub(crate) fn in_words(&self) -> String {
        let [first, second] = [&self.first, &self.second].map(|borne| {
            let median = |of: fn(&Borne) -> f64| Spread::of(borne.iter().map(of).collect()).median;
            (median(|borne| borne.requests_per_second), median(|borne| borne.work))
        });
        format!("{:.0} and {:.0} requests/s, {:.1} and {:.1} µs of work each", first.0, second.0, first.1, second.1)
    }
}

impl Load<'_> {
    fn bear(&self, seconds: u64) -> Outcome<Borne> {
        let before = self.server.work()?;
        let told = self.wrk(seconds)?;
        let work = self.server.work()? - before;
        let number =
            |line: Option<&str>| Ok::<f64, Box<dyn std::error::Error>>(line.ok_or("wrk says less")?.trim().parse()?);
        let rate = number(told.lines().find_map(|line| line.strip_prefix("Requests/sec:")))?;
        let requests = number(told.lines().find_map(|line| Some(line.split_once(" requests in ")?.0)))?;
        Ok(Borne { requests_per_second: rate, work: work.as_secs_f64() * 1e6 / requests })
    }

    /// What wrk says after having asked for so long.
    fn wrk(&self, seconds: u64) -> Outcome<String> {
        let mut wrk = Command::new("taskset");
        wrk.args(["-c", CORE, "wrk", "-t", "1", "-c", CONNECTIONS, "-d"]).arg(format!("{seconds}s"));
        let base = format!("http://{}", self.server.address);
        match &self.requests {
            Requests::Same { target, token } => {
                wrk.args(["-H", &format!("Accept: {V3}"), "-H", &format!("Authorization: Bearer {token}")]);
                wrk.arg(base + target);
            }
            Requests::Scripted(script) => {
                wrk.arg("-s").arg(script).arg(base);
            }
        }
        let output = wrk.output().map_err(|error| format!("taskset does not start: {error}"))?;
        let told = String::from_utf8(output.stdout)?;
        if !output.status.success() || told.contains("Socket errors") || told.contains("Non-2xx") {
            return Err(format!("{wrk:?} went wrong:\n{told}{}", String::from_utf8_lossy(&output.stderr)).into());
        }
        Ok(told)
    }
}
