//! What `ngrok http --log stdout --log-format json` says: a JSON object a line, or `key=value` as older ones write it, and at
//! its end plain `ERROR:` lines.

use serde_json::Value;

use super::{Said, base, no_way_out};

/// Understands its lines.
#[derive(Debug, Default)]
pub(in crate::tunnel) struct Output {
    /// Of the `ERROR:` lines, those before the one with the number.
    plain: String,
}

/// The parts of a line that matter.
#[derive(Debug, Default, PartialEq)]
struct Record {
    msg: String,
    err: String,
    url: String,
    is_error: bool,
}

impl Output {
    /// What a line tells.
    pub(super) fn read(&mut self, line: &str) -> Option<Said> {
        if let Some(text) = line.strip_prefix("ERROR:") {
            return self.read_plain(text.trim());
        }
        let record = Record::of(line)?;
        // `started tunnel`, as long as there has been version 3. Whatever else has an address does not have ours.
        if record.msg.starts_with("started tunnel")
            && let Some(url) = base(&record.url, |_| true)
        {
            return Some(Said::Url(url));
        }
        if record.msg == "client session established" || record.msg == "tunnel session started" {
            return Some(Said::Connected);
        }
        if record.err.is_empty() {
            return None;
        }
        let known = known(&record.err);
        known.or_else(|| record.is_error.then(|| Said::Complaint(first_sentence(&record.err))))
    }

    fn read_plain(&mut self, text: &str) -> Option<Said> {
        if text.is_empty() || text.starts_with("http") {
            return None;
        }
        let known = known(text);
        if text.starts_with("ERR_NGROK_") {
            let said = std::mem::take(&mut self.plain);
            return known.or_else(|| Some(Said::Complaint(format!("{said} ({text})"))));
        }
        if self.plain.is_empty() {
            self.plain = text.to_owned();
        }
        known.or_else(|| Some(Said::Complaint(self.plain.clone())))
    }
}

impl Record {
    fn of(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.starts_with('{') {
            let record: Value = serde_json::from_str(line).ok()?;
            return Some(Self::from_fields(|name| Some(record.get(name)?.as_str()?.to_owned())));
        }
        line.contains("lvl=").then(|| Self::from_fields(|name| field(line, name)))
    }

    fn from_fields(text: impl Fn(&str) -> Option<String>) -> Self {
        let is_error = text("lvl").is_some_and(|lvl| matches!(lvl.as_str(), "eror" | "error" | "crit"));
        let err = text("err").filter(|err| !matches!(err.as_str(), "" | "nil" | "<nil>")).unwrap_or_default();
        Self { msg: text("msg").unwrap_or_default(), err, url: text("url").unwrap_or_default(), is_error }
    }
}

/// The value of a name in `name=value name="a value"`.
fn field(line: &str, name: &str) -> Option<String> {
    let mut rest = line;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim();
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => {
                let mut is_escaped = false;
                let end = quoted.find(|c| {
                    let is_end = c == '"' && !is_escaped;
                    is_escaped = c == '\\' && !is_escaped;
                    is_end
                })?;
                (quoted[..end].replace("\\n", "\n").replace("\\r", "").replace("\\\"", "\""), &quoted[end + 1..])
            }
            None => {
                let (value, behind) = after.split_once(' ').unwrap_or((after, ""));
                (value.to_owned(), behind)
            }
        };
        if key == name {
            return Some(value);
        }
        rest = behind;
    }
    None
}

/// The errors that people meet, by their numbers or words.
fn known(err: &str) -> Option<Said> {
    let has = |part: &str| err.contains(part);
    let is = |number: &str| err.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == number);
    let sentence = if is("ERR_NGROK_4018") || has("requires a verified account and authtoken") {
        "ngrok needs an account (a free one will do) and its token on this computer: copy it from \
         dashboard.ngrok.com/get-started/your-authtoken, run \"ngrok config add-authtoken TOKEN\", then start the tunnel again."
    } else if is("ERR_NGROK_105") || is("ERR_NGROK_107") || has("authtoken you specified") {
        "ngrok's token on this computer is not right any more: copy it anew from \
         dashboard.ngrok.com/get-started/your-authtoken, run \"ngrok config add-authtoken TOKEN\", then start the tunnel again."
    } else if is("ERR_NGROK_108") || has("simultaneous ngrok agent") {
        "This ngrok account is in use by another ngrok that runs, here or on another computer. End that one, then start the tunnel \
         again."
    } else if is("ERR_NGROK_334") || has("is already online") {
        "This ngrok account's address is in use by another ngrok that runs, here or on another computer. End that one, then start \
         the tunnel again."
    } else if is("ERR_NGROK_120") || is("ERR_NGROK_121") || has("is too old") {
        "This ngrok is too old for its servers: run \"ngrok update\", then start the tunnel again."
    } else if is("ERR_NGROK_123") || has("email address is verified") || has("verify your email") {
        "ngrok wants the account's e-mail address to be confirmed first: see dashboard.ngrok.com/user/settings."
    } else if is("ERR_NGROK_9009") {
        "ngrok does not go through an HTTP proxy with a free account. Use another program, or a network without a proxy."
    } else if is("ERR_NGROK_9040") {
        "ngrok takes no tunnels from this computer's network address. Use another program, or another network."
    } else if has("configuration file") {
        "ngrok can't read its settings: run \"ngrok config check\", which says where and why."
    } else if has("no such host") || has("dial tcp") || has("failed to dial") || has("i/o timeout") {
        return Some(no_way_out("ngrok", "its servers", ""));
    } else {
        return None;
    };
    Some(Said::Trouble(sentence.to_owned()))
}

/// Enough of an error for a sentence, with its number.
fn first_sentence(err: &str) -> String {
    let first = err.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let number = err.split_whitespace().find(|word| word.starts_with("ERR_NGROK_") && !first.contains(word));
    number.map_or_else(|| first.to_owned(), |number| format!("{first} ({number})"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::all;
    use super::*;
    use crate::traffic::TunnelProgram;

    const STARTS: &str = r#"
{"lvl":"info","msg":"no configuration paths supplied","t":"2026-05-13T09:40:00.101+02:00"}
{"lvl":"info","msg":"using configuration at default config path","path":"ngrok.yml","t":"2026-05-13T09:40:00.102+02:00"}
{"err":"\u003cnil\u003e","lvl":"info","msg":"open config file","path":"ngrok.yml","t":"2026-05-13T09:40:00.103+02:00"}
{"addr":"127.0.0.1:4040","allow_hosts":[],"lvl":"info","msg":"starting web service","obj":"web","t":"2026-05-13T09:40:00.2+02:00"}
{"lvl":"info","msg":"client session established","obj":"tunnels.session","t":"2026-05-13T09:40:00.6+02:00"}
{"lvl":"info","msg":"tunnel session started","obj":"tunnels.session","t":"2026-05-13T09:40:00.6+02:00"}
{"addr":"http://127.0.0.1:8787","lvl":"info","msg":"started tunnel","name":"command_line","obj":"tunnels","t":"2026-05-13T09:40:00.7+02:00","url":"https://ab12-203-0-113-7.ngrok-free.app"}
{"id":"1f","l":"127.0.0.1:8787","lvl":"info","msg":"join connections","obj":"join","r":"203.0.113.9:50122","t":"2026-05-13T09:41:00+02:00"}
"#;

    const WITHOUT_ACCOUNT: &str = r#"
{"err":"authentication failed: Usage of ngrok requires a verified account and authtoken.\n\nSign up for an account: https://dashboard.ngrok.com/signup\nInstall your authtoken: https://dashboard.ngrok.com/get-started/your-authtoken\r\n\r\nERR_NGROK_4018\r\n","lvl":"eror","msg":"failed to auth","obj":"tunnels.session","t":"2026-05-13T09:40:00+02:00"}
{"err":"authentication failed: Usage of ngrok requires a verified account and authtoken.\n\nSign up for an account: https://dashboard.ngrok.com/signup\nInstall your authtoken: https://dashboard.ngrok.com/get-started/your-authtoken\r\n\r\nERR_NGROK_4018\r\n","lvl":"crit","msg":"command failed","t":"2026-05-13T09:40:00+02:00"}
ERROR:  authentication failed: Usage of ngrok requires a verified account and authtoken.
ERROR:
ERROR:  Sign up for an account: https://dashboard.ngrok.com/signup
ERROR:  Install your authtoken: https://dashboard.ngrok.com/get-started/your-authtoken
ERROR:
ERROR:  ERR_NGROK_4018
ERROR:  https://ngrok.com/docs/errors/err_ngrok_4018
ERROR:
"#;

    fn of(text: &str) -> Vec<Said> {
        all(TunnelProgram::Ngrok, text)
    }

    fn trouble(line: &str) -> String {
        match &of(line)[..] {
            [Said::Trouble(why)] => why.clone(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_address_is_that_of_the_started_tunnel() {
        let url = Said::Url(String::from("https://ab12-203-0-113-7.ngrok-free.app"));
        assert_eq!(of(STARTS), [Said::Connected, Said::Connected, url.clone()]);
        assert_eq!(of(&STARTS.replace('\n', "\r\n")), [Said::Connected, Said::Connected, url]);
    }

    #[test]
    fn older_ones_write_no_json() {
        let text = "t=2026-05-13T09:40:00+0200 lvl=info msg=\"starting web service\" obj=web addr=127.0.0.1:4040\n\
                    t=2026-05-13T09:40:01+0200 lvl=info msg=\"started tunnel\" obj=tunnels name=\"command \\\"line\" \
                    addr=http://localhost:8787 url=https://mine.example\n\
                    t=2026-05-13T09:40:02+0200 lvl=eror msg=\"failed to auth\" err=\"It is wrong.\\nSee https://a\\r\\n\\r\\nERR_NGROK_777\\r\\n\"";
        let complaint = Said::Complaint(String::from("It is wrong. (ERR_NGROK_777)"));
        assert_eq!(of(text), [Said::Url(String::from("https://mine.example")), complaint]);
    }

    #[test]
    fn no_account_is_told_with_what_to_do() {
        let said = of(WITHOUT_ACCOUNT);
        assert!(!said.iter().any(|said| matches!(said, Said::Url(_))), "{said:?}");
        let troubles: Vec<_> = said.iter().filter(|said| matches!(said, Said::Trouble(_))).collect();
        assert!(troubles.len() >= 3 && troubles.iter().all(|said| *said == troubles[0]), "{said:?}");
        assert!(matches!(troubles[0], Said::Trouble(why) if why.contains("ngrok config add-authtoken")));
    }

    #[test]
    fn what_stands_in_the_way_is_said_in_plain_words() {
        for (line, part) in [
            (r#"{"lvl":"eror","err":"authentication failed: x\r\n\r\nERR_NGROK_107\r\n","msg":"m"}"#, "copy it anew"),
            ("ERROR:  Your account is limited to 1 simultaneous ngrok agent sessions.", "in use by another ngrok"),
            (
                r#"{"lvl":"eror","err":"failed to start tunnel: The endpoint 'https://a.ngrok-free.app' is already online. ERR_NGROK_334"}"#,
                "address is in use",
            ),
            (r#"{"lvl":"eror","err":"Your ngrok-agent version \"2.3.40\" is too old. ERR_NGROK_121"}"#, "ngrok update"),
            (
                r#"{"lvl":"warn","err":"dial tcp: lookup connect.ngrok-agent.com: no such host","msg":"failed to reconnect"}"#,
                "no network",
            ),
            ("ERROR:  Error reading configuration file 'ngrok.yml': yaml: line 2", "ngrok config check"),
        ] {
            let why = trouble(line);
            assert!(why.contains(part), "{line}: {why}");
        }
    }

    #[test]
    fn numbers_are_whole_numbers() {
        let line = r#"{"lvl":"eror","err":"Odd.\r\n\r\nERR_NGROK_1051\r\n"}"#;
        assert_eq!(of(line), [Said::Complaint(String::from("Odd. (ERR_NGROK_1051)"))]);
    }

    #[test]
    fn an_address_in_another_record_is_not_ours() {
        for line in [
            r#"{"lvl":"info","msg":"update available","url":"https://ngrok.com/download"}"#,
            r#"{"lvl":"info","msg":"started tunnel","url":"https://dashboard.ngrok.com/x"}"#,
            r#"{"lvl":"info","msg":"started tunnel","url":"tcp://0.tcp.ngrok.io:1"}"#,
            "Forwarding https://a.ngrok.io -> http://localhost:8787",
            "{\"lvl\":",
        ] {
            assert_eq!(of(line), [], "{line}");
        }
    }

    #[test]
    fn an_unknown_error_at_the_end_keeps_its_number() {
        let said =
            of("ERROR:  It rains.\nERROR:\nERROR:  ERR_NGROK_42\nERROR:  https://ngrok.com/docs/errors/err_ngrok_42");
        assert_eq!(said.last(), Some(&Said::Complaint(String::from("It rains. (ERR_NGROK_42)"))));
    }
}
