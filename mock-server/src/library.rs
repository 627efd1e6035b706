//! Stories that have been read, so that another world of the same story costs nothing but its own clock and tokens.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::load::{self, Story, Trouble};

/// The most stories that are kept; of more, the one that was read first is forgotten.
const MOST: usize = 64;

/// The stories that were read last, by the SHA-256 of their names and texts.
#[derive(Debug, Default)]
pub(crate) struct Library(Mutex<VecDeque<(Digest, Story)>>);

type Digest = [u8; 32];

impl Library {
    /// The story that a text of that file name tells; see [`load::told`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(crate) fn story(&self, name: &str, text: &str) -> Result<Story, Vec<Trouble>> {
        let digest: Digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(text).finalize().into();
        if let Some(story) = self.known(&digest) {
            return Ok(story);
        }
        // Not locked meanwhile: it takes its time.
        let story = load::told(Path::new(name), &Arc::from(text))?;
        let mut stories = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if stories.len() == MOST {
            stories.pop_front();
        }
        stories.push_back((digest, story.clone()));
        Ok(story)
    }

    fn known(&self, digest: &Digest) -> Option<Story> {
        let stories = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stories.iter().find(|(known, _)| known == digest).map(|(_, story)| story.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_compiled_once() {
        let library = Library::default();
        let timeline = || match library.story("a.toml", "start = 2024-03-05T08:00:00Z") {
            Ok(Story::Told(_, timeline)) => timeline,
            other => panic!("{other:?}"),
        };
        assert!(Arc::ptr_eq(&timeline(), &timeline()));
    }
}
