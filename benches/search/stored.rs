//! The calls that are searched: a million different stories of the simulator, kept through the program's own store, and the
//! words to search them for.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::call::query::tokens_of;
use call_inbox::call::{Clock, Datum, Disposition, Header, IdSource, NewDelivery, Payload, UnixMillis};
use call_inbox::simulator::Story;
use call_inbox::store::{Access, Store};
use sha2::{Digest as _, Sha256};

/// The time the bench plays in.
pub const NOW: UnixMillis = UnixMillis(1_765_539_682_000);
/// A call a minute.
const BETWEEN_MS: u64 = 60_000;
const SEED: u64 = 1;
/// Stories looked at to find words of a frequency.
const SAMPLE: u64 = 3_000;
const IN_FLIGHT: usize = 256;

pub fn clock() -> Clock {
    Arc::new(|| NOW)
}

/// Fills a folder with that many calls, all of them indexed, unless it was filled before.
pub fn fill(folder: &Path, calls: u64) {
    std::fs::create_dir_all(folder).unwrap();
    let store = Store::open(folder, Access::Owner, Bus::default(), clock()).unwrap();
    let reader = store.reader().unwrap();
    let there = reader.call_count().unwrap();
    let begun = Instant::now();
    let writer = store.writer();
    let (done, kept) = sync_channel(IN_FLIGHT);
    let mut waiting = 0;
    for number in there..calls {
        let done = done.clone();
        writer.keep(delivery(number, calls), Box::new(move |outcome| done.send(outcome.map(drop)).unwrap()));
        waiting += 1;
        if waiting == IN_FLIGHT {
            kept.recv().unwrap().unwrap();
            waiting -= 1;
        }
        if number % 100_000 == 0 {
            println!("{number} calls after {:.0} s", begun.elapsed().as_secs_f64());
        }
    }
    (0..waiting).for_each(|_| kept.recv().unwrap().unwrap());
    if there < calls {
        println!("{} calls kept in {:.0} s", calls - there, begun.elapsed().as_secs_f64());
    }
    let mut told = u64::MAX;
    while let left = reader.unindexed_count().unwrap()
        && left > 0
    {
        if left < told.saturating_sub(50_000) {
            println!("{left} to be indexed after {:.0} s", begun.elapsed().as_secs_f64());
            told = left;
        }
        wait(Duration::from_secs(1));
    }
    drop(reader);
    store.close();
    let size = std::fs::metadata(folder.join("inbox.sqlite3")).map_or(0, |about| about.len());
    println!("{calls} calls, {:.2} GB", size as f64 / 1e9);
}

/// Lets the writing thread work.
pub fn wait(time: Duration) {
    std::thread::park_timeout(time);
}

pub fn delivery(number: u64, calls: u64) -> NewDelivery {
    let story = Story::tell(SEED, number);
    let body = story.payload("http://127.0.0.1:9");
    let document = Datum::parse(&body).unwrap();
    let payload = Payload {
        call_id: call_inbox::call::CallId::given(&story.call_id()).unwrap(),
        id_source: IdSource::Given,
        document,
        warnings: Vec::new(),
    };
    let age_ms = i64::try_from((calls - number) * BETWEEN_MS).unwrap();
    NewDelivery {
        received_at: UnixMillis(NOW.0 - age_ms),
        source: String::from("default"),
        peer: Some(String::from("127.0.0.1:40000")),
        method: String::from("POST"),
        path: String::from("/webhook/call-completed"),
        headers: vec![Header { name: String::from("Content-Type"), value: String::from("application/json") }],
        body_bytes: body.len() as u64,
        body_sha256: Sha256::digest(body.as_bytes()).into(),
        body: body.into_bytes(),
        disposition: Disposition::Admitted(Box::new(payload)),
        answer: None,
        rehearsed: None,
        replay_of: None,
    }
}

/// What is searched for.
#[derive(Debug)]
pub struct Words {
    /// In about one of a thousand calls.
    pub rare: String,
    /// In more calls than any other word of this length.
    pub common: String,
    /// In about a quarter of the calls.
    pub usual: String,
    /// Four digits in the middle of somebody's number.
    pub digits: String,
    /// A mood.
    pub mood: String,
}

impl Words {
    pub fn pick() -> Self {
        let mut calls_of: HashMap<String, u64> = HashMap::new();
        let mut moods: HashMap<String, u64> = HashMap::new();
        let mut digits = String::new();
        for number in 0..SAMPLE {
            let document = Datum::parse(&Story::tell(SEED, number).payload("http://127.0.0.1:9")).unwrap();
            let line = |value: Option<&Datum>| value.and_then(Datum::to_line);
            let analysis = document.get("callAnalysis");
            let mut words: Vec<String> = line(analysis.and_then(|analysis| analysis.get("summary")))
                .map(|text| tokens_of(&text).map(|token| token.folded).collect())
                .unwrap_or_default();
            words.sort_unstable();
            words.dedup();
            for word in
                words.into_iter().filter(|word| word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_lowercase()))
            {
                *calls_of.entry(word).or_default() += 1;
            }
            if let Some(mood) =
                line(analysis.and_then(|analysis| analysis.get("mood"))).filter(|mood| !mood.contains(' '))
            {
                *moods.entry(mood.to_lowercase()).or_default() += 1;
            }
            let phone = line(document.get("callerDetails").and_then(|caller| caller.get("phoneNumber")));
            if let Some(found) = phone.map(|phone| phone.chars().filter(char::is_ascii_digit).collect::<String>())
                && found.len() >= 10
            {
                digits = found[5..9].to_owned();
            }
        }
        let nearest = |wanted: u64| {
            let by = |(word, calls): &(&String, &u64)| (calls.abs_diff(wanted), (*word).clone());
            calls_of.iter().min_by_key(by).map(|(word, _)| word.clone()).unwrap()
        };
        let most = |counted: &HashMap<String, u64>| {
            counted.iter().max_by_key(|(word, calls)| (**calls, (*word).clone())).map(|(word, _)| word.clone()).unwrap()
        };
        Self {
            rare: nearest(SAMPLE / 1_000),
            common: most(&calls_of),
            usual: nearest(SAMPLE / 10),
            digits,
            mood: most(&moods),
        }
    }

    /// What each question is about, and what is typed.
    pub fn questions(&self) -> Vec<(&'static str, String)> {
        let Self { rare, common, usual, digits, mood } = self;
        vec![
            ("rare word", rare.clone()),
            ("common word", common.clone()),
            ("two words", format!("{common} {usual}")),
            ("word, two operators", format!("{common} mood:{mood} score:>=80")),
            ("word, operators, few", format!("{usual} mood:{mood} score:>=97 -{common}")),
            ("phone fragment", digits.clone()),
            ("no match", String::from("qqqqzz")),
        ]
    }
}
