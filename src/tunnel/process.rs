//! A program that runs beside us: started in a group of its own, heard, and ended for certain with whatever it started.
//!
//! On Unix a small shell stands guard: it reads a pipe whose other end only we hold. When we are gone, however that came about
//! (`kill -9`, a crash), the system closes the pipe and the guard ends the group. The program itself takes the shell's place
//! (`exec`), so that its number is the child's. On Windows nothing is there for that without unsafe code: the program is
//! ended when it is stopped and when the inbox ends, and stays if the inbox is killed.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// How long it may take to end by itself once it was asked to.
const TO_END: Duration = Duration::from_secs(2);
/// Between two looks while it ends.
const LOOK_EVERY: Duration = Duration::from_millis(10);
/// Bytes taken from the pipe at a time.
const PIECE_BYTES: usize = 4_096;

/// Standing guard: ends the group when nobody holds the other end of the pipe any more.
#[cfg(unix)]
const GUARD: &str = "\
exec 3<&0 </dev/null
{ while read -r line; do :; done; trap '' TERM; kill -TERM 0; sleep 3; kill -KILL 0; } <&3 >/dev/null 2>&1 3<&- &
exec 3<&-
exec \"$@\"
";

/// A program that runs. Ended when dropped.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    /// What the guard reads. Nothing is ever written.
    _leash: Option<ChildStdin>,
    ended: Option<ExitStatus>,
}

impl Process {
    /// Starts it. What it writes to stdout and stderr comes in pieces, on a thread of its own; no piece at all is the end.
    ///
    /// # Errors
    /// It can't be started, or no thread can be had.
    pub(super) fn start(
        path: &Path,
        arguments: &[String],
        mut on_piece: impl FnMut(&[u8]) + Send + 'static,
    ) -> io::Result<Self> {
        let (mut from, to) = io::pipe()?;
        let mut command = command(path, arguments);
        command.stdout(to.try_clone()?).stderr(to);
        let mut child = command.spawn()?;
        // It holds the writing ends, and with them there would never be an end.
        drop(command);
        let leash = child.stdin.take();
        let process = Self { child, _leash: leash, ended: None };
        let read = move || {
            let mut piece = [0; PIECE_BYTES];
            loop {
                match from.read(&mut piece) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Ok(0) | Err(_) => break,
                    Ok(length) => on_piece(&piece[..length]),
                }
            }
            on_piece(&[]);
        };
        std::thread::Builder::new().name(String::from("tunnel-output")).spawn(read)?;
        Ok(process)
    }

    /// How it ended, if it did.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten();
        }
        self.ended
    }

    /// Its number, for those who look whether it is there.
    #[cfg(test)]
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    fn ends_until(&mut self, deadline: Instant) -> bool {
        // Nobody sends: it is there to be waited on.
        let (_silent, pause) = sync_channel::<()>(0);
        while self.ended().is_none() {
            if Instant::now() >= deadline {
                return false;
            }
            let _ = pause.recv_timeout(LOOK_EVERY);
        }
        true
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.ended().is_none() {
            ask_to_end(&mut self.child);
            self.ends_until(Instant::now() + TO_END);
        }
        // The guard, and what the program may have started. Their group keeps its number while one of them lives.
        end_group(&mut self.child);
        if let Err(error) = self.child.wait() {
            log::warn!("a tunnel's program could not be waited for: {error}");
        }
    }
}

#[cfg(unix)]
fn command(path: &Path, arguments: &[String]) -> Command {
    use std::os::unix::process::CommandExt;

    let mut command = Command::new("/bin/sh");
    command.args(["-c", GUARD, "call-inbox-tunnel"]).arg(path).args(arguments).stdin(Stdio::piped()).process_group(0);
    command
}

#[cfg(windows)]
fn command(path: &Path, arguments: &[String]) -> Command {
    use std::os::windows::process::CommandExt;

    /// Or a console would open beside the window.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    let mut command = Command::new(path);
    command.args(arguments).stdin(Stdio::null()).creation_flags(CREATE_NO_WINDOW);
    command
}

#[cfg(not(any(unix, windows)))]
fn command(path: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(path);
    command.args(arguments).stdin(Stdio::null());
    command
}

#[cfg(unix)]
fn ask_to_end(child: &mut Child) {
    signal_group(child, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn end_group(child: &mut Child) {
    signal_group(child, rustix::process::Signal::KILL);
    // Had it left its group, we would wait for it for ever.
    let _ = child.kill();
}

#[cfg(unix)]
fn signal_group(child: &Child, signal: rustix::process::Signal) {
    use rustix::io::Errno;
    use rustix::process::{Pid, kill_process_group};

    match kill_process_group(Pid::from_child(child), signal) {
        // Nobody is left in it.
        Ok(()) | Err(Errno::SRCH) => {}
        // On macOS: only such are left as have ended and were not waited for.
        Err(Errno::PERM) => {}
        Err(error) => log::warn!("a tunnel's program could not be ended: {error}"),
    }
}

#[cfg(not(unix))]
fn ask_to_end(child: &mut Child) {
    end_group(child);
}

#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    // It may have ended, which is what is wanted.
    let _ = child.kill();
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, sync_channel};

    use rustix::process::{Pid, test_kill_process, test_kill_process_group};
    use tempfile::TempDir;

    use super::*;

    const DEADLINE: Duration = Duration::from_secs(30);

    /// A program of a few lines of shell, started; what it says comes by the channel.
    struct Started {
        process: Process,
        said: Receiver<String>,
        _folder: TempDir,
    }

    fn start(script: &str) -> Started {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join("program");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let (tell, said) = sync_channel(100);
        let on_piece = move |piece: &[u8]| _ = tell.send(String::from_utf8_lossy(piece).into_owned());
        let process = Process::start(&path, &[String::from("a b"), String::from("$c")], on_piece).unwrap();
        Started { process, said, _folder: folder }
    }

    impl Started {
        /// Waits until this was said.
        fn hears(&self, part: &str) -> String {
            let mut heard = String::new();
            while !heard.contains(part) {
                let piece = self.said.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("only {heard:?}"));
                assert!(!piece.is_empty(), "it ended after {heard:?}");
                heard += &piece;
            }
            heard
        }
    }

    fn is_there(id: u32) -> bool {
        test_kill_process(Pid::from_raw(id.try_into().unwrap()).unwrap()).is_ok()
    }

    /// Waits until nobody of the group is there. Whoever was the child of nobody is waited for by the system.
    fn is_gone(id: u32) -> bool {
        let group = Pid::from_raw(id.try_into().unwrap()).unwrap();
        let (_silent, pause) = sync_channel::<()>(0);
        let deadline = Instant::now() + DEADLINE;
        while test_kill_process_group(group).is_ok() {
            if Instant::now() > deadline {
                return false;
            }
            let _ = pause.recv_timeout(LOOK_EVERY);
        }
        true
    }

    #[test]
    fn both_outputs_are_heard_and_arguments_come_as_they_are() {
        let started = start("echo \"<$1|$2>\"; echo wrong >&2; exec sleep 100");
        let heard = started.hears("wrong");
        assert!(heard.contains("<a b|$c>"), "{heard}");
    }

    #[test]
    fn one_that_ends_is_noticed_with_its_code() {
        let mut started = start("echo bye; exit 3");
        started.hears("bye");
        assert_eq!(started.said.recv_timeout(DEADLINE).unwrap(), "", "the end is told");
        assert!(started.process.ends_until(Instant::now() + DEADLINE));
        assert_eq!(started.process.ended().and_then(|status| status.code()), Some(3));
    }

    #[test]
    fn dropped_it_is_gone_with_all_it_started() {
        let started = start("sleep 1000 & echo up; exec sleep 1000");
        started.hears("up");
        let id = started.process.id();
        assert!(is_there(id));
        drop(started);
        assert!(is_gone(id));
    }

    #[test]
    fn one_that_ignores_the_wish_to_end_is_killed() {
        let started = start("trap '' TERM INT HUP; echo up; while :; do sleep 1000; done");
        started.hears("up");
        let id = started.process.id();
        let from = Instant::now();
        drop(started);
        assert!(from.elapsed() >= TO_END, "it was asked first");
        assert!(is_gone(id));
    }

    #[test]
    fn one_whose_keeper_died_is_ended_by_the_guard() {
        let mut started = start("trap 'echo asked; exit' TERM; echo up; while :; do sleep 1; done");
        started.hears("up");
        // What the system does when we are gone.
        drop(started.process._leash.take());
        started.hears("asked");
        assert!(started.process.ends_until(Instant::now() + DEADLINE));
    }
}
