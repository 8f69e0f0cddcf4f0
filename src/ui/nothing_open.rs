//! Beside the list while no call is open: what a person may want next.

use egui::{Align2, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::widgets::{icon, line};
use super::{empty, keyboard, theme};
use crate::call::View;
use crate::inbox::{Action, Inbox, Screen};

/// Width of what is offered, in points.
const WIDTH: f32 = 320.0;
/// Height of a line of it, in points.
const HEIGHT: f32 = 40.0;

/// A line that leads somewhere.
struct Next {
    symbol: &'static str,
    text: String,
    keys: &'static str,
    action: Action,
}

/// Draws beside the list.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if inbox.list.is_empty() && !inbox.list.is_complete() {
        return;
    }
    let palette = theme::palette(ui);
    empty::place(ui);
    let is_searched = !inbox.search.trim().is_empty();
    if inbox.list.is_empty() && is_searched {
        empty::sign(ui, icon::SEARCH, palette.second, palette.neutral_ground);
        empty::words(
            ui,
            say!("Look for something else"),
            say!("Names, companies, numbers, and everything that was said."),
        );
        return offers(ui, examples(), actions);
    }
    let next = next(inbox);
    if !inbox.list.is_empty() {
        empty::sign(ui, icon::INBOX, palette.second, palette.neutral_ground);
        empty::words(ui, say!("No call open"), say!("Choose a call on the left, or begin here."));
        return offers(ui, walk(inbox).into_iter().chain(next).collect(), actions);
    }
    if next.is_empty() {
        empty::sign(ui, icon::INBOX, palette.second, palette.neutral_ground);
        empty::words(ui, say!("Nothing waits for you"), say!("The next call appears by itself."));
        return;
    }
    empty::sign(ui, icon::CHECKED, palette.accent, palette.accent_ground);
    empty::words(ui, say!("What is next"), say!("Nothing is left here. More waits elsewhere."));
    offers(ui, next, actions);
}

/// How to begin with the calls of the list.
fn walk(inbox: &Inbox) -> Vec<Next> {
    let first = inbox.list.seq_at(0).map(|seq| Next {
        symbol: icon::INBOX,
        text: say!("Open the first call").to_owned(),
        keys: "J",
        action: Action::SelectCall(seq),
    });
    let search = Next { symbol: icon::SEARCH, text: say!("Search").to_owned(), keys: "/", action: Action::FocusSearch };
    let keys = Next {
        symbol: icon::KEYBOARD,
        text: say!("See every key").to_owned(),
        keys: "?",
        action: Action::ToggleShortcuts,
    };
    first.into_iter().chain([search, keys]).collect()
}

/// Where work waits, other than in the view that is open.
fn next(inbox: &Inbox) -> Vec<Next> {
    let counts = inbox.counts.unwrap_or_default();
    let people = inbox.callbacks.now_count().unwrap_or(0);
    let view = |view: View| Action::SelectView(view);
    let mut next = Vec::new();
    let mut add = |count: u64, symbol, text: fn(u64) -> String, keys, action: Action| {
        if count > 0 && action != Action::SelectView(inbox.view) {
            next.push(Next { symbol, text: text(count), keys, action });
        }
    };
    let is_empty = inbox.list.is_empty();
    if is_empty {
        let calls = |n| say_many!(n, "{n} call in the inbox", "{n} calls in the inbox");
        add(counts.inbox, icon::INBOX, calls, "G I", view(View::Inbox));
    }
    let people_text = |n| say_many!(n, "{n} person to call back now", "{n} people to call back now");
    add(people, icon::CALL_BACK, people_text, "G C", Action::OpenScreen(Screen::Callbacks));
    if is_empty {
        let tasks = |n| say_many!(n, "{n} call with something to do", "{n} calls with something to do");
        add(counts.tasks, icon::CHECKED, tasks, "G K", view(View::Tasks));
        let snoozed = |n| say_many!(n, "{n} snoozed call will come back", "{n} snoozed calls will come back");
        add(counts.snoozed, icon::SNOOZE, snoozed, "G Z", view(View::Snoozed));
    }
    next
}

/// Searches to begin with.
fn examples() -> Vec<Next> {
    let example = |symbol, text: &str, search: &'static str| Next {
        symbol,
        text: text.to_owned(),
        keys: search,
        action: Action::Search(search.to_owned()),
    };
    vec![
        example(icon::EVENT, say!("The last seven days"), "after:7d"),
        example(icon::INSIGHTS, say!("High scores"), "score:>=80"),
        example(icon::face(crate::call::Tone::Good), say!("A good mood"), "mood:positive"),
    ]
}

/// Lines in the middle, each with what leads there.
fn offers(ui: &mut Ui, offers: Vec<Next>, actions: &mut Vec<Action>) {
    let width = WIDTH.min(ui.available_width() - 32.0);
    let left = ui.max_rect().center().x - width / 2.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    let (whole, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT * offers.len() as f32), Sense::hover());
    for (at, next) in offers.into_iter().enumerate() {
        let top = whole.top() + HEIGHT * at as f32;
        let rect = Rect::from_min_size(egui::pos2(left, top), Vec2::new(width, HEIGHT));
        if offer(ui, &next, rect, at > 0) {
            actions.push(next.action);
        }
    }
}

/// True when it was clicked.
fn offer(ui: &Ui, next: &Next, rect: Rect, has_line: bool) -> bool {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, ui.scope_id().with(("next", &next.text)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &next.text));
    let is_lit = response.hovered() || response.has_focus();
    if has_line {
        ui.painter().hline(rect.x_range(), rect.top(), theme::hairline(ui));
    }
    if is_lit {
        ui.painter().rect_filled(rect.shrink2(Vec2::new(0.0, 2.0)), CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let middle = rect.center().y;
    let at = egui::pos2(rect.left() + 18.0, middle);
    ui.painter().text(at, Align2::CENTER_CENTER, next.symbol, theme::icons(17.0), palette.second);
    let keys = line(ui, next.keys, theme::regular(11.0), palette.second, 120.0);
    let size = Vec2::new(keys.size().x + 12.0, 20.0);
    let cap = Rect::from_min_size(egui::pos2(rect.right() - 8.0 - size.x, middle - size.y / 2.0), size);
    ui.painter().rect(cap, CornerRadius::same(5), palette.panel, theme::hairline(ui), egui::StrokeKind::Inside);
    ui.painter().galley(cap.center() - keys.size() / 2.0, keys, palette.second);
    let text = line(ui, &next.text, theme::regular(theme::BODY), palette.text, cap.left() - rect.left() - 48.0);
    ui.painter().galley(egui::pos2(rect.left() + 36.0, middle - text.size().y / 2.0), text, palette.text);
    keyboard::ring(ui, &response, rect.shrink2(Vec2::new(0.0, 2.0)));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
