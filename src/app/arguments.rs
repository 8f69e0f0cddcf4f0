//! The command line: names that scripts rely on. Extended, never renamed.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::bus::TranscriptForm;
use crate::traffic::{Rehearsal, TunnelProgram};
use crate::webhook::HOOK_PATH;

/// Where calls are received unless said otherwise.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:8787";

/// A desktop inbox for the post-call webhooks of an AI voice agent. Without a command: the window.
#[derive(Debug, Parser)]
#[command(name = "call-inbox", version, args_conflicts_with_subcommands = false, disable_help_subcommand = true)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub listening: Listening,
    /// Begin without the window: calls are received, and another start, or a click on a notification, opens it
    #[arg(long)]
    pub hidden: bool,
    #[command(subcommand)]
    pub task: Option<Task>,
}

#[derive(Debug, Args)]
pub struct Common {
    /// Keep and look for calls in this folder [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub struct Listening {
    /// Receive calls at this address; port 0 picks a free one [default: 127.0.0.1:8787]
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Media may be fetched from this host although its address is loopback or private (repeatable)
    #[arg(long, value_name = "HOST[:PORT]")]
    pub allow_host: Vec<String>,
    /// Answer calls otherwise on purpose in this run, to see what the sender makes of it; they are kept all the same. For
    /// example status=503,delay=2s,percent=50, or status=200,body={"ok":false} with the body last
    #[arg(long, value_name = "HOW")]
    pub rehearse: Option<Rehearsal>,
}

impl Listening {
    /// Whether anything was said about how calls are received.
    pub fn asks_for_something(&self) -> bool {
        self.listen.is_some() || !self.allow_host.is_empty() || self.rehearse.is_some()
    }
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Receive calls without a window
    Serve {
        #[command(flatten)]
        listening: Listening,
        /// Make the listener reachable from the internet with this program, if it is installed
        #[arg(long, value_enum, value_name = "PROGRAM")]
        tunnel: Option<TunnelWish>,
    },
    /// How senders get to this machine: its addresses, the secret, the programs that make it reachable
    Reach {
        /// Where calls are received, if not where the settings say
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// The window on a throwaway inbox, fed by the built-in simulator
    Demo,
    /// Send simulated calls, and serve the recordings and transcripts they name
    Send(SendWish),
    /// Calls, newest first
    List(ListWish),
    /// What calls say together: how many, how they ended, how callers felt, how they were scored, beside the time before
    Insights(InsightsWish),
    /// One call
    Show {
        /// The call's id
        call_id: String,
        /// As a JSON object
        #[arg(long)]
        json: bool,
        /// The first delivery's body, byte for byte
        #[arg(long, conflicts_with = "json")]
        raw: bool,
    },
    /// What was said in a call, for people, players and scripts
    Transcript(TranscriptWish),
    /// Every request that reached the listener, newest first
    Traffic(TrafficWish),
    /// What the platform sends, against the documented contract and against what it usually sends
    Contract {
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// One request as it came, in every form in which it can be looked at or handed on
    Inspect(InspectWish),
    /// What differs between two requests, field by field
    Diff {
        /// The first, by its id in traffic
        one: i64,
        /// The second
        other: i64,
        /// As a JSON object
        #[arg(long)]
        json: bool,
    },
    /// Send a request again, to the running inbox or to any URL; one line a try
    Replay(ReplayWish),
    /// Calls with all that is known of them, for spreadsheets, scripts or reading
    Export(ExportWish),
}

/// A program that makes the listener reachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TunnelWish {
    /// Free, without an account; another address at each start
    Cloudflared,
    /// With an account's token on this computer
    Ngrok,
    /// With Funnel enabled
    Tailscale,
}

impl From<TunnelWish> for TunnelProgram {
    fn from(wish: TunnelWish) -> Self {
        match wish {
            TunnelWish::Cloudflared => Self::Cloudflared,
            TunnelWish::Ngrok => Self::Ngrok,
            TunnelWish::Tailscale => Self::Tailscale,
        }
    }
}

#[derive(Debug, Args)]
pub struct ListWish {
    /// What to look for: words, and operators such as mood:positive, -tag:vip, sort:score
    pub query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// At most that many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Only how many there are
    #[arg(long, conflicts_with_all = ["json", "limit"])]
    pub count: bool,
}

#[derive(Debug, Args)]
pub struct InsightsWish {
    /// What to look for, as for list [default: all calls]
    pub query: Vec<String>,
    /// Of so many days, today among them, compared with as many before
    #[arg(long, default_value_t = 30, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3_660))]
    pub days: u16,
    /// Of all time, compared with nothing
    #[arg(long, conflicts_with = "days")]
    pub all: bool,
    /// As a JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct ReplayWish {
    /// The request's number, as traffic lists it
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    pub id: i64,
    /// Where to [default: the inbox that runs on the folder]
    pub url: Option<String>,
    /// How often, one after the other
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub times: u32,
    /// With this file as its body
    #[arg(long, value_name = "FILE")]
    pub body: Option<PathBuf>,
    /// With this header in the place of all of its name; without a value the header is left out (repeatable)
    #[arg(long, value_name = "NAME: VALUE")]
    pub header: Vec<String>,
    /// With this method
    #[arg(long, value_name = "METHOD")]
    pub method: Option<String>,
    /// One JSON object a try
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct TrafficWish {
    /// What to look for: words, and operators such as status:4xx, -verdict:new, took:'>1s'
    pub filter: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    pub json: bool,
    /// At most that many; with --follow so many of the last before it goes on [default: all, with --follow 10]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Oldest first, and go on with those that arrive, until Ctrl-C
    #[arg(long)]
    pub follow: bool,
}

#[derive(Debug, Args)]
pub struct ExportWish {
    /// What to look for, as for list [default: all calls]
    pub query: Vec<String>,
    /// What to write [default: what the name of the file says]
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write this file; one that is there is replaced once all is written [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct TranscriptWish {
    /// The call's id
    pub call_id: String,
    /// What to write [default: what the name of the file says, else txt]
    #[arg(long, value_enum)]
    pub format: Option<SaidFormat>,
    /// Write this file, or for a page this folder [default: stdout]
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct InspectWish {
    /// The request's id in traffic
    pub id: i64,
    /// What to write [default: text, or what the name of the file says]
    #[arg(long, value_enum)]
    pub format: Option<InspectForm>,
    /// Secrets as they are, not masked
    #[arg(long)]
    pub show_secrets: bool,
    /// Where the cURL command sends to, or what stands before the path in an archive [default: this inbox]
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Write this file; one that is there is replaced once all is written [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a request is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InspectForm {
    /// For people: head, body laid out, our answer, what became of it
    Text,
    /// One JSON object
    Json,
    /// A command that sends the same bytes again
    Curl,
    /// An HTTP archive, as the developer tools of browsers read it
    Har,
    /// The body, byte for byte
    Raw,
    /// The body with nothing personal in it
    Safe,
    /// A JSON file with request and answer, for tests
    Fixture,
}

/// What a transcript is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SaidFormat {
    /// Plain text, a line a turn
    Txt,
    /// SubRip subtitles
    Srt,
    /// WebVTT subtitles
    Vtt,
    /// JSON, with the times of words
    Json,
    /// A folder with a page that plays the recording and shows what is said
    Page,
}

/// What calls are exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for spreadsheets, a row a call
    Csv,
    /// One JSON object a line, as list --json has them
    Jsonl,
    /// One page to read or to print
    Html,
}

#[derive(Debug, Args)]
pub struct SendWish {
    /// Where to [default: http://127.0.0.1:8787/webhook/call-completed]
    pub url: Option<String>,
    /// How many calls [default: 1, or none with --samples or --faults]
    #[arg(long, value_name = "N")]
    pub count: Option<u64>,
    /// Also one call with a recording in each format
    #[arg(long)]
    pub samples: bool,
    /// Also one call for each way in which fetching a recording can fail
    #[arg(long)]
    pub faults: bool,
    /// Serve recordings on this port of 127.0.0.1, and the faulty ones on the next [default: any free ones]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..65_535))]
    pub media_port: Option<u16>,
    /// Calls a second [default: as fast as they are answered]
    #[arg(long, value_name = "R")]
    pub rate: Option<f64>,
    /// The same seed makes the same calls
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// Begin with that call of the seed
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub first: u64,
    /// Posts in flight at a time
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub concurrency: usize,
    /// Say nothing of each call, only the sum
    #[arg(long)]
    pub quiet: bool,
    /// Go on serving recordings and transcripts for so many seconds after the last call [default: 3, or until Ctrl-C with
    /// --samples or --faults]
    #[arg(long, value_name = "SECS")]
    pub linger: Option<f64>,
}

impl Arguments {
    /// Reads the process's arguments.
    ///
    /// # Errors
    /// Wrong usage, or help and version asked for.
    pub fn read() -> Result<Self, clap::Error> {
        Self::read_from(std::env::args_os())
    }

    fn read_from(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let arguments = Self::try_parse_from(with_negations(words))?;
        if let Some(Task::Export(wish)) = &arguments.task
            && wish.format().is_none()
        {
            let how = "Say what to write: --format csv, jsonl or html, or --out with a name that ends in one of them.";
            return Err(Self::command().error(ErrorKind::MissingRequiredArgument, how));
        }
        if let Some(Task::Transcript(wish)) = &arguments.task
            && wish.is_page_by_name()
        {
            let how = "A page is a folder with the recording in it: --format page --out FOLDER.";
            return Err(Self::command().error(ErrorKind::MissingRequiredArgument, how));
        }
        Ok(arguments)
    }
}

impl ExportWish {
    /// What to write: as asked for, else what the file's name ends in.
    pub fn format(&self) -> Option<Format> {
        let by_name = || match self.out.as_ref()?.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Format::Csv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        };
        self.format.or_else(by_name)
    }
}

impl InspectWish {
    /// What to write: as asked for, else what the file's name ends in, else text.
    pub fn form(&self) -> InspectForm {
        let ending = self.out.as_ref().and_then(|out| out.extension()?.to_str());
        let by_name = match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("har") => InspectForm::Har,
            Some("sh") => InspectForm::Curl,
            Some("json") => InspectForm::Json,
            _ => InspectForm::Text,
        };
        self.format.unwrap_or(by_name)
    }
}

impl TranscriptWish {
    /// The file is named as if it was a page, and nothing is said of one: as text it would be taken for markup.
    fn is_page_by_name(&self) -> bool {
        let ending = self.out.as_ref().and_then(|out| out.extension()?.to_str());
        self.format.is_none() && ending.is_some_and(|ending| ["html", "htm"].contains(&&*ending.to_ascii_lowercase()))
    }

    /// What to write: as asked for, else what the file's name ends in, else text.
    pub fn form(&self) -> TranscriptForm {
        let ending = self.out.as_ref().and_then(|out| out.extension()?.to_str());
        let by_name = |ending: &str| {
            let ending = ending.to_ascii_lowercase();
            // A page is a folder, which a name doesn't tell.
            let mut files = TranscriptForm::ALL.into_iter().filter(|form| *form != TranscriptForm::Page);
            files.find(|form| form.extension() == ending)
        };
        match self.format {
            None => ending.and_then(by_name).unwrap_or(TranscriptForm::Text),
            Some(SaidFormat::Txt) => TranscriptForm::Text,
            Some(SaidFormat::Srt) => TranscriptForm::Srt,
            Some(SaidFormat::Vtt) => TranscriptForm::Vtt,
            Some(SaidFormat::Json) => TranscriptForm::Json,
            Some(SaidFormat::Page) => TranscriptForm::Page,
        }
    }
}

/// The words of `list`, `export` and `traffic` with `-this` written as `NOT this`, which means the same: clap would take it for an
/// option of ours, or, told not to, every option behind it for a word to look for.
fn with_negations(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let command = Arguments::command();
    let all: Vec<_> =
        command.get_arguments().chain(command.get_subcommands().flat_map(clap::Command::get_arguments)).collect();
    let takes_value = |word: &str| {
        let option = word.strip_prefix("--");
        all.iter()
            .any(|argument| argument.get_long() == option && option.is_some() && argument.get_action().takes_values())
    };
    let mut written = Vec::new();
    let mut words = words.into_iter();
    written.extend(words.next());
    let mut task: Option<bool> = None;
    while let Some(word) = words.next() {
        let text = word.to_str().unwrap_or_default();
        if text == "--" {
            written.push(word);
            break;
        }
        if takes_value(text) {
            written.push(word);
            written.extend(words.next());
            continue;
        }
        let negated = text.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with('-') && *rest != "h");
        match (task, negated) {
            (Some(true), Some(negated)) => written.extend([OsString::from("NOT"), OsString::from(negated)]),
            _ => {
                if task.is_none() && !text.starts_with('-') {
                    task = Some(matches!(text, "list" | "export" | "traffic" | "insights"));
                }
                written.push(word);
            }
        }
    }
    written.extend(words);
    written
}

impl SendWish {
    /// Where the calls go.
    pub fn url(&self) -> String {
        self.url.clone().unwrap_or_else(|| format!("http://{DEFAULT_ADDRESS}{HOOK_PATH}"))
    }

    /// How many ordinary calls.
    pub fn count(&self) -> u64 {
        self.count.unwrap_or(if self.has_exhibits() { 0 } else { 1 })
    }

    /// How long to go on serving, in seconds; `None` is until interrupted.
    pub fn linger(&self) -> Option<f64> {
        const TO_FETCH: f64 = 3.0;
        self.linger.or_else(|| (!self.has_exhibits()).then_some(TO_FETCH))
    }

    fn has_exhibits(&self) -> bool {
        self.samples || self.faults
    }
}

#[cfg(test)]
mod tests;
