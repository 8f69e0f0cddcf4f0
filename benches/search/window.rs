//! The program's window without a screen, on its own store: egui's input goes in, commands go to the store, its events come
//! back, frames are laid out and tessellated.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use call_inbox::bus::{Bus, Command, Event, ListenerState, Subscriber, Ticket};
use call_inbox::call::{Seq, Sort, TriageChange, View};
use call_inbox::inbox::{Action, Inbox, Motion, RowSlot};
use call_inbox::store::Store;
use call_inbox::ui;
use egui::{Context, Event as Input, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use jiff::tz::TimeZone;

use crate::stored;

const SIZE: Vec2 = Vec2::new(1280.0, 800.0);
const FRAMES: usize = 600;
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Window<'a> {
    ctx: Context,
    inbox: Inbox,
    store: &'a Store,
    events: Subscriber,
    woken: Arc<(Mutex<bool>, Condvar)>,
    secs: f64,
    back: Vec<(Vec<Seq>, TriageChange)>,
}

impl<'a> Window<'a> {
    /// Opens it; returns when the first rows are painted.
    pub fn open(store: &'a Store, bus: &Bus) -> Self {
        let ctx = Context::default();
        ui::theme::install(&ctx);
        let woken = Arc::new((Mutex::new(false), Condvar::new()));
        let waker = Arc::clone(&woken);
        let events = bus.subscribe(Arc::new(move || {
            *waker.0.lock().unwrap() = true;
            waker.1.notify_all();
        }));
        let mut inbox = Inbox::new(TimeZone::UTC, stored::NOW, "/webhook/call-completed", "calls");
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() }));
        let mut window = Self { ctx, inbox, store, events, woken, secs: 0.0, back: Vec::new() };
        let commands = window.inbox.begin();
        window.send(commands);
        window.until(Self::is_painted);
        window
    }

    pub fn len(&self) -> usize {
        self.inbox.list.len()
    }

    pub fn show(&mut self, view: View) {
        self.act(Action::Search(String::new()));
        self.act(Action::SelectView(view));
        self.until(Self::is_painted);
        self.settle();
    }

    /// Types a search, key by key, into an empty box; how long each key took until rows were painted. The next key comes
    /// as soon as the rows of the last are there, without waiting for the rest of the list.
    pub fn type_in(&mut self, text: &str) -> Vec<Duration> {
        self.act(Action::Search(String::new()));
        self.until(Self::is_painted);
        self.settle();
        self.act(Action::FocusSearch);
        self.frame(Vec::new());
        self.frame(Vec::new());
        let keys: Vec<String> = text.chars().map(String::from).collect();
        let took = keys
            .into_iter()
            .map(|key| {
                let begun = Instant::now();
                self.frame(vec![Input::Text(key)]);
                self.until(Self::is_painted);
                begun.elapsed()
            })
            .collect();
        assert_eq!(self.inbox.search, text);
        self.frame(vec![key(egui::Key::Tab)]);
        took
    }

    /// The rows in sight are those of the last question.
    fn is_painted(&self) -> bool {
        let list = &self.inbox.list;
        if list.is_loading() {
            return false;
        }
        let top = list.top() as usize;
        let mut in_sight = top..list.len().min(top + list.page());
        !list.is_empty() && in_sight.all(|at| matches!(list.slot(at), Some(RowSlot::Known(_)))) || list.is_complete()
    }

    /// Waits for the whole list.
    pub fn settle(&mut self) {
        self.until(|window| window.inbox.list.is_complete());
    }

    /// Waits for everything that a search finds; how many.
    pub fn settle_search(&mut self) -> usize {
        self.settle();
        self.len()
    }

    pub fn clear(&mut self) {
        self.show(View::Inbox);
    }

    /// How long until rows in that order are painted.
    pub fn sort(&mut self, sort: Sort) -> Duration {
        let begun = Instant::now();
        self.act(Action::Search(format!("sort:{}", sort.word())));
        self.until(|window| !window.inbox.list.is_loading());
        self.until(Self::is_painted);
        let took = begun.elapsed();
        self.settle();
        took
    }

    pub fn scroll(&mut self) -> Vec<Duration> {
        let over_list = Input::PointerMoved(Pos2::new(350.0, 400.0));
        let wheel = |y: f32| Input::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, y),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        (0..FRAMES)
            .map(|at| self.frame(vec![over_list.clone(), wheel(if at % 200 < 150 { -160.0 } else { 90.0 })]))
            .collect()
    }

    pub fn jump(&mut self) -> Vec<Duration> {
        let mut took = Vec::new();
        for at in 0..60 {
            self.act(Action::Move(if at % 2 == 0 { Motion::Last } else { Motion::First }));
            for _ in 0..5 {
                took.push(self.frame(Vec::new()));
            }
        }
        took
    }

    /// The first so many of what the list holds.
    pub fn matching(&self, most: usize) -> Vec<Seq> {
        (0..self.len().min(most)).filter_map(|at| self.inbox.list.seq_at(at)).collect()
    }

    /// Marks calls; how long that took, and in how many steps it was told.
    pub fn mark(&mut self, seqs: Vec<Seq>, change: TriageChange) -> (Duration, usize) {
        let begun = Instant::now();
        self.store.command(Command::Mark { ticket: Ticket(u64::MAX), seqs: Arc::new(seqs), change });
        self.back.clear();
        let mut steps = 0;
        loop {
            let Some(event) = self.next() else { continue };
            if let Event::Marked { ticket: Ticket(u64::MAX), marked, of, back } = event {
                steps += 1;
                self.back.extend(back);
                if marked == of {
                    return (begun.elapsed(), steps);
                }
            } else {
                let commands = self.inbox.apply(event);
                self.send(commands);
            }
        }
    }

    pub fn undo_marking(&mut self) -> (Duration, usize) {
        let back = std::mem::take(&mut self.back);
        let (begun, mut steps) = (Instant::now(), 0);
        let mut by_change: Vec<(Vec<Seq>, TriageChange)> = Vec::new();
        for (seqs, change) in back {
            match by_change.iter_mut().find(|(_, known)| *known == change) {
                Some((known, _)) => known.extend(seqs),
                None => by_change.push((seqs, change)),
            }
        }
        for (seqs, change) in by_change {
            steps += self.mark(seqs, change).1;
        }
        (begun.elapsed(), steps)
    }

    fn act(&mut self, action: Action) {
        let commands = self.inbox.act(action);
        self.send(commands);
    }

    fn send(&mut self, commands: Vec<Command>) {
        commands.into_iter().for_each(|command| self.store.command(command));
    }

    /// Takes in what came, draws, and again, until it is so.
    fn until(&mut self, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        loop {
            while let Some(event) = self.events.next() {
                let commands = self.inbox.apply(event);
                self.send(commands);
            }
            self.frame(Vec::new());
            if is_so(self) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "nothing came");
            self.wait();
        }
    }

    fn next(&mut self) -> Option<Event> {
        self.events.next().or_else(|| {
            self.wait();
            self.events.next()
        })
    }

    fn wait(&self) {
        let mut woken = self.woken.0.lock().unwrap();
        while !*woken {
            let (guard, timeout) = self.woken.1.wait_timeout(woken, Duration::from_millis(50)).unwrap();
            woken = guard;
            if timeout.timed_out() {
                break;
            }
        }
        *woken = false;
    }

    /// One frame with this input; how long egui and we took.
    fn frame(&mut self, events: Vec<Input>) -> Duration {
        self.secs += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.secs),
            events,
            ..RawInput::default()
        };
        while let Some(event) = self.events.next() {
            let commands = self.inbox.apply(event);
            self.send(commands);
        }
        let begun = Instant::now();
        let mut actions = Vec::new();
        let output = self.ctx.run_ui(input, |ui| actions = ui::draw(ui, &self.inbox));
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = begun.elapsed();
        assert!(!primitives.is_empty());
        for action in actions {
            self.act(action);
        }
        took
    }
}

fn key(key: egui::Key) -> Input {
    Input::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}
