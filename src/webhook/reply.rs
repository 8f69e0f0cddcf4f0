//! The answers: what a sender reads. Pure.

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The `Content-Type`.
    pub content_type: &'static str,
    /// What follows the head.
    pub body: String,
}

/// The methods the hook accepts, for the `Allow` header of a 405.
pub const ALLOW: &str = "GET, HEAD, POST";

/// What is said in the `Server` header.
pub const SERVER: &str = "call-inbox";

const JSON: &str = "application/json";

impl Reply {
    /// The call is on disk. The contract's own bytes.
    pub fn received() -> Self {
        Self { status: 200, content_type: JSON, body: String::from(r#"{"received":true}"#) }
    }

    /// The hook is there, to someone who looked with GET or HEAD.
    pub fn here() -> Self {
        let body = String::from("Call Inbox is listening. Send calls here with POST.\n");
        Self { status: 200, content_type: "text/plain; charset=utf-8", body }
    }

    /// Not taken, and why, in a sentence.
    pub fn refused(status: u16, reason: &str) -> Self {
        let body = format!(r#"{{"received":false,"reason":{}}}"#, serde_json::Value::from(reason));
        Self { status, content_type: JSON, body }
    }

    /// The ledger can't keep the call.
    pub fn not_kept(reason: &str) -> Self {
        Self::refused(503, reason)
    }

    /// Its body as it is kept with the delivery: `None` for the contract's own, which goes without saying.
    pub fn noted(&self) -> Option<String> {
        (self.body != Self::received().body).then(|| self.body.clone())
    }

    /// The whole answer as HTTP/1.1 bytes, for what never reaches the server behind the door. The connection ends with it.
    pub fn to_last_bytes(&self) -> Vec<u8> {
        let Self { status, content_type, body } = self;
        let phrase = phrase(*status);
        let length = body.len();
        let allow = if *status == 405 { format!("Allow: {ALLOW}\r\n") } else { String::new() };
        format!(
            "HTTP/1.1 {status} {phrase}\r\nServer: {SERVER}\r\nContent-Type: {content_type}\r\n{allow}\
             Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// The reason phrase of the codes we answer with.
fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        408 => "Request Timeout",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Refused",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_answer_is_exact() {
        assert_eq!((Reply::received().status, Reply::received().body.as_str()), (200, r#"{"received":true}"#));
    }

    #[test]
    fn a_refusal_says_why_in_json() {
        let reply = Reply::refused(400, "a \"quote\"\nand a line");
        assert_eq!(reply.body, r#"{"received":false,"reason":"a \"quote\"\nand a line"}"#);
        let bytes = String::from_utf8(reply.to_last_bytes()).unwrap();
        assert!(bytes.starts_with("HTTP/1.1 400 Bad Request\r\n") && bytes.ends_with(&reply.body), "{bytes}");
    }
}
