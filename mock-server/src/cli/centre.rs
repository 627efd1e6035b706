//! Which simulated centre is meant.

use std::path::PathBuf;

use mock_server::load::{self, SEED, Trouble};
use scenarios::simulation::{Config, Operation};

#[derive(Debug, clap::Args)]
pub(super) struct CentreOf {
    /// A simulated contact centre: a TOML file. Without it, the usual one.
    #[arg(long, value_name = "FILE")]
    centre: Option<PathBuf>,

    /// Which of its histories: the same for the same seed and centre, on every machine.
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
}

impl CentreOf {
    /// The centre at work.
    ///
    /// # Errors
    ///
    /// What is wrong with its file.
    pub(super) fn operation(&self) -> Result<Operation, Vec<Trouble>> {
        let config = self.centre.as_deref().map_or_else(|| Ok(Config::default()), load::centre)?;
        let told = |problem: scenarios::problem::Problem| Trouble::Mismatched(problem.to_string());
        Operation::new(config, self.seed).map_err(|problems| problems.into_iter().map(told).collect())
    }
}
