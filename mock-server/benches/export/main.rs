//! How fast centres are exported, by one process in a second of a processor's time, and how much memory that takes:
//! `cargo bench -p mock-server --bench export`.
//!
//! The README beside this file tells what came out.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time; what it measures does not see it")]

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use mock_server::export::{Export, Format, Shard, Source};
use scenarios::format::parse_centre;
use scenarios::simulation::{Operation, midnight};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// 2024-03-04, a Monday.
const MONDAY: i64 = 19_786;

const ROUNDS: usize = 3;

/// Each with how many days of it are exported.
const CENTRES: [(&str, &str, [&str; 2]); 2] = [
    ("usual", include_str!("../../../scenarios/centres/usual.toml"), ["7", "28"]),
    ("large", include_str!("../../../scenarios/centres/large.toml"), ["1", "31"]),
];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [centre, format, days] = &arguments[..] {
        return measure(centre, format.parse()?, days.parse()?);
    }
    println!(
        "{:<8} {:<8} {:>4} {:>9} {:>30} {:>8} {:>8} {:>9}",
        "centre", "format", "days", "rows", "rows a second (from, to)", "seconds", "MB", "peak MiB"
    );
    for (centre, _, days) in CENTRES {
        for format in ["ndjson", "parquet"] {
            for days in days {
                // Each by itself: the most memory that a process has had is never less again.
                let ended = Command::new(std::env::current_exe()?).args([centre, format, days]).status()?;
                if !ended.success() {
                    return Err(format!("{centre} {format} {days}: {ended}").into());
                }
            }
        }
    }
    Ok(())
}

/// Exports so many days of a centre again and again, and prints a line about it.
fn measure(centre: &str, format: Format, days: i64) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let mut rates = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    for _ in 0..ROUNDS {
        let export = export(centre, format, days, folder.path())?;
        let (begin, worked) = (Instant::now(), worked());
        let exported = export.run(|_| {})?;
        let seconds = match (worked, self::worked()) {
            (Some(before), Some(after)) => after - before,
            _ => begin.elapsed().as_secs_f64(),
        };
        rows = exported.rows.iter().map(|(_, rows)| rows).sum();
        bytes = exported.bytes;
        rates.push(rows as f64 / seconds);
    }
    rates.sort_by(f64::total_cmp);
    let rate = format!("{:.0} ({:.0}, {:.0})", rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
    let (format, megabytes) = (format!("{format:?}").to_lowercase(), bytes as f64 / 1e6);
    let seconds = rows as f64 / rates[ROUNDS / 2];
    println!("{centre:<8} {format:<8} {days:>4} {rows:>9} {rate:>30} {seconds:>8.1} {megabytes:>8.1} {:>9}", peak()?);
    Ok(())
}

fn export(centre: &str, format: Format, days: i64, folder: &Path) -> Outcome<Export> {
    let config = CENTRES.iter().find(|(name, ..)| *name == centre).ok_or("there is no such centre")?.1;
    let config = parse_centre(config).map_err(|problems| problems[0].to_string())?;
    let operation = Operation::new(config, 1).map_err(|problems| problems[0].to_string())?;
    Ok(Export {
        source: Source::Centre(Arc::new(operation)),
        start: midnight(MONDAY),
        end: midnight(MONDAY + days),
        shard: Shard::WHOLE,
        format,
        folder: folder.to_owned(),
        replace: true,
    })
}

/// For how many seconds a processor has worked on this; where the system does not tell, nothing. Unlike the time that has
/// passed, it is the same whatever else the machine does.
fn worked() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// The most memory that this process has had, in MiB; where the system does not tell, nothing.
fn peak() -> Outcome<String> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let Some(line) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) else { return Ok("-".to_owned()) };
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok((kibibytes / 1024).to_string())
}
