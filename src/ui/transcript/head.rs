//! What stands above the turns (title, who spoke how long, Find, the menu), and the line below them.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Role, Sense, Ui, WidgetInfo};

use super::super::theme;
use super::super::widgets::{ButtonKind, icon, icon_button, line, link};
use super::menu;
use crate::inbox::{Action, Conversation, Inbox, OpenTranscript, TranscriptAction, TranscriptFace};

pub fn draw(ui: &mut Ui, inbox: &Inbox, open: &OpenTranscript<'_>, is_beside: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let shown = match &open.face {
        TranscriptFace::Turns(shown) => Some(*shown),
        _ => None,
    };
    Panel::top("transcript head").show_separator_line(false).frame(Frame::new()).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(32.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                let name = say!("More about the transcript");
                let more = icon_button(ui, ButtonKind::Quiet, icon::MORE, false, palette.second, name);
                menu::draw(inbox, open, &more, actions);
                if shown.is_some() {
                    let name = say!("Find in the transcript (Ctrl+F)");
                    if icon_button(ui, ButtonKind::Quiet, icon::SEARCH, false, palette.second, name).clicked() {
                        actions.push(TranscriptAction::Find.into());
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(8.0);
                    ui.spacing_mut().item_spacing.x = 10.0;
                    if is_beside {
                        let title = RichText::new(say!("Transcript")).font(theme::semibold(theme::SMALL));
                        ui.add(Label::new(title.color(palette.second)).selectable(false));
                    }
                    if let Some(speaking) = shown.and_then(|shown| shown.speaking.as_deref()) {
                        let text = RichText::new(speaking).font(theme::regular(theme::SMALL)).color(palette.second);
                        ui.add(Label::new(text).truncate()).on_hover_text(say!("Who spoke how long"));
                    }
                });
            });
        });
    });
}

/// What a person has to know about these turns, and the switch for what was not said: one line, whole on hover.
pub fn foot(ui: &mut Ui, inbox: &Inbox, open: &OpenTranscript<'_>, shown: &Conversation, actions: &mut Vec<Action>) {
    if open.remarks.is_empty() && shown.asides == 0 {
        return;
    }
    let edge = theme::hairline(ui);
    let panel = Panel::bottom("transcript foot")
        .exact_size(FOOT)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 8, right: 12, top: 0, bottom: 0 }))
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| foot_line(ui, inbox, open, shown, actions));
        });
    let foot = panel.response.rect;
    ui.painter().hline(foot.x_range(), foot.top() + 0.5, edge);
}

/// Height of the line below the turns, in points.
const FOOT: f32 = 32.0;

fn foot_line(ui: &mut Ui, inbox: &Inbox, open: &OpenTranscript<'_>, shown: &Conversation, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.x = 12.0;
    ui.spacing_mut().interact_size.y = 17.0;
    if shown.asides > 0 {
        let (text, name) = if inbox.transcript.shows_asides {
            (say!("Hide prompts"), say!("Hide tool calls and prompts"))
        } else {
            (say!("Show prompts"), say!("Show tool calls and prompts"))
        };
        if link(ui, text, name).on_hover_text(name).clicked() {
            actions.push(TranscriptAction::ToggleAsides.into());
        }
    }
    if !open.remarks.is_empty() {
        let remarks = open.remarks.join(" ");
        let text = line(ui, &remarks, theme::regular(theme::SMALL), palette.second, ui.available_width());
        let is_cut = text.elided;
        let size = egui::vec2(ui.available_width(), theme::LINE);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &remarks));
        let at = egui::pos2(rect.left(), rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, palette.second);
        if is_cut {
            response.on_hover_text(open.remarks.join("\n"));
        }
    }
}
