//! `insights-mock serve`

use std::future::Future;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgGroup;
use clap::builder::NonEmptyStringValueParser;
use mock_server::clock::Pace;
use mock_server::guide;
use mock_server::host::{Bounds, Host, Patience};
use mock_server::load::{self, SEED, Story, Trouble};
use mock_server::server::Server;
use mock_server::watch::{News, Watch};
use mock_server::world::{Faults, Rebase, Settings, World, shape};
use scenarios::problem::Problem;
use scenarios::scenario::Shape;
use scenarios::time::Instant;
use tracing_subscriber::EnvFilter;

use super::generate::config;
use super::{UNUSABLE, output, report};

#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("told").args(["files", "generate", "centre"])))]
#[command(group(ArgGroup::new("ends").args(["files", "generate"]).multiple(true)))]
pub(crate) struct Serve {
    /// One scenario (.toml), or any number of recorded answers (.json), or folders of them; none for the demo centre.
    #[arg(value_name = "FILE|DIR")]
    files: Vec<PathBuf>,

    /// Serve the scenario that `insights-mock generate` prints for this seed.
    #[arg(long, value_name = "SEED")]
    generate: Option<u64>,

    /// How large that scenario is, and how often what happens in it: a TOML file.
    #[arg(long, value_name = "FILE", requires = "generate")]
    config: Option<PathBuf>,

    /// Serve a contact centre at work, which never ends: a TOML file says what it is like.
    #[arg(long, value_name = "FILE")]
    centre: Option<PathBuf>,

    /// What everything in that centre depends on that happens by chance.
    #[arg(long, value_name = "SEED", default_value_t = SEED, requires = "centre", conflicts_with_all = ["files", "generate"])]
    seed: u64,

    /// The address to listen on; port 0 stands for any that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,

    /// How the clock goes: live, frozen, or so many times as fast as real time.
    ///
    /// Without it, files and generated scenarios are frozen just after all that they tell has been processed, or at the
    /// scenario's own `now`; a centre at work, as the demo is, is live.
    #[arg(long, value_name = "live|frozen|xN")]
    clock: Option<Pace>,

    /// What the clock shows first. Without it a live clock shows the real time, a faster one begins with the story.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    at: Option<Instant>,

    /// Shift what is told, so that the last of it has just been processed at this instant, or that the scenario's
    /// own `now` is this instant.
    #[arg(long, value_name = "INSTANT|now", value_parser = Rebase::parse, requires = "ends")]
    rebase: Option<Rebase>,

    /// The fields to serve: all that are known today, or those of the FAQ's examples. Without it, what the scenario says.
    #[arg(long, value_name = "current|2020", value_parser = shape)]
    shape: Option<Shape>,

    /// The most items that a page has, whatever limit is sent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    largest_page: Option<u32>,

    /// What goes wrong on purpose: the name of a ready-made plan, a file that tells one (.toml, .json), or none.
    ///
    /// Without it, what the scenario says. Ready-made are rate-limit, token-expiry, flaky-page, outage, late-data,
    /// rewritten-states and chaos.
    #[arg(long, value_name = "NAME|FILE|none")]
    faults: Option<String>,

    /// A token that is always valid.
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    token: Option<String>,

    /// What whoever controls the server, at /__control, has to send as `Authorization: Bearer …`.
    ///
    /// Without it anybody may, so it is needed when listening on an address that others can reach.
    #[arg(long, value_name = "TOKEN", value_parser = NonEmptyStringValueParser::new())]
    control_token: Option<String>,

    /// How many MiB of a centre's answers are put aside in a temporary file, to be given again; 0 for none.
    #[arg(long, value_name = "MIB", default_value_t = Bounds::default().spilled >> 20)]
    spill: u64,

    /// Read the files again whenever they change.
    #[arg(long, requires = "files")]
    watch: bool,
}

impl Serve {
    pub(crate) fn run(self) -> ExitCode {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
        let colours = io::stderr().is_terminal();
        tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(colours).with_env_filter(filter).init();
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return unusable(&format!("no threads can be had: {error}")),
        };
        runtime.block_on(self.serve())
    }

    async fn serve(self) -> ExitCode {
        let settings = Settings {
            pace: self.clock,
            at: self.at,
            rebase: self.rebase,
            shape: self.shape,
            largest_page: self.largest_page,
            token: self.token.clone(),
            faults: match faults(self.faults.as_deref()) {
                Ok(faults) => faults,
                Err(troubles) => {
                    report::tell(&troubles);
                    return ExitCode::from(UNUSABLE);
                }
            },
        };
        // Seen before it is read: what changes meanwhile is read again.
        let watch = self.watch.then(|| Watch::new(self.files.clone(), settings.clone()));
        let world = match aside(|| self.world(&settings)) {
            Ok(world) => world,
            Err(troubles) => {
                report::tell(&troubles);
                return ExitCode::from(UNUSABLE);
            }
        };
        let bounds = Bounds { spilled: self.spill.saturating_mul(1 << 20), ..Bounds::default() };
        let host = Host::with(world, Patience::default(), self.control_token.clone(), bounds);
        let bound = Server::bind(&self.listen, host.clone()).await;
        let (server, address) = match bound.and_then(|server| server.address().map(|address| (server, address))) {
            Ok(bound) => bound,
            Err(error) => return unusable(&format!("cannot listen on {}: {error}", self.listen)),
        };
        if !address.ip().is_loopback() && self.control_token.is_none() {
            return unusable(&format!(
                "others can reach {address}, and could control the server; give it a --control-token, or listen on \
                 127.0.0.1"
            ));
        }
        let stop = match stop() {
            Ok(stop) => stop,
            Err(error) => return unusable(&format!("signals cannot be waited for: {error}")),
        };
        let base = format!("http://{address}");
        if output::line(&format!("listening on {base}")).is_err() {
            return unusable("nobody reads the standard output");
        }
        introduce(&host, &base);
        if let Some(watch) = watch {
            std::thread::spawn(move || watch.run(&host, tell));
        }
        server.run(stop).await;
        ExitCode::SUCCESS
    }

    fn world(&self, settings: &Settings) -> Result<World, Vec<Trouble>> {
        if let Some(file) = &self.centre {
            let story = load::centre(file).map(|config| Story::centre(config, self.seed))?;
            let world = story.and_then(|story| World::of(story, settings));
            let told = |problem: Problem| Trouble::Mismatched(format!("{}: {problem}", file.display()));
            let world = world.map_err(|problems| problems.into_iter().map(told).collect::<Vec<_>>())?;
            return Ok(world.titled(&file.display().to_string()));
        }
        let Some(seed) = self.generate else { return World::open(&self.files, settings) };
        let config = config(self.config.clone())?;
        let world = Story::generated(seed, &config).and_then(|story| World::of(story, settings));
        let told = |problem| Trouble::Mismatched(format!("seed {seed} cannot be told: {problem}"));
        world.map_err(|problems| problems.into_iter().map(told).collect())
    }
}

/// What is made on a thread of its own: what that took besides is given back when the thread ends, and one that then
/// waits for clients would keep it.
fn aside<T: Send>(make: impl FnOnce() -> T + Send) -> T {
    let made = std::thread::scope(|scope| scope.spawn(make).join());
    made.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The plan of faults that the option names.
fn faults(named: Option<&str>) -> Result<Faults, Vec<Trouble>> {
    match named {
        None => Ok(Faults::AsTold),
        Some(file) if file.ends_with(".toml") || file.ends_with(".json") => {
            Ok(Faults::Plan(Arc::new(load::faults(Path::new(file))?)))
        }
        Some(name) => Faults::parse(name).map_err(|wrong| {
            vec![Trouble::Mismatched(format!(
                "--faults: {wrong}; a plan of one's own is a file that ends in .toml or .json"
            ))]
        }),
    }
}

/// What to try first.
fn introduce(host: &Host, base: &str) {
    let (world, now) = host.world();
    eprintln!("the clock {} and shows {now}", world.clock());
    eprintln!("for people: {base}/   for programs: {base}/openapi.json");
    for example in guide::examples(base, &world, now) {
        eprintln!("\n# {}\n{}", example.what, example.command);
    }
}

fn tell(news: News) {
    match news {
        News::Same => {}
        News::Replaced => eprintln!("the files have changed: now serving what they tell"),
        News::RightAgain => eprintln!("the files are right again: now serving what they tell"),
        News::Wrong(troubles) => {
            report::tell(&troubles);
            eprintln!("the files have changed and are wrong: still serving what they told before");
        }
    }
}

/// Done when the process is asked to end.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Done when the process is asked to end.
#[cfg(not(unix))]
fn stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where no such request can be waited for, the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

fn unusable(what: &str) -> ExitCode {
    eprintln!("error: {what}");
    ExitCode::from(UNUSABLE)
}

pub(super) fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|error| error.to_string())
}
