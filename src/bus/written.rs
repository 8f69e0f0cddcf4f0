//! In what form things are written as files, and where. Values only.

use std::path::PathBuf;

/// Where something is saved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SavePlace {
    /// Where a person says, if they can be asked.
    Asked,
    /// Where such things lie in the inbox's folder, beside those that are there.
    Usual,
    /// There, in the place of what is there.
    At(PathBuf),
}

/// A form of a transcript that other programs, or people, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TranscriptForm {
    /// Plain text.
    Text,
    /// `SubRip` subtitles.
    Srt,
    /// `WebVTT` subtitles.
    Vtt,
    /// JSON, as `show --json` has it.
    Json,
    /// One HTML page that plays the recording beside it and highlights what is said.
    Page,
}

impl TranscriptForm {
    /// In the order they are offered.
    pub const ALL: [Self; 5] = [Self::Text, Self::Srt, Self::Vtt, Self::Json, Self::Page];

    /// As scripts name it, and how the file's name ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Srt => "srt",
            Self::Vtt => "vtt",
            Self::Json => "json",
            Self::Page => "html",
        }
    }
}
