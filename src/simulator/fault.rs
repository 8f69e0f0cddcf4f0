//! What can go wrong when a recording is fetched, by name, each with a call that shows it. What is answered is in
//! `fault_answer`.

use super::exhibit::Exhibit;

/// One way in which a server, or what lies between, fails its readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// 200 and everything, whatever part was asked for.
    NoRanges,
    /// Sent in chunks, without a length.
    NoLength,
    /// Neither length nor chunks: the end of the connection is the end of the file.
    UntilClose,
    /// 302 to another server, which has it.
    Redirect,
    /// 302 to itself.
    RedirectLoop,
    /// 302 to an address of this machine that nobody allowed.
    RedirectInside,
    /// 403 twice, then the file.
    ForbiddenFirst,
    /// 404 twice, then the file.
    MissingFirst,
    /// 202 twice, then the file.
    AcceptedFirst,
    /// 503 twice, then the file.
    BusyFirst,
    /// 200 with nothing twice, then the file.
    EmptyFirst,
    /// Slower than it is spoken.
    SlowDrip,
    /// Every answer breaks off halfway; the rest can be asked for.
    CutOff,
    /// Every answer breaks off at the same place, and parts can't be asked for.
    CutForGood,
    /// Every answer falls silent on the way; the rest can be asked for.
    StallMidway,
    /// The length that is said is larger than the file.
    LengthTooLong,
    /// The length that is said is half of the file.
    LengthTooShort,
    /// 206 with the wrong part.
    WrongRange,
    /// 200 and a page to sign in.
    LoginPage,
    /// 200 and a complaint as JSON.
    ErrorJson,
    /// A signed link that has run out: 403.
    Expired,
    /// 401.
    Unauthorized,
    /// 403 for ever, from a link without a date.
    Forbidden,
    /// 404 for ever.
    Missing,
    /// Takes the question and never answers.
    Silence,
    /// Hangs up instead of answering.
    HangUp,
    /// 200 with nothing, for ever.
    Empty,
    /// The file, with a page in it that is not sound.
    Damaged,
    /// HEAD is answered 403, GET as it should.
    HeadRefused,
    /// Breaks off halfway; what is there the next time is another recording.
    Changed,
    /// Says that it has terabytes to send.
    TooLarge,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 31] = [
        Self::NoRanges,
        Self::NoLength,
        Self::UntilClose,
        Self::Redirect,
        Self::RedirectLoop,
        Self::RedirectInside,
        Self::ForbiddenFirst,
        Self::MissingFirst,
        Self::AcceptedFirst,
        Self::BusyFirst,
        Self::EmptyFirst,
        Self::SlowDrip,
        Self::CutOff,
        Self::CutForGood,
        Self::StallMidway,
        Self::LengthTooLong,
        Self::LengthTooShort,
        Self::WrongRange,
        Self::LoginPage,
        Self::ErrorJson,
        Self::Expired,
        Self::Unauthorized,
        Self::Forbidden,
        Self::Missing,
        Self::Silence,
        Self::HangUp,
        Self::Empty,
        Self::Damaged,
        Self::HeadRefused,
        Self::Changed,
        Self::TooLarge,
    ];

    /// As it stands in a URL.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoRanges => "no-ranges",
            Self::NoLength => "no-length",
            Self::UntilClose => "until-close",
            Self::Redirect => "redirect",
            Self::RedirectLoop => "redirect-loop",
            Self::RedirectInside => "redirect-inside",
            Self::ForbiddenFirst => "forbidden-first",
            Self::MissingFirst => "missing-first",
            Self::AcceptedFirst => "accepted-first",
            Self::BusyFirst => "busy-first",
            Self::EmptyFirst => "empty-first",
            Self::SlowDrip => "slow-drip",
            Self::CutOff => "cut-off",
            Self::CutForGood => "cut-for-good",
            Self::StallMidway => "stall-midway",
            Self::LengthTooLong => "length-too-long",
            Self::LengthTooShort => "length-too-short",
            Self::WrongRange => "wrong-range",
            Self::LoginPage => "login-page",
            Self::ErrorJson => "error-json",
            Self::Expired => "expired",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Missing => "missing",
            Self::Silence => "silence",
            Self::HangUp => "hang-up",
            Self::Empty => "empty",
            Self::Damaged => "damaged",
            Self::HeadRefused => "head-refused",
            Self::Changed => "changed",
            Self::TooLarge => "too-large",
        }
    }

    /// What happens, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::NoRanges => "no parts, only the whole",
            Self::NoLength => "no length, in chunks",
            Self::UntilClose => "no length, ends when the line does",
            Self::Redirect => "moved to another server",
            Self::RedirectLoop => "moved to itself, for ever",
            Self::RedirectInside => "moved to an address inside",
            Self::ForbiddenFirst => "forbidden twice, then there",
            Self::MissingFirst => "missing twice, then there",
            Self::AcceptedFirst => "not ready twice, then there",
            Self::BusyFirst => "busy twice, then there",
            Self::EmptyFirst => "empty twice, then there",
            Self::SlowDrip => "slower than it is spoken",
            Self::CutOff => "cut off in the middle, goes on when asked",
            Self::CutForGood => "cut off in the middle, always",
            Self::StallMidway => "falls silent in the middle",
            Self::LengthTooLong => "shorter than announced",
            Self::LengthTooShort => "announced as half of what it is",
            Self::WrongRange => "another part than was asked for",
            Self::LoginPage => "a page to sign in instead",
            Self::ErrorJson => "a complaint instead",
            Self::Expired => "the link has run out",
            Self::Unauthorized => "asks for a password",
            Self::Forbidden => "forbidden",
            Self::Missing => "not there",
            Self::Silence => "never answers",
            Self::HangUp => "hangs up",
            Self::Empty => "an empty file",
            Self::Damaged => "damaged in the middle",
            Self::HeadRefused => "refuses to be asked about",
            Self::Changed => "another recording after a break",
            Self::TooLarge => "terabytes",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// Where it happens, below the base of a [`FileServer`](super::FileServer)'s faults. What happens the first times
    /// happens anew for another id.
    pub fn url(self, faults_base: &str, call_id: &str) -> String {
        let base = faults_base.trim_end_matches('/');
        let url = format!("{base}/faults/{}/{call_id}/call_recording.ogg", self.name());
        match self {
            // As a store signs its links; this one could be used for an hour, years ago.
            Self::Expired => format!(
                "{url}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=EXAMPLE%2F20240101%2Fus-east-1%2Fs3%2Faws4_request\
                 &X-Amz-Date=20240101T090000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=0a1b2c3d"
            ),
            _ => url,
        }
    }

    /// The id of its call.
    pub fn call_id(self, seed: u64) -> String {
        format!("fault-{}-{seed}", self.name())
    }

    /// The body of a call whose recording fails in that way.
    pub fn payload(self, faults_base: &str, seed: u64) -> String {
        let call_id = self.call_id(seed);
        let summary = format!("Fetching this recording meets a fault that is made on purpose: {}.", self.about());
        Exhibit {
            recording_url: self.url(faults_base, &call_id),
            call_id,
            name: format!("Fault: {}", self.about()),
            summary: &summary,
            classification: "Fetching fault",
        }
        .payload()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_its_own_name_and_words() {
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        let abouts: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.about()).collect();
        assert_eq!((names.len(), abouts.len()), (Fault::ALL.len(), Fault::ALL.len()));
        for fault in Fault::ALL {
            assert_eq!(Fault::named(fault.name()), Some(fault));
            assert!(
                fault.payload("http://127.0.0.1:9", 1).contains(&fault.url("http://127.0.0.1:9", &fault.call_id(1)))
            );
        }
    }
}
