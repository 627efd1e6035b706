//! Files of goldens, as insta writes and reads them.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use insta::Snapshot;
use insta::internals::Content;

use super::Truth;

/// A golden, or what waits to become one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Golden {
    pub(crate) analysis: String,
    pub(crate) case: String,
    pub(crate) question: Option<String>,
    pub(crate) truth: Truth,
    pub(crate) reproduce: Option<String>,
    /// The answer in its canonical form, without a newline at its end.
    pub(crate) text: String,
}

/// What waits beside a golden.
pub(crate) fn pending(golden: &Path) -> PathBuf {
    let mut name = golden.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

/// Makes what waits the golden, as `cargo insta accept` would.
pub(crate) fn accept(golden: &Path) -> Result<(), String> {
    let pending = pending(golden);
    let snapshot = Snapshot::from_file(&pending).map_err(|error| error.to_string())?;
    snapshot.save(golden).map_err(|error| error.to_string())?;
    fs::remove_file(&pending).map_err(|error| error.to_string())
}

/// All files below a folder, in the order of their paths; none if there is no such folder.
pub(crate) fn walk(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    let mut entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() { files.extend(walk(&entry)?) } else { files.push(entry) }
    }
    Ok(files)
}

impl Golden {
    /// What is in a file; `None` if there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, String> {
        if !path.exists() {
            return Ok(None);
        }
        let snapshot = Snapshot::from_file(path).map_err(|error| error.to_string())?;
        let info = snapshot.metadata().private_info();
        let text = |key: &str| info.and_then(|info| field(info, key)?.as_str()).map(str::to_owned);
        let refused = || {
            let sentences = info.and_then(|info| field(info, "refused")?.as_slice()).unwrap_or_default();
            sentences.iter().filter_map(Content::as_str).map(str::to_owned).collect()
        };
        let truth = match text("truth").as_deref() {
            Some("agrees") => Truth::Agrees,
            Some("refuses") => Truth::Refuses(refused()),
            _ => Truth::Silent,
        };
        let missing = || "it does not say of which analysis and case it is, as goldens of the harness do".to_owned();
        Ok(Some(Self {
            analysis: text("analysis").ok_or_else(missing)?,
            case: text("case").ok_or_else(missing)?,
            question: text("question"),
            truth,
            reproduce: snapshot.metadata().expression().map(str::to_owned),
            text: snapshot.as_text().map(ToString::to_string).ok_or("it is not a text")?,
        }))
    }

    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, self.to_file())
    }

    /// Metadata as YAML, of which quoted texts of JSON are a part; then the text.
    fn to_file(&self) -> String {
        let mut file = "---\n".to_owned();
        if let Some(command) = &self.reproduce {
            let _ = writeln!(file, "expression: {}", quoted(command));
        }
        let _ = writeln!(file, "info:\n  analysis: {}\n  case: {}", quoted(&self.analysis), quoted(&self.case));
        if let Some(question) = &self.question {
            let _ = writeln!(file, "  question: {}", quoted(question));
        }
        match &self.truth {
            Truth::Agrees => file += "  truth: agrees\n",
            Truth::Silent => file += "  truth: silent\n",
            Truth::Refuses(sentences) => {
                file += "  truth: refuses\n  refused:\n";
                for sentence in sentences {
                    let _ = writeln!(file, "    - {}", quoted(sentence));
                }
            }
        }
        file + "---\n" + &self.text + "\n"
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn field<'a>(info: &'a Content, wanted: &str) -> Option<&'a Content> {
    let Content::Map(fields) = info else { return None };
    fields.iter().find(|(key, _)| key.as_str() == Some(wanted)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insta_reads_what_is_written_and_writes_what_is_read() {
        let odd = "\"it's\" #1: ---\n\\ \u{7f}\u{85}\u{2028}\t{a: [b]}";
        for truth in [Truth::Agrees, Truth::Silent, Truth::Refuses(vec!["talk is wrong: 3".to_owned(), odd.to_owned()])]
        {
            let golden = Golden {
                analysis: odd.to_owned(),
                case: "true".to_owned(),
                question: Some("handle-times".to_owned()),
                truth,
                reproduce: Some(odd.to_owned()),
                text: "---\n[1]\n---".to_owned(),
            };
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("deep/a.snap");
            golden.write(&pending(&path)).unwrap();
            assert_eq!(Golden::read(&pending(&path)), Ok(Some(golden.clone())));
            accept(&path).unwrap();
            assert_eq!(Golden::read(&path), Ok(Some(golden)));
            assert_eq!(walk(folder.path()).unwrap(), [path]);
        }
    }

    #[test]
    fn other_snapshots_are_no_goldens() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.snap");
        fs::write(&path, "---\nsource: a.rs\n---\n1\n").unwrap();
        assert!(Golden::read(&path).unwrap_err().starts_with("it does not say of which analysis"));
        assert_eq!(Golden::read(&folder.path().join("none.snap")), Ok(None));
    }
}
