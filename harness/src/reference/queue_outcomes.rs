//! What became of all that entered each queue?

use std::collections::BTreeMap;

use crate::client::{Client, Error, Include, QueueTimeType, QueueTypes};
use crate::question::{QueueOutcome, QueueType};

/// One item is one stay in one queue. Virtual queues are told only when they are asked for.
///
/// # Errors
///
/// If the API does not answer.
pub async fn queue_outcomes(api: Client) -> Result<Vec<QueueOutcome>, Error> {
    let mut queues: BTreeMap<(String, QueueType), QueueOutcome> = BTreeMap::new();
    for stay in api.queue_times(api.window(), Include::Started, QueueTypes::All).await?.items {
        let kind = match stay.kind {
            QueueTimeType::Acd | QueueTimeType::Unknown => QueueType::Acd,
            QueueTimeType::Virtual => QueueType::Virtual,
        };
        let queue = queues.entry((stay.queue.clone(), kind)).or_insert_with(|| QueueOutcome {
            queue: stay.queue.clone(),
            kind,
            offered: 0,
            answered: 0,
            abandoned: 0,
            breakout: 0,
            waiting: 0,
            failed: 0,
            answered_wait: 0,
            longest_wait: 0,
        });
        // Who still waits has waited until now.
        let wait = stay.duration.unwrap_or((api.now() - stay.start).as_millis());
        queue.offered += 1;
        queue.longest_wait = queue.longest_wait.max(wait);
        match (stay.category.as_deref(), stay.reason.as_deref()) {
            (None, _) => queue.waiting += 1,
            (Some("Answered"), _) => {
                queue.answered += 1;
                queue.answered_wait += wait;
            }
            (Some("Abandoned"), Some("InternalError")) => queue.failed += 1,
            (Some("Abandoned"), _) => queue.abandoned += 1,
            (Some(_), _) => queue.breakout += 1,
        }
    }
    Ok(queues.into_values().collect())
}
