//! This bench as a receiver: bare tiny_http, either with the program's admission, payload and store behind it but no
//! doorkeeper, or answering 200 to everything. Never returns; it is killed.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::Builder;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use call_inbox::bus::Bus;
use call_inbox::call::{Clock, Disposition, Header, NewDelivery, Receipt, UnixMillis};
use call_inbox::store::{Access, Store, Writer};
use call_inbox::webhook::{Admission, Reply, RequestHead, Rules, admit, read};
use sha2::{Digest as _, Sha256};
use tiny_http::{Request, Response, Server};

/// As many as the program has.
const WORKERS: usize = 3;
const ANSWERS_WAITING: usize = 1024;

type Answer = (Request, Reply, Result<Receipt, String>, Instant);

/// Receives on a free port: into a folder, or nowhere.
pub fn serve(folder: Option<&Path>) {
    let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
    let store = folder.map(|folder| Store::open(folder, Access::Owner, Bus::default(), clock()).unwrap());
    let (answers, to_answer) = sync_channel::<Answer>(ANSWERS_WAITING);
    for number in 0..WORKERS {
        let (server, answers) = (Arc::clone(&server), answers.clone());
        let writer = store.as_ref().map(Store::writer);
        let work = move || {
            while let Ok(request) = server.recv() {
                match &writer {
                    Some(writer) => keep(request, writer, &answers),
                    None => say(swallow(request), &Reply::received()),
                }
            }
        };
        Builder::new().name(format!("worker-{number}")).spawn(work).unwrap();
    }
    println!("listening on http://{}/webhook/call-completed", server.server_addr());
    std::io::stdout().flush().unwrap();
    for (request, reply, kept, began) in to_answer {
        say(request, &kept.as_ref().map_or_else(|why| Reply::not_kept(why), |_| reply));
        if let (Some(store), Ok(receipt)) = (&store, kept) {
            store.writer().answered(receipt.delivery, began.elapsed());
        }
    }
}

pub fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        UnixMillis(i64::try_from(since.as_millis()).unwrap())
    })
}

fn keep(mut request: Request, writer: &Writer, answers: &SyncSender<Answer>) {
    let began = Instant::now();
    let mut body = Vec::with_capacity(request.body_length().unwrap_or_default());
    request.as_reader().read_to_end(&mut body).unwrap();
    let headers = request
        .headers()
        .iter()
        .map(|header| Header { name: header.field.to_string(), value: header.value.to_string() });
    let head = RequestHead {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        headers: headers.collect(),
        peer: *request.remote_addr().unwrap(),
        received_at: clock()(),
        began,
    };
    if admit(&head, &Rules::default()) != Admission::Call {
        return say(request, &Reply::here());
    }
    let delivery = delivery(&head, body);
    let answers = answers.clone();
    let done = move |kept| _ = answers.send((request, Reply::received(), kept, began));
    writer.keep(delivery, Box::new(done));
}

/// A call as the listener would hand it to the store.
pub fn delivery(head: &RequestHead, body: Vec<u8>) -> NewDelivery {
    let body_sha256 = Sha256::digest(&body).into();
    let payload = read(&body, &body_sha256).unwrap();
    NewDelivery {
        source: String::from("default"),
        received_at: head.received_at,
        peer: Some(head.peer.to_string()),
        method: head.method.clone(),
        path: head.target.clone(),
        headers: head.headers.clone(),
        body_bytes: body.len() as u64,
        body_sha256,
        body,
        disposition: Disposition::Admitted(Box::new(payload)),
        answer: None,
        rehearsed: None,
        replay_of: None,
    }
}

/// Reads the body, which tiny_http else does when it is dropped.
fn swallow(mut request: Request) -> Request {
    std::io::copy(request.as_reader(), &mut std::io::sink()).unwrap();
    request
}

fn say(request: Request, reply: &Reply) {
    let kind = tiny_http::Header::from_bytes("Content-Type", reply.content_type).unwrap();
    let response = Response::from_data(reply.body.as_bytes()).with_status_code(reply.status).with_header(kind);
    // Who is gone needs no answer.
    _ = request.respond(response);
}
