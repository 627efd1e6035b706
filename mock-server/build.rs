//! Puts the catalog of scenarios into the binary, so that a test can name one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/catalog").canonicalize()?;
    println!("cargo::rerun-if-changed={}", catalog.display());
    let mut entries = String::new();
    for topic in inside(&catalog)? {
        for file in inside(&topic)? {
            if file.extension().is_some_and(|extension| extension == "toml") {
                let name = file.with_extension("");
                let name = name.strip_prefix(&catalog).unwrap_or(&name).display().to_string();
                let _ = writeln!(entries, "({name:?}, include_str!({:?})),", file.display().to_string());
            }
        }
    }
    let written = Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("catalog.rs");
    fs::write(written, format!("&[{entries}]"))
}

fn inside(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
