//! Above the table: the filter, pausing, a test call, our URL; below them the kinds that are looked at often.

use egui::text::{CCursor, CCursorRange};
use egui::{
    Align, Align2, Area, CornerRadius, EventFilter, Frame, Id, Key, Label, Layout, Margin, Modifiers, Order, Panel,
    Rect, RichText, Role, Sense, StrokeKind, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo,
};

use crate::inbox::{Action, Field, Inbox, Motion, RequestKind, TrafficAction, count_label};
use crate::traffic::TrafficOperator;
use crate::ui::keyboard;
use crate::ui::tasks::focus;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, icon, icon_button, labelled_button, line, segmented};

const HEIGHT: f32 = 34.0;
const OPERATOR_HEIGHT: f32 = 25.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    Panel::top("filter of requests")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(Margin { left: 28, right: 28, top: 10, bottom: 8 }))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    buttons(ui, inbox, actions);
                    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
                    filter(ui, inbox, rect, actions);
                });
            });
            if let Some(problem) = inbox.filter_problem() {
                ui.add_space(5.0);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 5.0;
                    let sign = RichText::new(icon::WARNING).font(theme::icons(15.0)).color(palette.mixed);
                    ui.add(Label::new(sign).selectable(false));
                    let text = RichText::new(&problem.sentence).font(theme::regular(theme::SMALL));
                    ui.add(Label::new(text.color(palette.mixed)).wrap());
                });
            }
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let kinds = RequestKind::ALL.map(kind_segment);
                let chosen = segmented(ui, &kinds, inbox.request_kind());
                actions.extend(chosen.map(|kind| TrafficAction::Kind(kind).into()));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| standing(ui, inbox));
            });
        });
    let below = ui.available_rect_before_wrap().top() - 0.5;
    ui.painter().hline(edge.x_range(), below, theme::hairline(ui));
}

/// From the right.
fn buttons(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if let Some(url) = inbox.url_to_copy() {
        let copy =
            button(ui, ButtonKind::Primary, say!("Copy URL")).on_hover_text(say!("Where the platform posts its calls"));
        if copy.clicked() {
            ui.ctx().copy_text(url.reveal().to_owned());
            actions.push(Action::Copied(say!("Webhook URL")));
        }
    }
    if button(ui, ButtonKind::Plain, say!("Send a test call"))
        .on_hover_text(say!("Posted through the real port"))
        .clicked()
    {
        actions.push(Action::SendTestCall);
    }
    let is_paused = inbox.traffic.list.is_paused();
    let (kind, symbol, text) = if is_paused {
        (ButtonKind::Chosen, icon::PLAY, say!("Resume"))
    } else {
        (ButtonKind::Plain, icon::PAUSE, say!("Pause"))
    };
    let hint = if is_paused {
        say!("Show what came meanwhile (P)")
    } else {
        say!("Hold the table still; nothing is lost (P)")
    };
    if labelled_button(ui, kind, symbol, text, text).on_hover_text(hint).clicked() {
        actions.push(TrafficAction::TogglePause.into());
    }
}

/// How many, or that it stands still.
fn standing(ui: &mut Ui, inbox: &Inbox) {
    let palette = theme::palette(ui);
    let list = &inbox.traffic.list;
    let (text, ink) = match list.held() {
        _ if !list.is_paused() => (inbox.requests_label(), palette.second),
        0 => (say!("Paused").to_owned(), palette.mixed),
        held => (say!("Paused · {count} new", count = count_label(held as u64)), palette.mixed),
    };
    let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(ink);
    ui.add(Label::new(text).selectable(false).truncate());
}

fn kind_segment(kind: RequestKind) -> Segment<RequestKind> {
    let name = match kind {
        RequestKind::All => say!("All requests").to_owned(),
        _ => say!("Only {kind}", kind = kind.label().to_lowercase()),
    };
    Segment { text: kind.label().to_owned(), name, value: kind }
}

fn filter(ui: &mut Ui, inbox: &Inbox, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let id = Id::unique("filter of requests");
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    let radius = CornerRadius::same(theme::RADIUS + 1);
    ui.painter().rect(rect, radius, palette.background, theme::field_edge(ui, is_focused), StrokeKind::Inside);
    if is_focused {
        keyboard::shown(ui, id);
    }
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, icon::SEARCH, theme::icons(17.0), palette.second);
    let is_typed = !inbox.traffic.filter.is_empty();
    let inner = Rect::from_min_max(rect.min + Vec2::new(34.0, 0.0), rect.max - Vec2::new(34.0, 0.0));
    if is_focused {
        keys(ui, id, actions);
    }
    if inbox.focus == Some(Field::Requests) {
        // Behind what stands there, also where that was put in just now.
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let end = CCursor::new(inbox.traffic.filter.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        state.store(ui.ctx(), id);
    }
    let mut text = inbox.traffic.filter.clone();
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .frame(Frame::NONE)
        .font(theme::regular(theme::BODY))
        .align(Align2::LEFT_CENTER)
        .hint_text(RichText::new(say!("Filter by text, status:4xx, verdict:repeat, id:…")).color(palette.second))
        .event_filter(EventFilter {
            escape: true,
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        })
        .desired_width(inner.width());
    let response = ui.put(inner, edit).accessible_name(say!("Filter the requests"));
    if is_focused && (text.is_empty() || text.ends_with(' ')) {
        operators(ui, rect, &text, actions);
    }
    focus(ui, inbox, Field::Requests, &response, actions);
    if text != inbox.traffic.filter {
        actions.push(TrafficAction::Filter(text).into());
    }
    if is_typed {
        let close = Rect::from_center_size(egui::pos2(rect.right() - 18.0, rect.center().y), Vec2::splat(32.0));
        let clear = ui.scope_builder(UiBuilder::new().max_rect(close), |ui| {
            icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, say!("Clear the filter"))
        });
        if clear.inner.clicked() {
            actions.push(TrafficAction::Filter(String::new()).into());
        }
    } else if !is_focused {
        let at = egui::pos2(rect.right() - 14.0, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, "/", theme::regular(theme::SMALL), palette.second);
    }
}

/// What can be typed, below the field.
fn operators(ui: &Ui, under: Rect, typed: &str, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    Area::new(Id::unique("operators of the filter"))
        .order(Order::Foreground)
        .fixed_pos(under.left_bottom() + Vec2::new(0.0, 4.0))
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(6).show(ui, |ui| {
                ui.set_width((under.width() - 14.0).min(620.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                for operator in TrafficOperator::ALL {
                    let size = Vec2::new(ui.available_width(), OPERATOR_HEIGHT);
                    // Tab leads past them: they are gone as soon as the field has not the keyboard any more.
                    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
                    let explained = crate::words::say(operator.meaning);
                    let name = format!("{} {explained}", operator.example);
                    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
                    if response.hovered() {
                        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
                    }
                    let y = rect.center().y;
                    let example = line(ui, operator.example, theme::mono(theme::SMALL), palette.text, 176.0);
                    let at = egui::pos2(rect.left() + 8.0, y - example.size().y / 2.0);
                    ui.painter().galley(at, example, palette.text);
                    let room = rect.width() - 200.0;
                    let meaning = line(ui, explained, theme::regular(theme::SMALL), palette.second, room);
                    let at = egui::pos2(rect.left() + 192.0, y - meaning.size().y / 2.0);
                    ui.painter().galley(at, meaning, palette.second);
                    if response.clicked() {
                        actions.push(TrafficAction::Filter(format!("{typed}{}", operator.typed)).into());
                        actions.push(TrafficAction::FocusFilter.into());
                    }
                }
            });
        });
}

/// Enter and the arrows lead into the table; Escape gives the keyboard back.
fn keys(ui: &Ui, id: Id, actions: &mut Vec<Action>) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut leave = |motion: Option<Motion>| {
        actions.extend(motion.map(|motion| Action::from(TrafficAction::Move(motion))));
        ui.memory_mut(|memory| memory.surrender_focus(id));
    };
    if pressed(Key::Escape) {
        leave(None);
    }
    if pressed(Key::Enter) {
        leave(Some(Motion::First));
    }
    if pressed(Key::ArrowDown) {
        leave(Some(Motion::Down));
    }
}
