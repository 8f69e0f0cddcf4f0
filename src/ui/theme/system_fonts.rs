//! Fonts of this machine for what ours cannot draw: names in Arabic, Devanagari, Chinese and all others, in the weight asked for.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::text::{
    FallbackRequest, FontData, FontInsert, FontPriority, FontProvider, FontTweak, InsertFontFamily, VariationCoords,
};
use egui::{Context, FontFamily};
use fontique::{
    Attributes, Collection, CollectionOptions, FallbackKey, FontStyle, FontWeight, FontWidth, GenericFamily, Language,
    Query, QueryFamily, QueryFont, QueryStatus, Script, SourceCache, SourceCacheOptions,
};
use unicode_script::UnicodeScript as _;

const HAN: Script = Script::from_bytes(*b"Hani");
/// Asked for one after the other: the font for one of them often lacks characters of the others.
/// Simplified Chinese goes by Singapore, since what is found for China may be what was found for no place at all.
const HAN_LOCALES: [&str; 4] = ["zh-SG", "zh-TW", "ja", "ko"];

/// From now on, characters that our fonts lack are drawn with fonts of this machine. The language decides between forms of
/// one character; without one it is the system's.
pub fn use_system_fonts(ctx: &Context, language: Option<&str>) {
    let language = language.map(str::to_owned).or_else(sys_locale::get_locale);
    ctx.set_font_providers(vec![Arc::new(SystemFonts::new(language.as_deref()))]);
}

/// Looks for fonts on this machine.
struct SystemFonts {
    found: Mutex<Found>,
    language: Option<Language>,
}

/// What is installed. Listing it takes a while, so a thread does; who asks before it is done waits.
enum Found {
    Listing(Receiver<Installed>),
    Listed(Box<Installed>),
    /// Listing went wrong: there are no fonts then.
    Nothing,
}

struct Installed {
    collection: Collection,
    sources: SourceCache,
}

impl SystemFonts {
    fn new(language: Option<&str>) -> Self {
        let (tell, listing) = sync_channel(1);
        let list = move || {
            let options = CollectionOptions { shared: false, system_fonts: true };
            let collection = Collection::new(options);
            let sources = SourceCache::new(SourceCacheOptions::default());
            // Nobody is there to hear it when the window was closed meanwhile.
            _ = tell.send(Installed { collection, sources });
        };
        let found = match std::thread::Builder::new().name("system-fonts".into()).spawn(list) {
            Ok(_) => Found::Listing(listing),
            Err(error) => {
                log::warn!("the fonts of this machine cannot be listed: {error}");
                Found::Nothing
            }
        };
        Self { found: Mutex::new(found), language: language.and_then(|language| Language::parse(language).ok()) }
    }
}

impl Found {
    fn installed(&mut self) -> Option<&mut Installed> {
        if let Self::Listing(listing) = self {
            *self = listing.recv().map_or(Self::Nothing, |installed| Self::Listed(Box::new(installed)));
        }
        match self {
            Self::Listed(installed) => Some(installed),
            Self::Listing(_) | Self::Nothing => None,
        }
    }
}

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let letter = request.cluster.chars().next()?;
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let Installed { collection, sources } = found.installed()?;
        let weight = weight(request.family);
        let generic = match request.family {
            FontFamily::Monospace => GenericFamily::Monospace,
            FontFamily::Proportional | FontFamily::Name(_) => GenericFamily::SansSerif,
        };
        let font = match script(letter) {
            Some(script) => languages(script, self.language.as_ref()).into_iter().find_map(|language| {
                let mut query = collection.query(sources);
                query.set_families([QueryFamily::Named(&family_of(letter)), QueryFamily::Generic(generic)]);
                query.set_fallbacks(FallbackKey::new(script, language.as_ref()));
                first_with(&mut query, letter, weight)
            }),
            // Signs and pictures belong to no script.
            None => {
                let mut query = collection.query(sources);
                let families = [
                    generic,
                    GenericFamily::SystemUi,
                    GenericFamily::Emoji,
                    GenericFamily::Math,
                    GenericFamily::Serif,
                    GenericFamily::Monospace,
                ];
                query.set_families(families.map(QueryFamily::Generic));
                first_with(&mut query, letter, weight)
            }
        }?;
        let family = collection.family_name(font.family.0).unwrap_or("unknown");
        let name = format!("system:{family}:{}:{}:{}", font.family.1, font.index, weight.value());
        log::debug!("{name} draws {letter:?}");
        let settings = font.synthesis.variation_settings().iter().map(|(tag, value)| (*tag, *value));
        let tweak = FontTweak { coords: VariationCoords::new(settings), ..FontTweak::default() };
        let (blob, _) = font.blob.into_raw_parts();
        Some(FontInsert {
            name,
            data: FontData::from_blob(blob, font.index).tweak(tweak),
            families: vec![InsertFontFamily { family: request.family.clone(), priority: FontPriority::Lowest }],
        })
    }
}

/// How heavy the letters of a family are.
fn weight(family: &FontFamily) -> FontWeight {
    match family {
        FontFamily::Name(name) if name.as_ref() == "semibold" => FontWeight::SEMI_BOLD,
        FontFamily::Name(name) if name.as_ref() == "medium" => FontWeight::MEDIUM,
        FontFamily::Name(_) | FontFamily::Proportional | FontFamily::Monospace => FontWeight::NORMAL,
    }
}

/// The family of fonts for a script that looks like ours and has its weights, where it is installed. What is first for a
/// script on Linux often has one weight, or lacks the letters of some of its languages.
fn family_of(letter: char) -> String {
    format!("Noto Sans {}", letter.script().full_name().replace('_', " "))
}

/// The first font with this character that is as heavy as asked for, else the first with it.
fn first_with(query: &mut Query<'_>, letter: char, weight: FontWeight) -> Option<QueryFont> {
    query.set_attributes(Attributes::new(FontWidth::NORMAL, FontStyle::Normal, weight));
    let mut found: Option<QueryFont> = None;
    query.matches_with(|font| {
        let has_it = font.charmap().and_then(|chars| chars.map(letter)).is_some_and(|glyph| glyph != 0);
        let is_heavy = !font.synthesis.embolden();
        if has_it && (is_heavy || found.is_none()) {
            found = Some(font.clone());
        }
        if has_it && is_heavy { QueryStatus::Stop } else { QueryStatus::Continue }
    });
    found
}

/// The languages to ask fonts for, the person's first.
fn languages(script: Script, own: Option<&Language>) -> Vec<Option<Language>> {
    let chinese = || HAN_LOCALES.iter().filter_map(|language| Language::parse(language).ok());
    let own = match own {
        Some(own) if script == HAN && is_simplified_chinese(own) => chinese().next(),
        own => own.copied(),
    };
    let more = if script == HAN { chinese().map(Some).collect() } else { Vec::new() };
    std::iter::once(own).chain(more).collect()
}

fn is_simplified_chinese(language: &Language) -> bool {
    let is_traditional = language.script() == Some("Hant") || matches!(language.region(), Some("HK" | "TW" | "MO"));
    language.language() == "zh" && !is_traditional
}

/// The script of a character, if it is of one alone.
fn script(letter: char) -> Option<Script> {
    match letter.script() {
        unicode_script::Script::Common | unicode_script::Script::Inherited | unicode_script::Script::Unknown => None,
        script => Script::parse(script.short_name()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_of_a_script_and_signs_of_none() {
        assert_eq!(script('日'), Some(HAN));
        assert_eq!(script('ع'), Some(Script::from_bytes(*b"Arab")));
        assert_eq!(script('1'), None);
        assert_eq!(script('🙂'), None);
    }

    #[test]
    fn a_script_has_a_family() {
        assert_eq!(family_of('ع'), "Noto Sans Arabic");
        assert_eq!(family_of('क'), "Noto Sans Devanagari");
    }

    #[test]
    fn chinese_is_asked_for_in_every_place() {
        let own = Language::parse("de-DE").unwrap();
        assert_eq!(languages(HAN, Some(&own)).len(), 5);
        let own = Language::parse("zh-CN").unwrap();
        assert_eq!(languages(HAN, Some(&own)).first(), Some(&Language::parse("zh-SG").ok()));
        assert_eq!(languages(Script::from_bytes(*b"Arab"), None), [None]);
    }

    #[test]
    fn weights_go_by_our_families() {
        let weight = |name: &str| weight(&FontFamily::Name(name.into())).value();
        assert!(weight("semibold") > weight("medium") && weight("medium") > weight("icons"));
    }
}
