//! eframe's own hello world, to measure our start against: the same words, fields and features of its `hello_world` example,
//! and a line that says when its first frame was made. `scripts/measure-look start` runs it.

use std::io::Write as _;
use std::time::Instant;

use eframe::egui;

fn main() -> eframe::Result {
    let started = Instant::now();
    let viewport = egui::ViewportBuilder::default().with_inner_size([320.0, 240.0]);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "Hello",
        options,
        Box::new(move |_| Ok(Box::new(Hello { name: String::from("Arthur"), age: 42, started: Some(started) }))),
    )
}

struct Hello {
    name: String,
    age: u32,
    /// Until the first frame was told.
    started: Option<Instant>,
}

impl eframe::App for Hello {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        ui.heading("My egui Application");
        ui.horizontal(|ui| {
            let label = ui.label("Your name: ");
            ui.text_edit_singleline(&mut self.name).labelled_by(label.id);
        });
        ui.add(egui::Slider::new(&mut self.age, 0..=120).text("age"));
        if ui.button("Increment").clicked() {
            self.age += 1;
        }
        ui.label(format!("Hello '{}', age {}", self.name, self.age));
        if let Some(started) = self.started.take() {
            // Nobody may read it.
            let _told = writeln!(std::io::stderr(), "first frame {} ms after the start", started.elapsed().as_millis());
        }
    }
}
