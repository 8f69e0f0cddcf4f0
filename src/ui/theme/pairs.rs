//! Which ink is drawn on which ground, and how well it must be told from it: 4.5 for what is read, 3 for symbols, edges
//! and the line around what has the keyboard (WCAG 2.2, 1.4.3 and 1.4.11); 7 for what is read in high contrast.

use egui::Color32;

use super::palette::{Palette, chosen};

/// What an ink is for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum For {
    /// What is read.
    Reading,
    /// A symbol, an edge, a line around.
    Shape,
    /// What only hints at something that is said in words too; a shape in high contrast.
    Hint,
}

/// What is drawn on what.
struct Pair {
    ink: &'static str,
    of: fn(&Palette) -> Color32,
    is_for: For,
    grounds: &'static [Ground],
}

type Ground = (&'static str, fn(&Palette) -> Color32);

macro_rules! ground {
    ($name:ident) => {
        (stringify!($name), |palette| palette.$name)
    };
}

macro_rules! pair {
    ($is_for:ident $ink:ident on $($ground:ident)+) => {
        Pair { ink: stringify!($ink), of: |palette| palette.$ink, is_for: For::$is_for, grounds: &[$(ground!($ground)),+] }
    };
}

/// All that is drawn.
const PAIRS: &[Pair] = &[
    pair!(Reading text on background panel rail selected hover raised hit marked neutral_ground accent_ground bad_ground mixed_ground good_ground),
    pair!(Reading second on background panel rail selected hover raised neutral_ground accent_ground bad_ground mixed_ground),
    pair!(Reading neutral on neutral_ground background panel selected hover),
    pair!(Reading good on good_ground background panel selected hover raised),
    pair!(Reading bad on bad_ground background panel selected hover raised),
    pair!(Reading mixed on mixed_ground background panel selected hover raised),
    pair!(Reading accent on background panel rail selected hover raised accent_ground neutral_ground),
    pair!(Reading on_accent on accent accent_hover),
    pair!(Reading code_key on background panel selected hover raised),
    pair!(Reading code_string on background panel selected hover raised),
    pair!(Reading code_number on background panel selected hover raised),
    pair!(Reading code_word on background panel selected hover raised),
    // Symbols: recordings and transcripts in a row, what was not checked yet, the handle of a scroll bar that is held.
    pair!(Shape third on background panel rail selected hover raised),
    // A star that is pointed at.
    pair!(Shape mixed on neutral_ground),
    // Around switches, and around buttons that are pointed at.
    pair!(Shape edge on background panel raised),
    // Around fields at rest, which their hint tells; the handle of a scroll bar, which what is cut off tells.
    pair!(Hint outline on background panel raised),
    pair!(Hint handle on background panel rail raised),
    // Bars where the text of a row will be.
    pair!(Hint skeleton on panel hover selected),
    // Around what has the keyboard, wherever that is.
    pair!(Shape accent on bad_ground mixed_ground good_ground),
    pair!(Shape wave on background panel accent_ground),
    pair!(Hint wave_faint on background panel),
    pair!(Hint hairline on background panel rail raised),
];

fn luminance(color: Color32) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
}

fn contrast(one: Color32, other: Color32) -> f64 {
    let (a, b) = (luminance(one) + 0.05, luminance(other) + 0.05);
    a.max(b) / a.min(b)
}

fn least(is_for: For, is_strong: bool) -> f64 {
    match (is_for, is_strong) {
        (For::Reading, true) => 7.0,
        (For::Reading, false) => 4.5,
        (For::Shape, _) | (For::Hint, true) => 3.0,
        (For::Hint, false) => 1.0,
    }
}

/// Shown by `cargo test contrast -- --nocapture`.
#[test]
fn everything_drawn_has_the_contrast_it_must_have() {
    let mut too_faint = Vec::new();
    for (theme, is_dark, is_strong) in
        [("light", false, false), ("dark", true, false), ("strong light", false, true), ("strong dark", true, true)]
    {
        let palette = chosen(is_dark, is_strong);
        println!("\n{theme:<14}{:<16}{:<16}{:>8}{:>8}", "ink", "ground", "is", "least");
        for pair in PAIRS {
            for (name, ground) in pair.grounds {
                let (is, least) = (contrast((pair.of)(palette), ground(palette)), least(pair.is_for, is_strong));
                let line = format!("{theme:<14}{:<16}{name:<16}{is:>8.2}{least:>8.1}", pair.ink);
                println!("{line}");
                if is < least {
                    too_faint.push(line);
                }
            }
        }
        assert_eq!(palette.is_strong, is_strong);
        assert!(!is_strong || palette.focus_width >= 3.0);
    }
    assert!(too_faint.is_empty(), "too faint:\n{}", too_faint.join("\n"));
}

/// Bars where text will be are seen on every ground of a row, as quiet as they are.
#[test]
fn bars_in_the_place_of_text_are_seen() {
    for (is_dark, is_strong) in [(false, false), (true, false), (false, true), (true, true)] {
        let palette = chosen(is_dark, is_strong);
        for ground in [palette.panel, palette.hover, palette.selected] {
            let is = contrast(palette.skeleton, ground);
            assert!(is >= 1.2, "{is_dark} {is_strong} {ground:?}: {is:.2}");
        }
    }
}

/// By its ground it is known which palette is in force.
#[test]
fn each_palette_has_a_ground_of_its_own() {
    for is_dark in [false, true] {
        assert_ne!(chosen(is_dark, false).background, chosen(is_dark, true).background);
    }
}

/// The measure itself, by what is known of it.
#[test]
fn black_on_white_is_21_and_a_colour_on_itself_is_1() {
    assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-9);
    assert!((contrast(Color32::RED, Color32::RED) - 1.0).abs() < 1e-9);
}
