//! Programs: started with what they are given, watched, and ended when they exceed their limits.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use crate::analysis::{Broken, Ran};
use crate::contract::{Given, Limits};

/// How much of its standard error is kept: the end of it.
const STDERR_KEPT: usize = 8 << 10;

/// How much of what is no JSON is shown: the beginning of it.
const OUTPUT_SHOWN: usize = 400;

/// Runs a line of shell once, which is to write one JSON document.
pub(crate) async fn run(line: &str, folder: Option<&Path>, given: &Given, limits: Limits) -> Ran {
    let (output, stderr) = finished(line, folder, given, limits).await?;
    serde_json::from_slice(&output).map_err(|error| {
        let wrote: String = String::from_utf8_lossy(&output).chars().take(OUTPUT_SHOWN).collect();
        let why = if output.trim_ascii().is_empty() { "it wrote nothing".to_owned() } else { error.to_string() };
        Broken::NoJson { why, wrote, stderr }
    })
}

/// Runs a line of shell once, which is to end well, whatever it writes.
pub(crate) async fn pass(line: &str, folder: Option<&Path>, given: &Given, limits: Limits) -> Result<(), Broken> {
    finished(line, folder, given, limits).await.map(drop)
}

/// Runs a line of shell once; returns what it wrote, and the end of its standard error.
async fn finished(
    line: &str,
    folder: Option<&Path>,
    given: &Given,
    limits: Limits,
) -> Result<(Vec<u8>, String), Broken> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).envs(given.variables());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // A group of its own, so that all that it starts can be ended with it.
    command.process_group(0);
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    let mut child = command.spawn().map_err(|error| Broken::NotStarted { why: error.to_string() })?;
    let group = Group::of(&child);
    let mut stderr = Vec::new();
    let ended = tokio::time::timeout(limits.time, watch(&mut child, limits.output, &mut stderr)).await;
    let stderr = String::from_utf8_lossy(&stderr).trim_end().to_owned();
    let (output, status) = match ended {
        Err(_) => return Err(Broken::TooSlow { limit: limits.time, stderr }),
        Ok(Err(Stopped::TooMuch)) => return Err(Broken::TooMuch { limit: limits.output }),
        Ok(Err(Stopped::Unreadable(error))) => return Err(Broken::Failed { how: error.to_string(), stderr }),
        Ok(Ok(ended)) => ended,
    };
    // Nobody of the group has its output any more, and its number may soon be somebody else's.
    group.forget();
    if !status.success() {
        return Err(Broken::Failed { how: how(status), stderr });
    }
    Ok((output, stderr))
}

/// Why a program is not waited for any longer.
enum Stopped {
    TooMuch,
    Unreadable(io::Error),
}

/// Waits until a program has ended, and nobody writes to its output any more.
async fn watch(child: &mut Child, most: usize, stderr: &mut Vec<u8>) -> Result<(Vec<u8>, ExitStatus), Stopped> {
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let waiting = async { child.wait().await.map_err(Stopped::Unreadable) };
    let (output, (), status) = tokio::try_join!(read(out, most), keep_end(err, stderr), waiting)?;
    Ok((output, status))
}

async fn read(from: Option<impl AsyncRead + Unpin>, most: usize) -> Result<Vec<u8>, Stopped> {
    let mut output = Vec::new();
    let Some(from) = from else { return Ok(output) };
    let longest = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(longest).read_to_end(&mut output).await.map_err(Stopped::Unreadable)?;
    if output.len() > most { Err(Stopped::TooMuch) } else { Ok(output) }
}

async fn keep_end(from: Option<impl AsyncRead + Unpin>, kept: &mut Vec<u8>) -> Result<(), Stopped> {
    let Some(mut from) = from else { return Ok(()) };
    let mut piece = [0; 4096];
    loop {
        let read = from.read(&mut piece).await.map_err(Stopped::Unreadable)?;
        if read == 0 {
            return Ok(());
        }
        kept.extend_from_slice(&piece[..read]);
        let excess = kept.len().saturating_sub(STDERR_KEPT);
        kept.drain(..excess);
    }
}

fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => status.to_string(),
    }
}

/// The groups of all programs that run.
static RUNNING: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());

fn running() -> MutexGuard<'static, BTreeSet<i32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends all programs that run, with everything that they have started. They have groups of their own, so what ends this
/// process does not end them.
pub fn end_programs() {
    for group in std::mem::take(&mut *running()).into_iter().filter_map(Pid::from_raw) {
        // If it is gone already, nothing is left to do.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// A program and everything that it starts. All of it is ended with this value, whether it was too slow or the check was
/// broken off.
struct Group(Option<i32>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        running().extend(id);
        Self(id)
    }

    fn forget(mut self) {
        if let Some(group) = self.0.take() {
            running().remove(&group);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = self.0.filter(|group| running().remove(group)).and_then(Pid::from_raw) {
            // If it is gone already, nothing is left to do.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
