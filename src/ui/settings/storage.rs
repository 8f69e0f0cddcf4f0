//! Settings, Storage: the folder, what it takes, how much recordings may take.

use egui::{Color32, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::parts::{fact, flow, row, rule};
use crate::bus::FolderFacts;
use crate::inbox::{
    Action, BUDGETS_GB, Inbox, PlayerAction, SettingsAction, SettingsSection, age_label, bytes_label, most_label,
};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, icon, labelled_button, line, link, segmented};

/// Height of a line of the sizes, in points.
const LINE: f32 = 24.0;
/// Where the sizes end, in points.
const SIZES_WIDTH: f32 = 320.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let about =
        say!("Everything that is received is kept in this folder, and nowhere else. To keep a copy, copy all of it.");
    row(ui, inbox, say!("Folder"), about, |ui| {
        fact(ui, &inbox.data_folder);
        flow(ui, |ui| {
            let open = say!("Open folder");
            if labelled_button(ui, ButtonKind::Plain, icon::OPEN_OUTSIDE, open, open).clicked() {
                actions.push(SettingsAction::OpenFolder.into());
            }
            if button(ui, ButtonKind::Plain, say!("Copy path")).clicked() {
                ui.ctx().copy_text(inbox.data_folder.clone());
                actions.push(Action::Copied(say!("Path of the folder")));
            }
        });
    });
    row(ui, inbox, say!("Room taken"), "", |ui| match &inbox.settings.folder {
        Some(facts) => sizes(ui, facts),
        None => fact(ui, say!("Measuring…")),
    });
    rule(ui);
    let about = say!("When it is used up, what was not heard for long leaves. Pinned recordings stay.");
    row(ui, inbox, say!("Room for recordings"), about, |ui| {
        let budgets =
            BUDGETS_GB.map(|gigabytes| Segment::new(say!("{gigabytes} GB", gigabytes = gigabytes), gigabytes));
        let chosen = segmented(ui, &budgets, inbox.player.prefs.budget_gb);
        actions.extend(chosen.map(|gigabytes| PlayerAction::SetBudget(gigabytes).into()));
    });
    row(ui, inbox, say!("Requests"), "", |ui| {
        let limits = inbox.tools.limits;
        let (age, most) = (age_label(limits.most_days), most_label(limits.most_requests));
        fact(ui, &say!("{age}, {most}", age = age, most = most.to_lowercase()));
        if link(ui, say!("Change"), say!("Change how many requests are kept")).clicked() {
            actions.push(SettingsAction::Open(SettingsSection::Requests).into());
        }
    });
}

/// A bar of what there is, and each part by name.
fn sizes(ui: &mut Ui, facts: &FolderFacts) {
    let palette = theme::palette(ui);
    let files = |count: u64, one: String| if count == 0 { String::new() } else { one };
    let parts = [
        (say!("Database"), String::new(), facts.database_bytes, palette.accent),
        (
            say!("Recordings"),
            files(facts.recordings, say_many!(facts.recordings, "{n} file", "{n} files")),
            facts.recording_bytes,
            palette.good,
        ),
        (
            say!("Transcripts"),
            files(facts.transcripts, say_many!(facts.transcripts, "{n} file", "{n} files")),
            facts.transcript_bytes,
            palette.mixed,
        ),
        (say!("Other files"), String::new(), facts.other_bytes, palette.wave),
    ];
    let width = SIZES_WIDTH.min(ui.available_width());
    ui.add_space(12.0);
    bar(ui, width, &parts.each_ref().map(|(_, _, bytes, ink)| (*bytes, *ink)));
    ui.add_space(10.0);
    for (name, files, bytes, ink) in &parts {
        part(ui, width, Some(*ink), name, files, &bytes_label(*bytes), false);
    }
    part(ui, width, None, say!("Together"), "", &bytes_label(facts.all_bytes()), true);
    if let Some(free) = facts.free_bytes {
        part(ui, width, None, say!("Free on this disk"), "", &bytes_label(free), false);
    }
}

fn bar(ui: &mut Ui, width: f32, parts: &[(u64, Color32)]) {
    const HEIGHT: f32 = 8.0;
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::hover());
    let radius = CornerRadius::same(4);
    ui.painter().rect_filled(rect, radius, palette.neutral_ground);
    let all = parts.iter().map(|(bytes, _)| *bytes).sum::<u64>().max(1) as f64;
    let mut left = rect.left();
    for (bytes, ink) in parts {
        let reach = (*bytes as f64 / all) as f32 * width;
        if reach >= 1.0 {
            let right = (left + reach).min(rect.right());
            // A gap tells one from the next without colours.
            let piece = Rect::from_x_y_ranges(left..=(right - 1.5).max(left + 1.0), rect.y_range());
            ui.painter().rect_filled(piece, CornerRadius::same(2), *ink);
        }
        left += reach;
    }
}

fn part(ui: &mut Ui, width: f32, ink: Option<Color32>, name: &str, files: &str, size: &str, is_strong: bool) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, LINE), Sense::hover());
    let said = if files.is_empty() {
        say!("{name} {size}", name = name, size = size)
    } else {
        say!("{name} {files} {size}", name = name, files = files, size = size)
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    if let Some(ink) = ink {
        let square = Rect::from_center_size(egui::pos2(rect.left() + 4.0, rect.center().y), Vec2::splat(8.0));
        ui.painter().rect_filled(square, CornerRadius::same(2), ink);
    }
    let font = if is_strong { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    let middle = rect.center().y;
    let name = line(ui, name, font.clone(), palette.text, width / 2.0);
    let after = rect.left() + 18.0 + name.size().x + 8.0;
    ui.painter().galley(egui::pos2(rect.left() + 18.0, middle - name.size().y / 2.0), name, palette.text);
    let files = line(ui, files, theme::regular(theme::SMALL), palette.second, width / 3.0);
    ui.painter().galley(egui::pos2(after, middle - files.size().y / 2.0), files, palette.second);
    let size = ui.painter().layout_no_wrap(size.to_owned(), font, palette.text);
    ui.painter().galley(egui::pos2(rect.right() - size.size().x, middle - size.size().y / 2.0), size, palette.text);
}
