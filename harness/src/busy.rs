//! What counts as busy, as it is said on the command line and in `insights.toml`.

use scenarios::flow::Medium;
use scenarios::problem::nearest;
use scenarios::truth::BusyDefinition;

/// The words, in the order in which they are written. To be connected always counts, so the first says nothing.
const WORDS: [&str; 8] = ["connected", "ringing", "wrap", "phone", "phone-callback", "email", "chat", "case"];

/// Reads words that are separated by commas: `ringing`, `wrap`, and media; without a medium, all of them count.
///
/// # Errors
///
/// The first word that is not known, and the nearest that is.
pub fn read(text: &str) -> Result<BusyDefinition, String> {
    let mut busy = BusyDefinition { ringing: false, wrap: false, media: Vec::new() };
    for word in text.split(',').map(str::trim) {
        match Medium::ALL.into_iter().find(|medium| word_of(*medium) == word) {
            Some(medium) => busy.media.push(medium),
            None if word == "connected" => {}
            None if word == "ringing" => busy.ringing = true,
            None if word == "wrap" => busy.wrap = true,
            None => {
                return Err(match nearest(word, WORDS) {
                    Some(near) => format!("{word:?} is not known; write {near:?}"),
                    None => format!("{word:?} is not known; there are {}", WORDS.join(", ")),
                });
            }
        }
    }
    if busy.media.is_empty() {
        busy.media = Medium::ALL.to_vec();
    }
    Ok(busy)
}

/// The words that are read as that.
pub(crate) fn words(busy: &BusyDefinition) -> String {
    let mut words = vec!["connected"];
    words.extend(busy.ringing.then_some("ringing"));
    words.extend(busy.wrap.then_some("wrap"));
    if busy.media != Medium::ALL {
        words.extend(busy.media.iter().map(|medium| word_of(*medium)));
    }
    words.join(",")
}

fn word_of(medium: Medium) -> &'static str {
    match medium {
        Medium::Phone => "phone",
        Medium::PhoneCallback => "phone-callback",
        Medium::Email => "email",
        Medium::Chat => "chat",
        Medium::Case => "case",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["connected", "connected,ringing", "connected,wrap,phone,chat"] {
            assert_eq!(words(&read(text).unwrap()), text);
        }
        assert_eq!(read("ringing").unwrap(), BusyDefinition::default());
    }

    #[test]
    fn a_misspelt_word_is_answered_with_the_nearest() {
        assert_eq!(read("rining").unwrap_err(), "\"rining\" is not known; write \"ringing\"");
    }
}
