//! Less motion: a notch of the wheel scrolls at once, where egui would let it glide over a few frames.

use egui::{Event, InputOptions, MouseWheelUnit, RawInput, Vec2};

/// What egui scrolls without gliding is shorter than this, in points.
const AT_ONCE: f32 = 7.0;
/// So many pieces are enough for a notch; what is left glides.
const MOST_PIECES: usize = 64;

/// Cuts notches of the wheel into pieces that egui takes as they are.
pub fn wheel_at_once(input: &mut RawInput) {
    let is_notch = |event: &Event| matches!(event, Event::MouseWheel { unit: MouseWheelUnit::Line, .. });
    if !input.events.iter().any(is_notch) {
        return;
    }
    let line = InputOptions::default().line_scroll_speed;
    let events = std::mem::take(&mut input.events);
    for event in events {
        match event {
            // With Ctrl it is for the size of things, which does not glide.
            Event::MouseWheel { unit: MouseWheelUnit::Line, delta, phase, modifiers, source } if !modifiers.command => {
                let points = delta * line;
                let pieces = ((points.length() / AT_ONCE).ceil() as usize).clamp(1, MOST_PIECES);
                let delta: Vec2 = points / pieces as f32;
                let piece = Event::MouseWheel { unit: MouseWheelUnit::Point, delta, phase, modifiers, source };
                input.events.extend(std::iter::repeat_n(piece, pieces));
            }
            other => input.events.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::{Context, Modifiers, TouchPhase};

    use super::*;

    /// Points scrolled in the first frame after a notch of three lines.
    fn first_frame(is_still: bool) -> f32 {
        let ctx = Context::default();
        let mut input = RawInput::default();
        input.events.push(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: Vec2::new(0.0, -3.0),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Unknown,
        });
        if is_still {
            wheel_at_once(&mut input);
        }
        let mut scrolled = 0.0;
        let mut output = ctx.run_ui(input, |ui| scrolled = ui.input(|input| input.smooth_scroll_delta().y));
        // Nobody paints here.
        output.textures_delta.clear();
        scrolled
    }

    #[test]
    fn a_notch_scrolls_at_once_and_as_far() {
        let all = -3.0 * InputOptions::default().line_scroll_speed;
        let (still, gliding) = (first_frame(true), first_frame(false));
        assert!((still - all).abs() < 0.01, "{still}");
        assert!(gliding > all + 1.0, "{gliding}");
    }
}
