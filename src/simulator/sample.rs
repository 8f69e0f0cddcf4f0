//! One short call in every format that a platform might send: the recordings of `tests/fixtures/audio`, which
//! `scripts/make-audio` made, each with a call that names it.

use super::exhibit::Exhibit;

/// A recording that can be served and posted.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Name of the file; what it ends in need not be what it is.
    pub name: &'static str,
    /// What it is, as people say it ("MP3, variable rate").
    pub about: &'static str,
    /// What the server says it is.
    pub content_type: &'static str,
    /// The file.
    pub bytes: &'static [u8],
}

macro_rules! sample {
    ($name:literal, $content_type:literal, $about:literal) => {
        Sample {
            name: $name,
            about: $about,
            content_type: $content_type,
            bytes: include_bytes!(concat!("../../tests/fixtures/audio/", $name)),
        }
    };
}

/// What the platform sends, and what faults are shown with: some 14 seconds in 40 kB.
pub const USUAL: Sample = sample!("opus-24k-voip.ogg", "audio/ogg", "Opus for speech, 24 kbit/s");
/// The same call with a page in its middle that is not sound.
pub const DAMAGED: Sample = sample!("opus-damaged.ogg", "audio/ogg", "Opus, damaged in the middle");
/// Another recording than [`USUAL`].
pub const OTHER: Sample = sample!("opus-mono.ogg", "audio/ogg", "Opus, one channel");

impl Sample {
    /// All of them: the whole ones, then those that are not.
    pub const ALL: [Self; 34] = [
        sample!("opus-stereo.ogg", "audio/ogg", "Opus, a side for each"),
        sample!("opus-dual-mono.ogg", "audio/ogg", "Opus, both voices on both sides"),
        OTHER,
        USUAL,
        sample!("opus-48k-long-frames.ogg", "audio/ogg", "Opus, frames of 60 ms"),
        sample!("vorbis.ogg", "audio/ogg", "Vorbis"),
        sample!("flac-in-ogg.ogg", "audio/ogg", "FLAC in Ogg"),
        sample!("flac.flac", "audio/flac", "FLAC"),
        sample!("wav-pcm16.wav", "audio/wav", "WAV, 16 bit"),
        sample!("wav-pcm8.wav", "audio/wav", "WAV, 8 bit"),
        sample!("wav-pcm24.wav", "audio/wav", "WAV, 24 bit"),
        sample!("wav-float.wav", "audio/wav", "WAV, floating point"),
        sample!("wav-alaw.wav", "audio/wav", "WAV, A-law of European telephony"),
        sample!("wav-mulaw.wav", "audio/wav", "WAV, mu-law of American telephony"),
        sample!("wav-ima-adpcm.wav", "audio/wav", "WAV, IMA ADPCM"),
        sample!("wav-ms-adpcm.wav", "audio/wav", "WAV, Microsoft ADPCM"),
        sample!("wav-endless.wav", "audio/wav", "WAV that does not know its length"),
        sample!("wav-named.ogg", "audio/ogg", "WAV with the name of an Ogg file"),
        sample!("mp3-cbr.mp3", "audio/mpeg", "MP3, constant rate"),
        sample!("mp3-vbr.mp3", "audio/mpeg", "MP3, variable rate"),
        sample!("mp3-mono-8k.mp3", "audio/mpeg", "MP3, one channel, 8 kHz"),
        sample!("mp3-id3.mp3", "audio/mpeg", "MP3 with tags and a picture"),
        sample!("m4a-faststart.m4a", "audio/mp4", "AAC, index first"),
        sample!("m4a-moov-last.m4a", "audio/mp4", "AAC, index last"),
        sample!("webm-opus.webm", "audio/webm", "Opus in WebM"),
        sample!("tone-440.ogg", "audio/ogg", "a tone of 440 Hz, Opus"),
        sample!("tone-440.wav", "audio/wav", "a tone of 440 Hz, WAV"),
        sample!("silence-only.ogg", "audio/ogg", "nothing but silence"),
        sample!("opus-cut.ogg", "audio/ogg", "Opus, only its first half"),
        sample!("mp3-cut.mp3", "audio/mpeg", "MP3, only its first half"),
        sample!("wav-cut.wav", "audio/wav", "WAV, only its first half"),
        sample!("m4a-cut.m4a", "audio/mp4", "AAC, only its first half"),
        sample!("m4a-moov-missing.m4a", "audio/mp4", "AAC, its index is missing"),
        DAMAGED,
    ];

    /// The one whose file has that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sample| sample.name == name)
    }

    /// Where it is served, below the base of a [`FileServer`](super::FileServer).
    pub fn url(self, files_base: &str) -> String {
        format!("{}/samples/{}", files_base.trim_end_matches('/'), self.name)
    }

    /// The id of its call.
    pub fn call_id(self, seed: u64) -> String {
        format!("sample-{}-{seed}", self.name.replace('.', "-"))
    }

    /// The body of a call that names it.
    pub fn payload(self, files_base: &str, seed: u64) -> String {
        let summary = format!(
            "The recording is {} ({}). Two invented voices, made by a speech synthesiser, agree on a time at a dentist's.",
            self.about, self.name
        );
        Exhibit {
            call_id: self.call_id(seed),
            recording_url: self.url(files_base),
            name: format!("Sample: {}", self.about),
            summary: &summary,
            classification: "Recording sample",
        }
        .payload()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Datum;

    #[test]
    fn every_sample_has_its_own_name_and_a_call_that_names_it() {
        let names: std::collections::BTreeSet<_> = Sample::ALL.iter().map(|sample| sample.name).collect();
        let abouts: std::collections::BTreeSet<_> = Sample::ALL.iter().map(|sample| sample.about).collect();
        assert_eq!((names.len(), abouts.len()), (Sample::ALL.len(), Sample::ALL.len()));
        for sample in Sample::ALL {
            assert_eq!(Sample::named(sample.name).map(|found| found.about), Some(sample.about));
            let body = Datum::parse(&sample.payload("http://127.0.0.1:9/", 3)).unwrap();
            assert_eq!(body.get("callId"), Some(&Datum::Text(sample.call_id(3))));
            let url = format!("http://127.0.0.1:9/samples/{}", sample.name);
            assert_eq!(body.get("recordingUri"), Some(&Datum::Text(url)));
        }
    }

    #[test]
    fn what_can_be_heard_of_each_is_labelled() {
        let labels = include_str!("../../tests/fixtures/audio/labels.json");
        let labels = Datum::parse(labels).unwrap();
        let Some(Datum::List(files)) = labels.get("files") else { panic!("no files") };
        for sample in Sample::ALL {
            let is_it = |file: &&Datum| file.get("name") == Some(&Datum::Text(sample.name.into()));
            assert_eq!(files.iter().filter(is_it).count(), 1, "{}", sample.name);
        }
    }

    #[test]
    fn files_are_what_they_are_called() {
        for sample in Sample::ALL {
            let magic: &[u8] = match sample.name.rsplit('.').next() {
                _ if sample.name == "wav-named.ogg" => b"RIFF",
                Some("ogg") => b"OggS",
                Some("wav") => b"RIFF",
                Some("flac") => b"fLaC",
                Some("webm") => &[0x1a, 0x45, 0xdf, 0xa3],
                Some("m4a") => &[0, 0, 0],
                _ => &[],
            };
            assert!(sample.bytes.starts_with(magic), "{}", sample.name);
        }
    }
}
