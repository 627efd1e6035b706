//! Load: wrk on a core of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::connection::V3;
use crate::figures::Spread;

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
pub(crate) struct Load {
    pub(crate) address: SocketAddr,
    pub(crate) requests: Requests,
}

#[derive(Clone, Debug)]
pub(crate) enum Requests {
    /// The same, by the bearer of a token.
    Same { target: String, token: String },
    /// What a Lua script says.
    Scripted(PathBuf),
}

/// Requests a second, of two servers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Rounds {
    /// Loads two servers in turn.
    pub(crate) fn compare(self, first: &Load, second: &Load) -> Outcome<Compared> {
        // What is done once, such as filling caches, has been done when measuring begins.
        first.requests_per_second(1)?;
        second.requests_per_second(1)?;
        let mut compared = Compared::default();
        for round in 0..self.count {
            // Whoever comes second in a round comes first in the next.
            if round % 2 == 0 {
                compared.first.push(first.requests_per_second(self.seconds)?);
                compared.second.push(second.requests_per_second(self.seconds)?);
            } else {
                compared.second.push(second.requests_per_second(self.seconds)?);
                compared.first.push(first.requests_per_second(self.seconds)?);
            }
        }
        Ok(compared)
    }
}

impl Compared {
    /// The first's part of the second's, round by round.
    pub(crate) fn ratio(&self) -> Spread {
        Spread::of(self.first.iter().zip(&self.second).map(|(first, second)| first / second).collect())
    }

    /// The medians, in words.
    pub(crate) fn in_words(&self) -> String {
        let [first, second] = [&self.first, &self.second].map(|rates| Spread::of(rates.clone()).median);
        format!("{first:.0} and {second:.0} requests/s")
    }
}

impl Load {
    fn requests_per_second(&self, seconds: u64) -> Outcome<f64> {
        let mut wrk = Command::new("taskset");
        wrk.args(["-c", CORE, "wrk", "-t", "1", "-c", CONNECTIONS, "-d"]).arg(format!("{seconds}s"));
        let base = format!("http://{}", self.address);
        match &self.requests {
            Requests::Same { target, token } => {
                wrk.args(["-H", &format!("Accept: {V3}"), "-H", &format!("Authorization: Bearer {token}")]);
                wrk.arg(base + target);
            }
            Requests::Scripted(script) => {
                wrk.arg("-s").arg(script).arg(base);
            }
        }
        let output = wrk.output()?;
        let told = String::from_utf8(output.stdout)?;
        if !output.status.success() || told.contains("Socket errors") || told.contains("Non-2xx") {
            return Err(format!("{wrk:?} went wrong:\n{told}{}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let rate = told.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
        Ok(rate.ok_or("wrk tells no rate")?.trim().parse()?)
    }
}
