//! Whom to call back: who, why now, what time it is there, how to reach them, and what to do about it.

use egui::{
    Align, Align2, CornerRadius, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

use super::empty;
use super::theme::{self, Palette};
use super::widgets::{ButtonKind, avatar, badge, heading, icon, icon_button, labelled_button, line, script};
use super::{keyboard, keys};
use crate::call::ContactWay;
use crate::inbox::{Action, CallbackEntry, CallbackGroup, Inbox, initials};

/// Height of a row with three lines, and of one with two, in points.
const ROW_HEIGHT: f32 = 80.0;
const LOW_ROW_HEIGHT: f32 = 60.0;
const TITLE_HEIGHT: f32 = 44.0;
const HEAD_HEIGHT: f32 = 78.0;
const MARGIN: f32 = 28.0;
/// The widest a row gets: beyond that the eye loses its way to the buttons.
const WIDEST: f32 = 1_048.0;
const AVATAR: f32 = 36.0;
/// Left edge of the words of a row, in points.
const LEAD: f32 = AVATAR + 12.0;
/// From this width on, in points, the number to call stands in a column of its own.
const COLUMN_FROM: f32 = 640.0;
/// The same of when to call.
const WHEN_FROM: f32 = 760.0;
const WHEN_WIDTH: f32 = 132.0;
/// Width of that column, and of the buttons right of it, in points.
const PHONE_WIDTH: f32 = 184.0;
const BUTTONS_WIDTH: f32 = 128.0;
/// So far what lies below a row that is pointed at stands out of it, in points.
const OUT: f32 = 12.0;

/// What stands at a height of the list.
enum Piece<'a> {
    Title(CallbackGroup, usize),
    /// A person; the last of their group has no line below.
    Row(&'a CallbackEntry, bool),
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let entries = inbox.callbacks.entries();
    if entries.is_empty() {
        if inbox.callbacks.is_known() {
            nobody(ui);
        }
        return;
    }
    ScrollArea::vertical().id_salt("callbacks").auto_shrink(false).show_viewport(ui, |ui, sight| {
        let area = ui.max_rect();
        let width = (area.width() - 2.0 * MARGIN).min(WIDEST);
        let pieces = pieces(entries);
        ui.set_height(HEAD_HEIGHT + pieces.iter().map(|piece| piece.height(width)).sum::<f32>() + MARGIN);
        let left = area.left() + MARGIN;
        let origin = area.top();
        let rect_at = |y: f32, height: f32| Rect::from_min_size(egui::pos2(left, origin + y), Vec2::new(width, height));
        let head = ui.new_child(
            UiBuilder::new().max_rect(rect_at(22.0, HEAD_HEIGHT - 22.0)).layout(Layout::top_down(Align::LEFT)),
        );
        draw_head(head, inbox);
        let mut y = HEAD_HEIGHT;
        for piece in pieces {
            let height = piece.height(width);
            let rect = rect_at(y, height);
            // Half a screen more, so that the keyboard can walk on into what is out of sight.
            let is_near = y + height > sight.top() - 300.0 && y < sight.bottom() + 300.0;
            y += height;
            if let Piece::Row(entry, _) = piece {
                keep_chosen_in_sight(ui, inbox, entry, rect);
            }
            if !is_near {
                continue;
            }
            match piece {
                Piece::Title(group, count) => title(ui, group, count, rect),
                Piece::Row(entry, is_last) => row(ui, inbox, entry, is_last, rect, actions),
            }
        }
        keyboard::keep_in_sight(ui);
    });
}

/// Nobody is to be called back.
fn nobody(ui: &mut Ui) {
    let text = say!(
        "Calls that ask to be called back, or leave something to do, stand here with the time it is where the caller lives."
    );
    let height = ui.available_height();
    ui.add_space((height * 0.5 - 148.0).max(0.0));
    empty::message(ui, icon::CALL_BACK, say!("Nobody waits for a call"), text);
}

/// Scrolls to the person that keys are about when that is another one than before.
fn keep_chosen_in_sight(ui: &Ui, inbox: &Inbox, entry: &CallbackEntry, rect: Rect) {
    let id = ui.scope_id().with("chosen person");
    if inbox.callbacks.chosen() == Some(entry.seq) && ui.data(|data| data.get_temp(id)) != Some(entry.seq) {
        ui.data_mut(|data| data.insert_temp(id, entry.seq));
        ui.scroll_to_rect(rect.expand(TITLE_HEIGHT), None);
    }
}

impl Piece<'_> {
    fn height(&self, width: f32) -> f32 {
        match self {
            Self::Title(..) => TITLE_HEIGHT,
            Self::Row(entry, _) if has_third_line(entry, width) => ROW_HEIGHT,
            Self::Row(..) => LOW_ROW_HEIGHT,
        }
    }
}

fn pieces(entries: &[CallbackEntry]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::with_capacity(entries.len() + CallbackGroup::ALL.len());
    for group in CallbackGroup::ALL {
        let mut of_group = entries.iter().filter(|entry| entry.group == group).peekable();
        let count = of_group.clone().count();
        if count > 0 {
            pieces.push(Piece::Title(group, count));
        }
        while let Some(entry) = of_group.next() {
            pieces.push(Piece::Row(entry, of_group.peek().is_none()));
        }
    }
    pieces
}

/// The number to call, where there is room for it in a column of its own: the text, and its link.
fn phone(entry: &CallbackEntry, width: f32) -> Option<(&str, &str)> {
    let calls = |way: ContactWay| matches!(way, ContactWay::Phone | ContactWay::WhatsApp | ContactWay::Sms);
    let found = entry.ways.iter().find(|(way, _, link)| calls(*way) && link.is_some());
    let (_, text, link) = found.filter(|_| width >= COLUMN_FROM)?;
    Some((text, link.as_deref()?))
}

/// The ways to reach them that have no column.
fn other_ways(entry: &CallbackEntry, width: f32) -> impl Iterator<Item = &(ContactWay, String, Option<String>)> {
    let shown = phone(entry, width).map(|(text, _)| text);
    entry.ways.iter().filter(move |(_, text, _)| Some(text.as_str()) != shown)
}

/// What else is known in short.
fn rest(entry: &CallbackEntry) -> Option<String> {
    let tasks = match entry.open_tasks {
        0 => None,
        count => Some(say_many!(u64::from(count), "{n} thing to do", "{n} things to do")),
    };
    let rest: Vec<String> = [entry.prefers.clone(), tasks, entry.earlier()].into_iter().flatten().collect();
    (!rest.is_empty()).then(|| rest.join(" · "))
}

fn has_third_line(entry: &CallbackEntry, width: f32) -> bool {
    other_ways(entry, width).next().is_some() || rest(entry).is_some()
}

fn draw_head(mut ui: Ui, inbox: &Inbox) {
    let palette = theme::palette(&ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    heading(&mut ui, say!("Call back"));
    let said = match inbox.callbacks.now_count() {
        None | Some(0) => say!("Nobody to call right now.").to_owned(),
        Some(1) => say!("One person to call now.").to_owned(),
        Some(count) => say!("{n} people to call now.", n = crate::inbox::count_label(count)),
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

fn row(ui: &mut Ui, inbox: &Inbox, entry: &CallbackEntry, is_last: bool, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let ground = Rect::from_min_max(
        egui::pos2(rect.left() - OUT, rect.top()),
        egui::pos2(rect.right() + OUT, rect.bottom() - 1.0),
    );
    let response = ui.interact(ground, ui.scope_id().with(("callback", entry.seq)), Sense::click());
    let is_chosen = inbox.callbacks.chosen() == Some(entry.seq);
    let radius = CornerRadius::same(8);
    if is_chosen {
        ui.painter().rect_filled(ground, radius, palette.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(ground, radius, palette.hover);
    }
    if !is_last {
        let line = egui::Rangef::new(rect.left() + LEAD, rect.right());
        ui.painter().hline(line, rect.bottom() - 0.5, theme::hairline(ui));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken(entry)));
    if response.has_focus() {
        keys::leave_arrows(ui, &response);
    }
    keyboard::ring(ui, &response, ground);
    if response.clicked() {
        actions.push(Action::SelectCall(entry.seq));
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(say!("Open the call"));

    ui.push_id(entry.seq, |ui| {
        let width = rect.width();
        let inner = rect.shrink2(Vec2::new(0.0, 10.0));
        let face = Rect::from_center_size(
            egui::pos2(inner.left() + AVATAR / 2.0, rect.top() + LOW_ROW_HEIGHT / 2.0),
            Vec2::splat(AVATAR),
        );
        avatar(&mut ui.new_child(UiBuilder::new().max_rect(face)), &initials(&entry.name), AVATAR);
        let buttons = Rect::from_min_max(egui::pos2(inner.right() - BUTTONS_WIDTH, inner.top()), inner.max);
        let mut child = ui.new_child(UiBuilder::new().max_rect(buttons).layout(Layout::right_to_left(Align::Center)));
        let mut right = draw_buttons(&mut child, entry, actions) - 16.0;
        if width >= COLUMN_FROM {
            let column = Rect::from_min_max(
                egui::pos2(buttons.left() - PHONE_WIDTH, rect.top()),
                egui::pos2(buttons.left() - 16.0, rect.bottom()),
            );
            if let Some((text, link)) = phone(entry, width) {
                let child = UiBuilder::new().max_rect(column).layout(Layout::left_to_right(Align::Center));
                draw_phone(ui.new_child(child), text, link);
            }
            right = column.left() - 16.0;
        }
        let has_column = width >= WHEN_FROM;
        if has_column && when_words(entry).is_some() {
            draw_when(ui, entry, egui::pos2(right - WHEN_WIDTH, rect.center().y), WHEN_WIDTH, palette);
            right -= WHEN_WIDTH + 16.0;
        }
        let mut text =
            Rect::from_min_max(egui::pos2(inner.left() + LEAD, inner.top()), egui::pos2(right, inner.bottom()));
        let mut name_right = text.right();
        if !has_column {
            let widest = WHEN_WIDTH.min(text.width() / 2.0);
            let used = when_width(ui, entry, widest);
            draw_when(ui, entry, egui::pos2(text.right() - used, text.top() + 9.5), widest, palette);
            name_right -= used + 12.0;
        }
        text.max.x = text.max.x.max(text.left());
        paint_lines(ui, entry, text, name_right, palette);
        if has_third_line(entry, width) {
            let ways = Rect::from_min_max(egui::pos2(text.left(), text.bottom() - 20.0), text.max);
            let child = ui.new_child(UiBuilder::new().max_rect(ways).layout(Layout::left_to_right(Align::Center)));
            draw_ways(child, entry, width, palette);
        }
    });
}

/// The number to call, in its column.
fn draw_phone(mut ui: Ui, text: &str, link: &str) {
    let palette = theme::palette(&ui);
    ui.spacing_mut().item_spacing.x = 6.0;
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    ui.add(Label::new(RichText::new(icon::PHONE).font(theme::icons(17.0)).color(palette.accent)).selectable(false));
    let words = RichText::new(text).font(theme::medium(theme::BODY)).color(palette.accent);
    ui.hyperlink_to(words, link).on_hover_text(say!("Call {number}", number = text));
}

/// When to call, by the person's clock; that the time has come.
fn when_words(entry: &CallbackEntry) -> Option<&str> {
    if entry.is_due { Some(say!("Due")) } else { entry.next.as_deref() }
}

fn when_width(ui: &Ui, entry: &CallbackEntry, widest: f32) -> f32 {
    let words = when_words(entry)
        .map(|words| line(ui, words, theme::medium(theme::SMALL), egui::Color32::PLACEHOLDER, widest).size().x + 1.0);
    words.map_or(-12.0, |width| if entry.is_due { width + 12.0 } else { width })
}

/// Draws it from a place on.
fn draw_when(ui: &mut Ui, entry: &CallbackEntry, at: egui::Pos2, widest: f32, palette: &Palette) {
    let Some(words) = when_words(entry) else { return };
    let place = Rect::from_min_size(egui::pos2(at.x, at.y - 10.0), Vec2::new(widest, 20.0));
    if entry.is_due {
        let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
        badge(&mut child, words, palette.mixed, palette.mixed_ground);
        return;
    }
    let words = line(ui, words, theme::medium(theme::SMALL), palette.text, widest);
    ui.painter().galley(egui::pos2(at.x, at.y - words.size().y / 2.0), words, palette.text);
    ui.interact(place, ui.scope_id().with("when"), Sense::hover()).on_hover_text(say!("By your clock"));
}

/// Who, what time it is there, and why.
fn paint_lines(ui: &mut Ui, entry: &CallbackEntry, rect: Rect, right: f32, palette: &Palette) {
    let first = rect.top() + 9.5;
    let painter = ui.painter();
    let name = line(ui, &entry.name, theme::semibold(theme::BODY), palette.text, right - rect.left());
    let after = rect.left() + name.size().x;
    painter.galley(egui::pos2(rect.left(), first - name.size().y / 2.0), name, palette.text);
    // A name that takes the whole line leaves no room for more than a sign that something is cut.
    if let Some(company) = entry.company.as_ref().filter(|_| right - after >= COMPANY_LEAST) {
        let company = line(
            ui,
            &format!(" · {}", script::apart(company)),
            theme::regular(theme::BODY),
            palette.second,
            right - after,
        );
        painter.galley(egui::pos2(after, first - company.size().y / 2.0), company, palette.second);
    }
    let middle = rect.top() + 30.0;
    let mut x = rect.left();
    if let Some(clock) = &entry.local_clock {
        painter.text(egui::pos2(x - 1.0, middle), Align2::LEFT_CENTER, icon::CLOCK, theme::icons(15.0), palette.second);
        x += 19.0;
        let clock = line(ui, &say!("{clock} there", clock = clock), theme::medium(theme::SMALL), palette.text, 130.0);
        painter.galley(egui::pos2(x, middle - clock.size().y / 2.0), clock.clone(), palette.text);
        x += clock.size().x + 12.0;
    }
    let why = line(ui, &entry.why, theme::regular(theme::SMALL), palette.second, rect.right() - x);
    let is_cut = why.elided;
    let place = Rect::from_min_size(egui::pos2(x, middle - why.size().y / 2.0), why.size());
    painter.galley(place.min, why, palette.second);
    if is_cut {
        ui.interact(place, ui.scope_id().with("why"), Sense::hover()).on_hover_text(&entry.why);
    }
}

/// With less room beside the name, the company is left out, in points.
const COMPANY_LEAST: f32 = 40.0;

/// The ways to reach them that have no column, and what else is known in short.
fn draw_ways(mut ui: Ui, entry: &CallbackEntry, width: f32, palette: &Palette) {
    ui.spacing_mut().item_spacing.x = 4.0;
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    for (way, text, link) in other_ways(entry, width) {
        let (symbol, hint) = match way {
            ContactWay::Email => (icon::MAIL, say!("Write to {whom}", whom = text)),
            ContactWay::Phone | ContactWay::WhatsApp | ContactWay::Sms => {
                (icon::PHONE, say!("Call {whom}", whom = text))
            }
        };
        if ui.available_width() < 60.0 {
            return;
        }
        let sign = RichText::new(symbol).font(theme::icons(15.0)).color(palette.second);
        ui.add(Label::new(sign).selectable(false));
        let shown = line(&ui, text, theme::regular(theme::SMALL), palette.accent, ui.available_width().min(240.0));
        let size = Vec2::new(shown.size().x + 1.0, theme::LINE);
        let text_shown = RichText::new(text).font(theme::regular(theme::SMALL));
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| match link {
            Some(link) => ui.hyperlink_to(text_shown.color(palette.accent), link).on_hover_text(hint),
            None => ui.add(Label::new(text_shown.color(palette.second)).selectable(true)),
        });
        ui.add_space(10.0);
    }
    if let Some(rest) = rest(entry).filter(|_| ui.available_width() > 40.0) {
        let text = RichText::new(rest).font(theme::regular(theme::SMALL)).color(palette.second);
        ui.add(Label::new(text).truncate().selectable(false));
    }
}

/// The buttons from the right; where they end.
fn draw_buttons(ui: &mut Ui, entry: &CallbackEntry, actions: &mut Vec<Action>) -> f32 {
    ui.spacing_mut().item_spacing.x = 8.0;
    let name = say!("Done with {who}", who = entry.name);
    let done = labelled_button(ui, ButtonKind::Plain, icon::CHECK, say!("Done"), &name);
    let mut left = done.rect.left();
    let hint = if entry.seqs.len() > 1 { say!("Mark all of these calls done") } else { say!("Mark the call done") };
    if done.on_hover_text(hint).clicked() {
        actions.push(Action::CallbackDone(entry.seq));
    }
    if entry.appointment.is_some() {
        let name = say!("Save to calendar: {who}", who = entry.name);
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
    let mut parts = vec![say!("Open the call of {who}", who = entry.name)];
    parts.extend(entry.company.clone());
    if entry.is_due {
        parts.push(say!("due").to_owned());
    }
    parts.extend(entry.local_clock.as_ref().map(|clock| say!("{clock} there", clock = clock)));
    parts.push(entry.why.clone());
    parts.extend(entry.next.as_ref().map(|next| say!("next {next}", next = next)));
    parts.extend(entry.score.as_ref().map(|score| say!("score {score}", score = score.label())));
    parts.join(", ")
}
