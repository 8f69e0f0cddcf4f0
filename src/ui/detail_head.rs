//! The head of the open call: who, how to reach them, how it went, and what to do with it.

use egui::{Align, Color32, Frame, Label, Layout, Margin, Panel, Popup, Rect, RichText, Sense, Ui, UiBuilder, Vec2};

use super::widgets::{
    ButtonKind, avatar, chip, icon, icon_button, labelled_button, line, link_button, removable, score_bar, script,
};
use super::{picker, theme};
use crate::call::{CallRow, Mood, Score, Triage};
use crate::inbox::{
    Action, Contact, ContactKind, DetailPage, Inbox, PickerAction, PickerKind, full_stamp, initials, until_label,
    when_label,
};

/// Below this width, in points, Snooze and Tag are in the menu.
const BUTTONS_FROM: f32 = 560.0;
/// Below this width, in points, a score has no bar.
const BAR_FROM: f32 = 500.0;
/// Diameter of the caller's sign, which is the height of name and contacts, in points.
const SIGN: f32 = 40.0;
/// Left edge of the name, from the left of the sign, in points.
const LEAD: f32 = 52.0;
/// Between things that stand side by side, in points.
const GAP: f32 = 12.0;
/// With less room beside the name, how a caller likes to be reached stands elsewhere, in points.
const BESIDE_NAME: f32 = 190.0;

/// What the head says: of a call that was read, or of its row in the list while it is read.
pub struct Head<'a> {
    title: &'a str,
    contacts: Vec<Contact>,
    mood: Option<&'a Mood>,
    chips: Vec<&'a str>,
    score: Option<&'a Score>,
    when: String,
    when_full: String,
    reach: Option<&'a str>,
    marks: Triage,
    tags: &'a [String],
    page: Option<&'a DetailPage>,
}

impl<'a> Head<'a> {
    pub fn of_page(inbox: &'a Inbox, page: &'a DetailPage) -> Self {
        let analysis = &page.detail.call.analysis;
        Self {
            title: &page.title,
            contacts: page.contacts.clone(),
            mood: analysis.mood.as_ref(),
            chips: page.chips().collect(),
            score: analysis.score.as_ref(),
            when: page.circumstances(),
            when_full: page.when_full.clone(),
            reach: inbox.reach_line(),
            marks: page.detail.triage,
            tags: &page.detail.tags,
            page: Some(page),
        }
    }

    /// What a row knows: it stands where it will stand when the call was read.
    pub fn of_row(inbox: &Inbox, row: &'a CallRow) -> Self {
        let company = |text: &String| Contact { kind: ContactKind::Company, text: text.clone(), link: None };
        Self {
            title: &row.title,
            contacts: row.company.iter().map(company).collect(),
            mood: row.mood.as_ref(),
            chips: row.outcome.as_deref().into_iter().collect(),
            score: row.score.as_ref(),
            when: when_label(row.received_at, inbox.now, &inbox.zone),
            when_full: full_stamp(row.received_at, &inbox.zone),
            reach: None,
            marks: row.triage,
            tags: &row.tags,
            page: None,
        }
    }

    pub fn draw(&self, ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
        let edge = ui.max_rect();
        let panel = Panel::top("head")
            .show_separator_line(false)
            .frame(Frame::new().inner_margin(Margin { left: 22, right: 22, top: 18, bottom: 12 }))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing = Vec2::ZERO;
                let is_reach_told = self.who(ui, inbox, edge.width(), actions);
                ui.add_space(GAP);
                self.how(ui, edge.width(), is_reach_told);
                self.marked(ui, inbox, actions);
            });
        let y = panel.response.rect.bottom() - 0.5;
        ui.painter().hline(edge.x_range(), y, theme::hairline(ui));
    }

    /// Name and contacts beside the sign, buttons at the right. True if it says how they like to be reached.
    fn who(&self, ui: &mut Ui, inbox: &Inbox, edge_width: f32, actions: &mut Vec<Action>) -> bool {
        let palette = theme::palette(ui);
        let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), SIGN), Sense::hover());
        avatar(&mut within(ui, row, "sign"), &initials(self.title), SIGN);
        let left = row.left() + LEAD;
        let place = Rect::from_min_max(egui::pos2(left + 80.0, row.top()), row.max);
        let mut right = ui.new_child(
            UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)).id_salt("buttons"),
        );
        buttons(&mut right, inbox, self, edge_width < BUTTONS_FROM, actions);
        let room = right.min_rect().left() - GAP - left;

        let spots = self.spots(ui, room, row.width() - LEAD);
        // Contacts that need the whole width stand below name and buttons.
        let is_below = spots.iter().any(|spot| spot.row > 0 || spot.to > room);
        let middle = if spots.is_empty() || is_below { row.center().y } else { row.top() + 10.0 };
        let font = theme::semibold(theme::TITLE);
        let name = line(ui, self.title, font.clone(), palette.text, room);
        let place = Rect::from_min_size(egui::pos2(left, middle - 12.0), Vec2::new(name.size().x + 1.0, 24.0));
        script::cut(&mut within(ui, place, "name"), self.title, font, palette.text);

        let beside = room - name.size().x - GAP;
        let reach = self.reach.filter(|reach| {
            let needs = line(ui, reach, theme::regular(theme::SMALL), palette.second, f32::INFINITY).size().x + 20.0;
            beside >= needs.min(BESIDE_NAME)
        });
        if let Some(reach) = reach {
            let place =
                Rect::from_min_size(egui::pos2(place.right() + GAP, middle - 8.5), Vec2::new(beside, theme::LINE));
            let words = Quiet { symbol: icon::CLOCK, text: reach, hint: None };
            words.draw(&mut within(ui, place, "reach"));
        }
        let top = if is_below { row.bottom() - 2.0 } else { row.top() + 22.0 };
        for (contact, spot) in self.contacts.iter().zip(&spots) {
            let top = top + theme::LINE * f32::from(spot.row);
            let place =
                Rect::from_min_max(egui::pos2(left + spot.from, top), egui::pos2(left + spot.to, top + theme::LINE));
            draw_contact(ui, contact, place);
            if spot.from > 0.0 {
                let dot = egui::pos2(place.left() - DOT / 2.0 - 1.0, place.center().y + 0.5);
                ui.painter().circle_filled(dot, 1.25, palette.second);
            }
        }
        if let Some(last) = spots.last().filter(|_| is_below) {
            ui.add_space(theme::LINE * f32::from(last.row + 1) - 2.0);
        }
        reach.is_some()
    }

    /// Where the contacts stand: beside the buttons if they fit there, the company being cut if need be; else over the whole
    /// width, in as many rows as it takes.
    fn spots(&self, ui: &Ui, beside: f32, whole: f32) -> Vec<Spot> {
        /// A company's name is not cut to less, in points.
        const COMPANY_AT_LEAST: f32 = 96.0;
        let width = |text: &str| {
            line(ui, text, theme::regular(theme::BODY), Color32::PLACEHOLDER, f32::INFINITY).size().x.ceil() + 1.0
        };
        let mut widths: Vec<f32> = self.contacts.iter().map(|contact| width(&contact.text)).collect();
        // The company is cut where all of them, or else it and the next one, fit into a row then.
        let is_company = self.contacts.first().is_some_and(|first| first.kind == ContactKind::Company);
        let row = |widths: &[f32]| widths.iter().sum::<f32>() + DOT * widths.len().saturating_sub(1) as f32;
        let over = [row(&widths) - beside, row(&widths[..widths.len().min(2)]) - whole];
        let cut = over.into_iter().find(|over| is_company && *over > 0.0 && widths[0] - over >= COMPANY_AT_LEAST);
        if let (Some(company), Some(cut)) = (widths.first_mut(), cut) {
            *company -= cut;
        }
        let mut spots: Vec<Spot> = Vec::with_capacity(widths.len());
        for width in widths {
            let spot = match spots.last() {
                Some(last) if last.to + DOT + width <= whole => {
                    Spot { row: last.row, from: last.to + DOT, to: last.to + DOT + width }
                }
                last => Spot { row: last.map_or(0, |last| last.row + 1), from: 0.0, to: width.min(whole) },
            };
            spots.push(spot);
        }
        spots
    }

    /// Mood, outcome, classification, when, how to reach them; the score at the right end. What finds no room beside the
    /// score goes into a line of its own.
    fn how(&self, ui: &mut Ui, edge_width: f32, is_reach_told: bool) {
        let area = ui.available_rect_before_wrap();
        let score_left = match self.score {
            Some(score) => draw_score(ui, score, area.right_top(), edge_width) - GAP,
            None => area.right(),
        };
        let width = (score_left - area.left()).max(120.0);
        let mut words: Vec<Quiet<'_>> = vec![Quiet { symbol: "", text: &self.when, hint: Some(&self.when_full) }];
        words.extend(self.reach.filter(|_| !is_reach_told).map(|text| Quiet { symbol: icon::CLOCK, text, hint: None }));
        let mut room = width - self.chips_width(ui);
        let beside = words.iter().take_while(|words| {
            room -= words.width(ui) + 8.0;
            room >= -8.0
        });
        let (beside, below) = words.split_at(beside.count());
        let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), layout, |ui| {
            ui.set_max_width(width);
            ui.set_min_height(CHIP);
            ui.spacing_mut().item_spacing = Vec2::new(8.0, 6.0);
            self.chips(ui);
            beside.iter().for_each(|words| words.draw(ui));
        });
        if !below.is_empty() {
            ui.add_space(theme::GRID);
            ui.allocate_ui_with_layout(Vec2::new(area.width(), 0.0), layout, |ui| {
                ui.set_max_width(area.width());
                ui.spacing_mut().item_spacing = Vec2::new(GAP, 0.0);
                below.iter().for_each(|words| words.draw(ui));
            });
        }
    }

    /// How wide the chips are in one line, with what keeps them apart.
    fn chips_width(&self, ui: &Ui) -> f32 {
        let of = |text: &str, lead: f32| {
            line(ui, text, theme::regular(theme::SMALL), Color32::PLACEHOLDER, 204.0).size().x + 16.0 + lead + 8.0
        };
        let mood = self.mood.map_or(0.0, |mood| of(&mood.word, 18.0));
        mood + self.chips.iter().map(|text| of(text, 0.0)).sum::<f32>()
    }

    fn chips(&self, ui: &mut Ui) {
        let palette = theme::palette(ui);
        if let Some(mood) = self.mood {
            let (ink, ground) = palette.tone(mood.tone);
            chip(ui, Some(icon::face(mood.tone)), &mood.word, ink, ground);
        }
        for text in &self.chips {
            chip(ui, None, text, palette.second, palette.neutral_ground);
        }
    }

    /// Until when it is put off, and the tags; each can be taken away.
    fn marked(&self, ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
        let palette = theme::palette(ui);
        if self.tags.is_empty() && self.marks.snoozed_until.is_none() {
            return;
        }
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
            ui.spacing_mut().interact_size.y = CHIP;
            if let Some(until) = self.marks.snoozed_until {
                let symbol = RichText::new(icon::SNOOZE).font(theme::icons(16.0)).color(palette.mixed);
                ui.add(Label::new(symbol).selectable(false));
                let text = say!("Snoozed until {when}", when = until_label(until, inbox.now, &inbox.zone));
                let text = RichText::new(text).font(theme::medium(theme::SMALL)).color(palette.mixed);
                ui.label(text).on_hover_text(full_stamp(until, &inbox.zone));
                ui.add_space(2.0);
                if link_button(ui, say!("Bring back now")).clicked() {
                    actions.push(Action::Snooze(None));
                }
                ui.add_space(GAP);
            }
            // While several calls are chosen, acts are about them and not about this one.
            if !inbox.selection.is_empty() {
                ui.disable();
            }
            for tag in self.tags {
                let name = say!("Remove the tag {tag}", tag = tag);
                if removable(ui, icon::TAG, tag, &name) {
                    actions.push(Action::Tag(tag.clone(), false));
                }
            }
        });
    }
}

/// Room for the dot between two contacts, in points.
const DOT: f32 = 15.0;
/// Height of a chip, in points.
const CHIP: f32 = 24.0;

/// Where a contact stands: in which row, and from where to where right of the name's left edge.
struct Spot {
    row: u8,
    from: f32,
    to: f32,
}

/// A part of the head of its own, from the left.
fn within(ui: &mut Ui, rect: Rect, name: impl egui::AsIdSalt) -> Ui {
    let layout = Layout::left_to_right(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).id_salt(name));
    child.spacing_mut().item_spacing = Vec2::ZERO;
    child.spacing_mut().interact_size.y = rect.height();
    child
}

fn draw_contact(ui: &mut Ui, contact: &Contact, place: Rect) {
    let palette = theme::palette(ui);
    let mut ui = within(ui, place, ("contact", &contact.text));
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    let text = RichText::new(&contact.text).font(theme::regular(theme::BODY));
    match &contact.link {
        Some(link) => {
            let whom = &contact.text;
            let hint = match contact.kind {
                ContactKind::Phone => say!("Call {whom}", whom = whom),
                _ => say!("Write to {whom}", whom = whom),
            };
            ui.hyperlink_to(text.color(palette.accent), link).on_hover_text(hint);
        }
        // A company has words, in whichever order its script puts them.
        None => _ = script::cut(&mut ui, &contact.text, theme::regular(theme::BODY), palette.second),
    }
}

/// The score in front of a right edge: its name, its bar, its number. Where it begins.
fn draw_score(ui: &mut Ui, score: &Score, at: egui::Pos2, edge_width: f32) -> f32 {
    let palette = theme::palette(ui);
    let color = score.value.map_or(palette.second, |value| palette.score(value));
    let label = line(ui, &score.label(), theme::semibold(theme::TITLE), color, 120.0);
    let name = line(ui, say!("Score"), theme::regular(theme::SMALL), palette.second, 80.0);
    let middle = at.y + CHIP / 2.0;
    let bar = match score.value {
        Some(_) if edge_width >= BUTTONS_FROM => 96.0,
        Some(_) if edge_width >= BAR_FROM => 48.0,
        _ => 0.0,
    };
    let lead = name.size().x + 8.0 + if bar > 0.0 { bar + 10.0 } else { 0.0 };
    let left = at.x - label.size().x - lead;
    let place = Rect::from_min_max(egui::pos2(left, at.y), egui::pos2(at.x, at.y + CHIP));
    let response = ui.interact(place, ui.scope_id().with("score"), Sense::hover());
    let spoken = say!("Score {score}", score = score.label());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &spoken));
    let name_right = left + name.size().x;
    ui.painter().galley(egui::pos2(left, middle - name.size().y / 2.0), name, palette.second);
    if let Some(value) = score.value.filter(|_| bar > 0.0) {
        let place = Rect::from_min_size(egui::pos2(name_right + 8.0, middle - 3.0), Vec2::new(bar, 6.0));
        score_bar(&mut within(ui, place, "score bar"), value, bar);
    }
    let is_cut = label.elided;
    ui.painter().galley(egui::pos2(at.x - label.size().x, middle - label.size().y / 2.0), label, color);
    if is_cut {
        response.on_hover_text(score.label());
    }
    left
}

/// Quiet words in a line, with a symbol before them if there is one; they begin a new line together rather than break, and
/// are cut where a line is too short for them.
struct Quiet<'a> {
    symbol: &'a str,
    text: &'a str,
    /// More of it, on hover.
    hint: Option<&'a str>,
}

impl Quiet<'_> {
    fn lead(&self) -> f32 {
        if self.symbol.is_empty() { 0.0 } else { 19.0 }
    }

    /// How wide it is uncut.
    fn width(&self, ui: &Ui) -> f32 {
        let galley = line(ui, self.text, theme::regular(theme::SMALL), Color32::PLACEHOLDER, f32::INFINITY);
        self.lead() + galley.size().x + 1.0
    }

    fn draw(&self, ui: &mut Ui) {
        let palette = theme::palette(ui);
        let widest = ui.max_rect().width() - self.lead() - 1.0;
        let galley = line(ui, self.text, theme::regular(theme::SMALL), palette.second, widest);
        let size = Vec2::new(self.lead() + galley.size().x + 1.0, theme::LINE);
        if ui.layout().main_wrap && ui.available_size_before_wrap().x < size.x {
            ui.end_row();
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, self.text));
        let middle = rect.center().y;
        if !self.symbol.is_empty() {
            let at = egui::pos2(rect.left() - 1.0, middle);
            ui.painter().text(at, egui::Align2::LEFT_CENTER, self.symbol, theme::icons(15.0), palette.second);
        }
        let is_cut = galley.elided;
        ui.painter().galley(
            egui::pos2(rect.left() + self.lead(), middle - galley.size().y / 2.0),
            galley,
            palette.second,
        );
        match self.hint {
            Some(hint) => _ = response.on_hover_text(hint),
            None if is_cut => _ = response.on_hover_text(self.text),
            None => {}
        }
    }
}

fn buttons(ui: &mut Ui, inbox: &Inbox, head: &Head<'_>, is_narrow: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let marks = head.marks;
    ui.spacing_mut().item_spacing.x = 8.0;
    let more = icon_button(ui, ButtonKind::Plain, icon::MORE, false, palette.second, say!("More"));
    let picks: [Pick; 2] = [
        (PickerKind::Tags, icon::TAG, say!("Tag…"), say!("Tag (L)"), "L"),
        (PickerKind::Snooze, icon::SNOOZE, say!("Snooze…"), say!("Snooze (H)"), "H"),
    ];
    let is_chosen = !inbox.selection.is_empty();
    Popup::menu(&more).show(|ui| {
        ui.set_min_width(180.0);
        for (kind, _, text, _, key) in picks.iter().rev().filter(|_| is_narrow) {
            if ui.add(egui::Button::new(*text).shortcut_text(*key)).clicked() {
                actions.push(Action::Picker(PickerAction::Open(*kind)));
            }
        }
        let unread = if marks.unread { say!("Mark read") } else { say!("Mark unread") };
        if ui.add(egui::Button::new(unread).shortcut_text("U")).clicked() {
            actions.push(Action::ToggleUnread);
        }
        if let Some(page) = head.page {
            copies(ui, page, actions);
        }
    });
    // While several calls are chosen, acts are about them and not about this one.
    ui.add_enabled_ui(!is_chosen, |ui| marking_buttons(ui, marks, &picks, is_narrow.then_some(more.rect), actions));
}

/// How one of the things to pick is offered: what, its symbol, its text in a menu, its name, its key.
type Pick = (PickerKind, &'static str, &'static str, &'static str, &'static str);

fn marking_buttons(ui: &mut Ui, marks: Triage, picks: &[Pick], menu: Option<Rect>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (kind, symbol, text, name, hint) = if marks.done {
        (
            ButtonKind::Plain,
            icon::BACK_TO_INBOX,
            say!("To inbox"),
            say!("Back to the inbox"),
            say!("Not done after all (E)"),
        )
    } else {
        (ButtonKind::Primary, icon::CHECK, say!("Done"), say!("Mark done"), say!("Worked off (E)"))
    };
    if labelled_button(ui, kind, symbol, text, name).on_hover_text(hint).clicked() {
        actions.push(Action::ToggleDone);
    }
    for (kind, symbol, _, name, _) in picks {
        let at = menu.unwrap_or_else(|| {
            let response = icon_button(ui, ButtonKind::Plain, symbol, false, palette.second, name);
            if response.clicked() {
                actions.push(Action::Picker(PickerAction::Open(*kind)));
            }
            response.rect
        });
        if ui.is_enabled() {
            picker::anchor(ui, *kind, at);
        }
    }
    let (ink, name) =
        if marks.starred { (palette.mixed, say!("Remove the star (S)")) } else { (palette.second, say!("Star (S)")) };
    if icon_button(ui, ButtonKind::Plain, icon::STAR, marks.starred, ink, name).clicked() {
        actions.push(Action::ToggleStar);
    }
}

/// What of the call can be put on the clipboard.
fn copies(ui: &mut Ui, page: &DetailPage, actions: &mut Vec<Action>) {
    let mut copy = |ui: &mut Ui, label: &str, what: &'static str, text: &dyn Fn() -> String| {
        if ui.button(label).clicked() {
            ui.ctx().copy_text(text());
            actions.push(Action::Copied(what));
        }
    };
    let call = &page.detail.call;
    copy(ui, say!("Copy call ID"), say_later!("Call ID"), &|| call.id.to_string());
    copy(ui, say!("Copy as JSON"), say_later!("Call"), &|| call.document.to_json());
    if let Some(summary) = &call.analysis.summary {
        copy(ui, say!("Copy summary"), say_later!("Summary"), &|| summary.clone());
    }
}
