//! What the harness adds to the analyses that it runs: `cargo bench -p harness`. The figures stand in README.md beside it.
//!
//! Wall time says what a person waits for; processor time says the same on a machine that is busy with other things.

use std::error::Error;
use std::fs;
use std::ops::Sub;
use std::process::{Command, Stdio};
use std::time::Duration;

use harness::analysis::Analysis;
use harness::case::Subject;
use harness::check::Check;
use harness::judge::Judges;
use harness::question::Question;
use harness::reference;
use harness::told::Told;

/// How many generated scenarios an analysis in this process is put to.
const CASES: u32 = 1_000;

/// How often a program is run bare, and under the harness; in rounds of ten.
const PROGRAMS: u32 = 50;

/// A program that does nothing: what it takes is the start of an interpreter.
const PROGRAM: &str = "python3 -c 'print(\"[]\")'";

fn main() -> Result<(), Box<dyn Error>> {
    row("what", "wall time", "processor time");
    row("---", "---:", "---:");
    for question in [Question::HandleTimes, Question::Transfers, Question::Mirror] {
        let check = Check::of([Subject::new("bench", Some(question), reference::analysis(question))]);
        let (verdict, cost) = measured(|| check.clone().generated(1, CASES.into()).jobs(2).verdict())?;
        verdict.assert();
        row(&format!("{CASES} generated cases of {question}, two at a time"), &seconds(cost.wall), &seconds(cost.own));
        let (verdict, cost) = measured(|| check.clone().generated(1, CASES.into()).jobs(1).verdict())?;
        verdict.assert();
        row(&format!("one case of {question}, one at a time"), &millis(cost.wall / CASES), &millis(cost.own / CASES));
    }
    programs()
}

/// The same program bare and under the harness, taking turns, so that what else the machine does hits both.
fn programs() -> Result<(), Box<dyn Error>> {
    let ten: Vec<Told> = Told::catalog().take(1).flat_map(|told| vec![told; 10]).collect();
    let once = Judges { metamorphic: false, ..Judges::ALL };
    let check = Check::of([Subject::new("bench", None, Analysis::program(PROGRAM, None))]);
    let check = check.over(ten).jobs(1).judged_by(once);
    let (mut bare, mut under) = (Cost::default(), Cost::default());
    for _ in 0..PROGRAMS / 10 {
        let (verdict, cost) = measured(|| check.verdict())?;
        verdict.assert();
        under = under.and(cost);
        for _ in 0..10 {
            let (status, cost) = measured(|| Command::new("sh").args(["-c", PROGRAM]).stdout(Stdio::null()).status())?;
            if !status.success() {
                return Err("python3 does not run".into());
            }
            bare = bare.and(cost);
        }
    }
    row("a program that does nothing, bare", &millis(bare.wall / PROGRAMS), &millis(bare.children / PROGRAMS));
    row("the same under the harness", &millis(under.wall / PROGRAMS), &millis((under.children + under.own) / PROGRAMS));
    let more =
        |one: Duration, than: Duration| format!("{:+.1} %", (one.as_secs_f64() / than.as_secs_f64() - 1.0) * 100.0);
    row("that is", &more(under.wall, bare.wall), &more(under.children + under.own, under.children));
    Ok(())
}

/// What something took.
#[derive(Clone, Copy, Default)]
struct Cost {
    wall: Duration,
    /// Of this process.
    own: Duration,
    /// Of the programs that it started and that have ended.
    children: Duration,
}

impl Cost {
    fn and(self, other: Self) -> Self {
        Self { wall: self.wall + other.wall, own: self.own + other.own, children: self.children + other.children }
    }

    /// The processor time so far, as Linux tells it, in hundredths of a second.
    fn so_far() -> Self {
        let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let fields: Vec<u64> = told
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .map(|field| field.parse().unwrap_or_default())
            .collect();
        let spent = |first: usize| {
            let ticks: u64 = fields.iter().skip(first).take(2).sum();
            Duration::from_millis(ticks * 10)
        };
        Self { wall: Duration::ZERO, own: spent(11), children: spent(13) }
    }
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            wall: self.wall.saturating_sub(earlier.wall),
            own: self.own.saturating_sub(earlier.own),
            children: self.children.saturating_sub(earlier.children),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn measured<T, E>(what: impl FnOnce() -> Result<T, E>) -> Result<(T, Cost), E> {
    let before = Cost::so_far();
    let begun = std::time::Instant::now();
    let done = what()?;
    let wall = begun.elapsed();
    Ok((done, Cost { wall, ..Cost::so_far() - before }))
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

fn millis(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1_000.0)
}

#[expect(clippy::print_stdout, reason = "figures are what a bench is for")]
fn row(what: &str, wall: &str, processor: &str) {
    println!("| {what} | {wall} | {processor} |");
}
