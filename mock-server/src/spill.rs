//! Bytes that are put aside in a temporary file, of which the oldest are forgotten when it is full.
//!
//! The file has no name: it is gone when the server is, however that ends. Where no such file can be made, or nothing can be
//! written to it any more, nothing is put aside. Memory is taken only to know where bytes stand: some 30 bytes for each piece,
//! all in one table, since small things that are kept for long between large ones that are not cost more than they take.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::Hash;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

/// Bytes by key and number.
#[derive(Debug)]
pub(crate) struct Spill<K> {
    aside: Mutex<Aside<K>>,
}

#[derive(Debug)]
struct Aside<K> {
    /// The length of the file at most, in whole sectors.
    most: u64,
    /// Made when it is first needed.
    file: Option<File>,
    /// Whether nothing can be put aside any more.
    is_closed: bool,
    /// So many bytes were put aside since the beginning, with those that were left empty.
    written: u64,
    /// A short name for each key, which no other ever has.
    names: HashMap<K, u32>,
    named: u32,
    /// Where the pieces of a key stand, by its name and number; among them some that are forgotten.
    places: HashMap<(u32, u32), Place>,
    /// With so many places it is time to look for those.
    full: usize,
}

/// Where bytes stand, as if the file had no end; in fact it goes on at its beginning.
#[derive(Clone, Copy, Debug)]
struct Place {
    sector: u32,
    length: NonZeroU32,
}

/// Pieces begin at multiples of so many bytes: a place takes less memory then. With as many of them as can be counted,
/// nothing can be put aside any more: after 16 TiB.
const SECTOR: u64 = 4096;

/// So few places are not worth looking through.
const FEW: usize = 64;

impl Place {
    fn begin(self) -> u64 {
        u64::from(self.sector) * SECTOR
    }

    fn bytes(self) -> u64 {
        u64::from(self.length.get())
    }
}

impl<K: Clone + Eq + Hash> Spill<K> {
    /// Room for so many bytes.
    pub(crate) fn within(most: u64) -> Self {
        let most = most / SECTOR * SECTOR;
        let aside = Aside {
            most,
            file: None,
            is_closed: false,
            written: 0,
            names: HashMap::new(),
            named: 0,
            places: HashMap::new(),
            full: FEW,
        };
        Self { aside: Mutex::new(aside) }
    }

    /// Puts these bytes aside, one after the other, and forgets what stands in their place. Says whether they are there:
    /// not if there are none, or more than there is room for.
    pub(crate) fn put(&self, key: &K, number: u32, bytes: &[&[u8]]) -> bool {
        let length = bytes.iter().map(|bytes| bytes.len()).sum::<usize>();
        let Some(length) = u32::try_from(length).ok().and_then(NonZeroU32::new) else { return false };
        let mut aside = self.aside();
        if aside.place(key, number).is_some() {
            return true;
        }
        if u64::from(length.get()) > aside.most || aside.is_closed {
            return false;
        }
        let put =
            aside.take(length).and_then(|place| aside.write(place, bytes).map(|()| aside.note(key, number, place)));
        if let Err(error) = &put {
            tracing::warn!(%error, "what was worked out cannot be put aside in a temporary file any more");
            aside.is_closed = true;
        }
        put.is_ok()
    }

    /// What was put aside under that key and number, if it is still there.
    pub(crate) fn get(&self, key: &K, number: u32) -> Option<Vec<u8>> {
        let mut aside = self.aside();
        let place = aside.place(key, number)?;
        aside.read(place).ok()
    }

    fn aside(&self) -> std::sync::MutexGuard<'_, Aside<K>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash> Aside<K> {
    /// Where that piece stands, unless it is forgotten.
    fn place(&self, key: &K, number: u32) -> Option<Place> {
        let name = *self.names.get(key)?;
        self.places.get(&(name, number)).copied().filter(|place| self.is_there(place))
    }

    /// Whether nothing was written over it.
    fn is_there(&self, place: &Place) -> bool {
        self.written <= place.begin() + self.most
    }

    /// The next place of that length, which is not longer than the file: as a whole before the file's end.
    fn take(&mut self, length: NonZeroU32) -> io::Result<Place> {
        let mut begin = self.written.next_multiple_of(SECTOR);
        if begin % self.most + u64::from(length.get()) > self.most {
            begin = begin.next_multiple_of(self.most);
        }
        let sector = u32::try_from(begin / SECTOR).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let place = Place { sector, length };
        self.written = begin + place.bytes();
        Ok(place)
    }

    fn note(&mut self, key: &K, number: u32, place: Place) {
        if self.places.len() >= self.full {
            self.forget();
        }
        let name = *self.names.entry(key.clone()).or_insert_with(|| {
            self.named = self.named.wrapping_add(1);
            self.named
        });
        self.places.insert((name, number), place);
    }

    /// Forgets where nothing is there any more: each time that the table has grown by a third.
    fn forget(&mut self) {
        let places = std::mem::take(&mut self.places);
        let left: Vec<_> = places.into_iter().filter(|(_, place)| self.is_there(place)).collect();
        self.full = FEW.max(left.len() + left.len() / 3);
        self.places.reserve(self.full);
        self.places.extend(left);
        let named: HashSet<u32> = self.places.keys().map(|(name, _)| *name).collect();
        self.names.retain(|_, name| named.contains(name));
    }

    fn write(&mut self, place: Place, bytes: &[&[u8]]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(place.begin() % self.most))?;
        bytes.iter().try_for_each(|bytes| file.write_all(bytes))
    }

    fn read(&mut self, place: Place) -> io::Result<Vec<u8>> {
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        file.seek(SeekFrom::Start(place.begin() % self.most))?;
        let mut bytes = vec![0; place.length.get() as usize];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_there_is_what_was_put_there_and_the_last_of_it_always_is() {
        const THIRD: usize = SECTOR as usize / 3;
        let puts = proptest::collection::vec((0u8..8, 0u32..5, 0usize..6), 1..200);
        proptest!(ProptestConfig::with_cases(300), |(puts in puts, most in 2 * SECTOR..20 * SECTOR)| {
            let spill = Spill::within(most);
            let bytes = |key: u8, number: u32, thirds: usize| vec![key * 5 + number as u8; thirds * THIRD];
            let mut put: HashMap<(u8, u32), usize> = HashMap::new();
            for (key, number, thirds) in puts {
                if spill.get(&key, number).is_none() {
                    let (one, other) = (bytes(key, number, thirds / 2), bytes(key, number, thirds - thirds / 2));
                    prop_assert_eq!(spill.put(&key, number, &[&one, &other]), thirds > 0);
                    put.insert((key, number), thirds);
                    prop_assert!(thirds == 0 || spill.get(&key, number).is_some());
                }
                let mut all = 0;
                for ((key, number), thirds) in &put {
                    let found = spill.get(key, *number);
                    all += found.as_ref().map_or(0, Vec::len);
                    prop_assert!(found.is_none() || found == Some(bytes(*key, *number, *thirds)));
                }
                prop_assert!(all as u64 <= most);
            }
        });
    }

    #[test]
    fn of_what_was_written_over_nothing_is_remembered() {
        let spill = Spill::within(100 * SECTOR);
        for key in 0..10_000 {
            assert!(spill.put(&key, 0, &[b"ten bytes."]));
            let aside = spill.aside();
            assert!(aside.places.len() <= 150 && aside.names.len() <= 150, "little more than fills the file");
        }
        assert!((9_900..10_000).all(|key| spill.get(&key, 0).is_some()), "as much as fills it is there");
    }

    #[test]
    fn what_is_larger_than_all_the_room_is_not_put_aside() {
        let spill = Spill::within(2 * SECTOR);
        assert!(!spill.put(&1, 0, &[&[0; 2 * SECTOR as usize + 1]]));
        assert_eq!(spill.get(&1, 0), None);
        assert!(!Spill::within(0).put(&1, 0, &[b"any"]));
    }
}
