//! Files that begin with `<`: the errors of storage services, and web pages. Also what is read of markup elsewhere: entities
//! and breaks.

/// A sentence on what a marked-up file is, if it is known to be no transcript.
pub(super) fn page_or_error(text: &str) -> Option<String> {
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let head: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| head.contains(mark));
    if is_page {
        return Some(page(text));
    }
    if let Some(code) = element(text, "Code") {
        let message = element(text, "Message").map(|message| message.trim_end_matches('.').to_owned());
        return Some(match message {
            Some(message) => format!("The storage sent an error instead of the transcript: {code} ({message})."),
            None => format!("The storage sent an error instead of the transcript: {code}."),
        });
    }
    head.starts_with("<?xml").then(|| String::from("This is XML, not a transcript that is known here."))
}

fn page(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let asks = ["type=\"password\"", "type='password'", "type=password", "sign in", "log in", "login", "signin"];
    if asks.iter().any(|mark| lower.contains(mark)) {
        return String::from("The link leads to a page that asks for a sign-in, not to a transcript.");
    }
    match element(text, "title") {
        Some(title) => format!("The link leads to a web page ({title}), not to a transcript."),
        None => String::from("The link leads to a web page, not to a transcript."),
    }
}

/// The text of the first element of that name, in one short line.
fn element(text: &str, name: &str) -> Option<String> {
    let open = text.find(&format!("<{name}>"))? + name.len() + 2;
    let length = text[open..].find("</")?;
    let words = plain(&text[open..open + length]);
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(200).collect();
    (!short.is_empty()).then_some(short)
}

/// Entities as the letters they stand for.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((entity(&rest[1..end])?, end))) {
            Some((letter, end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => digits.parse(),
            };
            char::from_u32(number.ok()?).filter(|letter| *letter != '\0')?
        }
    })
}

/// Text in which HTML's breaks are lines; `None` where there are no breaks.
pub(super) fn with_lines(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = next_break(rest) {
        out.push_str(before);
        out.push('\n');
        rest = after;
    }
    if out.is_empty() {
        return None;
    }
    out.push_str(rest);
    Some(plain(&out))
}

/// What stands before and after the first `<br>`, however it is spelled.
fn next_break(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        let tag = &text[at + 1..];
        let is_break = tag.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let end = tag.bytes().take(8).position(|byte| byte == b'>');
        if is_break
            && let Some(end) = end
            && tag[2..end].trim_matches([' ', '/']).is_empty()
        {
            return Some((&text[..at], &tag[end + 1..]));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_storages_say_what_they_say() {
        let s3 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Request has \
                  expired</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>";
        let said = "The storage sent an error instead of the transcript: AccessDenied (Request has expired).";
        assert_eq!(page_or_error(s3).unwrap(), said);
        let azure = "<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code><Message>The specified blob does not \
                     exist.\nRequestId:1</Message></Error>";
        let said = "The storage sent an error instead of the transcript: BlobNotFound (The specified blob does not \
                    exist. RequestId:1).";
        assert_eq!(page_or_error(azure).unwrap(), said);
    }

    #[test]
    fn pages_are_told_from_speech_with_breaks() {
        let login = "<!DOCTYPE html><html><body><form><input type=\"password\"></form></body></html>";
        assert!(page_or_error(login).unwrap().contains("sign-in"));
        let page = "<html><head><title>Not found &amp; gone</title></head></html>";
        assert_eq!(
            page_or_error(page).unwrap(),
            "The link leads to a web page (Not found & gone), not to a transcript."
        );
        assert_eq!(page_or_error("<br/> user: hello <br/> LLM: hi"), None);
        assert_eq!(page_or_error("Agent: <html> is a tag"), None);
    }

    #[test]
    fn breaks_are_lines_and_entities_letters() {
        assert_eq!(with_lines("a<br>b<BR />c &lt;d&gt; &#2325;").unwrap(), "a\nb\nc <d> क");
        assert_eq!(with_lines("a <b> c < br"), None);
        assert_eq!(plain("R&D; &unknown; & &#0;"), "R&D; &unknown; & &#0;");
    }
}
