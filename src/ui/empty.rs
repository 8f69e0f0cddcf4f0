//! What is shown where there is nothing to show, and why.

use egui::{Align, Color32, Label, RichText, Sense, Ui, Vec2};

use super::theme;
use super::widgets::{ButtonKind, button, icon};
use crate::call::View;
use crate::inbox::{Action, Inbox, SearchAction};

/// Widest lines, in points.
const TEXT_WIDTH: f32 = 288.0;
/// A sign stands on a ground of this diameter, in points.
const SIGN: f32 = 64.0;
/// Where a sign begins, as a share of the window's height.
const PLACE: f32 = 0.27;

/// An empty list: still being read, nothing in this view, or no match.
pub fn list(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if !inbox.list.is_complete() {
        // It takes milliseconds: a word would only flicker.
        return;
    }
    place(ui);
    if !inbox.search.trim().is_empty() {
        return no_match(ui, inbox, actions);
    }
    let (symbol, title, text) = match inbox.view {
        View::Inbox => {
            (icon::CHECK, say!("All done"), say!("Every call is worked off. New ones appear here by themselves."))
        }
        View::Unread => (icon::UNREAD, say!("Nothing unread"), say!("Every call has been opened.")),
        View::Starred => (icon::STAR, say!("Nothing starred"), say!("Press S on a call to keep it at hand here.")),
        View::Tasks => (
            icon::CHECKED,
            say!("Nothing to do"),
            say!("Tasks that calls bring, and those you add to a call, gather here."),
        ),
        View::Snoozed => {
            (icon::SNOOZE, say!("Nothing snoozed"), say!("Press H on a call to put it off. It comes back by itself."))
        }
        View::Done => (icon::DONE, say!("Nothing done yet"), say!("Press E on a call when it is worked off.")),
        View::All => (icon::ALL, say!("No calls yet"), say!("Calls appear here as they arrive.")),
    };
    let palette = theme::palette(ui);
    if inbox.view == View::Inbox {
        sign(ui, symbol, palette.good, palette.good_ground);
    } else {
        sign(ui, symbol, palette.second, palette.neutral_ground);
    }
    words(ui, title, text);
}

fn no_match(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let title = say!("No call matches “{words}”", words = shortened(inbox.search.trim()));
    sign(ui, icon::SEARCH_NONE, palette.second, palette.neutral_ground);
    if inbox.view == View::All {
        words(ui, &title, say!("Every word must occur in a call. Try fewer words or filters."));
        return;
    }
    let view = view_name(inbox.view);
    words(ui, &title, &say!("Nothing in {view} fits. It may stand among the other calls.", view = view));
    if ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, say!("Search all calls")).clicked()).inner {
        actions.push(Action::SearchBox(SearchAction::Everywhere));
    }
}

/// Both sides of the window begin to speak at the same height.
pub(super) fn place(ui: &mut Ui) {
    let wanted = ui.ctx().content_rect().height() * PLACE - ui.cursor().top();
    let spare = ui.available_height() - SIGN - 120.0;
    ui.add_space(wanted.min(spare).max(20.0));
}

/// A view as it stands within a sentence.
fn view_name(view: View) -> &'static str {
    match view {
        View::Inbox => say!("the inbox"),
        View::Unread => say!("the unread calls"),
        View::Tasks => say!("the calls with tasks"),
        View::Starred => say!("the starred calls"),
        View::Snoozed => say!("the snoozed calls"),
        View::Done => say!("the calls that are done"),
        View::All => say!("all calls"),
    }
}

/// The list could not be read. True when another try was asked for.
pub fn list_failed(ui: &mut Ui, failure: &str) -> bool {
    failed_here(ui, say!("The calls can't be shown"), failure)
}

/// The list or the call could not be read, which is said where both sides begin to speak. True when another try was asked
/// for.
pub fn failed_here(ui: &mut Ui, title: &str, failure: &str) -> bool {
    place(ui);
    let palette = theme::palette(ui);
    sign(ui, icon::WARNING, palette.mixed, palette.mixed_ground);
    words(ui, title, failure);
    try_again(ui)
}

fn try_again(ui: &mut Ui) -> bool {
    ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, say!("Try again")).clicked()).inner
}

/// Something could not be read. True when another try was asked for.
pub fn failed(ui: &mut Ui, title: &str, failure: &str) -> bool {
    message(ui, icon::WARNING, title, failure);
    try_again(ui)
}

/// Nothing was counted. True when the way out was taken.
pub fn with_way_out(ui: &mut Ui, title: &str, text: &str, way_out: Option<&str>) -> bool {
    message(ui, icon::INSIGHTS, title, text);
    let offered = |ui: &mut Ui| way_out.is_some_and(|way_out| button(ui, ButtonKind::Plain, way_out).clicked());
    ui.vertical_centered(offered).inner
}

/// Nothing to be seen in the place of a call.
pub fn detail(ui: &mut Ui, title: &str, text: &str) {
    place(ui);
    let palette = theme::palette(ui);
    sign(ui, icon::INBOX, palette.second, palette.neutral_ground);
    words(ui, title, text);
}

/// A symbol, what is the matter, and what to make of it.
pub fn message(ui: &mut Ui, symbol: &str, title: &str, text: &str) {
    let palette = theme::palette(ui);
    ui.add_space(40.0);
    sign(ui, symbol, palette.second, palette.neutral_ground);
    words(ui, title, text);
}

/// A symbol on a round ground, in the middle.
pub(super) fn sign(ui: &mut Ui, symbol: &str, ink: Color32, ground: Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), SIGN), Sense::hover());
    ui.painter().circle_filled(rect.center(), SIGN / 2.0, ground);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, symbol, theme::icons(30.0), ink);
    ui.add_space(16.0);
}

/// A title and what to make of it, in the middle.
pub(super) fn words(ui: &mut Ui, title: &str, text: &str) {
    let palette = theme::palette(ui);
    for (text, font, ink) in
        [(title, theme::semibold(15.0), palette.text), (text, theme::regular(theme::BODY), palette.second)]
    {
        middle(ui, text, font, ink);
        ui.add_space(4.0);
    }
    ui.add_space(12.0);
}

/// Lines in the middle.
fn middle(ui: &mut Ui, text: &str, font: egui::FontId, ink: Color32) {
    let width = TEXT_WIDTH.min(ui.available_width() - 32.0);
    ui.allocate_ui_with_layout(Vec2::new(ui.available_width(), 0.0), egui::Layout::top_down(Align::Center), |ui| {
        ui.set_max_width(width);
        let text = RichText::new(text).font(font).color(ink).line_height(Some(theme::LINE));
        ui.add(Label::new(text).wrap().halign(Align::Center));
    });
}

fn shortened(words: &str) -> String {
    const CHARS: usize = 40;
    if words.chars().count() <= CHARS { words.to_owned() } else { words.chars().take(CHARS).chain(['…']).collect() }
}
