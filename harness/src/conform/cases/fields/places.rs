//! Where fields are.

use super::super::walk::{self, Visit};
use super::Place;
use crate::conform::collection::Collection;
use crate::conform::objection::Objection;
use crate::conform::scene::Scene;

pub(super) const INTERACTION: Place = Place { needs: "an interaction", each: walk::interactions };
pub(super) const MAPPING: Place = Place {
    needs: "an interaction that came by a plan",
    each: |scene, visit| {
        walk::interactions(scene, &mut |interaction| {
            let mapping = interaction.at("interactionPlanMapping");
            if mapping.is_null() { Ok(()) } else { visit(mapping) }
        })
    },
};
pub(super) const CHANNEL: Place = Place {
    needs: "an interaction with a channel",
    each: |scene, visit| walk::channels(scene, &mut |_, channel| visit(channel)),
};
pub(super) const PARTY: Place = Place {
    needs: "an interaction with a channel",
    each: |scene, visit| walk::channels(scene, &mut |_, channel| visit(channel.at("party"))),
};
pub(super) const EVENT: Place = Place {
    needs: "a channel with an event",
    each: |scene, visit| {
        walk::channels(scene, &mut |_, channel| channel.at("events").each()?.try_for_each(&mut *visit))
    },
};
pub(super) const PLAN: Place = Place {
    needs: "an InteractionPlan event",
    each: |scene, visit| walk::events(scene, "InteractionPlan", &mut |_, event| visit(event.at("properties"))),
};
pub(super) const APPLET: Place = Place {
    needs: "an Applet event",
    each: |scene, visit| walk::events(scene, "Applet", &mut |_, event| visit(event.at("properties"))),
};
pub(super) const QUEUE: Place = Place {
    needs: "a Queue event",
    each: |scene, visit| walk::events(scene, "Queue", &mut |_, event| visit(event.at("properties"))),
};
pub(super) const HELD: Place = Place {
    needs: "a Held event",
    each: |scene, visit| walk::events(scene, "Held", &mut |_, event| visit(event.at("properties"))),
};
pub(super) const ACTIVITY: Place =
    Place { needs: "an agent activity", each: |scene, visit| walk::items(scene, Collection::Activities, visit) };
pub(super) const PRESENCE_ACTIVITY: Place = Place {
    needs: "an agent activity of the type Presence",
    each: |scene, visit| activities(scene, "Presence", visit),
};
pub(super) const WORK_ACTIVITY: Place = Place {
    needs: "an agent activity of the type Interaction",
    each: |scene, visit| activities(scene, "Interaction", visit),
};
pub(super) const ON: Place = Place {
    needs: "an agent activity of the type Interaction",
    each: |scene, visit| activities(scene, "Interaction", &mut |activity| visit(activity.at("interaction"))),
};
pub(super) const ON_CHANNEL: Place = Place {
    needs: "an agent activity of the type Interaction",
    each: |scene, visit| activities(scene, "Interaction", &mut |activity| visit(activity.at("channel"))),
};
pub(super) const WORKLOAD: Place = Place {
    needs: "an agent activity of the type Workload",
    each: |scene, visit| activities(scene, "Workload", &mut |activity| visit(activity.at("workload"))),
};
pub(super) const PRESENCE: Place =
    Place { needs: "a presence activity", each: |scene, visit| walk::items(scene, Collection::Presences, visit) };
pub(super) const WORK: Place =
    Place { needs: "an interaction activity", each: |scene, visit| walk::items(scene, Collection::Work, visit) };
pub(super) const STATUS: Place =
    Place { needs: "an agent", each: |scene, visit| walk::items(scene, Collection::Status, visit) };
pub(super) const NOW: Place = Place {
    needs: "an agent",
    each: |scene, visit| walk::items(scene, Collection::Status, &mut |status| visit(status.at("presence"))),
};
pub(super) const LOAD: Place = Place {
    needs: "an agent",
    each: |scene, visit| walk::items(scene, Collection::Status, &mut |status| visit(status.at("workload"))),
};
pub(super) const IN_HAND: Place = Place {
    needs: "an agent with an interaction in hand",
    each: |scene, visit| {
        walk::items(scene, Collection::Status, &mut |status| status.at("interaction").each()?.try_for_each(&mut *visit))
    },
};
pub(super) const QUEUE_TIME: Place =
    Place { needs: "a queue time", each: |scene, visit| walk::items(scene, Collection::QueueTimes, visit) };
pub(super) const TARGETS: Place = Place {
    needs: "a queue time of a virtual queue",
    each: |scene, visit| {
        walk::items(scene, Collection::QueueTimes, &mut |item| match item.at("type").is("Virtual") {
            true => visit(item.at("targets")),
            false => Ok(()),
        })
    },
};
pub(super) const QUEUE_PARTY: Place = Place {
    needs: "a queue time",
    each: |scene, visit| {
        walk::items(scene, Collection::QueueTimes, &mut |item| match item.at("party").is_missing() {
            true => Ok(()),
            false => visit(item.at("party")),
        })
    },
};
pub(super) const STATE: Place =
    Place { needs: "a WFM state", each: |scene, visit| walk::items(scene, Collection::States, visit) };

fn activities(scene: &Scene, kind: &str, visit: Visit<'_>) -> Result<(), Objection> {
    walk::items(scene, Collection::Activities, &mut |activity| match activity.at("type").is(kind) {
        true => visit(activity),
        false => Ok(()),
    })
}
