//! A stretch of a recording as a WAV file of its own.

use core::ops::Range;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavSpec, WavWriter};

use super::Library;
use super::decode::{self, Purpose, Stop};
use super::source::{Bytes, Leave};
use crate::call::Seq;

/// The longest clip, in milliseconds: more would not fit into a WAV.
const MAX_CLIP_MS: u64 = 3 * 60 * 60 * 1_000;
/// Files of one name before another has to be chosen.
const MAX_SAME_NAME: u32 = 1_000;
/// A name longer than that is cut.
const MAX_NAME_CHARS: usize = 80;

/// Where a clip goes: as `name.wav` into the folder, never over a file that is there, or to the place that a person chose.
pub(super) struct Target<'a> {
    pub folder: &'a Path,
    pub name: &'a str,
    pub chosen: Option<&'a Path>,
}

impl Target<'_> {
    fn create(&self) -> Result<(PathBuf, File), String> {
        match self.chosen {
            None => create(self.folder, &safe(self.name)).map_err(|error| unwritten(self.folder, &error)),
            Some(path) => {
                let fresh = path.with_added_extension("part");
                File::create(&fresh).map(|file| (fresh, file)).map_err(|error| unwritten(path, &error))
            }
        }
    }

    /// What is whole gets its name.
    fn settle(&self, written: PathBuf) -> Result<PathBuf, String> {
        let Some(path) = self.chosen else { return Ok(written) };
        fs::rename(&written, path).map(|()| path.to_owned()).map_err(|error| {
            _ = fs::remove_file(&written);
            unwritten(path, &error)
        })
    }
}

/// Writes the stretch, in milliseconds.
///
/// # Errors
/// Why not, in a sentence.
pub(super) fn save(
    library: &dyn Library,
    seq: Seq,
    stretch: Range<u64>,
    target: &Target<'_>,
) -> Result<PathBuf, String> {
    if stretch.start >= stretch.end || stretch.end - stretch.start > MAX_CLIP_MS {
        return Err(String::from("The end has to come after the beginning, by three hours at most."));
    }
    let bytes = Bytes::new(library.open(seq)?, Leave::default());
    let mut decoder = decode::open(&bytes, Purpose::Hear).map_err(said)?;
    let form = decoder.form().clone();
    let (from, to) = (frames(stretch.start, form.rate), frames(stretch.end, form.rate));
    decoder.seek(from).map_err(said)?;
    let (path, file) = target.create()?;
    let spec = WavSpec {
        channels: form.lanes as u16,
        sample_rate: form.rate,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let written = WavWriter::new(BufWriter::new(file), spec).map_err(|error| error.to_string()).and_then(|mut wav| {
        let mut samples = Vec::new();
        let mut count = 0;
        while let Some(at) = decoder.next(&mut samples).map_err(said)? {
            let room = usize::try_from(to.saturating_sub(at)).unwrap_or(usize::MAX).saturating_mul(form.lanes);
            for sample in samples.iter().take(room) {
                let value = (sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)).round() as i16;
                wav.write_sample(value).map_err(|error| error.to_string())?;
                count += 1;
            }
            if samples.len() >= room {
                break;
            }
            samples.clear();
        }
        wav.finalize().map_err(|error| error.to_string())?;
        if count == 0 { Err(String::from("There is no sound in that stretch.")) } else { Ok(()) }
    });
    if let Err(why) = written {
        _ = fs::remove_file(&path);
        return Err(why);
    }
    target.settle(path)
}

fn frames(ms: u64, rate: u32) -> u64 {
    (u128::from(ms) * u128::from(rate) / 1_000) as u64
}

fn said(stop: Stop) -> String {
    match stop {
        Stop::Failed(why, _) => why,
        Stop::Left => String::from("It was left."),
    }
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("Nothing can be written to {}: {error}.", path.display())
}

fn create(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    fs::create_dir_all(folder)?;
    for number in 1..=MAX_SAME_NAME {
        let path = folder.join(if number == 1 { format!("{name}.wav") } else { format!("{name} ({number}).wav") });
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AlreadyExists, "there are too many files of that name"))
}

/// A file's name of letters that every system takes.
fn safe(name: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() || " -_.,()+".contains(letter) { letter } else { '-' };
    let name: String = name.chars().map(plain).take(MAX_NAME_CHARS).collect();
    let name = name.trim_matches(|letter: char| letter == '.' || letter == ' ');
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let is_reserved = matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")));
    if name.is_empty() || is_reserved { format!("Clip {name}").trim_end().to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system() {
        for (name, expected) in [
            ("John Smith 0.09", "John Smith 0.09"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("a/b\\c:d*?\"<>|", "a-b-c-d------"),
            ("...", "Clip"),
            ("", "Clip"),
            ("con", "Clip con"),
            ("LPT1.x", "Clip LPT1.x"),
            ("आशा राव", "आशा राव"),
        ] {
            let made = safe(name);
            assert!(!made.contains(['/', '\\', ':']), "{made}");
            if name.is_ascii() {
                assert_eq!(made, expected);
            }
        }
    }

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> =
            (0..3).map(|_| create(folder.path(), "Clip").unwrap().0.file_name().unwrap().to_owned()).collect();
        assert_eq!(names, ["Clip.wav", "Clip (2).wav", "Clip (3).wav"]);
    }
}
