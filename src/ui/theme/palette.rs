//! The colours: light and dark, each also with high contrast.

use egui::{Color32, Stroke, Ui, Visuals};

use crate::call::{Tone, Verdict};

/// Every colour of a theme. `third` is for symbols only: it is too faint for what must be read.
pub struct Palette {
    pub background: Color32,
    pub panel: Color32,
    pub rail: Color32,
    pub text: Color32,
    pub second: Color32,
    pub third: Color32,
    pub hairline: Color32,
    pub hover: Color32,
    pub edge: Color32,
    /// Around a field at rest: its hint and its symbol tell it, so that the line may be quiet.
    pub outline: Color32,
    /// The handle of a scroll bar that nobody holds.
    pub handle: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub accent_hover: Color32,
    pub accent_ground: Color32,
    pub selected: Color32,
    pub good: Color32,
    pub good_ground: Color32,
    pub bad: Color32,
    pub bad_ground: Color32,
    pub mixed: Color32,
    pub mixed_ground: Color32,
    pub neutral: Color32,
    pub neutral_ground: Color32,
    /// Bars where text will be.
    pub skeleton: Color32,
    /// Behind words that were searched for.
    pub hit: Color32,
    /// A waveform that was not played yet.
    pub wave: Color32,
    /// A waveform whose sound is not here.
    pub wave_faint: Color32,
    /// Keys of a body that is shown as a tree; strings, numbers, and what is neither.
    pub code_key: Color32,
    pub code_string: Color32,
    pub code_number: Color32,
    pub code_word: Color32,
    pub raised: Color32,
    pub shadow: Color32,
    /// Over the window while something lies over it.
    pub dim: Color32,
    /// Behind text that is selected in a field.
    pub marked: Color32,
    /// Width of the line around what has the keyboard, in points.
    pub focus_width: f32,
    /// What is only hinted at otherwise is said by a line or an edge too.
    pub is_strong: bool,
}

const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// The light theme.
pub const LIGHT: Palette = Palette {
    background: hex(0xfbfbfa),
    panel: hex(0xffffff),
    rail: hex(0xf5f5f3),
    text: hex(0x1c1d1f),
    second: hex(0x5f646c),
    third: hex(0x80858d),
    hairline: hex(0xe9e9e6),
    hover: hex(0xf3f3f1),
    edge: hex(0x8f908b),
    outline: hex(0xd6d6d2),
    handle: hex(0xc3c6cb),
    accent: hex(0x3b5bdb),
    on_accent: hex(0xffffff),
    accent_hover: hex(0x3450c4),
    accent_ground: hex(0xe7ecfc),
    selected: hex(0xeaeefc),
    good: hex(0x237537),
    good_ground: hex(0xe6f4ea),
    bad: hex(0xc22525),
    bad_ground: hex(0xfdecec),
    mixed: hex(0x995000),
    mixed_ground: hex(0xfdf1e1),
    neutral: hex(0x5f646c),
    neutral_ground: hex(0xefefec),
    skeleton: hex(0xd5d8e2),
    hit: hex(0xffe9a8),
    wave: hex(0x80868f),
    wave_faint: hex(0xcfd2d8),
    code_key: hex(0x2f4fc7),
    code_string: hex(0x23703a),
    code_number: hex(0x995000),
    code_word: hex(0x7a3fa6),
    raised: hex(0xffffff),
    shadow: Color32::from_black_alpha(28),
    dim: Color32::from_black_alpha(56),
    marked: hex(0xcdd8fb),
    focus_width: 2.0,
    is_strong: false,
};

/// The dark theme.
pub const DARK: Palette = Palette {
    background: hex(0x17181b),
    panel: hex(0x1c1d21),
    rail: hex(0x131417),
    text: hex(0xe9eaec),
    second: hex(0xa5abb3),
    third: hex(0x7b818a),
    hairline: hex(0x2a2c31),
    hover: hex(0x232529),
    edge: hex(0x70757f),
    outline: hex(0x3b3e45),
    handle: hex(0x484c54),
    accent: hex(0x8ea2ff),
    on_accent: hex(0x10131f),
    accent_hover: hex(0xa3b3ff),
    accent_ground: hex(0x263055),
    selected: hex(0x263055),
    good: hex(0x69c680),
    good_ground: hex(0x1d3326),
    bad: hex(0xff8787),
    bad_ground: hex(0x3d2224),
    mixed: hex(0xf0b060),
    mixed_ground: hex(0x3a2d1b),
    neutral: hex(0xa5abb3),
    neutral_ground: hex(0x2a2c31),
    skeleton: hex(0x3c4253),
    hit: hex(0x5c4a14),
    wave: hex(0x828893),
    wave_faint: hex(0x444850),
    code_key: hex(0x9db0ff),
    code_string: hex(0x7fce93),
    code_number: hex(0xf0b060),
    code_word: hex(0xcfa6f2),
    raised: hex(0x24262b),
    shadow: Color32::from_black_alpha(110),
    dim: Color32::from_black_alpha(128),
    marked: hex(0x34427a),
    focus_width: 2.0,
    is_strong: false,
};

/// The light theme with high contrast.
pub const STRONG_LIGHT: Palette = Palette {
    background: hex(0xffffff),
    panel: hex(0xfefefe),
    rail: hex(0xf4f4f4),
    text: hex(0x000000),
    second: hex(0x2b2f36),
    third: hex(0x4a4f57),
    hairline: hex(0x6b6f76),
    hover: hex(0xe8ecfa),
    edge: hex(0x33373d),
    outline: hex(0x33373d),
    handle: hex(0x4a4f57),
    accent: hex(0x14299c),
    on_accent: hex(0xffffff),
    accent_hover: hex(0x0a1a6e),
    accent_ground: hex(0xdfe6ff),
    selected: hex(0xd6e0ff),
    good: hex(0x0a4a1b),
    good_ground: hex(0xe0f4e6),
    bad: hex(0x860b0b),
    bad_ground: hex(0xfde6e6),
    mixed: hex(0x5e3000),
    mixed_ground: hex(0xfdeed8),
    neutral: hex(0x2b2f36),
    neutral_ground: hex(0xe6e6e6),
    skeleton: hex(0x6b6f76),
    hit: hex(0xffdf70),
    wave: hex(0x4a4f57),
    wave_faint: hex(0x868b94),
    code_key: hex(0x14299c),
    code_string: hex(0x0a4a1b),
    code_number: hex(0x5e3000),
    code_word: hex(0x521a7a),
    raised: hex(0xffffff),
    shadow: Color32::from_black_alpha(40),
    dim: Color32::from_black_alpha(96),
    marked: hex(0xbccbff),
    focus_width: 3.0,
    is_strong: true,
};

/// The dark theme with high contrast.
pub const STRONG_DARK: Palette = Palette {
    background: hex(0x000000),
    panel: hex(0x050506),
    rail: hex(0x0d0e10),
    text: hex(0xffffff),
    second: hex(0xdfe3e8),
    third: hex(0xb3b9c2),
    hairline: hex(0x858a93),
    hover: hex(0x1c2030),
    edge: hex(0xc8ccd2),
    outline: hex(0xc8ccd2),
    handle: hex(0xb3b9c2),
    accent: hex(0xbcc8ff),
    on_accent: hex(0x000000),
    accent_hover: hex(0xd8dfff),
    accent_ground: hex(0x17204a),
    selected: hex(0x1b2658),
    good: hex(0x8ff0a8),
    good_ground: hex(0x06250f),
    bad: hex(0xffb8b8),
    bad_ground: hex(0x3a0d0f),
    mixed: hex(0xffd08a),
    mixed_ground: hex(0x2e1f08),
    neutral: hex(0xdfe3e8),
    neutral_ground: hex(0x26282d),
    skeleton: hex(0x858a93),
    hit: hex(0x5a4300),
    wave: hex(0xb3b9c2),
    wave_faint: hex(0x757b85),
    code_key: hex(0xbcc8ff),
    code_string: hex(0x8ff0a8),
    code_number: hex(0xffd08a),
    code_word: hex(0xe0c2ff),
    raised: hex(0x131418),
    shadow: Color32::from_black_alpha(160),
    dim: Color32::from_black_alpha(150),
    marked: hex(0x2f3f8c),
    focus_width: 3.0,
    is_strong: true,
};

/// The colours of the theme in force.
pub fn palette(ui: &Ui) -> &'static Palette {
    palette_of(ui.visuals())
}

/// The colours that these visuals were made with.
pub fn palette_of(visuals: &Visuals) -> &'static Palette {
    // The ground tells one from the other: each has its own.
    let is_strong = visuals.panel_fill == chosen(visuals.dark_mode, true).background;
    chosen(visuals.dark_mode, is_strong)
}

/// The colours of a theme.
pub fn chosen(is_dark: bool, has_high_contrast: bool) -> &'static Palette {
    match (is_dark, has_high_contrast) {
        (false, false) => &LIGHT,
        (true, false) => &DARK,
        (false, true) => &STRONG_LIGHT,
        (true, true) => &STRONG_DARK,
    }
}

impl Palette {
    /// The line around what has the keyboard.
    pub fn focus(&self) -> Stroke {
        Stroke::new(self.focus_width, self.accent)
    }

    /// Colour of a tone and the ground for it.
    pub fn tone(&self, tone: Tone) -> (Color32, Color32) {
        match tone {
            Tone::Good => (self.good, self.good_ground),
            Tone::Bad => (self.bad, self.bad_ground),
            Tone::Mixed => (self.mixed, self.mixed_ground),
            Tone::Neutral => (self.neutral, self.neutral_ground),
        }
    }

    /// Colour of a score of 0 to 100.
    pub fn score(&self, value: f64) -> Color32 {
        match value {
            75.0.. => self.good,
            45.0.. => self.mixed,
            _ => self.bad,
        }
    }

    /// Colour of a verdict and the ground for it.
    pub fn verdict(&self, verdict: Verdict) -> (Color32, Color32) {
        match verdict {
            Verdict::New => (self.good, self.good_ground),
            Verdict::Updated => (self.mixed, self.mixed_ground),
            Verdict::Unparsed | Verdict::Refused => (self.bad, self.bad_ground),
            Verdict::Repeat | Verdict::Checked => (self.neutral, self.neutral_ground),
        }
    }
}
