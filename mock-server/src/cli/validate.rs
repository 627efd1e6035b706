//! `insights-mock validate`

use std::path::PathBuf;
use std::process::ExitCode;

use mock_server::load::{self, Trouble};

use super::{UNUSABLE, report};

#[derive(Debug, clap::Args)]
pub(crate) struct Validate {
    /// Scenarios (.toml), recorded answers (.json), and folders of them; each file is judged by itself.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Validate {
    pub(crate) fn run(self) -> ExitCode {
        let files = match load::files(&self.files) {
            Ok(files) => files,
            Err(trouble) => {
                report::tell(&[trouble]);
                return ExitCode::from(UNUSABLE);
            }
        };
        let troubles: Vec<Trouble> = files.iter().flat_map(|file| load::check(file)).collect();
        report::tell(&troubles);
        eprintln!("{}", summary(files.len(), troubles.len()));
        if troubles.iter().any(|trouble| matches!(trouble, Trouble::Unreadable(..))) {
            ExitCode::from(UNUSABLE)
        } else if troubles.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn summary(files: usize, troubles: usize) -> String {
    let counted = |number, one| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    match troubles {
        0 => format!("{}: nothing wrong", counted(files, "file")),
        _ => format!("{}: {}", counted(files, "file"), counted(troubles, "problem")),
    }
}
