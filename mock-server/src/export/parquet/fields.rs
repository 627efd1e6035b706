//! The columns that rows have, from what their JSON looks like.

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::errors::ParquetError;
use parquet::schema::types::{Type, TypePtr};
use schemars::Schema;
use serde_json::{Map, Value};

/// A field of a row, or of an object within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Whether it may be null, or absent.
    pub(super) optional: bool,
    pub(super) kind: Kind,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Text,
    DateTime,
    /// Any number of these.
    List(Box<Field>),
    Object(Vec<Field>),
}

/// The fields of an object that looks so; the schema is to have no references.
///
/// # Errors
///
/// The part of the schema for which there is no kind of column.
pub(super) fn of(schema: &Schema) -> Result<Vec<Field>, String> {
    match field("", schema.as_value(), true)?.kind {
        Kind::Object(fields) => Ok(fields),
        other @ (Kind::Boolean | Kind::Integer | Kind::Text | Kind::DateTime | Kind::List(_)) => {
            Err(format!("rows are objects, not {other:?}"))
        }
    }
}

fn field(name: &str, schema: &Value, required: bool) -> Result<Field, String> {
    let told = |keyword: &str| schema.get(keyword).and_then(Value::as_array);
    if let Some(alternatives) = told("anyOf").or_else(|| told("oneOf")) {
        let fields = alternatives.iter().filter(|alternative| !is_null(alternative));
        let fields = fields.map(|alternative| field(name, alternative, required)).collect::<Result<Vec<_>, _>>()?;
        let nullable = alternatives.iter().any(is_null);
        let merged = fields.into_iter().map(Ok).reduce(|one, other| merged(one?, other?));
        let merged = merged.unwrap_or_else(|| Err(untold(name, schema)))?;
        return Ok(Field { optional: merged.optional || nullable, ..merged });
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(one)) => vec![one],
        Some(_) | None => Vec::new(),
    };
    let is_constant = schema.get("const").or_else(|| schema.get("enum")).is_some();
    let format = schema.get("format").and_then(Value::as_str);
    let kind = match types.iter().find(|one| **one != "null") {
        Some(&"boolean") => Kind::Boolean,
        Some(&"integer") => Kind::Integer,
        Some(&"string") if format == Some("date-time") => Kind::DateTime,
        Some(&"string") => Kind::Text,
        Some(&"array") => {
            let items = schema.get("items").ok_or_else(|| untold(name, schema))?;
            Kind::List(Box::new(field(ELEMENT, items, true)?))
        }
        Some(&"object") => Kind::Object(properties(schema).ok_or_else(|| untold(name, schema))??),
        None if is_constant => Kind::Text,
        Some(_) | None => return Err(untold(name, schema)),
    };
    Ok(Field { name: name.to_owned(), optional: !required || types.contains(&"null"), kind })
}

/// What the format calls what is in a list.
const ELEMENT: &str = "element";

fn properties(schema: &Value) -> Option<Result<Vec<Field>, String>> {
    let properties: &Map<String, Value> = schema.get("properties")?.as_object()?;
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    Some(properties.iter().map(|(name, schema)| field(name, schema, required.contains(&&**name))).collect())
}

/// What is either of two: objects have the fields of both, each of which may then be absent.
fn merged(one: Field, other: Field) -> Result<Field, String> {
    let optional = one.optional || other.optional;
    let kind = match (one.kind, other.kind) {
        (Kind::Object(ones), Kind::Object(others)) => {
            let mut fields: Vec<Field> = ones.into_iter().chain(others).collect();
            for at in (0..fields.len()).rev() {
                fields[at].optional = true;
                let twin = fields[..at].iter().position(|earlier| earlier.name == fields[at].name);
                if let Some(twin) = twin {
                    let later = fields.remove(at);
                    fields[twin] = merged(fields[twin].clone(), later)?;
                }
            }
            Kind::Object(fields)
        }
        (kind, other) if kind == other => kind,
        (kind, other) => return Err(format!("`{}` is {kind:?} or {other:?}, for which there is no column", one.name)),
    };
    Ok(Field { name: one.name, optional, kind })
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|one| one == "null")
}

fn untold(name: &str, schema: &Value) -> String {
    format!("there is no column for `{name}`, which looks like {schema}")
}

/// The same as the format tells it.
///
/// # Errors
///
/// None that is known of.
pub(super) fn parquet(fields: &[Field]) -> Result<TypePtr, ParquetError> {
    let fields = fields.iter().map(|field| of_field(field).map(Arc::new)).collect::<Result<_, _>>()?;
    Type::group_type_builder("row").with_fields(fields).build().map(Arc::new)
}

fn of_field(field: &Field) -> Result<Type, ParquetError> {
    let repetition = if field.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED };
    let plain = |physical| Type::primitive_type_builder(&field.name, physical).with_repetition(repetition);
    match &field.kind {
        Kind::Boolean => plain(Physical::BOOLEAN).build(),
        Kind::Integer => plain(Physical::INT64).build(),
        Kind::Text => plain(Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String)).build(),
        Kind::DateTime => {
            let timestamp = LogicalType::timestamp(true, TimeUnit::MILLIS);
            plain(Physical::INT64).with_logical_type(Some(timestamp)).build()
        }
        Kind::List(element) => {
            let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
            let list = list.with_fields(vec![Arc::new(of_field(element)?)]).build()?;
            let group = Type::group_type_builder(&field.name).with_repetition(repetition);
            let group = group.with_logical_type(Some(LogicalType::List)).with_converted_type(ConvertedType::LIST);
            group.with_fields(vec![Arc::new(list)]).build()
        }
        Kind::Object(fields) => {
            let fields = fields.iter().map(|field| of_field(field).map(Arc::new)).collect::<Result<_, _>>()?;
            Type::group_type_builder(&field.name).with_repetition(repetition).with_fields(fields).build()
        }
    }
}

#[cfg(test)]
mod tests {
    use parquet::schema::printer::print_schema;
    use schemars::json_schema;

    use super::super::super::Table;
    use super::*;

    fn printed(schema: &Schema) -> Result<String, String> {
        let schema = parquet(&of(schema)?).map_err(|error| error.to_string())?;
        let mut printed = Vec::new();
        print_schema(&mut printed, &schema);
        Ok(String::from_utf8_lossy(&printed).split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn every_table_has_columns() {
        for table in Table::ALL {
            let columns = printed(&table.schema()).unwrap_or_else(|error| panic!("{}: {error}", table.path()));
            assert!(columns.len() > 100, "{}: {columns}", table.path());
        }
    }

    #[test]
    fn what_may_be_null_or_absent_is_optional_and_alternatives_share_their_fields() {
        let schema = json_schema!({
            "type": "object",
            "required": ["at", "names", "number", "either", "word"],
            "properties": {
                "at": { "type": "string", "format": "date-time" },
                "names": { "type": "array", "items": { "type": ["string", "null"] } },
                "number": { "type": ["integer", "null"] },
                "either": { "anyOf": [
                    { "type": "object", "required": ["a", "b"], "properties": { "a": { "type": "boolean" }, "b": { "const": "x" } } },
                    { "type": "object", "required": ["b"], "properties": { "b": { "type": "string" } } },
                    { "type": "null" },
                ] },
                "word": { "oneOf": [{ "const": "x" }, { "enum": ["y", "z"] }] },
                "absent": { "type": "string" },
            },
        });
        assert_eq!(
            printed(&schema).as_deref(),
            Ok("message row { REQUIRED INT64 at (TIMESTAMP(MILLIS,true)); \
                REQUIRED group names (LIST) { REPEATED group list { OPTIONAL BYTE_ARRAY element (STRING); } } \
                OPTIONAL INT64 number; \
                OPTIONAL group either { OPTIONAL BOOLEAN a; OPTIONAL BYTE_ARRAY b (STRING); } \
                REQUIRED BYTE_ARRAY word (STRING); OPTIONAL BYTE_ARRAY absent (STRING); }")
        );
    }

    #[test]
    fn what_no_column_is_for_is_told() {
        let with = |field: serde_json::Value| {
            let schema = json_schema!({ "type": "object", "properties": { "f": field } });
            printed(&schema).err()
        };
        assert_eq!(
            with(serde_json::json!({ "type": "number" })).as_deref(),
            Some("there is no column for `f`, which looks like {\"type\":\"number\"}")
        );
        assert_eq!(
            with(serde_json::json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] })).as_deref(),
            Some("`f` is Integer or Text, for which there is no column")
        );
    }
}
