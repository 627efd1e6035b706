//! Servers in processes of their own.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Outcome;
use crate::connection::Connection;

/// The core that servers run on.
const CORE: &str = "0";

/// A server that ends with its value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    /// How long it took until it could be asked.
    pub(crate) took: Duration,
}

/// What a process takes of the memory, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// All that is resident.
    pub(crate) resident: f64,
    /// The same without its part of what it shares with others, such as the C library.
    pub(crate) proportional: f64,
}

impl Running {
    /// The server that is released, with these arguments of `serve`.
    pub(crate) fn released(arguments: &[&str]) -> Outcome<Self> {
        Self::built(Path::new(env!("CARGO_BIN_EXE_insights-mock")), arguments)
    }

    /// Another build of it, with these arguments of `serve`.
    pub(crate) fn built(program: &Path, arguments: &[&str]) -> Outcome<Self> {
        Self::start(program, &[&["serve", "--listen", "127.0.0.1:0"], arguments].concat(), &[])
    }

    /// The same on all cores.
    pub(crate) fn unbound(arguments: &[&str]) -> Outcome<Self> {
        let mut server = Command::new(env!("CARGO_BIN_EXE_insights-mock"));
        server.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments);
        Self::begin(server, &[])
    }

    /// A server that has so many interactions.
    pub(crate) fn stored(interactions: usize) -> Outcome<Self> {
        Self::start(&std::env::current_exe()?, &["serve", &interactions.to_string()], &[])
    }

    /// A bare server that gives that answer.
    pub(crate) fn bare(answer: &[u8]) -> Outcome<Self> {
        Self::start(&std::env::current_exe()?, &["bare"], answer)
    }

    fn start(program: &Path, arguments: &[&str], input: &[u8]) -> Outcome<Self> {
        let mut server = Command::new("taskset");
        server.args(["-c", CORE]).arg(program).args(arguments);
        Self::begin(server, input)
    }

    fn begin(mut server: Command, input: &[u8]) -> Outcome<Self> {
        let started = now();
        let child = server.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input)?;
        }
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no standard output")?).read_line(&mut line)?;
        let took = started.elapsed();
        let address = line.trim().strip_prefix("listening on http://");
        let address = address.ok_or_else(|| format!("the server says {line:?}"))?.parse()?;
        Ok(Self { child, address, took })
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// A connection to it.
    pub(crate) fn connection(&self) -> Outcome<Connection> {
        Connection::to(self.address)
    }

    /// For how long its threads have been at work.
    pub(crate) fn work(&self) -> Outcome<Duration> {
        let mut work = Duration::ZERO;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let times = fs::read_to_string(thread?.path().join("schedstat"))?;
            work += Duration::from_nanos(times.split(' ').next().ok_or("no times")?.parse()?);
        }
        Ok(work)
    }

    /// What it takes of the memory.
    pub(crate) fn memory(&self) -> Outcome<Memory> {
        let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let field = |name: &str| -> Outcome<f64> {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such field")?;
            Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0)
        };
        Ok(Memory { resident: field("Rss:")?, proportional: field("Pss:")? })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the system's stopwatch shows.
#[expect(clippy::disallowed_methods, reason = "measuring takes a stopwatch")]
pub(crate) fn now() -> std::time::Instant {
    std::time::Instant::now()
}
