//! What the API tells once everything has been processed, and what truth says, as tables in files.
//!
//! Each table is a folder, in it a folder for each day, named as Hive does it (`interactions/date=2024-03-05`), and in that a
//! file for each shard that has something of that day. Spark, `DuckDB` and Polars read such a folder as one table. A row is
//! an item as the API or the control API gives it, in the shape of today; it stands on the UTC day on which it begins.
//!
//! Equal exports are equal byte for byte. The memory that it takes does not grow with the window: a team's day is told and
//! written before the next is.

mod file;
mod folder;
mod parquet;
mod share;
mod source;
mod table;
mod truth;

use std::path::PathBuf;

use scenarios::time::{Instant, Span};

pub use self::file::Format;
use self::file::TableFile;
use self::folder::Partition;
pub use self::share::Shard;
use self::share::{Share, Unit};
pub use self::source::Source;
use self::source::Teller;
pub use self::table::Table;

/// What is to be exported, and where to.
#[derive(Debug)]
pub struct Export {
    /// What happened.
    pub source: Source,
    /// The first instant of which there are rows.
    pub start: Instant,
    /// The first one after that of which there are none.
    pub end: Instant,
    /// Which part of it.
    pub shard: Shard,
    /// How rows are written.
    pub format: Format,
    /// The folder for the tables; made if it is not there.
    pub folder: PathBuf,
    /// Whether what stands in the way is replaced. Else nothing is written if there is anything.
    pub replace: bool,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many team's days are written.
    pub written: u64,
    /// How many there are.
    pub of: u64,
    /// How many rows that makes, in all tables.
    pub rows: u64,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// How many rows of each table.
    pub rows: Vec<(Table, u64)>,
    /// How many files.
    pub files: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// Why there is no export, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something stands where a file is to be.
    #[error("{} is there already: --replace puts this export in its place, --to names another folder", .0.display())]
    Taken(PathBuf),
    /// The folder of a day has a file that no export wrote, and that would be read as part of the table.
    #[error("{} is no file of an export, and would be read as part of the table: move it, or name another folder with --to", .0.display())]
    Foreign(PathBuf),
    /// A file or folder cannot be written or looked into.
    #[error("{}: {}", .0.display(), .1)]
    Unwritable(PathBuf, std::io::Error),
}

impl Export {
    /// Writes all of it; `progress` is told after each team's day.
    ///
    /// Whatever stands in the way is found before anything is written. A file is there once it is complete.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    pub fn run(&self, mut progress: impl FnMut(Progress)) -> Result<Exported, Failure> {
        let share = Share::of(self.start, self.end, self.source.teams(), self.shard);
        for (day, _) in share.days() {
            for table in Table::ALL {
                self.partition(table, day).find_room(self.replace)?;
            }
        }
        let mut exported = Exported { rows: Table::ALL.map(|table| (table, 0)).to_vec(), files: 0, bytes: 0 };
        let mut done = Progress { written: 0, of: share.len(), rows: 0 };
        progress(done);
        let mut teller = Teller::new(&self.source);
        for (day, teams) in share.days() {
            let mut files = Vec::with_capacity(Table::ALL.len());
            for table in Table::ALL {
                let partition = self.partition(table, day);
                let file =
                    partition.create().and_then(|file| partition.written(TableFile::new(self.format, table, file)))?;
                files.push((table, partition, file));
            }
            let midnight = scenarios::simulation::midnight(day);
            let of_day = self.start.max(midnight)..self.end.min(midnight + Span::from_secs(24 * 60 * 60));
            for team in teams {
                let part = teller.tell(Unit { day, team });
                for ((table, partition, file), (_, count)) in files.iter_mut().zip(&mut exported.rows) {
                    let rows = partition.written(table.write(&part, of_day.clone(), file))?;
                    *count += rows;
                    done.rows += rows;
                }
                done.written += 1;
                progress(done);
            }
            for (_, partition, file) in files {
                partition.written(file.close())?;
                exported.bytes += partition.take_place(self.replace)?;
                exported.files += 1;
            }
        }
        Ok(exported)
    }

    fn partition(&self, table: Table, day: i64) -> Partition {
        Partition::of(&self.folder.join(table.path()), day, self.shard, self.format)
    }
}
