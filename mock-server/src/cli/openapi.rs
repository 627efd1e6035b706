//! `insights-mock openapi`

use std::process::ExitCode;

use super::{UNUSABLE, output};

#[derive(Debug, clap::Args)]
pub(crate) struct Openapi {}

impl Openapi {
    pub(crate) fn run(self) -> ExitCode {
        match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => output::result(&runtime.block_on(mock_server::openapi::document())),
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::from(UNUSABLE)
            }
        }
    }
}
