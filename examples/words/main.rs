//! Writes `assets/words/call-inbox.pot` from the sources, brings every `assets/words/*.po` up to it, and tells how much of
//! each is translated: `cargo run --example words`.

mod extract;
mod template;

use std::io::Write;
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = extract::of_program(root)?;
    let folder = root.join("assets/words");
    fs::write(folder.join("call-inbox.pot"), template::template(&texts))?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "po") {
            let (text, translated) = template::brought_up(&texts, &fs::read_to_string(&path)?);
            fs::write(&path, text)?;
            writeln!(io::stderr(), "{}: {translated} of {} texts", path.display(), texts.entries.len())?;
        }
    }
    if texts.mistakes.is_empty() { Ok(()) } else { Err(io::Error::other(texts.mistakes.join("\n"))) }
}
