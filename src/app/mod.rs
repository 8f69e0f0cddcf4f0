//! PLUG: arguments, settings, folders; the engines made and joined; the window, or the same without one; the commands
//! of the command line.
//!
//! **Invariant:** nothing is decided here about a call, and no other folder names this one. What two engines need of each
//! other meets in `wiring`.

mod arguments;
mod at_login;
mod bell;
mod calendar;
mod clock;
mod demo;
mod dialogs;
mod dropped;
mod engines;
mod export;
mod headless;
mod inspect;
mod language;
mod listing;
mod measure;
mod notify;
mod opener;
mod paths;
mod printed;
mod reach;
mod replay;
mod secrets;
mod send;
mod settings;
mod shell;
mod shutdown;
mod traffic;
mod transcripts;
mod tray;
mod tunnel_remarks;
mod wiring;

use std::process::ExitCode;

pub use engines::Engines;

use arguments::{Arguments, Task};

/// Runs what the command line asks for. Exit codes: 0 done, 1 failed (with a sentence on stderr), 2 wrong usage.
pub fn run() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::new().filter_or("CALL_INBOX_LOG", "error"))
        // Every word that is exchanged on the bus.
        .filter_module("zbus", log::LevelFilter::Warn)
        .filter_module("tracing", log::LevelFilter::Warn)
        .init();
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(usage) => {
            let is_asked_for = !usage.use_stderr();
            // A reader that is gone needs no help text.
            let _ = usage.print();
            return if is_asked_for { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    let outcome = match arguments.task {
        None => shell::run(&arguments.common, &arguments.listening, arguments.hidden),
        Some(Task::Serve { listening, tunnel }) => {
            headless::serve(&arguments.common, &listening, tunnel.map(Into::into))
        }
        Some(Task::Reach { listen, json }) => reach::reach(&arguments.common, listen, json),
        Some(Task::Demo) => demo::run(&arguments.listening),
        Some(Task::Send(wish)) => send::run(&wish),
        Some(Task::List(wish)) => listing::list(&arguments.common, &wish),
        Some(Task::Insights(wish)) => listing::insights(&arguments.common, &wish),
        Some(Task::Export(wish)) => export::export(&arguments.common, &wish),
        Some(Task::Show { call_id, json, raw }) => listing::show(&arguments.common, &call_id, json, raw),
        Some(Task::Transcript(wish)) => export::transcript(&arguments.common, &wish),
        Some(Task::Contract { json }) => listing::contract(&arguments.common, json),
        Some(Task::Inspect(wish)) => inspect::inspect(&arguments.common, &wish),
        Some(Task::Diff { one, other, json }) => inspect::diff(&arguments.common, one, other, json),
        Some(Task::Replay(wish)) => replay::replay(&arguments.common, &wish),
        Some(Task::Traffic(wish)) => listing::traffic(&arguments.common, &wish),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if printed::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            printed::say_failure(&error);
            ExitCode::FAILURE
        }
    }
}
