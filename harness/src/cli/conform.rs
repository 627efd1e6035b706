//! `insights-harness conform`

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use harness::conform::{self, Conform, Control, Credentials, Known, Manners, Report, Target, Window};
use harness::reproduce::Line;
use harness::target::address;
use scenarios::time::{Instant, Span};

use super::output;
use super::reports::Reports;

/// How long the window is that is looked at, and how long it has been over.
const WINDOW: &str = "2h";
const SETTLED: &str = "1h";

/// The addresses and credentials come from the environment where they are not told, as an analysis is given them.
#[derive(Debug, clap::Args)]
pub(crate) struct Command {
    /// The base address of a server with data of its own, to which `/stats` is added
    #[arg(long, value_name = "URL", env = "INSIGHTS_BASE_URL", value_parser = address)]
    target: Option<String>,

    /// The address of the token endpoint [default: the target's, with /Auth/connect/token]
    #[arg(long, value_name = "URL", env = "INSIGHTS_TOKEN_URL", value_parser = address)]
    token_url: Option<String>,

    /// The client that asks for tokens
    #[arg(long, value_name = "ID", env = "INSIGHTS_CLIENT_ID")]
    client_id: Option<String>,

    /// Its secret
    #[arg(long, value_name = "SECRET", env = "INSIGHTS_CLIENT_SECRET", hide_env_values = true)]
    client_secret: Option<String>,

    /// A token that is good already
    #[arg(long, value_name = "TOKEN", env = "INSIGHTS_TOKEN", hide_env_values = true)]
    token: Option<String>,

    /// Where the window begins that is looked at
    #[arg(long, value_name = "INSTANT", requires = "end")]
    start: Option<String>,

    /// Where it ends
    #[arg(long, value_name = "INSTANT", requires = "start")]
    end: Option<String>,

    /// How long the window is, if neither its start nor its end is told
    #[arg(long, value_name = "SPAN", default_value = WINDOW, conflicts_with = "start")]
    window: String,

    /// How long it has been over, so that all of it has been processed
    #[arg(long, value_name = "SPAN", default_value = SETTLED, conflicts_with = "start")]
    settled: String,

    /// A mock server's address: worlds are made there in which all sorts of things happen
    #[arg(long, value_name = "URL", value_parser = address)]
    control: Option<String>,

    /// What that server wants to be shown by whoever controls it
    #[arg(long, value_name = "TOKEN", requires = "control", env = "INSIGHTS_CONTROL_TOKEN", hide_env_values = true)]
    control_token: Option<String>,

    /// Make worlds of this scenario of the catalog only; may be said several times
    #[arg(long, value_name = "NAME", requires = "control")]
    world: Vec<String>,

    /// Have those worlds answer wrongly, by a plan of faults in this file: to see which claims tell
    #[arg(long, value_name = "FILE", requires = "control")]
    faults: Option<PathBuf>,

    /// Only claims whose ids begin like this, such as 2.4 or 2.4.started; may be said several times
    #[arg(long, value_name = "ID")]
    only: Vec<String>,

    /// Look also for what the mock server chose where nobody knows
    #[arg(long)]
    choices: bool,

    /// A file with the ids of claims that are known to fail: a line each, `#` begins a comment
    #[arg(long, value_name = "FILE")]
    known_failing: Option<PathBuf>,

    /// How long to wait before each request [default: 500ms, and 0 for this machine]
    #[arg(long, value_name = "SPAN")]
    pause: Option<String>,

    /// The most requests to make
    #[arg(long, value_name = "NUMBER", default_value_t = 2000)]
    requests: usize,

    #[command(flatten)]
    reports: Reports,

    /// List the claims, and ask nobody
    #[arg(long)]
    list: bool,
}

impl Command {
    pub(crate) fn run(self) -> ExitCode {
        if self.list {
            return output::result(&self.listed());
        }
        self.judged().unwrap_or_else(|why| output::unusable(&why))
    }

    fn judged(self) -> Result<ExitCode, String> {
        let (reports, again) = (self.reports.clone(), self.again());
        reports.are_apart()?;
        let report = self.conform()?.run().map_err(|unable| unable.to_string())?;
        let report = Report { again: Some(again), ..report };
        reports.tell_as(&report.to_string(), &report.verdict())
    }

    /// The command that asks the same again, but for which claims. Credentials are in the environment, or are added by
    /// whoever does it.
    fn again(&self) -> Line {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let unusual = |given: &str, usual: &str| Some(given.to_owned()).filter(|given| given != usual);
        let line = Line::of("conform")
            .with_each("--target", &self.target)
            .with_each("--token-url", &self.token_url)
            .with_each("--start", &self.start)
            .with_each("--end", &self.end)
            .with_each("--window", unusual(&self.window, WINDOW))
            .with_each("--settled", unusual(&self.settled, SETTLED))
            .with_each("--control", &self.control)
            .with_each("--world", &self.world)
            .with_each("--faults", path(&self.faults))
            .with_each("--known-failing", path(&self.known_failing))
            .with_each("--pause", &self.pause);
        if self.choices { line.with_flag("--choices") } else { line }
    }

    /// What it says on the command line, in a form that can be looked for.
    fn conform(self) -> Result<Conform, String> {
        if self.target.is_none() && self.control.is_none() {
            return Err(
                "there is nobody to ask: tell --target URL, or --control URL of a mock server, or both".to_owned()
            );
        }
        let known = match &self.known_failing {
            None => Known::default(),
            Some(path) => Known::parse(&read(path)?).map_err(|not| format!("{}: {not}", path.display()))?,
        };
        let faults = self.faults.as_ref().map(read).transpose()?;
        let addresses = self.target.iter().chain(&self.control);
        let pause = match &self.pause {
            Some(text) => Duration::from_millis(span("--pause", text)?.as_millis().unsigned_abs()),
            None if addresses.clone().all(|address| is_this_machine(address)) => Duration::ZERO,
            None => Duration::from_millis(500),
        };
        // On this machine, worlds take more requests than anybody would ask a service for.
        let most = if self.control.is_some() { usize::MAX } else { self.requests };
        let window = match (&self.start, &self.end) {
            (Some(start), Some(end)) => Window::Between(instant("--start", start)?, instant("--end", end)?),
            _ => Window::Settled { length: span("--window", &self.window)?, ago: span("--settled", &self.settled)? },
        };
        let client = match (self.client_id, self.client_secret) {
            (Some(id), Some(secret)) => Some((id, secret)),
            (None, None) => None,
            (Some(_), None) => return Err("--client-id needs --client-secret".to_owned()),
            (None, Some(_)) => return Err("--client-secret needs --client-id".to_owned()),
        };
        let target = match self.target {
            None => None,
            Some(_) if client.is_none() && self.token.is_none() => {
                return Err("the target cannot be asked: tell --client-id and --client-secret, or --token".to_owned());
            }
            Some(base) => {
                let token_url = || format!("{}/Auth/connect/token", base.trim_end_matches('/'));
                let token_url = self.token_url.unwrap_or_else(token_url);
                Some(Target { base, token_url, credentials: Credentials { client, token: self.token }, window })
            }
        };
        let control = self.control.map(|url| Control { url, token: self.control_token, faults });
        let manners = Manners { pause, most, ..Manners::default() };
        let (worlds, only, choices) = (self.world, self.only, self.choices);
        Ok(Conform { target, control, worlds, only, choices, known, manners })
    }

    fn listed(&self) -> String {
        let mut list = String::new();
        for claim in conform::claims() {
            if self.only.is_empty() || self.only.iter().any(|only| claim.id.starts_with(only)) {
                let _ = writeln!(list, "{} {}: {}", claim.sure.letter(), claim.id, claim.says);
            }
        }
        list
    }
}

fn read(path: &PathBuf) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn span(option: &str, text: &str) -> Result<Span, String> {
    Span::parse(text).map_err(|not| format!("{option} is {text:?}, {not}"))
}

fn instant(option: &str, text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|not| format!("{option} is {text:?}, {not}"))
}

/// Whether an address is on this machine, where nobody else is kept from anything.
fn is_this_machine(address: &str) -> bool {
    let host = address.split("://").nth(1).unwrap_or(address);
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|known| host.starts_with(known))
}
