//! The real program: `call-inbox serve` on a folder of its own, requests to it over a real socket, and its other commands.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A program that answers at all answers within this time, however busy the machine is.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// An answer to a request.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// `call-inbox serve`, running.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
    /// Lines of stderr, when they are listened to.
    remarks: Option<Receiver<String>>,
}

impl Served {
    /// On that folder, at a free port.
    pub fn start(folder: &Path) -> Self {
        Self::launch(&mut program(folder, &["serve", "--listen", "127.0.0.1:0"]))
    }

    /// On that folder, at that address; with the lines it says on stderr until it has told how it can be reached.
    pub fn start_at(folder: &Path, address: &str) -> (Self, Vec<String>) {
        let served = Self::launch_heard(&mut program(folder, &["serve", "--listen", address]));
        let line = served.hears("");
        (served, vec![line])
    }

    /// By a command that runs `serve`, whatever else it does.
    pub fn launch(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .and_then(|rest| rest.strip_suffix("/webhook/call-completed"))
            .unwrap_or_else(|| panic!("`serve` said {line:?}"))
            .parse()
            .unwrap();
        let remarks = child.stderr.take().map(lines);
        Self { child, address, remarks }
    }

    /// The same, with its remarks listened to.
    pub fn launch_heard(command: &mut Command) -> Self {
        Self::launch(command.stderr(Stdio::piped()))
    }

    /// Waits for a remark that contains this; others are passed over.
    pub fn hears(&self, part: &str) -> String {
        let deadline = Instant::now() + DEADLINE;
        let mut heard = Vec::new();
        while let Ok(line) =
            self.remarks.as_ref().unwrap().recv_timeout(deadline.saturating_duration_since(Instant::now()))
        {
            if line.contains(part) {
                return line;
            }
            heard.push(line);
        }
        panic!("never said {part:?}, only {heard:?}")
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Posts a body as the platform does.
    pub fn post(&self, body: &[u8]) -> Answer {
        post(self.address, body).unwrap()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; the exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());

        self.child.wait().unwrap().code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines as they come, in the background.
fn lines(from: ChildStderr) -> Receiver<String> {
    /// More than a test listens past.
    const LINES_WAITING: usize = 1_000;
    let (tell, lines) = sync_channel(LINES_WAITING);
    let read = move || BufReader::new(from).lines().map_while(Result::ok).all(|line| tell.send(line).is_ok());
    std::thread::Builder::new().name(String::from("remarks")).spawn(read).unwrap();
    lines
}

/// A folder of a test's own.
pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program with these arguments, on that folder.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_call-inbox"));
    command.args(arguments).arg("--data-dir").arg(folder).env_remove("CALL_INBOX_LOG").env("CALL_INBOX_LANGUAGE", "en");
    command
}

/// Runs a command of the program to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).stdin(Stdio::null()).output().unwrap()
}

/// Runs a command that prints one JSON object a line.
pub fn json_lines(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    // serde_json's `Value` takes its own private keys for its own, which some fixtures have on purpose.
    let lines = text.lines().filter(|line| !line.contains("$serde_json::private"));
    // Nor does it go deeper than 128 levels unless it is told to.
    lines
        .filter_map(|line| {
            serde_json::from_str(line).inspect_err(|e| assert!(e.to_string().contains("recursion"), "{e}: {line}")).ok()
        })
        .collect()
}

/// Posts a body as the platform does, on a connection of its own.
pub fn post(address: SocketAddr, body: &[u8]) -> std::io::Result<Answer> {
    let head = format!(
        "POST /webhook/call-completed HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: \
         {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    request(address, head.as_bytes(), body)
}

/// Sends a request byte for byte and reads the answer to its end.
pub fn request(address: SocketAddr, head: &[u8], body: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(DEADLINE))?;
    stream.set_write_timeout(Some(DEADLINE))?;
    // A refused body may not be read to its end: what matters is the answer.
    let _ = stream.write_all(head).and_then(|()| stream.write_all(body));
    let mut bytes = Vec::new();
    let outcome = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    let Some(status) = status else {
        outcome?;
        return Err(std::io::Error::other(format!("no answer: {text:?}")));
    };
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Ok(Answer { status, body })
}
