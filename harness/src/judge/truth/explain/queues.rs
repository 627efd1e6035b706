//! What was left out of a queue's figures, or counted twice.

use scenarios::time::Instant;
use scenarios::truth::{self, Doing, QueueEntry, QueueKind, QueueOutcome};
use serde_json::Value;

use super::super::compare::Difference;
use super::Explainer;

pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    let now = explainer.asked.now;
    let entries: Vec<QueueEntry> = truth::queue_entries(explainer.scenario, now)
        .into_iter()
        .filter(|entry| {
            let kind = match entry.kind {
                QueueKind::Acd => "ACD",
                QueueKind::Virtual => "Virtual",
            };
            expected["queue"] == *entry.queue && expected["type"] == kind
        })
        .collect();
    wrong.iter().find_map(|wrong| {
        let by = wrong.given.as_i64()? - wrong.expected.as_i64()?;
        match wrong.field.as_str() {
            "offered" => offered(&entries, by),
            "answeredWait" => answered_wait(explainer, &entries, by),
            "longestWait" => longest_wait(&entries, wrong, now),
            _ => None,
        }
    })
}

fn offered(entries: &[QueueEntry], by: i64) -> Option<String> {
    let count = |outcome: fn(&QueueOutcome) -> bool| {
        i64::try_from(entries.iter().filter(|entry| outcome(&entry.outcome)).count()).unwrap_or(i64::MAX)
    };
    let ways: [(i64, &str); 3] = [
        (count(|outcome| matches!(outcome, QueueOutcome::Waiting)), "those that still wait were left out"),
        (count(|outcome| matches!(outcome, QueueOutcome::Breakout(_))), "those that broke out were left out"),
        (count(|outcome| matches!(outcome, QueueOutcome::Abandoned)), "those that hung up were left out"),
    ];
    ways.into_iter().find(|(number, _)| *number > 0 && *number == -by).map(|(_, why)| why.to_owned())
}

fn answered_wait(explainer: &Explainer<'_>, entries: &[QueueEntry], by: i64) -> Option<String> {
    let wait = |entry: &QueueEntry| entry.left.map_or(0, |left| (left - entry.entered).as_millis());
    let sum = |outcome: fn(&QueueOutcome) -> bool| -> i64 {
        entries.iter().filter(|entry| outcome(&entry.outcome)).map(wait).sum()
    };
    let rung: i64 = entries
        .iter()
        .filter(|entry| entry.outcome == QueueOutcome::Answered)
        .flat_map(|entry| {
            let rings = explainer.stretches().iter().filter(|stretch| stretch.doing == Doing::Ring);
            rings.filter(move |ring| {
                ring.interaction == entry.interaction && entry.entered <= ring.from && ring.to == entry.left
            })
        })
        .map(|ring| ring.length(explainer.asked.now).as_millis())
        .sum();
    if rung > 0 && by == -rung {
        return Some(
            "the time for which the answering agents were rung was left out: that is still waiting".to_owned(),
        );
    }
    if rung > 0 && by == rung {
        return Some("the time for which the answering agents were rung was added, and is part of the wait".to_owned());
    }
    let others: [(i64, &str); 2] = [
        (sum(|outcome| matches!(outcome, QueueOutcome::Abandoned)), "the waits of those that hung up were added"),
        (sum(|outcome| matches!(outcome, QueueOutcome::Breakout(_))), "the waits of those that broke out were added"),
    ];
    others.into_iter().find(|(wait, _)| *wait > 0 && *wait == by).map(|(_, why)| why.to_owned())
}

fn longest_wait(entries: &[QueueEntry], wrong: &Difference, now: Instant) -> Option<String> {
    let longest = entries.iter().max_by_key(|entry| entry.left.unwrap_or(now) - entry.entered)?;
    let how = match longest.outcome {
        QueueOutcome::Answered => "was answered",
        QueueOutcome::Abandoned => "hung up",
        QueueOutcome::Breakout(_) => "broke out",
        QueueOutcome::Waiting => "still waits",
        QueueOutcome::Error => "ended on an error",
    };
    let is_short = wrong.given.as_i64()? < wrong.expected.as_i64()?;
    is_short.then(|| format!("the longest wait is that of interaction {}, which {how}", longest.interaction))
}
