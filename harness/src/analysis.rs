//! Analyses: what is put to the test.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::client::Client;
use crate::command;
use crate::contract::{Given, Limits};

/// An analysis: a program, or a function of a client.
#[derive(Clone)]
pub struct Analysis(Way);

#[derive(Clone)]
enum Way {
    Program { line: String, folder: Option<PathBuf> },
    Function(Arc<dyn Function>),
}

/// What one run came to.
pub type Ran = Result<Value, Broken>;

/// How an analysis broke the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It could not be started.
    NotStarted {
        /// Why not.
        why: String,
    },
    /// It took too long, and was ended with everything that it had started.
    TooSlow {
        /// How long it might have taken.
        limit: Duration,
        /// The end of its standard error.
        stderr: String,
    },
    /// It wrote too much, and was ended with everything that it had started.
    TooMuch {
        /// How many bytes it might have written.
        limit: usize,
    },
    /// It ended, and not well.
    Failed {
        /// How: `exit code 1`, `signal 9`, or a function's error.
        how: String,
        /// The end of its standard error.
        stderr: String,
    },
    /// What it wrote is not one JSON document.
    NoJson {
        /// What is wrong with it, and where.
        why: String,
        /// The beginning of what it wrote.
        wrote: String,
        /// The end of its standard error.
        stderr: String,
    },
}

impl Analysis {
    /// A program: a line for the shell, run in that folder, or where the harness runs.
    pub fn program(line: impl Into<String>, folder: Option<PathBuf>) -> Self {
        Self(Way::Program { line: line.into(), folder })
    }

    /// An async function that takes a client, and answers with what is to be judged.
    pub fn function<F, Answering, T, E>(function: F) -> Self
    where
        F: Fn(Client) -> Answering + Send + Sync + 'static,
        Answering: Future<Output = Result<T, E>> + Send + 'static,
        T: Serialize,
        E: fmt::Display,
    {
        Self(Way::Function(Arc::new(Typed(function))))
    }

    /// The line for the shell; `None` of a function.
    pub fn line(&self) -> Option<&str> {
        match &self.0 {
            Way::Program { line, .. } => Some(line),
            Way::Function(_) => None,
        }
    }

    /// Runs it once. A function shares the connections of `http`.
    pub async fn run(&self, given: Given, limits: Limits, http: &reqwest::Client) -> Ran {
        match &self.0 {
            Way::Program { line, folder } => command::run(line, folder.as_deref(), &given, limits).await,
            Way::Function(function) => {
                let answering = function.answer(Client::over(http.clone(), given));
                // A task of its own, so that a panic is its own, too.
                let task = tokio::spawn(answering);
                let _abort = AbortOnDrop(task.abort_handle());
                match tokio::time::timeout(limits.time, task).await {
                    Ok(Ok(ran)) => ran,
                    Ok(Err(panicked)) => Err(Broken::Failed { how: panicked.to_string(), stderr: String::new() }),
                    Err(_) => Err(Broken::TooSlow { limit: limits.time, stderr: String::new() }),
                }
            }
        }
    }
}

impl fmt::Debug for Analysis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Way::Program { line, .. } => write!(f, "Analysis({line:?})"),
            Way::Function(_) => f.write_str("Analysis(a function)"),
        }
    }
}

/// Ends a task that nobody waits for any more.
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A function of a client, whatever it answers with.
trait Function: Send + Sync {
    fn answer(&self, client: Client) -> Pin<Box<dyn Future<Output = Ran> + Send>>;
}

struct Typed<F>(F);

impl<F, Answering, T, E> Function for Typed<F>
where
    F: Fn(Client) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Result<T, E>> + Send + 'static,
    T: Serialize,
    E: fmt::Display,
{
    fn answer(&self, client: Client) -> Pin<Box<dyn Future<Output = Ran> + Send>> {
        let answering = (self.0)(client);
        Box::pin(async move {
            match answering.await {
                Ok(answer) => serde_json::to_value(answer).map_err(|error| Broken::NoJson {
                    why: error.to_string(),
                    wrote: String::new(),
                    stderr: String::new(),
                }),
                Err(error) => Err(Broken::Failed { how: error.to_string(), stderr: String::new() }),
            }
        })
    }
}
