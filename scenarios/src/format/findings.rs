//! What has been found in a file: where things stand, and what is wrong with them.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use crate::problem::{MOST_TOLD, Place, Problem};

/// A problem, and where in the text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The problem.
    pub problem: Problem,
    /// The bytes of the text that it is about; empty where something is missing.
    pub span: Range<usize>,
    /// The line on which that begins, counted from 1.
    pub line: usize,
    /// The character of the line at which it begins, counted from 1.
    pub column: usize,
}

/// `12:5: what is wrong; what would be right`.
impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.problem.what)?;
        if self.problem.advice.is_empty() { Ok(()) } else { write!(f, "; {}", self.problem.advice) }
    }
}

/// The positions of a text, and what stands where.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    text: Box<str>,
    line_starts: Vec<usize>,
    places: HashMap<Place, Range<usize>>,
}

impl Positions {
    /// The lines of a text, before anything is known of what stands there.
    pub(super) fn of(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self {
            text: text.into(),
            line_starts: std::iter::once(0).chain(after_breaks).collect(),
            places: HashMap::new(),
        }
    }

    /// The byte that a byte of a line is, both counted from 1, or else the nearest.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        (start + column.saturating_sub(1)).min(self.text.len())
    }

    /// The line that a byte is on, counted from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    fn is_header(&self, line: usize) -> bool {
        let rest = self.line_starts.get(line - 1).and_then(|start| self.text.get(*start..)).unwrap_or_default();
        rest.trim_start_matches([' ', '\t']).starts_with('[')
    }

    /// Where the place is, or else the nearest that it is part of.
    pub(super) fn span(&self, place: &Place) -> Range<usize> {
        let mut place = place.clone();
        loop {
            match (self.places.get(&place), place.parent()) {
                (Some(span), _) => return span.clone(),
                (None, Some(parent)) => place = parent,
                (None, None) if place == Place::whole() => return 0..0,
                (None, None) => place = Place::whole(),
            }
        }
    }

    /// The problem with the position at which its span begins.
    pub(super) fn located(&self, span: Range<usize>, problem: Problem) -> Located {
        // An editor shows no column for a byte order mark.
        const MARK: char = '\u{feff}';
        let start = self.text.floor_char_boundary(span.start);
        let line = self.line(start);
        let before = self.line_starts.get(line - 1).and_then(|begin| self.text.get(*begin..start)).unwrap_or_default();
        let column = 1 + before.strip_prefix(MARK).unwrap_or(before).chars().count();
        Located { problem, span, line, column }
    }
}

/// What has been found so far.
pub(super) struct Findings {
    /// Where things stand.
    pub(super) positions: Positions,
    problems: Vec<(Range<usize>, Problem)>,
    untold: usize,
    broken_lines: HashSet<usize>,
}

impl Findings {
    /// Nothing but the text.
    pub(super) fn new(text: &str) -> Self {
        Self { positions: Positions::of(text), problems: Vec::new(), untold: 0, broken_lines: HashSet::new() }
    }

    /// Notes where a place is.
    pub(super) fn place(&mut self, place: &Place, span: &Range<usize>) {
        self.positions.places.insert(place.clone(), span.clone());
    }

    /// Notes that the text is no TOML; of several such problems on one line only the first.
    ///
    /// Behind a broken table header, all lines up to the next header count as broken: they were read into another table.
    pub(super) fn broken(&mut self, span: Range<usize>, what: String, advice: String) {
        let line = self.positions.line(span.start);
        if !self.broken_lines.insert(line) {
            return;
        }
        if self.positions.is_header(line) {
            let last = self.positions.line_starts.len();
            self.broken_lines.extend((line + 1..=last).take_while(|line| !self.positions.is_header(*line)));
        }
        self.push(span, Place::whole(), what, advice);
    }

    /// Notes that what stands there is wrong; not on a line that is no TOML, which is just read wrong.
    pub(super) fn wrong(&mut self, span: Range<usize>, place: Place, what: String, advice: String) {
        if !self.broken_lines.contains(&self.positions.line(span.start)) {
            self.push(span, place, what, advice);
        }
    }

    /// Notes that something is missing; not in a file with lines that are no TOML, where it may stand on one of them.
    pub(super) fn absent(&mut self, span: Range<usize>, place: Place, what: String, advice: String) {
        if self.broken_lines.is_empty() {
            self.push(span, place, what, advice);
        }
    }

    /// Every problem in the order of the text; none if all is well.
    pub(super) fn problems(&mut self) -> Vec<Located> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort_by_key(|(span, _)| span.start);
        let end = self.positions.text.len();
        problems.extend(Problem::untold(self.untold).map(|rest| (end..end, rest)));
        problems.into_iter().map(|(span, problem)| self.positions.located(span, problem)).collect()
    }

    fn push(&mut self, span: Range<usize>, place: Place, what: String, advice: String) {
        if self.problems.len() < MOST_TOLD {
            self.problems.push((span, Problem { place, what, advice }));
        } else {
            self.untold += 1;
        }
    }
}
