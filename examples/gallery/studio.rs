//! Where pictures are taken: a window without a screen in each look, driven by accessible names and keys, kept as PNG.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::raster::{Textures, paint};
use crate::window::{Scene, shown};

/// A window of a scene.
pub type Window = Harness<'static, Scene>;

/// One screen in one state.
pub struct Picture {
    /// Of which family: the first part of its file's name, and its heading on the sheet.
    pub family: &'static str,
    /// What is to be seen.
    pub name: &'static str,
    /// Makes the state.
    pub scene: fn() -> Scene,
    /// What a person does then; mostly nothing.
    pub then: fn(&mut Window),
}

/// One that needs no clicks.
pub fn still(family: &'static str, name: &'static str, scene: fn() -> Scene) -> Picture {
    Picture { family, name, scene, then: |_| () }
}

/// How a window looks.
#[derive(Clone, Copy)]
pub struct Look {
    /// The last part of the file's name.
    pub name: &'static str,
    pub size: [f32; 2],
    pub is_dark: bool,
    pub pixels_per_point: f32,
}

/// Every picture is taken in each of these.
pub const LOOKS: [Look; 4] = [
    Look { name: "light", size: [1280.0, 800.0], is_dark: false, pixels_per_point: 1.0 },
    Look { name: "dark", size: [1280.0, 800.0], is_dark: true, pixels_per_point: 1.0 },
    Look { name: "narrow", size: [900.0, 600.0], is_dark: false, pixels_per_point: 1.0 },
    Look { name: "2x", size: [1280.0, 800.0], is_dark: false, pixels_per_point: 2.0 },
];

impl Picture {
    /// Its file's name in that look.
    pub fn file_name(&self, look: Look) -> String {
        let words = format!("{} {} {}", self.family, self.name, look.name);
        let words = words.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        format!("{words}.png")
    }

    /// Takes it and keeps it in that folder.
    pub fn take(&self, look: Look, folder: &Path) -> std::io::Result<()> {
        let textures = Textures::default();
        let builder = Harness::builder()
            .with_size(look.size)
            .with_pixels_per_point(look.pixels_per_point)
            .with_max_steps(24)
            .allow_missing_glyphs()
            .renderer(textures.clone())
            // As the real window does it; the language decides between Chinese and Japanese shapes.
            .with_context_setup(|ctx| {
                call_inbox::ui::theme::use_system_fonts(ctx, Some("en"));
            });
        let mut window = shown(builder, (self.scene)(), look.is_dark);
        (self.then)(&mut window);
        window.run_ok();
        let ctx = window.ctx.clone();
        let primitives = ctx.tessellate(window.output().shapes.clone(), look.pixels_per_point);
        let size = look.size.map(|points| (points * look.pixels_per_point).round() as usize);
        let ground = ctx.style_of(ctx.theme()).visuals.panel_fill;
        let picture = paint(&primitives, &textures, size, look.pixels_per_point, ground);
        let (width, height) = (u32::try_from(picture.width).unwrap(), u32::try_from(picture.height).unwrap());
        let file = File::create(folder.join(self.file_name(look)))?;
        let mut encoder = png::Encoder::new(BufWriter::new(file), width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&picture.to_rgb())?;
        Ok(())
    }
}

/// Clicks what has that name and takes the pointer away.
pub fn click(window: &mut Window, name: &str) {
    let found = window.query_all_by_label_contains(name).last();
    found.unwrap_or_else(|| panic!("nothing is called {name}")).click();
    window.run_ok();
    window.remove_cursor();
    window.run_ok();
}

/// Presses keys, one after the other.
pub fn press(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.key_press_modifiers(Modifiers::NONE, *key);
        window.run_ok();
    }
}

/// Types a text where the keyboard is.
pub fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_ok();
}
