//! A value on its way into the columns that are for it.

use std::fmt;
use std::slice;

use scenarios::time::Instant;
use serde::ser::{self, Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::columns::{Column, Node, Shape, Values};

/// The columns of one field, to which one value is serialised.
#[derive(Debug)]
pub(super) struct Cell<'c> {
    pub(super) node: &'c Node,
    /// All columns.
    pub(super) columns: &'c mut [Column],
    pub(super) place: Place,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// How many of the optional and repeated fields on the way to it are there.
    definition: i16,
    /// At which of the repeated fields on the way it is another; 0 for a new row.
    repetition: i16,
    /// How many repeated fields there are on the way.
    depth: i16,
}

/// A row does not look as its schema says.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unexpected(String);

impl ser::Error for Unexpected {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self(what.to_string())
    }
}

impl<'c> Cell<'c> {
    /// The field is there.
    fn present(self) -> Self {
        let definition = self.place.definition + i16::from(self.node.optional);
        Self { place: Place { definition, ..self.place }, ..self }
    }

    /// The field is not there.
    fn absent(self) -> Result<(), Unexpected> {
        if !self.node.optional {
            return Err(Unexpected(format!("there is nothing for `{}`", self.node.name)));
        }
        self.leave_out();
        Ok(())
    }

    /// Notes a gap in every column.
    fn leave_out(self) {
        for column in &mut self.columns[self.node.columns.clone()] {
            column.definitions.push(self.place.definition);
            column.repetitions.push(self.place.repetition);
        }
    }

    /// Adds a value to the only column.
    fn add(self, what: &str, add: impl FnOnce(&mut Values) -> Option<()>) -> Result<(), Unexpected> {
        let Cell { node, columns, place } = self.present();
        let unexpected = || Unexpected(format!("`{}` is {what}, for which its column is not", node.name));
        let Shape::Leaf = node.shape else { return Err(unexpected()) };
        let column = &mut columns[node.columns.start];
        add(&mut column.values).ok_or_else(unexpected)?;
        column.definitions.push(place.definition);
        column.repetitions.push(place.repetition);
        Ok(())
    }

    fn integer(self, value: Option<i64>) -> Result<(), Unexpected> {
        self.add("an integer", |values| match values {
            Values::Integers(values) => value.map(|value| values.push(value)),
            Values::Booleans(_) | Values::Texts(_) | Values::Instants(_) => None,
        })
    }

    fn unsupported<T>(self, what: &str) -> Result<T, Unexpected> {
        Err(Unexpected(format!("`{}` is {what}, for which there is no column", self.node.name)))
    }
}

/// The elements of a list, one after the other.
#[derive(Debug)]
pub(super) struct Elements<'c> {
    /// The list.
    list: Cell<'c>,
    element: &'c Node,
    is_empty: bool,
}

/// The fields of an object, in their order; some may be missing.
#[derive(Debug)]
pub(super) struct Fields<'c> {
    /// Those that have not come yet.
    left: slice::Iter<'c, Node>,
    columns: &'c mut [Column],
    place: Place,
}

impl SerializeSeq for Elements<'_> {
    type Ok = ();
    type Error = Unexpected;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unexpected> {
        let Place { definition, repetition, depth } = self.list.place;
        let depth = depth + 1;
        let repetition = if self.is_empty { repetition } else { depth };
        self.is_empty = false;
        let place = Place { definition: definition + 1, repetition, depth };
        value.serialize(Cell { node: self.element, columns: self.list.columns, place })
    }

    fn end(self) -> Result<(), Unexpected> {
        if self.is_empty {
            self.list.leave_out();
        }
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unexpected;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unexpected> {
        for node in self.left.by_ref() {
            let cell = Cell { node, columns: self.columns, place: self.place };
            if node.name == key {
                return value.serialize(cell);
            }
            cell.absent()?;
        }
        Err(Unexpected(format!("there is no column for `{key}`, or not in its place")))
    }

    fn end(self) -> Result<(), Unexpected> {
        let Self { left, columns, place } = self;
        for node in left {
            Cell { node, columns, place }.absent()?;
        }
        Ok(())
    }
}

impl<'c> Serializer for Cell<'c> {
    type Ok = ();
    type Error = Unexpected;
    type SerializeSeq = Elements<'c>;
    type SerializeTuple = Impossible<(), Unexpected>;
    type SerializeTupleStruct = Impossible<(), Unexpected>;
    type SerializeTupleVariant = Impossible<(), Unexpected>;
    type SerializeMap = Impossible<(), Unexpected>;
    type SerializeStruct = Fields<'c>;
    type SerializeStructVariant = Impossible<(), Unexpected>;

    fn serialize_bool(self, value: bool) -> Result<(), Unexpected> {
        self.add("a boolean", |values| match values {
            Values::Booleans(values) => {
                values.push(value);
                Some(())
            }
            Values::Integers(_) | Values::Texts(_) | Values::Instants(_) => None,
        })
    }

    fn serialize_str(self, value: &str) -> Result<(), Unexpected> {
        self.add("a text", |values| match values {
            Values::Texts(texts) => {
                texts.push(value);
                Some(())
            }
            Values::Instants(instants) => {
                instants.push(Instant::parse(value).ok()?.as_millis());
                Some(())
            }
            Values::Booleans(_) | Values::Integers(_) => None,
        })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Unexpected> {
        self.add("a text", |values| match values {
            Values::Texts(texts) => texts.push_told(value).ok(),
            Values::Instants(instants) => {
                instants.push(Instant::parse(&value.to_string()).ok()?.as_millis());
                Some(())
            }
            Values::Booleans(_) | Values::Integers(_) => None,
        })
    }

    fn serialize_none(self) -> Result<(), Unexpected> {
        self.absent()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unexpected> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'c>, Unexpected> {
        let list = self.present();
        match &list.node.shape {
            Shape::List(element) => Ok(Elements { element, list, is_empty: true }),
            Shape::Leaf | Shape::Object(_) => list.unsupported("a list"),
        }
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'c>, Unexpected> {
        let object = self.present();
        match &object.node.shape {
            Shape::Object(fields) => Ok(Fields { left: fields.iter(), columns: object.columns, place: object.place }),
            Shape::Leaf | Shape::List(_) => object.unsupported("an object"),
        }
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unexpected> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unexpected> {
        value.serialize(self)
    }

    fn serialize_i8(self, value: i8) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_i16(self, value: i16) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_i32(self, value: i32) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_i64(self, value: i64) -> Result<(), Unexpected> {
        self.integer(Some(value))
    }

    fn serialize_u8(self, value: u8) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_u16(self, value: u16) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_u32(self, value: u32) -> Result<(), Unexpected> {
        self.integer(Some(value.into()))
    }

    fn serialize_u64(self, value: u64) -> Result<(), Unexpected> {
        self.integer(value.try_into().ok())
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unexpected> {
        self.unsupported("a fraction")
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unexpected> {
        self.unsupported("a fraction")
    }

    fn serialize_char(self, _: char) -> Result<(), Unexpected> {
        self.unsupported("a character")
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unexpected> {
        self.unsupported("bytes")
    }

    fn serialize_unit(self) -> Result<(), Unexpected> {
        self.absent()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unexpected> {
        self.absent()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unexpected> {
        self.unsupported("a tagged value")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unexpected> {
        self.unsupported("a tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unexpected> {
        self.unsupported("a tuple")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unexpected> {
        self.unsupported("a tagged value")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unexpected> {
        self.unsupported("a map")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unexpected> {
        self.unsupported("a tagged value")
    }
}
