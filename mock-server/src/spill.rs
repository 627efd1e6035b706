//! Bytes that are put aside in a temporary file, of which the oldest are forgotten when it is full.
//!
//! The file has no name: it is gone when the server is, however that ends. Where no such file can be made, or nothing can be
//! written to it any more, nothing is put aside.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::hash::Hash;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Bytes by key, each with something that is kept beside them in memory.
#[derive(Debug)]
pub(crate) struct Spill<K, B> {
    most: u64,
    aside: Mutex<Aside<K, B>>,
}

#[derive(Debug)]
struct Aside<K, B> {
    /// Made when it is first needed.
    file: Option<File>,
    /// Whether nothing can be put aside any more.
    is_closed: bool,
    /// Where the next bytes go.
    end: u64,
    places: HashMap<K, (Range<u64>, B)>,
    /// The keys in the order in which their bytes were written, which is that of their places but for one turn.
    written: VecDeque<K>,
}

impl<K: Clone + Eq + Hash, B: Clone> Spill<K, B> {
    /// Room for so many bytes.
    pub(crate) fn within(most: u64) -> Self {
        let aside = Aside { file: None, is_closed: false, end: 0, places: HashMap::new(), written: VecDeque::new() };
        Self { most, aside: Mutex::new(aside) }
    }

    /// Puts bytes aside, and forgets what stands in their place. Says whether they are there.
    pub(crate) fn put(&self, key: &K, bytes: &[u8], beside: B) -> bool {
        let length = bytes.len() as u64;
        let mut aside = self.aside.lock().unwrap_or_else(PoisonError::into_inner);
        if aside.places.contains_key(key) {
            return true;
        }
        if length > self.most || aside.is_closed {
            return false;
        }
        if aside.end + length > self.most {
            aside.turn();
        }
        let place = aside.end..aside.end + length;
        // What is not older begins before it.
        aside.forget_oldest_while(|other| place.contains(&other.start));
        match aside.write(bytes) {
            Ok(()) => {
                aside.end = place.end;
                aside.places.insert(key.clone(), (place, beside));
                aside.written.push_back(key.clone());
                true
            }
            Err(error) => {
                tracing::warn!(%error, "what was worked out cannot be put aside in a temporary file any more");
                aside.is_closed = true;
                false
            }
        }
    }

    /// What was put aside under that key, if it is still there.
    pub(crate) fn get(&self, key: &K) -> Option<(Vec<u8>, B)> {
        let mut aside = self.aside.lock().unwrap_or_else(PoisonError::into_inner);
        let (place, beside) = aside.places.get(key).cloned()?;
        let mut bytes = vec![0; usize::try_from(place.end - place.start).ok()?];
        aside.read(place.start, &mut bytes).ok()?;
        Some((bytes, beside))
    }

    /// Whether anything is there under that key.
    #[cfg(test)]
    fn has(&self, key: &K) -> bool {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner).places.contains_key(key)
    }
}

impl<K: Eq + Hash, B> Aside<K, B> {
    /// Goes on at the beginning of the file. What is left over behind the end, of the turn before, is the oldest.
    fn turn(&mut self) {
        let end = self.end;
        self.forget_oldest_while(|place| place.start >= end);
        self.end = 0;
    }

    /// Forgets the oldest one again and again, as long as that holds of its place.
    fn forget_oldest_while(&mut self, holds: impl Fn(&Range<u64>) -> bool) {
        while let Some(oldest) = self.written.front() {
            if self.places.get(oldest).is_some_and(|(place, _)| !holds(place)) {
                return;
            }
            if let Some(oldest) = self.written.pop_front() {
                self.places.remove(&oldest);
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = self.end;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(end))?;
        file.write_all(bytes)
    }

    fn read(&mut self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_there_is_what_was_put_there_and_the_last_of_it_always_is() {
        let puts = proptest::collection::vec((0u32..40, 0usize..30), 1..200);
        proptest!(ProptestConfig::with_cases(300), |(puts in puts, most in 30u64..200)| {
            let spill = Spill::within(most);
            let bytes = |key: u32, length: usize| vec![key as u8; length];
            let mut put: HashMap<u32, usize> = HashMap::new();
            for (key, length) in puts {
                if !spill.has(&key) {
                    prop_assert_eq!(spill.put(&key, &bytes(key, length), length), length as u64 <= most);
                    put.insert(key, length);
                }
                prop_assert_eq!(spill.get(&key), put.get(&key).map(|length| (bytes(key, *length), *length)));
                for (key, length) in &put {
                    let found = spill.get(key);
                    prop_assert!(found.is_none() || found == Some((bytes(*key, *length), *length)));
                }
                let aside = spill.aside.lock().unwrap();
                prop_assert!(aside.places.values().map(|(place, _)| place.end - place.start).sum::<u64>() <= most);
                prop_assert_eq!(aside.places.len(), aside.written.len());
            }
        });
    }

    #[test]
    fn what_is_larger_than_all_the_room_is_not_put_aside() {
        let spill = Spill::within(3);
        assert!(!spill.put(&1, b"four", ()));
        assert_eq!(spill.get(&1), None);
        assert!(!spill.has(&1));
    }
}
