//! Rows taken apart into columns, as Dremel does it: each value with how deep it is defined, and at which depth it repeats.
//!
//! A row is serialised into its columns: the tree of fields says which column a value is for.

use std::fmt::{self, Write as _};
use std::ops::Range;

use axum::body::Bytes;
use parquet::data_type::ByteArray;
use serde::Serialize;

use super::cell::{Cell, Place, Unexpected};
use super::fields::{Field, Kind};

/// The columns of some rows.
#[derive(Debug)]
pub(super) struct Columns {
    row: Node,
    columns: Vec<Column>,
}

/// A field, and the columns that it takes up.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) optional: bool,
    pub(super) shape: Shape,
    pub(super) columns: Range<usize>,
}

/// What is below a field.
#[derive(Debug)]
pub(super) enum Shape {
    /// One column.
    Leaf,
    List(Box<Node>),
    Object(Vec<Node>),
}

/// What a field holds in all rows.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) values: Values,
    /// Of each value or gap, how many of the optional and repeated fields on the way to it are there.
    pub(super) definitions: Vec<i16>,
    /// Of each, at which of the repeated fields on the way it is another; 0 for a new row.
    pub(super) repetitions: Vec<i16>,
}

/// The values that are there.
#[derive(Debug)]
pub(super) enum Values {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    Texts(Texts),
    /// In milliseconds since 1970.
    Instants(Vec<i64>),
}

/// Texts, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Columns {
    pub(super) fn of(fields: &[Field]) -> Self {
        let mut columns = Vec::new();
        let row = Field { name: "row".to_owned(), optional: false, kind: Kind::Object(fields.to_vec()) };
        Self { row: node(&row, &mut columns), columns }
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// If it has a field that there is no column for, or none that there has to be.
    pub(super) fn add(&mut self, row: &impl Serialize) -> Result<(), Unexpected> {
        row.serialize(Cell { node: &self.row, columns: &mut self.columns, place: Place::default() })
    }

    /// How many bytes it takes, about.
    pub(super) fn size(&self) -> usize {
        self.columns.iter().map(Column::size).sum()
    }

    /// What has been added so far.
    pub(super) fn take(&mut self) -> Vec<Column> {
        let empty = |column: &Column| Column::of(column.values.empty());
        let columns = self.columns.iter().map(empty).collect();
        std::mem::replace(&mut self.columns, columns)
    }
}

fn node(field: &Field, columns: &mut Vec<Column>) -> Node {
    let first = columns.len();
    let mut leaf = |values| {
        columns.push(Column::of(values));
        Shape::Leaf
    };
    let shape = match &field.kind {
        Kind::Boolean => leaf(Values::Booleans(Vec::new())),
        Kind::Integer => leaf(Values::Integers(Vec::new())),
        Kind::Text => leaf(Values::Texts(Texts::default())),
        Kind::DateTime => leaf(Values::Instants(Vec::new())),
        Kind::List(element) => Shape::List(Box::new(node(element, columns))),
        Kind::Object(fields) => Shape::Object(fields.iter().map(|field| node(field, columns)).collect()),
    };
    Node { name: field.name.clone(), optional: field.optional, shape, columns: first..columns.len() }
}

impl Column {
    fn of(values: Values) -> Self {
        Self { values, definitions: Vec::new(), repetitions: Vec::new() }
    }

    fn size(&self) -> usize {
        let values = match &self.values {
            Values::Booleans(values) => values.len(),
            Values::Integers(values) | Values::Instants(values) => size_of_val(&**values),
            Values::Texts(texts) => texts.text.len() + size_of_val(&*texts.ends),
        };
        values + size_of_val(&*self.definitions) + size_of_val(&*self.repetitions)
    }
}

impl Values {
    fn empty(&self) -> Self {
        match self {
            Self::Booleans(_) => Self::Booleans(Vec::new()),
            Self::Integers(_) => Self::Integers(Vec::new()),
            Self::Texts(_) => Self::Texts(Texts::default()),
            Self::Instants(_) => Self::Instants(Vec::new()),
        }
    }
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Adds what is told so.
    ///
    /// # Errors
    ///
    /// If it cannot be told.
    pub(super) fn push_told(&mut self, told: &(impl fmt::Display + ?Sized)) -> fmt::Result {
        write!(self.text, "{told}")?;
        self.ends.push(self.text.len());
        Ok(())
    }

    /// Each of them.
    pub(super) fn arrays(&self) -> Vec<ByteArray> {
        let all = Bytes::copy_from_slice(self.text.as_bytes());
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(start, end)| ByteArray::from(all.slice(*start..*end))).collect()
    }
}

#[cfg(test)]
mod tests {
    use schemars::json_schema;

    use super::super::fields;
    use super::*;

    /// The example of the paper (Melnik et al., "Dremel", 2010, figures 2 and 3), but for one field.
    #[derive(Serialize)]
    struct Document {
        id: i64,
        links: Option<Links>,
        names: Vec<Name>,
    }

    #[derive(Serialize)]
    struct Links {
        backward: Vec<i64>,
        forward: Vec<i64>,
    }

    #[derive(Serialize)]
    struct Name {
        languages: Vec<Language>,
        url: Option<&'static str>,
    }

    #[derive(Serialize)]
    struct Language {
        code: &'static str,
        country: Option<&'static str>,
    }

    fn columns() -> Columns {
        let schema = json_schema!({
            "type": "object",
            "required": ["id", "names"],
            "properties": {
                "id": { "type": "integer" },
                "links": {
                    "type": ["object", "null"],
                    "required": ["backward", "forward"],
                    "properties": {
                        "backward": { "type": "array", "items": { "type": "integer" } },
                        "forward": { "type": "array", "items": { "type": "integer" } },
                    },
                },
                "names": { "type": "array", "items": {
                    "type": "object",
                    "required": ["languages"],
                    "properties": {
                        "languages": { "type": "array", "items": {
                            "type": "object",
                            "required": ["code"],
                            "properties": { "code": { "type": "string" }, "country": { "type": "string" } },
                        } },
                        "url": { "type": "string" },
                    },
                } },
            },
        });
        Columns::of(&fields::of(&schema).unwrap())
    }

    /// The values of a column and its gaps, each with its repetition and definition level.
    fn told(column: &Column) -> Vec<String> {
        let texts =
            |texts: &Texts| texts.arrays().iter().map(|array| array.as_utf8().unwrap().to_owned()).collect::<Vec<_>>();
        let mut values = match &column.values {
            Values::Booleans(values) => values.iter().map(ToString::to_string).collect(),
            Values::Integers(values) | Values::Instants(values) => values.iter().map(ToString::to_string).collect(),
            Values::Texts(values) => texts(values),
        }
        .into_iter();
        let deepest = column.definitions.iter().max().copied();
        let levels = column.repetitions.iter().zip(&column.definitions);
        let told = levels.map(|(repetition, definition)| {
            let value = if Some(*definition) == deepest { values.next() } else { None };
            format!("{} {repetition} {definition}", value.as_deref().unwrap_or("-"))
        });
        let told = told.collect();
        assert_eq!(values.next(), None);
        told
    }

    #[test]
    fn rows_are_taken_apart_as_in_the_paper() {
        let mut columns = columns();
        let language = |code, country| Language { code, country };
        let first = Document {
            id: 10,
            links: Some(Links { backward: vec![], forward: vec![20, 40, 60] }),
            names: vec![
                Name { languages: vec![language("en-us", Some("us")), language("en", None)], url: Some("http://A") },
                Name { languages: vec![], url: Some("http://B") },
                Name { languages: vec![language("en-gb", Some("gb"))], url: None },
            ],
        };
        let second = Document {
            id: 20,
            links: Some(Links { backward: vec![10, 30], forward: vec![80] }),
            names: vec![Name { languages: vec![], url: Some("http://C") }],
        };
        columns.add(&first).unwrap();
        columns.add(&second).unwrap();
        columns.add(&Document { id: 30, links: None, names: vec![] }).unwrap();
        let columns: Vec<_> = columns.take().iter().map(told).collect();
        assert_eq!(
            columns,
            [
                vec!["10 0 0", "20 0 0", "30 0 0"],
                vec!["- 0 1", "10 0 2", "30 1 2", "- 0 0"],
                vec!["20 0 2", "40 1 2", "60 1 2", "80 0 2", "- 0 0"],
                vec!["en-us 0 2", "en 2 2", "- 1 1", "en-gb 1 2", "- 0 1", "- 0 0"],
                vec!["us 0 3", "- 2 2", "- 1 1", "gb 1 3", "- 0 1", "- 0 0"],
                vec!["http://A 0 2", "http://B 1 2", "- 1 1", "http://C 0 2", "- 0 0"],
            ]
        );
    }

    #[test]
    fn a_row_that_does_not_look_as_its_schema_says_is_refused() {
        #[derive(Serialize)]
        struct Other {
            id: &'static str,
        }
        #[derive(Serialize)]
        struct Missing {
            links: Option<Links>,
        }
        #[derive(Serialize)]
        struct Unknown {
            id: i64,
            names: Vec<Name>,
            more: bool,
        }
        let refused = |row: Result<(), Unexpected>| row.unwrap_err().to_string();
        assert_eq!(refused(columns().add(&Other { id: "x" })), "`id` is a text, for which its column is not");
        assert_eq!(refused(columns().add(&Missing { links: None })), "there is nothing for `id`");
        let unknown = Unknown { id: 1, names: vec![], more: true };
        assert_eq!(refused(columns().add(&unknown)), "there is no column for `more`, or not in its place");
        assert_eq!(refused(columns().add(&7)), "`row` is an integer, for which its column is not");
    }
}
