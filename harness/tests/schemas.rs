//! The published schemas are those of the program.

use std::fs;
use std::path::Path;

use harness::question::Question;

#[test]
fn every_question_has_its_schema_in_a_file() {
    for question in Question::ALL {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{question}.json"));
        let written = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            written == format!("{:#}\n", question.schema()),
            "{} is old: insights-harness questions --schema {question} prints the new one",
            file.display()
        );
    }
}
