//! What the README shows beside what is printed.

/// Whether that was printed; `…` stands for anything.
pub(crate) fn is_like(printed: &str, shown: &str) -> bool {
    let mut rest = printed;
    let mut parts = shown.split('…').peekable();
    while let Some(part) = parts.next() {
        match (rest.find(part), parts.peek()) {
            (Some(at), Some(_)) => rest = &rest[at + part.len()..],
            (Some(_), None) => return rest.ends_with(part),
            (None, _) => return false,
        }
    }
    true
}
