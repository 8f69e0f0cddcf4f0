//! What goes wrong around the real program: disks that are full, read-only or failing, files that vanish or are spoilt, a
//! clock that jumps, descriptors that run out, a port that is taken. The sender gets an honest answer, the person a
//! sentence, and it works again by itself once the cause is gone.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Event, ListenerState};
use tempfile::TempDir;

use crate::support::preload;
use crate::support::program::{Answer, DEADLINE, Served, folder, json_lines, post, program, run};

const FAILING: &str = "Calls can't be kept: ";
const WELL_AGAIN: &str = "Calls are received and kept again.";

fn call(id: &str) -> Vec<u8> {
    format!(r#"{{"callId":"{id}"}}"#).into_bytes()
}

fn large(id: &str) -> Vec<u8> {
    format!(r#"{{"callId":"{id}","callAnalysis":{{"summary":"{}"}}}}"#, "x".repeat(200_000)).into_bytes()
}

fn listed(folder: &Path) -> Vec<String> {
    let calls = json_lines(folder, &["list", "--json"]);
    calls.iter().map(|call| call["callId"].as_str().unwrap().to_owned()).collect()
}

/// An honest refusal: 503, and a reason that names no file.
fn is_honest(answer: &Answer) -> bool {
    answer.status == 503 && answer.body.contains("can't be stored") && !answer.body.contains('/')
}

/// A small file system in memory, taken away again at the end.
struct Mounted(TempDir);

impl Mounted {
    /// `None`, with a line that says why, where nothing can be mounted.
    fn new(options: &str) -> Option<Self> {
        let folder = folder();
        let place = folder.path().to_str().unwrap().to_owned();
        if !succeeds("mount", &["-t", "tmpfs", "-o", options, "tmpfs", &place]) {
            return preload::passed_over("file systems can't be mounted (it takes root, on Linux)");
        }
        Some(Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remount(&self, options: &str) {
        assert!(succeeds("mount", &["-o", &format!("remount,{options}"), self.path().to_str().unwrap()]));
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        succeeds("umount", &["-l", self.path().to_str().unwrap()]);
    }
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_is_answered_503_until_there_is_room() {
    let Some(disk) = Mounted::new("size=3m") else { return };
    let served = Served::launch_heard(&mut program(disk.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let mut kept = Vec::new();
    let refusal = loop {
        let id = format!("call-{}", kept.len());
        let answer = served.post(&large(&id));
        if answer.status != 200 {
            break answer;
        }
        kept.insert(0, id);
        assert!(kept.len() < 100, "the disk does not get full");
    };
    assert!(is_honest(&refusal) && refusal.body.contains("the disk is full"), "{refusal:?}");
    let said = served.hears(FAILING);
    assert!(said.contains("The disk is full: ") && said.contains("tried again by itself"), "{said}");
    assert_eq!(listed(disk.path()), kept);
    disk.remount("size=64m");
    served.hears(WELL_AGAIN);
    assert_eq!(served.post(&large("after")).status, 200);
    kept.insert(0, String::from("after"));
    assert_eq!(listed(disk.path()), kept);
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn a_folder_that_may_only_be_read_is_said_at_the_start_and_can_still_be_read() {
    let Some(disk) = Mounted::new("size=8m") else { return };
    let served = Served::start(disk.path());
    assert_eq!(served.post(&call("a")).status, 200);
    assert_eq!(served.terminate(), Some(0));
    disk.remount("ro");
    let output = run(disk.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("The inbox folder can't be used: Read-only file system"), "{said}");
    assert_eq!(listed(disk.path()), ["a"]);
}

/// The program on a disk that fails and with a clock that jumps when it is told to.
struct Troubled {
    served: Served,
    inbox: TempDir,
    outside: TempDir,
}

impl Troubled {
    fn start() -> Option<Self> {
        let (inbox, outside) = (folder(), folder());
        let library = preload::library(outside.path(), "faulty", include_str!("support/faulty.c"))?;
        let place = inbox.path().canonicalize().unwrap();
        let mut command = program(&place, &["serve", "--listen", "127.0.0.1:0"]);
        command.env("LD_PRELOAD", library).env("FAULTY_FOLDER", place);
        command.env("FAULTY_DISK", outside.path().join("disk")).env("FAULTY_CLOCK", outside.path().join("clock"));
        Some(Self { served: Served::launch_heard(&mut command), inbox, outside })
    }

    fn switch(&self, what: &str, order: Option<&str>) {
        let switch: PathBuf = self.outside.path().join(what);
        match order {
            Some(order) => {
                // Whole or not at all: the program may read it at any moment.
                let fresh = self.outside.path().join("fresh");
                std::fs::write(&fresh, order).unwrap();
                std::fs::rename(fresh, switch).unwrap();
            }
            None => std::fs::remove_file(switch).unwrap(),
        }
    }
}

#[test]
fn a_disk_that_fails_is_answered_503_until_it_works() {
    let Some(troubled) = Troubled::start() else { return };
    let served = &troubled.served;
    assert_eq!(served.post(&call("before")).status, 200);
    const EIO: u8 = 5;
    const ENOSPC: u8 = 28;
    const EROFS: u8 = 30;
    for (number, (errno, what, why)) in [
        (EIO, 1, "the disk can't be read or written"),
        (EIO, 2, "the disk can't be read or written"),
        (EROFS, 3, "the disk can't be read or written"),
        (ENOSPC, 1, "the disk is full"),
    ]
    .into_iter()
    .enumerate()
    {
        troubled.switch("disk", Some(&format!("{errno} {what}")));
        let refusal = served.post(&call(&format!("lost-{number}")));
        assert!(is_honest(&refusal) && refusal.body.contains(why), "{errno} {what}: {refusal:?}");
        served.hears(FAILING);
        troubled.switch("disk", None);
        assert_eq!(served.post(&call(&format!("kept-{number}"))).status, 200);
        served.hears(WELL_AGAIN);
    }
    let mut kept = listed(troubled.inbox.path());
    // One that was refused may be there all the same: it was written, only not for certain.
    kept.retain(|id| !id.starts_with("lost-"));
    assert_eq!(kept, ["kept-3", "kept-2", "kept-1", "kept-0", "before"]);
}

#[test]
fn a_clock_that_jumps_changes_stamps_and_not_the_order() {
    let Some(troubled) = Troubled::start() else { return };
    const YEAR_SECS: i64 = 366 * 86_400;
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    // As after a battery died.
    let to_1970 = 3_600 - i64::try_from(now).unwrap();
    for (id, offset) in [("now", 0), ("earlier", -YEAR_SECS), ("later", YEAR_SECS), ("1970", to_1970)] {
        troubled.switch("clock", Some(&offset.to_string()));
        assert_eq!(troubled.served.post(&call(id)).status, 200, "{id}");
    }
    troubled.switch("clock", None);
    assert_eq!(troubled.served.post(&call("again")).status, 200);
    let calls = json_lines(troubled.inbox.path(), &["list", "--json"]);
    let ids: Vec<_> = calls.iter().map(|call| call["callId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["again", "1970", "later", "earlier", "now"]);
    let stamps: Vec<_> = calls.iter().map(|call| call["receivedAt"].as_str().unwrap()).collect();
    assert!(stamps[1].starts_with("1970-01-01") && stamps[3] < stamps[4] && stamps[4] < stamps[2], "{stamps:?}");
    assert_eq!(troubled.served.terminate(), Some(0));
}

#[test]
fn a_database_that_vanishes_or_is_spoilt_costs_no_sender_an_answer() {
    let folder = folder();
    let served = Served::launch_heard(&mut program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let database = folder.path().join("inbox.sqlite3");
    assert_eq!(served.post(&call("a")).status, 200);
    std::fs::remove_file(&database).unwrap();
    assert_eq!(served.post(&call("b")).status, 200);
    served.hears("was deleted while Call Inbox was running; a new, empty one was begun");
    assert_eq!(listed(folder.path()), ["b"]);

    let bytes = std::fs::metadata(&database).unwrap().len();
    let noise: Vec<u8> = std::iter::repeat_n(0x5a, usize::try_from(bytes).unwrap()).collect();
    // In place: the same file with other bytes.
    std::io::Write::write_all(&mut std::fs::OpenOptions::new().write(true).open(&database).unwrap(), &noise).unwrap();
    // What is still in memory and in the journal may serve for a while; nothing that is answered 200 may be lost.
    let mut kept = Vec::new();
    for number in 0..50 {
        let id = format!("c{number}");
        let answer = served.post(&large(&id));
        assert!(answer.status == 200 || is_honest(&answer), "{answer:?}");
        kept.extend((answer.status == 200).then_some(id));
    }
    assert_eq!(served.terminate(), Some(0));
    let served = Served::start(folder.path());
    assert_eq!(served.post(&call("after")).status, 200);
    drop(served);
    kept.push(String::from("after"));
    let found = in_all_databases(folder.path());
    let lost: Vec<_> = kept.iter().filter(|id| !found.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?} of {} lost", kept.len());
}

/// The calls of the inbox and of what was set aside.
fn in_all_databases(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let databases = names.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("inbox.sqlite3") && !name.ends_with("-wal") && !name.ends_with("-shm")
    });
    let ids = |path: PathBuf| -> rusqlite::Result<Vec<String>> {
        rusqlite::Connection::open(path)?
            .prepare("SELECT call_id FROM calls")?
            .query_map([], |row| row.get(0))?
            .collect()
    };
    databases.flat_map(|path| ids(path).unwrap_or_default()).collect()
}

#[test]
fn a_damaged_database_is_set_aside_at_the_start_and_that_is_said() {
    let folder = folder();
    std::fs::write(folder.path().join("inbox.sqlite3"), [7; 10_000]).unwrap();
    let served = Served::launch_heard(&mut program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]));
    let said = served.hears("The database file was damaged. It is set aside");
    let place = Path::new(said.rsplit(": ").next().unwrap());
    assert_eq!(std::fs::read(place).unwrap(), [7; 10_000]);
    assert_eq!(served.post(&call("a")).status, 200);
    assert_eq!(listed(folder.path()), ["a"]);
}

#[cfg(target_os = "linux")]
#[test]
fn without_descriptors_an_honest_sender_is_still_answered_and_all_are_given_back() {
    let folder = folder();
    let serve = program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 64; exec \"$0\" \"$@\""]).arg(serve.get_program()).args(serve.get_args());
    let served = Served::launch(&mut command);
    assert_eq!(served.post(&call("before")).status, 200);
    let open = || std::fs::read_dir(format!("/proc/{}/fd", served.id())).unwrap().count();
    // Connections to the server behind the door are kept, one for each request at a time, ours and the program's own
    // question whether it is there; each takes two.
    let before = open() + 4;
    for round in 0..3 {
        let idle: Vec<_> = (0..200).filter_map(|_| TcpStream::connect(served.address).ok()).collect();
        assert_eq!(idle.len(), 200);
        for number in 0..10 {
            let answer = post(served.address, &call(&format!("{round}-{number}"))).unwrap();
            assert_eq!(answer.status, 200);
        }
        drop(idle);
        let deadline = Instant::now() + DEADLINE;
        while open() > before {
            assert!(Instant::now() < deadline, "{} descriptors, at most {before} before", open());
            std::thread::park_timeout(std::time::Duration::from_millis(5));
        }
    }
    assert_eq!(post(served.address, &call("after")).unwrap().status, 200);
    assert_eq!(listed(folder.path()).len(), 32);
}

#[test]
fn a_port_that_is_taken_and_freed_is_listened_on_again() {
    let folder = folder();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap();
    let bus = Bus::default();
    let (wake, woken) = sync_channel(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let mut engines = Engines::start(folder.path(), Some("127.0.0.1:0".parse().unwrap()), bus).unwrap();
    let deadline = Instant::now() + DEADLINE;
    let until = |engines: &Engines, is_it: &dyn Fn(&Event) -> bool| loop {
        match subscriber.next() {
            Some(event) => {
                engines.heard(&event);
                if is_it(&event) {
                    break;
                }
            }
            None => woken.recv_timeout(deadline.saturating_duration_since(Instant::now())).unwrap(),
        }
    };
    until(&engines, &|event| matches!(event, Event::ListenerChanged(ListenerState::Listening { .. })));
    engines.command(call_inbox::bus::Command::Listen { address: taken });
    until(
        &engines,
        &|event| matches!(event, Event::ListenerChanged(ListenerState::PortTaken { address, .. }) if *address == taken),
    );
    drop(holder);
    until(&engines, &|event| *event == Event::ListenerChanged(ListenerState::Listening { address: taken }));
    assert_eq!(post(taken, &call("a")).unwrap().status, 200);
    until(&engines, &|event| matches!(event, Event::GapsLoaded(gaps) if gaps.len() == 1 && gaps[0].to.is_some()));
    engines.stop();
}
