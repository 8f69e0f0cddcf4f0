//! The player below the open call, and the strip of what plays while another call is read.
//!
//! **Invariant:** nothing here knows an engine or a file: it draws what `Inbox::open_recording` and `now_playing` say.

mod controls;
mod menu;
mod pool;
mod standing;
mod strip;
mod waveform;

pub use strip::draw as strip;

use egui::{Align, Align2, CornerRadius, Frame, Layout, Margin, Panel, Popup, Rect, Sense, Ui, UiBuilder, WidgetInfo};

use super::widgets::line;
use super::{keyboard, theme};
use crate::inbox::{Action, Inbox, OpenRecording, Screen};

/// Below this width, in points, skipping silence and the volume are in the menu.
const WIDE_FROM: f32 = 600.0;
/// Below this width, in points, the speed is in the menu too.
const MEDIUM_FROM: f32 = 430.0;
/// Least and most room for the names of the sides with their shares, in points.
const SIDES_WIDTH: (f32, f32) = (80.0, 150.0);
/// Height of the line below the waveform, in points.
const LINE_HEIGHT: f32 = 18.0;

/// How much of the bar there is room for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    Narrow,
    Medium,
    Wide,
}

/// How much of the window's foot the player and the strip take, in points: messages stay above.
pub fn height(inbox: &Inbox) -> f32 {
    let has_bar = inbox.screen == Screen::Calls && inbox.has_open_recording();
    let bar = if has_bar { theme::PLAYER_HEIGHT } else { 0.0 };
    bar + if inbox.now_playing().is_some() { strip::HEIGHT } else { 0.0 }
}

/// Draws the player at the foot of what is left of `ui`, if the open call names a recording.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(open) = inbox.open_recording() else { return };
    let palette = theme::palette(ui);
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: 22, right: 22, top: 0, bottom: 0 });
    let panel = Panel::bottom("player")
        .exact_size(theme::PLAYER_HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .frame(frame)
        .show(ui, |ui| bar(ui, inbox, &open, actions));
    let edge = panel.response.rect;
    ui.painter().hline(edge.x_range(), edge.top() + 0.5, theme::hairline(ui));
}

fn bar(ui: &mut Ui, inbox: &Inbox, open: &OpenRecording<'_>, actions: &mut Vec<Action>) {
    let area = ui.max_rect();
    let room = match area.width() + 44.0 {
        WIDE_FROM.. => Room::Wide,
        MEDIUM_FROM.. => Room::Medium,
        _ => Room::Narrow,
    };
    let play = Rect::from_min_size(egui::pos2(area.left(), area.center().y - 20.0), egui::vec2(40.0, 40.0));
    controls::play(ui, open, play, actions);
    let right = Rect::from_min_max(egui::pos2(play.right() + 120.0, area.top()), area.max);
    let cluster = ui.scope_builder(
        UiBuilder::new().max_rect(right).layout(Layout::right_to_left(Align::Center)).id_salt("controls"),
        |ui| controls::cluster(ui, inbox, open, room, actions),
    );
    let left = play.right() + 16.0;
    let middle = Rect::from_min_max(
        egui::pos2(left, area.top()),
        egui::pos2((cluster.response.rect.left() - 16.0).max(left + 40.0), area.bottom()),
    );
    ui.scope_builder(UiBuilder::new().max_rect(middle).id_salt("middle"), |ui| {
        if open.shows_waveform() {
            with_waveform(ui, open, middle, area.right(), room, actions);
        } else if let Some(standing) = &open.standing {
            standing::instead(ui, open, standing, middle, actions);
        }
    });
}

fn with_waveform(ui: &mut Ui, open: &OpenRecording<'_>, area: Rect, right: f32, room: Room, actions: &mut Vec<Action>) {
    let has_sides = open.has_sides() && room > Room::Narrow;
    // Beside the lanes stands who spoke how long; where there is no room for it, below them.
    let has_line = open.standing.is_some() || open.talk.is_some() && !has_sides;
    let (top, bottom) = if has_line { (6.0, LINE_HEIGHT + 6.0) } else { (8.0, 16.0) };
    let mut wave =
        Rect::from_min_max(egui::pos2(area.left(), area.top() + top), egui::pos2(area.right(), area.bottom() - bottom));
    if has_sides {
        let width = sides_width(ui, open);
        sides(ui, open, wave, width, actions);
        wave.set_left(wave.left() + width);
    }
    waveform::draw(ui, open, wave, actions);
    if has_line {
        let line = Rect::from_min_max(
            egui::pos2(wave.left(), wave.bottom() + 1.0),
            // Below the buttons there is room too.
            egui::pos2(right, wave.bottom() + 1.0 + LINE_HEIGHT),
        );
        standing::below(ui, open, line, actions);
    }
}

/// What the names and shares need: other languages have longer ones.
fn sides_width(ui: &Ui, open: &OpenRecording<'_>) -> f32 {
    let font = theme::regular(11.0);
    let width = |text: &str| line(ui, text, font.clone(), egui::Color32::PLACEHOLDER, f32::INFINITY).size().x;
    let (left, right) = open.side_names();
    let shares = open.side_shares().map_or(0.0, |(left, right)| {
        [left, right].map(|share| width(&say!("{share} %", share = share))).into_iter().fold(0.0, f32::max) + 10.0
    });
    let (least, most) = SIDES_WIDTH;
    (width(left).max(width(right)) + shares + 18.0).clamp(least, most)
}

/// Who is heard on which side and how much of the time, beside the lanes; a click changes who is who.
fn sides(ui: &mut Ui, open: &OpenRecording<'_>, wave: Rect, width: f32, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let middle = wave.center().y + 4.5;
    let (left, right) = open.side_names();
    let shares = open.side_shares();
    let area = Rect::from_min_max(
        egui::pos2(wave.left() - 6.0, middle - 21.0),
        egui::pos2(wave.left() + width - 12.0, middle + 21.0),
    );
    let response = ui.interact(area, ui.scope_id().with("sides"), Sense::click());
    let name = match &open.talk {
        Some(talk) => {
            say!("Who is where: {left} above, {right} below. {talk}", left = left, right = right, talk = talk)
        }
        None => say!("Who is where: {left} above, {right} below", left = left, right = right),
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(area, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    for (name, share, y) in
        [(left, shares.map(|(left, _)| left), middle - 10.0), (right, shares.map(|(_, right)| right), middle + 10.0)]
    {
        let font = theme::regular(11.0);
        ui.painter().text(egui::pos2(wave.left(), y), Align2::LEFT_CENTER, name, font.clone(), palette.second);
        if let Some(share) = share {
            let at = egui::pos2(area.right() - 6.0, y);
            ui.painter().text(at, Align2::RIGHT_CENTER, say!("{share} %", share = share), font, palette.text);
        }
    }
    keyboard::ring(ui, &response, area);
    Popup::menu(&response).show(|ui| menu::who(ui, open, actions));
    response.on_hover_ui(|ui| {
        if let Some(talk) = &open.talk {
            ui.label(talk);
        }
        ui.label(say!("Click to say who is on which side"));
    });
}
