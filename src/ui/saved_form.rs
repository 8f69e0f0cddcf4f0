//! The form by which a search is saved or changed. Enter in a field saves, Escape leaves everything as it was.

use egui::text::CCursorRange;
use egui::text_edit::TextEditState;
use egui::{
    Align, Align2, Context, Id, Key, Label, Layout, Modifiers, RichText, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo,
};

use super::dialog::{self, Place};
use super::tasks::focus;
use super::widgets::{ButtonKind, button, field, icon};
use super::{keyboard, theme};
use crate::inbox::{Action, Field, Inbox, SavedAction, SearchDraft};

const WIDTH: f32 = 440.0;
const PLACE: Place = Place::Top(96.0);
/// What stands around the fields, in points.
const AROUND: f32 = 124.0;

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(draft) = &inbox.search_draft else { return };
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Escape) {
        actions.push(SavedAction::Cancel.into());
    }
    // A button with the keyboard is pressed by Enter.
    let is_entered = ctx.text_edit_focused() && pressed(Modifiers::NONE, Key::Enter);
    let is_confirmed = pressed(Modifiers::COMMAND, Key::S) || is_entered;
    let modal = dialog::show(ctx, "search form", PLACE, WIDTH, 20, |ui| body(ui, inbox, draft, actions));
    if modal.backdrop_response.clicked() {
        actions.push(SavedAction::Cancel.into());
    }
    // After what was typed in the same frame.
    if is_confirmed {
        actions.push(SavedAction::Confirm.into());
    }
}

fn body(ui: &mut Ui, inbox: &Inbox, draft: &SearchDraft, actions: &mut Vec<Action>) {
    dialog::title(ui, if draft.is_change() { say!("Change this saved search") } else { say!("Save this search") });
    ui.add_space(12.0);
    // In a low window the fields are scrolled, and the buttons stay in sight.
    let most = dialog::room_for(ui.ctx(), PLACE, AROUND, 480.0);
    ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(ui, |ui| {
        fields(ui, inbox, draft, actions);
        keyboard::keep_in_sight(ui);
    });
    let obstacle = inbox.draft_obstacle();
    if let Some(obstacle) = obstacle {
        ui.add_space(8.0);
        warning(ui, obstacle);
    }
    dialog::buttons(ui, |ui| {
        let save =
            ui.add_enabled_ui(obstacle.is_none(), |ui| button(ui, ButtonKind::Primary, say!("Save")).clicked()).inner;
        if save {
            actions.push(SavedAction::Confirm.into());
        }
        if button(ui, ButtonKind::Plain, say!("Cancel")).clicked() {
            actions.push(SavedAction::Cancel.into());
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if draft.is_change() && button(ui, ButtonKind::Quiet, say!("Delete")).clicked() {
                actions.push(SavedAction::Forget(draft.id).into());
            }
        });
    });
}

fn fields(ui: &mut Ui, inbox: &Inbox, draft: &SearchDraft, actions: &mut Vec<Action>) {
    name_field(ui, inbox, draft, actions);
    ui.add_space(10.0);
    label(ui, say!("Search"));
    let mut text = draft.text.clone();
    field(ui, Id::unique("search form text"), &mut text, say!("What to look for"), say!("Search"), 1);
    if text != draft.text {
        actions.push(SavedAction::TypeText(text).into());
    }
    ui.add_space(2.0);
    match inbox.draft_problem() {
        Some(problem) => warning(ui, &problem),
        None => note(ui, say!("Looks at all calls, whichever view is open.")),
    }
    ui.add_space(10.0);
    tag_fields(ui, inbox, draft, actions);
}

fn name_field(ui: &mut Ui, inbox: &Inbox, draft: &SearchDraft, actions: &mut Vec<Action>) {
    label(ui, say!("Name"));
    let id = Id::unique("search form name");
    let mut name = draft.name.clone();
    let response = field(ui, id, &mut name, say!("Hot leads"), say!("Name"), 1);
    focus(ui, inbox, Field::SearchName, &response, actions);
    if inbox.focus == Some(Field::SearchName) {
        // The name is a proposal: what is typed takes its place. Only a field with the keyboard keeps what is selected.
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::select_all_str(&name)));
        state.store(ui.ctx(), id);
    }
    // The keyboard is never left without a place while this is open.
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if name != draft.name {
        actions.push(SavedAction::TypeName(name).into());
    }
}

fn tag_fields(ui: &mut Ui, inbox: &Inbox, draft: &SearchDraft, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let words = say!("Tag calls that arrive and match");
    let text = ui.painter().layout_no_wrap(words.to_owned(), theme::regular(theme::BODY), palette.text);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(text.size().x + 30.0, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, draft.gives_tag, words));
    let (symbol, ink) =
        if draft.gives_tag { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
    let ink = if response.hovered() { palette.text } else { ink };
    let at = egui::pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, symbol, theme::icons(17.0), ink);
    ui.painter().galley(egui::pos2(rect.left() + 26.0, rect.center().y - text.size().y / 2.0), text, palette.text);
    keyboard::ring(ui, &response, rect);
    if response.clicked() {
        actions.push(SavedAction::GiveTag(!draft.gives_tag).into());
    }
    if !draft.gives_tag {
        return;
    }
    let mut tag = draft.tag.clone();
    let response = field(ui, Id::unique("search form tag"), &mut tag, say!("Tag"), say!("Tag"), 1);
    focus(ui, inbox, Field::SearchTag, &response, actions);
    if tag != draft.tag {
        actions.push(SavedAction::TypeTag(tag).into());
    }
    note(ui, say!("Calls that are here already keep the tags they have."));
}

fn label(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::medium(theme::SMALL)).color(theme::palette(ui).second);
    ui.add(Label::new(text).selectable(false));
}

fn note(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
    ui.add(Label::new(text).wrap().selectable(false));
}

fn warning(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).mixed;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(RichText::new(icon::WARNING).font(theme::icons(15.0)).color(ink)).selectable(false));
        let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(ink);
        ui.add(Label::new(text).wrap().selectable(false));
    });
}
