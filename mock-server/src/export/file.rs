//! Files of rows, in one of the formats.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::str::FromStr;

use serde::Serialize;

use super::Table;
use super::parquet::ParquetFile;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line of JSON for each: the item as the API gives it, byte for byte.
    Ndjson,
    /// Parquet, compressed by Snappy: a column for each field, lists and objects within as such.
    Parquet,
}

impl Format {
    /// How the names of its files end, and what it is called.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Parquet => "parquet",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = [Self::Ndjson, Self::Parquet].into_iter().find(|format| format.extension() == text);
        found.ok_or_else(|| "a format is \"ndjson\" or \"parquet\"".to_owned())
    }
}

/// A file that rows are written to.
#[derive(Debug)]
pub(super) enum TableFile {
    Ndjson(BufWriter<File>),
    Parquet(Box<ParquetFile>),
}

impl TableFile {
    /// An empty one for the rows of that table.
    pub(super) fn new(format: Format, table: Table, file: File) -> io::Result<Self> {
        match format {
            Format::Ndjson => Ok(Self::Ndjson(BufWriter::new(file))),
            Format::Parquet => ParquetFile::new(&table.schema(), file).map(Box::new).map(Self::Parquet),
        }
    }

    pub(super) fn write(&mut self, row: &impl Serialize) -> io::Result<()> {
        match self {
            Self::Ndjson(file) => {
                serde_json::to_writer(&mut *file, row)?;
                file.write_all(b"\n")
            }
            Self::Parquet(file) => file.write(row),
        }
    }

    /// Writes what has not been written yet.
    pub(super) fn close(self) -> io::Result<()> {
        match self {
            Self::Ndjson(mut file) => file.flush(),
            Self::Parquet(file) => file.close(),
        }
    }
}
