//! A whole day of a simulated centre, polled as cron would: nobody blames a right analysis, in whichever language.

use harness::case::Subject;
use harness::check::Check;
use harness::judge::Judges;
use harness::question::Question;
use harness::reference;
use harness::told::Told;
use harness::verdict::Outcome;
use scenarios::format;
use scenarios::simulation::Operation;
use scenarios::time::Span;

use crate::batch::python;
use crate::right::{examples, nothing_is_found};

/// 2024-03-05, a Tuesday.
const DAY: i64 = 19_787;

fn day() -> Told {
    let config = format::parse_centre(include_str!("day.toml")).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let operation = Operation::new(config, 1).unwrap_or_else(|problems| panic!("{problems:?}"));
    Told::made("a day at Orders", operation.scenario(DAY..DAY + 1))
}

#[test]
fn nobody_blames_the_examples_over_a_polled_day() {
    let rust =
        Question::ALL.map(|question| Subject::new(question.name(), Some(question), reference::analysis(question)));
    let all = rust.into_iter().chain(examples());
    // Whether the answers hold in other ways is found out elsewhere, over small scenarios.
    let judges = Judges { metamorphic: false, ..Judges::ALL };
    nothing_is_found(&Check::of(all).over([day()]).every(Span::from_secs(15 * 60)).judged_by(judges));
}

#[test]
fn a_mistake_shows_in_the_course_of_the_day_and_not_only_at_its_end() {
    let hold_counted_as_talk: &[_] = &[(r#""Connected", now) - hold"#, r#""Connected", now)"#)];
    let runs = |changes| {
        let subject = Subject::new("handle times", Some(Question::HandleTimes), python("handle_times", changes));
        let polled = Check::of([subject]).over([day()]).every(Span::from_secs(15 * 60));
        let verdict = polled.verdict().unwrap_or_else(|why| panic!("{why}"));
        (verdict.cases[0].runs, verdict.cases[0].outcome())
    };
    let (all, right) = runs(&[]);
    let (until_wrong, wrong) = runs(hold_counted_as_talk);
    assert_eq!((right, wrong), (Outcome::Holds, Outcome::Fails));
    assert!(until_wrong * 2 < all, "after {until_wrong} of {all} runs");
}
