//! Dialogs with a person who answers by a list.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::*;

/// Answers as it was told, in order, and remembers what was asked.
struct Listed {
    answers: Mutex<Receiver<Answer>>,
    asked: SyncSender<Question>,
}

impl Chooser for Listed {
    fn ask(&self, question: &Question) -> Answer {
        self.asked.send(question.clone()).unwrap();
        self.answers.lock().unwrap().recv().unwrap()
    }
}

struct Desktop {
    dialogs: Dialogs,
    answer: SyncSender<Answer>,
    asked: Receiver<Question>,
    used: Receiver<PathBuf>,
}

fn desktop(folder: Option<&Path>) -> Desktop {
    let (answer, answers) = sync_channel(8);
    let (ask, asked) = sync_channel(8);
    let (on_used, used) = sync_channel(8);
    let chooser = Listed { answers: Mutex::new(answers), asked: ask };
    let dialogs = Dialogs::new(chooser, folder.map(Path::to_owned), move |used| on_used.send(used).unwrap());
    Desktop { dialogs, answer, asked, used }
}

#[test]
fn the_last_folder_is_where_the_next_dialog_begins() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).unwrap();
    let desktop = desktop(Some(folder.path()));
    desktop.answer.send(Answer::Chosen(vec![inner.join("mine")])).unwrap();
    desktop.answer.send(Answer::Cancelled).unwrap();
    assert_eq!(desktop.dialogs.place("Save", "call.srt"), Ok(Place::At(inner.join("mine.srt"))));
    assert_eq!(desktop.dialogs.place("Save", "call.srt"), Ok(Place::Nowhere));
    let asked: Vec<_> = desktop.asked.try_iter().map(|question| (question.folder, question.wanted)).collect();
    let wanted = Wanted::Save(String::from("call.srt"));
    assert_eq!(asked, [(folder.path().to_owned(), wanted.clone()), (inner.clone(), wanted)]);
    assert_eq!(desktop.used.try_iter().collect::<Vec<_>>(), [inner]);
}

#[test]
fn a_name_without_an_ending_gets_one_unless_that_would_write_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("taken.har"), "mine").unwrap();
    let desktop = desktop(None);
    for name in ["taken", "other.txt"] {
        desktop.answer.send(Answer::Chosen(vec![folder.path().join(name)])).unwrap();
        assert_eq!(desktop.dialogs.place("Save", "all.har"), Ok(Place::At(folder.path().join(name))));
    }
    desktop.answer.send(Answer::Chosen(vec![folder.path().to_owned()])).unwrap();
    assert_eq!(desktop.dialogs.folder("Save", "call"), Ok(Place::At(folder.path().join("call"))));
}

#[test]
fn one_at_a_time_and_nobody_to_ask_is_no_trouble() {
    let desktop = desktop(None);
    let dialogs = desktop.dialogs.clone();
    let waiting = std::thread::Builder::new().spawn(move || dialogs.place("Save", "a")).unwrap();
    desktop.asked.recv().unwrap();
    assert_eq!(desktop.dialogs.place("Save", "b"), Err(BUSY));
    desktop.answer.send(Answer::Unavailable).unwrap();
    assert_eq!(waiting.join().unwrap(), Ok(Place::Usual));
    assert_eq!(Dialogs::default().place("Save", "b"), Ok(Place::Usual));
    assert!(!Dialogs::default().is_there() && desktop.dialogs.is_there());
}

#[test]
fn chosen_files_are_told_and_none_chosen_is_silent() {
    let (wake, woken) = sync_channel(8);
    let bus = Bus::default();
    let events = bus.subscribe(Arc::new(move || wake.send(()).unwrap()));
    let desktop = desktop(None);
    let choose = |answer: Answer| {
        desktop.dialogs.choose_files(Some(Seq(7)), &bus);
        desktop.asked.recv().unwrap();
        desktop.answer.send(answer).unwrap();
        woken.recv().unwrap();
        events.next().unwrap()
    };
    let paths = vec![PathBuf::from("/a.wav")];
    let chosen = choose(Answer::Chosen(paths.clone()));
    assert_eq!(chosen, Event::FilesChosen { paths, attach_to: Some(Seq(7)) });
    let Event::CommandFailed { why, .. } = choose(Answer::Unavailable) else { unreachable!("nothing was told") };
    assert!(why.contains("Drop the file on the window"), "{why}");
}
