//! Which interactions were there, as finally known?

use std::collections::BTreeMap;
use std::fs;
use std::io;

use scenarios::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::client::{Client, Error, Include};
use crate::contract::Window;
use crate::moment;

/// What is kept from one run to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Copy {
    /// What the next run asks from: the last answer's `upTo`.
    #[serde(with = "moment::optional")]
    up_to: Option<Instant>,
    /// The newest version of each interaction, by its GUID.
    interactions: BTreeMap<String, Value>,
}

/// Asks for what was processed since the last time, and keeps the newest version of each interaction. Nothing is lost and
/// nothing has to be asked for twice: what started, ended or was corrected meanwhile was processed meanwhile.
///
/// # Errors
///
/// If the API does not answer, or what was kept cannot be read.
pub async fn mirror(api: Client) -> Result<Vec<Value>, Error> {
    let file = api.given().state("mirror.json");
    let mut copy = match fs::read(&file) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::other)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Copy::default(),
        Err(error) => return Err(error.into()),
    };
    let window = Window { start: copy.up_to.unwrap_or(api.window().start), end: api.window().end };
    let news = api.interactions_as_told(window, Include::Processed).await?;
    for interaction in news.items {
        // Of versions that come in one answer the later one is the newer.
        copy.interactions.insert(interaction["guid"].as_str().unwrap_or_default().to_owned(), interaction);
    }
    copy.up_to = Some(news.up_to);
    fs::write(&file, serde_json::to_vec(&copy).map_err(io::Error::other)?)?;
    Ok(copy.interactions.into_values().collect())
}
