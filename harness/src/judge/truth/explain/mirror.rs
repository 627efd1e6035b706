//! Why a copy of an interaction is not the newest version.

use scenarios::time::Span;
use serde_json::Value;

use super::super::compare::Difference;
use super::Explainer;

pub(super) fn wrong(explainer: &Explainer<'_>, expected: &Value, wrong: &[Difference]) -> Option<String> {
    let flow = explainer.flow(expected["guid"].as_str()?)?;
    if wrong.iter().any(|wrong| wrong.place == "channel of CCRConnect" && wrong.given.is_null()) {
        return Some(
            "an outside contact's channel comes only once it has ended, perhaps after the interaction was completed"
                .to_owned(),
        );
    }
    let is_ongoing = |wrong: &Difference| {
        (wrong.place == "status" && wrong.given == "Ongoing") || (wrong.place == "duration" && wrong.given.is_null())
    };
    if wrong.iter().any(is_ongoing) {
        return Some(
            "an older version was kept: it has gone on since, and come again with include=Processed".to_owned(),
        );
    }
    let corrected = flow.steps.iter().filter_map(|step| step.processing.misreported.map(|wrong| (step.at, wrong.at)));
    let given = |wrong: &Difference| wrong.given.as_i64();
    let off_by = |right: Span, first: Span| (first - right).as_millis();
    let was_corrected = corrected.into_iter().any(|(right, first)| {
        wrong.iter().any(|wrong| {
            let by = given(wrong).zip(wrong.expected.as_i64()).map(|(given, expected)| given - expected);
            by == Some(off_by(right, first))
        })
    });
    was_corrected.then(|| "that is what the platform told first, and has corrected since".to_owned())
}
