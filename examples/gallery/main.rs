//! The gallery: every screen in every state as a picture, light, dark, narrow and at twice the size, without a display and
//! the same each time. `make gallery` puts them into `target/gallery`; `index.html` there shows all of them.

#![expect(clippy::unwrap_used, reason = "what it draws is written here; a picture that can't be taken ends it")]

mod callers;
mod calls;
mod desktop;
mod insights;
mod listening;
mod lists;
mod over;
mod pages;
mod raster;
mod reading;
mod requests;
mod scripts;
mod settings;
mod sheet;
mod studio;
#[path = "../../tests/it/support/window.rs"]
#[expect(dead_code, reason = "tests use the rest")]
mod window;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, io, thread};

use call_inbox::words::{self, Language};
use studio::{LOOKS, Look, Picture};

/// Usage: `gallery [FOLDER [WORD]]`: only pictures with that word in their file's name. CALL_INBOX_LANGUAGE is the language
/// of the texts: `pseudo` shows which are forgotten and which have no room.
fn main() -> io::Result<()> {
    match env::var("CALL_INBOX_LANGUAGE").unwrap_or_default().as_str() {
        "" | "en" => {}
        "pseudo" => words::begin(Language::pseudo()),
        tag => {
            let found = words::built_in(tag).ok_or(io::ErrorKind::NotFound)?;
            words::begin(Language::read(&[(found.name, found.text)]).0);
        }
    }
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().map_or_else(|| PathBuf::from("target/gallery"), PathBuf::from);
    let word = arguments.next().unwrap_or_default();
    fs::create_dir_all(&folder)?;
    let pictures: Vec<Picture> = [
        calls::pictures(),
        lists::pictures(),
        reading::pictures(),
        listening::pictures(),
        requests::pictures(),
        pages::pictures(),
        settings::pictures(),
        over::pictures(),
        insights::pictures(),
        desktop::pictures(),
        scripts::pictures(),
    ]
    .into_iter()
    .flatten()
    .collect();
    sheet::write(&folder, &pictures)?;
    let all = pictures.iter().flat_map(|picture| LOOKS.map(|look| (picture, look)));
    let wanted: Vec<(&Picture, Look)> =
        all.filter(|(picture, look)| picture.file_name(*look).contains(&word)).collect();
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let take = || {
            while let Some((picture, look)) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                picture.take(*look, &folder)?;
            }
            io::Result::Ok(())
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(take)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap())
    })
}
