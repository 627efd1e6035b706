//! How fast the server is, beside a bare HTTP server that answers the same bytes: `cargo bench --bench speed`.
//!
//! The README beside this file tells what is measured, and what came out.

// What is printed in the end.
mod figures;
// Servers that are started for it, and what they take.
mod process;
// A connection to one of them.
mod connection;
// wrk, and rounds of it in turn.
mod load;
// A server that does nothing but answer.
mod bare;
// A server with as many interactions as one likes.
mod store;
// The cases.
mod answers;
mod faults;
mod stored;
mod ready;
mod worlds;
mod centre;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use figures::Figure;
use load::Rounds;

/// That of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures how fast the mock server is.
#[derive(Debug, Parser)]
struct Cli {
    /// What to measure; everything, if nothing is named.
    cases: Vec<Case>,

    /// How often two servers are loaded in turn.
    #[arg(long, default_value_t = 7)]
    rounds: usize,

    /// How long each load lasts.
    #[arg(long, default_value_t = 3)]
    seconds: u64,

    /// How many interactions the large store has.
    #[arg(long, default_value_t = 1_000_000)]
    stored: usize,

    /// The server, built without the layer of faults: see the README.
    #[arg(long)]
    without: Option<PathBuf>,

    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,

    #[command(subcommand)]
    role: Option<Role>,
}

/// What this program does when it is started by itself.
#[derive(Debug, Subcommand)]
enum Role {
    /// Serves that many interactions.
    #[command(hide = true)]
    Serve { interactions: usize },
    /// Answers every request with the answer that is read from the standard input.
    #[command(hide = true)]
    Bare,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Case {
    /// Answers beside those of a bare server.
    Answers,
    /// What faults on purpose cost where there are none.
    Faults,
    /// Pages out of many interactions, and the memory that these take.
    Stored,
    /// Starting the server, and its memory.
    Ready,
    /// Making worlds, and asking many of them.
    Worlds,
    /// A large scenario file.
    File,
    /// A whole contact centre, a month and ten years of it.
    Centre,
}

fn main() -> Outcome<()> {
    let cli = Cli::parse();
    match cli.role {
        Some(Role::Serve { interactions }) => return store::serve(interactions),
        Some(Role::Bare) => return bare::serve(),
        None => {}
    }
    // Without this, cargo runs the target as a test: there is nothing to test.
    if !cli.bench {
        return Ok(());
    }
    load::check()?;
    let rounds = Rounds { count: cli.rounds, seconds: cli.seconds };
    let cases = if cli.cases.is_empty() { Case::value_variants() } else { &cli.cases };
    let mut figures = Vec::new();
    for case in cases {
        eprintln!("measuring {case:?}");
        let measured = match case {
            Case::Answers => answers::measure(rounds),
            Case::Faults => faults::measure(rounds, cli.without.as_deref()),
            Case::Stored => stored::measure(rounds, cli.stored),
            Case::Ready => ready::measure(),
            Case::Worlds => worlds::measure(rounds),
            Case::File => stored::measure_file(),
            Case::Centre => centre::measure(cli.rounds),
        };
        figures.extend(measured?);
    }
    print(&figures);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn print(figures: &[Figure]) {
    println!("{}", figures::table(figures));
}
