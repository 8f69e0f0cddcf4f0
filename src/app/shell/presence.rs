//! The window among others: its place is remembered, it is brought up when somebody asks for it, it tells of calls while
//! it is not looked at, and closing it may only hide it. What is told, and when, is `inbox`'s to say.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use eframe::egui::{Context, Pos2, Rect, Vec2, ViewportBuilder, ViewportCommand, Visuals, pos2, vec2};

use super::place::{LEAST_SIZE, USUAL_SIZE, brought_back};
use crate::app::bell::Bell;
use crate::app::dialogs::{Dialogs, SystemChooser};
use crate::app::engines::Engines;
use crate::app::notify::{Notifier, Told};
use crate::app::settings::{Settings, WindowPlace};
use crate::app::tray::{self, Picture, Tray, TrayFace, TrayWish};
use crate::app::{at_login, shutdown};
use crate::bus::{Command, Event, PlayerStatus};
use crate::call::{Seq, UnixMillis};
use crate::inbox::{Action, AlertAction, AlertPrefs, DesktopPrefs, Inbox, PlayerAction, TrayChoice};
use crate::ui;

/// What other threads ask of the window; more than that at once is the same again.
const NUDGES: usize = 16;
/// A place is kept once the window stayed there for so long, in milliseconds.
const SETTLED_MS: i64 = 3_000;
/// From this frame on the system has answered where the window is.
const PLACED_BY_FRAME: u32 = 3;
/// From this frame on there is time for the tray: the first one is on screen.
const TRAY_FROM_FRAME: u32 = 3;

/// How a window is opened.
#[derive(Debug)]
pub struct Entrance {
    /// What stands above it.
    pub title: &'static str,
    /// Its inbox is thrown away when it is closed: nothing is remembered, and nobody else starts on it.
    pub is_throwaway: bool,
    /// It is not shown until somebody asks for it.
    pub is_hidden: bool,
    /// What is wrong with the translation, in sentences.
    pub mistakes: Vec<String>,
}

/// What another thread asks of the window.
enum Nudge {
    /// Somebody started the program again.
    Show,
    /// The system wants the program to end.
    End,
    /// Of a message.
    Told(Told),
    /// In the tray.
    Tray(TrayWish),
    /// Where a file was saved or chosen last.
    FolderUsed(PathBuf),
}

/// The window among others.
pub struct Presence {
    entrance: Entrance,
    nudges: Receiver<Nudge>,
    notifier: Notifier,
    on_nudge: SyncSender<Nudge>,
    tray: Option<Tray>,
    title: String,
    folder_used: Option<PathBuf>,
    /// Held: it is taken down with the window.
    _bell: Option<Bell>,
    place: Option<WindowPlace>,
    place_since: UnixMillis,
    frames: u32,
    is_hidden: bool,
    /// It was closed and calls are received all the same: hidden, or where that can't be, minimised.
    is_closed: bool,
    is_ending: bool,
}

/// The window as it shall be opened.
pub fn viewport(entrance: &Entrance, settings: &Settings) -> ViewportBuilder {
    let place = settings.window.filter(|_| !entrance.is_throwaway);
    let mut viewport = ViewportBuilder::default()
        .with_title(entrance.title)
        .with_app_id("call-inbox")
        .with_inner_size(place.map_or(USUAL_SIZE, |place| place.size()))
        .with_min_inner_size(LEAST_SIZE);
    if let Some(at) = place.and_then(|place| place.position()) {
        viewport = viewport.with_position(at);
    }
    if place.is_some_and(|place| place.is_maximised) {
        viewport = viewport.with_maximized(true);
    }
    viewport
}

impl Presence {
    /// For a window that is being opened on running engines.
    pub fn new(ctx: &Context, entrance: Entrance, engines: &Engines, inbox: &mut Inbox) -> Self {
        let settings = engines.settings();
        let (sender, nudges) = sync_channel(NUDGES);
        let on_ring = nudging(ctx, &sender);
        let bell = (!entrance.is_throwaway).then(|| hang_bell(engines.store().folder(), move || on_ring(Nudge::Show)));
        let on_signal = nudging(ctx, &sender);
        // Closed as by its button: what is in hand is stored first.
        if let Err(error) = shutdown::on_signal(move || on_signal(Nudge::End)) {
            log::warn!("{error:#}");
        }
        let on_told = nudging(ctx, &sender);
        let notifier = Notifier::start(move |told| on_told(Nudge::Told(told)));
        // A demo's calls never end.
        let alerts =
            if entrance.is_throwaway { AlertPrefs { is_on: false, ..settings.alerts } } else { settings.alerts };
        inbox.recall_alerts(alerts);
        inbox.desktop = DesktopPrefs {
            keeps_listening: settings.keeps_listening && !entrance.is_throwaway,
            starts_at_login: !entrance.is_throwaway && at_login::is_arranged(engines.store().folder()),
            can_start_at_login: at_login::CAN_BE,
            is_throwaway: entrance.is_throwaway,
            tray: settings.tray_choice(),
            can_have_tray: tray::CAN_BE && !entrance.is_throwaway,
        };
        let place = settings.window.filter(|_| !entrance.is_throwaway);
        let title = entrance.title.to_owned();
        Self {
            entrance,
            nudges,
            notifier,
            on_nudge: sender,
            tray: None,
            title,
            folder_used: None,
            _bell: bell.flatten(),
            place,
            place_since: inbox.now,
            frames: 0,
            is_hidden: false,
            is_closed: false,
            is_ending: false,
        }
    }

    /// Before a frame, also while the window is not shown.
    pub fn attend(&mut self, ctx: &Context, frame: &eframe::Frame, inbox: &mut Inbox) -> Vec<Command> {
        self.frames = self.frames.saturating_add(1);
        self.settle_in(ctx, frame);
        let mut commands = Vec::new();
        while let Ok(nudge) = self.nudges.try_recv() {
            match nudge {
                Nudge::Show => self.show(ctx),
                Nudge::End => self.end(ctx),
                Nudge::Told(Told::Clicked(seq)) => {
                    self.show(ctx);
                    // Whoever clicks has seen how many there are.
                    inbox.watched(true);
                    commands.extend(opened(inbox, seq));
                }
                Nudge::Tray(TrayWish::Show) => self.show(ctx),
                Nudge::Tray(TrayWish::Quit) => self.end(ctx),
                Nudge::Tray(TrayWish::Quiet(true)) => {
                    commands.extend(inbox.act(AlertAction::QuietUntilTomorrow.into()));
                }
                Nudge::Tray(TrayWish::Quiet(false)) => commands.extend(inbox.act(AlertAction::EndQuiet.into())),
                Nudge::Tray(TrayWish::Pause) if is_playing(inbox) => {
                    commands.extend(inbox.act(PlayerAction::TogglePlaying.into()));
                }
                Nudge::Tray(TrayWish::Pause) => {}
                Nudge::FolderUsed(folder) => self.folder_used = Some(folder),
                Nudge::Told(Told::Failed(why)) => {
                    let what = String::from("Showing a notification");
                    commands.extend(inbox.apply(Event::CommandFailed { what, why }));
                }
            }
        }
        if std::mem::take(&mut inbox.wants_to_quit) {
            self.end(ctx);
        }
        commands.extend(self.consider_closing(ctx, inbox));
        let is_watched = self.is_watched(ctx);
        // Where it was only minimised, it may have been brought back by other means.
        self.is_closed &= self.is_hidden || !is_watched;
        inbox.watched(is_watched);
        commands
    }

    /// Asks a person where to save and what to open; the folder is remembered.
    pub fn dialogs(&self, ctx: &Context, settings: &Settings) -> Dialogs {
        let on_folder = nudging(ctx, &self.on_nudge);
        let folder = settings.save_folder.clone();
        Dialogs::new(SystemChooser, folder, move |folder| on_folder(Nudge::FolderUsed(folder)))
    }

    /// After the events of a frame were taken in.
    pub fn tell(&mut self, ctx: &Context, inbox: &mut Inbox) {
        self.tell_unread(ctx, inbox);
        if let Some(alert) = inbox.take_alert() {
            log::debug!("told outside the window: {}", alert.title);
            self.notifier.show(alert);
        }
        if let Some(due) = inbox.alerts.due_at() {
            let wait = u64::try_from(due.0.saturating_sub(inbox.now.0)).unwrap_or(0);
            ctx.request_repaint_after(Duration::from_millis(wait + 5));
        }
    }

    /// How many calls are unread, where that is seen without the window.
    fn tell_unread(&mut self, ctx: &Context, inbox: &Inbox) {
        let title = inbox.titled(self.entrance.title);
        if self.title != title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if self.frames < TRAY_FROM_FRAME || self.entrance.is_throwaway {
            return;
        }
        let (on_wish, ctx) = (&self.on_nudge, ctx);
        let tray = self.tray.get_or_insert_with(|| {
            let nudge = nudging(ctx, on_wish);
            Tray::start(picture, move |wish| nudge(Nudge::Tray(wish)))
        });
        let has_icon = match inbox.desktop.tray {
            TrayChoice::Always => true,
            TrayChoice::WhenClosed => self.is_closed || self.is_hidden,
            TrayChoice::Never => false,
        };
        tray.show(TrayFace { badge: inbox.badge(), has_icon, is_playing: is_playing(inbox) });
    }

    /// Keeps what was chosen, also while the window is not shown.
    pub fn keep_choices(&mut self, inbox: &Inbox, engines: &mut Engines) {
        if self.entrance.is_throwaway {
            return;
        }
        let (alerts, keeps, tray) = (inbox.alerts.prefs, inbox.desktop.keeps_listening, inbox.desktop.tray);
        let settings = engines.settings();
        if settings.alerts != alerts || settings.keeps_listening != keeps || settings.tray_choice() != tray {
            engines.remember(|settings| {
                (settings.alerts, settings.keeps_listening) = (alerts, keeps);
                settings.keep_tray(tray);
            });
        }
        if let Some(folder) = self.folder_used.take() {
            engines.remember(|settings| settings.save_folder = Some(folder));
        }
    }

    /// Keeps where the window is.
    pub fn remember(&mut self, ctx: &Context, inbox: &Inbox, engines: &mut Engines) {
        if self.entrance.is_throwaway {
            return;
        }
        if self.is_hidden || self.frames <= PLACED_BY_FRAME {
            return;
        }
        let place = WindowPlace::of(ctx, self.place);
        if place != self.place {
            (self.place, self.place_since) = (place, inbox.now);
        } else if inbox.now.0 - self.place_since.0 > SETTLED_MS {
            self.keep_place(engines);
        }
    }

    /// The last that is kept.
    pub fn keep_place(&self, engines: &mut Engines) {
        let place = self.place;
        if !self.entrance.is_throwaway && place.is_some() && engines.settings().window != place {
            engines.remember(|settings| settings.window = place);
        }
    }

    /// Whether what changes by itself has to be drawn.
    pub fn is_in_sight(&self, ctx: &Context) -> bool {
        let is_covered = ctx.input(|input| {
            let window = input.viewport();
            window.minimized == Some(true) || window.occluded == Some(true)
        });
        !self.is_hidden && !is_covered
    }

    fn is_watched(&self, ctx: &Context) -> bool {
        self.is_in_sight(ctx) && ctx.input(|input| input.viewport().focused == Some(true))
    }

    /// What can't be said before there is a window.
    fn settle_in(&mut self, ctx: &Context, frame: &eframe::Frame) {
        if self.frames == 1 && self.entrance.is_hidden {
            self.hide(ctx);
        }
        if self.frames != PLACED_BY_FRAME || self.is_hidden {
            return;
        }
        let Some(place) = self.place else { return };
        if place.is_maximised {
            // X11's window managers do not hear it of a window that is not shown yet.
            ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        } else if let Some(at) = place.position().and_then(|_| out_of_reach(frame)) {
            log::info!("the window was on a screen that is gone");
            ctx.send_viewport_cmd(ViewportCommand::OuterPosition(at / ctx.pixels_per_point()));
        }
    }

    fn consider_closing(&mut self, ctx: &Context, inbox: &mut Inbox) -> Vec<Command> {
        let is_closing = ctx.input(|input| input.viewport().close_requested());
        if !is_closing || self.is_ending || !inbox.desktop.keeps_listening {
            return Vec::new();
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        self.hide(ctx);
        let mut commands = inbox.closing();
        if is_playing(inbox) {
            // Nobody could find out where it comes from.
            commands.extend(inbox.act(PlayerAction::TogglePlaying.into()));
        }
        commands
    }

    fn show(&mut self, ctx: &Context) {
        (self.is_hidden, self.is_closed) = (false, false);
        for command in [ViewportCommand::Visible(true), ViewportCommand::Minimized(false), ViewportCommand::Focus] {
            ctx.send_viewport_cmd(command);
        }
        ctx.request_repaint();
    }

    fn hide(&mut self, ctx: &Context) {
        // Wayland knows no hidden windows: there it is minimised.
        let is_wayland = cfg!(target_os = "linux") && std::env::var_os("WAYLAND_DISPLAY").is_some();
        ctx.send_viewport_cmd(if is_wayland {
            ViewportCommand::Minimized(true)
        } else {
            ViewportCommand::Visible(false)
        });
        (self.is_hidden, self.is_closed) = (!is_wayland, true);
        log::info!("the window is closed, calls are received all the same");
    }

    fn end(&mut self, ctx: &Context) {
        self.is_ending = true;
        ctx.send_viewport_cmd(ViewportCommand::Close);
        ctx.request_repaint();
    }
}

fn is_playing(inbox: &Inbox) -> bool {
    inbox.player.state.status == PlayerStatus::Playing
}

/// The program's icon, for the tray.
fn picture() -> Option<Picture> {
    let icon = super::icon().inspect_err(|error| log::warn!("the tray has no icon: {error:#}")).ok()?;
    let [red, green, blue, _] = ui::theme::palette_of(&Visuals::light()).bad.to_array();
    Some(Picture { side: usize::try_from(icon.width).ok()?, rgba: icon.rgba, dot: [red, green, blue] })
}

/// Passes a wish on to the window and wakes it.
fn nudging(ctx: &Context, sender: &SyncSender<Nudge>) -> impl Fn(Nudge) + Clone + Send + 'static {
    let (ctx, sender) = (ctx.clone(), sender.clone());
    move |nudge| {
        // Where so many wait, the window is about to do what they ask.
        let _ = sender.try_send(nudge);
        ctx.request_repaint();
    }
}

fn hang_bell(folder: &Path, on_ring: impl FnMut() + Send + 'static) -> Option<Bell> {
    Bell::hang(folder, on_ring)
        .inspect_err(|error| log::warn!("a second start can't bring the window up: {error:#}"))
        .ok()
}

fn opened(inbox: &mut Inbox, seq: Option<Seq>) -> Vec<Command> {
    seq.map_or_else(Vec::new, |seq| inbox.act(Action::SelectCall(seq)))
}

/// Where the window has to go, in pixels, if it can't be caught where it is.
fn out_of_reach(frame: &eframe::Frame) -> Option<Pos2> {
    let window = frame.winit_window()?;
    let rect = |x: i32, y: i32, width: u32, height: u32| {
        Rect::from_min_size(pos2(pixels(x), pixels(y)), vec2(pixels(width), pixels(height)))
    };
    let (at, size) = (window.outer_position().ok()?, window.outer_size());
    let screens: Vec<Rect> = window
        .available_monitors()
        .map(|screen| {
            let (at, size) = (screen.position(), screen.size());
            rect(at.x, at.y, size.width, size.height)
        })
        .filter(|screen| screen.size() != Vec2::ZERO)
        .collect();
    brought_back(rect(at.x, at.y, size.width, size.height), &screens)
}

/// Screens are not so large that it would matter.
fn pixels(count: impl TryInto<i16>) -> f32 {
    count.try_into().map_or(f32::from(i16::MAX), f32::from)
}
