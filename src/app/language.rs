//! Which language the window speaks: what CALL_INBOX_LANGUAGE says, a translator's `words.po` in the data folder, what the
//! settings say, what the system speaks; else English. What is printed for scripts stays English.

use std::path::Path;
use std::{env, fs, io};

use crate::words::{self, Language, built_in};

/// A translation in the data folder, to try it without building.
const OWN_FILE: &str = "words.po";
/// The language for trying.
const PSEUDO: &str = "pseudo";

/// Chooses the language for good; what is wrong with a translation comes back as sentences.
pub fn begin(folder: &Path, chosen: Option<&str>) -> Vec<String> {
    let asked = env::var("CALL_INBOX_LANGUAGE").ok().filter(|asked| !asked.is_empty());
    let own = match fs::read_to_string(folder.join(OWN_FILE)) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return vec![format!("{OWN_FILE} can't be read: {error}.")],
    };
    let system: Vec<String> = sys_locale::get_locales().collect();
    let (language, mistakes) = choose(asked.as_deref(), own.as_deref(), chosen, &system);
    if let Some(language) = language {
        log::info!("speaking {}, {} texts", language.tag(), language.translated());
        words::begin(language);
    }
    mistakes
}

fn choose(
    asked: Option<&str>,
    own: Option<&str>,
    chosen: Option<&str>,
    system: &[String],
) -> (Option<Language>, Vec<String>) {
    match (asked.or(chosen), own) {
        (Some(PSEUDO), _) => (Some(Language::pseudo()), Vec::new()),
        (_, Some(own)) if asked.is_none() => {
            let (own, mistakes) = Language::read(&[(OWN_FILE, own)]);
            (Some(own), mistakes)
        }
        (Some(tag), _) => come_along(tag),
        (None, _) => {
            let is_spoken = |tag: &&String| built_in(tag).is_some_and(|one| one.is_finished) || is_english(tag);
            let first = system.iter().find(is_spoken);
            first.map_or_else(|| (None, Vec::new()), |tag| come_along(tag))
        }
    }
}

fn come_along(tag: &str) -> (Option<Language>, Vec<String>) {
    let Some(found) = built_in(tag) else {
        let unknown = (!is_english(tag)).then(|| format!("There is no translation called “{tag}”: English is used."));
        return (None, unknown.into_iter().collect());
    };
    let (language, mistakes) = Language::read(&[(&format!("{}.po", found.name), found.text)]);
    (Some(language), mistakes)
}

fn is_english(tag: &str) -> bool {
    let language = tag.split(['-', '_', '.']).next().unwrap_or_default();
    ["en", "C", "POSIX"].iter().any(|name| name.eq_ignore_ascii_case(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "msgid \"\"\nmsgstr \"Language: xx\\n\"\n\nmsgid \"A\"\nmsgstr \"B\"\n";

    fn tag(asked: Option<&str>, own: Option<&str>, chosen: Option<&str>, system: &[&str]) -> Option<String> {
        let system: Vec<String> = system.iter().map(|tag| (*tag).to_owned()).collect();
        choose(asked, own, chosen, &system).0.map(|language| language.tag().to_owned())
    }

    #[test]
    fn what_is_asked_for_comes_first_then_a_translators_file_then_the_settings_then_the_system() {
        let de = Some(String::from("de"));
        let of_system = de.clone().filter(|_| built_in("de").is_some_and(|one| one.is_finished));
        assert_eq!(tag(None, None, None, &["fr-FR", "de-AT", "en-GB"]), of_system);
        assert_eq!(tag(None, None, None, &["en-GB", "de-AT"]), None);
        assert_eq!(tag(None, None, None, &["C", "de"]), None);
        assert_eq!(tag(None, None, Some("de"), &["en"]), de);
        assert_eq!(tag(None, None, Some("en"), &["de"]), None);
        assert_eq!(tag(None, Some(OWN), Some("de"), &["en"]), Some(String::from("xx")));
        assert_eq!(tag(Some("de"), Some(OWN), None, &[]), de);
        assert_eq!(tag(Some("en"), Some(OWN), Some("de"), &["de"]), None);
        assert_eq!(tag(Some("pseudo"), Some(OWN), None, &[]), Some(String::from("en")));
        assert_eq!(tag(None, None, None, &[]), None);
    }

    #[test]
    fn a_language_that_is_not_there_is_told() {
        let (language, mistakes) = choose(Some("tlh"), None, None, &[]);
        assert_eq!((language.is_none(), mistakes.len()), (true, 1));
        assert_eq!(choose(None, None, None, &[String::from("tlh")]).1, Vec::<String>::new());
    }
}
