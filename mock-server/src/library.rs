//! Stories that have been read, so that another world of the same story costs nothing but its own clock and tokens.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::load::{self, Story, Trouble};

/// The most stories that are kept; of more, the one that was read first is forgotten.
const MOST: usize = 64;

/// The most bytes that the texts of those stories have together. A story takes several times as much as its text.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The stories that were read last, as many of them as keep within [`MOST`] and [`MOST_BYTES`].
#[derive(Debug, Default)]
pub(crate) struct Library(Mutex<VecDeque<Kept>>);

#[derive(Debug)]
struct Kept {
    /// The SHA-256 of its name, seed and text.
    digest: Digest,
    /// How long the text is.
    bytes: usize,
    story: Story,
}

type Digest = [u8; 32];

impl Library {
    /// The story that a text of that file name tells, with that seed if it is a centre at work; see [`load::told`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(crate) fn story(&self, name: &str, text: &str, seed: u64) -> Result<Story, Vec<Trouble>> {
        let told =
            Sha256::new().chain_update(name).chain_update([0]).chain_update(seed.to_be_bytes()).chain_update(text);
        let digest: Digest = told.finalize().into();
        if let Some(story) = self.known(&digest) {
            return Ok(story);
        }
        // Not locked meanwhile: it takes its time.
        let story = load::told(Path::new(name), &Arc::from(text), seed)?;
        self.keep(Kept { digest, bytes: text.len(), story: story.clone() });
        Ok(story)
    }

    fn keep(&self, story: Kept) {
        let mut stories = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Another request may have read the same meanwhile.
        if stories.iter().any(|kept| kept.digest == story.digest) {
            return;
        }
        stories.push_back(story);
        let mut bytes: usize = stories.iter().map(|kept| kept.bytes).sum();
        while stories.len() > MOST || bytes > MOST_BYTES {
            let Some(first) = stories.pop_front() else { break };
            bytes -= first.bytes;
        }
    }

    fn known(&self, digest: &Digest) -> Option<Story> {
        let stories = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stories.iter().find(|kept| kept.digest == *digest).map(|kept| kept.story.clone())
    }
}

#[cfg(test)]
mod tests {
    use scenarios::timeline::Timeline;

    use super::*;

    /// The timeline of the story that a text tells.
    fn timeline(library: &Library, text: &str) -> Arc<Timeline> {
        match library.story("a.toml", text, 0) {
            Ok(Story::Told(_, timeline)) => timeline,
            other => panic!("{other:?}"),
        }
    }

    const STORY: &str = "start = 2024-03-05T08:00:00Z\n";

    #[test]
    fn a_story_is_compiled_once() {
        let library = Library::default();
        assert!(Arc::ptr_eq(&timeline(&library, STORY), &timeline(&library, STORY)));
    }

    #[test]
    fn what_is_kept_is_bounded_in_number_and_in_bytes() {
        for (others, is_kept) in [
            (vec![], true),
            (vec![1; MOST - 1], true),
            (vec![1; MOST], false),
            (vec![MOST_BYTES / 2], true),
            (vec![MOST_BYTES / 2, MOST_BYTES / 2], false),
            (vec![MOST_BYTES + 1], false),
        ] {
            let library = Library::default();
            let first = timeline(&library, STORY);
            for (number, bytes) in others.iter().enumerate() {
                let digest = Sha256::digest(number.to_be_bytes()).into();
                library.keep(Kept { digest, bytes: *bytes, story: Story::Demo });
            }
            {
                let stories = library.0.lock().unwrap();
                assert!(stories.len() <= MOST && stories.iter().map(|kept| kept.bytes).sum::<usize>() <= MOST_BYTES);
            }
            assert_eq!(Arc::ptr_eq(&first, &timeline(&library, STORY)), is_kept, "{others:?}");
        }
    }
}
