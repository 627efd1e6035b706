//! `insights-harness schema`

use std::process::ExitCode;
use std::str::FromStr;

use harness::question::Question;
use harness::{config, report};
use scenarios::problem::nearest;

use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct Schema {
    /// Of what: `report` (what --report json writes), `config` (insights.toml), or a question (its answer)
    #[arg(value_name = "WHAT")]
    what: What,
}

/// What has a schema.
#[derive(Clone, Copy, Debug)]
enum What {
    Report,
    Config,
    Answer(Question),
}

impl FromStr for What {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "report" => Ok(Self::Report),
            "config" => Ok(Self::Config),
            _ => text.parse().map(Self::Answer).map_err(|_| {
                let names = ["report", "config"].into_iter().chain(Question::ALL.map(Question::name));
                let names: Vec<&str> = names.collect();
                match nearest(text, names.iter().copied()) {
                    Some(near) => format!("there is no schema of {text:?}; write {near:?}"),
                    None => format!("there is no schema of {text:?}; there are {}", names.join(", ")),
                }
            }),
        }
    }
}

impl Schema {
    pub(crate) fn run(self) -> ExitCode {
        let schema = match self.what {
            What::Report => report::schema(),
            What::Config => config::schema(),
            What::Answer(question) => question.schema(),
        };
        output::result(&format!("{schema:#}\n"))
    }
}
