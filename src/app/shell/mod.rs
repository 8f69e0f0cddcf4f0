//! The window: eframe around `Inbox` and `ui`. Events are drained and commands handed on before a frame, actions taken in
//! after it; nothing here waits.
//!
//! **Invariant:** no decision, no query and no waiting: state is `Inbox`'s, pixels are `ui`'s, work is the engines'.

mod place;
mod presence;
mod system_looks;

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, anyhow};
use eframe::egui;

use super::arguments::{Common, Listening};
use super::engines::{Engines, warm_up};
use super::settings::Settings;
use super::{bell, clock, language, paths, printed};
use crate::bus::{Bus, Command, Event, Subscriber, Ticket};
use crate::call::DeliveryId;
use crate::inbox::{Action, Inbox, Looks, Spoken, SystemLooks, ThemeChoice};
use crate::store::StoreError;
use crate::ui;
use crate::webhook::HOOK_PATH;

pub use presence::Entrance;
use presence::Presence;

/// How long a frame may spend on events: half a frame at 60 Hz. What is left waits for the next one.
const DRAIN_BUDGET: Duration = Duration::from_millis(8);

/// Engines that run, or are being started while the window is made.
pub enum Coming {
    /// They run.
    Here(Box<Engines>),
    /// The thread that starts them.
    Starting(JoinHandle<Result<Engines>>),
}

impl Coming {
    fn wait(self) -> Result<Engines> {
        match self {
            Self::Here(engines) => Ok(*engines),
            Self::Starting(thread) => thread.join().unwrap_or_else(|_| Err(anyhow!("Starting the inbox broke off"))),
        }
    }
}

/// Opens the inbox and its window; returns when the window is closed.
///
/// # Errors
/// The folder is not to be had, or there is no display.
pub fn run(common: &Common, listening: &Listening, is_hidden: bool) -> Result<()> {
    let started = Instant::now();
    let folder = paths::data_folder(common)?;
    let settings = Settings::peek(&folder);
    // Before any engine says something.
    let mistakes = language::begin(&folder, settings.language.as_deref());
    let bus = Bus::default();
    // A window takes as long to be made as an inbox to be opened.
    let coming = {
        let (listening, bus) = (listening.clone(), bus.clone());
        let start = move || {
            let engines = Engines::start(&folder, &listening, bus)?;
            log::debug!("engines after {} ms", started.elapsed().as_millis());
            listening.rehearse.iter().for_each(printed::rehearsal);
            Ok(engines)
        };
        let thread = Builder::new().name(String::from("engines-start")).spawn(start);
        Coming::Starting(thread.context("The inbox can't be started")?)
    };
    let entrance = Entrance { title: "Call Inbox", is_throwaway: false, is_hidden, mistakes };
    open(coming, &settings, &bus, entrance, started).or_else(|error| second_start(error, listening, is_hidden))
}

/// Somebody owns the folder: if it is a window, that is the one that was meant.
fn second_start(error: Error, listening: &Listening, is_hidden: bool) -> Result<()> {
    let Some(StoreError::InUse { folder, .. }) = error.downcast_ref() else { return Err(error) };
    let wish = if is_hidden { bell::Wish::Look } else { bell::Wish::Show };
    let rung = bell::ring(folder, wish);
    if let Err(why) = rung {
        log::info!("no window was brought up: {why:#}");
        return Err(error);
    }
    printed::remark(if is_hidden {
        "It runs on this folder already."
    } else {
        "It runs on this folder already: its window was brought up."
    });
    if listening.asks_for_something() {
        printed::remark("What this start asked for holds when it is the first: --listen, --allow-host, --rehearse.");
    }
    Ok(())
}

/// Opens a window on engines.
///
/// # Errors
/// The engines could not be started, or there is no display.
pub fn open(coming: Coming, settings: &Settings, bus: &Bus, entrance: Entrance, started: Instant) -> Result<()> {
    let icon = icon()?;
    let options = eframe::NativeOptions {
        viewport: presence::viewport(&entrance, settings).with_icon(Arc::new(icon)),
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let (mut coming, mut broken) = (Some(coming), None);
    let make =
        |creation: &eframe::CreationContext<'_>| -> Result<Box<dyn eframe::App>, Box<dyn StdError + Send + Sync>> {
            log::debug!("a window after {} ms", started.elapsed().as_millis());
            ui::theme::install(&creation.egui_ctx);
            ui::theme::use_system_fonts(&creation.egui_ctx, None);
            match coming.take().map_or_else(|| Err(anyhow!("The window was made twice")), Coming::wait) {
                Ok(engines) => Ok(Box::new(Shell::new(&creation.egui_ctx, engines, bus, entrance, started))),
                Err(error) => {
                    broken = Some(error);
                    Err("The inbox could not be opened".into())
                }
            }
        };
    let Err(why) = eframe::run_native("call-inbox", options, Box::new(make)) else { return Ok(()) };
    // What is wrong with the inbox weighs more than what is wrong with the window.
    if let Some(error) = broken.or_else(|| coming.and_then(|coming| coming.wait().err())) {
        return Err(error);
    }
    Err(anyhow!(
        "The window can't be opened: {why}. Without a display, `call-inbox serve` receives calls, and `call-inbox list` \
         and `show` print them."
    ))
}

/// The program's icon.
fn icon() -> Result<egui::IconData> {
    let png = include_bytes!("../../../assets/icon-256.png");
    eframe::icon_data::from_png_bytes(png).context("The icon can't be read")
}

struct Shell {
    inbox: Inbox,
    subscriber: Subscriber,
    engines: Option<Engines>,
    presence: Presence,
    theme: Option<ThemeChoice>,
    /// How the window looks, and whether it has high contrast and is still.
    looks: Option<(Looks, bool, bool)>,
    /// Where it is told, once, how the system wants windows to look.
    system_looks: Option<Receiver<SystemLooks>>,
    started: Instant,
    /// Events are taken in from the second look on.
    is_begun: bool,
    is_first_frame: bool,
    is_first_list: bool,
    /// Calls that came in with this frame, for the log.
    arrived: Vec<String>,
    /// What is spoken, as it was drawn last, for the log.
    lit: Option<Spoken>,
    /// What was drawn last of the requests, for the log.
    requests: RequestsDrawn,
}

/// Which list of requests was drawn, whether all of it, and which request.
#[derive(Default, Clone, Copy, PartialEq)]
struct RequestsDrawn {
    list: Option<(Ticket, bool)>,
    open: Option<DeliveryId>,
}

impl Shell {
    fn new(ctx: &egui::Context, engines: Engines, bus: &Bus, entrance: Entrance, started: Instant) -> Self {
        ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        let waker = ctx.clone();
        let subscriber = bus.subscribe(Arc::new(move || waker.request_repaint()));
        let folder = engines.store().folder().display().to_string();
        let mut inbox = Inbox::new(jiff::tz::TimeZone::system(), clock::now(), HOOK_PATH, &folder);
        inbox.zone_named = |name| jiff::tz::TimeZone::get(name).ok();
        inbox.theme = engines.settings().theme_choice();
        inbox.looks = engines.settings().looks();
        inbox.remember_searches(engines.settings().recent_searches.clone());
        inbox.remember_commands(engines.settings().recent_commands.clone());
        inbox.recall_limits(engines.settings().traffic_limits);
        entrance.mistakes.iter().for_each(|mistake| log::warn!("{mistake}"));
        inbox.tell_of_translation(&entrance.mistakes);
        let presence = Presence::new(ctx, entrance, &engines, &mut inbox);
        let mut engines = engines;
        let dialogs = presence.dialogs(ctx, engines.settings());
        engines.use_dialogs(dialogs);
        let mut shell = Self {
            inbox,
            presence,
            subscriber,
            engines: Some(engines),
            theme: None,
            looks: None,
            system_looks: None,
            started,
            is_begun: false,
            is_first_frame: true,
            is_first_list: true,
            arrived: Vec::new(),
            lit: None,
            requests: RequestsDrawn::default(),
        };
        log::debug!("an inbox after {} ms", started.elapsed().as_millis());
        let commands = shell.inbox.begin();
        shell.dispatch(commands);
        let prefs = shell.engines.as_ref().map(|engines| engines.settings().sound_prefs()).unwrap_or_default();
        let commands = shell.inbox.recall_sound(prefs);
        shell.dispatch(commands);
        shell
    }

    /// What the first frame does not wait for.
    fn begin_errands(&mut self, ctx: &egui::Context) {
        warm_up();
        let waker = ctx.clone();
        self.system_looks = Some(system_looks::ask(move || waker.request_repaint()));
    }

    fn dispatch(&mut self, commands: Vec<Command>) {
        let Some(engines) = &mut self.engines else { return };
        for command in commands {
            engines.command(command);
        }
    }

    fn drain(&mut self, ctx: &egui::Context) {
        let begun = Instant::now();
        while let Some(event) = self.subscriber.next() {
            if let Event::CallArrived(row) = &event
                && log::log_enabled!(log::Level::Debug)
            {
                self.arrived.push(row.id.to_string());
            }
            if let Some(engines) = &self.engines {
                engines.heard(&event);
            }
            let taken_from = Instant::now();
            let commands = self.inbox.apply(event);
            if taken_from.elapsed() > DRAIN_BUDGET {
                log::debug!("an event took {} ms to be taken in", taken_from.elapsed().as_millis());
            }
            self.dispatch(commands);
            if begun.elapsed() > DRAIN_BUDGET {
                ctx.request_repaint();
                break;
            }
        }
    }

    /// So that it can be compared with what is heard.
    fn log_what_is_lit(&mut self) {
        if !log::log_enabled!(log::Level::Debug) {
            return;
        }
        let spoken = self.inbox.spoken();
        if spoken != self.lit
            && let Some(spoken) = &spoken
            && let Some(at_ms) = self.inbox.spoken_from_ms(spoken)
        {
            let what = if spoken.word.is_some() { "word" } else { "turn" };
            log::debug!("{} us, lit: {what} at {at_ms} ms", clock::now_micros());
        }
        self.lit = spoken;
    }

    /// So that it can be measured from a key to the picture.
    fn log_requests(&mut self) {
        if !log::log_enabled!(log::Level::Debug) || !self.inbox.shows_requests() {
            return;
        }
        let traffic = &self.inbox.traffic;
        let list = &traffic.list;
        let drawn = RequestsDrawn {
            list: (!list.is_loading()).then(|| (list.ticket(), !list.is_looking())),
            open: traffic.shown().map(|opened| opened.row.note.id),
        };
        if let Some((ticket, is_complete)) = drawn.list.filter(|_| drawn.list != self.requests.list) {
            let is_first = self.requests.list.is_none_or(|(before, _)| before != ticket);
            log::debug!("requests {}: {}", if is_complete { "complete" } else { "begun" }, list.len());
            if is_first {
                log::debug!("requests listed");
            }
        }
        if let Some(id) = drawn.open.filter(|_| drawn.open != self.requests.open) {
            log::debug!("request drawn: {}", id.0);
        }
        self.requests = drawn;
    }

    fn follow_theme(&mut self, ctx: &egui::Context) {
        let chosen = self.inbox.theme;
        if self.theme == Some(chosen) {
            return;
        }
        ctx.set_theme(match chosen {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
        if self.theme.replace(chosen).is_some()
            && let Some(engines) = &mut self.engines
        {
            engines.remember(|settings| chosen.stored().clone_into(&mut settings.theme));
        }
    }

    fn follow_looks(&mut self, ctx: &egui::Context) {
        if let Some(Ok(asked)) = self.system_looks.as_ref().map(Receiver::try_recv) {
            self.inbox.system_looks = asked;
        }
        let wanted = (self.inbox.looks, self.inbox.has_high_contrast(), self.inbox.is_still());
        if self.looks == Some(wanted) {
            return;
        }
        let (looks, has_high_contrast, is_still) = wanted;
        ui::theme::dress(ctx, has_high_contrast, is_still);
        ctx.set_zoom_factor(f32::from(looks.zoom_percent) / 100.0);
        let is_chosen = self.looks.replace(wanted).is_some_and(|(before, ..)| before != looks);
        if is_chosen && let Some(engines) = &mut self.engines {
            engines.remember(|settings| settings.keep_looks(&looks));
        }
    }

    /// Links are opened beside the window, which must not wait for another program, and where there is none that is said.
    fn open_links(&mut self, ctx: &egui::Context) {
        let mut links = Vec::new();
        ctx.output_mut(|output| {
            output.commands.retain(|command| match command {
                egui::OutputCommand::OpenUrl(open) => {
                    links.push(Command::OpenLink(open.url.clone()));
                    false
                }
                _ => true,
            });
        });
        self.dispatch(links);
    }

    /// Keeps the searches that led somewhere, and the commands that were picked.
    fn follow_searches(&mut self) {
        let recent = self.inbox.recent_searches();
        if let Some(engines) = &mut self.engines
            && engines.settings().recent_searches != recent
        {
            let recent = recent.to_vec();
            engines.remember(|settings| settings.recent_searches = recent);
        }
        let recent = self.inbox.recent_commands();
        if let Some(engines) = &mut self.engines
            && engines.settings().recent_commands != recent
        {
            let recent = recent.to_vec();
            engines.remember(|settings| settings.recent_commands = recent);
        }
    }

    /// Keeps what holds for every recording.
    fn follow_sound(&mut self) {
        let prefs = &self.inbox.player.prefs;
        if let Some(engines) = &mut self.engines
            && engines.settings().sound_prefs() != *prefs
        {
            engines.remember(|settings| settings.keep_sound_prefs(prefs));
        }
    }

    /// A frame when something on screen changes by itself, and no other.
    fn plan_next_frame(&self, ctx: &egui::Context) {
        let is_in_sight = self.presence.is_in_sight(ctx);
        if let Some(wait) = self.inbox.sounding_same_ms().filter(|_| is_in_sight) {
            ctx.request_repaint_after(Duration::from_millis(wait));
        }
        // The next word or turn is marked when it is spoken, not when the waveform moves by a point.
        if let Some(at) = self.inbox.transcript_changes_at().filter(|_| is_in_sight) {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 1));
        }
        if let Some(at) = self.inbox.reading_told_at() {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 1));
        }
        if let Some(at) = self.inbox.recording_changes_at() {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        if let Some(at) = self.inbox.forwarding_changes_at().filter(|_| is_in_sight) {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        if let Some(until) = self.inbox.notices.next_expiry() {
            let wait = u64::try_from(until.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        if self.inbox.is_waiting_for_callbacks() {
            let wait = u64::try_from(self.inbox.callbacks_due_at().0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        if let Some(at) = self.inbox.insights_due_at() {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        if let Some(at) = self.inbox.recount_due_at() {
            let wait = u64::try_from(at.0 - self.inbox.now.0).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 10));
        }
        let now = jiff::Timestamp::from_millisecond(self.inbox.now.0).ok();
        let midnight = now
            .map(|now| now.to_zoned_datetime(self.inbox.zone.clone()))
            .and_then(|now| Some((now.tomorrow().ok()?.start_of_day().ok()?, now)))
            .and_then(|(midnight, now)| Duration::try_from(now.duration_until(&midnight)).ok());
        if let Some(wait) = midnight {
            // "Today" becomes "Yesterday".
            ctx.request_repaint_after(wait + Duration::from_millis(50));
        }
    }
}

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        if self.is_first_frame {
            log::debug!("a frame begun after {} ms", self.started.elapsed().as_millis());
        }
        self.inbox.tick(clock::now());
        let commands = self.presence.attend(ctx, frame, &mut self.inbox);
        self.dispatch(commands);
        if !std::mem::replace(&mut self.is_begun, true) {
            // Names may need fonts of the system, which are still being listed: the window does not wait for them.
            ctx.request_repaint();
        } else {
            self.drain(ctx);
        }
        self.presence.tell(ctx, &mut self.inbox);
        if let Some(engines) = &mut self.engines {
            self.presence.keep_choices(&self.inbox, engines);
        }
        self.follow_theme(ctx);
        self.follow_looks(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let top = self.inbox.list.top();
        let mut has_acted = false;
        for action in ui::draw(ui, &self.inbox) {
            has_acted |= !matches!(action, Action::RowsShown { .. });
            let commands = self.inbox.act(action);
            self.dispatch(commands);
        }
        self.open_links(ui.ctx());
        self.follow_searches();
        if let Some(engines) = &mut self.engines {
            self.presence.remember(ui.ctx(), &self.inbox, engines);
        }
        // Not while the volume is dragged: each change is written to the disk.
        if !ui.input(|input| input.pointer.any_down()) {
            self.follow_sound();
        }
        if has_acted || (self.inbox.list.top() - top).abs() > 1e-9 {
            ui.ctx().request_repaint();
        }
        self.plan_next_frame(ui.ctx());
        if self.is_first_frame {
            self.is_first_frame = false;
            log::info!("first frame {} ms after the start", self.started.elapsed().as_millis());
            self.begin_errands(ui.ctx());
        }
        if self.is_first_list && !self.inbox.list.is_loading() {
            self.is_first_list = false;
            log::info!("first rows {} ms after the start", self.started.elapsed().as_millis());
        }
        for id in self.arrived.drain(..) {
            log::debug!("call {id} drawn at {} us", clock::now_micros());
        }
        self.log_what_is_lit();
        self.log_requests();
        log::trace!("frame, {} calls listed, the last one took {:?} s", self.inbox.list.len(), frame.info().cpu_usage);
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        if self.inbox.is_still() {
            ui::motion::wheel_at_once(input);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        let commands = self.inbox.closing();
        self.dispatch(commands);
        if let Some(mut engines) = self.engines.take() {
            self.presence.keep_place(&mut engines);
            engines.stop();
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
