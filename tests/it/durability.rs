//! The power is cut while calls come in: the real program runs with every write to its folder noted, the folder is
//! rebuilt from what was synced before the cut, and every call that was acknowledged before it has to be there. A disk
//! that lies about syncing shows that the test can tell.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::call::{CallId, UnixMillis};
use call_inbox::store::{Access, Store};
use fastrand::Rng;
use tempfile::TempDir;

use crate::support::power::{Disk, Step, steps};
use crate::support::preload;
use crate::support::program::{DEADLINE, Served, folder, post, program};

const SENDERS: usize = 8;
/// Enough, with the bodies below, for the journal to be moved into the database more than once.
const CALLS_EACH: usize = 70;
/// Of each kind; there are four.
const CUTS: usize = 8;

/// A call that was answered 200, and how long the journal was when the answer had come.
struct Acknowledged {
    journal_bytes: usize,
    id: String,
    body: Vec<u8>,
}

/// What the program did, and what it promised meanwhile.
struct Recording {
    journal: Vec<u8>,
    acknowledged: Vec<Acknowledged>,
}

/// How the disk behaves while it is recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Syncing {
    Works,
    /// Fails for a while, again and again.
    FailsAtTimes,
}

/// Runs the real program under many senders, to its orderly end.
fn record(seed: u64, syncing: Syncing) -> Option<Recording> {
    let (outside, inbox) = (folder(), folder());
    let unsynced = preload::library(outside.path(), "unsynced", include_str!("support/unsynced.c"))?;
    let faulty = preload::library(outside.path(), "faulty", include_str!("support/faulty.c"))?;
    // The one that notes goes first: it has to see what the other makes of it.
    let libraries = format!("{}:{}", unsynced.display(), faulty.display());
    let switch = outside.path().join("disk");
    let folder = inbox.path().canonicalize().unwrap();
    let journal = outside.path().join("journal");
    let served = Served::launch(
        program(&folder, &["serve", "--listen", "127.0.0.1:0"])
            .env("LD_PRELOAD", libraries)
            .env("FAULTY_FOLDER", &folder)
            .env("FAULTY_DISK", &switch)
            .env("UNSYNCED_FOLDER", &folder)
            .env("UNSYNCED_JOURNAL", &journal),
    );
    let address = served.address;
    let acknowledged: Arc<Mutex<Vec<Acknowledged>>> = Arc::default();
    let (answered, refused): (Arc<AtomicUsize>, Arc<AtomicUsize>) = Default::default();
    let senders: Vec<_> = (0..SENDERS)
        .map(|sender| {
            let (acknowledged, journal) = (Arc::clone(&acknowledged), journal.clone());
            let (answered, refused) = (Arc::clone(&answered), Arc::clone(&refused));
            let mut luck = Rng::with_seed(seed + sender as u64);
            let work = move || {
                for number in 0..CALLS_EACH {
                    let id = format!("call-{sender}-{number}");
                    let length = luck.usize(..40_000);
                    let filler: String = std::iter::repeat_with(|| luck.alphanumeric()).take(length).collect();
                    let body = format!(r#"{{"callId":"{id}","callAnalysis":{{"summary":"{filler}"}}}}"#).into_bytes();
                    match post(address, &body).unwrap().status {
                        200 => answered.fetch_add(1, Ordering::SeqCst),
                        _ => {
                            refused.fetch_add(1, Ordering::SeqCst);
                            continue;
                        }
                    };
                    let journal_bytes = usize::try_from(std::fs::metadata(&journal).unwrap().len()).unwrap();
                    acknowledged.lock().unwrap().push(Acknowledged { journal_bytes, id, body });
                }
            };
            std::thread::Builder::new().spawn(work).unwrap()
        })
        .collect();
    let is_over = || senders.iter().all(JoinHandle::is_finished);
    let await_more = |count: &AtomicUsize, more: usize| {
        let (wanted, deadline) = (count.load(Ordering::SeqCst) + more, Instant::now() + DEADLINE);
        while count.load(Ordering::SeqCst) < wanted && !is_over() {
            assert!(Instant::now() < deadline);
            std::thread::park_timeout(Duration::from_micros(200));
        }
    };
    while syncing == Syncing::FailsAtTimes && !is_over() {
        await_more(&answered, SENDERS * 3);
        std::fs::write(&switch, "5 2").unwrap();
        await_more(&refused, SENDERS);
        std::fs::remove_file(&switch).unwrap();
    }
    senders.into_iter().for_each(|sender| sender.join().unwrap());
    assert_eq!(served.terminate(), Some(0));
    let recording = Recording {
        journal: std::fs::read(&journal).unwrap(),
        acknowledged: Arc::into_inner(acknowledged).unwrap().into_inner().unwrap(),
    };
    let is_all_seen = syncing == Syncing::FailsAtTimes || seen(&recording) == found(&folder);
    assert!(is_all_seen, "something was done to the folder that was not noted");
    Some(recording)
}

/// The folder's files as the journal has them.
fn seen(recording: &Recording) -> BTreeMap<String, Vec<u8>> {
    let mut disk = Disk::honest();
    steps(&recording.journal).iter().for_each(|step| disk.take(step));
    disk.whole()
}

/// The folder's files as they are.
fn found(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    // The folder of recordings holds none here: no call names any that could be fetched.
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

/// After how many steps to cut: anywhere, right before a sync, right after one, and when an answer has just come.
fn cuts(steps: &[Step<'_>], acknowledged: &[Acknowledged], luck: &mut Rng) -> Vec<usize> {
    let syncs: Vec<usize> = (0..steps.len()).filter(|at| steps[*at].kind == b'S').collect();
    let mut cuts = vec![steps.len()];
    for _ in 0..CUTS {
        let sync = syncs[luck.usize(..syncs.len())];
        let answer = acknowledged[luck.usize(..acknowledged.len())].journal_bytes;
        cuts.extend([luck.usize(..steps.len()), sync, sync + 1, steps.partition_point(|step| step.end < answer) + 1]);
    }
    cuts.iter_mut().for_each(|cut| *cut = (*cut).min(steps.len()));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// What is wrong with a folder: calls that were acknowledged before the cut and are not there byte for byte, and whatever
/// else keeps it from being an inbox.
fn faults(folder: &Path, recording: &Recording, journal_bytes: usize) -> Vec<String> {
    let look = || -> Result<Vec<String>, Box<dyn std::error::Error>> {
        let store = Store::open(folder, Access::Owner, Bus::default(), Arc::new(|| UnixMillis(0)))?;
        let reader = store.reader()?;
        let mut faults = Vec::new();
        for call in recording.acknowledged.iter().filter(|call| call.journal_bytes <= journal_bytes) {
            if reader.first_body(&CallId::given(&call.id).unwrap())?.as_ref() != Some(&call.body) {
                faults.push(call.id.clone());
            }
        }
        drop(reader);
        store.close();
        let database = rusqlite::Connection::open(folder.join("inbox.sqlite3"))?;
        let said: String = database.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        faults.extend((said != "ok").then_some(said));
        faults.extend(found(folder).into_keys().filter(|name| name.contains("damaged")));
        Ok(faults)
    };
    look().unwrap_or_else(|error| vec![error.to_string()])
}

/// A folder to rebuild into: in memory where there is such a place, for speed; nothing there depends on the disk.
fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { folder() }
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_at_any_moment() {
    println!("{}", survives(seed(), Syncing::Works));
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_after_syncs_that_failed() {
    println!("{}", survives(seed(), Syncing::FailsAtTimes));
}

/// Cuts at many moments and looks each time; says what was looked at.
fn survives(seed: u64, syncing: Syncing) -> String {
    let Some(recording) = record(seed, syncing) else { return String::from("passed over") };
    let steps = steps(&recording.journal);
    let mut luck = Rng::with_seed(seed);
    let mut disk = Disk::honest();
    let (mut taken, mut losing) = (0, 0);
    let cuts = cuts(&steps, &recording.acknowledged, &mut luck);
    for cut in &cuts {
        steps[taken..*cut].iter().for_each(|step| disk.take(step));
        taken = *cut;
        let journal_bytes = cut.checked_sub(1).map_or(0, |last| steps[last].end);
        losing += usize::from(disk.has_unsynced("inbox.sqlite3"));
        for is_lucky in [false, true] {
            let left = scratch();
            disk.rebuild(left.path(), is_lucky.then_some(&mut luck));
            let faults = faults(left.path(), &recording, journal_bytes);
            assert!(faults.is_empty(), "seed {seed}, cut after step {cut} of {}: {faults:?}", steps.len());
        }
    }
    assert!(cuts.len() >= 20 && losing >= 5);
    let (calls, steps, cuts) = (recording.acknowledged.len(), steps.len(), cuts.len());
    format!("seed {seed}: {calls} calls, {steps} steps, {cuts} cuts, {losing} with unsynced writes, each rebuilt twice")
}

#[test]
fn a_disk_that_lies_about_syncing_is_found_out() {
    let Some(recording) = record(1, Syncing::Works) else { return };
    let steps = steps(&recording.journal);
    let mut disk = Disk::lying_about("inbox.sqlite3-wal");
    let mut taken = 0;
    let mut found_out = 0;
    let answers = recording.acknowledged.iter().skip(SENDERS);
    for answer in answers.step_by(recording.acknowledged.len() / CUTS) {
        let cut = steps.partition_point(|step| step.end < answer.journal_bytes).min(steps.len() - 1) + 1;
        steps[taken.min(cut)..cut].iter().for_each(|step| disk.take(step));
        taken = taken.max(cut);
        let left = scratch();
        disk.rebuild(left.path(), None);
        let faults = faults(left.path(), &recording, answer.journal_bytes);
        assert!(faults.iter().all(|fault| fault.starts_with("call-")), "more than calls: {faults:?}");
        found_out += usize::from(!faults.is_empty());
    }
    println!("{found_out} of {CUTS} cuts were found out");
    assert!(found_out > 0, "nothing is lost although the journal's last sync was ignored");
}

/// Another one each run; the same one again by `CALL_INBOX_SEED`.
fn seed() -> u64 {
    let given = std::env::var("CALL_INBOX_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| fastrand::u64(..1_000_000))
}
