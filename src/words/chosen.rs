//! Which language is spoken: one for the whole program, set once at its start; another for one thread in a test.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Language;

/// Whether anybody may speak anything but English: all that is looked at in English.
static HAS_OTHERS: AtomicBool = AtomicBool::new(false);
static CHOSEN: OnceLock<&'static Language> = OnceLock::new();

thread_local! {
    static HERE: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// Speaks this language from now on, to the end of the program; a second choice changes nothing.
pub fn begin(language: Language) {
    if CHOSEN.get().is_none() && CHOSEN.set(Box::leak(Box::new(language))).is_ok() {
        HAS_OTHERS.store(true, Ordering::Release);
    }
}

/// Speaks this language in this thread while `act` runs: others, such as tests beside it, are not disturbed.
pub fn during<T>(language: &'static Language, act: impl FnOnce() -> T) -> T {
    struct Before(Option<&'static Language>);
    impl Drop for Before {
        fn drop(&mut self) {
            HERE.set(self.0);
        }
    }
    HAS_OTHERS.store(true, Ordering::Release);
    let _before = Before(HERE.replace(Some(language)));
    act()
}

/// The chosen language as web pages name it: "en", "de".
pub fn tag() -> &'static str {
    other_than_english().map_or("en", Language::tag)
}

#[inline]
pub(super) fn other_than_english() -> Option<&'static Language> {
    if HAS_OTHERS.load(Ordering::Relaxed) { HERE.get().or_else(|| CHOSEN.get().copied()) } else { None }
}
