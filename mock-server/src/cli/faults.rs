//! `insights-mock faults`

use std::process::ExitCode;

use scenarios::fault::{Fault, ReadyMade};
use scenarios::format::{self, About};

use super::{UNUSABLE, output};

#[derive(Debug, clap::Args)]
pub(crate) struct Faults {
    /// The plan to print: rate-limit, token-expiry, flaky-page, outage, late-data, rewritten-states or chaos.
    ///
    /// Without a name, every fault is listed, and every key that a rule can have.
    #[arg(value_name = "NAME", value_parser = ready_made)]
    name: Option<ReadyMade>,
}

impl Faults {
    pub(crate) fn run(self) -> ExitCode {
        let text = self.name.map_or_else(all, |ready| ready.text().to_owned());
        if output::text(&text).is_err() { ExitCode::from(UNUSABLE) } else { ExitCode::SUCCESS }
    }
}

/// Each fault by its word, and what it is; then what rules say of faults and of positions.
fn all() -> String {
    let width = Fault::EACH.iter().map(|fault| fault.word().len()).max().unwrap_or_default();
    let line = |name: &str, about: &str| format!("{name:width$}  {about}\n");
    let faults = Fault::EACH.into_iter().map(|fault| line(fault.word(), &(fault.about().to_owned() + &keys(fault))));
    let told = |key: About| {
        let default = key.default.map(|default| format!(" (without it: {default})")).unwrap_or_default();
        line(key.name, &format!("{}{default}", key.about))
    };
    let more = format::fault_keys().map(told);
    let positions = format::position_keys().map(told);
    let mut text: String = faults.collect();
    text.push_str("\nWhat a rule says of its fault, where that needs or takes it:\n\n");
    text.extend(more);
    text.push_str(
        "\nWhich requests it befalls: those of which all holds that is said; without a word, all of them.\n\n",
    );
    text.extend(positions);
    text
}

/// What a rule of the fault has to say, and what it may.
fn keys(fault: Fault) -> String {
    let (needs, takes) = format::needs_and_takes(fault);
    let listed = |verb: &str, keys: &[&str]| format!(" {verb} {}.", keys.join(", "));
    let needs = if needs.is_empty() { String::new() } else { listed("Needs", &needs) };
    let takes = if takes.is_empty() { String::new() } else { listed("Takes", &takes) };
    needs + &takes
}

fn ready_made(name: &str) -> Result<ReadyMade, String> {
    let known = || ReadyMade::ALL.map(ReadyMade::name).join(", ");
    ReadyMade::of(name).ok_or_else(|| format!("there are {}", known()))
}
