//! The examples in other languages, as analyses in this process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use harness::analysis::Analysis;
use harness::client::Client;
use serde_json::{Map, Value, json};

/// A change to the text of an example: what is replaced, and by what.
pub(crate) type Change = (&'static str, &'static str);

/// The analysis of that name in Python, after these changes to it or to its client.
pub(crate) fn python(name: &'static str, changes: &'static [Change]) -> Analysis {
    analysis(&PYTHON, name, changes)
}

/// The analysis of that name in JavaScript.
pub(crate) fn javascript(name: &'static str) -> Analysis {
    analysis(&NODE, name, &[])
}

static PYTHON: LazyLock<Batch> = LazyLock::new(|| Batch::new("python3", "answer.py"));
static NODE: LazyLock<Batch> = LazyLock::new(|| Batch::new("node", "answer.mjs"));

fn analysis(batch: &'static Batch, name: &'static str, changes: &'static [Change]) -> Analysis {
    Analysis::function(move |client: Client| async move {
        let environment: Map<String, Value> =
            client.given().variables().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        let changes: Vec<Value> = changes.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect();
        let asked = json!({ "analysis": name, "environment": environment, "changes": changes });
        let told = tokio::task::spawn_blocking(move || batch.ask(&asked)).await;
        told.unwrap_or_else(|error| Err(error.to_string()))
    })
}

/// Processes that answer one question after the other.
struct Batch {
    program: &'static str,
    script: String,
    idle: Mutex<Vec<Running>>,
}

struct Running {
    /// It ends when its input does, which is with this process.
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Batch {
    fn new(program: &'static str, script: &str) -> Self {
        let script = format!("{}/tests/examples/{script}", env!("CARGO_MANIFEST_DIR"));
        Self { program, script, idle: Mutex::default() }
    }

    fn ask(&self, asked: &Value) -> Result<Value, String> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle().pop();
        let mut running =
            known.map_or_else(|| self.start(), Ok).map_err(|error| format!("{}: {error}", self.program))?;
        let mut told = String::new();
        let spoken = writeln!(running.input, "{asked}").and_then(|()| running.output.read_line(&mut told));
        spoken.map_err(|error| error.to_string())?;
        idle().push(running);
        let told: Value = serde_json::from_str(&told).map_err(|error| format!("{error}: {told}"))?;
        match told.get("error") {
            Some(error) => Err(error.as_str().unwrap_or_default().to_owned()),
            None => Ok(told["answer"].clone()),
        }
    }

    fn start(&self) -> std::io::Result<Running> {
        let mut command = Command::new(self.program);
        let mut child =
            command.arg(&self.script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let gone = || std::io::Error::other("it has no pipes");
        let (input, output) = (child.stdin.take().ok_or_else(gone)?, child.stdout.take().ok_or_else(gone)?);
        Ok(Running { _child: child, input, output: BufReader::new(output) })
    }
}
