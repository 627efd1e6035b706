//! Worlds, and what they tell of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clock::Clock;
use crate::wire::value::DateTime;
use crate::world;

/// A world, what it tells of, and all that a client needs to ask it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct World {
    /// Its name.
    pub(crate) id: String,
    /// A client that gets tokens; null if the scenario's own clients may not ask for any.
    pub(crate) client_id: Option<String>,
    /// Its secret.
    pub(crate) client_secret: Option<String>,
    /// A token that is good as long as the world is there, whatever its clock shows.
    pub(crate) token: String,
    /// What a client is to take for the address of the API.
    pub(crate) base_url: String,
    /// What a client is to take for the address of the token endpoint.
    pub(crate) token_url: String,
    /// When it is there.
    pub(crate) clock: Clock,
    /// What it tells of.
    pub(crate) story: Story,
    /// From when on nothing changes any more; null if nothing is told, and of a centre at work.
    pub(crate) settled: Option<DateTime>,
    /// The fields that are served.
    pub(crate) shape: Shape,
}

/// What a world tells of.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Story {
    /// Where it came from.
    kind: StoryKind,
    /// Its name in the catalog, or the files that it was read from; null if it came without a name.
    name: Option<String>,
    /// When it begins; null of recorded answers, and of a centre at work.
    start: Option<DateTime>,
    /// How many agents there are; null of recorded answers.
    agents: Option<usize>,
    /// How many interactions there are in all; null of recorded answers, and of a centre at work.
    interactions: Option<usize>,
    /// Of a centre at work, what everything depends on that happens by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

/// Where a story came from.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum StoryKind {
    /// A scenario.
    Scenario,
    /// Recorded answers.
    Recorded,
    /// A centre at work, which goes on for ever; the demo is one.
    Centre,
}

/// The fields that are served.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum Shape {
    /// All that are known today.
    Current,
    /// Those of the FAQ.
    #[serde(rename = "2020")]
    Y2020,
}

impl Story {
    /// That of this world.
    pub(crate) fn of(world: &world::World) -> Self {
        let name = world.title().map(str::to_owned);
        let story = |kind| Self { kind, name, start: None, agents: None, interactions: None, seed: None };
        match world.tale() {
            world::Tale::Scenario(scenario, _) => Self {
                start: Some(DateTime(scenario.start)),
                agents: Some(scenario.centre.agents.len()),
                interactions: Some(scenario.flows.len()),
                ..story(StoryKind::Scenario)
            },
            world::Tale::Recorded(_) => story(StoryKind::Recorded),
            world::Tale::Centre(operation) => Self {
                agents: Some(operation.centre().agents.len()),
                seed: Some(operation.seed()),
                ..story(StoryKind::Centre)
            },
        }
    }
}

impl From<scenarios::scenario::Shape> for Shape {
    fn from(shape: scenarios::scenario::Shape) -> Self {
        match shape {
            scenarios::scenario::Shape::Current => Self::Current,
            scenarios::scenario::Shape::Y2020 => Self::Y2020,
        }
    }
}

/// The worlds of a server.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Worlds {
    /// The default one first, the others in the order in which they were made.
    pub(crate) worlds: Vec<World>,
}

/// A world that is named instead of told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromCatalog {
    /// The name of a scenario of the catalog, such as `faq/transfer`.
    pub(crate) catalog: String,
}
