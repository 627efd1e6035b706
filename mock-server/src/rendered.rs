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
use crate::wire::{Telling, Version};

/// How many rows a block has.
const BLOCK: usize = 32;

/// What was rendered, of all stories that a server tells.
#[derive(Debug)]
pub(crate) struct Rendered(Cache<Key, Text, ByLength>);

impl Rendered {
    /// Keeps so many bytes; of more, what is asked for least is forgotten.
    pub(crate) fn within(most: u64) -> Self {
        const EXPECTED: usize = 1024;
        Self(Cache::with_weighter(EXPECTED, most, ByLength))
    }
}

/// What a text tells, and how.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    source: Source,
    endpoint: Endpoint,
    version: Version,
    shape: Shape,
    piece: Piece,
}

/// A piece of what an endpoint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Piece {
    /// Of the rows of a part of the history, those of the block of that number.
    Block(Part, usize),
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
    ends: Arc<[usize]>,
    /// Of a page, what is on it.
    paged: Paged,
    /// From when on it is so.
    settled: Instant,
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
    pub(crate) fn rows<'t, R: Listed, E>(
        &self,
        runs: &'t Runs<'_, R>,
        pieces: &mut Pieces,
        write: impl Fn(&mut Vec<u8>, &'t Row<R>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut is_first = true;
        let in_parts = runs.parts().iter().flat_map(|part| part.positions().iter().map(move |run| (part, run)));
        for (part, run) in in_parts {
            // Where few rows are needed, rendering all that stand beside them takes longer than it ever saves.
            let worthwhile = run.len() >= BLOCK / 2;
            for stretch in by_block(run.clone()) {
                let block = stretch.start / BLOCK;
                let first = block * BLOCK;
                match self.block(block, worthwhile, part, &write)? {
                    Some(text) => pieces.add(text.rows(stretch.start - first..stretch.end - first, is_first)),
                    None => {
                        for (position, row) in part.stored()[stretch].iter().enumerate() {
                            if !is_first || position > 0 {
                                pieces.text().push(b',');
                            }
                            write(pieces.text(), row)?;
                        }
                    }
                }
                is_first = false;
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
        if let Some(text) = self.rendered.0.get(&key) {
            return Ok((text.bytes, text.paged));
        }
        let mut text = Vec::new();
        let paged = write(&mut text)?;
        let bytes = Bytes::from(text);
        let text = Text { bytes: bytes.clone(), ends: Arc::default(), paged, settled: self.telling.now };
        self.rendered.0.insert(key, text);
        Ok((bytes, paged))
    }

    /// The text of a block; `None` if it may still change, or has not been rendered and that is not worthwhile.
    fn block<'t, R: Listed, E>(
        &self,
        block: usize,
        worthwhile: bool,
        part: &'t InPart<'_, R>,
        write: impl Fn(&mut Vec<u8>, &'t Row<R>) -> Result<(), E>,
    ) -> Result<Option<Text>, E> {
        let key = self.key(Piece::Block(part.part(), block));
        if let Some(text) = self.rendered.0.get(&key) {
            return Ok(Some(text).filter(|text| text.settled <= self.telling.now));
        }
        if !worthwhile {
            return Ok(None);
        }
        let stored = part.stored();
        let rows = &stored[block * BLOCK..stored.len().min((block + 1) * BLOCK)];
        let settled = rows.iter().map(Row::last_change).max().unwrap_or(Instant::EARLIEST);
        if settled > self.telling.now {
            return Ok(None);
        }
        let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
        for row in rows {
            bytes.push(b',');
            write(&mut bytes, row)?;
            ends.push(bytes.len());
        }
        bytes.shrink_to_fit();
        let text = Text { bytes: bytes.into(), ends: ends.into(), paged: Paged::default(), settled };
        self.rendered.0.insert(key, text.clone());
        Ok(Some(text))
    }

    fn key(&self, piece: Piece) -> Key {
        let Telling { version, shape, .. } = self.telling;
        let source = match self.remembered {
            Remembered::Whole(timeline) => Source::Whole(Identity::of(timeline)),
            Remembered::Centre(centre) => Source::Centre(Identity::of(centre.operation)),
        };
        Key { source, endpoint: self.endpoint, version, shape, piece }
    }
}

impl Text {
    /// The rows of a block from one to another, counted within it, and with a comma before the first unless `is_first`.
    fn rows(&self, rows: Range<usize>, is_first: bool) -> Bytes {
        let end = |row: usize| self.ends.get(row).copied().unwrap_or_default();
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
