//! The scenarios that cases are made of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use scenarios::format;
use scenarios::generate::{self, Config};
use scenarios::scenario::Scenario;

use crate::standing::Moments;

/// A scenario that an analysis is put to, as a text for the server and as what happened for the judges.
#[derive(Clone, Debug)]
pub struct Told {
    /// What people call it: `faq/transfer`, a path, `seed 7`.
    pub name: String,
    /// Where it came from.
    pub origin: Origin,
    /// Its text.
    pub text: Arc<str>,
    /// What it tells.
    pub scenario: Arc<Scenario>,
    pub(crate) moments: Arc<Moments>,
}

/// Where a scenario came from: what a command needs to find it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The catalog.
    Catalog,
    /// A file.
    File,
    /// The generator.
    Seed {
        /// The seed.
        seed: u64,
        /// The file of its config; `None` for the usual one.
        generator: Option<Arc<Path>>,
    },
    /// It was made by a program.
    Made,
}

/// What makes scenarios up from seeds.
#[derive(Clone, Debug, Default)]
pub struct Generator {
    file: Option<Arc<Path>>,
    config: Config,
}

impl Generator {
    /// The one whose config is the text of that file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn of(file: PathBuf, text: &str) -> Result<Self, Vec<format::Located>> {
        Ok(Self { config: format::parse_config(text)?, file: Some(file.into()) })
    }

    /// The file of its config; `None` of the usual one.
    pub(crate) fn file(&self) -> Option<std::path::Display<'_>> {
        self.file.as_deref().map(Path::display)
    }

    /// The scenario that it makes from a seed.
    pub fn told(&self, seed: u64) -> Told {
        let scenario = generate::seeded(seed, &self.config);
        let origin = Origin::Seed { seed, generator: self.file.clone() };
        Told::new(format!("seed {seed}"), origin, format::print(&scenario).into(), scenario)
    }
}

impl Told {
    /// A scenario of the catalog that every server knows, by its name.
    pub fn catalog() -> impl Iterator<Item = Self> {
        mock_server::catalog::scenarios().filter_map(|(name, text)| {
            let source = format::parse(text).ok()?;
            Some(Self::new(name.to_owned(), Origin::Catalog, text.into(), source.scenario))
        })
    }

    /// The scenario of a file's text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn file(path: &Path, text: &str) -> Result<Self, Vec<format::Located>> {
        let (scenario, _) = format::compile(text)?;
        Ok(Self::new(path.display().to_string(), Origin::File, text.into(), scenario))
    }

    /// The scenario that is generated from a seed, as small and nasty as usual.
    pub fn seed(seed: u64) -> Self {
        Generator::default().told(seed)
    }

    /// A scenario that a program made, under that name.
    pub fn made(name: impl Into<String>, scenario: Scenario) -> Self {
        Self::new(name.into(), Origin::Made, format::print(&scenario).into(), scenario)
    }

    fn new(name: String, origin: Origin, text: Arc<str>, scenario: Scenario) -> Self {
        let moments = Arc::new(Moments::of(&scenario));
        Self { name, origin, text, scenario: Arc::new(scenario), moments }
    }
}
