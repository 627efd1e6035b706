//! Which goldens there are, and what becomes of answers that are not like them, on the command line.

use std::path::PathBuf;

use harness::golden::form::{Form, Order};
use harness::golden::redaction::Redaction;
use harness::golden::{Goldens, Update, in_ci};

#[derive(Debug, clap::Args)]
pub(crate) struct Golden {
    /// Compare answers with those that were accepted before, in this folder.
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, require_equals = true, default_missing_value = "snapshots")]
    goldens: Option<PathBuf>,

    /// What becomes of answers that are not like their goldens: no, new (they wait for a review) or always (they become the
    /// goldens, unless truth refuses them). Without it, new; in CI, no.
    #[arg(long, value_name = "HOW")]
    update: Option<Update>,

    /// With --update always, take over what truth refuses, too.
    #[arg(long)]
    against_truth: bool,

    /// A list whose order says nothing, and the fields to put it in order by: PLACE=KEY,KEY, or KEY,KEY of an answer that is a
    /// list.
    #[arg(long, value_name = "ORDER")]
    order: Vec<Order>,

    /// Mask what differs from run to run: PLACE=KIND, such as **.runId=guid. What is not of its kind is not masked. Kinds are
    /// guid, instant, milliseconds, number and text.
    #[arg(long, value_name = "REDACTION")]
    redact: Vec<Redaction>,
}

impl Golden {
    /// Where the goldens are: here, or else where the config file says; `None` if nothing is to be compared.
    pub(super) fn goldens(&self, configured: Option<PathBuf>) -> Result<Option<Goldens>, String> {
        let Some(folder) = self.goldens.clone().or(configured) else {
            let told = [
                ("--update", self.update.is_some()),
                ("--against-truth", self.against_truth),
                ("--order", !self.order.is_empty()),
                ("--redact", !self.redact.is_empty()),
            ];
            return match told.into_iter().find(|(_, is_told)| *is_told) {
                Some((option, _)) => Err(format!("{option} is about goldens: tell --goldens, too")),
                None => Ok(None),
            };
        };
        let update = self.update.unwrap_or_else(Update::usual);
        if update == Update::Always && in_ci() {
            return Err("in CI nothing is accepted (the environment variable CI is set)".to_owned());
        }
        let goldens = Goldens::new(folder, update);
        Ok(Some(if self.against_truth { goldens.against_truth() } else { goldens }))
    }

    /// Adds what is told here to the form of the answers in them.
    pub(super) fn add_to(&self, form: &mut Form) {
        form.orders.extend(self.order.iter().cloned());
        form.redactions.extend(self.redact.iter().cloned());
    }
}
