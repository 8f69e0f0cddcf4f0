//! Where the window stood, and how large: as it is remembered, and made fit for the screens that are there now.
//! Pure; everything is in the system's points, whatever the window's own zoom is.

use eframe::egui::{Context, Pos2, Rect, Vec2, pos2, vec2};

use crate::app::settings::WindowPlace;

/// The size of a window that was never moved.
pub const USUAL_SIZE: Vec2 = vec2(1280.0, 800.0);
/// The smallest it can be.
pub const LEAST_SIZE: Vec2 = vec2(760.0, 480.0);
/// As much of the title bar has to be in sight for the window to be caught and moved, in points.
const GRIP: Vec2 = vec2(120.0, 24.0);
/// What was remembered is believed up to there.
const LARGEST: f32 = 20_000.0;

impl WindowPlace {
    /// The window as it is now; what it was before it filled the screen stays.
    pub fn of(ctx: &Context, before: Option<Self>) -> Option<Self> {
        let zoom = ctx.zoom_factor();
        let (inner, outer, is_maximised, is_away) = ctx.input(|input| {
            let window = input.viewport();
            let fills = window.maximized == Some(true) || window.fullscreen == Some(true);
            (window.inner_rect, window.outer_rect, fills, window.minimized == Some(true))
        });
        if is_away {
            return before;
        }
        if is_maximised && let Some(before) = before {
            return Some(Self { is_maximised, ..before });
        }
        let size = inner?.size() * zoom;
        let at = outer.map(|outer| outer.min * zoom);
        Some(Self {
            x: at.map(|at| at.x.round()),
            y: at.map(|at| at.y.round()),
            width: size.x.round(),
            height: size.y.round(),
            is_maximised,
        })
    }

    /// How large it shall be, whatever the file says.
    pub fn size(&self) -> Vec2 {
        let sane = |side: f32, least: f32, usual: f32| {
            if side.is_finite() && side > 0.0 { side.clamp(least, LARGEST) } else { usual }
        };
        vec2(sane(self.width, LEAST_SIZE.x, USUAL_SIZE.x), sane(self.height, LEAST_SIZE.y, USUAL_SIZE.y))
    }

    /// Where it shall be, if that is a place at all.
    pub fn position(&self) -> Option<Pos2> {
        let is_sane = |at: &f32| at.is_finite() && at.abs() < LARGEST;
        Some(pos2(self.x.filter(is_sane)?, self.y.filter(is_sane)?))
    }
}

/// Where a window of that size has to go because it can't be caught where it is: `None` if it can. The first of
/// the screens is where it goes; where none is known nothing is moved.
pub fn brought_back(window: Rect, screens: &[Rect]) -> Option<Pos2> {
    let title_bar = Rect::from_min_size(window.min, vec2(window.width(), GRIP.y));
    let can_be_caught = screens.iter().any(|screen| {
        let seen = screen.intersect(title_bar);
        seen.width() >= GRIP.x.min(window.width()) && seen.height() >= GRIP.y
    });
    let first = screens.first().filter(|_| !can_be_caught)?;
    let spare = (first.size() - window.size()).max(Vec2::ZERO);
    Some(first.min + spare / 2.0)
}

#[cfg(test)]
mod tests {
    use eframe::egui::RawInput;

    use super::*;

    fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(width, height))
    }

    #[test]
    fn a_window_on_a_screen_that_is_gone_is_brought_back_to_the_middle_of_the_first() {
        let laptop = rect(0.0, 0.0, 1920.0, 1080.0);
        let beside = rect(1920.0, 0.0, 2560.0, 1440.0);
        let window = rect(2400.0, 200.0, 1280.0, 800.0);
        assert_eq!(brought_back(window, &[laptop, beside]), None);
        assert_eq!(brought_back(window, &[laptop]), Some(pos2(320.0, 140.0)));
        // Half out of sight is as the person left it; a title bar above the screen can't be caught.
        assert_eq!(brought_back(rect(1700.0, 500.0, 1280.0, 800.0), &[laptop]), None);
        assert_eq!(brought_back(rect(100.0, -300.0, 1280.0, 800.0), &[laptop]), Some(pos2(320.0, 140.0)));
        // Larger than the screen: by its corner.
        assert_eq!(brought_back(rect(5000.0, 0.0, 2500.0, 800.0), &[laptop]), Some(pos2(0.0, 140.0)));
        assert_eq!(brought_back(window, &[]), None);
    }

    #[test]
    fn nonsense_in_the_file_is_a_usual_window() {
        let place =
            WindowPlace { x: Some(f32::INFINITY), y: Some(3.0), width: -5.0, height: f32::NAN, is_maximised: false };
        assert_eq!((place.size(), place.position()), (USUAL_SIZE, None));
        let tiny = WindowPlace { width: 10.0, height: 1e9, ..place };
        assert_eq!(tiny.size(), vec2(LEAST_SIZE.x, LARGEST));
    }

    #[test]
    fn a_window_that_fills_the_screen_remembers_what_it_was_before() {
        let ctx = Context::default();
        let show = |rect: Rect, is_maximised: bool| {
            let mut input = RawInput::default();
            let window = input.viewports.entry(input.viewport_id).or_default();
            window.inner_rect = Some(rect);
            window.outer_rect = Some(rect);
            window.maximized = Some(is_maximised);
            ctx.run_ui(input, |_| {}).textures_delta.clear();
        };
        show(rect(10.0, 20.0, 900.0, 600.0), false);
        let before = WindowPlace::of(&ctx, None).unwrap();
        assert_eq!(
            (before.position(), before.size(), before.is_maximised),
            (Some(pos2(10.0, 20.0)), vec2(900.0, 600.0), false)
        );
        show(rect(0.0, 0.0, 1920.0, 1080.0), true);
        let full = WindowPlace::of(&ctx, Some(before)).unwrap();
        assert_eq!(full, WindowPlace { is_maximised: true, ..before });
    }
}
