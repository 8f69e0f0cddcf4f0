//! A window without a screen: `ui::draw` on an `Inbox`, driven by accessible names.

use std::sync::Arc;

use call_inbox::bus::{Command, Event, ListenerState};
use call_inbox::call::{
    Call, CallDetail, CallId, CallRow, Counts, Datum, DeliveryId, DeliveryNote, IdSource, Seq, Triage, UnixMillis,
    Verdict,
};
use call_inbox::inbox::{Action, Inbox};
use call_inbox::ui;
use egui_kittest::{Harness, HarnessBuilder};
use jiff::tz::TimeZone;

/// The time in these windows.
pub const NOW: UnixMillis = UnixMillis(1_765_539_682_000);

/// The state behind a window, and what came of the clicks.
pub struct Scene {
    pub inbox: Inbox,
    pub commands: Vec<Command>,
    pub actions: Vec<Action>,
    is_dressed: bool,
    /// High contrast and less motion, as they were put on last.
    looks: (bool, bool),
}

impl Scene {
    /// An inbox that listens and holds nothing.
    pub fn empty() -> Self {
        let mut inbox = Inbox::new(TimeZone::UTC, NOW, "/webhook/call-completed", "calls");
        let commands = inbox.begin();
        let mut scene = Self { inbox, commands, actions: Vec::new(), is_dressed: false, looks: (false, false) };
        scene.apply(Event::ListenerChanged(ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() }));
        scene.list(Vec::new());
        scene
    }

    /// An inbox with these payloads, oldest first.
    pub fn of(payloads: &[&str]) -> Self {
        let mut scene = Self::empty();
        scene.inbox.begin();
        let rows = payloads.iter().zip(1..).map(|(json, seq)| detail(seq, json).row()).collect();
        scene.list(rows);
        scene
    }

    /// Takes the place of what a window shows, whose fonts are there already.
    pub fn replace(&mut self, mut other: Self) {
        other.is_dressed = self.is_dressed;
        other.looks = self.looks;
        *self = other;
    }

    /// Answers the question for the list.
    pub fn list(&mut self, rows: Vec<CallRow>) {
        let order = Arc::new(rows.iter().map(|row| row.seq).collect::<Vec<_>>());
        let all = rows.len() as u64;
        let ticket = self.inbox.list.ticket();
        self.apply(Event::ListLoaded { ticket, order, rows, complete: true });
        self.apply(Event::CountsLoaded(Counts { inbox: all, unread: all, all, ..Counts::default() }));
    }

    pub fn apply(&mut self, event: Event) {
        let commands = self.inbox.apply(event);
        self.commands.extend(commands);
    }

    pub fn act(&mut self, action: Action) {
        let commands = self.inbox.act(action);
        self.commands.extend(commands);
    }

    /// Opens a call with this payload.
    pub fn open(&mut self, seq: i64, json: &str) {
        self.act(Action::SelectCall(Seq(seq)));
        self.apply(Event::CallLoaded(Box::new(detail(seq, json))));
    }
}

/// A call as the store would give it.
pub fn detail(seq: i64, json: &str) -> CallDetail {
    let document = Datum::parse(json).unwrap_or_else(|_| Datum::from(json));
    let id = document.get("callId").and_then(Datum::to_line).and_then(|id| CallId::given(&id));
    let id = id.unwrap_or_else(|| CallId::given(&format!("call-{seq}")).unwrap());
    let note = DeliveryNote {
        id: DeliveryId(seq),
        received_at: NOW,
        source: "default".into(),
        peer: Some("127.0.0.1:50000".into()),
        method: "POST".into(),
        path: "/webhook/call-completed".into(),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: Some(id.clone()),
        body_bytes: json.len() as u64,
        took_micros: Some(3_000),
        changes: Vec::new(),
    };
    CallDetail::new(
        Seq(seq),
        NOW,
        Call::read(id, IdSource::Given, document),
        Triage { unread: true, ..Triage::default() },
        vec![note],
    )
}

/// A window of that size, in points, on a scene.
pub fn window(scene: Scene, width: f32, height: f32, is_dark: bool) -> Harness<'static, Scene> {
    let builder = Harness::builder().with_size(egui::vec2(width, height)).with_max_steps(24).allow_missing_glyphs();
    shown(builder, scene, is_dark)
}

/// A window as the builder has it, on a scene.
pub fn shown(builder: HarnessBuilder<Scene>, scene: Scene, is_dark: bool) -> Harness<'static, Scene> {
    let draw = move |ui: &mut egui::Ui, scene: &mut Scene| {
        // The harness leaves a margin, the real window does not.
        let whole = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
        let ui = &mut ui.new_child(whole);
        if !scene.is_dressed {
            // Fonts are there from the next frame on.
            scene.is_dressed = true;
            ui::theme::install(ui.ctx());
            ui.ctx().set_theme(if is_dark { egui::Theme::Dark } else { egui::Theme::Light });
            ui.ctx().request_repaint();
            return;
        }
        let looks = (scene.inbox.has_high_contrast(), scene.inbox.is_still());
        if scene.looks != looks {
            scene.looks = looks;
            ui::theme::dress(ui.ctx(), looks.0, looks.1);
            ui.ctx().request_repaint();
            return;
        }
        for action in ui::draw(ui, &scene.inbox) {
            let is_acted = !matches!(action, Action::RowsShown { .. });
            if is_acted {
                scene.actions.push(action.clone());
                ui.ctx().request_repaint();
            }
            let commands = scene.inbox.act(action);
            scene.commands.extend(commands);
        }
    };
    let mut harness = builder.build_ui_state(draw, scene);
    harness.run();
    harness
}
