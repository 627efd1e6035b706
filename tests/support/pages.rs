//! The README and its chapters, which stand in the folders of the crates.

/// The pages, each with its place.
pub(crate) const PAGES: [(&str, &str); 4] = [
    ("README.md", include_str!("../../README.md")),
    ("scenarios/README.md", include_str!("../../scenarios/README.md")),
    ("mock-server/README.md", include_str!("../../mock-server/README.md")),
    ("harness/README.md", include_str!("../../harness/README.md")),
];

/// The text of a chapter, whichever page it is on. A hash in a block of code begins no other one.
pub(crate) fn chapter(heading: &str) -> String {
    let found: Vec<String> = PAGES.iter().filter_map(|(_, page)| chapter_of(page, heading)).collect();
    let [chapter] = &found[..] else { panic!("there is not one chapter {heading:?}, but {}", found.len()) };
    chapter.clone()
}

fn chapter_of(page: &str, heading: &str) -> Option<String> {
    let (mut is_code, mut chapter) = (false, None::<String>);
    for line in page.lines() {
        is_code ^= line.starts_with("```");
        match (line.strip_prefix("## ").filter(|_| !is_code), &mut chapter) {
            (Some(_), Some(_)) => break,
            (Some(begins), None) if begins == heading => chapter = Some("\n".to_owned()),
            (None, Some(chapter)) => chapter.push_str(&format!("{line}\n")),
            (_, None) => {}
        }
    }
    chapter
}

/// The blocks of code in that language.
pub(crate) fn blocks(text: &str, language: &str) -> Vec<String> {
    let begins = format!("\n```{language}\n");
    text.split(&begins).skip(1).filter_map(|rest| Some(rest.split_once("\n```\n")?.0.to_owned() + "\n")).collect()
}
