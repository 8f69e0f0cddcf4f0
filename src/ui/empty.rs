//! What is shown where there is nothing to show, and why.

use egui::{Align, Layout, RichText, Ui};

use super::theme;
use super::widgets::{ButtonKind, button, icon};
use crate::call::View;
use crate::inbox::Inbox;

/// An empty list: still being read, nothing in this view, or no match. True when all calls are to be searched.
pub fn list(ui: &mut Ui, inbox: &Inbox) -> bool {
    if !inbox.list.is_complete() {
        // It takes milliseconds: a word would only flicker.
        return false;
    }
    if !inbox.search.trim().is_empty() {
        let words = inbox.search.trim();
        let title = format!("No call matches “{}”", shortened(words));
        if inbox.view == View::All {
            message(ui, icon::SEARCH_NONE, &title, "Every word must occur in a call. Try fewer words or filters.");
            return false;
        }
        let text = format!("Nothing in {} fits. It may stand among the other calls.", view_name(inbox.view));
        message(ui, icon::SEARCH_NONE, &title, &text);
        return ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, "Search all calls").clicked()).inner;
    }
    let (symbol, title, text) = match inbox.view {
        View::Inbox => (icon::DONE, "All done", "Every call is worked off. New ones appear here by themselves."),
        View::Unread => (icon::UNREAD, "Nothing unread", "Every call has been opened."),
        View::Starred => (icon::STAR, "Nothing starred", "Press S on a call to keep it at hand here."),
        View::Tasks => {
            (icon::CHECKED, "Nothing to do", "Tasks that calls bring, and those you add to a call, gather here.")
        }
        View::Snoozed => (icon::SNOOZE, "Nothing snoozed", "Press H on a call to put it off. It comes back by itself."),
        View::Done => (icon::DONE, "Nothing done yet", "Press E on a call when it is worked off."),
        View::All => (icon::ALL, "No calls yet", "Calls appear here as they arrive."),
    };
    message(ui, symbol, title, text);
    false
}

/// A view as it stands within a sentence.
fn view_name(view: View) -> &'static str {
    match view {
        View::Inbox => "the inbox",
        View::Unread => "the unread calls",
        View::Tasks => "the calls with tasks",
        View::Starred => "the starred calls",
        View::Snoozed => "the snoozed calls",
        View::Done => "the calls that are done",
        View::All => "all calls",
    }
}

/// The list could not be read. True when another try was asked for.
pub fn list_failed(ui: &mut Ui, failure: &str) -> bool {
    failed(ui, "The calls can't be shown", failure)
}

/// Something could not be read. True when another try was asked for.
pub fn failed(ui: &mut Ui, title: &str, failure: &str) -> bool {
    message(ui, icon::WARNING, title, failure);
    ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, "Try again").clicked()).inner
}

/// Nothing was counted. True when the way out was taken.
pub fn with_way_out(ui: &mut Ui, title: &str, text: &str, way_out: Option<&str>) -> bool {
    message(ui, icon::INSIGHTS, title, text);
    let offered = |ui: &mut Ui| way_out.is_some_and(|way_out| button(ui, ButtonKind::Plain, way_out).clicked());
    ui.vertical_centered(offered).inner
}

/// No call is open.
pub fn detail(ui: &mut Ui, title: &str, text: &str) {
    let height = ui.available_height();
    ui.add_space((height * 0.5 - 100.0).max(0.0));
    message(ui, icon::INBOX, title, text);
}

/// A symbol, what is the matter, and what to make of it.
pub fn message(ui: &mut Ui, symbol: &str, title: &str, text: &str) {
    let palette = theme::palette(ui);
    ui.add_space(48.0);
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.set_max_width(ui.available_width() - 32.0);
        ui.label(RichText::new(symbol).font(theme::icons(34.0)).color(palette.third));
        ui.add_space(8.0);
        ui.label(RichText::new(title).font(theme::semibold(15.0)).color(palette.text));
        ui.add_space(2.0);
        ui.set_max_width(280.0);
        ui.label(RichText::new(text).font(theme::regular(theme::BODY)).color(palette.second));
        ui.add_space(12.0);
    });
}

fn shortened(words: &str) -> String {
    const CHARS: usize = 40;
    if words.chars().count() <= CHARS { words.to_owned() } else { words.chars().take(CHARS).chain(['…']).collect() }
}
