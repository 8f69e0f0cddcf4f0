//! What helps with a report of something wrong: the program, the system, how much there is. Never a secret, a name, an address
//! or anything of a call.

use crate::inbox::{Inbox, bytes_label, count_label};

/// Which version this is.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Inbox {
    pub(in crate::inbox) fn report_details(&self) -> String {
        let mut lines = vec![say!("Call Inbox {version}", version = VERSION)];
        if let Some(facts) = &self.settings.folder {
            lines.push(say!("System: {system}", system = facts.system));
            lines.push(say!(
                "Database: {database_bytes}, format {format}",
                database_bytes = bytes_label(facts.database_bytes),
                format = facts.format
            ));
            let files = |count: u64, bytes: u64| format!("{}, {}", count_label(count), bytes_label(bytes));
            lines.push(say!("Recordings: {files}", files = files(facts.recordings, facts.recording_bytes)));
            lines.push(say!("Transcripts: {files}", files = files(facts.transcripts, facts.transcript_bytes)));
            lines.push(say!("Other files: {other_bytes}", other_bytes = bytes_label(facts.other_bytes)));
            lines.extend(facts.free_bytes.map(|free| say!("Free on the disk: {free}", free = bytes_label(free))));
        }
        if let Some(counts) = &self.counts {
            lines.push(say!("Calls: {all}", all = count_label(counts.all)));
        }
        lines.push(say!("State: {headline}", headline = self.health().headline));
        lines.push(say!(
            "Size: {zoom_percent} %, rows: {density}",
            zoom_percent = self.looks.zoom_percent,
            density = self.looks.density.label()
        ));
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::SettingsAction;
    use super::*;
    use crate::bus::{Event, FolderFacts, ListenerState, Reach, Secret};
    use crate::inbox::samples::filled;

    #[test]
    fn a_report_says_what_there_is_and_nothing_secret() {
        let mut inbox = filled(3);
        let address = "192.168.1.4:8787".parse().unwrap();
        let secret = Some(Secret::new("s3cret"));
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address }));
        inbox.apply(Event::ReachChanged(Reach { address, network_ip: None, secret, signing: None }));
        inbox.data_folder = "/srv/ann/calls".into();
        inbox.apply(Event::FolderMeasured(Box::new(FolderFacts {
            database_bytes: 5_242_880,
            recordings: 4,
            recording_bytes: 1_943,
            free_bytes: Some(7_000_000_000),
            system: "Some Linux 13, x86_64".into(),
            format: 14,
            ..FolderFacts::default()
        })));
        inbox.act(SettingsAction::CopyDetails.into());
        let (what, text) = inbox.to_copy.clone().unwrap();
        assert_eq!(what, "Details");
        assert!(text.starts_with(&format!("Call Inbox {VERSION}\nSystem: Some Linux 13, x86_64\n")), "{text}");
        assert!(text.contains("Database: 5.2 MB, format 14\nRecordings: 4, 1.9 KB\n"), "{text}");
        assert!(text.contains("Free on the disk: 7.0 GB\n") && text.contains("State: Listening\n"), "{text}");
        for private in ["s3cret", "192.168", "8787", "ann", "srv"] {
            assert!(!text.contains(private), "{private}: {text}");
        }
    }
}
