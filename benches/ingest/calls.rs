//! What is posted: the simulator's payloads of common size, each time under another call id. It does not send.

use std::sync::atomic::{AtomicU64, Ordering};

use call_inbox::simulator::Story;

/// How many stories are told before their payloads come again under other ids.
const STORIES: usize = 256;
/// Of payloads this long, the usual ones.
const BYTES: std::ops::Range<usize> = 1_100..1_700;
/// Hex digits of a call id.
const ID_DIGITS: usize = 24;

/// Payloads without end, no call id twice in a process.
pub struct Calls {
    templates: Vec<Template>,
    posted: AtomicU64,
}

struct Template {
    body: Vec<u8>,
    /// Where the call id stands.
    ids: Vec<usize>,
}

impl Calls {
    pub fn new() -> Self {
        let usual = |number| {
            let story = Story::tell(1, number);
            let (id, body) = (story.call_id(), story.payload("http://127.0.0.1:9"));
            assert_eq!(id.len(), ID_DIGITS);
            let ids = body.match_indices(&id).map(|(at, _)| at).collect();
            BYTES.contains(&body.len()).then(|| Template { body: body.into_bytes(), ids })
        };
        Self { templates: (0..).filter_map(usual).take(STORIES).collect(), posted: AtomicU64::new(0) }
    }

    /// Appends the next payload; its call id.
    pub fn next(&self, body: &mut Vec<u8>) -> String {
        let number = self.posted.fetch_add(1, Ordering::Relaxed);
        // Such ids begin with the time and go on with what looks like chance.
        let id = format!("{:08x}{:016x}", 0x693c_0000 + number / 64, number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let template = &self.templates[(number % STORIES as u64) as usize];
        let begin = body.len();
        body.extend_from_slice(&template.body);
        for at in &template.ids {
            body[begin + at..begin + at + ID_DIGITS].copy_from_slice(id.as_bytes());
        }
        id
    }

    /// The mean length of a payload.
    pub fn mean_bytes(&self) -> usize {
        self.templates.iter().map(|template| template.body.len()).sum::<usize>() / self.templates.len()
    }
}
