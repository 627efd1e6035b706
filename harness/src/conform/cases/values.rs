//! Section 4: what holds of every value.

use serde_json::Value;

use crate::conform::case::{Case, Sure};
use crate::conform::collection::Collection;
use crate::conform::node::Node;
use crate::conform::objection::{Checked, Objection, Tally};
use crate::conform::scene::Scene;

use Sure::Documented as D;

/// Section 4.
pub(super) const VALUES: &[Case] = &[
    Case::new("4.date-times", D, &["4-1"], "every date-time is in UTC, with milliseconds and Z", |scene| {
        const NAMES: [&str; 4] = ["start", "since", "categorizedAt", "upTo"];
        everywhere(scene, "a date-time", &NAMES, |node| node.instant().map(drop))
    }),
    Case::new("4.lengths", D, &["4-2"], "every duration and offset is a whole number of milliseconds", |scene| {
        const NAMES: [&str; 3] = ["duration", "offset", "targetTimeToAnswer"];
        everywhere(scene, "a length of time", &NAMES, |node| {
            node.must(node.json().is_u64(), || "a whole number that is not negative".to_owned())
        })
    }),
    Case::new(
        "4.nothing-of-the-future",
        D,
        &["4-1", "4-2"],
        "nothing is told that began or ended after the request",
        |scene| {
            let mut seen = Tally::of("an item");
            for collection in Collection::WINDOWED {
                let rows = scene.items(collection)?;
                let up_to = rows.first().at("upTo").instant()?.as_millis();
                for item in rows.iter() {
                    let period = item.period()?;
                    item.must(period.start <= up_to, || format!("no start after upTo, {up_to}"))?;
                    item.must(period.end.is_none_or(|end| end <= up_to + 1), || "no end after upTo".to_owned())?;
                    seen.saw();
                }
            }
            Ok(seen)
        },
    ),
];

/// Calls `check` with every field of one of these names, however deep it is, that is not null.
fn everywhere(
    scene: &Scene,
    needs: &'static str,
    names: &[&'static str],
    check: impl Fn(Node<'_>) -> Result<(), Objection>,
) -> Checked {
    fn inside(
        node: Node<'_>,
        names: &[&'static str],
        seen: &mut Tally,
        check: &impl Fn(Node<'_>) -> Result<(), Objection>,
    ) -> Result<(), Objection> {
        match node.json() {
            Value::Array(items) => (0..items.len()).try_for_each(|index| inside(node.nth(index), names, seen, check)),
            Value::Object(_) => {
                for name in names.iter().filter(|name| !node.at(name).is_null()) {
                    check(node.at(name))?;
                    seen.saw();
                }
                const DEEPER: [&str; 9] = [
                    "items",
                    "channels",
                    "events",
                    "presence",
                    "workload",
                    "interaction",
                    "targets",
                    "properties",
                    "party",
                ];
                DEEPER.iter().try_for_each(|name| inside(node.at(name), names, seen, check))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }
    let mut seen = Tally::of(needs);
    for collection in Collection::ALL {
        inside(scene.items(collection)?.first(), names, &mut seen, &check)?;
    }
    Ok(seen)
}
