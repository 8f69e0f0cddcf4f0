//! What was said in a call as a file, or as a folder with a page and the recording: asked for in the window and on the
//! command line. It reads beside whoever owns the folder.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::arguments::{Common, TranscriptWish};
use super::super::dialogs::{Dialogs, Place};
use super::super::listing::open;
use super::super::{clock, printed};
use super::output;
use super::review::{Review, review};
use crate::bus::{Bus, Event, TranscriptForm};
use crate::call::{CallDetail, CallId, Media, Seq, UnixMillis};
use crate::inbox::DetailPage;
use crate::media::open_kept;
use crate::playback::{Format, SNIFF_BYTES, Sniffed, sniff};
use crate::store::Reader;
use crate::transcript::write::{Script, json, srt, text, vtt};

/// The folder for them, in the inbox's.
const FOLDER: &str = "exports";
/// The page, in a folder of its own.
const PAGE: &str = "review.html";
/// The longest part of a file's name that is the caller's, in characters: as bytes it is at most four times as long.
const NAME_CHARS: usize = 40;

/// Writes a call's transcript where the person says, else into the inbox's folder, on a thread of its own; answered by an
/// event, or by nothing where they thought better of it.
pub fn save(folder: &Path, reader: Reader, (seq, form): (Seq, TranscriptForm), dialogs: Dialogs, bus: Bus) {
    let failed = |bus: &Bus, why: String| {
        bus.publish(&Event::CommandFailed { what: String::from("Saving the transcript"), why });
    };
    let on_failure = bus.clone();
    let folder = folder.to_owned();
    let work = move || match keep(&folder, &reader, (seq, form), &dialogs) {
        Ok(None) => {}
        Ok(Some(path)) => bus.publish(&Event::TranscriptSaved { path: path.display().to_string() }),
        Err(error) => failed(&bus, format!("{error:#}")),
    };
    if let Err(error) = std::thread::Builder::new().name(String::from("transcript-saver")).spawn(work) {
        failed(&on_failure, error.to_string());
    }
}

/// `transcript`: what was said in a call, on stdout or as a file or folder.
///
/// # Errors
/// There is no such call or nothing was said in it that we know of, or it can't be written.
pub fn transcript(common: &Common, wish: &TranscriptWish) -> Result<()> {
    let (store, reader) = open(common)?;
    let id = CallId::given(&wish.call_id).with_context(|| format!("“{}” can't be a call's id.", wish.call_id))?;
    let Some(detail) = reader.detail_by_id(&id)? else { bail!("There is no call with the id {id}.") };
    let said = Said::of(&reader, detail)?;
    match (wish.form(), &wish.out) {
        (TranscriptForm::Page, Some(out)) => {
            let recording = said.write_page(store.folder(), out)?;
            if let Err(why) = recording {
                printed::note(&why);
            }
        }
        (TranscriptForm::Page, None) => bail!("Say where to put the page and the recording with --out FOLDER."),
        (form, Some(out)) => write_file(out, &said.text(form)?)?,
        (form, None) => return Ok(printed::bytes(said.text(form)?.as_bytes())?),
    }
    if let Some(out) = &wish.out {
        printed::note(&format!("The transcript was written to {}", out.display()));
    }
    Ok(())
}

/// Where it is; `None` if it shall be nowhere.
fn keep(
    data_folder: &Path,
    reader: &Reader,
    (seq, form): (Seq, TranscriptForm),
    dialogs: &Dialogs,
) -> Result<Option<PathBuf>> {
    let Some(detail) = reader.detail(seq)? else { bail!("The call is not there any more.") };
    let name = file_name(&detail, &TimeZone::system());
    let said = Said::of(reader, detail)?;
    let usual = |name: &str| {
        let folder = data_folder.join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| format!("The folder {} can't be made", folder.display()))?;
        Ok::<_, anyhow::Error>(folder.join(name))
    };
    if form == TranscriptForm::Page {
        let folder = match dialogs.folder(say!("Save the page into a folder"), &name).map_err(|why| anyhow!(why))? {
            Place::At(folder) => folder,
            Place::Usual => usual(&name)?,
            Place::Nowhere => return Ok(None),
        };
        // The page itself says so if it is without a recording.
        _ = said.write_page(data_folder, &folder)?;
        return Ok(Some(folder.join(PAGE)));
    }
    // Before anybody is asked where.
    let text = said.text(form)?;
    let file = format!("{name}.{}", form.extension());
    let path = match dialogs.place(say!("Save the transcript"), &file).map_err(|why| anyhow!(why))? {
        Place::At(path) => path,
        Place::Usual => usual(&file)?,
        Place::Nowhere => return Ok(None),
    };
    write_file(&path, &text)?;
    Ok(Some(path))
}

/// A call and what was said in it.
struct Said {
    detail: CallDetail,
    script: Option<Script>,
}

impl Said {
    fn of(reader: &Reader, detail: CallDetail) -> Result<Self> {
        let (transcript, reading) = reader.transcript(detail.seq)?;
        Ok(Self { detail, script: transcript.map(|transcript| Script::of(&transcript, &reading)) })
    }

    /// As anything but a page.
    fn text(&self, form: TranscriptForm) -> Result<String> {
        let Some(script) = &self.script else { bail!("{}", self.why_none()) };
        Ok(match form {
            TranscriptForm::Text => text(script),
            TranscriptForm::Srt => srt(script)?,
            TranscriptForm::Vtt => vtt(script)?,
            TranscriptForm::Json => json(script).to_json() + "\n",
            TranscriptForm::Page => bail!("A page is written into a folder."),
        })
    }

    fn why_none(&self) -> String {
        match &self.detail.transcript {
            None => String::from("This call names no transcript."),
            Some(media) if media.state.is_here() => {
                String::from("The transcript was not read yet. Open the inbox, and try again.")
            }
            Some(media) => not_here("transcript", media),
        }
    }

    /// Writes page and recording into a folder of their own. Answers why there is no recording, if there is none.
    fn write_page(&self, data_folder: &Path, folder: &Path) -> Result<Result<(), String>> {
        let cant = || format!("The page can't be written into {}", folder.display());
        fs::create_dir_all(folder).with_context(cant)?;
        let recording = self.copy_recording(data_folder, folder)?;
        let zone = TimeZone::system();
        let page = DetailPage::of(self.detail.clone(), clock::now(), &zone);
        let recording_name = recording.as_ref().map(String::as_str).map_err(String::as_str);
        let page = Review { page: &page, script: self.script.as_ref(), recording: recording_name, zone: &zone };
        write_file(&folder.join(PAGE), &review(&page)?).with_context(cant)?;
        Ok(recording.map(drop))
    }

    /// The name of the copy, or why there is none.
    fn copy_recording(&self, data_folder: &Path, folder: &Path) -> Result<Result<String, String>> {
        let Some(media) = &self.detail.recording else { return Ok(Err(String::from("This call names no recording."))) };
        if !media.state.is_here() {
            return Ok(Err(not_here("recording", media)));
        }
        let gone = || Ok(Err(String::from("The recording is not here any more.")));
        let Ok(mut file) = open_kept(data_folder, media) else { return gone() };
        let mut head = Vec::new();
        if (&mut file).take(SNIFF_BYTES as u64).read_to_end(&mut head).and_then(|_| file.rewind()).is_err() {
            return gone();
        }
        let ending = match sniff(&head) {
            Sniffed::Known(format) => ending_of(format),
            Sniffed::Unsupported(why) => return Ok(Err(why)),
            Sniffed::TooShort => return Ok(Err(String::from("The recording is empty."))),
        };
        let name = format!("recording.{ending}");
        copy(&mut file, &folder.join(&name))
            .with_context(|| format!("The recording can't be copied into {}", folder.display()))?;
        Ok(Ok(name))
    }
}

/// Why a file is not here, in a sentence.
fn not_here(what: &str, media: &Media) -> String {
    match &media.why {
        Some(why) => format!("The {what} is not here: {why}"),
        None if !media.state.is_settled() => format!("The {what} has not arrived yet."),
        None => format!("The {what} is not here."),
    }
}

/// By what the file is, whatever the call says of it.
fn ending_of(format: Format) -> &'static str {
    match format {
        Format::OggOpus | Format::OggVorbis | Format::OggFlac => "ogg",
        Format::Flac => "flac",
        Format::Wav => "wav",
        Format::Mp3 => "mp3",
        Format::Adts => "aac",
        Format::Mp4 => "m4a",
        Format::Mkv => "webm",
    }
}

/// When, who, and the call's number here, so that two calls are never one file.
fn file_name(detail: &CallDetail, zone: &TimeZone) -> String {
    let who = safe(detail.row().title.as_str());
    let parts = [day_and_time(detail.received_at, zone), who, detail.seq.0.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn day_and_time(at: UnixMillis, zone: &TimeZone) -> String {
    let at = Timestamp::from_millisecond(at.0).map(|at| at.to_zoned_datetime(zone.clone()));
    at.map(|at| at.strftime("%Y-%m-%d %H.%M").to_string()).unwrap_or_default()
}

/// Letters, the marks on them, and digits, a space between words: no name of these leads out of a folder, hides its ending
/// or turns its direction.
fn safe(name: &str) -> String {
    let is_kept = |c: char| {
        c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
    };
    let words = name.split(|c| !is_kept(c)).filter(|word| !word.is_empty());
    let kept: String = words.collect::<Vec<_>>().join(" ").chars().take(NAME_CHARS).collect();
    kept.trim_end().to_owned()
}

fn write_file(path: &Path, text: &str) -> Result<()> {
    output::put(path, text.as_bytes())
}

fn copy(from: &mut File, to: &Path) -> Result<()> {
    output::pour_into(to, |out| io::copy(from, out).map(drop))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, Datum, IdSource, Triage};

    fn detail(name: &str) -> CallDetail {
        let payload = format!(r#"{{"callerDetails":{{"name":{}}}}}"#, Datum::from(name).to_json());
        let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, Datum::parse(&payload).unwrap());
        CallDetail::new(Seq(7), UnixMillis(1_773_312_120_000), call, Triage::default(), Vec::new())
    }

    #[test]
    fn a_file_is_named_by_day_and_caller_and_leads_nowhere() {
        let named = |name: &str| file_name(&detail(name), &TimeZone::UTC);
        assert_eq!(named("John O'Neil, Jr."), "2026-03-12 10.42 John O Neil Jr 7");
        assert_eq!(named("../../etc/passwd\0.html"), "2026-03-12 10.42 etc passwd html 7");
        assert_eq!(named("C:\\Windows\u{202e}\n.exe"), "2026-03-12 10.42 C Windows exe 7");
        assert_eq!(named("राजेश शर्मा"), "2026-03-12 10.42 राजेश शर्मा 7");
        assert!(named(&"ü".repeat(500)).len() < 120);
        assert_eq!((safe("///…"), safe("李 明")), (String::new(), String::from("李 明")));
    }
}
