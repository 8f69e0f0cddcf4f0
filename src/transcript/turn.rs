//! A transcript as it was read: turns in the order of the file, whoever wrote it. Values only.

use core::ops::Range;

use serde::{Deserialize, Serialize};

/// A transcript file, read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Transcript {
    /// Which shape it has.
    pub format: Format,
    /// What was said, and beside it what tools did and what the agent was told, in the order of the file.
    pub turns: Vec<Turn>,
    /// What the times of turns are worth.
    pub clock: Clock,
    /// What a person has to know about this reading, a sentence each (`2 items without words were left out.`).
    pub remarks: Vec<String>,
    /// The file's own text where no turns were found in it: shown as it is. Empty otherwise.
    pub raw: String,
}

/// What the times of turns are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Clock {
    /// There are none.
    #[default]
    None,
    /// They count from the recording's beginning.
    Recording,
    /// They were worked out, by the clock on the wall or from whole seconds: near, not exact.
    Approximate,
}

/// One turn.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Turn {
    /// Who speaks.
    pub side: Side,
    /// The speaker as the file names it (`Main Agent`, `spk_0`), if it does.
    pub speaker: Option<String>,
    /// What was said; never empty.
    pub text: String,
    /// The same in English, where the file has both.
    pub translation: Option<String>,
    /// When it begins, in milliseconds.
    pub start_ms: Option<u64>,
    /// When it ends, in milliseconds; not before it begins.
    pub end_ms: Option<u64>,
    /// The words that have times, in order; they need not cover all of the text.
    pub words: Vec<Word>,
    /// How sure the recogniser was, 0 to 1.
    pub confidence: Option<f32>,
    /// The speaker was cut short.
    pub is_interrupted: bool,
}

/// A word with its times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// Where it stands in the turn's text, in bytes, on the boundaries of characters.
    pub at: Range<usize>,
    /// When it begins, in milliseconds.
    pub start_ms: u64,
    /// When it ends, in milliseconds.
    pub end_ms: u64,
}

/// Who speaks, or what else an item of a transcript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The voice agent, or whoever answers for the business.
    Agent,
    /// Who called, or was called.
    Caller,
    /// Somebody the file does not tell the side of: the n-th of them, from 1.
    Speaker(u16),
    /// What a tool was asked or answered; shown when asked for.
    Tool,
    /// What the agent was told (the prompt), and other things nobody said; shown when asked for.
    Hidden,
}

impl Default for Side {
    fn default() -> Self {
        Self::Speaker(1)
    }
}

impl Side {
    /// By what a name for the speaker is kept (`agent`, `caller`, `speaker-2`).
    pub fn key(self) -> String {
        match self {
            Self::Agent => String::from("agent"),
            Self::Caller => String::from("caller"),
            Self::Speaker(number) => format!("speaker-{number}"),
            Self::Tool => String::from("tool"),
            Self::Hidden => String::from("hidden"),
        }
    }

    /// As scripts read it.
    pub fn role(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Caller => "caller",
            Self::Speaker(_) => "speaker",
            Self::Tool => "tool",
            Self::Hidden => "hidden",
        }
    }

    /// Somebody said it on the phone.
    pub fn is_spoken(self) -> bool {
        matches!(self, Self::Agent | Self::Caller | Self::Speaker(_))
    }
}

/// Which shape a transcript file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// `LiveKit`'s session report.
    LivekitReport,
    /// `LiveKit`'s history.
    Livekit,
    /// Retell.
    Retell,
    /// Vapi.
    Vapi,
    /// `ElevenLabs`.
    Elevenlabs,
    /// Ultravox.
    Ultravox,
    /// Bland.
    Bland,
    /// `OpenMic`: pairs of speaker and text.
    Openmic,
    /// Sarvam.
    Sarvam,
    /// One text in JSON with a label before each line (Synthflow, Bolna, and others), breaks as lines or as HTML.
    LabelledText,
    /// Role, content, start and end (Cekura and others).
    TimedTurns,
    /// Twilio Conversational Intelligence.
    Twilio,
    /// Deepgram.
    Deepgram,
    /// `AssemblyAI`.
    Assemblyai,
    /// Whisper's verbose answer.
    Whisper,
    /// `OpenAI`'s diarized answer.
    OpenaiDiarized,
    /// Google Speech-to-Text.
    GoogleSpeech,
    /// Amazon Transcribe.
    AmazonTranscribe,
    /// Amazon Call Analytics and Contact Lens.
    ContactLens,
    /// Amazon's post-call analytics sample.
    PostCallAnalytics,
    /// Rev.ai.
    Rev,
    /// Gong.
    Gong,
    /// A chat as `OpenAI` keeps it.
    Chat,
    /// `WebVTT`.
    Vtt,
    /// `SubRip`.
    Srt,
    /// Plain text with speakers before lines.
    Plain,
    /// Some list of texts in JSON.
    Generic,
    /// An error page, a login page, or another kind of file that is no transcript at all.
    NotATranscript,
    /// Nothing known: shown as it is.
    #[default]
    Unrecognised,
}

impl Format {
    /// As scripts read it, and as it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::LivekitReport => "livekit-report",
            Self::Livekit => "livekit",
            Self::Retell => "retell",
            Self::Vapi => "vapi",
            Self::Elevenlabs => "elevenlabs",
            Self::Ultravox => "ultravox",
            Self::Bland => "bland",
            Self::Openmic => "openmic",
            Self::Sarvam => "sarvam",
            Self::LabelledText => "labelled-text",
            Self::TimedTurns => "timed-turns",
            Self::Twilio => "twilio",
            Self::Deepgram => "deepgram",
            Self::Assemblyai => "assemblyai",
            Self::Whisper => "whisper",
            Self::OpenaiDiarized => "openai-diarized",
            Self::GoogleSpeech => "google-speech",
            Self::AmazonTranscribe => "amazon-transcribe",
            Self::ContactLens => "contact-lens",
            Self::PostCallAnalytics => "post-call-analytics",
            Self::Rev => "rev",
            Self::Gong => "gong",
            Self::Chat => "chat",
            Self::Vtt => "vtt",
            Self::Srt => "srt",
            Self::Plain => "plain",
            Self::Generic => "generic",
            Self::NotATranscript => "not-a-transcript",
            Self::Unrecognised => "unrecognised",
        }
    }
}
