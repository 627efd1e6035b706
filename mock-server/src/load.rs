//! Files, and the stories that they tell: one scenario, recorded answers, or a centre at work.

pub mod recorded;

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use scenarios::fault::Plan;
use scenarios::format;
use scenarios::generate::{self, Config};
use scenarios::problem::Problem;
use scenarios::scenario::Scenario;
use scenarios::simulation::{self, Operation};
use scenarios::timeline::{self, Timeline};

pub use recorded::Recording;

/// The seed of a centre at work unless another is given.
pub const SEED: u64 = 0;

/// What a world tells of.
#[derive(Clone, Debug)]
pub enum Story {
    /// A scenario, and the timeline that it compiles to.
    Told(Arc<Scenario>, Arc<Timeline>),
    /// Answers of the real API, or of another server, to be given again.
    Recorded(Recording),
    /// A centre at work, which goes on for ever.
    Centre(Arc<Operation>),
    /// The demo, which is such a centre.
    Demo,
}

/// Why files do not tell a story.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// A file or folder cannot be read, or is none that is known here.
    Unreadable(PathBuf, String),
    /// Something is wrong in a file.
    Faulty(Box<Fault>),
    /// The files do not go together.
    Mismatched(String),
}

/// One thing that is wrong in a file.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub path: PathBuf,
    /// What it says.
    pub text: Arc<str>,
    /// Where, in bytes of `text`.
    pub span: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters counted from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What would be right; empty where nothing can be said.
    pub advice: String,
}

/// The story that these files and folders tell together: one TOML scenario, any number of recorded JSON answers, or with
/// no paths the demo.
///
/// # Errors
///
/// Everything that is wrong, in the order of the files.
pub fn story(paths: &[PathBuf]) -> Result<Story, Vec<Trouble>> {
    if paths.is_empty() {
        return Ok(Story::Demo);
    }
    let files = files(paths).map_err(|trouble| vec![trouble])?;
    let (scenarios, recordings): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_scenario(file));
    match (scenarios.as_slice(), recordings.as_slice()) {
        ([], []) => Err(vec![Trouble::Mismatched("there is no file that ends in .toml or .json".to_owned())]),
        ([], files) => recording(files).map(Story::Recorded),
        ([file], []) => scenario(file),
        ([first, second, ..], _) => Err(vec![Trouble::Mismatched(format!(
            "{} and {} are two scenarios; a world tells of one",
            first.display(),
            second.display()
        ))]),
        ([told], [recorded, ..]) => Err(vec![Trouble::Mismatched(format!(
            "{} is a scenario and {} is a recorded answer; a world tells of one scenario or of recorded answers",
            told.display(),
            recorded.display()
        ))]),
    }
}

/// The config of generated scenarios that the file tells.
///
/// # Errors
///
/// That it cannot be read, or everything that is wrong with it.
pub fn config(file: &Path) -> Result<Config, Vec<Trouble>> {
    let text = text(file).map_err(|trouble| vec![trouble])?;
    format::parse_config(&text).map_err(|wrong| wrong.into_iter().map(|located| faulty(file, &text, located)).collect())
}

/// The config of a centre at work that the file tells.
///
/// # Errors
///
/// That it cannot be read, or everything that is wrong with it.
pub fn centre(file: &Path) -> Result<simulation::Config, Vec<Trouble>> {
    config_of_centre(file, &text(file).map_err(|trouble| vec![trouble])?)
}

fn config_of_centre(file: &Path, text: &Arc<str>) -> Result<simulation::Config, Vec<Trouble>> {
    format::parse_centre(text).map_err(|wrong| wrong.into_iter().map(|located| faulty(file, text, located)).collect())
}

impl Story {
    /// The story of a scenario that is generated.
    ///
    /// # Errors
    ///
    /// What is wrong with it: the generator takes for possible what is not.
    pub fn generated(seed: u64, config: &Config) -> Result<Self, Vec<Problem>> {
        let scenario = generate::seeded(seed, config);
        let timeline = timeline::compile(&scenario)?;
        Ok(Self::Told(Arc::new(scenario), Arc::new(timeline)))
    }

    /// The story of a centre at work.
    ///
    /// # Errors
    ///
    /// What is wrong with its config.
    pub fn centre(config: simulation::Config, seed: u64) -> Result<Self, Vec<Problem>> {
        Operation::new(config, seed).map(|operation| Self::Centre(Arc::new(operation)))
    }

    /// The story of a scenario; `None` if anything is wrong with it.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let scenario = format::parse(text).ok()?.scenario;
        let timeline = timeline::compile(&scenario).ok()?;
        Some(Self::Told(Arc::new(scenario), Arc::new(timeline)))
    }
}

/// The story that the text of one file tells: recorded answers if its name ends in `.json`, else a scenario, or a centre at
/// work.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(crate) fn told(file: &Path, text: &Arc<str>, seed: u64) -> Result<Story, Vec<Trouble>> {
    if has_extension(file, "json") {
        recording_of(file, text).map(Story::Recorded)
    } else if format::is_centre(text) {
        Story::centre(config_of_centre(file, text)?, seed).map_err(|problems| {
            let told = |problem: Problem| Trouble::Mismatched(problem.to_string());
            problems.into_iter().map(told).collect()
        })
    } else {
        scenario_of(file, text)
    }
}

/// The plan of faults that a file tells.
///
/// # Errors
///
/// Everything that is wrong with it.
pub fn faults(file: &Path) -> Result<Plan, Vec<Trouble>> {
    let text = text(file).map_err(|trouble| vec![trouble])?;
    faults_of(file, &text)
}

/// The plan of faults that the text of a file tells, as JSON if its name ends in `.json` or it can be nothing else.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(crate) fn faults_of(file: &Path, text: &Arc<str>) -> Result<Plan, Vec<Trouble>> {
    let fault = |located| faulty(file, text, located);
    // What begins with a brace is no TOML.
    let is_json = has_extension(file, "json") || text.trim_start().starts_with('{');
    let read = if is_json { format::faults_of_json } else { format::parse_faults };
    read(text).map_err(|located| located.into_iter().map(fault).collect())
}

/// What is wrong in one file; nothing, if it is right.
pub fn check(file: &Path) -> Vec<Trouble> {
    let judged = |text: Arc<str>| {
        if is_scenario(file) && format::is_plan_of_faults(&text) {
            faults_of(file, &text).map(|_| ())
        } else {
            told(file, &text, 0).map(|_| ())
        }
    };
    text(file).map_err(|trouble| vec![trouble]).and_then(judged).err().unwrap_or_default()
}

/// The files among `paths`, and those in the folders among them and below, by name.
///
/// # Errors
///
/// [`Trouble::Unreadable`] for what cannot be read, for a named file that ends in neither `.toml` nor `.json`, and for a
/// named folder without any such file.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Trouble> {
    let mut files = Vec::new();
    for path in paths {
        let refused = |why: &str| Err(Trouble::Unreadable(path.clone(), why.to_owned()));
        if is_folder(path)? {
            let inside = inside(path)?;
            if inside.is_empty() {
                return refused("there is no scenario (.toml) and no recorded answer (.json) in this folder");
            }
            files.extend(inside);
        } else if is_known(path) {
            files.push(path.clone());
        } else {
            return refused("neither a scenario, which ends in .toml, nor a recorded answer, which ends in .json");
        }
    }
    Ok(files)
}

/// The scenarios and recorded answers in a folder and below it, by name.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let unreadable = |why: std::io::Error| Trouble::Unreadable(folder.to_owned(), why.to_string());
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    if let Ok(paths) = &mut paths {
        paths.sort();
    }
    let mut files = Vec::new();
    for path in paths.map_err(unreadable)? {
        // A link that leads back up would never end; what it leads to has a name of its own.
        if path.is_symlink() && path.is_dir() {
            continue;
        }
        if is_folder(&path)? {
            files.extend(inside(&path)?);
        } else if is_known(&path) {
            files.push(path);
        }
    }
    Ok(files)
}

fn is_folder(path: &Path) -> Result<bool, Trouble> {
    let metadata = std::fs::metadata(path);
    metadata.map(|metadata| metadata.is_dir()).map_err(|why| Trouble::Unreadable(path.to_owned(), why.to_string()))
}

fn is_scenario(file: &Path) -> bool {
    has_extension(file, "toml")
}

fn is_known(file: &Path) -> bool {
    is_scenario(file) || has_extension(file, "json")
}

fn has_extension(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension))
}

fn scenario(file: &Path) -> Result<Story, Vec<Trouble>> {
    let text = text(file).map_err(|trouble| vec![trouble])?;
    if format::is_centre(&text) {
        return Err(vec![Trouble::Mismatched(format!(
            "{} is the config of a centre at work, not a scenario; serve it with --centre",
            file.display()
        ))]);
    }
    scenario_of(file, &text)
}

fn faulty(file: &Path, text: &Arc<str>, located: format::Located) -> Trouble {
    Trouble::Faulty(Box::new(Fault {
        path: file.to_owned(),
        text: Arc::clone(text),
        span: located.span,
        line: located.line,
        column: located.column,
        what: located.problem.what,
        advice: located.problem.advice,
    }))
}

fn scenario_of(file: &Path, text: &Arc<str>) -> Result<Story, Vec<Trouble>> {
    let fault = |located| faulty(file, text, located);
    match format::compile(text) {
        Ok((scenario, timeline)) => Ok(Story::Told(Arc::new(scenario), Arc::new(timeline))),
        Err(located) => Err(located.into_iter().map(fault).collect()),
    }
}

fn recording(files: &[PathBuf]) -> Result<Recording, Vec<Trouble>> {
    let mut whole = Recording::default();
    let mut troubles = Vec::new();
    for file in files {
        let text = match text(file) {
            Ok(text) => text,
            Err(trouble) => {
                troubles.push(trouble);
                continue;
            }
        };
        match recording_of(file, &text) {
            Ok(recording) => whole.add(recording),
            Err(flaws) => troubles.extend(flaws),
        }
    }
    if troubles.is_empty() { Ok(whole) } else { Err(troubles) }
}

fn recording_of(file: &Path, text: &Arc<str>) -> Result<Recording, Vec<Trouble>> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let trouble =
        |flaw: recorded::Flaw| Trouble::Faulty(Box::new(Fault::at(file, text, flaw.span, flaw.what, flaw.advice)));
    recorded::parse(&name, text).map_err(|flaws| flaws.into_iter().map(trouble).collect())
}

fn text(file: &Path) -> Result<Arc<str>, Trouble> {
    let bytes = std::fs::read(file).map_err(|why| Trouble::Unreadable(file.to_owned(), why.to_string()))?;
    String::from_utf8(bytes).map(Arc::from).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = Arc::from(String::from_utf8_lossy(error.as_bytes()));
        let advice = "save the file as UTF-8".to_owned();
        Trouble::Faulty(Box::new(Fault::at(file, &text, at..at, "not UTF-8 from here on".to_owned(), advice)))
    })
}

impl Fault {
    fn at(path: &Path, text: &Arc<str>, span: Range<usize>, what: String, advice: String) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            path: path.to_owned(),
            text: Arc::clone(text),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
            what,
            advice,
        }
    }
}

/// `file:line:column: what; advice`, as editors and CI read it.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, why) => write!(f, "{}: {why}", path.display()),
            Self::Mismatched(why) => f.write_str(why),
            Self::Faulty(fault) => {
                write!(f, "{}:{}:{}: {}", fault.path.display(), fault.line, fault.column, fault.what)?;
                if fault.advice.is_empty() { Ok(()) } else { write!(f, "; {}", fault.advice) }
            }
        }
    }
}
