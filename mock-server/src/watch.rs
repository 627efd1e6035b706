//! Reading files again when they change.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::host::Host;
use crate::load::{self, Trouble};
use crate::world::{Settings, World};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(500);

/// The files of a world, as they were when last looked at.
#[derive(Debug)]
pub struct Watch {
    paths: Vec<PathBuf>,
    settings: Settings,
    seen: Vec<Seen>,
    is_wrong: bool,
}

/// What a look at the files brought.
#[derive(Debug)]
pub enum News {
    /// They have not changed.
    Same,
    /// They have changed, and their world has taken the old one's place.
    Replaced,
    /// They were wrong, and no longer are: their world has taken the old one's place.
    RightAgain,
    /// They have changed and are wrong: the old world stays.
    Wrong(Vec<Trouble>),
}

#[derive(Debug, PartialEq, Eq)]
struct Seen {
    file: PathBuf,
    /// When it was written, and its length; `None` where the system does not tell.
    state: Option<(SystemTime, u64)>,
}

impl Watch {
    /// Begins to watch the files and folders that a world was made of with those settings.
    pub fn new(paths: Vec<PathBuf>, settings: Settings) -> Self {
        let seen = see(&paths);
        Self { paths, settings, seen, is_wrong: false }
    }

    /// Looks again and again, and tells what it sees. Never returns: it wants a thread of its own, as files block.
    pub fn run(mut self, host: &Host, tell: impl Fn(News)) {
        loop {
            std::thread::sleep(EVERY);
            tell(self.look(host));
        }
    }

    /// Looks once. If the files have changed and are right, their world takes the place of that of `host`; a clock that
    /// runs, runs on.
    pub fn look(&mut self, host: &Host) -> News {
        let now = see(&self.paths);
        if now == self.seen {
            return News::Same;
        }
        self.seen = now;
        match World::open(&self.paths, &self.settings) {
            Ok(world) => {
                let (old, _) = host.world();
                host.replace(world.going_on_from(&old));
                if std::mem::take(&mut self.is_wrong) { News::RightAgain } else { News::Replaced }
            }
            Err(troubles) => {
                self.is_wrong = true;
                News::Wrong(troubles)
            }
        }
    }
}

fn see(paths: &[PathBuf]) -> Vec<Seen> {
    let files = load::files(paths).unwrap_or_default();
    let state = |file: &PathBuf| {
        let metadata = std::fs::metadata(file).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.into_iter().map(|file| Seen { state: state(&file), file }).collect()
}
