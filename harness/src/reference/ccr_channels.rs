//! Which calls were with an outside contact?

use crate::client::{Client, Error, Include};
use crate::question::CcrChannel;

/// A channel whose party's id is `CCRConnect` is an outside contact's. It is told only once it has ended, which may be after
/// the interaction has: so this asks for everything that was processed, and not only for what started.
///
/// # Errors
///
/// If the API does not answer.
pub async fn ccr_channels(api: Client) -> Result<Vec<CcrChannel>, Error> {
    let interactions = api.interactions(api.window(), Include::Processed).await?.items;
    let rows = interactions.iter().flat_map(|interaction| {
        let channels = interaction.channels.iter().filter(|channel| channel.is_ccr());
        channels.filter_map(|channel| {
            Some(CcrChannel {
                interaction: interaction.guid.clone(),
                contact: channel.party.touchpoint.clone(),
                start: interaction.at(channel.offset),
                duration: channel.duration?,
            })
        })
    });
    Ok(rows.collect())
}
