//! The scenarios that are named on the command line.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use glob::Pattern;
use harness::told::{Generator, Told};
use scenarios::format::Located;
use scenarios::problem::nearest;

/// Those of the catalog that are called so, else the files of that folder; each pattern has to stand for at least one.
///
/// # Errors
///
/// The pattern that stands for none, or what is wrong with a file.
pub(super) fn scenarios(patterns: &[String], folder: &Path) -> Result<Vec<Told>, String> {
    let mut chosen: Vec<Told> = Vec::new();
    for text in patterns {
        let pattern = Pattern::new(text).map_err(|error| format!("--scenario {text:?}: {error}"))?;
        let mut found: Vec<Told> = Told::catalog().filter(|told| pattern.matches(&told.name)).collect();
        if found.is_empty() {
            found = files(&folder.join(text).display().to_string())?;
        }
        if found.is_empty() {
            let names: Vec<String> = Told::catalog().map(|told| told.name).collect();
            return Err(match nearest(text, names.iter().map(String::as_str)) {
                Some(near) => format!("there is no scenario {text:?} in the catalog, and no such file; write {near:?}"),
                None => format!("there is no scenario {text:?} in the catalog, and no such file"),
            });
        }
        found.retain(|told| !chosen.iter().any(|known| known.name == told.name));
        chosen.extend(found);
    }
    Ok(chosen)
}

/// The generator of that config file, or the usual one.
///
/// # Errors
///
/// What is wrong with the file.
pub(super) fn generator(file: Option<&Path>) -> Result<Generator, String> {
    let Some(path) = file else { return Ok(Generator::default()) };
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Generator::of(path.to_owned(), &text).map_err(|problems| listed(path, "cannot be used", &problems))
}

fn files(pattern: &str) -> Result<Vec<Told>, String> {
    let paths = glob::glob(pattern).map_err(|error| format!("--scenario {pattern:?}: {error}"))?;
    paths.map(|path| file(&path.map_err(|error| error.to_string())?)).collect()
}

fn file(path: &Path) -> Result<Told, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Told::file(path, &text).map_err(|problems| listed(path, "cannot be told", &problems))
}

/// All that is wrong with a file, a line for each.
fn listed(path: &Path, what: &str, problems: &[Located]) -> String {
    let mut told = format!("{} {what}:", path.display());
    for problem in problems {
        let _ = write!(told, "\n{}:{problem}", path.display());
    }
    told
}
