//! The command line: names that scripts rely on. Extended, never renamed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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
}

#[derive(Debug, Subcommand)]
pub enum Task {
    /// Receive calls without a window
    Serve {
        #[command(flatten)]
        listening: Listening,
    },
    /// The window on a throwaway inbox, fed by the built-in simulator
    Demo,
    /// Send simulated calls, and serve the recordings and transcripts they name
    Send(SendWish),
    /// Calls, newest first
    List {
        /// Words that must all occur in a call
        query: Vec<String>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        /// At most that many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
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
    /// Deliveries, newest first: every request that reached the listener
    Traffic {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        /// At most that many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
}

#[derive(Debug, Args)]
pub struct SendWish {
    /// Where to [default: http://127.0.0.1:8787/webhook/call-completed]
    pub url: Option<String>,
    /// How many calls
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub count: u64,
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
    /// Go on serving recordings and transcripts for so many seconds after the last call
    #[arg(long, default_value_t = 3.0, value_name = "SECS")]
    pub linger: f64,
}

impl Arguments {
    /// Reads the process's arguments.
    ///
    /// # Errors
    /// Wrong usage, or help and version asked for.
    pub fn read() -> Result<Self, clap::Error> {
        Self::try_parse()
    }
}

impl SendWish {
    /// Where the calls go.
    pub fn url(&self) -> String {
        self.url.clone().unwrap_or_else(|| format!("http://{DEFAULT_ADDRESS}{HOOK_PATH}"))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_names_that_scripts_rely_on_are_understood() {
        for line in [
            "call-inbox --data-dir d --listen 127.0.0.1:0 --allow-host a --allow-host b:1",
            "call-inbox serve --data-dir d --listen 127.0.0.1:0 --allow-host a",
            "call-inbox --data-dir d serve",
            "call-inbox demo",
            "call-inbox send http://127.0.0.1:1/x --count 3 --rate 2.5 --seed 7",
            "call-inbox list ann smith --json --limit 5 --data-dir d",
            "call-inbox show id-1 --json",
            "call-inbox show id-1 --raw --data-dir d",
            "call-inbox traffic --json --limit 3",
        ] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        for line in ["call-inbox --listen nowhere", "call-inbox show", "call-inbox fly"] {
            assert!(Arguments::try_parse_from(line.split(' ')).is_err(), "{line}");
        }
    }
}
