//! How a second start on the same folder brings the first window up: a socket on this machine alone, and a file in the
//! inbox folder that says where it is and what has to be said there. Whoever can't read the folder can't ring.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::secrets;
use super::settings::write_private;
use crate::bus::Secret;

const FILE: &str = "window.json";
/// How long either side waits for the other.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest line that is read, in bytes.
const MAX_LINE: u64 = 256;

/// After so many in a row, nobody is waited for any more: the system has no sockets to give.
const MOST_FAILURES: usize = 10_000;

/// What the file says. Both words are made anew for each run, so that neither side takes another program for the other.
#[derive(Serialize, Deserialize)]
struct Note {
    port: u16,
    /// What the second says.
    knock: Secret,
    /// What the first answers.
    answer: Secret,
}

/// What a second start wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// The window, in sight.
    Show,
    /// To know whether there is one.
    Look,
}

impl Wish {
    fn verb(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Look => "look",
        }
    }
}

/// Hangs for as long as the window is there.
pub struct Bell {
    file: PathBuf,
    address: SocketAddr,
    is_taken_down: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Bell {
    /// Waits for second starts on the thread `second-start`; `on_ring` is called there. For the owner of the folder alone.
    ///
    /// # Errors
    /// The system gives no port, or the file can't be written.
    pub fn hang(folder: &Path, mut on_ring: impl FnMut() + Send + 'static) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("A second start can't be heard")?;
        let address = listener.local_addr().context("A second start can't be heard")?;
        let note = Note { port: address.port(), knock: secrets::make()?, answer: secrets::make()? };
        let file = folder.join(FILE);
        let text = serde_json::to_string(&note).context("A second start can't be heard")?;
        write_private(&file, &text).with_context(|| format!("{} can't be written", file.display()))?;
        let is_taken_down = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&is_taken_down);
        let work = move || {
            let mut failures = 0;
            while failures < MOST_FAILURES {
                let rung = listener.accept();
                if is_over.load(Ordering::Acquire) {
                    break;
                }
                match rung.and_then(|(stream, _)| open(&stream, &note)) {
                    Ok(Some(wish)) => {
                        failures = 0;
                        if wish == Wish::Show {
                            on_ring();
                        }
                    }
                    Ok(None) => log::debug!("somebody rang who does not know the word"),
                    Err(error) => {
                        failures += 1;
                        log::debug!("somebody rang and went away: {error}");
                    }
                }
            }
        };
        let thread =
            Builder::new().name(String::from("second-start")).spawn(work).context("A second start can't be heard")?;
        Ok(Self { file, address, is_taken_down, thread: Some(thread) })
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.file);
        self.is_taken_down.store(true, Ordering::Release);
        // Wakes the thread; where that fails it ends with the program.
        if TcpStream::connect_timeout(&self.address, PATIENCE).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

/// What somebody who knows the word wants; answers if so.
fn open(mut stream: &TcpStream, note: &Note) -> io::Result<Option<Wish>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let line = line(stream)?;
    let Some((verb, word)) = line.split_once(' ') else { return Ok(None) };
    let wish = [Wish::Show, Wish::Look].into_iter().find(|wish| wish.verb() == verb);
    let wish = wish.filter(|_| is_said(word, &note.knock));
    if wish.is_some() {
        stream.write_all(format!("{}\n", note.answer.reveal()).as_bytes())?;
    }
    Ok(wish)
}

/// Asks the window that the owner of the folder has.
///
/// # Errors
/// The owner has no window, or does not answer.
pub fn ring(folder: &Path, wish: Wish) -> Result<()> {
    let text = fs::read_to_string(folder.join(FILE)).context("The owner has no window")?;
    let note: Note = serde_json::from_str(&text).context("The file that says where the window is can't be read")?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, note.port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).context("The window does not answer")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(format!("{} {}\n", wish.verb(), note.knock.reveal()).as_bytes())?;
    if !is_said(&line(&stream)?, &note.answer) {
        bail!("Another program answers where the window should be");
    }
    Ok(())
}

fn line(stream: &TcpStream) -> io::Result<String> {
    let mut line = String::new();
    BufReader::new(stream.take(MAX_LINE)).read_line(&mut line)?;
    Ok(line)
}

/// In the same time whatever was said.
fn is_said(line: &str, word: &Secret) -> bool {
    let said = line.trim_end_matches(['\r', '\n']).as_bytes();
    let word = word.reveal().as_bytes();
    !word.is_empty() && bool::from(said.ct_eq(word))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, sync_channel};

    use super::*;

    const DEADLINE: Duration = Duration::from_secs(20);

    fn hung(folder: &Path) -> (Bell, Receiver<()>) {
        let (ring, rung) = sync_channel(8);
        (Bell::hang(folder, move || ring.send(()).unwrap()).unwrap(), rung)
    }

    fn note(folder: &Path) -> Note {
        serde_json::from_str(&fs::read_to_string(folder.join(FILE)).unwrap()).unwrap()
    }

    #[test]
    fn a_second_start_rings_until_the_window_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        assert!(ring(folder.path(), Wish::Show).is_err());
        let (bell, rung) = hung(folder.path());
        ring(folder.path(), Wish::Look).unwrap();
        for _ in 0..2 {
            ring(folder.path(), Wish::Show).unwrap();
            rung.recv_timeout(DEADLINE).unwrap();
        }
        assert!(rung.try_recv().is_err());
        drop(bell);
        assert!(ring(folder.path(), Wish::Look).is_err() && !folder.path().join(FILE).exists());
    }

    #[test]
    fn nobody_rings_who_does_not_know_the_word() {
        let folder = tempfile::tempdir().unwrap();
        let (_bell, rung) = hung(folder.path());
        let port = note(folder.path()).port;
        let long = "x".repeat(10_000);
        let knock = note(folder.path()).knock;
        let wrong = format!("show {}x\n", knock.reveal());
        let bare = format!("{}\n", knock.reveal());
        for said in ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\n", "show \n", "", &wrong, &bare, &long] {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
            let _ = stream.write_all(said.as_bytes());
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            assert!(answer.is_empty(), "{said}");
        }
        assert!(rung.try_recv().is_err());
        ring(folder.path(), Wish::Show).unwrap();
        rung.recv_timeout(DEADLINE).unwrap();
    }

    #[test]
    fn another_program_on_that_port_is_not_taken_for_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let note = Note { port, knock: Secret::new("k"), answer: Secret::new("a") };
        fs::write(folder.path().join(FILE), serde_json::to_string(&note).unwrap()).unwrap();
        let stranger = Builder::new().spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let heard = line(&stream).unwrap();
            stream.write_all(heard.as_bytes()).unwrap();
        });
        assert!(ring(folder.path(), Wish::Show).unwrap_err().to_string().starts_with("Another program"));
        stranger.unwrap().join().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_word() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let _hung = hung(folder.path());
        assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
