//! Answers that are altered on purpose, over a real socket.

use super::*;
use crate::traffic::REHEARSAL_HEADER;
use crate::webhook::Dice;

/// Longer than a test takes: what is answered before it has not waited.
const LONG: &str = "delay=60s";

/// Rolls these, then the last for ever.
fn dice(rolls: &[u8]) -> Dice {
    let left = Mutex::new(rolls.to_vec());
    Arc::new(move || {
        let mut left = left.lock().unwrap();
        if left.len() > 1 { left.remove(0) } else { left[0] }
    })
}

fn rehearse(up: &Up, words: &str, rolls: &[u8]) {
    up.listener.rehearse(Some(words.parse().unwrap()), dice(rolls));
}

/// Sends a request on a connection of its own.
fn send(up: &Up, request: &[u8]) -> TcpStream {
    let mut stream = up.connect();
    stream.write_all(request).unwrap();
    stream
}

/// Status, body, and what the answer says of how it was altered.
fn whole(mut stream: TcpStream) -> (u16, String, Option<String>) {
    let (head, body) = read_whole_answer(&mut stream);
    let said = head.lines().find_map(|line| line.strip_prefix(REHEARSAL_HEADER)?.strip_prefix(": "));
    (head[9..12].parse().unwrap(), body, said.map(str::to_owned))
}

/// What is kept of how an answer was altered: the status, and how.
fn kept(delivery: &NewDelivery) -> Option<(u16, &str)> {
    delivery.rehearsed.as_ref().map(|rehearsed| (rehearsed.status, rehearsed.what.as_str()))
}

#[test]
fn an_altered_answer_is_marked_and_kept_as_such_with_the_call() {
    let up = up(Mode::Keep);
    assert_eq!(whole(send(&up, &post("{}"))), (200, String::from(RECEIVED), None), "off at the start");
    assert_eq!((kept(&up.next()), up.answered.recv_timeout(PATIENCE)), (None, Ok(DeliveryId(1))));

    rehearse(&up, "status=503", &[0]);
    let said = "503 instead of 200";
    assert_eq!(whole(send(&up, &post(r#"{"callId":"c"}"#))), (503, String::from(RECEIVED), Some(said.to_owned())));
    let delivery = up.next();
    assert!(matches!(delivery.disposition, Disposition::Admitted(_)));
    assert_eq!((kept(&delivery), delivery.answer.as_deref()), (Some((503, said)), None));

    rehearse(&up, "status=500,body=<h1>oops</h1>", &[0]);
    let said = "500 instead of 400, another body";
    assert_eq!(whole(send(&up, &post("no json"))), (500, String::from("<h1>oops</h1>"), Some(said.to_owned())));
    let delivery = up.next();
    assert!(matches!(delivery.disposition, Disposition::Unparsed { status: 400, .. }), "what it was stays known");
    assert_eq!((kept(&delivery), delivery.answer.as_deref()), (Some((500, said)), Some("<h1>oops</h1>")));

    rehearse(&up, "status=204", &[0]);
    assert_eq!(whole(send(&up, &post("{}"))).0, 204);
    up.listener.rehearse(None, dice(&[0]));
    assert_eq!(whole(send(&up, &post("{}"))), (200, String::from(RECEIVED), None));
}

#[test]
fn every_status_that_can_be_chosen_leaves_the_connection_in_order() {
    let up = up(Mode::Keep);
    let mut stream = up.connect();
    for status in [200, 202, 204, 205, 301, 304, 400, 404, 418, 429, 499, 500, 502, 599] {
        rehearse(&up, &format!("status={status},body=x"), &[0]);
        stream.write_all(&post("{}")).unwrap();
        assert_eq!(read_answer(&mut stream).0, status);
    }
}

#[test]
fn the_dice_choose_among_calls() {
    let up = up(Mode::Keep);
    rehearse(&up, "status=503,percent=50", &[49, 50, 0, 99]);
    let statuses: Vec<u16> = (0..4).map(|_| whole(send(&up, &post("{}"))).0).collect();
    assert_eq!(statuses, [503, 200, 503, 200]);
}

#[test]
fn who_looks_and_who_is_turned_away_is_told_the_truth() {
    let up = up_with(Mode::Keep, "127.0.0.1:0", Some("s3cret"), Limits::default());
    rehearse(&up, "status=500,delay=60s", &[0]);
    for (request, wanted) in [
        ("GET /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        ("POST /elsewhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404),
        ("POST /hook/wrong HTTP/1.1\r\nHost: x.example\r\nContent-Length: 2\r\n\r\n{}", 401),
        ("POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1099511627776\r\n\r\n", 413),
    ] {
        let (status, body, said) = whole(send(&up, request.as_bytes()));
        assert_eq!((status, said), (wanted, None), "{request}");
        let delivery = up.next();
        assert_eq!((kept(&delivery), &delivery.answer), (None, &Some(body)), "what was answered is kept");
    }
}

#[test]
fn what_could_not_be_kept_is_not_played_with() {
    let up = up(Mode::Fail);
    rehearse(&up, "status=200,delay=60s", &[0]);
    let (status, body, said) = whole(send(&up, &post("{}")));
    assert_eq!((status, said), (503, None));
    assert!(body.contains("the disk is full"), "{body}");
}

#[test]
fn a_call_is_kept_before_it_waits_and_nobody_else_waits_for_it() {
    let up = up(Mode::Keep);
    rehearse(&up, &format!("status=503,percent=50,{LONG}"), &[0, 99]);
    let delayed = send(&up, &post(r#"{"callId":"delayed"}"#));
    let said = "503 instead of 200, after 60 s";
    assert_eq!(kept(&up.next()), Some((503, said)));
    for _ in 0..3 {
        assert_eq!(whole(send(&up, &post("{}"))), (200, String::from(RECEIVED), None), "sent later, answered sooner");
    }
    // Whoever waits is answered when the listener ends, not cut off.
    up.listener.stop();
    assert_eq!(whole(delayed), (503, String::from(RECEIVED), Some(said.to_owned())));
}

#[test]
fn an_answer_leaves_when_its_time_has_come() {
    let up = up(Mode::Keep);
    rehearse(&up, "delay=60ms", &[0]);
    let began = Instant::now();
    let (status, _, said) = whole(send(&up, &post("{}")));
    assert!(began.elapsed() >= Duration::from_millis(60));
    assert_eq!((status, said.as_deref()), (200, Some("after 60 ms")));
    assert_eq!(up.answered.recv_timeout(PATIENCE), Ok(DeliveryId(1)));
}

#[test]
fn none_of_our_own_limits_cuts_an_answer_off_that_waits() {
    let short = Duration::from_millis(20);
    let limits =
        Limits { head_time: short, body_time: short, idle_time: short, answer_time: short, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    // The door looks at its deadlines every quarter of a second.
    rehearse(&up, "delay=600ms", &[0]);
    assert_eq!(whole(send(&up, &post("{}"))).2.as_deref(), Some("after 600 ms"));
}

#[test]
fn who_hangs_up_meanwhile_harms_nobody() {
    let up = up(Mode::Keep);
    rehearse(&up, "delay=40ms", &[0]);
    for _ in 0..20 {
        drop(send(&up, &post("{}")));
    }
    for _ in 0..20 {
        up.next();
        up.answered.recv_timeout(PATIENCE).unwrap();
    }
    let mut half_closed = send(&up, &post("{}"));
    half_closed.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_answer(&mut half_closed).0, 200, "who only listens is answered");
    assert!(matches!(up.listener.state(), ListenerState::Listening { .. }));
}

#[test]
fn half_of_those_in_hand_may_wait_and_the_others_are_answered_at_once_and_told_so() {
    let limits = Limits { in_hand: 8, ..Limits::default() };
    let up = up_with(Mode::Keep, "127.0.0.1:0", None, limits);
    rehearse(&up, LONG, &[0]);
    let waiting: Vec<TcpStream> = (0..4)
        .map(|_| {
            let stream = send(&up, &post("{}"));
            assert_eq!(kept(&up.next()), Some((200, "after 60 s")));
            stream
        })
        .collect();
    let said = "at once instead of after 60 s: no more can wait";
    for _ in 0..10 {
        assert_eq!(whole(send(&up, &post("{}"))).2.as_deref(), Some(said));
        assert_eq!(kept(&up.next()), Some((200, said)));
    }
    up.listener.stop();
    for stream in waiting {
        assert_eq!(whole(stream).0, 200);
    }
}
