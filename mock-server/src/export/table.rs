//! The tables, and what their rows are.

use std::io;
use std::ops::Range;

use scenarios::record::Body;
use scenarios::scenario::Shape;
use scenarios::time::Instant;
use scenarios::timeline::Row;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::file::TableFile;
use super::source::Part;
use crate::wire::activity::{AgentActivity, EitherVersion};
use crate::wire::interaction::Interaction;
use crate::wire::queue::QueueTime;
use crate::wire::truth::{CcrChannel, Consult, HandleTime, QueueEntry, Session, Transfer};
use crate::wire::{Telling, Version};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// What `/stats/interactions` tells, by when they began.
    Interactions,
    /// What `/stats/agent-activities` tells of all types, by when they began.
    Activities,
    /// What `/stats/queue-times` tells of queues of both types, by when they were entered.
    QueueTimes,
    /// Who left a customer to whom, by when.
    Transfers,
    /// Who asked a colleague while the customer waited, by when.
    Consults,
    /// When agents logged in and out, by the login.
    Logins,
    /// Which calls were with an outside contact, by when they were handed over.
    CcrChannels,
    /// What entered which queue, and how it left, by when it entered.
    QueueEntries,
    /// How long each agent was at what about each interaction, by when the interaction began.
    HandleTimes,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 9] = [
        Self::Interactions,
        Self::Activities,
        Self::QueueTimes,
        Self::Transfers,
        Self::Consults,
        Self::Logins,
        Self::CcrChannels,
        Self::QueueEntries,
        Self::HandleTimes,
    ];

    /// The path of its folder.
    pub fn path(self) -> &'static str {
        match self {
            Self::Interactions => "interactions",
            Self::Activities => "activities",
            Self::QueueTimes => "queue-times",
            Self::Transfers => "truth/transfers",
            Self::Consults => "truth/consults",
            Self::Logins => "truth/logins",
            Self::CcrChannels => "truth/ccr-channels",
            Self::QueueEntries => "truth/queue-entries",
            Self::HandleTimes => "truth/handle-times",
        }
    }

    /// What a row looks like, written out without references.
    pub(super) fn schema(self) -> Schema {
        match self {
            Self::Interactions => schema::<Interaction<'_>>(),
            Self::Activities => schema::<AgentActivity<'_>>(),
            Self::QueueTimes => schema::<QueueTime<'_>>(),
            Self::Transfers => schema::<Transfer>(),
            Self::Consults => schema::<Consult>(),
            Self::Logins => schema::<Session>(),
            Self::CcrChannels => schema::<CcrChannel>(),
            Self::QueueEntries => schema::<QueueEntry>(),
            Self::HandleTimes => schema::<HandleTime>(),
        }
    }

    /// Writes those rows of `part` that begin within `when`, and tells how many they are.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub(super) fn write(self, part: &Part<'_>, when: Range<Instant>, file: &mut TableFile) -> io::Result<u64> {
        let telling = Telling { now: part.settled, version: Version::V3, shape: Shape::Current };
        let (rows, truth) = (&part.rows, part.truth.as_ref());
        match self {
            Self::Interactions => {
                let rows = told(rows.interactions(), &when, part.settled);
                write(rows.map(|(row, record)| Interaction::of(record, row, &telling)), file)
            }
            Self::Activities => {
                let rows = told(rows.activities(), &when, part.settled);
                write(rows.map(|(row, record)| EitherVersion::of(record, row, &telling)), file)
            }
            Self::QueueTimes => {
                let rows = told(rows.queue_entries(), &when, part.settled);
                write(rows.map(|(row, record)| QueueTime::of(record, row, &telling)), file)
            }
            Self::Transfers => write(truth.transfers.within(&when), file),
            Self::Consults => write(truth.consults.within(&when), file),
            Self::Logins => write(truth.logins.within(&when), file),
            Self::CcrChannels => write(truth.ccr_channels.within(&when), file),
            Self::QueueEntries => write(truth.queue_entries.within(&when), file),
            Self::HandleTimes => write(truth.handle_times.within(&when), file),
        }
    }
}

/// The rows that begin then and are told of once everything has been processed, each with its record; recorded answers,
/// which are not exported, have none.
fn told<'t, T>(
    rows: &'t [Row<T>],
    when: &Range<Instant>,
    settled: Instant,
) -> impl Iterator<Item = (&'t Row<T>, &'t T)> {
    let before = |instant: Instant| rows.partition_point(|row| row.start < instant);
    let rows = rows.get(before(when.start)..before(when.end)).unwrap_or_default().iter();
    rows.filter(move |row| row.is_known(settled)).filter_map(|row| match &row.body {
        Body::Told(record) => Some((row, record)),
        Body::Recorded(_) => None,
    })
}

fn write<T: Serialize>(rows: impl Iterator<Item = T>, file: &mut TableFile) -> io::Result<u64> {
    let mut written = 0;
    for row in rows {
        file.write(&row)?;
        written += 1;
    }
    Ok(written)
}

fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
}
