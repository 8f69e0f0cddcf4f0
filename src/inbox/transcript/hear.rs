//! What the engines tell of transcripts, and when they are asked.

use std::sync::Arc;

use super::{Conversation, FileText, ShownFile};
use crate::bus::{Command, MediaCommand};
use crate::call::{Block, CallDetail, Media, MediaKind, Seq};
use crate::inbox::{Detail, DetailPage, Inbox, Section};
use crate::transcript::{Places, Reading, Transcript};

impl Inbox {
    /// A call was read: its transcript is asked for once, and goes before what nobody looks at.
    pub(in crate::inbox) fn transcript_opened(&mut self, seq: Seq, is_opened: bool) -> Vec<Command> {
        if self.transcript.seq != Some(seq) {
            self.transcript.begin(seq);
        } else if is_opened {
            // By another search, perhaps.
            self.begin_at_hit();
        }
        let Detail::Shown(page) = &self.detail else { return Vec::new() };
        if page.detail.call.transcript_uri.is_none() || self.transcript.asked_at.is_some() {
            self.link_analysis();
            return Vec::new();
        }
        let is_settled = |media: &Option<Media>| media.as_ref().is_some_and(|media| media.state.is_settled());
        let is_looked_at = page.detail.call.recording_uri.is_some() && !is_settled(&page.detail.recording);
        let is_waited_for = !is_settled(&page.detail.transcript) && !is_looked_at;
        self.transcript.asked_at = Some(self.now);
        let mut commands = vec![Command::LoadTranscript { seq }];
        if is_waited_for {
            commands.push(Command::Media(MediaCommand::Look { seq }));
        }
        commands
    }

    /// A call was read: what was told of its transcript since stands above what is stored.
    pub(in crate::inbox) fn refresh_transcript(&self, detail: &mut CallDetail) {
        let Some(uri) = detail.call.transcript_uri.as_deref() else { return };
        if let Some(media) = self.player.told_file(detail.seq, MediaKind::Transcript, uri) {
            detail.transcript = Some(media.clone());
        }
    }

    /// Another transcript stands in the place of a call's, or none: it is asked for once the call was read again.
    pub(in crate::inbox) fn transcript_replaced(&mut self, seq: Seq) {
        if self.transcript.seq == Some(seq) {
            self.transcript.begin(seq);
        }
        if let Detail::Shown(page) = &mut self.detail
            && page.detail.seq == seq
        {
            page.detail.transcript = None;
        }
    }

    /// Takes in where the open call's transcript stands.
    pub(in crate::inbox) fn transcript_changed(&mut self, media: Media) -> Vec<Command> {
        let seq = media.seq;
        let Detail::Shown(page) = &mut self.detail else { return Vec::new() };
        if page.detail.seq != seq {
            return Vec::new();
        }
        let was_here = page.detail.transcript.as_ref().is_some_and(|before| before.state.is_here());
        let comes = media.state.is_here() && !was_here;
        page.detail.transcript = Some(media);
        if comes && self.transcript.seq == Some(seq) {
            self.transcript.asked_at = Some(self.now);
            return vec![Command::LoadTranscript { seq }];
        }
        Vec::new()
    }

    /// Takes in what was read of a transcript.
    pub(in crate::inbox) fn transcript_loaded(&mut self, seq: Seq, read: Option<Arc<Transcript>>, reading: Reading) {
        if self.detail.seq() != Some(seq) && self.list.selected() != Some(seq) {
            return;
        }
        if self.transcript.seq != Some(seq) {
            // It was told before the call itself was read.
            self.transcript.begin(seq);
        }
        let view = &mut self.transcript;
        view.reading = view.readings.get(&seq).cloned().unwrap_or(reading);
        let is_same = matches!((&view.told, &read), (Some(Some(before)), Some(read)) if before == read);
        let is_first = !matches!(view.told, Some(Some(_)));
        view.told = Some(read.clone());
        if let Some(read) = &read
            && !is_same
        {
            view.places = None;
            view.raw = Some(&read.raw).filter(|raw| !raw.is_empty()).map(|raw| FileText::of(Arc::from(raw.as_str())));
        }
        self.converse();
        if is_first {
            self.begin_at_hit();
        }
    }

    /// Takes in a transcript's file as it is.
    pub(in crate::inbox) fn transcript_text_loaded(&mut self, seq: Seq, text: Arc<str>) {
        let view = &mut self.transcript;
        if view.seq == Some(seq) && view.file.is_some() {
            view.file = Some(ShownFile::Read(FileText::of(text)));
        }
    }

    /// Events were lost: what is stored is newer.
    pub(in crate::inbox) fn reload_transcript(&mut self) -> Vec<Command> {
        let seq = self.transcript.seq.filter(|seq| self.detail.seq() == Some(*seq));
        let seq = seq.filter(|_| self.transcript.asked_at.is_some());
        seq.map(|seq| Command::LoadTranscript { seq }).into_iter().collect()
    }

    /// Makes the turns anew: they were read, or are read otherwise.
    pub(super) fn converse(&mut self) {
        let view = &mut self.transcript;
        view.conversation = match &view.told {
            Some(Some(read)) if !read.turns.is_empty() => {
                let places = view.places.get_or_insert_with(|| Arc::new(Places::of(read)));
                Some(Conversation::of(read, Arc::clone(places), &view.reading, view.shows_asides))
            }
            _ => None,
        };
        let turns = view.conversation.as_ref().map_or(0, |shown| shown.transcript.turns.len());
        view.chosen = view.chosen.filter(|turn| *turn < turns);
        self.find_again();
        self.link_analysis();
    }

    /// Looks where the sentences of the analysis were said.
    pub(super) fn link_analysis(&mut self) {
        let mut said_at = std::collections::HashMap::new();
        if let (Some(conversation), Detail::Shown(page)) = (&self.transcript.conversation, &self.detail)
            && self.transcript.seq == Some(page.detail.seq)
        {
            for text in linked_texts(page) {
                if let Some(turn) = conversation.place_of(&text) {
                    said_at.insert(text.trim().to_owned(), turn);
                }
            }
        }
        self.transcript.said_at = said_at;
    }
}

/// The texts of the analysis that may have been said: sentences of the summary, things to do, what tells the mood.
fn linked_texts(page: &DetailPage) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for section in &page.sections {
        match section {
            Section::Text { title, text } if *title == say!("Summary") => {
                texts.extend(sentences(text).into_iter().map(|at| text[at].to_owned()));
            }
            Section::Tasks { blocks } => collect(blocks, &mut texts),
            Section::Blocks { title, blocks } if *title == say!("Sentiment") => collect(blocks, &mut texts),
            _ => {}
        }
    }
    texts
}

fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Note(text) => texts.push(text.clone()),
            Block::Bullets(entries) => {
                for entry in entries {
                    texts.push(entry.text.clone());
                    collect(&entry.detail, texts);
                }
            }
            Block::Rows(rows) => rows.iter().for_each(|(_, blocks)| collect(blocks, texts)),
            Block::Tasks(tasks) => {
                for task in tasks {
                    texts.push(task.text.clone());
                    collect(&task.detail, texts);
                }
            }
            Block::Code(_) => {}
        }
    }
}

/// Where the sentences of a text stand, in bytes, each with its full stop and without the space behind it.
pub fn sentences(text: &str) -> Vec<core::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let is_last = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let is_end = c == '\n' || matches!(c, '。' | '！' | '？' | '।') || matches!(c, '.' | '!' | '?') && is_last;
        if is_end || end == text.len() {
            let sentence = &text[start..end];
            let lead = sentence.len() - sentence.trim_start().len();
            let trimmed = sentence.trim();
            if !trimmed.is_empty() {
                found.push(start + lead..start + lead + trimmed.len());
            }
            start = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_end_at_full_stops_and_lines_and_not_within_numbers() {
        let text = "Wants 2.5 seats. Who asked?\nDemo on Friday  ";
        let parts: Vec<&str> = sentences(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(parts, ["Wants 2.5 seats.", "Who asked?", "Demo on Friday"]);
        assert!(sentences(" \n ").is_empty());
    }
}
