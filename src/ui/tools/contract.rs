//! The page on what is sent: what changed, and every field against the contract.

use egui::{Align, Align2, Label, Layout, RichText, Sense, Ui, Vec2};

use super::parts::{PART_GAP, line_with_end, nothing, page, progress_bar, small};
use crate::inbox::{Action, ChangeLine, ContractAction, FieldLine, FieldMark, Inbox, ToolAction, count_label};
use crate::traffic::{ContractWatch, PAYLOADS_OF_A_HABIT};
use crate::ui::theme;
use crate::ui::widgets::{
    ButtonKind, Segment, badge, icon, line, link, link_button, named_button, section_title, segmented,
};

const ABOUT: &str = say_later!(
    "What the platform sends, against its documentation and against what it usually sends. You are told once \
                     when a field comes, goes, or comes as another type."
);
const ROW_HEIGHT: f32 = 30.0;
/// Days of the small lines.
const DAYS: usize = 30;
/// Width of a day, in points.
const DAY_WIDTH: f32 = 3.0;
/// From none of the payloads to all of them, in points.
const COURSE_HEIGHT: f32 = 14.0;

/// Of the word that stands where a number would, in points.
const NEVER_WIDTH: f32 = 32.0;

/// Left edges of the columns.
struct Columns {
    documented: f32,
    usual: f32,
    present: f32,
    /// Where numbers end.
    present_end: f32,
    days: f32,
    example: f32,
    right: f32,
}

impl Columns {
    fn of(ui: &Ui) -> Self {
        let area = ui.max_rect();
        let width = area.width();
        let example = area.right() - 58.0;
        let days = example - DAYS as f32 * DAY_WIDTH - 18.0;
        let present_end = days - 26.0;
        let present = present_end - 62.0;
        let documented = area.left() + (width * 0.36).min(300.0);
        Self { documented, usual: documented + 96.0, present, present_end, days, example, right: area.right() }
    }
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    page(ui, say!("Contract"), crate::words::say(ABOUT), |ui| {
        let Some(known) = &inbox.tools.contract.known else { return };
        if known.payloads < PAYLOADS_OF_A_HABIT {
            too_few(ui, known);
        } else {
            changes(ui, inbox, actions);
        }
        if !known.fields.is_empty() && known.payloads > 0 {
            ui.add_space(PART_GAP);
            fields(ui, inbox, known, actions);
        }
    });
}

fn too_few(ui: &mut Ui, known: &ContractWatch) {
    let text = match known.payloads {
        0 => say!("It needs {needed} payloads to know what is usual: none came so far.", needed = PAYLOADS_OF_A_HABIT),
        some => say!(
            "It needs {needed} payloads to know what is usual: {count} so far.",
            needed = PAYLOADS_OF_A_HABIT,
            count = some
        ),
    };
    if known.payloads == 0 {
        nothing(ui, icon::CONTRACT, say!("Nothing to compare yet"), &text);
        return;
    }
    small(ui, &text);
    ui.add_space(2.0);
    progress_bar(ui, known.payloads as f32 / PAYLOADS_OF_A_HABIT as f32, 200.0);
}

fn changes(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let lines = inbox.change_lines();
    let unseen = inbox.tools.contract.unseen.len() as u64;
    let title = match unseen {
        0 => say!("Changes").to_owned(),
        count => say!("Changes ({count} not seen)", count = count_label(count)),
    };
    line_with_end(
        ui,
        |ui| section_title(ui, &title),
        |ui| {
            if unseen > 1 && link_button(ui, say!("All seen")).clicked() {
                actions.push(ContractAction::See(None).into());
            }
        },
    );
    if lines.is_empty() {
        small(ui, say!("None so far: what comes is what usually comes."));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for line in &lines {
        ui.push_id(line.id, |ui| change(ui, line, actions));
    }
}

fn change(ui: &mut Ui, change: &ChangeLine, actions: &mut Vec<Action>) {
    const HEIGHT: f32 = 50.0;
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    // The words of the last one end where the line does: its ground is seen under the pointer alone.
    let place = rect.with_max_x(rect.right() + ui.spacing().button_padding.x);
    let mut buttons = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
    buttons.spacing_mut().item_spacing.x = 8.0;
    let name = say!("Show #{number}, the example of: {change}", number = change.example.0, change = change.what);
    if named_button(&mut buttons, ButtonKind::Quiet, say!("Show the example"), &name).clicked() {
        actions.push(ToolAction::ShowRequest(change.example).into());
    }
    if change.is_unseen {
        let name = say!("Seen: {change}", change = change.what);
        if named_button(&mut buttons, ButtonKind::Plain, say!("Seen"), &name).clicked() {
            actions.push(ContractAction::See(Some(change.id)).into());
        }
    }
    let right = buttons.min_rect().left() - 12.0;
    let mut left = rect.left();
    if change.is_unseen {
        ui.painter().circle_filled(egui::pos2(left + 4.0, rect.top() + 17.0), 3.5, palette.accent);
        left += 16.0;
    }
    let font = if change.is_unseen { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    let ink = if change.is_unseen { palette.text } else { palette.second };
    let what = line(ui, &change.what, font, ink, right - left);
    let is_cut = what.elided;
    ui.painter().galley(egui::pos2(left, rect.top() + 8.0), what, ink);
    let facts = line(ui, &change.facts, theme::regular(theme::SMALL), palette.second, right - left);
    ui.painter().galley(egui::pos2(left, rect.top() + 27.0), facts, palette.second);
    let text = egui::Rect::from_min_max(rect.min, egui::pos2(right, rect.bottom()));
    let response = ui.interact(text, ui.scope_id().with("change"), Sense::hover());
    let said = if change.is_unseen {
        say!("not seen, {change}, {facts}", change = change.what, facts = change.facts)
    } else {
        format!("{}, {}", change.what, change.facts)
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    if is_cut {
        response.on_hover_text(&change.what);
    }
}

fn fields(ui: &mut Ui, inbox: &Inbox, known: &ContractWatch, actions: &mut Vec<Action>) {
    let page = &inbox.tools.contract;
    section_title(ui, &say_many!(known.payloads, "Fields, of {n} payload", "Fields, of {n} payloads"));
    ui.add_space(4.0);
    let offered = [Segment::new(say!("All fields"), false), Segment::new(say!("Only what differs"), true)];
    let chosen = segmented(ui, &offered, page.only_differing);
    actions.extend(chosen.map(|only| ContractAction::OnlyWhatDiffers(only).into()));
    ui.add_space(4.0);
    let lines = page.fields();
    if lines.is_empty() {
        small(ui, say!("Nothing differs: every field comes as the contract says."));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::of(ui);
    head(ui, &columns);
    for field in &lines {
        ui.push_id(&field.path, |ui| field_row(ui, &columns, field, actions));
    }
}

fn head(ui: &mut Ui, columns: &Columns) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    for (left, name) in [
        (rect.left(), say!("Field")),
        (columns.documented, say!("Contract")),
        (columns.usual, say!("Sent as")),
        (columns.days, say!("30 days")),
    ] {
        let place = egui::Rect::from_min_size(egui::pos2(left, rect.top()), Vec2::new(90.0, rect.height()));
        let mut cell =
            ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
        let text = RichText::new(name).font(theme::regular(theme::SMALL)).color(palette.second);
        cell.add(Label::new(text).selectable(false));
    }
    // Above numbers, which end at one line.
    let at = egui::pos2(columns.present_end, rect.center().y);
    ui.painter().text(at, Align2::RIGHT_CENTER, say!("Present"), theme::regular(theme::SMALL), palette.second);
}

fn field_row(ui: &mut Ui, columns: &Columns, field: &FieldLine, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::hover());
    let mark = field.mark.map(|mark| format!(", {}", mark.label())).unwrap_or_default();
    let contract = field.documented.unwrap_or(say!("not in it"));
    let said = say!(
        "{path}{mark}, contract {contract}, sent as {usual}, present {present}",
        path = field.path,
        mark = mark,
        contract = contract,
        usual = field.usual,
        present = field.present
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    let middle = rect.center().y;
    let paint = |ui: &Ui, text: &str, font, ink, left: f32, right: f32| {
        let shown = line(ui, text, font, ink, right - left - 10.0);
        let is_cut = shown.elided;
        ui.painter().galley(egui::pos2(left, middle - shown.size().y / 2.0), shown, ink);
        is_cut
    };
    let regular = || theme::regular(theme::SMALL);
    let is_path_cut = paint(ui, &field.path, theme::mono(theme::SMALL), palette.text, rect.left(), columns.documented);
    match (field.documented, field.mark) {
        (None, _) => mark_at(ui, rect, columns.documented, say!("not in it")),
        (Some(documented), Some(FieldMark::OtherType)) => mark_at(ui, rect, columns.documented, documented),
        (Some(documented), _) => {
            paint(ui, documented, regular(), palette.second, columns.documented, columns.usual);
        }
    }
    let usual_ink = if field.mark == Some(FieldMark::OtherType) { palette.mixed } else { palette.text };
    let is_usual_cut = paint(ui, &field.usual, regular(), usual_ink, columns.usual, columns.present);
    if field.mark == Some(FieldMark::NeverSent) {
        mark_at(ui, rect, columns.present_end - NEVER_WIDTH, say!("never"));
    } else {
        let at = egui::pos2(columns.present_end, middle);
        ui.painter().text(at, Align2::RIGHT_CENTER, &field.present, regular(), palette.text);
    }
    course(ui, &field.days, columns.days, rect);
    if let Some(example) = field.example {
        let place =
            egui::Rect::from_min_max(egui::pos2(columns.example, rect.top()), egui::pos2(columns.right, rect.bottom()));
        let mut cell =
            ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
        if link(
            &mut cell,
            &format!("#{}", example.0),
            &say!("Open request {number} with {field}", number = example.0, field = field.path),
        )
        .on_hover_text(say!("Open the newest request with it"))
        .clicked()
        {
            actions.push(ToolAction::ShowRequest(example).into());
        }
    }
    if is_path_cut || is_usual_cut {
        response.on_hover_text(format!("{}\n{}", field.path, field.usual));
    }
}

fn mark_at(ui: &mut Ui, row: egui::Rect, left: f32, text: &str) {
    let palette = theme::palette(ui);
    let place = egui::Rect::from_min_size(egui::pos2(left - 6.0, row.top()), Vec2::new(100.0, row.height()));
    let mut cell = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
    badge(&mut cell, text, palette.mixed, palette.mixed_ground);
}

/// How the share of payloads that had the field went, day by day; broken where none came. The last day is marked.
fn course(ui: &Ui, days: &[Option<f32>], left: f32, row: egui::Rect) {
    let palette = theme::palette(ui);
    let shown = &days[days.len().saturating_sub(DAYS)..];
    let begin = left + (DAYS - shown.len()) as f32 * DAY_WIDTH;
    let base = row.center().y + COURSE_HEIGHT / 2.0;
    ui.painter().hline(left..=left + DAYS as f32 * DAY_WIDTH, base + 1.5, theme::hairline(ui));
    let place = |(at, share): (usize, &Option<f32>)| {
        share.map(|share| {
            egui::pos2(begin + (at as f32 + 0.5) * DAY_WIDTH, base - COURSE_HEIGHT * share.clamp(0.0, 1.0))
        })
    };
    let points: Vec<Option<egui::Pos2>> = shown.iter().enumerate().map(place).collect();
    for piece in points.split(Option::is_none) {
        match piece {
            [] => {}
            [Some(alone)] => _ = ui.painter().circle_filled(*alone, 1.5, palette.wave),
            line => {
                let line = line.iter().flatten().copied().collect();
                ui.painter().add(egui::Shape::line(line, egui::Stroke::new(1.5, palette.wave)));
            }
        }
    }
    if let Some(last) = points.iter().flatten().next_back() {
        ui.painter().circle_filled(*last, 2.0, palette.accent);
    }
}
