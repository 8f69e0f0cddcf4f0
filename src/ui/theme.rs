//! The only place for colours, sizes and fonts.

use std::sync::Arc;

use egui::epaint::text::{FontData, FontDefinitions};
use egui::style::{ScrollStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Ui, Vec2,
};

use crate::call::{Tone, Verdict};

/// Width of the rail, in points.
pub const RAIL_WIDTH: f32 = 176.0;
/// Width of the rail with icons only, in points.
pub const RAIL_NARROW_WIDTH: f32 = 56.0;
/// Width of the list, in points.
pub const LIST_WIDTH: f32 = 352.0;
/// Width of the list in a narrow window, in points.
pub const LIST_NARROW_WIDTH: f32 = 312.0;
/// Height of a row of the list with its hairline, in points.
pub const ROW_HEIGHT: f32 = 79.0;
/// Height of a strip between two rows of the list, in points.
pub const STRIP_HEIGHT: f32 = 30.0;
/// Height of a row of the table of requests with its hairline, in points.
pub const REQUEST_HEIGHT: f32 = 32.0;
/// Height of a line of a body, in points.
pub const CODE_LINE: f32 = 19.0;
/// Height of the player, in points.
pub const PLAYER_HEIGHT: f32 = 84.0;
/// Widest column of running text, in points: about ninety characters.
pub const TEXT_WIDTH: f32 = 640.0;
/// Left edge of a labelled value, in points.
pub const LABEL_WIDTH: f32 = 124.0;
/// The grid, in points.
pub const GRID: f32 = 4.0;
/// Radius of buttons and fields, in points.
pub const RADIUS: u8 = 6;
/// Line height of body text, in points.
pub const LINE: f32 = 19.0;

/// Every colour of a theme. `third` is for decoration only: it is too faint for what must be read.
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
    third: hex(0x8b9098),
    hairline: hex(0xe9e9e6),
    hover: hex(0xf3f3f1),
    edge: hex(0xcfcfca),
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
    hit: hex(0xffe9a8),
    wave: hex(0xb3b8c2),
    wave_faint: hex(0xdcdee2),
    code_key: hex(0x2f4fc7),
    code_string: hex(0x23703a),
    code_number: hex(0x995000),
    code_word: hex(0x7a3fa6),
    raised: hex(0xffffff),
    shadow: Color32::from_black_alpha(28),
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
    edge: hex(0x44474f),
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
    hit: hex(0x5c4a14),
    wave: hex(0x5d636e),
    wave_faint: hex(0x383b42),
    code_key: hex(0x9db0ff),
    code_string: hex(0x7fce93),
    code_number: hex(0xf0b060),
    code_word: hex(0xcfa6f2),
    raised: hex(0x24262b),
    shadow: Color32::from_black_alpha(110),
};

/// The colours of the theme in force.
pub fn palette(ui: &Ui) -> &'static Palette {
    palette_of(ui.visuals().dark_mode)
}

/// The colours of a theme.
pub fn palette_of(is_dark: bool) -> &'static Palette {
    if is_dark { &DARK } else { &LIGHT }
}

impl Palette {
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

/// A weight of the text font, at a size in points.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Between regular and semibold.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("medium".into()))
}

/// For names and headings.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// For code, ids and addresses.
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Symbols drawn in outline.
pub fn icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons".into()))
}

/// Symbols drawn filled.
pub fn icons_filled(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons-filled".into()))
}

/// Body text, in points.
pub const BODY: f32 = 13.0;
/// Secondary text, in points.
pub const SMALL: f32 = 12.0;
/// The name of the open call, in points.
pub const TITLE: f32 = 18.0;

/// Installs fonts and both themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(false));
    ctx.set_style_of(Theme::Dark, style(true));
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &[u8]); 6] = [
        ("inter", include_bytes!("../../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", include_bytes!("../../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", include_bytes!("../../assets/fonts/Inter-SemiBold.otf")),
        ("mono", include_bytes!("../../assets/fonts/DejaVuSansMono.ttf")),
        ("icons", include_bytes!("../../assets/fonts/Icons.ttf")),
        ("icons-filled", include_bytes!("../../assets/fonts/IconsFilled.ttf")),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let family = |name: &str| FontFamily::Name(name.into());
    let chains: [(FontFamily, &[&str]); 6] = [
        (FontFamily::Proportional, &["inter", "mono", "icons"]),
        (family("medium"), &["inter-medium", "mono", "icons"]),
        (family("semibold"), &["inter-semibold", "mono", "icons"]),
        (FontFamily::Monospace, &["mono", "inter", "icons"]),
        (family("icons"), &["icons", "inter"]),
        (family("icons-filled"), &["icons-filled", "icons", "inter"]),
    ];
    for (family, chain) in chains {
        fonts.families.insert(family, chain.iter().map(|name| (*name).to_owned()).collect());
    }
    fonts
}

fn style(is_dark: bool) -> Style {
    let palette = palette_of(is_dark);
    let theme = if is_dark { Theme::Dark } else { Theme::Light };
    let mut style = theme.default_style();
    style.text_styles = [
        (TextStyle::Small, regular(SMALL)),
        (TextStyle::Body, regular(BODY)),
        (TextStyle::Button, medium(BODY)),
        (TextStyle::Heading, semibold(TITLE)),
        (TextStyle::Monospace, mono(SMALL)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::new(2.0 * GRID, GRID);
    style.spacing.button_padding = Vec2::new(3.0 * GRID, 1.5 * GRID);
    style.spacing.interact_size = Vec2::new(30.0, 30.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.scroll =
        ScrollStyle { bar_width: 8.0, handle_min_length: 28.0, floating_width: 4.0, ..ScrollStyle::floating() };
    style.interaction.tooltip_delay = 0.35;
    style.animation_time = 0.10;
    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.second);
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.raised;
    visuals.window_stroke = Stroke::new(1.0, palette.hairline);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: palette.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: palette.shadow };
    visuals.extreme_bg_color = palette.panel;
    visuals.text_edit_bg_color = Some(palette.background);
    visuals.faint_bg_color = palette.hover;
    visuals.code_bg_color = palette.neutral_ground;
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.mixed;
    visuals.error_fg_color = palette.bad;
    visuals.selection.bg_fill = if is_dark { hex(0x34427a) } else { hex(0xcdd8fb) };
    visuals.selection.stroke = Stroke::new(1.0, palette.text);
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    let widget = |ground: Color32, edge: Color32, text: Color32| WidgetVisuals {
        bg_fill: ground,
        weak_bg_fill: ground,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets = Widgets {
        noninteractive: widget(palette.panel, palette.hairline, palette.text),
        inactive: widget(palette.panel, palette.hairline, palette.text),
        hovered: widget(palette.hover, palette.edge, palette.text),
        active: widget(palette.neutral_ground, palette.accent, palette.text),
        open: widget(palette.hover, palette.edge, palette.text),
    };
    style
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_must_be_read_has_a_contrast_of_at_least_4_5() {
        for palette in [&LIGHT, &DARK] {
            let grounds =
                [palette.background, palette.panel, palette.rail, palette.selected, palette.hover, palette.raised];
            for ink in [palette.text, palette.second] {
                for ground in grounds {
                    assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}: {:.2}", contrast(ink, ground));
                }
            }
            for tone in [Tone::Good, Tone::Bad, Tone::Mixed, Tone::Neutral] {
                let (ink, own) = palette.tone(tone);
                for ground in [own, palette.background, palette.panel, palette.selected] {
                    assert!(contrast(ink, ground) >= 4.5, "{tone:?} on {ground:?}: {:.2}", contrast(ink, ground));
                }
            }
            for ground in [palette.background, palette.panel, palette.selected] {
                assert!(contrast(palette.accent, ground) >= 4.5, "accent: {:.2}", contrast(palette.accent, ground));
            }
            for ink in [palette.code_key, palette.code_string, palette.code_number, palette.code_word] {
                for ground in [palette.background, palette.panel, palette.selected, palette.hover, palette.raised] {
                    assert!(contrast(ink, ground) >= 4.5, "{ink:?} on {ground:?}: {:.2}", contrast(ink, ground));
                }
            }
            assert!(contrast(palette.text, palette.hit) >= 4.5);
            assert!(contrast(palette.accent, palette.accent_ground) >= 4.5);
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            assert!(contrast(palette.on_accent, palette.accent_hover) >= 4.5);
        }
    }
}
