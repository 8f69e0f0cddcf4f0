//! The form by which a request is sent again: where to, how often, edited first; and how that goes.

use std::sync::Arc;

use super::address::url_problem;
use super::{ResendAction, Tools};
use crate::bus::{Command, TrafficCommand};
use crate::call::{DeliveryId, Header, shown_header};
use crate::inbox::{Field, Inbox, NoticeKind, bytes_label, count_label, millis_label};
use crate::traffic::{EditedRequest, OpenedDelivery, Outline, Resend, SentAgain, shown_url};

/// The largest body that can be edited, in bytes.
const EDITED_BYTES: usize = 200_000;
/// How often one can be sent at a time.
const MOST_TIMES: u32 = 1_000;
/// How many URLs are remembered.
const URLS_KEPT: usize = 6;

/// The form.
#[derive(Debug, Clone)]
pub struct ResendForm {
    /// The request.
    pub opened: Arc<OpenedDelivery>,
    /// To a URL, not to our own listener.
    pub is_to_url: bool,
    /// What the field for the URL holds.
    pub url: String,
    /// What the field for how often holds.
    pub times: String,
    /// The request as it is being edited.
    pub edited: Option<EditedText>,
    /// Sending was tried, so that what is wrong is said.
    pub is_checked: bool,
    /// How it goes, since it was begun.
    pub sent: Option<SentAgain>,
    /// It goes on.
    pub is_sending: bool,
    /// The rest was left.
    pub is_stopped: bool,
    /// Why it could not be begun, in a sentence.
    pub failure: Option<String>,
}

/// A request as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditedText {
    /// `POST`
    pub method: String,
    /// A line each; what is secret is masked until it is shown.
    pub headers: String,
    /// The body.
    pub body: String,
    /// Where the body is not JSON.
    pub fault: Option<String>,
    /// What is secret in the headers is masked.
    pub is_masked: bool,
}

impl ResendForm {
    fn of(opened: Arc<OpenedDelivery>, url: String) -> Self {
        Self {
            opened,
            is_to_url: false,
            url,
            times: String::from("1"),
            edited: None,
            is_checked: false,
            sent: None,
            is_sending: false,
            is_stopped: false,
            failure: None,
        }
    }

    /// Which request.
    pub fn id(&self) -> DeliveryId {
        self.opened.row.note.id
    }

    /// Why the request can't be edited, in a sentence.
    pub fn edit_obstacle(&self) -> Option<String> {
        let body = &self.opened.body;
        if body.len() > EDITED_BYTES {
            let size = bytes_label(body.len() as u64);
            return Some(say!("The body is too large to be edited here ({size}); it is sent as it came.", size = size));
        }
        std::str::from_utf8(body).is_err().then(|| String::from(say!("The body is no text; it is sent as it came.")))
    }

    /// What stands against sending it, in a sentence.
    pub fn obstacle(&self) -> Option<String> {
        if self.is_to_url
            && let Some(problem) = url_problem(&self.url)
        {
            return Some(problem.to_owned());
        }
        if self.times().is_none() {
            return Some(say!("How often is a number from 1 to {most}.", most = count_label(u64::from(MOST_TIMES))));
        }
        let edited = self.edited.as_ref()?;
        if edited.method.trim().is_empty() || !edited.method.trim().chars().all(|c| c.is_ascii_alphabetic()) {
            return Some(String::from(say!("The method is a word such as POST.")));
        }
        headers_of(&edited.headers).err()
    }

    fn times(&self) -> Option<u32> {
        self.times.trim().parse().ok().filter(|times| (1..=MOST_TIMES).contains(times))
    }

    /// "3 of 10 · 3 answered 2xx · last 200 after 4 ms".
    pub fn progress(&self) -> Option<String> {
        let sent = self.sent.as_ref()?;
        let mut parts = Vec::new();
        if sent.of > 1 {
            let (tried, all) = (count_label(u64::from(sent.tried)), count_label(u64::from(sent.of)));
            parts.push(say!("{tried} of {all}", tried = tried, all = all));
            parts.push(match (sent.taken == sent.tried, sent.status) {
                // All the same, as far as is known.
                (true, Some(200)) => format!("{} × 200", count_label(u64::from(sent.taken))),
                _ => say!("{count} answered 2xx", count = count_label(u64::from(sent.taken))),
            });
        }
        let is_last = sent.of > 1;
        parts.push(match (sent.status, sent.took_micros.map(millis_label)) {
            (Some(status), Some(time)) if is_last => say!("last {status} after {time}", status = status, time = time),
            (Some(status), Some(time)) => say!("answered {status} after {time}", status = status, time = time),
            (Some(status), None) if is_last => say!("last {status}", status = status),
            (Some(status), None) => say!("answered {status}", status = status),
            (None, _) => say!("no answer").to_owned(),
        });
        if self.is_stopped && !sent.is_over() {
            parts.push(say!("stopped").to_owned());
        }
        Some(parts.join(" · "))
    }

    fn resend(&self) -> Option<Resend> {
        let edited = match &self.edited {
            None => None,
            Some(edited) => {
                let mut headers = headers_of(&edited.headers).ok()?;
                if edited.is_masked {
                    unmask(&mut headers, &self.opened.headers);
                }
                let method = edited.method.trim().to_uppercase();
                let as_it_came = method == self.opened.row.note.method
                    && headers == self.opened.headers
                    && edited.body.as_bytes() == self.opened.body.as_slice();
                (!as_it_came).then(|| EditedRequest { method, headers, body: edited.body.clone().into_bytes() })
            }
        };
        let url = self.is_to_url.then(|| self.url.trim().to_owned());
        Some(Resend { id: self.id(), url, times: self.times()?, edited })
    }
}

/// Headers of lines of text.
fn headers_of(text: &str) -> Result<Vec<Header>, String> {
    let mut headers = Vec::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let Some((name, value)) = line.split_once(':') else {
            return Err(say!(
                "Line {number} of the headers has no colon: write it like “Name: value”.",
                number = number
            ));
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(say!(
                "The name on line {number} of the headers has a character that no header has.",
                number = number
            ));
        }
        headers.push(Header { name: name.to_owned(), value: value.trim().to_owned() });
    }
    Ok(headers)
}

/// Headers as lines of text, with what is secret masked.
fn header_lines(headers: &[Header], is_masked: bool) -> String {
    let line = |header: &Header| {
        let value = if is_masked { shown_header(&header.name, &header.value) } else { (&*header.value).into() };
        format!("{}: {value}", header.name)
    };
    headers.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Puts the values that came in the place of masks that were left as they are: the nth of a name for the nth.
fn unmask(headers: &mut [Header], came: &[Header]) {
    let mut used = vec![false; came.len()];
    for header in headers {
        let same =
            came.iter().zip(&used).position(|(other, used)| !used && other.name.eq_ignore_ascii_case(&header.name));
        if let Some(at) = same {
            used[at] = true;
            if header.value == shown_header(&came[at].name, &came[at].value) {
                header.value.clone_from(&came[at].value);
            }
        }
    }
}

/// Where a text stops to be JSON, in a sentence.
fn json_fault(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some(String::from(say!("The body is empty, which is no JSON.")));
    }
    let fault = Outline::of(text.as_bytes()).fault?;
    Some(say!(
        "Not JSON: line {line}, column {column}: {what}",
        line = fault.line,
        column = fault.column,
        what = fault.what
    ))
}

impl Inbox {
    pub(super) fn open_resend(&mut self, opened: Arc<OpenedDelivery>) {
        let url = self.tools.urls.first().cloned().unwrap_or_default();
        self.tools.resend = Some(ResendForm::of(opened, url));
        self.picker = None;
        self.shortcuts_shown = false;
        self.focus = Some(Field::ResendSend);
    }

    pub(super) fn act_on_resend(&mut self, action: ResendAction) -> Vec<Command> {
        let Some(form) = &mut self.tools.resend else { return Vec::new() };
        match (action, &mut form.edited) {
            (ResendAction::Close, _) => self.close_resend(),
            (ResendAction::Send, _) => return self.send_again(),
            (ResendAction::Stop, _) => {
                form.is_sending = false;
                form.is_stopped = true;
                return vec![TrafficCommand::StopSending.into()];
            }
            (ResendAction::ToUrl(is_to_url), _) => {
                form.is_to_url = is_to_url;
                if is_to_url {
                    self.focus = Some(Field::ResendUrl);
                }
            }
            (ResendAction::TypeUrl(url), _) => form.url = url,
            (ResendAction::TypeTimes(times), _) => form.times = times.chars().take(8).collect(),
            (ResendAction::Edit(false), edited) => *edited = None,
            (ResendAction::Edit(true), None) => self.edit_first(),
            (ResendAction::TypeMethod(method), Some(edited)) => edited.method = method.chars().take(20).collect(),
            (ResendAction::TypeHeaders(headers), Some(edited)) => edited.headers = headers,
            (ResendAction::ShowSecrets, Some(edited)) => {
                if let Ok(mut headers) = headers_of(&edited.headers) {
                    unmask(&mut headers, &form.opened.headers);
                    edited.headers = header_lines(&headers, false);
                    edited.is_masked = false;
                }
            }
            (ResendAction::TypeBody(body), Some(edited)) => {
                edited.fault = json_fault(&body);
                edited.body = body;
            }
            _ => {}
        }
        Vec::new()
    }

    /// Leaves the form. What is on its way goes on, and is told when it is over.
    pub(in crate::inbox) fn close_resend(&mut self) {
        let Some(form) = self.tools.resend.take() else { return };
        self.tools.resend_unseen = form.is_sending.then(|| form.id());
    }

    fn edit_first(&mut self) {
        let Some(form) = self.tools.resend.as_mut().filter(|form| form.edit_obstacle().is_none()) else { return };
        let Ok(body) = std::str::from_utf8(&form.opened.body) else { return };
        form.edited = Some(EditedText {
            method: form.opened.row.note.method.clone(),
            headers: header_lines(&form.opened.headers, true),
            fault: json_fault(body),
            body: body.to_owned(),
            is_masked: form.opened.headers.iter().any(|it| shown_header(&it.name, &it.value) != it.value),
        });
        self.focus = Some(Field::ResendBody);
    }

    fn send_again(&mut self) -> Vec<Command> {
        let Some(form) = self.tools.resend.as_mut().filter(|form| !form.is_sending) else { return Vec::new() };
        form.is_checked = true;
        if form.obstacle().is_some() {
            return Vec::new();
        }
        let Some(resend) = form.resend() else { return Vec::new() };
        form.is_sending = true;
        form.is_stopped = false;
        form.sent = None;
        form.failure = None;
        if let Some(url) = &resend.url {
            self.tools.urls.retain(|known| known != url);
            self.tools.urls.insert(0, url.clone());
            self.tools.urls.truncate(URLS_KEPT);
        }
        vec![TrafficCommand::SendAgain(resend).into()]
    }

    pub(super) fn sent_again(&mut self, sent: SentAgain) {
        let is_over = sent.is_over();
        if let Some(form) = self.tools.resend.as_mut().filter(|form| form.id() == sent.id) {
            // What was stopped may tell of one more.
            form.is_sending = form.is_sending && !is_over;
            form.sent = Some(sent);
            return;
        }
        if !is_over || self.tools.resend_unseen != Some(sent.id) {
            return;
        }
        self.tools.resend_unseen = None;
        let number = sent.id.0;
        if sent.taken == sent.of {
            let text = match sent.of {
                1 => say!("#{number} was sent again to {to}", number = number, to = sent.to),
                times => say_many!(
                    times,
                    "#{number} was sent again {n} time to {to}",
                    "#{number} was sent again {n} times to {to}",
                    number = number,
                    to = sent.to
                ),
            };
            self.notices.push(NoticeKind::Done, text, self.now);
            return;
        }
        let last = sent.status.map(|status| say!("the last answer was {status}", status = status));
        let last = sent.why.clone().or(last).unwrap_or_else(|| String::from(say!("there was no answer")));
        let (taken, of) = (count_label(u64::from(sent.taken)), count_label(u64::from(sent.of)));
        let text = say!(
            "#{number} was taken {taken} of {of} times by {to}: {last}",
            number = number,
            taken = taken,
            of = of,
            to = sent.to,
            last = last
        );
        self.notices.push(NoticeKind::Failed, text, self.now);
    }

    pub(super) fn resend_failed(&mut self, what: &str, why: &str) {
        if let Some(form) = self.tools.resend.as_mut().filter(|form| form.is_sending && what.starts_with("Sending")) {
            form.is_sending = false;
            form.failure = Some(why.to_owned());
        }
    }
}

impl Tools {
    /// URLs that were sent to in this run, the last first, with what is shown of them.
    pub fn urls_to_offer(&self) -> Vec<(String, String)> {
        self.urls.iter().map(|url| (url.clone(), shown_url(url))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ToolAction;
    use super::super::samples::opened;
    use super::*;
    use crate::bus::{Event, TrafficEvent};
    use crate::inbox::Action;
    use crate::inbox::samples::inbox;

    const BODY: &str = r#"{"callId":"a"}"#;

    fn form(body: &[u8]) -> Inbox {
        let mut inbox = inbox();
        inbox.act(ToolAction::OpenResend(Arc::new(opened(body))).into());
        inbox
    }

    fn act(inbox: &mut Inbox, action: ResendAction) -> Vec<Command> {
        inbox.act(action.into())
    }

    fn shown(inbox: &Inbox) -> &ResendForm {
        inbox.tools.resend.as_ref().unwrap()
    }

    fn resent(commands: &[Command]) -> &Resend {
        let [Command::Traffic(TrafficCommand::SendAgain(resend))] = commands else { panic!("{commands:?}") };
        resend
    }

    fn told(tried: u32, of: u32, taken: u32) -> Event {
        Event::Traffic(TrafficEvent::SentAgain(Box::new(SentAgain {
            id: DeliveryId(7),
            to: "our own listener".into(),
            tried,
            of,
            taken,
            status: Some(if taken == tried { 200 } else { 503 }),
            answer: String::new(),
            took_micros: Some(4_000),
            why: None,
        })))
    }

    #[test]
    fn it_goes_just_as_it_came_to_our_own_listener() {
        let mut inbox = form(BODY.as_bytes());
        let commands = act(&mut inbox, ResendAction::Send);
        assert_eq!(resent(&commands), &Resend { id: DeliveryId(7), url: None, times: 1, edited: None });
        assert!(act(&mut inbox, ResendAction::Send).is_empty(), "it is on its way");
        // Opened to be edited and left as it was, it still goes just as it came.
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::Edit(true));
        assert_eq!(resent(&act(&mut inbox, ResendAction::Send)).edited, None);
    }

    #[test]
    fn what_is_wrong_is_said_and_nothing_is_sent() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::ToUrl(true));
        act(&mut inbox, ResendAction::Edit(true));
        for (action, begin) in [
            (ResendAction::TypeUrl("nowhere".into()), "Begin the URL"),
            (ResendAction::TypeUrl("http://localhost:1/".into()), ""),
            (ResendAction::TypeTimes("0".into()), "How often is a number from 1 to 1,000."),
            (ResendAction::TypeTimes("3".into()), ""),
            (ResendAction::TypeMethod("P T".into()), "The method"),
            (ResendAction::TypeMethod("put".into()), ""),
            (ResendAction::TypeHeaders("A: 1\nB".into()), "Line 2 of the headers has no colon"),
            (ResendAction::TypeHeaders("A b: 1".into()), "The name on line 1"),
        ] {
            act(&mut inbox, action);
            let obstacle = shown(&inbox).obstacle().unwrap_or_default();
            assert!(obstacle.starts_with(begin) && obstacle.is_empty() == begin.is_empty(), "{obstacle}");
        }
        assert!(act(&mut inbox, ResendAction::Send).is_empty());
    }

    #[test]
    fn an_edited_one_says_where_it_is_no_json_and_is_sent_anyway() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::Edit(true));
        act(&mut inbox, ResendAction::TypeBody("{\n  \"a\" 1}".into()));
        let fault = shown(&inbox).edited.as_ref().unwrap().fault.clone().unwrap();
        assert!(fault.starts_with("Not JSON: line 2, column "), "{fault}");
        let commands = act(&mut inbox, ResendAction::Send);
        assert_eq!(resent(&commands).edited.as_ref().unwrap().body, b"{\n  \"a\" 1}");
    }

    #[test]
    fn secrets_in_headers_are_masked_and_sent_as_they_came() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::Edit(true));
        let lines = shown(&inbox).edited.as_ref().unwrap().headers.clone();
        assert_eq!(lines, "Content-Type: application/json\nX-Webhook-Secret: •••");
        act(&mut inbox, ResendAction::TypeHeaders(format!("X-Mine: 1\n{lines}")));
        let headers = |commands: &[Command]| resent(commands).edited.as_ref().unwrap().headers.clone();
        let sent = headers(&act(&mut inbox, ResendAction::Send));
        assert_eq!(
            sent.iter().map(|header| header.value.as_str()).collect::<Vec<_>>(),
            ["1", "application/json", "s3cret"]
        );
        act(&mut inbox, ResendAction::ShowSecrets);
        assert!(shown(&inbox).edited.as_ref().unwrap().headers.ends_with("X-Webhook-Secret: s3cret"));
    }

    #[test]
    fn large_bodies_and_what_is_no_text_are_not_edited() {
        for (body, begin) in
            [(vec![b'x'; EDITED_BYTES + 1], "The body is too large"), (vec![0xff], "The body is no text")]
        {
            let mut inbox = form(&body);
            assert!(shown(&inbox).edit_obstacle().unwrap().starts_with(begin));
            act(&mut inbox, ResendAction::Edit(true));
            assert_eq!(shown(&inbox).edited, None);
        }
    }

    #[test]
    fn progress_is_told_and_the_rest_is_left() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::TypeTimes("10".into()));
        act(&mut inbox, ResendAction::Send);
        inbox.apply(told(3, 10, 3));
        assert_eq!(shown(&inbox).progress().unwrap(), "3 of 10 · 3 × 200 · last 200 after 4 ms");
        assert_eq!(act(&mut inbox, ResendAction::Stop), [TrafficCommand::StopSending.into()]);
        inbox.apply(told(4, 10, 3));
        assert_eq!(shown(&inbox).progress().unwrap(), "4 of 10 · 3 answered 2xx · last 503 after 4 ms · stopped");
        assert!(!shown(&inbox).is_sending);
        assert_eq!(act(&mut inbox, ResendAction::Send).len(), 1);
        inbox.apply(told(10, 10, 10));
        assert!(!shown(&inbox).is_sending);
    }

    #[test]
    fn left_while_it_goes_on_it_is_told_at_the_end() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::Send);
        inbox.act(Action::Back);
        assert!(inbox.tools.resend.is_none());
        inbox.apply(told(1, 1, 1));
        assert_eq!(inbox.notices.shown()[0].text, "#7 was sent again to our own listener");
        inbox.apply(told(1, 1, 1));
        assert_eq!(inbox.notices.shown().len(), 1);
    }

    #[test]
    fn what_can_not_be_begun_says_so() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::Send);
        inbox.apply(Event::CommandFailed { what: "Sending again".into(), why: "nothing listens.".into() });
        assert_eq!((shown(&inbox).is_sending, shown(&inbox).failure.as_deref()), (false, Some("nothing listens.")));
    }

    #[test]
    fn urls_are_remembered_while_the_program_runs() {
        let mut inbox = form(BODY.as_bytes());
        act(&mut inbox, ResendAction::ToUrl(true));
        for number in 0..8 {
            act(&mut inbox, ResendAction::TypeUrl(format!("http://u:p@localhost:{}/", 3_000 + number)));
            act(&mut inbox, ResendAction::Send);
            inbox.apply(told(1, 1, 1));
        }
        assert_eq!(inbox.tools.urls_to_offer().len(), URLS_KEPT);
        inbox.act(ToolAction::OpenResend(Arc::new(opened(b"{}"))).into());
        assert_eq!(shown(&inbox).url, "http://u:p@localhost:3007/");
        assert_eq!(inbox.tools.urls_to_offer()[0].1, "http://localhost:3007/");
    }
}
