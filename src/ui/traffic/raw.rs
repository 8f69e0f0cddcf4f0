//! The body as the text it is, with the numbers of its lines; only lines in sight are laid out.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, CornerRadius, Galley, Pos2, Rect, Role, Sense, Ui, WidgetInfo};

use super::open::Sheet;
use super::pretty::places_of;
use crate::inbox::{Action, BodyAction, BodyView};
use crate::ui::theme;
use crate::ui::widgets::{Tall, TallRows, tall_rows};

/// Room left of the text for the numbers of lines, in points.
const GUTTER: f32 = 52.0;

/// So much of a line is told to a screen reader, in characters.
const SPOKEN_CHARS: usize = 300;

struct Laid {
    text: Arc<Galley>,
}

impl Tall for Laid {
    fn height(&self) -> f32 {
        self.text.size().y.max(theme::CODE_LINE)
    }
}

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (open, opened) = (sheet.open, sheet.opened);
    let lines = &opened.text.lines;
    let fault_line = opened.outline.fault.as_ref().and_then(|fault| opened.text.line_at(fault.at));
    let width = (ui.available_width() - GUTTER - 26.0).max(60.0);
    let top = open.top(BodyView::Raw);
    let rows = TallRows {
        count: lines.len(),
        top,
        above: &|line| lines.get(line).map_or(opened.body.len() as u64, |line| u64::from(line.start)),
        bar_name: say!("Scroll the text"),
    };
    let wanted = open.reveal().map(|line| (line, |laid: &Laid| (0.0, laid.height())));
    let scrolled = tall_rows(
        ui,
        &rows,
        wanted,
        |ui, line| lay(ui, sheet, line, width),
        |ui, line, laid, rect| {
            if fault_line == Some(line) {
                // To the edge, like the line above that tells of it.
                ui.painter().rect_filled(rect.with_max_x(ui.clip_rect().right()), 0.0, palette.bad_ground);
                let edge = Rect::from_min_max(rect.min, Pos2::new(rect.left() + 3.0, rect.bottom()));
                ui.painter().rect_filled(edge, CornerRadius::ZERO, palette.bad);
            } else if open.hit_line() == Some(line) {
                ui.painter().rect_filled(rect, 0.0, palette.selected);
            }
            let response = ui.interact(rect, ui.scope_id().with(("line of text", line)), Sense::hover());
            response.widget_info(|| {
                let text: String = laid.text.text().chars().take(SPOKEN_CHARS).collect();
                let said = if fault_line == Some(line) {
                    say!("The fault is in this line: {text}", text = text)
                } else {
                    text
                };
                WidgetInfo::labeled(Role::Label, true, said)
            });
            if let Some(number) = opened.text.number(line) {
                let at = Pos2::new(rect.left() + GUTTER - 12.0, rect.top() + theme::CODE_LINE / 2.0);
                let ink = if fault_line == Some(line) { palette.bad } else { palette.second };
                ui.painter().text(at, Align2::RIGHT_CENTER, number.to_string(), theme::mono(11.0), ink);
            }
            ui.painter().galley(Pos2::new(rect.left() + GUTTER, rect.top()), laid.text.clone(), palette.text);
        },
    );
    if (scrolled.top - top).abs() > 1e-6 || open.reveal().is_some() {
        actions.push(BodyAction::Scrolled(scrolled.top).into());
    }
}

fn lay(ui: &Ui, sheet: &Sheet<'_>, line: usize, width: f32) -> Laid {
    let palette = theme::palette(ui);
    let opened = sheet.opened;
    let text = opened.text.text(line, &opened.body);
    // What is no sign would be drawn as a box.
    let text: String = text.chars().map(|c| if c.is_control() && c != '\t' { '·' } else { c }).collect();
    let format = TextFormat {
        font_id: theme::mono(theme::SMALL),
        color: palette.text,
        line_height: Some(theme::CODE_LINE),
        ..TextFormat::default()
    };
    let wanted = sheet.open.find().unwrap_or_default();
    let mut marks: Vec<(std::ops::Range<usize>, egui::Color32)> =
        places_of(&text, wanted).into_iter().map(|place| (place, palette.hit)).collect();
    if let Some(fault) = &opened.outline.fault
        && let Some(range) = opened.text.lines.get(line)
        && (range.start as usize..=range.end as usize).contains(&fault.at)
        && opened.text.line_at(fault.at) == Some(line)
    {
        let at = fault.at - range.start as usize;
        // Where bytes were replaced, the place is told above only.
        if let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            marks = vec![(at..at + c.len_utf8(), palette.bad)];
        }
    }
    let mut job = LayoutJob::default();
    let mut done = 0;
    for (mark, ground) in marks {
        job.append(&text[done..mark.start], 0.0, format.clone());
        let color = if ground == palette.bad { palette.panel } else { palette.text };
        job.append(&text[mark.clone()], 0.0, TextFormat { background: ground, color, ..format.clone() });
        done = mark.end;
    }
    job.append(&text[done..], 0.0, format);
    job.wrap = TextWrapping { max_width: width, break_anywhere: true, ..TextWrapping::default() };
    job.break_on_newline = false;
    Laid { text: ui.painter().layout_job(job) }
}
