//! Figures, and the table that they are printed as.

use std::fmt::Write as _;
use std::fs;

/// One line of the table.
#[derive(Debug)]
pub(crate) struct Figure {
    /// What was measured, and in which unit.
    pub(crate) what: String,
    /// What it should be; empty where nothing was set.
    pub(crate) goal: &'static str,
    /// What it was.
    pub(crate) spread: Spread,
    /// What else is to be said.
    pub(crate) detail: String,
}

/// The middle of several measurements, and their extremes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// That of some measurements.
    pub(crate) fn of(mut measured: Vec<f64>) -> Self {
        measured.sort_by(f64::total_cmp);
        let at = |position: usize| measured.get(position).copied().unwrap_or(f64::NAN);
        Self { median: at(measured.len() / 2), least: at(0), most: at(measured.len().saturating_sub(1)) }
    }

    /// A single measurement.
    pub(crate) fn once(measured: f64) -> Self {
        Self::of(vec![measured])
    }
}

/// The figures in Markdown, and the machine on which they were measured.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut table = format!("\n{}\n\n| | goal | median | least to most | |\n|---|---|---|---|---|\n", machine());
    for Figure { what, goal, spread: Spread { median, least, most }, detail } in figures {
        let _ = writeln!(
            table,
            "| {what} | {goal} | {} | {} to {} | {detail} |",
            number(*median),
            number(*least),
            number(*most)
        );
    }
    table
}

fn machine() -> String {
    let first = |path: &str, key: &str| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let value =
            text.lines().find_map(|line| line.strip_prefix(key).map(|rest| rest.trim_matches([' ', '\t', ':'])));
        value.unwrap_or("unknown").to_owned()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{cores} cores of {}, {} of memory, Linux {}, load {}; servers on core 0, wrk on core 1.",
        first("/proc/cpuinfo", "model name"),
        first("/proc/meminfo", "MemTotal"),
        first("/proc/sys/kernel/osrelease", ""),
        first("/proc/loadavg", ""),
    )
}

/// Three digits that tell something, thousands apart.
fn number(value: f64) -> String {
    match value.abs() {
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => {
            let digits = format!("{value:.0}");
            let first = digits.len() % 3;
            let mut apart = digits[..first].to_owned();
            for start in (first..digits.len()).step_by(3) {
                let comma = if apart.is_empty() { "" } else { "," };
                apart.push_str(comma);
                apart.push_str(&digits[start..start + 3]);
            }
            apart
        }
    }
}
