//! Files that a person drops on the window or chooses: what letting them go will do, and what became of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::super::undo::{Undo, Waits};
use super::super::{Detail, Inbox, NoticeKind, Screen, count_label};
use crate::bus::Command;
use crate::call::{MediaKind, Seq, attached_name};

/// As many files are taken at once; more are a mistake of the hand.
const MOST_FILES: usize = 500;
/// Of so many that were not taken it is said why.
const FILES_NAMED: usize = 2;
/// How recordings are called, and transcripts that can be nothing else.
const RECORDINGS: [&str; 9] = ["wav", "mp3", "ogg", "opus", "oga", "m4a", "aac", "flac", "webm"];
const TRANSCRIPTS: [&str; 4] = ["vtt", "srt", "ttml", "txt"];

/// What letting go of files will do, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropWords {
    /// What it does.
    pub title: String,
    /// What has to be known of it.
    pub note: String,
    /// It does something.
    pub is_possible: bool,
    /// Something of it is attached, not received.
    pub attaches: bool,
}

impl Inbox {
    /// The call that files are attached to: the open one.
    fn attach_to(&self) -> Option<(Seq, &str)> {
        match &self.detail {
            Detail::Shown(page) if self.screen == Screen::Calls => Some((page.detail.seq, page.title.as_str())),
            _ => None,
        }
    }

    /// What letting go of these files will do, by their names alone; `None` stands for a file without one.
    pub fn drop_words(&self, paths: &[Option<&Path>]) -> DropWords {
        let count = |endings: &[&str]| paths.iter().filter(|path| path.is_some_and(|path| ends(path, endings))).count();
        let (recordings, transcripts) = (count(&RECORDINGS), count(&TRANSCRIPTS));
        let calls = paths.len().saturating_sub(recordings + transcripts);
        let Some((seq, who)) = self.attach_to().filter(|_| calls < paths.len()) else {
            return receiving_words(paths.len(), calls);
        };
        let attached = match (recordings, transcripts) {
            (_, 0) => say!("As the recording of this call."),
            (0, _) => say!("As the transcript of this call."),
            _ => say!("As the recording and the transcript of this call."),
        };
        let replaces = recordings > 0 && self.has_file(seq, MediaKind::Recording)
            || transcripts > 0 && self.has_file(seq, MediaKind::Transcript);
        let kept = if replaces { say!(" What it has now is kept.") } else { "" };
        let more =
            say_many!(calls as u64, "{n} other file is received as a call.", "{n} other files are received as calls.");
        let more = if calls > 0 { format!(" {more}") } else { String::new() };
        DropWords {
            title: say!("Drop to attach to {who}", who = who),
            note: format!("{attached}{kept}{more}"),
            is_possible: true,
            attaches: true,
        }
    }

    fn has_file(&self, seq: Seq, kind: MediaKind) -> bool {
        self.file_of(kind).is_some_and(|(of, _)| of == seq)
    }

    /// The address of a file of the open call.
    fn file_of(&self, kind: MediaKind) -> Option<(Seq, &str)> {
        let Detail::Shown(page) = &self.detail else { return None };
        let call = &page.detail.call;
        let uri = match kind {
            MediaKind::Recording => call.recording_uri.as_deref(),
            MediaKind::Transcript => call.transcript_uri.as_deref(),
        };
        uri.map(|uri| (page.detail.seq, uri))
    }

    /// Whether a file of the open call was attached by a person.
    pub fn has_attached(&self, kind: MediaKind) -> bool {
        let file = self.file_of(kind).filter(|_| self.screen == Screen::Calls);
        file.is_some_and(|(_, uri)| attached_name(uri).is_some())
    }

    pub(in crate::inbox) fn drop_files(&mut self, paths: Vec<PathBuf>) -> Vec<Command> {
        let attach_to = self.attach_to().map(|(seq, _)| seq);
        self.take_files(paths, attach_to)
    }

    /// Takes in files that were dropped or chosen; what belongs to a call belongs to that one.
    pub(in crate::inbox) fn take_files(&mut self, paths: Vec<PathBuf>, attach_to: Option<Seq>) -> Vec<Command> {
        if paths.is_empty() {
            return Vec::new();
        }
        if paths.len() > MOST_FILES {
            let text = say!(
                "{count} files are too many at once. Drop at most {most}, or post them to the webhook's URL.",
                count = count_label(paths.len() as u64),
                most = MOST_FILES
            );
            self.notices.push(NoticeKind::Failed, text, self.now);
            return Vec::new();
        }
        vec![Command::TakeFiles { paths, attach_to }]
    }

    pub(super) fn choose_attachment(&mut self) -> Vec<Command> {
        let Some((seq, _)) = self.attach_to() else {
            self.notices.push(NoticeKind::Done, say!("Open the call first that the file belongs to"), self.now);
            return Vec::new();
        };
        vec![Command::ChooseFiles { attach_to: Some(seq) }]
    }

    /// What became of files: sentences about those that were not taken.
    pub(in crate::inbox) fn files_received(&mut self, received: usize, refused: &[String]) {
        if received > 0 {
            let text = say_many!(
                received as u64,
                "{n} file received as a call, through the webhook",
                "{n} files received as calls, through the webhook"
            );
            self.notices.push(NoticeKind::Done, text, self.now);
        }
        if refused.is_empty() {
            return;
        }
        let mut text = refused.iter().take(FILES_NAMED).map(String::as_str).collect::<Vec<&str>>().join(" ");
        let more = refused.len().saturating_sub(FILES_NAMED) as u64;
        if more > 0 {
            text.push(' ');
            text.push_str(&say_many!(more, "Nor was {n} other file.", "Nor were {n} other files."));
        }
        self.notices.push(NoticeKind::Failed, text, self.now);
    }

    /// A file was attached to a call: told with a way back.
    pub(in crate::inbox) fn attached(
        &mut self,
        seq: Seq,
        kind: MediaKind,
        uri: String,
        replaces: bool,
    ) -> Vec<Command> {
        let who = match &self.detail {
            Detail::Shown(page) if page.detail.seq == seq => page.title.clone(),
            _ => self.list.row(seq).map_or_else(|| String::from(say!("the call")), |row| row.title.clone()),
        };
        let name = attached_name(&uri).unwrap_or_default();
        let told = if replaces {
            say!("{name} attached to {who}. What was there is kept", name = name, who = who)
        } else {
            say!("{name} attached to {who}", name = name, who = who)
        };
        let what = say!("{name} attached", name = name);
        let back = Command::ShowAttached { seq, kind, uri, is_removed: true };
        self.remember_undo(Undo { what, changes: Vec::new(), commands: vec![back], waits: Waits::Nothing });
        self.notices.push(NoticeKind::Undoable, told, self.now);
        self.file_replaced(seq, kind)
    }

    pub(super) fn detach(&mut self, kind: MediaKind) -> Vec<Command> {
        let Some((seq, uri)) = self.file_of(kind) else { return Vec::new() };
        let Some(name) = attached_name(uri) else { return Vec::new() };
        let what = say!("{name} removed from the call", name = name);
        let show = |is_removed| Command::ShowAttached { seq, kind, uri: uri.to_owned(), is_removed };
        let (away, back) = (show(true), show(false));
        self.remember_undo(Undo {
            what: what.clone(),
            changes: Vec::new(),
            commands: vec![back],
            waits: Waits::Nothing,
        });
        self.notices.push(NoticeKind::Undoable, what, self.now);
        vec![away]
    }

    /// Another file stands in that place now, or none: nothing that was known of the one before holds.
    pub(in crate::inbox) fn file_replaced(&mut self, seq: Seq, kind: MediaKind) -> Vec<Command> {
        match kind {
            MediaKind::Recording => self.recording_replaced(seq),
            MediaKind::Transcript => {
                self.transcript_replaced(seq);
                Vec::new()
            }
        }
    }
}

/// Where nothing can be attached.
fn receiving_words(all: usize, calls: usize) -> DropWords {
    if calls == 0 && all > 0 {
        return DropWords {
            title: say!("Open a call first").to_owned(),
            note: say!("A recording or a transcript belongs to a call: open it, then drop the file on it.").to_owned(),
            is_possible: false,
            attaches: true,
        };
    }
    DropWords {
        title: match all as u64 {
            1 => say!("Drop to receive as a call").to_owned(),
            all => say!("Drop to receive {count} files as calls", count = count_label(all)),
        },
        note: say!("JSON payloads, through the webhook").to_owned(),
        is_possible: true,
        attaches: false,
    }
}

fn ends(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{detail, filled, inbox};
    use super::super::super::{Action, DesktopAction};
    use super::*;
    use crate::bus::Event;

    fn told(inbox: &Inbox) -> Vec<&str> {
        inbox.notices.shown().iter().map(|notice| notice.text.as_str()).collect()
    }

    fn open(json: &str) -> Inbox {
        let mut inbox = filled(1);
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, json))));
        inbox
    }

    fn words(inbox: &Inbox, names: &[&str]) -> (String, String) {
        let paths: Vec<_> = names.iter().map(|name| Some(Path::new(*name))).collect();
        let words = inbox.drop_words(&paths);
        (words.title, words.note)
    }

    #[test]
    fn dropped_files_are_taken_and_what_became_of_them_is_said() {
        let mut inbox = inbox();
        assert!(inbox.act(Action::DropFiles(Vec::new())).is_empty());
        let paths = vec![PathBuf::from("a.json"), PathBuf::from("b.txt")];
        let command = Command::TakeFiles { paths: paths.clone(), attach_to: None };
        assert_eq!(inbox.act(Action::DropFiles(paths)), [command]);
        let refused = ["b.txt was not received: it holds no JSON."; 3].map(String::from).to_vec();
        inbox.apply(Event::FilesReceived { received: 2, refused });
        let sentence =
            "b.txt was not received: it holds no JSON. b.txt was not received: it holds no JSON. Nor was 1 other file.";
        assert_eq!(told(&inbox), ["2 files received as calls, through the webhook", sentence]);
        assert!(inbox.act(Action::DropFiles(vec![PathBuf::new(); MOST_FILES + 1])).is_empty());
        assert!(told(&inbox).last().is_some_and(|text| text.starts_with("501 files are too many")));
    }

    #[test]
    fn what_letting_go_does_depends_on_the_files_and_the_open_call() {
        let inbox = inbox();
        assert_eq!(words(&inbox, &["a.json"]).0, "Drop to receive as a call");
        assert_eq!(words(&inbox, &["a.json", "b.wav"]).0, "Drop to receive 2 files as calls");
        assert_eq!(words(&inbox, &["b.wav"]).0, "Open a call first");
        assert_eq!(inbox.drop_words(&[None]).title, "Drop to receive as a call");
        let inbox = open(r#"{"callerDetails":{"name":"John Smith"},"recordingUri":"https://a/b"}"#);
        assert_eq!(words(&inbox, &["a.json"]).0, "Drop to receive as a call");
        let wanted = ("Drop to attach to John Smith", "As the recording of this call. What it has now is kept.");
        assert_eq!(words(&inbox, &["B.WAV"]), (wanted.0.into(), wanted.1.into()));
        assert_eq!(words(&inbox, &["b.vtt"]).1, "As the transcript of this call.");
        let note = "As the recording and the transcript of this call. What it has now is kept. 1 other file is received as a call.";
        assert_eq!(words(&inbox, &["b.vtt", "b.ogg", "c.json"]).1, note);
    }

    #[test]
    fn what_was_attached_is_told_and_taken_back() {
        let mut inbox = open(r#"{"callerDetails":{"name":"John Smith"}}"#);
        let uri = format!("attached:{}/call.wav", "0f".repeat(32));
        let (seq, kind) = (Seq(1), MediaKind::Recording);
        inbox.apply(Event::Attached { seq, kind, uri: uri.clone(), replaces: true });
        assert_eq!(told(&inbox), ["call.wav attached to John Smith. What was there is kept"]);
        let away = Command::ShowAttached { seq, kind, uri: uri.clone(), is_removed: true };
        assert_eq!(inbox.act(Action::Undo), std::slice::from_ref(&away));
        assert_eq!(told(&inbox), ["Undone: call.wav attached"]);

        assert!(!inbox.has_attached(kind));
        assert!(inbox.act(DesktopAction::Detach(kind).into()).is_empty());
        let mut attached = detail(1, "{}");
        attached.call.recording_uri = Some(uri.clone());
        inbox.apply(Event::CallLoaded(Box::new(attached)));
        assert!(inbox.has_attached(kind) && !inbox.has_attached(MediaKind::Transcript));
        assert_eq!(inbox.act(DesktopAction::Detach(kind).into()), [away]);
        assert_eq!(inbox.act(Action::Undo), [Command::ShowAttached { seq, kind, uri, is_removed: false }]);
    }

    #[test]
    fn files_are_chosen_for_the_call_that_was_open_then() {
        let mut inbox = open("{}");
        let chosen = DesktopAction::ChooseAttachment;
        assert_eq!(inbox.act(chosen.into()), [Command::ChooseFiles { attach_to: Some(Seq(1)) }]);
        inbox.act(Action::CloseCall);
        let paths = vec![PathBuf::from("a.wav")];
        let taken = Command::TakeFiles { paths: paths.clone(), attach_to: Some(Seq(1)) };
        assert_eq!(inbox.apply(Event::FilesChosen { paths, attach_to: Some(Seq(1)) }), [taken]);
        assert!(inbox.act(chosen.into()).is_empty());
        assert_eq!(told(&inbox), ["Open the call first that the file belongs to"]);
    }
}
