//! Many senders at once, and the plug pulled while they post.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::program::{DEADLINE, Served, folder, json_lines, post};

const BODY: &[u8] = br#"{"callId":"same","callAnalysis":{"summary":"The same bytes each time."}}"#;

#[test]
fn the_same_call_fifty_times_at_once_is_one_call_and_fifty_deliveries() {
    let folder = folder();
    let served = Served::start(folder.path());
    let address = served.address;
    let senders: Vec<_> =
        (0..50).map(|_| std::thread::Builder::new().spawn(move || post(address, BODY).unwrap()).unwrap()).collect();
    for sender in senders {
        let answer = sender.join().unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, r#"{"received":true}"#));
    }
    let listed = json_lines(folder.path(), &["list", "--json"]);
    assert_eq!((listed.len(), &listed[0]["deliveries"]), (1, &serde_json::json!(50)));
    let verdicts: Vec<_> = json_lines(folder.path(), &["traffic", "--json"])
        .iter()
        .map(|delivery| delivery["verdict"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "new").count(), 1);
    assert_eq!(verdicts.iter().filter(|verdict| *verdict == "repeat").count(), 49);
}

#[test]
fn of_the_same_call_fifty_times_the_screen_hears_once() {
    use call_inbox::app::Engines;
    use call_inbox::bus::{Bus, Event, ListenerState};

    let folder = folder();
    let bus = Bus::default();
    let (wake, woken) = std::sync::mpsc::sync_channel(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let engines = Engines::start(folder.path(), Some("127.0.0.1:0".parse().unwrap()), bus).unwrap();
    let deadline = Instant::now() + DEADLINE;
    let address = loop {
        match subscriber.next() {
            Some(Event::ListenerChanged(ListenerState::Listening { address })) => break address,
            Some(_) => {}
            None => woken.recv_timeout(deadline.saturating_duration_since(Instant::now())).unwrap(),
        }
    };
    let senders: Vec<_> =
        (0..50).map(|_| std::thread::Builder::new().spawn(move || post(address, BODY).unwrap()).unwrap()).collect();
    assert!(senders.into_iter().all(|sender| sender.join().unwrap().status == 200));
    engines.stop();
    let heard: Vec<_> = std::iter::from_fn(|| subscriber.next()).collect();
    let calls = heard.iter().filter(|event| matches!(event, Event::CallArrived(_) | Event::CallChanged(_))).count();
    assert_eq!(calls, 1, "{heard:?}");
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_program_is_killed() {
    const ROUNDS: usize = 20;
    /// Of other rounds, for a long look.
    const ROUNDS_WANTED: &str = "CALL_INBOX_KILL_ROUNDS";
    const SENDERS: usize = 16;
    let rounds = std::env::var(ROUNDS_WANTED).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let folder = folder();
    let acknowledged: Arc<Mutex<HashSet<String>>> = Arc::default();
    for round in 0..rounds {
        let served = Served::start(folder.path());
        let address = served.address;
        let is_over = Arc::new(AtomicBool::new(false));
        let answers = Arc::new(AtomicUsize::new(0));
        let senders: Vec<_> = (0..SENDERS)
            .map(|sender| {
                let (acknowledged, is_over, answers) =
                    (Arc::clone(&acknowledged), Arc::clone(&is_over), Arc::clone(&answers));
                let work = move || {
                    for number in 0.. {
                        let id = format!("call-{round}-{sender}-{number}");
                        let body = format!(r#"{{"callId":"{id}","callAnalysis":{{"summary":"Call {number}"}}}}"#);
                        match post(address, body.as_bytes()) {
                            Ok(answer) if answer.status == 200 => {
                                acknowledged.lock().unwrap().insert(id);
                                answers.fetch_add(1, Ordering::SeqCst);
                            }
                            _ if is_over.load(Ordering::SeqCst) => return,
                            _ => {}
                        }
                    }
                };
                std::thread::Builder::new().spawn(work).unwrap()
            })
            .collect();
        // Killed after another number of answers each round, in the midst of others.
        let wanted = 20 + round % ROUNDS * 7;
        let deadline = Instant::now() + DEADLINE;
        while answers.load(Ordering::SeqCst) < wanted {
            assert!(Instant::now() < deadline, "{} answers", answers.load(Ordering::SeqCst));
            std::thread::park_timeout(Duration::from_micros(200));
        }
        is_over.store(true, Ordering::SeqCst);
        served.kill();
        senders.into_iter().for_each(|sender| sender.join().unwrap());
    }
    let listed: HashSet<String> = json_lines(folder.path(), &["list", "--json"])
        .iter()
        .map(|call| call["callId"].as_str().unwrap().to_owned())
        .collect();
    let acknowledged = acknowledged.lock().unwrap();
    let lost: Vec<_> = acknowledged.difference(&listed).collect();
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());
    assert!(acknowledged.len() >= 20 * rounds);
    println!("{rounds} rounds, {} acknowledged, {} kept, 0 lost", acknowledged.len(), listed.len());
}
