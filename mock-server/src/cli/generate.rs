//! `insights-mock generate`

use std::path::PathBuf;
use std::process::ExitCode;

use mock_server::load::{self, Trouble};
use scenarios::format;
use scenarios::generate::{Config, seeded};

use super::{UNUSABLE, output, report};

#[derive(Debug, clap::Args)]
pub(crate) struct Generate {
    /// Which one: the same scenario for the same seed and config, on every machine and in every release.
    #[arg(long, value_name = "SEED")]
    seed: u64,

    /// How large it is, and how often what happens in it: a TOML file. Without it, small and nasty.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(self) -> ExitCode {
        let config = match config(self.config) {
            Ok(config) => config,
            Err(troubles) => {
                report::tell(&troubles);
                return ExitCode::from(UNUSABLE);
            }
        };
        match output::text(&format::print(&seeded(self.seed, &config))) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(UNUSABLE),
        }
    }
}

/// The config of that file, or the usual one.
pub(super) fn config(file: Option<PathBuf>) -> Result<Config, Vec<Trouble>> {
    file.map_or_else(|| Ok(Config::default()), |file| load::config(&file))
}
