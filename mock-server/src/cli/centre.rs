//! Which centre at work is meant.

use std::path::PathBuf;
use std::sync::Arc;

use mock_server::load::{self, SEED, Trouble};
use scenarios::demo;
use scenarios::problem::Problem;
use scenarios::simulation::Operation;

#[derive(Debug, clap::Args)]
pub(super) struct CentreOf {
    /// A contact centre at work: a TOML file says what it is like. Without it, the demo centre.
    #[arg(long, value_name = "FILE")]
    centre: Option<PathBuf>,

    /// What everything in that centre depends on that happens by chance.
    #[arg(long, value_name = "SEED", default_value_t = SEED, requires = "centre")]
    seed: u64,
}

impl CentreOf {
    /// The centre at work.
    ///
    /// # Errors
    ///
    /// What is wrong with its file.
    pub(super) fn operation(&self) -> Result<Arc<Operation>, Vec<Trouble>> {
        let Some(file) = &self.centre else { return Ok(Arc::new(demo::centre())) };
        let told = |problem: Problem| Trouble::Mismatched(format!("{}: {problem}", file.display()));
        let operation = Operation::new(load::centre(file)?, self.seed).map(Arc::new);
        operation.map_err(|problems| problems.into_iter().map(told).collect())
    }
}
