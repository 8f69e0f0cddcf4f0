//! The names of the pages, above them: quiet words, the open one underlined, with what there is to be seen on the others.

use egui::{Color32, CornerRadius, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::inbox::{Action, Inbox, ToolAction, TrafficPage, count_label};
use crate::traffic::TunnelStatus;
use crate::ui::keyboard;
use crate::ui::theme::{self, Palette};

const HEIGHT: f32 = 40.0;
const LEFT: f32 = 28.0;

/// What stands beside the name of a page.
struct Mark {
    /// A number, if there is one; a dot otherwise.
    count: Option<u64>,
    ink: Color32,
    ground: Color32,
    /// The same in words.
    said: String,
}

/// Draws the names of the pages.
pub fn tabs(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (strip, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
    let base = strip.bottom() - 0.5;
    ui.painter().hline(strip.x_range(), base, theme::hairline(ui));
    let mut x = strip.left() + LEFT;
    for page in TrafficPage::ALL {
        let is_open = inbox.tools.page == page;
        let mark = mark(inbox, page, palette);
        let font = if is_open { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
        let name = ui.painter().layout_no_wrap(page.label().to_owned(), font, Color32::PLACEHOLDER);
        let count = mark.as_ref().and_then(|mark| mark.count).map(|count| {
            ui.painter().layout_no_wrap(count_label(count), theme::medium(theme::SMALL), Color32::PLACEHOLDER)
        });
        let beside = match (&mark, &count) {
            (Some(_), Some(count)) => count.size().x + 18.0,
            (Some(_), None) => 13.0,
            (None, _) => 0.0,
        };
        let width = name.size().x + beside;
        let rect = Rect::from_min_size(egui::pos2(x, strip.top()), Vec2::new(width, HEIGHT));
        let response = ui.interact(rect.expand2(Vec2::new(6.0, 0.0)), ui.scope_id().with(page), Sense::click());
        let said =
            mark.as_ref().map_or_else(|| page.label().to_owned(), |mark| format!("{}, {}", page.label(), mark.said));
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, &said));
        let ink = if is_open || response.hovered() { palette.text } else { palette.second };
        let middle = strip.center().y + 1.0;
        ui.painter().galley(egui::pos2(x, middle - name.size().y / 2.0), name.clone(), ink);
        if let Some(mark) = &mark {
            let left = x + name.size().x + 7.0;
            match count {
                Some(count) => {
                    let size = Vec2::new(count.size().x + 11.0, 17.0);
                    let ground = Rect::from_min_size(egui::pos2(left, middle - size.y / 2.0), size);
                    ui.painter().rect_filled(ground, CornerRadius::same(8), mark.ground);
                    ui.painter().galley(ground.center() - count.size() / 2.0, count, mark.ink);
                }
                None => _ = ui.painter().circle_filled(egui::pos2(left + 3.0, middle), 3.5, mark.ink),
            }
        }
        if is_open {
            let line = Rect::from_min_max(egui::pos2(x, base - 1.5), egui::pos2(x + width, base + 0.5));
            ui.painter().rect_filled(line, CornerRadius::ZERO, palette.accent);
        }
        keyboard::ring(ui, &response, rect.expand2(Vec2::new(6.0, -6.0)));
        if response.clicked() {
            actions.push(ToolAction::OpenPage(page).into());
        }
        if let Some(mark) = mark {
            response.on_hover_text(mark.said);
        }
        x += width + 24.0;
    }
}

fn mark(inbox: &Inbox, page: TrafficPage, palette: &Palette) -> Option<Mark> {
    let tools = &inbox.tools;
    let counted =
        |count: u64, said: String, ink, ground| (count > 0).then_some(Mark { count: Some(count), ink, ground, said });
    let dot = |ink, said: &str| Some(Mark { count: None, ink, ground: ink, said: said.to_owned() });
    match page {
        TrafficPage::Requests => None,
        TrafficPage::Forwarding => {
            let count = tools.forwarding.dead();
            let said = say_many!(count, "{n} request given up", "{n} requests given up");
            counted(count, said, palette.bad, palette.bad_ground)
        }
        TrafficPage::Contract => {
            let count = tools.contract.unseen.len() as u64;
            let said = say_many!(count, "{n} change not seen", "{n} changes not seen");
            counted(count, said, palette.accent, palette.accent_ground)
        }
        TrafficPage::Rehearsal => {
            tools.rehearsal.as_ref().and_then(|_| dot(palette.mixed, say!("answers are altered on purpose")))
        }
        TrafficPage::Reach => match tools.tunnel.status {
            TunnelStatus::Off => None,
            TunnelStatus::Starting => dot(palette.third, say!("the tunnel starts")),
            TunnelStatus::Healthy => dot(palette.good, say!("the tunnel is healthy")),
            TunnelStatus::Unhealthy(_) => dot(palette.bad, say!("the tunnel does not answer")),
            TunnelStatus::Failed(_) => dot(palette.bad, say!("the tunnel failed")),
        },
    }
}
