//! Sections 4.1 to 4.8, field by field: what is there, of which type, and which words it may have.

/// Where fields are.
mod places;
/// Which fields there are.
mod tables;

use super::walk::Visit;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, Tally};
use crate::conform::scene::Scene;

pub(super) use tables::*;

/// A field, and what it may hold.
#[derive(Clone, Copy, Debug)]
pub(in crate::conform) struct Field {
    place: Place,
    name: &'static str,
    kind: Kind,
}

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Guid,
    DateTime,
    /// Not less than zero.
    Whole,
    Flag,
    Object,
    List,
    Texts,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text; words other than these are news, since no list is complete.
    Seen(&'static [&'static str]),
    /// Null in every example; anything else is news.
    SeenNull,
    /// That, or null.
    OrNull(&'static Kind),
    /// That, but missing in older examples.
    Later(&'static Kind),
}

/// Where fields are.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// What it takes to look at one.
    needs: &'static str,
    each: fn(&Scene, Visit<'_>) -> Result<(), Objection>,
}

impl Field {
    /// Whether it is as it should be wherever it is told.
    pub(in crate::conform) fn check(&self, scene: &Scene) -> Checked {
        let mut seen = Tally::of(self.place.needs);
        (self.place.each)(scene, &mut |owner| {
            let node = owner.at(self.name);
            if matches!(self.kind, Kind::Later(_)) && node.is_missing() {
                return Ok(());
            }
            if node.is_missing() {
                return Err(node.fails(format!("a field {}", self.name)));
            }
            self.kind.check(node, &mut seen)?;
            seen.saw();
            Ok(())
        })?;
        Ok(seen)
    }
}

impl Kind {
    fn check(&self, node: Node<'_>, seen: &mut Tally) -> Result<(), Objection> {
        match self {
            Self::Text => node.text().map(drop),
            Self::Guid => node.must(node.json().as_str().is_some_and(is_guid), || "a GUID".to_owned()),
            Self::DateTime => node.instant().map(drop),
            Self::Whole => node.must(node.json().is_u64(), || "a whole number that is not negative".to_owned()),
            Self::Flag => node.must(node.json().is_boolean(), || "true or false".to_owned()),
            Self::Object => node.fields().map(drop),
            Self::List => node.each().map(drop),
            Self::Texts => node.each()?.try_for_each(|item| item.text().map(drop)),
            Self::OneOf(words) => {
                let holds = node.json().as_str().is_some_and(|text| words.contains(&text));
                node.must(holds, || format!("one of {}", words.join(", ")))
            }
            Self::Seen(words) => {
                let text = node.text()?;
                if !words.contains(&text) {
                    seen.news.insert(format!("{text:?}, where the reference knows {}", words.join(", ")));
                }
                Ok(())
            }
            Self::SeenNull => {
                if !node.is_null() {
                    seen.news.insert(format!("{}, where every example has null", node.json()));
                }
                Ok(())
            }
            Self::OrNull(kind) if node.is_null() => {
                let _ = kind;
                Ok(())
            }
            Self::OrNull(kind) | Self::Later(kind) => kind.check(node, seen),
        }
    }
}

fn is_guid(text: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_right)
}
