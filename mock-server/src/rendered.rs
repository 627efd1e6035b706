//! JSON that can no longer change, kept to be sent again.
//!
//! Once the last of it has been processed, a record is told alike for ever: in every answer, at every later instant, and
//! in every world of the same story. So consecutive records are rendered together, once, and a page is put together of
//! stretches of such blocks, without copying them.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use rayon::prelude::*;
use scenarios::history::{Listed, Part};
use scenarios::scenario::Shape;
use scenarios::simulation::Operation;
use scenarios::time::Instant;
use scenarios::timeline::{Row, Timeline};
use scenarios::view::{Endpoint, InPart, Paging, Runs};

use crate::days::Remembered;
use crate::identity::Identity;
use crate::journal::Paged;
use crate::pieces::Pieces;
use crate::spill::Spill;
use crate::wire::{Telling, Version};

/// How many rows a block has.
const BLOCK: usize = 32;

/// So many blocks are rendered on all cores.
const MANY: usize = 16;

/// What was rendered, of all stories that a server tells.
#[derive(Debug)]
pub(crate) struct Rendered {
    kept: Cache<Key, Text, ByLength>,
    /// Of centres at work the blocks of each part, as many as there is room for: it takes long to work them out again.
    spill: Spill<(Way, Part)>,
}

impl Rendered {
    /// Keeps so many bytes; of more, what is asked for least is forgotten. Of centres at work so many others are put aside
    /// in a temporary file.
    pub(crate) fn within(most: u64, aside: u64) -> Self {
        const EXPECTED: usize = 1024;
        Self { kept: Cache::with_weighter(EXPECTED, most, ByLength), spill: Spill::within(aside) }
    }

    fn get(&self, key: &Key) -> Option<Text> {
        if let Some(text) = self.kept.get(key) {
            return Some(text);
        }
        let (part, number) = key.aside()?;
        Text::of_block(self.spill.get(&part, number)?.into())
    }

    fn keep(&self, key: Key, text: Text) {
        let is_aside = key.aside().is_some_and(|(part, number)| {
            let (head, ends) = text.before_block();
            self.spill.put(&part, number, &[&head, &ends, &text.bytes])
        });
        if !is_aside {
            self.kept.insert(key, text);
        }
    }
}

/// What a text tells, and how.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    way: Way,
    piece: Piece,
}

/// In which way something is told: the same for all that is told at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Way {
    source: Source,
    endpoint: Endpoint,
    version: Version,
    shape: Shape,
}

impl Key {
    /// Under what its text is put aside, if it is one of those that are.
    fn aside(&self) -> Option<((Way, Part), u32)> {
        match (&self.way.source, self.piece) {
            (Source::Centre(_), Piece::Block(part, number)) => Some(((self.way.clone(), part), number)),
            (Source::Centre(_), Piece::Page { .. }) | (Source::Whole(_), _) => None,
        }
    }
}

/// A piece of what an endpoint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Piece {
    /// Of the rows of a part of the history, those of the block of that number.
    Block(Part, u32),
    /// All of a page, as it is at an instant.
    Page { now: Instant, page: u32, limit: u32 },
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Source {
    /// A timeline.
    Whole(Identity<Timeline>),
    /// A centre at work.
    Centre(Identity<Operation>),
}

/// A rendered part.
#[derive(Clone, Debug)]
struct Text {
    bytes: Bytes,
    /// Of a block, where each row ends; it begins with a comma.
    ends: Arc<[u32]>,
    /// Of a page, what is on it.
    paged: Paged,
    /// From when on it is so.
    settled: Instant,
}

/// Consecutive rows of a page that stand in one block.
struct Stretch<'t, 'h, R> {
    part: &'t InPart<'h, R>,
    rows: Range<usize>,
    /// Whether all of the block is rendered if it has not been.
    worthwhile: bool,
}

impl<R: Listed> Stretch<'_, '_, R> {
    fn piece(&self) -> Piece {
        Piece::Block(self.part.part(), (self.rows.start / BLOCK) as u32)
    }
}

/// What is told, and how: the same for all parts of an answer.
#[derive(Debug)]
pub(crate) struct Told<'r> {
    /// What was rendered before.
    pub(crate) rendered: &'r Rendered,
    /// Of what.
    pub(crate) remembered: Remembered<'r>,
    /// By which endpoint.
    pub(crate) endpoint: Endpoint,
    /// How.
    pub(crate) telling: Telling,
}

impl Told<'_> {
    /// Adds the rows of a page to `pieces`, separated by commas; `write` writes one.
    ///
    /// # Errors
    ///
    /// Those of `write`.
    pub(crate) fn rows<'t, R: Listed + Send + Sync, E: Send>(
        &self,
        runs: &'t Runs<'_, R>,
        pieces: &mut Pieces,
        write: impl Fn(&mut Vec<u8>, &'t Row<R>) -> Result<(), E> + Sync,
    ) -> Result<(), E> {
        let in_parts = runs.parts().iter().flat_map(|part| part.positions().iter().map(move |run| (part, run)));
        let stretches: Vec<Stretch<'_, '_, R>> = in_parts
            // Where few rows are needed, rendering all that stand beside them takes longer than it ever saves.
            .map(|(part, run)| (part, run, run.len() >= BLOCK / 2))
            .flat_map(|(part, run, worthwhile)| {
                by_block(run.clone()).map(move |rows| Stretch { part, rows, worthwhile })
            })
            .collect();
        let mut texts: Vec<Option<Text>> = stretches.iter().map(|stretch| self.known(stretch)).collect();
        let missing = |number: &usize| texts[*number].is_none() && stretches[*number].worthwhile;
        let missing: Vec<usize> = (0..stretches.len()).filter(missing).collect();
        // Rows that are still to be worked out are so by all cores: none of them may begin with another block meanwhile, and
        // wait for itself.
        for number in &missing {
            stretches[*number].part.stored();
        }
        let render = |number: usize| self.block(&stretches[number], &write);
        let rendered: Vec<_> = if missing.len() < MANY {
            missing.iter().map(|number| render(*number)).collect()
        } else {
            missing.par_iter().map(|number| render(*number)).collect()
        };
        for (number, text) in missing.into_iter().zip(rendered) {
            texts[number] = text?;
        }
        for (number, (Stretch { part, rows, .. }, text)) in stretches.iter().zip(texts).enumerate() {
            match text.filter(|text| text.settled <= self.telling.now) {
                Some(text) => {
                    let first = rows.start / BLOCK * BLOCK;
                    pieces.add(text.rows(rows.start - first..rows.end - first, number == 0));
                }
                None => {
                    for (position, row) in part.stored()[rows.clone()].iter().enumerate() {
                        if number + position > 0 {
                            pieces.text().push(b',');
                        }
                        write(pieces.text(), row)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// A whole page that is asked for again and again while the clock stands still; `write` writes it,
    /// and says what is on it.
    ///
    /// # Errors
    ///
    /// Those of `write`.
    pub(crate) fn page<E>(
        &self,
        paging: Paging,
        write: impl FnOnce(&mut Vec<u8>) -> Result<Paged, E>,
    ) -> Result<(Bytes, Paged), E> {
        let Paging { page, limit } = paging;
        let key = self.key(Piece::Page { now: self.telling.now, page, limit });
        if let Some(text) = self.rendered.get(&key) {
            return Ok((text.bytes, text.paged));
        }
        let mut text = Vec::new();
        let paged = write(&mut text)?;
        let bytes = Bytes::from(text);
        let text = Text { bytes: bytes.clone(), ends: Arc::default(), paged, settled: self.telling.now };
        self.rendered.keep(key, text);
        Ok((bytes, paged))
    }

    /// What was rendered before of the block in which a stretch lies.
    fn known<R: Listed>(&self, stretch: &Stretch<'_, '_, R>) -> Option<Text> {
        self.rendered.get(&self.key(stretch.piece()))
    }

    /// Renders the block in which a stretch lies; `None` if it may still change.
    fn block<'t, R: Listed, E>(
        &self,
        stretch: &Stretch<'t, '_, R>,
        write: impl Fn(&mut Vec<u8>, &'t Row<R>) -> Result<(), E>,
    ) -> Result<Option<Text>, E> {
        let stored = stretch.part.stored();
        let first = stretch.rows.start / BLOCK * BLOCK;
        let rows = &stored[first..stored.len().min(first + BLOCK)];
        let settled = rows.iter().map(Row::last_change).max().unwrap_or(Instant::EARLIEST);
        if settled > self.telling.now {
            return Ok(None);
        }
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
        for row in rows {
            bytes.push(b',');
            write(&mut bytes, row)?;
            ends.push(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
        }
        bytes.shrink_to_fit();
        let text = Text { bytes: bytes.into(), ends: ends.into(), paged: Paged::default(), settled };
        self.rendered.keep(self.key(stretch.piece()), text.clone());
        Ok(Some(text))
    }

    fn key(&self, piece: Piece) -> Key {
        let Telling { version, shape, .. } = self.telling;
        let source = match self.remembered {
            Remembered::Whole(timeline) => Source::Whole(Identity::of(timeline)),
            Remembered::Centre(centre) => Source::Centre(Identity::of(centre.operation)),
        };
        Key { way: Way { source, endpoint: self.endpoint, version, shape }, piece }
    }
}

impl Text {
    /// What stands before the bytes of a block where they are put aside: from when on it is so, and how many rows it has;
    /// and then where each of them ends.
    fn before_block(&self) -> ([u8; 12], Vec<u8>) {
        let mut head = [0; 12];
        head[..8].copy_from_slice(&self.settled.as_millis().to_le_bytes());
        head[8..].copy_from_slice(&(self.ends.len() as u32).to_le_bytes());
        (head, self.ends.iter().flat_map(|end| end.to_le_bytes()).collect())
    }

    /// The block that was put aside so.
    fn of_block(bytes: Bytes) -> Option<Self> {
        let (settled, rest) = bytes.split_first_chunk()?;
        let (rows, rest) = rest.split_first_chunk()?;
        let (ends, text) = rest.split_at_checked(u32::from_le_bytes(*rows) as usize * size_of::<u32>())?;
        let ends = ends.as_chunks().0.iter().map(|end| u32::from_le_bytes(*end)).collect();
        let settled = Instant::from_millis(i64::from_le_bytes(*settled));
        Some(Self { bytes: bytes.slice_ref(text), ends, paged: Paged::default(), settled })
    }

    /// The rows of a block from one to another, counted within it, and with a comma before the first unless `is_first`.
    fn rows(&self, rows: Range<usize>, is_first: bool) -> Bytes {
        let end = |row: usize| self.ends.get(row).map_or(0, |end| *end as usize);
        let start = rows.start.checked_sub(1).map_or(0, end) + usize::from(is_first);
        self.bytes.slice(start..end(rows.end - 1))
    }
}

/// Consecutive rows, block by block.
fn by_block(mut rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    std::iter::from_fn(move || {
        let end = rows.end.min((rows.start / BLOCK + 1) * BLOCK);
        let stretch = rows.start..end;
        rows.start = end;
        (!stretch.is_empty()).then_some(stretch)
    })
}

#[derive(Clone, Copy, Debug)]
struct ByLength;

impl Weighter<Key, Text> for ByLength {
    fn weight(&self, _: &Key, text: &Text) -> u64 {
        (size_of::<Key>() + size_of::<Text>() + text.bytes.len() + size_of_val(&*text.ends)) as u64
    }
}
