//! What the harness adds to the analyses that it runs: `cargo bench -p harness`. The figures stand in README.md beside it.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::Duration;

use harness::analysis::Analysis;
use harness::case::Subject;
use harness::check::Check;
use harness::question::Question;
use harness::reference;
use harness::told::Told;

/// How many generated scenarios an analysis in this process is put to.
const CASES: u64 = 1_000;

/// How often a program is run bare, and under the harness.
const PROGRAMS: u32 = 40;

/// A program that does nothing, slowly enough to be a program: what it takes is the start of an interpreter.
const PROGRAM: &str = "python3 -c 'print(\"[]\")'";

fn main() -> Result<(), Box<dyn Error>> {
    for question in [Question::HandleTimes, Question::Transfers, Question::Mirror] {
        let check = Check::of([Subject::new("bench", Some(question), reference::analysis(question))]);
        let (all, took) = measured(|| check.clone().generated(1, CASES).jobs(2).verdict())?;
        let (one_by_one, alone) = measured(|| check.clone().generated(1, CASES).jobs(1).verdict())?;
        all.assert();
        one_by_one.assert();
        row(&format!("{CASES} generated cases of {question}, two at a time"), &seconds(took));
        row(&format!("a case of {question}, one at a time"), &millis(alone / u32::try_from(CASES)?));
    }
    programs()
}

/// The same program bare and under the harness, taking turns, so that what else the machine does hits both.
fn programs() -> Result<(), Box<dyn Error>> {
    let scenario: Vec<Told> = Told::catalog().take(1).collect();
    let check = Check::of([Subject::new("bench", None, Analysis::program(PROGRAM, None))]);
    let check = check.over(vec![scenario[0].clone(); 10]).jobs(1);
    let (mut bare, mut under) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..PROGRAMS / 10 {
        let (verdict, took) = measured(|| check.verdict())?;
        verdict.assert();
        under += took;
        for _ in 0..10 {
            let program = || Command::new("sh").args(["-c", PROGRAM]).stdout(Stdio::null()).status();
            let (status, took) = measured(program)?;
            if !status.success() {
                return Err("python3 does not run".into());
            }
            bare += took;
        }
    }
    row("a program that does nothing, bare", &millis(bare / PROGRAMS));
    row("the same under the harness", &millis(under / PROGRAMS));
    row("that is", &format!("{:+.1} %", (under.as_secs_f64() / bare.as_secs_f64() - 1.0) * 100.0));
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn measured<T, E>(what: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    let begun = std::time::Instant::now();
    let done = what()?;
    Ok((done, begun.elapsed()))
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

fn millis(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1_000.0)
}

#[expect(clippy::print_stdout, reason = "figures are what a bench is for")]
fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}
