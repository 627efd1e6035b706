//! Tables of a scenario file as data: which keys each has, and what they take.
//!
//! One declaration per table tells which keys are known, which are needed and what stands behind them. Checking, the
//! nearest right name in a complaint, printing and the JSON Schema all follow from it.

use std::ops::Range;

use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::check::check;
use super::findings::Findings;
use super::kind::{Kind, type_of};
use crate::flow::Action;
use crate::problem::Place;

/// A kind of table.
pub(super) struct Table {
    /// What one such table tells of.
    pub(super) noun: &'static str,
    /// What that is, as a fragment of a sentence.
    pub(super) about: &'static str,
    /// Every key, in the order in which they are printed.
    pub(super) keys: &'static [&'static dyn AnyKey],
    /// The keys of which each table has exactly one; empty where there is no such choice.
    pub(super) kinds: &'static [StepKind],
    /// Keys of which each table has both or neither.
    pub(super) pairs: &'static [[&'static dyn AnyKey; 2]],
    /// What follows for other keys from the word at one of them.
    pub(super) cases: &'static [Case],
}

/// A key that tells which kind of step a table is, and the keys that go with it.
pub(super) struct StepKind {
    /// The key.
    pub(super) key: &'static dyn AnyKey,
    /// Keys that it cannot do without.
    pub(super) needs: &'static [&'static dyn AnyKey],
    /// Keys that may stand beside it.
    pub(super) takes: &'static [&'static dyn AnyKey],
    /// Reads what happened; `None` if a value is not what it should be.
    pub(super) action: fn(&Row<'_>) -> Option<Action>,
}

/// What one word at a key asks of the other keys.
pub(super) struct Case {
    /// The key.
    pub(super) key: &'static dyn AnyKey,
    /// The word; that of a table's first case holds where the key is left out.
    pub(super) word: fn() -> &'static str,
    /// Keys that are needed then.
    pub(super) needs: &'static [&'static dyn AnyKey],
    /// Keys that may stand then, and only where a case of the table needs or takes them.
    pub(super) takes: &'static [&'static dyn AnyKey],
    /// Keys that cannot stand then, and what to do instead.
    pub(super) refuses: &'static [(&'static dyn AnyKey, &'static str)],
}

/// What is told of every key.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// The key.
    pub(super) name: &'static str,
    /// Whether it can be left out.
    pub(super) need: Need,
    /// What it tells, as a fragment of a sentence.
    pub(super) about: &'static str,
}

/// Whether a key can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// It cannot.
    Required,
    /// It can, and nothing is told then.
    Optional,
    /// It can, and this holds then.
    Default(&'static str),
}

/// A key that takes a value.
pub(super) struct Key<K> {
    entry: Entry,
    kind: K,
}

/// A key that takes a table, or a list of tables.
pub(super) struct Tables {
    entry: Entry,
    table: &'static Table,
    many: bool,
    inline: Option<&'static str>,
}

/// A key of whatever kind.
pub(super) trait AnyKey: Sync {
    /// What is told of it.
    fn entry(&self) -> Entry;

    /// What it takes, as JSON Schema.
    fn schema(&self) -> Json;

    /// The kind of table that it takes, if it takes tables.
    fn table(&self) -> Option<&'static Table>;

    /// Notes where the value stands, and whatever is wrong with it.
    fn check(&self, written: &Spanned<DeValue<'_>>, place: &Place, found: &mut Findings);
}

/// A table of a scenario file that is being read.
#[derive(Clone)]
pub(super) struct Row<'d> {
    table: &'d DeTable<'d>,
    /// Where it is in the scenario.
    pub(super) place: Place,
    /// Where it is in the text: its header, or from brace to brace.
    pub(super) span: Range<usize>,
}

impl Table {
    /// A table without rules beyond those of its keys.
    pub(super) const fn of(noun: &'static str, about: &'static str, keys: &'static [&'static dyn AnyKey]) -> Self {
        Self { noun, about, keys, kinds: &[], pairs: &[], cases: &[] }
    }

    /// The keys that stand only with the words of cases that need or take them: none, unless a case takes any.
    pub(super) fn companions(&self) -> impl Iterator<Item = &'static dyn AnyKey> {
        let are_there = self.cases.iter().any(|case| !case.takes.is_empty());
        let all = self.keys.iter().copied();
        all.filter(move |key| are_there && self.cases.iter().any(|case| case.goes_with(*key)))
    }

    /// The table's name among the definitions of the JSON Schema.
    pub(super) fn definition(&self) -> String {
        self.noun.replace(' ', "_")
    }
}

impl StepKind {
    /// A kind of step that can do without any other key.
    pub(super) const fn of(
        key: &'static dyn AnyKey,
        takes: &'static [&'static dyn AnyKey],
        action: fn(&Row<'_>) -> Option<Action>,
    ) -> Self {
        Self { key, needs: &[], takes, action }
    }

    /// Whether that key can stand beside this kind's own.
    pub(super) fn goes_with(&self, key: &dyn AnyKey) -> bool {
        self.needs.iter().chain(self.takes).any(|companion| companion.entry().name == key.entry().name)
    }
}

impl Case {
    /// Whether the key stands with this case's word.
    pub(super) fn goes_with(&self, key: &dyn AnyKey) -> bool {
        self.needs.iter().chain(self.takes).any(|companion| companion.entry().name == key.entry().name)
    }
}

impl<K> Key<K> {
    /// A key that cannot be left out.
    pub(super) const fn required(name: &'static str, kind: K, about: &'static str) -> Self {
        Self { entry: Entry { name, need: Need::Required, about }, kind }
    }

    /// A key without which nothing is told.
    pub(super) const fn optional(name: &'static str, kind: K, about: &'static str) -> Self {
        Self { entry: Entry { name, need: Need::Optional, about }, kind }
    }

    /// A key without which `default` holds.
    pub(super) const fn or(name: &'static str, default: &'static str, kind: K, about: &'static str) -> Self {
        Self { entry: Entry { name, need: Need::Default(default), about }, kind }
    }
}

impl<K: Kind> Key<K> {
    /// The entry of a table that tells this.
    pub(super) fn entry_of(&self, value: &K::Value) -> String {
        format!("{} = {}", self.entry.name, self.kind.write(value))
    }
}

impl Tables {
    /// A key that takes one table.
    pub(super) const fn one(name: &'static str, table: &'static Table, about: &'static str) -> Self {
        Self { entry: Entry { name, need: Need::Optional, about }, table, many: false, inline: None }
    }

    /// A key that takes a list of tables.
    pub(super) const fn many(name: &'static str, table: &'static Table, about: &'static str) -> Self {
        Self { entry: Entry { name, need: Need::Optional, about }, table, many: true, inline: None }
    }

    /// The same, of which messages say that it is written so.
    pub(super) const fn inline(self, example: &'static str) -> Self {
        Self { inline: Some(example), ..self }
    }

    /// What one of the tables tells of.
    pub(super) fn noun(&self) -> &'static str {
        self.table.noun
    }

    /// The line above a table.
    pub(super) fn header(&self) -> String {
        if self.many { format!("[[{}]]", self.entry.name) } else { format!("[{}]", self.entry.name) }
    }

    fn misfit(&self, belongs: &str, written: &Spanned<DeValue<'_>>, place: Place, found: &mut Findings) {
        let what = format!("{} where {belongs} belongs", type_of(written.get_ref()));
        let right = self.inline.map_or_else(|| self.header(), str::to_owned);
        found.wrong(written.span(), place, what, format!("write {right}"));
    }
}

impl<K: Kind> AnyKey for Key<K> {
    fn entry(&self) -> Entry {
        self.entry
    }

    fn schema(&self) -> Json {
        self.kind.schema()
    }

    fn table(&self) -> Option<&'static Table> {
        None
    }

    fn check(&self, written: &Spanned<DeValue<'_>>, place: &Place, found: &mut Findings) {
        found.place(place, &written.span());
        let elements = written.get_ref().as_array().map(|array| array.iter()).into_iter().flatten();
        let spans: Vec<_> = elements.map(Spanned::span).collect();
        for (position, span) in spans.iter().enumerate() {
            found.place(&place.at(position), span);
        }
        for misfit in self.kind.read(written.get_ref()).err().into_iter().flatten() {
            let element = misfit.element.and_then(|position| Some((place.at(position), spans.get(position)?.clone())));
            let (place, span) = element.unwrap_or_else(|| (place.clone(), written.span()));
            found.wrong(span, place, misfit.what, misfit.advice);
        }
    }
}

impl AnyKey for Tables {
    fn entry(&self) -> Entry {
        self.entry
    }

    fn schema(&self) -> Json {
        let table = json!({ "$ref": format!("#/$defs/{}", self.table.definition()) });
        if self.many { json!({ "type": "array", "items": table }) } else { table }
    }

    fn table(&self) -> Option<&'static Table> {
        Some(self.table)
    }

    fn check(&self, written: &Spanned<DeValue<'_>>, place: &Place, found: &mut Findings) {
        found.place(place, &written.span());
        match (self.many, written.get_ref().as_array()) {
            (true, Some(elements)) => {
                for (position, element) in elements.iter().enumerate() {
                    match Row::of(element, place.at(position)) {
                        Some(row) => check(self.table, &row, found),
                        None => self.misfit("a table", element, place.at(position), found),
                    }
                }
            }
            (true, None) => self.misfit("a list of tables", written, place.clone(), found),
            (false, _) => match Row::of(written, place.clone()) {
                Some(row) => check(self.table, &row, found),
                None => self.misfit("a table", written, place.clone(), found),
            },
        }
    }
}

impl<'d> Row<'d> {
    /// The whole file.
    pub(super) fn whole(table: &'d DeTable<'d>) -> Self {
        Self { table, place: Place::whole(), span: 0..0 }
    }

    /// What is written in the table.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'d Spanned<DeString<'d>>, &'d Spanned<DeValue<'d>>)> {
        self.table.iter()
    }

    fn of(written: &'d Spanned<DeValue<'d>>, place: Place) -> Option<Self> {
        Some(Self { table: written.get_ref().as_table()?, place, span: written.span() })
    }

    /// What stands at the key, if it is what should stand there.
    pub(super) fn get<K: Kind>(&self, key: &Key<K>) -> Option<K::Value> {
        key.kind.read(self.value(key)?.get_ref()).ok()
    }

    /// What stands at the key, or `default` if nothing does; `None` if it is not what should stand there.
    pub(super) fn get_or<K: Kind>(&self, key: &Key<K>, default: K::Value) -> Option<K::Value> {
        if self.has(key) { self.get(key) } else { Some(default) }
    }

    /// What stands at the key, if anything does; `None` if it is not what should stand there.
    pub(super) fn maybe<K: Kind>(&self, key: &Key<K>) -> Option<Option<K::Value>> {
        if self.has(key) { self.get(key).map(Some) } else { Some(None) }
    }

    /// The tables that stand at the key.
    pub(super) fn rows(&self, key: &Tables) -> Vec<Row<'d>> {
        let Some(written) = self.table.get(key.entry.name) else { return Vec::new() };
        let place = self.place_of(key);
        match written.get_ref().as_array() {
            Some(elements) => {
                elements.iter().enumerate().filter_map(|(at, element)| Row::of(element, place.at(at))).collect()
            }
            None => Row::of(written, place).into_iter().collect(),
        }
    }

    /// Whether anything stands at the key.
    pub(super) fn has(&self, key: &dyn AnyKey) -> bool {
        self.value(key).is_some()
    }

    /// Where the key's value is in the text; without one, where the table is.
    pub(super) fn span_of(&self, key: &dyn AnyKey) -> Range<usize> {
        self.value(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Where the key itself is in the text; without it, where the table is.
    pub(super) fn key_span(&self, key: &dyn AnyKey) -> Range<usize> {
        let mut keys = self.entries().map(|(written, _)| written);
        keys.find(|written| written.get_ref() == key.entry().name).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// The key's place in the scenario.
    pub(super) fn place_of(&self, key: &dyn AnyKey) -> Place {
        self.place.key(key.entry().name)
    }

    /// What stands at the key.
    pub(super) fn value(&self, key: &dyn AnyKey) -> Option<&'d Spanned<DeValue<'d>>> {
        self.table.get(key.entry().name)
    }
}
