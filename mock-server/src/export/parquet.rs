//! Rows in Parquet files.
//!
//! What columns there are is read off the JSON schema of the rows, and what stands in them is what the rows are serialised
//! to, so Parquet tells the same as JSON by the same names. Lists and objects stay lists and objects; date-times become
//! timestamps, and everything else that is a text stays one.

mod cell;
mod columns;
mod fields;

use std::fs::File;
use std::io;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use schemars::Schema;
use serde::Serialize;

use self::columns::{Column, Columns, Values};

/// How many bytes a row group has in memory, about: so much, and no more, is kept until it is written.
const ROW_GROUP: usize = 16 * 1024 * 1024;

/// A file to which rows are written.
#[derive(Debug)]
pub(super) struct ParquetFile {
    file: SerializedFileWriter<File>,
    columns: Columns,
}

impl ParquetFile {
    /// An empty one, for rows of that schema.
    pub(super) fn new(rows: &Schema, file: File) -> io::Result<Self> {
        let fields = fields::of(rows).map_err(io::Error::other)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let schema = fields::parquet(&fields).map_err(failed)?;
        let file = SerializedFileWriter::new(file, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Self { file, columns: Columns::of(&fields) })
    }

    pub(super) fn write(&mut self, row: &impl Serialize) -> io::Result<()> {
        self.columns.add(row).map_err(io::Error::other)?;
        if self.columns.size() >= ROW_GROUP { self.finish_row_group() } else { Ok(()) }
    }

    /// Writes what has not been written yet, and the end of the file.
    pub(super) fn close(mut self) -> io::Result<()> {
        self.finish_row_group()?;
        self.file.close().map_err(failed)?;
        Ok(())
    }

    fn finish_row_group(&mut self) -> io::Result<()> {
        if self.columns.size() == 0 {
            return Ok(());
        }
        let mut group = self.file.next_row_group().map_err(failed)?;
        for column in self.columns.take() {
            if let Some(mut writer) = group.next_column().map_err(failed)? {
                write(&column, &mut writer).map_err(failed)?;
                writer.close().map_err(failed)?;
            }
        }
        group.close().map_err(failed)?;
        Ok(())
    }
}

fn write(column: &Column, writer: &mut SerializedColumnWriter<'_>) -> Result<usize, ParquetError> {
    let (definitions, repetitions) = (Some(&*column.definitions), Some(&*column.repetitions));
    match &column.values {
        Values::Booleans(values) => writer.typed::<BoolType>().write_batch(values, definitions, repetitions),
        Values::Integers(values) | Values::Instants(values) => {
            writer.typed::<Int64Type>().write_batch(values, definitions, repetitions)
        }
        Values::Texts(texts) => writer.typed::<ByteArrayType>().write_batch(&texts.arrays(), definitions, repetitions),
    }
}

fn failed(error: ParquetError) -> io::Error {
    let ParquetError::External(cause) = error else { return io::Error::other(error) };
    match cause.downcast::<io::Error>() {
        Ok(error) => *error,
        Err(cause) => io::Error::other(cause),
    }
}
