//! Whom to call back: who, why now, what time it is there, how to reach them, and what to do about it.

use egui::{
    Align, Align2, CornerRadius, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

use super::empty;
use super::keyboard;
use super::theme::{self, Palette};
use super::widgets::{ButtonKind, avatar, badge, heading, icon, icon_button, labelled_button, line, script};
use crate::call::ContactWay;
use crate::inbox::{Action, CallbackEntry, CallbackGroup, Inbox, initials};

const ROW_HEIGHT: f32 = 88.0;
const TITLE_HEIGHT: f32 = 40.0;
const HEAD_HEIGHT: f32 = 78.0;
const MARGIN: f32 = 28.0;
/// The widest a row gets: beyond that the eye loses its way to the buttons.
const WIDEST: f32 = 860.0;
const AVATAR: f32 = 36.0;

/// What stands at a height of the list.
enum Piece<'a> {
    Title(CallbackGroup, usize),
    Row(&'a CallbackEntry),
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let entries = inbox.callbacks.entries();
    if entries.is_empty() {
        if inbox.callbacks.is_known() {
            let text = "Calls that ask to be called back, or leave something to do, stand here with the time it is where \
                        the caller lives.";
            empty::detail(ui, "Nobody waits for a call", text);
        }
        return;
    }
    let pieces = pieces(entries);
    let height: f32 = HEAD_HEIGHT + pieces.iter().map(Piece::height).sum::<f32>() + MARGIN;
    ScrollArea::vertical().id_salt("callbacks").auto_shrink(false).show_viewport(ui, |ui, sight| {
        ui.set_height(height);
        let area = ui.max_rect();
        let width = (area.width() - 2.0 * MARGIN).min(WIDEST);
        let left = area.left() + MARGIN;
        let origin = area.top();
        let rect_at = |y: f32, height: f32| Rect::from_min_size(egui::pos2(left, origin + y), Vec2::new(width, height));
        let head = ui.new_child(
            UiBuilder::new().max_rect(rect_at(22.0, HEAD_HEIGHT - 22.0)).layout(Layout::top_down(Align::LEFT)),
        );
        draw_head(head, inbox);
        let mut y = HEAD_HEIGHT;
        for piece in pieces {
            let rect = rect_at(y, piece.height());
            // Half a screen more, so that the keyboard can walk on into what is out of sight.
            let is_near = y + piece.height() > sight.top() - 300.0 && y < sight.bottom() + 300.0;
            y += piece.height();
            if !is_near {
                continue;
            }
            match piece {
                Piece::Title(group, count) => title(ui, group, count, rect),
                Piece::Row(entry) => row(ui, entry, rect, actions),
            }
        }
        keyboard::keep_in_sight(ui);
    });
}

impl Piece<'_> {
    fn height(&self) -> f32 {
        match self {
            Self::Title(..) => TITLE_HEIGHT,
            Self::Row(_) => ROW_HEIGHT,
        }
    }
}

fn pieces(entries: &[CallbackEntry]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(entries.len() + CallbackGroup::ALL.len());
    for group in CallbackGroup::ALL {
        let of_group = entries.iter().filter(|entry| entry.group == group);
        let count = of_group.clone().count();
        if count > 0 {
            pieces.push(Piece::Title(group, count));
            pieces.extend(of_group.map(Piece::Row));
        }
    }
    pieces
}

fn draw_head(mut ui: Ui, inbox: &Inbox) {
    let palette = theme::palette(&ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    heading(&mut ui, "Call back");
    let said = match inbox.callbacks.now_count() {
        None | Some(0) => String::from("Nobody to call right now."),
        Some(1) => String::from("One person to call now."),
        Some(count) => format!("{} people to call now.", crate::inbox::count_label(count)),
    };
    ui.label(RichText::new(said).color(palette.second));
}

fn title(ui: &mut Ui, group: CallbackGroup, count: usize, rect: Rect) {
    let palette = theme::palette(ui);
    let base = rect.bottom() - 10.0;
    let ink = if group == CallbackGroup::Now { palette.text } else { palette.second };
    let name = ui.painter().text(
        egui::pos2(rect.left(), base),
        Align2::LEFT_BOTTOM,
        group.label(),
        theme::semibold(theme::BODY),
        ink,
    );
    let count = crate::inbox::count_label(count as u64);
    let at = egui::pos2(name.right() + 8.0, base);
    ui.painter().text(at, Align2::LEFT_BOTTOM, &count, theme::regular(theme::SMALL), palette.second);
    let response = ui.interact(rect, ui.scope_id().with(("group", group.label())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}, {count}", group.label())));
}

fn row(ui: &mut Ui, entry: &CallbackEntry, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let card = rect.shrink2(Vec2::new(0.0, 3.0));
    let response = ui.interact(card, ui.scope_id().with(("callback", entry.seq)), Sense::click());
    let ground = if response.hovered() { palette.hover } else { palette.panel };
    let edge = theme::hairline(ui);
    ui.painter().rect(card, CornerRadius::same(8), ground, edge, egui::StrokeKind::Inside);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken(entry)));
    keyboard::ring(ui, &response, card);
    if response.clicked() {
        actions.push(Action::SelectCall(entry.seq));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Open the call");

    ui.push_id(entry.seq, |ui| {
        let inner = card.shrink2(Vec2::new(14.0, 10.0));
        let face = Rect::from_min_size(inner.min, Vec2::splat(AVATAR));
        let mut child = ui.new_child(UiBuilder::new().max_rect(face));
        avatar(&mut child, &initials(&entry.name), AVATAR);
        let buttons = Rect::from_min_max(egui::pos2(inner.right() - 170.0, inner.top()), inner.max);
        let mut child = ui.new_child(UiBuilder::new().max_rect(buttons).layout(Layout::right_to_left(Align::Center)));
        let buttons_left = draw_buttons(&mut child, entry, actions);
        let text = Rect::from_min_max(
            egui::pos2(inner.left() + AVATAR + 12.0, inner.top()),
            egui::pos2(buttons_left - 12.0, inner.bottom()),
        );
        paint_lines(ui, entry, text, palette);
        let ways = Rect::from_min_max(egui::pos2(text.left(), text.bottom() - 21.0), text.max);
        let child = ui.new_child(UiBuilder::new().max_rect(ways).layout(Layout::left_to_right(Align::Center)));
        draw_ways(child, entry, palette);
    });
}

/// Who, what time it is there, and why.
fn paint_lines(ui: &mut Ui, entry: &CallbackEntry, rect: Rect, palette: &Palette) {
    let mut right = rect.right();
    // What is to be known of the time stands at the end of the first line.
    let mark = match (entry.is_due, &entry.next) {
        (true, _) => Some(("Due", palette.mixed, palette.mixed_ground)),
        (false, Some(next)) => Some((next.as_str(), palette.neutral, palette.neutral_ground)),
        (false, None) => None,
    };
    if let Some((text, ink, ground)) = mark {
        let width = 130.0_f32.min(rect.width() / 2.0);
        let place = Rect::from_min_max(egui::pos2(right - width, rect.top()), egui::pos2(right, rect.top() + 20.0));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
        let shown = badge(&mut child, text, ink, ground);
        right = shown.rect.left() - 8.0;
        if !entry.is_due {
            shown.on_hover_text("By your clock");
        }
    }
    let painter = ui.painter();
    let name = line(ui, &entry.name, theme::semibold(theme::BODY), palette.text, right - rect.left());
    let after = rect.left() + name.size().x;
    painter.galley(rect.min, name, palette.text);
    if let Some(company) = &entry.company {
        let company = line(
            ui,
            &format!(" · {}", script::apart(company)),
            theme::regular(theme::BODY),
            palette.second,
            right - after,
        );
        painter.galley(egui::pos2(after, rect.top()), company, palette.second);
    }
    let middle = rect.top() + 31.0;
    let mut x = rect.left();
    if let Some(clock) = &entry.local_clock {
        painter.text(egui::pos2(x - 1.0, middle), Align2::LEFT_CENTER, icon::CLOCK, theme::icons(15.0), palette.second);
        x += 19.0;
        let clock = line(ui, &format!("{clock} there"), theme::medium(theme::SMALL), palette.text, 130.0);
        painter.galley(egui::pos2(x, middle - clock.size().y / 2.0), clock.clone(), palette.text);
        x += clock.size().x + 10.0;
    }
    let why = line(ui, &entry.why, theme::regular(theme::SMALL), palette.second, rect.right() - x);
    let is_cut = why.elided;
    let place = Rect::from_min_size(egui::pos2(x, middle - why.size().y / 2.0), why.size());
    painter.galley(place.min, why, palette.second);
    if is_cut {
        ui.interact(place, ui.scope_id().with("why"), Sense::hover()).on_hover_text(&entry.why);
    }
}

/// The ways to reach them, and what else is known in short.
fn draw_ways(mut ui: Ui, entry: &CallbackEntry, palette: &Palette) {
    ui.spacing_mut().item_spacing.x = 5.0;
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    for (way, text, link) in &entry.ways {
        let (symbol, verb) = match way {
            ContactWay::Email => (icon::MAIL, "Write to"),
            ContactWay::Phone | ContactWay::WhatsApp | ContactWay::Sms => (icon::PHONE, "Call"),
        };
        if ui.available_width() < 60.0 {
            return;
        }
        let sign = RichText::new(symbol).font(theme::icons(15.0)).color(palette.second);
        ui.add(Label::new(sign).selectable(false));
        let shown = line(&ui, text, theme::regular(theme::SMALL), palette.accent, ui.available_width().min(220.0));
        let size = Vec2::new(shown.size().x + 1.0, theme::LINE);
        let text_shown = RichText::new(text).font(theme::regular(theme::SMALL));
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| match link {
            Some(link) => {
                ui.hyperlink_to(text_shown.color(palette.accent), link).on_hover_text(format!("{verb} {text}"))
            }
            None => ui.add(Label::new(text_shown.color(palette.second)).selectable(true)),
        });
        ui.add_space(9.0);
    }
    let tasks = match entry.open_tasks {
        0 => None,
        1 => Some(String::from("1 thing to do")),
        count => Some(format!("{count} things to do")),
    };
    let rest: Vec<String> = [entry.prefers.clone(), tasks, entry.earlier()].into_iter().flatten().collect();
    if !rest.is_empty() && ui.available_width() > 40.0 {
        let text = RichText::new(rest.join(" · ")).font(theme::regular(theme::SMALL)).color(palette.second);
        ui.add(Label::new(text).truncate().selectable(false));
    }
}

/// The buttons from the right; where they end.
fn draw_buttons(ui: &mut Ui, entry: &CallbackEntry, actions: &mut Vec<Action>) -> f32 {
    ui.spacing_mut().item_spacing.x = 8.0;
    let name = format!("Done with {}", entry.name);
    let done = labelled_button(ui, ButtonKind::Plain, icon::CHECK, "Done", &name);
    let mut left = done.rect.left();
    let hint = if entry.seqs.len() > 1 { "Mark all of these calls done" } else { "Mark the call done" };
    if done.on_hover_text(hint).clicked() {
        actions.push(Action::CallbackDone(entry.seq));
    }
    if entry.appointment.is_some() {
        let name = format!("Save to calendar: {}", entry.name);
        let save = icon_button(ui, ButtonKind::Plain, icon::EVENT, false, theme::palette(ui).second, &name);
        left = save.rect.left();
        if save.clicked() {
            actions.push(Action::SaveCalendar(entry.seq));
        }
    }
    left
}

/// The row for a screen reader.
fn spoken(entry: &CallbackEntry) -> String {
    let mut parts = vec![format!("Open the call of {}", entry.name)];
    parts.extend(entry.company.clone());
    if entry.is_due {
        parts.push(String::from("due"));
    }
    parts.extend(entry.local_clock.as_ref().map(|clock| format!("{clock} there")));
    parts.push(entry.why.clone());
    parts.extend(entry.next.as_ref().map(|next| format!("next {next}")));
    parts.extend(entry.score.as_ref().map(|score| format!("score {}", score.label())));
    parts.join(", ")
}
