//! Every file of `rejected/` is refused with exactly the lines of the `.err` file beside it.

use std::collections::BTreeSet;
use std::path::Path;

use scenarios::format;

#[test]
fn each_rejected_file_is_refused_with_the_message_beside_it() {
    let problems = |text: &str| format::compile(text).err().unwrap_or_default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rejected");
    let cases: BTreeSet<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path().with_extension("")).collect();
    let mut wrong = String::new();
    for case in &cases {
        let name = case.file_name().unwrap_or_default().display();
        let Ok(text) = std::fs::read_to_string(case.with_extension("toml")) else {
            wrong += &format!("{name}.toml is missing\n");
            continue;
        };
        let message: String = problems(&text).iter().map(|problem| format!("{problem}\n")).collect();
        if std::env::var_os("UPDATE_REJECTED").is_some() {
            std::fs::write(case.with_extension("err"), &message).unwrap();
        }
        let expected = std::fs::read_to_string(case.with_extension("err")).unwrap_or_default();
        if message.is_empty() {
            wrong += &format!("{name}.toml is not refused\n");
        } else if message != expected {
            wrong += &format!("{name}.toml is refused with\n{message}instead of\n{expected}\n");
        }
    }
    assert!(cases.len() >= 18, "where are the cases? Only {} are in {}", cases.len(), folder.display());
    assert!(wrong.is_empty(), "{wrong}Where the new message is right, run this test again with UPDATE_REJECTED=1.");
}
