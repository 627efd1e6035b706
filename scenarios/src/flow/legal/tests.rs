use super::*;
use crate::format;

/// What steps do to the customer's hold, of a call that anna and bert can be brought into.
fn holds(steps: &str) -> Vec<String> {
    let text = format!(
        "start = 2024-03-05T09:00:00Z\n[[interaction]]\nname = \"call\"\nmedium = \"phone\"\nstart = \"0s\"\nfrom = \"1\"\n\
         to = \"2\"\nsteps = [{{ at = \"1s\", ring = \"anna\" }}, {{ at = \"2s\", answer = \"anna\" }}, {steps}]\n"
    );
    let source = format::parse(&text).unwrap_or_else(|problems| panic!("{}", problems[0]));
    let caused = course(&source.scenario.flows[0]).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let holds = caused.into_iter().filter_map(|Caused { at, effect, .. }| {
        if let Effect::HoldBegins(seat, _) = effect {
            return Some(format!("{at} begins by seat {seat}"));
        }
        let Effect::HoldEnds(after) = effect else { return None };
        Some(format!("{} ends", at + after))
    });
    holds.collect()
}

#[test]
fn a_hold_ends_with_the_part_of_the_agent_who_made_it() {
    let conference =
        r#"{ at = "3s", consult = "bert" }, { at = "4s", answer = "bert" }, { at = "5s", conference = "bert" }"#;
    let talked = ["3s begins by seat 0", "5s ends"];
    for (then, expected) in [
        (r#"{ at = "6s", hold = "anna" }, { at = "7s", leave = "anna" }"#, &["6s begins by seat 0", "7s ends"][..]),
        (r#"{ at = "6s", hold = "anna" }, { at = "7s", leave = "bert" }"#, &["6s begins by seat 0"]),
        (r#"{ at = "6s", hold = "bert" }, { at = "7s", leave = "bert" }"#, &["6s begins by seat 1", "7s ends"]),
        (r#"{ at = "6s", hold = "anna" }, { at = "7s", fault = "anna" }"#, &["6s begins by seat 0", "7s ends"]),
        (r#"{ at = "6s", hold = "anna" }, { at = "7s", fault = "bert" }"#, &["6s begins by seat 0"]),
        (r#"{ at = "6s", hold = "anna" }, { at = "7s", hangup = "customer" }"#, &["6s begins by seat 0", "7s ends"]),
    ] {
        assert_eq!(holds(&format!("{conference}, {then}")), [&talked, expected].concat(), "{then}");
    }
}
