//! The only place for colours, sizes and fonts: sizes, fonts and egui's style here, colours in `palette`.
//!
//! **Invariant:** every pair of ink and ground that is drawn stands in `pairs`, with the contrast that it must have.

#[cfg(test)]
mod pairs;
mod palette;
mod system_fonts;

pub use palette::{Palette, palette, palette_of};
pub use system_fonts::use_system_fonts;

use std::sync::Arc;

use egui::epaint::text::{FontData, FontDefinitions};
use egui::style::{ScrollAnimation, ScrollStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Ui, Vec2,
};

use crate::inbox::Density;

/// Width of the rail, in points.
pub const RAIL_WIDTH: f32 = 176.0;
/// Width of the rail with icons only, in points.
pub const RAIL_NARROW_WIDTH: f32 = 56.0;
/// Width of the list, in points.
pub const LIST_WIDTH: f32 = 352.0;
/// Width of the list in a narrow window, in points.
pub const LIST_NARROW_WIDTH: f32 = 312.0;
/// Height of a strip between two rows of the list, in points.
pub const STRIP_HEIGHT: f32 = 30.0;
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

/// Height of a row of the list with its hairline, in points.
pub fn row_height(density: Density) -> f32 {
    match density {
        Density::Comfortable => 79.0,
        Density::Compact => 62.0,
    }
}

/// Height of a row of the table of requests with its hairline, in points.
pub fn request_height(density: Density) -> f32 {
    match density {
        Density::Comfortable => 32.0,
        Density::Compact => 24.0,
    }
}

/// A pixel of a picture: its parts as they are blended.
pub fn premultiplied(red: u8, green: u8, blue: u8, alpha: u8) -> Color32 {
    Color32::from_rgba_premultiplied(red, green, blue, alpha)
}

/// A line between two things: as wide as whole pixels, so that it is sharp at 1.25 and 1.5 pixels a point too.
pub fn hairline(ui: &Ui) -> Stroke {
    Stroke::new(whole_pixels(1.0, ui.ctx().pixels_per_point()), palette(ui).hairline)
}

/// The edge of a field, which is the line around it while it has the keyboard.
pub fn field_edge(ui: &Ui, is_focused: bool) -> Stroke {
    let palette = palette(ui);
    if is_focused { palette.focus() } else { Stroke::new(hairline(ui).width, palette.outline) }
}

/// The width nearest below this one that is whole pixels, and no less than one.
fn whole_pixels(width: f32, pixels_per_point: f32) -> f32 {
    (width * pixels_per_point).floor().max(1.0) / pixels_per_point
}

/// Installs fonts and both themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    // The size is an act like others: it is in the help, and remembered.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    dress(ctx, false, false);
}

/// Puts on both themes, with stronger colours and edges where contrast is to be high, and without motion.
pub fn dress(ctx: &Context, has_high_contrast: bool, is_still: bool) {
    for is_dark in [false, true] {
        let theme = if is_dark { Theme::Dark } else { Theme::Light };
        ctx.set_style_of(theme, style(palette::chosen(is_dark, has_high_contrast), is_dark, is_still));
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let files: [(&str, &[u8]); 6] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
        ("mono", include_bytes!("../../../assets/fonts/DejaVuSansMono.ttf")),
        ("icons", include_bytes!("../../../assets/fonts/Icons.ttf")),
        ("icons-filled", include_bytes!("../../../assets/fonts/IconsFilled.ttf")),
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

fn style(palette: &Palette, is_dark: bool, is_still: bool) -> Style {
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
    style.animation_time = if is_still { 0.0 } else { 0.10 };
    if is_still {
        style.scroll_animation = ScrollAnimation::none();
        // Content does not glide on when a finger lets go.
        style.spacing.scroll.kinetic.decay_time = 0.0;
    }
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
    visuals.selection.bg_fill = palette.marked;
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

    #[test]
    fn lines_are_whole_pixels_wide() {
        for (pixels_per_point, pixels) in [(0.75, 1.0), (1.0, 1.0), (1.25, 1.0), (1.5, 1.0), (2.0, 2.0), (3.0, 3.0)] {
            let width = whole_pixels(1.0, pixels_per_point);
            assert!((width * pixels_per_point - pixels).abs() < 1e-6, "{pixels_per_point}: {width}");
        }
    }

    #[test]
    fn nothing_moves_where_nothing_shall() {
        let ctx = Context::default();
        dress(&ctx, true, true);
        for theme in [Theme::Light, Theme::Dark] {
            let style = ctx.style_of(theme);
            assert!(style.animation_time.abs() < f32::EPSILON);
            assert_eq!(style.scroll_animation, ScrollAnimation::none());
        }
        dress(&ctx, true, false);
        assert!(ctx.style_of(Theme::Light).animation_time > 0.0);
    }
}
