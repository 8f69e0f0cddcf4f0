//! Two requests side by side: which two, and every difference with what stood before and what stands there now.

use egui::{Align2, CornerRadius, Frame, Label, Margin, Panel, Pos2, Rect, RichText, Role, Sense, Ui, WidgetInfo};

use super::open::{INDENT, Sheet};
use crate::call::{DeliveryId, Tone};
use crate::inbox::{Action, BodyAction, Comparing, TrafficAction, count_label, request_time};
use crate::traffic::{Comparison, Difference, DifferenceKind};
use crate::ui::keyboard;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Piece, VirtualRows, badge, button, line, link, virtual_rows};

/// Height of a difference, in points.
const ROW_HEIGHT: f32 = 52.0;
/// So many letters of a value are laid out.
const VALUE_CHARS: usize = 400;

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    match &sheet.inbox.traffic.comparing {
        Comparing::Shown(comparison) => shown(ui, sheet, comparison, actions),
        Comparing::Picking(_) => {
            let text = say!("Click another request in the table, or walk to it and press Enter. Esc leaves it.");
            offer(ui, sheet, say!("Compare with which?"), text, actions);
        }
        Comparing::Asked(..) | Comparing::Seeking(_) => {}
        Comparing::Gone(id) => {
            let text = say!("Request #{number} is not there any more. Choose another one.", number = id.0);
            offer(ui, sheet, say!("Nothing to compare with"), &text, actions);
        }
        Comparing::Off => {
            let text = say!("Fields are compared by their names: in which order they were sent does not count.");
            offer(ui, sheet, say!("Compare this request"), text, actions);
        }
    }
}

fn offer(ui: &mut Ui, sheet: &Sheet<'_>, title: &str, text: &str, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    Frame::new().inner_margin(Margin { left: 18, right: 18, top: 14, bottom: 10 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
        ui.label(RichText::new(title).font(theme::semibold(15.0)).color(palette.text));
        ui.add(Label::new(RichText::new(text).color(palette.second)).wrap());
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            if !sheet.inbox.traffic.comparing.is_picking() {
                let pick = button(ui, ButtonKind::Plain, say!("Pick in the table"));
                if pick.on_hover_text(say!("Or Ctrl and click (D)")).clicked() {
                    actions.push(TrafficAction::Compare.into());
                }
            }
            if sheet.opened.row.note.call_id.is_some() {
                let before = button(ui, ButtonKind::Plain, say!("With the delivery before"));
                if before.on_hover_text(say!("Of the same call (Shift+D)")).clicked() {
                    actions.push(TrafficAction::CompareBefore.into());
                }
            }
        });
    });
}

/// A title, or a difference.
enum Part<'a> {
    Title(&'static str),
    One(&'a Difference),
}

fn shown(ui: &mut Ui, sheet: &Sheet<'_>, comparison: &Comparison, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let masked;
    let comparison = if sheet.open.shows_secrets() {
        comparison
    } else {
        masked = comparison.without_secrets();
        &masked
    };
    let panel = Panel::top("what is compared")
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 18, right: 18, top: 6, bottom: 8 }))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 4.0);
            ui.spacing_mut().interact_size.y = theme::LINE;
            ui.horizontal_wrapped(|ui| {
                which(ui, sheet, comparison.one, actions);
                ui.label(RichText::new("→").color(palette.second));
                which(ui, sheet, comparison.other, actions);
                if comparison.has_same_bytes {
                    let (ink, ground) = palette.tone(Tone::Good);
                    badge(ui, say!("same bytes"), ink, ground);
                }
            });
            ui.horizontal_wrapped(|ui| {
                let text = RichText::new(counts(comparison)).font(theme::regular(theme::SMALL)).color(palette.second);
                ui.add(Label::new(text).wrap());
                if link(ui, say!("pick another"), say!("Compare with another request")).clicked() {
                    actions.push(TrafficAction::Compare.into());
                }
                if link(ui, say!("leave"), say!("Compare no more")).clicked() {
                    actions.push(TrafficAction::StopComparing.into());
                }
            });
        });
    let edge = panel.response.rect;
    ui.painter().hline(edge.left() - INDENT..=edge.right(), edge.bottom() - 0.5, theme::hairline(ui));
    let mut parts = Vec::with_capacity(comparison.heads.len() + comparison.fields.len() + 2);
    for (title, differences) in
        [(say!("Request line and headers"), &comparison.heads), (say!("Body"), &comparison.fields)]
    {
        if !differences.is_empty() {
            parts.push(Part::Title(title));
            parts.extend(differences.iter().map(Part::One));
        }
    }
    // It is scrolled by its own: there is nothing to be brought into sight from elsewhere.
    let id = ui.scope_id().with(("compared", comparison.one, comparison.other));
    let top = ui.data(|data| data.get_temp::<f64>(id)).unwrap_or_default();
    let rows = VirtualRows { count: parts.len(), height: ROW_HEIGHT, top, bar_name: say!("Scroll the differences") };
    let sight = virtual_rows(
        ui,
        &rows,
        |_| false,
        |ui, piece, rect| {
            if let Piece::Row(at) = piece {
                match parts[at] {
                    Part::Title(title) => heading(ui, title, rect),
                    Part::One(difference) => {
                        let is_field = at > comparison.heads.len() && !comparison.is_by_line;
                        one(ui, difference, is_field, at, rect, actions);
                    }
                }
            }
        },
    );
    if let Some(top) = sight.scrolled_to {
        ui.data_mut(|data| data.insert_temp(id, top));
        ui.ctx().request_repaint();
    }
}

fn which(ui: &mut Ui, sheet: &Sheet<'_>, id: DeliveryId, actions: &mut Vec<Action>) {
    let inbox = sheet.inbox;
    let at = inbox.traffic.list.row(id).map(|row| request_time(row.note.received_at, inbox.now, &inbox.zone));
    let text = at.map_or_else(|| format!("#{}", id.0), |at| format!("#{} {at}", id.0));
    if link(ui, &text, &say!("Open request #{number}", number = id.0)).clicked() {
        actions.push(TrafficAction::Show(id).into());
    }
}

/// "3 fields differ, 21 are the same; 2 headers differ".
fn counts(comparison: &Comparison) -> String {
    let differing = comparison.fields.len() + comparison.left_out;
    let mut text = match (comparison.has_same_bytes, differing as u64) {
        (true, _) => say!("The bodies are the same, byte for byte").to_owned(),
        (false, 0) => say!("The bodies differ in their spelling alone").to_owned(),
        (false, lines) if comparison.is_by_line => say_many!(lines, "{n} line differs", "{n} lines differ"),
        (false, fields) => say_many!(fields, "{n} field differs", "{n} fields differ"),
    };
    if !comparison.has_same_bytes && comparison.same > 0 {
        text = say!("{what}, {same} are the same", what = text, same = count_label(comparison.same as u64));
    }
    if comparison.left_out > 0 {
        text = say!("{what} ({count} are not listed)", what = text, count = count_label(comparison.left_out as u64));
    }
    if !comparison.heads.is_empty() {
        let headers = say_many!(comparison.heads.len() as u64, "{n} header differs", "{n} headers differ");
        text = say!("{what}; {headers}", what = text, headers = headers);
    }
    if comparison.is_by_line {
        text = say!("{what}; compared by line, since one of them is not JSON", what = text);
    }
    text
}

fn heading(ui: &Ui, title: &str, rect: Rect) {
    let palette = theme::palette(ui);
    let at = Pos2::new(rect.left() + 18.0, rect.bottom() - 8.0);
    ui.painter().text(at, Align2::LEFT_BOTTOM, title, theme::semibold(theme::SMALL), palette.second);
}

fn one(ui: &Ui, difference: &Difference, is_field: bool, at: usize, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, ui.scope_id().with(("difference", at)), Sense::click());
    let (tone, word) = match difference.kind {
        DifferenceKind::Added => (Tone::Good, say!("added")),
        DifferenceKind::Removed => (Tone::Bad, say!("removed")),
        DifferenceKind::Changed => (Tone::Mixed, say!("changed")),
        DifferenceKind::Retyped => (Tone::Mixed, say!("another type")),
    };
    let value = |value: &Option<String>| value.as_deref().unwrap_or("–").chars().take(VALUE_CHARS).collect::<String>();
    let (before, after) = (value(&difference.before), value(&difference.after));
    let name =
        say!("{path} {word}: {before} → {after}", path = difference.path, word = word, before = before, after = after);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
    if response.hovered() && is_field {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, palette.hover);
    }
    let (left, right) = (rect.left() + 18.0, rect.right() - 18.0);
    let (ink, ground) = palette.tone(tone);
    let tag = line(ui, word, theme::regular(11.0), ink, 90.0);
    let tag_rect = Rect::from_min_size(
        Pos2::new(right - tag.size().x - 10.0, rect.top() + 6.0),
        tag.size() + egui::vec2(10.0, 4.0),
    );
    let path = line(ui, &difference.path, theme::mono(theme::SMALL), palette.text, tag_rect.left() - left - 8.0);
    ui.painter().galley(Pos2::new(left, rect.top() + 7.0), path, palette.text);
    ui.painter().rect_filled(tag_rect, CornerRadius::same(4), ground);
    ui.painter().galley(tag_rect.center() - tag.size() / 2.0, tag, ink);
    let width = (right - left - 10.0) / 2.0;
    let mut is_cut = false;
    for (x, text, tone, is_there) in [
        (left, &before, Tone::Bad, difference.before.is_some()),
        (left + width + 10.0, &after, Tone::Good, difference.after.is_some()),
    ] {
        let (_, ground) = palette.tone(if is_there { tone } else { Tone::Neutral });
        let place = Rect::from_min_size(Pos2::new(x, rect.top() + 26.0), egui::vec2(width, 20.0));
        ui.painter().rect_filled(place, CornerRadius::same(4), ground);
        let galley = line(ui, text, theme::mono(11.5), palette.text, width - 12.0);
        is_cut |= galley.elided;
        let at = Pos2::new(place.left() + 6.0, place.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, palette.text);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    keyboard::ring(ui, &response, rect.shrink(1.0));
    let response = if is_cut {
        response.on_hover_ui(|ui| {
            ui.set_max_width(520.0);
            for text in [&before, &after] {
                ui.add(Label::new(RichText::new(text).font(theme::mono(theme::SMALL))).wrap());
            }
        })
    } else {
        response
    };
    if response.clicked() && is_field {
        actions.push(BodyAction::GoTo(difference.path.clone()).into());
    }
}
