//! Serves every fault under `/faults/KIND/ID/…`: how an answer goes over the line, and how often each was asked for.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::fault::Fault;
use super::fault_answer::{Answer, Framing, Question, Reaction, react};
use super::file_server::FileServerError;
use super::paced_server::Pace;
use super::raw_server::{Asked, Line, RawServer, head};

/// A recording of 24 kbit/s, at two thirds of the speed it is spoken.
pub const DRIP_BYTES_PER_SEC: u64 = 2_000;
/// So many URLs are remembered; who asks for more begins anew with the oldest.
const COUNTED_URLS: usize = 1_024;
/// What leaves at once.
const SLICE_BYTES: usize = 512;

/// A running server; stops at once when dropped.
#[derive(Debug)]
pub struct FaultServer {
    server: RawServer,
}

impl FaultServer {
    /// Starts on 127.0.0.1; port 0 picks a free one. `files_base` is the server that readers are sent to by
    /// [`Fault::Redirect`]. What drips does so at `drip_bytes_per_sec`.
    ///
    /// # Errors
    /// When the port or a thread can't be had.
    pub fn start(port: u16, files_base: &str, drip_bytes_per_sec: u64) -> Result<Self, FileServerError> {
        let desk = Desk { files_base: files_base.to_owned(), drip_bytes_per_sec, asked: Mutex::default() };
        Ok(Self { server: RawServer::start(port, move |asked, line| desk.answer(asked, line))? })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

struct Desk {
    files_base: String,
    drip_bytes_per_sec: u64,
    /// How often each path was asked for, newest path first.
    asked: Mutex<VecDeque<(String, u32)>>,
}

impl Desk {
    fn answer(&self, asked: &Asked, line: &mut Line<'_>) -> io::Result<()> {
        let is_head = asked.method == "HEAD";
        let kind = asked.path.strip_prefix("/faults/").and_then(|rest| Fault::named(rest.split('/').next()?));
        let Some(fault) = kind.filter(|_| is_head || asked.method == "GET") else {
            return line.say(&head(404, &[("Content-Length", String::from("0"))]));
        };
        let question = Question {
            before: if is_head { 0 } else { self.count(&asked.path) },
            is_head,
            range: asked.field("Range"),
            if_range: asked.field("If-Range"),
        };
        let own_url = format!("http://{}{}", asked.field("Host").unwrap_or_default(), asked.path);
        match react(fault, question, &self.files_base, &own_url) {
            Reaction::Silence => line.wait_for_hanging_up(),
            Reaction::HangUp => {}
            Reaction::Answer(answer) => self.say(&answer, is_head, line)?,
        }
        Ok(())
    }

    /// How often that path was asked for before.
    fn count(&self, path: &str) -> u32 {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, times)) = asked.iter_mut().find(|(known, _)| known == path) {
            *times = times.saturating_add(1);
            return *times - 1;
        }
        asked.truncate(COUNTED_URLS - 1);
        asked.push_front((path.to_owned(), 1));
        0
    }

    fn say(&self, answer: &Answer, is_head: bool, line: &mut Line<'_>) -> io::Result<()> {
        let mut fields = answer.fields.clone();
        match answer.framing {
            Framing::Length(length) => fields.push(("Content-Length", length.to_string())),
            Framing::Chunked => fields.push(("Transfer-Encoding", String::from("chunked"))),
            Framing::Close => {}
        }
        line.say(&head(answer.status, &fields))?;
        if is_head {
            return Ok(());
        }
        let pace = answer.is_slow.then(|| Pace::new(self.drip_bytes_per_sec));
        for slice in answer.body.chunks(SLICE_BYTES) {
            if let Some(pace) = &pace
                && !line.stop().pause_until(pace.arrival(slice.len(), Instant::now()))
            {
                return Ok(());
            }
            if answer.framing == Framing::Chunked {
                line.say(&[format!("{:x}\r\n", slice.len()).as_bytes(), slice, b"\r\n"].concat())?;
            } else {
                line.say(slice)?;
            }
        }
        if answer.framing == Framing::Chunked {
            line.say(b"0\r\n\r\n")?;
        }
        if answer.is_left_hanging {
            line.wait_for_hanging_up();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::USUAL;
    use super::*;
    use std::io::{Read, Write};
    use std::net::{Shutdown, TcpStream};
    use std::time::Duration;

    fn server() -> FaultServer {
        FaultServer::start(0, "http://127.0.0.1:9", 2_000_000).unwrap()
    }

    fn connect(server: &FaultServer, method: &str, fault: Fault, extra: &str) -> TcpStream {
        let base = format!("http://{}", server.address());
        let url = fault.url(&base, &fault.call_id(1));
        let mut stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let path = url.strip_prefix(&base).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\n{extra}\r\n", server.address()).unwrap();
        stream
    }

    /// Head in lower case, and body.
    fn ask(server: &FaultServer, method: &str, fault: Fault, extra: &str) -> (String, Vec<u8>) {
        let mut answer = Vec::new();
        connect(server, method, fault, extra).read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
        let body = answer.split_off(end);
        (String::from_utf8(answer).unwrap().to_lowercase(), body)
    }

    #[test]
    fn every_fault_that_ends_is_answered_with_what_the_table_says() {
        let server = server();
        for fault in Fault::ALL {
            let question = Question::default();
            let own_url =
                format!("http://{}/faults/{}/{}/call_recording.ogg", server.address(), fault.name(), fault.call_id(1));
            let Reaction::Answer(wanted) = react(fault, question, "http://127.0.0.1:9", &own_url) else { continue };
            if wanted.is_left_hanging {
                continue;
            }
            let (head, body) = ask(&server, "GET", fault, "");
            assert!(head.starts_with(&format!("http/1.1 {} ", wanted.status)), "{fault:?}: {head}");
            for (name, value) in &wanted.fields {
                assert!(head.contains(&format!("{name}: {value}\r\n").to_lowercase()), "{fault:?}: {head}");
            }
            match wanted.framing {
                Framing::Length(length) => assert!(head.contains(&format!("content-length: {length}\r\n")), "{head}"),
                Framing::Chunked => assert!(head.contains("transfer-encoding: chunked\r\n")),
                Framing::Close => assert!(!head.contains("content-length")),
            }
            if wanted.framing == Framing::Chunked {
                assert!(body.starts_with(b"200\r\n") && body.ends_with(b"\r\n0\r\n\r\n"));
                assert!(body.len() > wanted.body.len());
            } else {
                assert_eq!(body, wanted.body, "{fault:?}");
            }
        }
    }

    #[test]
    fn the_third_time_it_is_there() {
        let server = server();
        let statuses = [(); 4].map(|()| ask(&server, "GET", Fault::ForbiddenFirst, "").0[9..12].to_owned());
        assert_eq!(statuses, ["403", "403", "200", "200"]);
        let (head, part) = ask(&server, "GET", Fault::ForbiddenFirst, "Range: bytes=10-19\r\n");
        assert!(head.contains("content-range: bytes 10-19/"), "{head}");
        assert_eq!(part, USUAL.bytes[10..20]);
    }

    #[test]
    fn whoever_never_answers_waits_for_the_reader_and_ends_with_the_server() {
        let server = server();
        for fault in [Fault::Silence, Fault::StallMidway, Fault::TooLarge] {
            let mut stream = connect(&server, "GET", fault, "");
            if fault != Fault::Silence {
                stream.read_exact(&mut [0; 64]).unwrap();
            }
            // Hanging up is noticed, or dropping the server would not end.
            stream.shutdown(Shutdown::Both).unwrap();
        }
        let mut kept_waiting = connect(&server, "GET", Fault::Silence, "");
        drop(server);
        assert_eq!(kept_waiting.read(&mut [0; 8]).unwrap_or(0), 0);
    }

    #[test]
    fn asking_about_is_not_asking_for() {
        let server = server();
        assert!(ask(&server, "HEAD", Fault::HeadRefused, "").0.starts_with("http/1.1 403 "));
        let (head, body) = ask(&server, "HEAD", Fault::MissingFirst, "");
        assert!(head.starts_with("http/1.1 404 ") && body.is_empty());
        assert!(ask(&server, "GET", Fault::HeadRefused, "").0.starts_with("http/1.1 200 "));
        assert!(ask(&server, "POST", Fault::HeadRefused, "").0.starts_with("http/1.1 404 "));
    }

    #[test]
    fn no_more_is_remembered_than_there_is_room_for() {
        let desk = Desk { files_base: String::new(), drip_bytes_per_sec: 1, asked: Mutex::default() };
        for number in 0..COUNTED_URLS * 2 {
            assert_eq!(desk.count(&format!("/{number}")), 0);
        }
        assert_eq!(desk.asked.lock().unwrap().len(), COUNTED_URLS);
        assert_eq!((desk.count("/x"), desk.count("/x"), desk.count("/x")), (0, 1, 2));
    }
}
