//! How long a frame takes while the list is scrolled: egui's own input replayed into `ui::draw` without a screen, layout
//! and tessellation included, painting by the graphics driver not. Prints medians and 95th percentiles for a small and a
//! large inbox and their ratio.
//!
//!     cargo bench --bench frame

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

#[path = "frame/traffic.rs"]
mod traffic;

use std::sync::Arc;
use std::time::{Duration, Instant};

use call_inbox::bus::{Command, Event, ListenerState, PlayerState, PlayerStatus};
use call_inbox::call::{Call, CallDetail, CallId, CallRow, Counts, Datum, IdSource, Seq, Triage, UnixMillis};
use call_inbox::inbox::{Action, Inbox, Motion};
use call_inbox::simulator::Story;
use call_inbox::transcript::{Clock, Format, Side, Transcript, Turn, Word};
use call_inbox::ui;
use egui::{Context, Event as Input, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2};
use jiff::tz::TimeZone;

const FRAMES: usize = 600;
const STORIES: u64 = 500;
const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

struct Window {
    ctx: Context,
    inbox: Inbox,
    details: Vec<CallDetail>,
    secs: f64,
}

impl Window {
    fn open(calls: i64, details: Vec<CallDetail>) -> Self {
        let ctx = Context::default();
        ui::theme::install(&ctx);
        let mut inbox = Inbox::new(TimeZone::UTC, UnixMillis(1_765_539_682_000), "/webhook/call-completed", "calls");
        inbox.begin();
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() }));
        let order = Arc::new((1..=calls).map(Seq).collect());
        let ticket = inbox.list.ticket();
        inbox.apply(Event::ListLoaded { ticket, order, rows: Vec::new(), complete: true });
        let all = calls.unsigned_abs();
        inbox.apply(Event::CountsLoaded(Counts { inbox: all, unread: all, all, ..Counts::default() }));
        let mut window = Self { ctx, inbox, details, secs: 0.0 };
        for _ in 0..5 {
            window.frame(Vec::new());
        }
        window
    }

    fn detail(&self, seq: Seq) -> CallDetail {
        let mut detail = self.details[usize::try_from(seq.0).unwrap() % self.details.len()].clone();
        detail.seq = seq;
        detail
    }

    fn row(&self, seq: Seq) -> CallRow {
        self.detail(seq).row()
    }

    /// One frame with this input; how long egui and we took. Answers to questions come before the next frame, as they
    /// would from the store, and are not counted.
    fn frame(&mut self, events: Vec<Input>) -> Duration {
        let (took, actions) = self.draw(events);
        for action in actions {
            for command in self.inbox.act(action) {
                self.answer(command);
            }
        }
        took
    }

    /// The same without the answers: what the person did is handed back.
    fn draw(&mut self, events: Vec<Input>) -> (Duration, Vec<Action>) {
        self.secs += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.secs),
            events,
            ..RawInput::default()
        };
        let begun = Instant::now();
        let mut actions = Vec::new();
        let mut output = self.ctx.run_ui(input, |ui| actions = ui::draw(ui, &self.inbox));
        let primitives = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = begun.elapsed();
        // Nobody paints here.
        output.textures_delta.clear();
        assert!(!primitives.is_empty());
        (took, actions)
    }

    fn answer(&mut self, command: Command) {
        match command {
            Command::LoadRows { ticket, seqs } => {
                let rows = seqs.into_iter().map(|seq| self.row(seq)).collect();
                self.inbox.apply(Event::RowsLoaded { ticket, rows });
            }
            Command::LoadCall { seq } => {
                self.inbox.apply(Event::CallLoaded(Box::new(self.detail(seq))));
            }
            _ => {}
        }
    }
}

fn main() {
    let details: Vec<CallDetail> = (0..STORIES).map(detail).collect();
    println!("{:<34}{:>12}{:>12}{:>12}", "frame at 1280x800, milliseconds", "median", "p95", "longest");
    report("follow 5,000 turns, 60,000 words", follow());
    let mut scrolls = Vec::new();
    for calls in [1_000, 100_000, 1_000_000] {
        scrolls.push(report(&format!("scroll {calls} calls"), scroll(calls, &details)));
        report(&format!("drag the bar over {calls} calls"), drag(calls, &details));
        report(&format!("walk {calls} calls by key"), walk(calls, &details));
    }
    let mut tables = Vec::new();
    for requests in [1_000, 1_000_000] {
        tables.push(report(&format!("scroll {requests} requests"), traffic::scroll(requests)));
        report(&format!("follow {requests} requests, 500 a s"), traffic::follow(requests));
    }
    let bodies: Vec<f64> = [10_000, 10_000_000]
        .into_iter()
        .map(|bytes| report(&format!("scroll a body of {bytes} bytes"), traffic::body(bytes)))
        .collect();
    println!("\np95 of scrolling, 1,000,000 requests against 1,000: {:.2}x", tables[1] / tables[0]);
    println!("p95 of scrolling a body, 10 MB against 10 KB: {:.2}x", bodies[1] / bodies[0]);
    println!("p95 of scrolling, 100,000 calls against 1,000: {:.2}x", scrolls[1] / scrolls[0]);
    println!("p95 of scrolling, 1,000,000 calls against 1,000: {:.2}x", scrolls[2] / scrolls[0]);
}

fn scroll(calls: i64, details: &[CallDetail]) -> Vec<Duration> {
    let mut window = Window::open(calls, details.to_vec());
    let over_list = Input::PointerMoved(Pos2::new(350.0, 400.0));
    let wheel = |y: f32| Input::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, y),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    };
    (0..FRAMES)
        .map(|frame| window.frame(vec![over_list.clone(), wheel(if frame % 200 < 150 { -160.0 } else { 90.0 })]))
        .collect()
}

fn drag(calls: i64, details: &[CallDetail]) -> Vec<Duration> {
    let mut window = Window::open(calls, details.to_vec());
    let x = 176.0 + 352.0 - 4.0;
    let button = |pos, pressed| Input::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    // Below the search, the filters and the count.
    let top = 140.0;
    let start = Pos2::new(x, top);
    window.frame(vec![Input::PointerMoved(start)]);
    window.frame(vec![button(start, true)]);
    let took = (0..FRAMES)
        .map(|frame| window.frame(vec![Input::PointerMoved(Pos2::new(x, top + 650.0 * frame as f32 / FRAMES as f32))]))
        .collect();
    assert!(window.inbox.list.top() > calls as f64 * 0.9, "the bar was dragged to {}", window.inbox.list.top());
    took
}

fn walk(calls: i64, details: &[CallDetail]) -> Vec<Duration> {
    let mut window = Window::open(calls, details.to_vec());
    (0..FRAMES)
        .map(|_| {
            for command in window.inbox.act(Action::Move(Motion::Down)) {
                window.answer(command);
            }
            window.frame(Vec::new())
        })
        .collect()
}

/// A transcript of 5,000 turns and 60,000 words is followed at twice its speed, so that a word or two pass with each frame,
/// with a jump now and then.
fn follow() -> Vec<Duration> {
    const TURNS: u64 = 5_000;
    const WORD_MS: u64 = 350;
    let mut call = detail(1);
    call.seq = Seq(1);
    let uri = r#"{"recordingUri":"https://files.example/a.ogg","transcriptUri":"https://files.example/a.json"}"#;
    call.call = Call::read(CallId::given("long").unwrap(), IdSource::Given, Datum::parse(uri).unwrap());
    let mut window = Window::open(1_000, vec![call]);
    for command in window.inbox.act(Action::SelectCall(Seq(1))) {
        window.answer(command);
    }
    let words =
        ["quarter", "of", "the", "seats", "would", "follow", "Tuesday", "morning", "and", "then", "we", "decide"];
    let turn = |at: u64| {
        let start_ms = at * words.len() as u64 * WORD_MS;
        let mut turn = Turn {
            side: if at.is_multiple_of(2) { Side::Agent } else { Side::Caller },
            start_ms: Some(start_ms),
            end_ms: Some(start_ms + words.len() as u64 * WORD_MS),
            ..Turn::default()
        };
        for (word, start_ms) in words.iter().zip((0..).map(|word: u64| start_ms + word * WORD_MS)) {
            let begin = turn.text.len() + usize::from(!turn.text.is_empty());
            turn.text = if turn.text.is_empty() { (*word).to_owned() } else { format!("{} {word}", turn.text) };
            turn.words.push(Word { at: begin..turn.text.len(), start_ms, end_ms: start_ms + WORD_MS - 50 });
        }
        turn
    };
    let turns: Vec<Turn> = (0..TURNS).map(turn).collect();
    let transcript = Transcript { format: Format::TimedTurns, turns, clock: Clock::Recording, ..Transcript::default() };
    let begun = Instant::now();
    let reading = Box::default();
    window.inbox.apply(Event::TranscriptLoaded { seq: Seq(1), transcript: Some(Arc::new(transcript)), reading });
    println!("{:<34}{:>12.2}", "5,000 turns taken in", begun.elapsed().as_secs_f64() * 1e3);
    let all_ms = TURNS * words.len() as u64 * WORD_MS;
    let mut position_ms = 0;
    (0..FRAMES as u64)
        .map(|frame| {
            position_ms = if frame % 100 == 99 { (position_ms + all_ms / 7) % all_ms } else { position_ms + 660 };
            let state = PlayerState {
                seq: Some(Seq(1)),
                status: PlayerStatus::Playing,
                position_ms,
                at: window.inbox.now,
                duration_ms: Some(all_ms),
                speed: 2.0,
                ..PlayerState::default()
            };
            window.inbox.apply(Event::PlayerChanged(Box::new(state)));
            window.frame(Vec::new())
        })
        .collect()
}

fn report(what: &str, mut took: Vec<Duration>) -> f64 {
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{what:<34}{:>12.2}{:>12.2}{:>12.2}", at(0.5), at(0.95), at(1.0));
    at(0.95)
}

fn detail(number: u64) -> CallDetail {
    let story = Story::tell(7, number);
    let document = Datum::parse(&story.payload("http://127.0.0.1:9")).unwrap();
    CallDetail::new(
        Seq(0),
        UnixMillis(1_765_539_682_000 - i64::try_from(number).unwrap() * 600_000),
        Call::read(CallId::given(&story.call_id()).unwrap(), IdSource::Given, document),
        Triage { unread: number.is_multiple_of(3), ..Triage::default() },
        Vec::new(),
    )
}
