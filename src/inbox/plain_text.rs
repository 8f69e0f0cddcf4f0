//! The open call as plain text, for a mail or a ticket: who, how to reach them, what it was about, what is to be done.

use super::{Detail, DetailPage, Inbox, Section};
use crate::call::lines_of;

impl Inbox {
    pub(super) fn copy_call(&mut self) {
        if let Detail::Shown(page) = &self.detail {
            self.to_copy = Some((say!("Call"), plain_text(page)));
        }
    }
}

/// What a colleague needs to know of a call; not how it came here.
fn plain_text(page: &DetailPage) -> String {
    let analysis = &page.detail.call.analysis;
    let mut head = vec![page.title.clone()];
    head.extend((!page.contacts.is_empty()).then(|| joined(page.contacts.iter().map(|contact| contact.text.clone()))));
    let mut facts: Vec<String> = page.chips().map(str::to_owned).collect();
    facts.extend(analysis.mood.iter().map(|mood| mood.word.clone()));
    facts.extend(analysis.score.iter().map(|score| say!("score {score}", score = score.label())));
    facts.push(page.when_full.clone());
    head.push(joined(facts));
    let mut parts = vec![head.join("\n")];
    for section in &page.sections {
        let (title, lines): (&str, Vec<String>) = match section {
            Section::Text { title, text } => (title, text.lines().map(str::to_owned).collect()),
            Section::Tasks { .. } => {
                let line = |done: bool, text: &str| format!("[{}] {text}", if done { 'x' } else { ' ' });
                (say!("Action items"), page.tasks.iter().map(|task| line(task.is_done, &task.text)).collect())
            }
            Section::Blocks { title, blocks } => (title, lines_of(blocks)),
            Section::Notes => (
                say!("Notes"),
                page.detail.notes.iter().map(|note| note.text.clone()).filter(|text| !text.is_empty()).collect(),
            ),
            Section::Facts { .. } | Section::Deliveries(_) => continue,
        };
        if !lines.is_empty() && title != say!("More fields") {
            parts.push(format!("{title}\n{}", lines.join("\n")));
        }
    }
    parts.join("\n\n") + "\n"
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{detail, inbox};
    use super::super::{Action, Inbox};
    use crate::bus::Event;
    use crate::call::Seq;

    fn copied(json: &str) -> Option<String> {
        let mut inbox: Inbox = inbox();
        inbox.act(Action::SelectCall(Seq(1)));
        inbox.apply(Event::CallLoaded(Box::new(detail(1, json))));
        inbox.act(Action::CopyCall);
        inbox.to_copy.map(|(_, text)| text)
    }

    #[test]
    fn a_call_as_text_says_who_what_and_what_next() {
        let json = r#"{"callId":"c1","callerDetails":{"name":"Ann","phoneNumber":"+1-555-123-4567"},"secret":"x",
            "callAnalysis":{"summary":"Wants a demo.","actionItems":["Send the deck"],"mood":"Positive","score":85}}"#;
        let text = copied(json).unwrap();
        assert!(text.starts_with("Ann\n+1-555-123-4567\n"), "{text}");
        for part in ["score 85", "Summary\nWants a demo.", "Action items\n[ ] Send the deck\n"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("secret") && !text.contains("c1"), "{text}");
    }
}
