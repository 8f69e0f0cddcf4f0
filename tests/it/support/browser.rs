//! A Chromium without a window, driven by its own protocol over two pipes: a page is opened, clicked and looked at as a
//! person does. Nothing of it leaves this machine, and its profile is a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::program::{DEADLINE, folder};

/// Names another program than those below.
const NAMED: &str = "CALL_INBOX_CHROMIUM";
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SWITCHES: [&str; 13] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--autoplay-policy=no-user-gesture-required",
    "--remote-debugging-pipe",
];
/// Answers and events that nobody has read yet.
const MESSAGES_WAITING: usize = 1_000;

/// A running browser with one page.
pub struct Browser {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    last_id: u64,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// With an empty page of that size.
    pub fn start(width: u32, height: u32) -> Self {
        let named = std::env::var(NAMED).ok().into_iter();
        let program = named.chain(PROGRAMS.map(String::from)).find(|program| is_there(program)).unwrap_or_else(|| {
            panic!("No Chromium was found, which this test opens pages in. `scripts/setup --for test` installs it, or {NAMED} names one.")
        });
        let profile = folder();
        // Its protocol is spoken on descriptors 3 and 4, which only a shell can lay out here.
        let mut command = Command::new("sh");
        command.args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#, &program]);
        command.args(SWITCHES).arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let to = child.stdin.take().unwrap();
        let mut pipe = BufReader::new(child.stdout.take().unwrap());
        let (tell, from) = sync_channel(MESSAGES_WAITING);
        let read = move || {
            let mut message = Vec::new();
            while pipe.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                let value =
                    serde_json::from_slice(message.strip_suffix(&[0]).unwrap_or(&message)).unwrap_or(Value::Null);
                if tell.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        };
        std::thread::Builder::new().name(String::from("chromium")).spawn(read).unwrap();
        let mut browser = Self { child, to, from, last_id: 0, session: String::new(), _profile: profile };
        let target = browser.ask("Target.createTarget", json!({ "url": "about:blank" }))["targetId"].take();
        let attached = browser.ask("Target.attachToTarget", json!({ "targetId": target, "flatten": true }));
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        browser.ask("Page.enable", json!({}));
        browser.resize(width, height);
        browser
    }

    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// As the system is set (`dark` or `light`), on a `screen` or in `print`.
    pub fn prefer(&mut self, scheme: &str, medium: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Opens a file and waits until it is there.
    pub fn open(&mut self, path: &Path) {
        let answer = self.ask("Page.navigate", json!({ "url": format!("file://{}", path.display()) }));
        assert!(answer["errorText"].is_null(), "{answer}");
        self.wait_until("location.protocol == 'file:' && document.readyState == 'complete'");
    }

    /// Opens a page that is part of the browser.
    pub fn open_own(&mut self, url: &str) {
        let answer = self.ask("Page.navigate", json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{answer}");
        self.wait_until(&format!("location.href == {} && document.readyState == 'complete'", Value::from(url)));
    }

    /// What an expression is on the page, once it has settled if it is a promise.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.ask("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Waits until an expression is true on the page, asked anew at each of the page's turns.
    pub fn wait_until(&mut self, expression: &str) {
        let wait = format!(
            "new Promise(done => {{ const end = Date.now() + {};
               const look = () => ({expression}) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 5);
               look(); }})",
            DEADLINE.as_millis() / 4
        );
        let is_so = self.evaluate(&wait);
        if is_so != true {
            let state = self.evaluate(
                "JSON.stringify([document.title, document.querySelector('audio')?.currentTime, \
                 document.querySelector('audio')?.error?.message, document.querySelector('.turn.on')?.id])",
            );
            panic!("it never came true that {expression}: {state}");
        }
    }

    /// Clicks into the middle of what a selector finds first, or of its first line.
    pub fn click(&mut self, selector: &str) {
        let place = self.evaluate(&format!(
            "(() => {{ const found = document.querySelector({});
               found.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               const box = found.getClientRects()[0];
               return {{ x: box.x + box.width / 2, y: box.y + box.height / 2 }}; }})()",
            Value::from(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let (x, y) = (&place["x"], &place["y"]);
            self.ask(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
    }

    /// Presses a key and lets it go.
    pub fn press(&mut self, key: &str, code: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.ask("Input.dispatchKeyEvent", json!({ "type": kind, "key": key, "code": code, "text": text }));
        }
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = Value::from(self.session.as_str());
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        let deadline = Instant::now() + DEADLINE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let mut answer = self.from.recv_timeout(left).unwrap_or_else(|error| panic!("{method}: {error}"));
            if answer["id"] == self.last_id {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].take();
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its parts end with it; it needs no time to tidy up what is thrown away.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    let outcome = command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    outcome.is_ok_and(|status| status.success())
}
