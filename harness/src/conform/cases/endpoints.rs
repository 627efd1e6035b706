//! Sections 3 and 3.1: which questions there are, in which order items come, and how questions are narrowed.

use std::collections::BTreeSet;

use crate::conform::case::{Case, Sure};
use crate::conform::collection::{Collection, Question};
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, Tally};
use crate::conform::scene::Scene;

use Collection::{
    Activities, Interactions, Ongoing, Presences, QueueActivity, QueueMetrics, QueueTimes, States, Status, Work,
};
use Sure::{Documented as D, Example as E, Inferred as I};

/// Section 3.
pub(super) const ENDPOINTS: &[Case] = &[
    Case::form("3.interactions", D, &["3-2", "3-13", "7-1", "1.1-7"], "`/interactions` answers", |scene| {
        answers(scene, Interactions)
    }),
    Case::form("3.ongoing", D, &["3-3", "3-13"], "`/interactions/ongoing` answers", |scene| answers(scene, Ongoing)),
    Case::form("3.activities", D, &["3-5", "3-14"], "`/agent-activities` answers", |scene| answers(scene, Activities)),
    Case::form("3.presences", D, &["3-6", "3-14"], "`/agent-activities/presence` answers", |scene| {
        answers(scene, Presences)
    }),
    Case::form("3.work", D, &["3-7", "3-14"], "`/agent-activities/interactions` answers", |scene| answers(scene, Work)),
    Case::form("3.status", D, &["3-8"], "`/agent-status` answers", |scene| answers(scene, Status)),
    Case::form("3.queue-times", D, &["3-9"], "`/queue-times` answers", |scene| answers(scene, QueueTimes)),
    Case::form("3.wfm-states", D, &["3-10"], "`/wfm/agent-states` answers", |scene| answers(scene, States)),
    Case::form("3.wfm-queue-metrics", D, &["3-11"], "`/wfm/queue-metrics` answers", |scene| {
        answers(scene, QueueMetrics)
    }),
    Case::form("3.wfm-queue-activity", D, &["3-12"], "`/wfm/queue-activity` answers", |scene| {
        answers(scene, QueueActivity)
    }),
    Case::new("3.order-of-interactions", D, &["3-2"], "interactions come by start", |scene| {
        ordered(scene, Interactions, start)
    }),
    Case::new("3.order-of-ongoing", D, &["3-3"], "ongoing interactions come by start", |scene| {
        ordered(scene, Ongoing, start)
    }),
    Case::new(
        "3.order-of-activities",
        D,
        &["3-5", "9-6"],
        "activities come by start, agent, and type: presence, workload, interaction",
        |scene| {
            ordered(scene, Activities, |item| {
                let kind = ["Presence", "Workload", "Interaction"].iter().position(|kind| item.at("type").is(kind));
                Ok((item.at("start").instant()?.as_millis(), item.at("agentId").text()?.to_owned(), kind))
            })
        },
    ),
    Case::new("3.order-of-presences", I, &["3-6"], "presences come by start and agent", |scene| {
        ordered(scene, Presences, start_and_agent)
    }),
    Case::new("3.order-of-work", I, &["3-7"], "work on interactions comes by start and agent", |scene| {
        ordered(scene, Work, start_and_agent)
    }),
    Case::new("3.order-of-status", D, &["3-8"], "agents come by their ID", |scene| {
        // Whether IDs are compared as texts or as numbers is not known: either will do.
        let rows = scene.items(Status)?;
        let ids: Vec<&str> = rows.iter().map(|item| item.at("agentId").text()).collect::<Result<_, _>>()?;
        let numbers: Option<Vec<u64>> = ids.iter().map(|id| id.parse().ok()).collect();
        if numbers.is_some_and(|numbers| numbers.is_sorted()) {
            return several(ids.len());
        }
        ordered(scene, Status, |item| Ok(item.at("agentId").text()?.to_owned()))
    }),
    Case::new("3.order-of-queue-times", D, &["3-9"], "queue times come by entry and queue", |scene| {
        ordered(scene, QueueTimes, start_and_queue)
    }),
    Case::new("3.order-of-wfm-states", D, &["3-10"], "WFM states come by start and agent", |scene| {
        ordered(scene, States, start_and_agent)
    }),
    Case::new("3.order-of-wfm-queue-metrics", I, &["3-11"], "queue metrics come by entry", |scene| {
        ordered(scene, QueueMetrics, start)
    }),
    Case::new("3.order-of-wfm-queue-activity", D, &["3-12"], "queue activity comes by entry", |scene| {
        ordered(scene, QueueActivity, start)
    }),
];

fn answers(scene: &Scene, collection: Collection) -> Checked {
    scene.ask(&scene.of(collection).ask())?.must_have_status(200)?;
    let mut seen = Tally::of("an answer");
    seen.saw();
    Ok(seen)
}

fn start(item: Node<'_>) -> Result<i64, Objection> {
    Ok(item.at("start").instant()?.as_millis())
}

fn start_and_agent(item: Node<'_>) -> Result<(i64, String), Objection> {
    Ok((start(item)?, item.at("agentId").text()?.to_owned()))
}

fn start_and_queue(item: Node<'_>) -> Result<(i64, String), Objection> {
    Ok((start(item)?, item.at("queue").text()?.to_owned()))
}

fn several(items: usize) -> Checked {
    let mut seen = Tally::of("a collection with several items");
    (1..items).for_each(|_| seen.saw());
    Ok(seen)
}

/// That items come by `key`.
fn ordered<K: PartialOrd>(
    scene: &Scene,
    collection: Collection,
    key: impl Fn(Node<'_>) -> Result<K, Objection>,
) -> Checked {
    let rows = scene.items(collection)?;
    let mut last = None;
    let mut items = 0;
    for item in rows.iter() {
        let next = key(item)?;
        item.must(last.as_ref().is_none_or(|last| *last <= next), || {
            "to come before the item that it follows".to_owned()
        })?;
        last = Some(next);
        items += 1;
    }
    several(items)
}

/// Section 3.1.
pub(super) const FILTERS: &[Case] = &[
    Case::new(
        "3.1.agent-of-activities",
        D,
        &["3.1-1", "3-15"],
        "`agentId` of `/agent-activities` selects one agent",
        |scene| by_agent(scene, Activities, "agentId"),
    ),
    Case::new(
        "3.1.agent-of-presences",
        I,
        &["3.1-1"],
        "`agentId` of `/agent-activities/presence` selects one agent",
        |scene| by_agent(scene, Presences, "agentId"),
    ),
    Case::new(
        "3.1.agent-of-work",
        I,
        &["3.1-1"],
        "`agentId` of `/agent-activities/interactions` selects one agent",
        |scene| by_agent(scene, Work, "agentId"),
    ),
    Case::new(
        "3.1.agent-of-wfm-states",
        D,
        &["3.1-3"],
        "`agentId` of `/wfm/agent-states` selects one agent",
        |scene| by_agent(scene, States, "agentId"),
    ),
    Case::new("3.1.agent-id-spelt-otherwise", E, &["3.1-11"], "`agentID` is `agentId`", |scene| {
        by_agent(scene, Activities, "agentID")
    }),
    Case::new("3.1.type", D, &["3.1-2"], "`type` of `/agent-activities` selects one type", |scene| {
        let types = ["Presence", "Interaction", "Workload"].map(|kind| (kind.to_owned(), vec![kind.to_owned()]));
        selects(scene, &scene.of(Activities), "type", &types, "type")
    }),
    Case::new(
        "3.1.queues",
        D,
        &["3.1-4", "3.1-7"],
        "`queues` selects the queues that it names, with commas between",
        |scene| {
            let mut seen = Tally::of("an item of a queue");
            for collection in [QueueTimes, QueueActivity] {
                let rows = scene.items(collection)?;
                let mut names: Vec<String> = Vec::new();
                for item in rows.iter() {
                    let name = item.at("queue").text()?.to_owned();
                    if !names.contains(&name) && !name.contains(',') {
                        names.push(name);
                    }
                }
                let mut values: Vec<(String, Vec<String>)> =
                    names.iter().take(2).map(|name| (name.clone(), vec![name.clone()])).collect();
                if let [one, other, ..] = names.as_slice() {
                    values.push((format!("{one},{other}"), vec![one.clone(), other.clone()]));
                    values.push((format!("{one}, {other}"), vec![one.clone(), other.clone()]));
                }
                selects(scene, &scene.of(collection), "queues", &values, "queue")?;
                values.iter().for_each(|_| seen.saw());
            }
            Ok(seen)
        },
    ),
    Case::new(
        "3.1.queue-type-of-queue-times",
        D,
        &["3.1-5", "9-10"],
        "`queueType` of `/queue-times` is ACD unless told",
        |scene| {
            let question = scene.of(QueueTimes).without("queueType");
            let mut seen = Tally::of("an item of a queue");
            let (told, other) = (scene.keys(&question)?, scene.keys(&question.clone().with("queueType", "ACD"))?);
            let rows = scene.rows(&question)?;
            rows.first().at("items").must(told == other, || format!("the {} items of queueType=ACD", other.len()))?;
            for item in rows.iter() {
                item.at("type").must(item.at("type").is("ACD"), || "ACD".to_owned())?;
                seen.saw();
            }
            Ok(seen)
        },
    ),
    Case::new("3.1.queue-type", D, &["3.1-5", "3.1-6", "3.1-8"], "`queueType` selects queues of one type", |scene| {
        let types = ["ACD", "Virtual"].map(|kind| (kind.to_owned(), vec![kind.to_owned()]));
        selects(scene, &scene.of(QueueTimes), "queueType", &types, "type")
    }),
    Case::new(
        "3.1.queue-type-of-wfm",
        D,
        &["3.1-6", "3.1-8", "9-10"],
        "`queueType` of both WFM queue endpoints is All unless told",
        |scene| {
            let mut seen = Tally::of("an item of a queue");
            for collection in [QueueMetrics, QueueActivity] {
                let question = scene.of(collection);
                let told = scene.keys(&question)?;
                let all = scene.keys(&question.clone().with("queueType", "All"))?;
                let rows = scene.rows(&question)?;
                rows.first().at("items").must(told == all, || format!("the {} items of queueType=All", all.len()))?;
                for kind in ["ACD", "Virtual"] {
                    for key in scene.keys(&question.clone().with("queueType", kind))? {
                        rows.first()
                            .at("items")
                            .must(all.contains(&key), || format!("{key}, as queueType={kind} tells it"))?;
                        seen.saw();
                    }
                }
            }
            Ok(seen)
        },
    ),
    Case::new(
        "3.1.queue-types-are-apart",
        D,
        &["3.1-6", "3.1-8"],
        "of all types there are as many items as of ACD and Virtual together",
        |scene| {
            let mut seen = Tally::of("an item of a queue");
            for collection in [QueueTimes, QueueMetrics, QueueActivity] {
                let count =
                    |kind: &str| Ok::<_, Objection>(scene.keys(&scene.of(collection).with("queueType", kind))?.len());
                let (all, acd, virtually) = (count("All")?, count("ACD")?, count("Virtual")?);
                let rows = scene.rows(&scene.of(collection).with("queueType", "All"))?;
                rows.first().at("meta").at("totalCount").must(all == acd + virtually, || {
                    format!("{}: {acd} of ACD queues and {virtually} of virtual ones", acd + virtually)
                })?;
                (0..all).for_each(|_| seen.saw());
            }
            Ok(seen)
        },
    ),
    Case::form(
        "3.1.include-of-queue-activity",
        E,
        &["3.1-9", "9-8"],
        "`/wfm/queue-activity` bears an `include`",
        |scene| {
            scene.ask(&scene.of(QueueActivity).with("include", "Processed").ask())?.must_have_status(200)?;
            several(2)
        },
    ),
];

/// That a parameter selects one agent.
fn by_agent(scene: &Scene, collection: Collection, name: &'static str) -> Checked {
    let rows = scene.items(collection)?;
    let mut agents = BTreeSet::new();
    for item in rows.iter() {
        let agent = item.at("agentId");
        // The shape of presence activities is not documented.
        if collection != Presences || !agent.is_missing() {
            agents.insert(agent.text()?.to_owned());
        }
    }
    let values: Vec<_> = agents.into_iter().take(3).map(|agent| (agent.clone(), vec![agent])).collect();
    selects(scene, &scene.of(collection), name, &values, "agentId")
}

/// That each value of a parameter selects, of all items, those with one of these texts in that field.
fn selects(
    scene: &Scene,
    question: &Question,
    name: &'static str,
    values: &[(String, Vec<String>)],
    field: &'static str,
) -> Checked {
    let mut seen = Tally::of("an item to select");
    let all = scene.rows(question)?;
    for (value, texts) in values {
        let narrowed = question.clone().with(name, value.clone());
        let rows = scene.rows(&narrowed)?;
        let mut found = BTreeSet::new();
        for item in rows.iter() {
            let told = item.at(field);
            let text = told.text()?;
            told.must(texts.iter().any(|known| known == text), || texts.join(" or "))?;
            found.insert(question.collection.key(item)?);
        }
        for item in all.iter() {
            let text = item.at(field).text()?;
            if texts.iter().any(|known| known == text) {
                let key = question.collection.key(item)?;
                rows.first().at("items").must(found.contains(&key), || format!("{key} too"))?;
                seen.saw();
            }
        }
    }
    Ok(seen)
}
