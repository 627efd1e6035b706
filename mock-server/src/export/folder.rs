//! The places of files: a folder for each day, and in it a file for each shard.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use scenarios::simulation::midnight;

use super::{Failure, Format, Shard};

/// The file of a shard in the folder of a day.
#[derive(Debug)]
pub(super) struct Partition {
    folder: PathBuf,
    /// How files of the same export end, whichever shard they are of.
    ending: String,
    name: String,
}

/// How the names of all files of exports begin.
const PART: &str = "part-";

impl Partition {
    /// That of a table's folder.
    pub(super) fn of(table: &Path, day: i64, shard: Shard, format: Format) -> Self {
        let midnight = midnight(day).to_string();
        let date = midnight.split('T').next().unwrap_or_default();
        let ending = format!("-of-{:05}.{}", shard.of(), format.extension());
        let name = format!("{PART}{:05}{ending}", shard.number());
        Self { folder: table.join(format!("date={date}")), ending, name }
    }

    /// Looks whether the file can be written.
    ///
    /// # Errors
    ///
    /// If anything stands in its way: the same file, or one of an export that was divided otherwise, whose rows would be
    /// there twice. The latter are none if they are to be replaced.
    pub(super) fn find_room(&self, replace: bool) -> Result<(), Failure> {
        match self.in_the_way()?.into_iter().find(|path| !replace || !is_part(path)) {
            None => Ok(()),
            Some(path) if is_part(&path) => Err(Failure::Taken(path)),
            Some(path) => Err(Failure::Foreign(path)),
        }
    }

    /// Makes the file, under a name that nobody reads yet.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub(super) fn create(&self) -> Result<File, Failure> {
        self.written(fs::create_dir_all(&self.folder))?;
        self.written(File::create(self.unfinished()))
    }

    /// Gives the file its name, now that it is complete, and tells how many bytes it has. What stands in the way is
    /// deleted if it is to be replaced.
    ///
    /// # Errors
    ///
    /// If the file system refuses, or something has come in the way since it was looked at.
    pub(super) fn take_place(&self, replace: bool) -> Result<u64, Failure> {
        self.find_room(replace)?;
        for path in self.in_the_way()? {
            match fs::remove_file(&path) {
                // Another shard was faster.
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(Failure::Unwritable(path, error)),
                Ok(()) | Err(_) => {}
            }
        }
        let bytes = self.written(fs::metadata(self.unfinished()))?.len();
        self.written(fs::rename(self.unfinished(), self.folder.join(&self.name)))?;
        Ok(bytes)
    }

    /// What came of writing to it, with its name.
    ///
    /// # Errors
    ///
    /// If it could not be written to.
    pub(super) fn written<T>(&self, result: io::Result<T>) -> Result<T, Failure> {
        result.map_err(|error| Failure::Unwritable(self.folder.join(&self.name), error))
    }

    /// Files beginning with a dot or an underscore are no part of a table to anybody.
    fn unfinished(&self) -> PathBuf {
        self.folder.join(format!(".{}.unfinished", self.name))
    }

    /// The files of the day that are not of other shards of the same export, by name.
    fn in_the_way(&self) -> Result<Vec<PathBuf>, Failure> {
        let unreadable = |error| Failure::Unwritable(self.folder.clone(), error);
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(unreadable)?,
        };
        let mut paths = Vec::new();
        for entry in entries {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_read = !name.starts_with(['.', '_']);
            let is_other_shard = name.starts_with(PART) && name.ends_with(&self.ending) && *name != self.name;
            if is_read && !is_other_shard {
                paths.push(entry.path());
            }
        }
        paths.sort();
        Ok(paths)
    }
}

/// Whether an export wrote it.
fn is_part(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PART))
}
