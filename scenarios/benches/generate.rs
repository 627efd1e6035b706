//! How many generated scenarios are drawn and compiled in a second, on one core.
//!
//! ```sh
//! cargo bench -p scenarios --features generate --bench generate
//! ```

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]
#![expect(clippy::disallowed_methods, reason = "a bench measures real time; the core it measures does not see it")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use scenarios::generate::{Config, seeded};
use scenarios::timeline::compile;

/// That of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many scenarios make one measurement.
const SCENARIOS: u64 = 5_000;

/// How many measurements are taken.
const MEASUREMENTS: u64 = 7;

fn main() {
    let config = Config::default();
    let mut rates = Vec::new();
    let mut drawing = Duration::ZERO;
    for measurement in 0..MEASUREMENTS {
        let begin = Instant::now();
        for seed in 0..SCENARIOS {
            let before = Instant::now();
            let scenario = seeded(measurement * SCENARIOS + seed, &config);
            drawing += before.elapsed();
            assert!(black_box(compile(&scenario)).is_ok(), "{seed} does not compile");
        }
        rates.push(SCENARIOS as f64 / begin.elapsed().as_secs_f64());
    }
    rates.sort_by(f64::total_cmp);
    let share = drawing.as_secs_f64() * rates[rates.len() / 2] / (SCENARIOS * MEASUREMENTS) as f64;
    println!(
        "scenarios drawn and compiled per second: {:.0} (median of {MEASUREMENTS}; from {:.0} to {:.0}); {:.0} % of the time is drawing",
        rates[rates.len() / 2],
        rates[0],
        rates[rates.len() - 1],
        share * 100.0,
    );
}
