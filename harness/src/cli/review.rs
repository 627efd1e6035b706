//! `insights-harness review`

use std::fs;
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use glob::Pattern;
use harness::config;
use harness::golden::in_ci;
use harness::golden::review::{Group, Pending, ReviewError, groups, pending};

use super::UNUSABLE;

#[derive(Debug, clap::Args)]
pub(crate) struct Review {
    /// The folder of the goldens; without it, that of insights.toml, or else snapshots.
    #[arg(long, value_name = "FOLDER")]
    goldens: Option<PathBuf>,

    /// Show what waits, and change nothing.
    #[arg(long)]
    list: bool,

    /// Accept what is called so, by its golden or its case; `*` stands for anything.
    #[arg(long, value_name = "GLOB", conflicts_with = "list")]
    accept: Vec<Pattern>,

    /// Reject what is called so: the goldens stay as they are.
    #[arg(long, value_name = "GLOB", conflicts_with = "list")]
    reject: Vec<Pattern>,

    /// Accept what truth refuses, too.
    #[arg(long)]
    against_truth: bool,
}

/// Why a review ends early.
enum Stopped {
    /// By whoever reviews, or because nobody is there any more.
    Quit,
    /// Something went wrong.
    Error(String),
}

/// What a review came to.
#[derive(Default)]
struct Done {
    accepted: usize,
    rejected: usize,
    refused: usize,
}

impl Review {
    pub(crate) fn run(self) -> ExitCode {
        match self.reviewed() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(why) => {
                eprintln!("error: {why}");
                ExitCode::from(UNUSABLE)
            }
        }
    }

    /// Where the goldens are. A folder that is named has to be there.
    fn folder(&self) -> Result<PathBuf, String> {
        match &self.goldens {
            Some(folder) if folder.is_dir() => Ok(folder.clone()),
            Some(folder) => Err(format!("{}: there is no such folder", folder.display())),
            None => {
                let file = Path::new(config::FILE);
                let told = fs::read_to_string(file).ok().and_then(|text| config::parse(&text, file).ok());
                Ok(told.and_then(|config| config.goldens).unwrap_or_else(|| PathBuf::from("snapshots")))
            }
        }
    }

    /// Whether all was done that was asked for; if nothing was, whether nothing waits.
    fn reviewed(self) -> Result<bool, String> {
        let waiting = pending(&self.folder()?).map_err(|why| why.to_string())?;
        let mut stdout = io::stdout().lock();
        if !self.accept.is_empty() || !self.reject.is_empty() {
            return self.named(waiting, &mut stdout);
        }
        let (stdin, groups) = (io::stdin().lock(), groups(waiting));
        if self.list || !stdin.is_terminal() || !stdout.is_terminal() {
            let nothing_waits = groups.is_empty();
            list(&groups, &mut stdout).map_err(|error| error.to_string())?;
            return Ok(self.list || nothing_waits);
        }
        if in_ci() {
            return Err(ReviewError::InCi.to_string());
        }
        match one_by_one(groups, self.against_truth, stdin, &mut stdout) {
            Ok(()) | Err(Stopped::Quit) => Ok(true),
            Err(Stopped::Error(why)) => Err(why),
        }
    }

    /// Accepts and rejects what is named on the command line.
    fn named(&self, waiting: Vec<Pending>, out: &mut impl Write) -> Result<bool, String> {
        for pattern in self.accept.iter().chain(&self.reject) {
            if !waiting.iter().any(|one| one.is_named(pattern)) {
                return Err(format!("nothing waits that is called {:?}; --list shows what does", pattern.as_str()));
            }
        }
        let names = |patterns: &[Pattern], one: &Pending| patterns.iter().any(|pattern| one.is_named(pattern));
        if let Some(both) = waiting.iter().find(|one| names(&self.accept, one) && names(&self.reject, one)) {
            return Err(format!("{} is to be accepted and rejected", both.name));
        }
        let (mut done, mut left) = (Done::default(), 0);
        for one in waiting {
            if names(&self.accept, &one) {
                accept(&one, self.against_truth, &mut done)?;
            } else if names(&self.reject, &one) {
                reject(&one, &mut done)?;
            } else {
                left += 1;
            }
        }
        done.tell(left, out).map_err(|error| error.to_string())?;
        Ok(done.refused == 0)
    }
}

/// Says it on standard error if truth is in the way.
fn accept(one: &Pending, against_truth: bool, done: &mut Done) -> Result<(), String> {
    match one.accept(against_truth) {
        Ok(()) => done.accepted += 1,
        Err(why @ ReviewError::Refused { .. }) => {
            eprintln!("{why}");
            done.refused += 1;
        }
        Err(why @ (ReviewError::InCi | ReviewError::Unusable { .. })) => return Err(why.to_string()),
    }
    Ok(())
}

fn reject(one: &Pending, done: &mut Done) -> Result<(), String> {
    one.reject().map_err(|why| why.to_string())?;
    done.rejected += 1;
    Ok(())
}

impl Done {
    fn tell(&self, left: usize, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "{} accepted, {} rejected, {} still wait", self.accepted, self.rejected, left + self.refused)
    }
}

fn list(groups: &[Group], out: &mut impl Write) -> io::Result<()> {
    for group in groups {
        show(group, out)?;
        writeln!(out)?;
    }
    let waiting: usize = groups.iter().map(|group| group.members.len()).sum();
    match waiting {
        0 => writeln!(out, "nothing waits"),
        1 => writeln!(out, "1 waits"),
        _ => writeln!(out, "{waiting} wait, with {} different changes", groups.len()),
    }
}

/// A group: what it is about, which goldens it concerns, and what changes.
fn show(group: &Group, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", group.title())?;
    for one in &group.members {
        writeln!(out, "  {}", one.name)?;
    }
    for line in group.members.first().map(Pending::change).unwrap_or_default().lines() {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// Asks about each group, and about each of its goldens if that is wanted.
fn one_by_one(
    groups: Vec<Group>,
    against_truth: bool,
    mut input: impl BufRead,
    out: &mut impl Write,
) -> Result<(), Stopped> {
    let (mut done, mut skipped) = (Done::default(), 0);
    let mut open = groups;
    open.reverse();
    let mut stopped = Ok(());
    while let Some(group) = open.pop() {
        show(&group, out)?;
        let many = group.members.len() > 1;
        let choices = if many {
            "[a]ccept all, [r]eject all, [o]ne by one, [s]kip, [q]uit"
        } else {
            "[a]ccept, [r]eject, [s]kip, [q]uit"
        };
        match ask(choices, &mut input, out)? {
            'a' => group.members.iter().try_for_each(|one| accept(one, against_truth, &mut done))?,
            'r' => group.members.iter().try_for_each(|one| reject(one, &mut done))?,
            'o' if many => {
                let alone = group.members.into_iter().map(|one| Group { members: vec![one] });
                open.extend(alone.rev());
            }
            's' => skipped += group.members.len(),
            'q' => {
                skipped += group.members.len();
                stopped = Err(Stopped::Quit);
                break;
            }
            _ => open.push(group),
        }
        writeln!(out)?;
    }
    let left: usize = skipped + open.iter().map(|group| group.members.len()).sum::<usize>();
    done.tell(left, out)?;
    stopped
}

/// The first letter of what is answered; `q` if nobody answers any more.
fn ask(choices: &str, input: &mut impl BufRead, out: &mut impl Write) -> io::Result<char> {
    write!(out, "{choices}: ")?;
    out.flush()?;
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Ok('q');
    }
    Ok(line.trim().chars().next().unwrap_or(' ').to_ascii_lowercase())
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Error(error.to_string())
    }
}

impl From<String> for Stopped {
    fn from(why: String) -> Self {
        Self::Error(why)
    }
}
