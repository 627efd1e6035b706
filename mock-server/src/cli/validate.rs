//! `insights-mock validate`

use std::path::PathBuf;
use std::process::ExitCode;

use mock_server::load::{self, Trouble};

use super::{UNUSABLE, report};

#[derive(Debug, clap::Args)]
pub(crate) struct Validate {
    /// Scenarios, configs of centres and plans of faults (.toml), recorded answers (.json), and folders of them; each file is
    /// judged by itself.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Validate {
    pub(crate) fn run(self) -> ExitCode {
        let mut troubles: Vec<Trouble> = Vec::new();
        let mut judged = 0;
        // What cannot be found does not keep the others from being judged.
        for path in self.files {
            match load::files(std::slice::from_ref(&path)) {
                Err(trouble) => troubles.push(trouble),
                Ok(files) => {
                    judged += files.len();
                    troubles.extend(files.iter().flat_map(|file| load::check(file)));
                }
            }
        }
        report::tell(&troubles);
        eprintln!("{}", summary(judged, troubles.len()));
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
