//! Which word stands where. No letters from right to left are among our fonts: they are drawn as boxes, which have an order too.

use std::sync::Arc;

use egui::epaint::text::PlacedRow;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Color32, Context, Event, Galley, Key, Modifiers, OutputCommand, PointerButton, Pos2, RawInput, Rect, Ui, Vec2,
};

use super::*;
use crate::ui::theme;

const ARABIC: &str = "اتصلت لتسأل عن الأسعار وعن موعد التسليم، وتفضّل الاتصال صباحًا.";

/// Runs one frame.
fn frame<T>(then: impl FnOnce(&mut Ui) -> T) -> T {
    let ctx = Context::default();
    theme::install(&ctx);
    in_frame(&ctx, then)
}

fn in_frame<T>(ctx: &Context, then: impl FnOnce(&mut Ui) -> T) -> T {
    let mut then = Some(then);
    let mut done = None;
    let mut output = ctx.run_ui(RawInput::default(), |ui| done = then.take().map(|then| then(ui)).or(done.take()));
    output.textures_delta.clear();
    done.unwrap()
}

fn job(text: &str, width: f32) -> LayoutJob {
    let format = TextFormat { font_id: theme::regular(13.0), color: Color32::BLACK, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = width;
    job
}

fn laid(text: &str, width: f32) -> Arc<Galley> {
    frame(|ui| lay(ui, job(text, width)))
}

fn cut(text: &str, width: f32) -> Arc<Galley> {
    frame(|ui| {
        let mut job = job(text, 0.0);
        job.wrap = TextWrapping::truncate_at_width(width);
        job.break_on_newline = false;
        lay(ui, job)
    })
}

/// The characters of a row as they are seen from left to right.
fn seen(row: &PlacedRow) -> String {
    let mut glyphs: Vec<_> = row.glyphs.iter().collect();
    glyphs.sort_by(|one, other| middle(one).total_cmp(&middle(other)));
    glyphs.into_iter().map(|glyph| glyph.chr).collect()
}

fn middle(glyph: &egui::epaint::text::Glyph) -> f32 {
    glyph.pos.x + glyph.advance_width / 2.0
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

#[test]
fn the_beginning_is_on_the_first_row() {
    let galley = laid(ARABIC, 150.0);
    assert!(galley.rows.len() > 1);
    let first: String = galley.rows[0].glyphs.iter().map(|glyph| glyph.chr).collect();
    assert!(ARABIC.starts_with(&first), "{first}");
    let seen = seen(&galley.rows[0]);
    let word = backwards("اتصلت");
    assert!(seen.ends_with(&word), "{seen}");
    // All of it is there, in the order it is read.
    let all: String = galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
    assert_eq!(all, ARABIC);
}

#[test]
fn rows_stand_at_the_right() {
    let galley = laid(ARABIC, 150.0);
    for row in &galley.rows {
        let right =
            row.glyphs.iter().map(|glyph| glyph.pos.x.max(glyph.pos.x + glyph.advance_width)).fold(0.0, f32::max);
        assert!((row.pos.x + right - 150.0).abs() < 1.5, "{right}");
        assert!(row.pos.x >= 0.0);
    }
    assert!(galley.size().x <= 150.0);
    let from_left = laid("Northwind ליאור", 150.0);
    assert!(from_left.rows[0].pos.x.abs() < f32::EPSILON);
}

#[test]
fn a_company_stands_behind_the_name() {
    let row = &laid("ליאור · Northwind Ltd", f32::INFINITY).rows[0];
    assert_eq!(seen(row), format!("Northwind Ltd · {}", backwards("ליאור")));
    let row = &laid("Northwind · ליאור כהן", f32::INFINITY).rows[0];
    assert_eq!(seen(row), format!("Northwind · {}", backwards("ליאור כהן")));
}

#[test]
fn numbers_keep_their_order() {
    let row = &laid("טלפון +972 50 123 4567 או 85", f32::INFINITY).rows[0];
    let expected = format!("85 {} +972 50 123 4567 {}", backwards("או"), backwards("טלפון"));
    assert_eq!(seen(row), expected);
}

#[test]
fn digits_of_another_script_keep_their_order() {
    let row = &laid("رقم ۱۲۳ و ١٢٣", f32::INFINITY).rows[0];
    assert_eq!(seen(row), format!("١٢٣ {} ۱۲۳ {}", "و", backwards("رقم")));
}

#[test]
fn brackets_open_towards_the_reader() {
    // They are kept as they are read; what is drawn is the other one.
    let galley = laid("שלום (עולם)", f32::INFINITY);
    assert_eq!(seen(&galley.rows[0]), backwards("שלום (עולם)"));
    let drawn = frame(|ui| {
        let galley = lay(ui, job("א(", f32::INFINITY));
        let other = lay(ui, job("x)", f32::INFINITY));
        (galley.rows[0].glyphs[1].uv_rect, other.rows[0].glyphs[1].uv_rect)
    });
    assert_eq!(drawn.0.min, drawn.1.min);
}

#[test]
fn what_is_cut_is_the_end() {
    let galley = cut(ARABIC, 150.0);
    assert!(galley.elided);
    assert_eq!(galley.rows.len(), 1);
    assert!(galley.size().x <= 150.0, "{}", galley.size().x);
    let seen = seen(&galley.rows[0]);
    assert!(seen.starts_with('…'), "{seen}");
    assert!(seen.ends_with(&backwards("اتصلت")), "{seen}");
    assert_eq!(galley.text(), ARABIC);
    let whole = cut("ليلى", 150.0);
    assert!(!whole.elided);
    let from_left = cut("Northwind Limited ليلى حداد مكتبة الأرز", 150.0);
    assert!(self::seen(&from_left.rows[0]).starts_with("Northwind"));
}

#[test]
fn nothing_is_too_narrow() {
    for width in [0.0, 1.0, 5.0, 12.0, 30.0] {
        for text in ["ليلى", ARABIC, "ליאור Northwind", "\n", "א\n\nב", " א ", "א"] {
            let galley = laid(text, width);
            let count: usize =
                galley.rows.iter().map(|row| row.glyphs.len() + usize::from(row.ends_with_newline)).sum();
            assert_eq!(count, text.chars().count(), "{text:?} in {width}");
            let galley = cut(text, width);
            assert_eq!(galley.rows.len(), 1);
        }
    }
}

#[test]
fn a_long_word_is_torn_in_reading_order() {
    let word = "נוןנוןנוןנוןנוןנוןנוןנון";
    let galley = laid(word, 60.0);
    assert!(galley.rows.len() > 1);
    let all: String = galley.rows.iter().flat_map(|row| row.glyphs.iter().map(|glyph| glyph.chr)).collect();
    assert_eq!(all, word);
}

#[test]
fn paragraphs_run_their_own_way() {
    let galley = laid("ליאור כהן\nNorthwind\n85", 300.0);
    let left = |row: usize| galley.rows[row].pos.x;
    assert!(left(0) > 100.0);
    assert!(left(1).abs() < f32::EPSILON);
    // A number has no way of its own.
    assert!(left(2) > 100.0);
    assert!(galley.rows[0].ends_with_newline && !galley.rows[2].ends_with_newline);
}

#[test]
fn places_are_those_of_the_text() {
    let text = "ליאור Northwind כהן";
    let galley = laid(text, f32::INFINITY);
    let at = |word: &str| {
        let begin = text[..text.find(word).unwrap()].chars().count();
        let places = places(&galley, &(begin..begin + word.chars().count()));
        assert_eq!(places.len(), 1, "{word}: {places:?}");
        places[0]
    };
    let (first, middle, last) = (at("ליאור"), at("Northwind"), at("כהן"));
    assert!(last.right() <= middle.left() + 0.5 && middle.right() <= first.left() + 0.5);
    assert!(first.width() > 10.0 && last.width() > 5.0);
    // There and back.
    for (index, glyph) in galley.rows[0].glyphs.iter().enumerate() {
        let x = glyph.pos.x + glyph.advance_width * 0.4;
        assert_eq!(places::char_at(&galley, egui::vec2(x, 4.0)), index);
        let x = glyph.pos.x + glyph.advance_width * 0.6;
        assert_eq!(places::char_at(&galley, egui::vec2(x, 4.0)), index + 1);
    }
}

#[test]
fn a_part_in_another_colour_stays_in_its_word() {
    let (whole, parts) = frame(|ui| {
        let whole = lay(ui, job("ליאור", f32::INFINITY));
        let mut job = job("לי", f32::INFINITY);
        let format = TextFormat { background: Color32::YELLOW, ..job.sections[0].format.clone() };
        job.append("אור", 0.0, format);
        (whole, lay(ui, job))
    });
    assert_eq!(seen(&whole.rows[0]), seen(&parts.rows[0]));
    let visuals = &parts.rows[0].visuals;
    assert!(visuals.glyph_index_start > 0, "no ground");
    let ground = visuals.mesh.vertices[0].pos.x..visuals.mesh.vertices[3].pos.x;
    let marked = places(&parts, &(2..5))[0];
    assert!((ground.start - marked.left()).abs() < 1.1 && (ground.end - marked.right()).abs() < 1.1);
}

#[test]
fn what_was_laid_out_is_kept() {
    let ctx = Context::default();
    theme::install(&ctx);
    let first = in_frame(&ctx, |ui| lay(ui, job(ARABIC, 150.0)));
    let second = in_frame(&ctx, |ui| lay(ui, job(ARABIC, 150.0)));
    assert!(Arc::ptr_eq(&first, &second));
    // It is made anew where the letters are.
    ctx.set_pixels_per_point(2.0);
    in_frame(&ctx, |_| ());
    let third = in_frame(&ctx, |ui| lay(ui, job(ARABIC, 150.0)));
    assert!((third.pixels_per_point - 2.0).abs() < f32::EPSILON);
    let plain = in_frame(&ctx, |ui| (lay(ui, job("John", 150.0)), ui.painter().layout_job(job("John", 150.0))));
    assert!(Arc::ptr_eq(&plain.0, &plain.1));
}

#[test]
fn what_is_copied_is_as_it_is_read() {
    let ctx = Context::default();
    theme::install(&ctx);
    let text = "ליאור Northwind כהן";
    let draw = |events: Vec<Event>| {
        let input = RawInput { events, ..RawInput::default() };
        let mut place = Rect::ZERO;
        let mut output = ctx.run_ui(input, |ui| {
            let galley = lay(ui, job(text, f32::INFINITY));
            place = words(ui, &galley).rect;
        });
        output.textures_delta.clear();
        let copied = output.platform_output.commands.into_iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text),
            _ => None,
        });
        (place, copied)
    };
    let (place, _) = draw(Vec::new());
    let press = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    // From the right end, where it begins, to the left end.
    let (from, to) = (place.right_center() - Vec2::X, place.left_center() + Vec2::X);
    _ = draw(vec![Event::PointerMoved(from)]);
    _ = draw(vec![press(from, true)]);
    _ = draw(vec![Event::PointerMoved(place.center())]);
    let (_, copied) = draw(vec![Event::PointerMoved(to), Event::Copy]);
    assert_eq!(copied.as_deref(), Some(text));
    // Escape lets go of it.
    _ = draw(vec![press(to, false)]);
    let escape =
        Event::Key { key: Key::Escape, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let (_, copied) = draw(vec![escape, Event::Copy]);
    assert_eq!(copied, None);
}

#[test]
fn digits_stand_below_each_other() {
    for font in [theme::regular(13.0), theme::medium(13.0), theme::semibold(13.0), theme::mono(13.0)] {
        let width = |digit: char| {
            frame(|ui| ui.painter().layout_no_wrap(digit.to_string().repeat(20), font.clone(), Color32::BLACK).size().x)
        };
        let all: Vec<f32> = ('0'..='9').map(width).collect();
        assert!(all.iter().all(|width| (width - all[0]).abs() < 0.5), "{font:?}: {all:?}");
    }
}
