//! The law of ARCHITECTURE.md, held by reading our own files: one test a rule, each shown first what it must catch.
//! Owns the rules; how a file is read is in `source`. A rule that is in the way is changed here, in the open.

mod source;
mod texts;

use source::{Source, children, children_at, line_of, read_all, words};

/// A line, from 1, and what is wrong with it.
type Finding = (usize, String);

const ALL_CODE: &[&str] = &["benches", "examples", "src", "tests"];
const STATIONS: &[&str] = &[
    "app",
    "bus",
    "call",
    "inbox",
    "media",
    "playback",
    "relay",
    "simulator",
    "store",
    "traffic",
    "transcript",
    "tunnel",
    "ui",
    "webhook",
    "words",
];

/// Who may name whom. Everything not written here is forbidden.
const ARROWS: &[(&str, &[&str])] = &[
    ("main", &["app"]),
    ("app", STATIONS),
    ("ui", &["inbox", "bus", "traffic", "transcript", "call", "words"]),
    ("inbox", &["bus", "traffic", "transcript", "call", "words"]),
    ("webhook", &["bus", "traffic", "transcript", "call", "words"]),
    ("store", &["bus", "traffic", "transcript", "call", "words"]),
    ("relay", &["bus", "traffic", "call", "words"]),
    ("tunnel", &["bus", "traffic", "call", "words"]),
    ("media", &["bus", "transcript", "call", "words"]),
    ("playback", &["bus", "transcript", "call", "words"]),
    ("simulator", &["bus", "transcript", "call", "words"]),
    ("bus", &["traffic", "transcript", "call", "words"]),
    ("traffic", &["call", "words"]),
    ("transcript", &["call", "words"]),
    ("call", &["words"]),
    ("words", &[]),
];

/// The only places that may name these crates: a folder, or a file without its `.rs`.
const HOMES: &[(&str, &[&str])] = &[
    ("anyhow", &["src/main", "src/app"]),
    ("clap", &["src/main", "src/app"]),
    ("csv", &["src/app/export"]),
    ("ctrlc", &["src/main", "src/app"]),
    ("directories", &["src/app"]),
    ("eframe", &["src/ui", "src/app/shell"]),
    ("egui", &["src/ui", "src/app/shell"]),
    ("egui_material_icons", &["src/ui"]),
    ("egui_plot", &["src/ui/insights"]),
    ("env_logger", &["src/main", "src/app"]),
    ("base64", &["src/app/export/review", "src/app/inspect", "src/traffic/share", "src/webhook/signature"]),
    ("flate2", &["src/transcript/bytes", "src/simulator/file_server"]),
    ("getrandom", &["src/app/secrets"]),
    ("hmac", &["src/webhook/signature"]),
    ("httparse", &["src/webhook"]),
    ("icalendar", &["src/inbox/calendar"]),
    ("mio", &["src/webhook"]),
    ("notify_rust", &["src/app/notify"]),
    ("phonenumber", &["src/call/phone"]),
    ("cpal", &["src/playback/output"]),
    ("ksni", &["src/app/tray"]),
    ("rfd", &["src/app/dialogs"]),
    ("zbus", &["src/app/dialogs", "src/app/tray"]),
    ("hound", &["src/playback/clip", "src/playback/tests"]),
    ("ogg", &["src/simulator"]),
    ("opusic_c", &["src/playback", "src/simulator"]),
    ("rodio", &["src/playback/output"]),
    ("rtrb", &["src/playback/ring"]),
    ("rustix", &["src/app/measure", "src/tunnel/process"]),
    ("rubato", &["src/playback/chain"]),
    ("rusqlite", &["src/store"]),
    ("symphonia", &["src/playback/decode"]),
    ("spiritless_po", &["src/words/language"]),
    ("symphonia_adapter_libopus", &["src/playback/decode"]),
    ("tiny_http", &["src/webhook/server", "src/simulator/file_server"]),
    ("fontique", &["src/ui/theme/system_fonts"]),
    ("sys_locale", &["src/app/language", "src/ui/theme/system_fonts"]),
    ("unicode_bidi", &["src/ui/widgets/script"]),
    ("unicode_script", &["src/ui/theme/system_fonts"]),
    ("unicode_normalization", &["src/call/query/fold"]),
    ("ureq", &["src/media/http", "src/relay/http", "src/simulator/sender", "src/tunnel/health"]),
];

const PURE: &[&str] = &["src/call", "src/traffic", "src/transcript", "src/inbox"];
const MOST_LINES: usize = 600;

#[test]
fn arrows_point_one_way() {
    let law = Law { rule: arrows, folders: &["src"] };
    law.catches("src/ui/rail.rs", "use crate::store::Store;");
    law.catches("src/store/writer.rs", "fn f() { crate::media::fetch() }");
    law.catches("src/inbox/mod.rs", "use crate::{call::Call, ui};");
    law.catches("src/inbox/list/row.rs", "use super::super::super::store::Row;");
    law.catches("src/main.rs", "use call_inbox::store::Store;");
    law.catches("src/cloud/mod.rs", "use crate::call::Call;");
    law.catches("src/ui/mod.rs", "use crate::*;");
    law.lets_pass("src/app/wiring.rs", "use crate::{store::Store, ui::Window};");
    law.lets_pass("src/inbox/list/row.rs", "use super::super::store_row; // crate::store");
    law.lets_pass("src/lib.rs", "pub mod call;");
    law.holds();
}

fn arrows(source: &Source) -> Vec<Finding> {
    let module = source.module();
    let Some(station) = module.first().copied().or((source.path == "src/main.rs").then_some("main")) else {
        return Vec::new();
    };
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == station) else {
        return vec![(1, format!("`{station}` has no arrows; give it a line in ARROWS and in ARCHITECTURE.md"))];
    };
    let mut named = children(&source.code, "crate");
    named.extend(children(&source.code, "call_inbox"));
    named.extend(climbing_out(&source.code, module.len()));
    named.retain(|(_, name)| name != station && !allowed.contains(&name.as_str()));
    named
        .into_iter()
        .map(|(line, name)| (line, format!("`{station}` may not name `{name}`, only {allowed:?}")))
        .collect()
}

/// Stations reached by `super::` from a module this deep. A path out of an inline `mod` counts as out of its file.
fn climbing_out(code: &str, depth: usize) -> Vec<Finding> {
    let mut found = Vec::new();
    for at in words(code, "super").filter(|at| !code[..*at].ends_with("::")) {
        let climbs = code[at..].split("::").take_while(|part| *part == "super").count();
        if climbs >= depth {
            found.extend(children_at(code, at + "super".len() * climbs + "::".len() * climbs.saturating_sub(1)));
        }
    }
    found.retain(|(_, name)| STATIONS.contains(&name.as_str()));
    found
}

#[test]
fn outside_crates_stay_at_home() {
    let law = Law { rule: homes, folders: &["src"] };
    law.catches("src/inbox/list.rs", "use rusqlite::Row;");
    law.catches("src/app/wiring.rs", "use egui as gui;");
    law.catches("src/webhook/reply.rs", "fn answer() -> tiny_http::Response {}");
    law.catches("src/store/mod.rs", "fn open() -> anyhow::Result<()> {}");
    law.lets_pass("src/store/list.rs", "use rusqlite::Row;");
    law.lets_pass("src/app/shell/window.rs", "use egui::Context; // not rusqlite::Row");
    law.lets_pass("src/media/http.rs", "use ureq::Agent; let mio = 1;");
    law.holds();
}

fn homes(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (name, homes) in HOMES.iter().filter(|(_, homes)| !homes.iter().any(|home| source.lives_in(home))) {
        for at in words(&source.code, name) {
            let (before, after) = (&source.code[..at], &source.code[at + name.len()..]);
            let is_path = after.starts_with("::") && !before.ends_with("::");
            if is_path || before.ends_with("use ") || before.ends_with("extern crate ") {
                found.push((line_of(before, at), format!("`{name}` is named outside its home {homes:?}")));
            }
        }
    }
    found
}

#[test]
fn pure_folders_touch_nothing() {
    let law = Law { rule: purity, folders: PURE };
    law.catches("src/call/mod.rs", "use std::fs::File;");
    law.catches("src/transcript/mod.rs", "use std::{fmt, thread};");
    law.catches("src/inbox/mod.rs", "let now = Instant::now();");
    law.catches("src/inbox/mod.rs", "let now = jiff::ZonedDateTime::now();");
    law.catches("src/inbox/mod.rs", "let zone = TimeZone::system();");
    law.catches("src/inbox/mod.rs", "let dice = fastrand::u8(1..7);");
    law.lets_pass("src/inbox/mod.rs", "use core::net::SocketAddr; use std::time::Instant; // not Instant::now()");
    law.holds();
}

fn purity(source: &Source) -> Vec<Finding> {
    let mut found = children(&source.code, "std");
    found.retain(|(_, name)| ["env", "fs", "net", "process", "thread"].contains(&name.as_str()));
    for clock in ["Instant", "SystemTime", "Timestamp", "Zoned", "ZonedDateTime"] {
        found.extend(children(&source.code, clock).into_iter().filter(|(_, name)| name == "now"));
    }
    found.extend(children(&source.code, "TimeZone").into_iter().filter(|(_, name)| name == "system"));
    found.extend(children(&source.code, "fastrand"));
    let what = |name| format!("`{name}` in a pure folder: make it an argument (addresses are values in `core::net`)");
    found.into_iter().map(|(line, name)| (line, what(name))).collect()
}

#[test]
fn every_file_says_what_it_owns() {
    let law = Law { rule: opening, folders: ALL_CODE };
    law.catches("src/call/id.rs", "use std::fmt;\n//! Too late.");
    law.catches("src/call/id.rs", "//!\nuse std::fmt;");
    law.lets_pass("src/call/id.rs", "//! Owns the id of a call.\nuse std::fmt;");
    law.holds();
}

fn opening(source: &Source) -> Vec<Finding> {
    let says = source.text.strip_prefix("//! ").is_some_and(|rest| !rest.trim_start().is_empty());
    if says { Vec::new() } else { vec![(1, "opens without `//! ` and a sentence on what it owns".to_owned())] }
}

#[test]
fn every_folder_states_its_invariant() {
    let law = Law { rule: invariant, folders: &["src"] };
    law.catches("src/call/mod.rs", "//! Owns calls.");
    law.lets_pass("src/call/mod.rs", "//! Owns calls.\n//!\n//! **Invariant:** no input or output.");
    law.lets_pass("src/call/id.rs", "//! Owns the id of a call.");
    law.holds();
}

fn invariant(source: &Source) -> Vec<Finding> {
    let missing = source.path.ends_with("/mod.rs") && !source.text.contains("**Invariant:**");
    if missing { vec![(1, "has no `**Invariant:**`: what must never appear here?".to_owned())] } else { Vec::new() }
}

#[test]
fn no_file_is_too_long() {
    let law = Law { rule: length, folders: ALL_CODE };
    law.catches("src/call/id.rs", &"\n".repeat(MOST_LINES + 1));
    law.lets_pass("src/call/id.rs", &"\n".repeat(MOST_LINES));
    law.holds();
}

fn length(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    if lines > MOST_LINES { vec![(lines, format!("more than {MOST_LINES} lines: split it"))] } else { Vec::new() }
}

#[test]
fn nothing_unwraps_outside_tests() {
    let law = Law { rule: unwraps, folders: &["src"] };
    law.catches("src/call/id.rs", "fn f() { g().unwrap(); }");
    law.lets_pass(
        "src/call/id.rs",
        "fn f() { g().unwrap_or(0) } // .unwrap()\n#[cfg(test)]\nmod tests { fn f() { g().unwrap() } }",
    );
    law.lets_pass("src/call/tests.rs", "fn f() { g().unwrap(); }");
    law.holds();
}

fn unwraps(source: &Source) -> Vec<Finding> {
    every(&source.product, &[".unwrap()"], "is for tests: pass the error on, or `expect` with why it can't happen")
}

#[test]
fn nothing_is_left_unfinished() {
    let law = Law { rule: unfinished, folders: ALL_CODE };
    law.catches("src/call/id.rs", "fn f() { todo!() }");
    law.catches("src/call/id.rs", "fn f() { dbg!(1); }");
    law.catches("tests/it/store.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}");
    law.lets_pass("tests/it/store.rs", "// todo!()\nlet ignore = \"#[ignore]\";");
    law.holds();
}

fn unfinished(source: &Source) -> Vec<Finding> {
    let marks = ["#[ignore", "todo!(", "unimplemented!(", "dbg!("];
    every(&source.code, &marks, "is unfinished work: finish it or take it out")
}

#[test]
fn nobody_sleeps() {
    let law = Law { rule: sleeps, folders: ALL_CODE };
    law.catches("src/media/fetcher.rs", "std::thread::sleep(pause);");
    law.catches("tests/it/store.rs", "use std::thread::{self, sleep};");
    law.lets_pass("src/media/fetcher.rs", "stop.recv_timeout(pause); thread::spawn(f); // thread::sleep");
    law.holds();
}

fn sleeps(source: &Source) -> Vec<Finding> {
    let named = children(&source.code, "thread").into_iter().filter(|(_, name)| name == "sleep");
    named.map(|(line, _)| (line, "sleeps: wait for an event with a deadline".to_owned())).collect()
}

#[test]
fn colours_come_from_the_theme() {
    let law = Law { rule: colours, folders: &["src"] };
    law.catches("src/ui/rail.rs", "let red = Color32::from_rgb(200, 0, 0);");
    law.catches("src/ui/rail.rs", "let red = egui::hex_color!(\"#c92a2a\");");
    law.lets_pass("src/ui/theme.rs", "let red = Color32::from_rgb(200, 0, 0);");
    law.lets_pass("src/ui/theme/dark.rs", "let red = Color32::from_rgb(200, 0, 0);");
    law.holds();
}

fn colours(source: &Source) -> Vec<Finding> {
    if source.lives_in("src/ui/theme") {
        return Vec::new();
    }
    every(&source.code, &["Color32::from_", "hex_color!"], "makes a colour: name it in ui/theme")
}

#[test]
fn names_are_of_the_trade() {
    let law = Law { rule: names, folders: ALL_CODE };
    law.catches("src/store/manager.rs", "");
    law.catches("src/ui/utils/list.rs", "");
    law.catches("src/call/caller_info.rs", "");
    law.lets_pass("src/call/datum.rs", "");
    law.lets_pass("src/app/data_folder.rs", "");
    law.holds();
}

fn names(source: &Source) -> Vec<Finding> {
    let empty = ["common", "data", "handler", "helper", "info", "manager", "misc", "util"];
    let stem = source.path.rsplit_once('.').map_or(source.path.as_str(), |(stem, _)| stem);
    let last_words = stem.split('/').map(|part| part.rsplit('_').next().unwrap_or(part));
    let found = last_words.filter(|word| empty.contains(&word.trim_end_matches('s')));
    found.map(|word| (1, format!("`{word}` says nothing: name what it owns"))).collect()
}

#[test]
fn no_machine_is_named() {
    let law = Law { rule: machine_paths, folders: &[""] };
    let home = ["home", "root", "work", "Users"].map(|folder| format!("see /{folder}/x"));
    home.iter().for_each(|text| law.catches("README.md", text));
    law.lets_pass("README.md", "https://example.com/home/x and src/work/x and /usr/share");
    law.holds();
}

fn machine_paths(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for folder in ["home", "root", "work", "Users"].map(|folder| format!("/{folder}/")) {
        for (at, _) in source.text.match_indices(&folder) {
            let before = source.text[..at].chars().next_back();
            if !before.is_some_and(|letter| letter.is_alphanumeric() || "_-.}~)".contains(letter)) {
                found.push((line_of(&source.text, at), format!("`{folder}` is a path of one machine")));
            }
        }
    }
    found
}

#[test]
fn texts_are_said() {
    let law = Law { rule: bare_texts, folders: texts::FOLDERS };
    law.catches("src/inbox/x.rs", "fn f() -> &'static str { \"Open\" }");
    law.catches("src/inbox/x.rs", "fn f() -> &'static str { \"a call\" }");
    law.catches("src/inbox/x.rs", "fn f() -> String { format!(\"{n}s\") }");
    law.catches("src/inbox/x.rs", "fn f() -> String { say!(\"{a}\", a = \"Bare\") }");
    law.catches("src/inbox/x.rs", "fn f() { push(\"Copied\"); }\n#[cfg(test)]\nmod tests { fn f() {} }");
    law.lets_pass(
        "src/inbox/x.rs",
        "fn f() { say!(\"Open\"); say_many!(n, \"{n} A\", \"{n} As\"); log::warn!(\"It is so\"); g(\"mood:\", \" · \"); \
         format!(\"{a}: {b:.1}\"); h().expect(\"it is so\"); }\n#[cfg(test)]\nmod tests { fn f() { say(\"Text\") } }",
    );
    law.lets_pass("src/inbox/tests.rs", "fn f() { say(\"Text\") }");
    law.holds();
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(texts::idle_exceptions(read), Vec::<String>::new(), "no texts of this kind are there any more");
}

fn bare_texts(source: &Source) -> Vec<Finding> {
    let found = texts::bare_texts(&source.path, &source.text);
    found.into_iter().map(|(line, text)| (line, format!("“{text}” is bare: write `say!(…)`"))).collect()
}

fn every(code: &str, marks: &[&str], why: &str) -> Vec<Finding> {
    let places = marks.iter().flat_map(|mark| code.match_indices(mark));
    places.map(|(at, mark)| (line_of(code, at), format!("`{mark}` {why}"))).collect()
}

/// A rule and the folders it is the law of.
struct Law {
    rule: fn(&Source) -> Vec<Finding>,
    folders: &'static [&'static str],
}

impl Law {
    fn catches(&self, path: &str, text: &str) {
        assert!(!(self.rule)(&Source::new(path, text)).is_empty(), "the rule misses this in {path}: {text}");
    }

    fn lets_pass(&self, path: &str, text: &str) {
        let found = (self.rule)(&Source::new(path, text));
        assert!(found.is_empty(), "the rule is wrong about this in {path}: {text}\n{found:?}");
    }

    fn holds(&self) {
        let mut sources = read_all(self.folders);
        if self.folders != [""] {
            sources.retain(|source| source.path.ends_with(".rs"));
        }
        assert!(!sources.is_empty(), "nothing to read in {:?}", self.folders);
        let found: Vec<String> = sources.iter().flat_map(|source| report(source, (self.rule)(source))).collect();
        assert!(found.is_empty(), "{} found:\n  {}\n", found.len(), found.join("\n  "));
    }
}

fn report(source: &Source, found: Vec<Finding>) -> impl Iterator<Item = String> {
    found.into_iter().map(|(line, what)| format!("{}:{line}: {what}", source.path))
}
