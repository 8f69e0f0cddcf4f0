//! Tells what a file is by its first bytes. Pure; names, endings and content types are never asked.

/// How many first bytes are enough to tell.
pub const SNIFF_BYTES: usize = 512;

/// A family of files that one decoder reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Opus in Ogg.
    OggOpus,
    /// Vorbis in Ogg.
    OggVorbis,
    /// FLAC in Ogg.
    OggFlac,
    /// FLAC as it is.
    Flac,
    /// RIFF WAVE, whatever is in it.
    Wav,
    /// MPEG audio, layer 3, with or without tags before it.
    Mp3,
    /// AAC as a bare stream (ADTS).
    Adts,
    /// MP4, M4A, 3GP.
    Mp4,
    /// WebM and Matroska.
    Mkv,
}

/// What the bytes say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sniffed {
    /// Something that can be tried.
    Known(Format),
    /// Not enough bytes to tell; at the end of the file: too short to be anything.
    TooShort,
    /// Nothing that can be played, in a sentence.
    Unsupported(String),
}

/// What a file is that begins with these bytes.
pub fn sniff(head: &[u8]) -> Sniffed {
    if head.len() < 4 {
        return Sniffed::TooShort;
    }
    match &head[..4] {
        b"OggS" => return ogg(head),
        b"fLaC" => return Sniffed::Known(Format::Flac),
        b"RIFF" | b"RF64" | b"RIFX" if head.len() < 12 => return Sniffed::TooShort,
        b"RIFF" if &head[8..12] == b"WAVE" => return Sniffed::Known(Format::Wav),
        b"RIFF" if &head[8..12] == b"AVI " => return unsupported(say!("a video (AVI)")),
        b"RF64" | b"RIFX" => return unsupported(say!("a WAV file of a rare kind (RF64 or RIFX)")),
        [0x1A, 0x45, 0xDF, 0xA3] => return Sniffed::Known(Format::Mkv),
        b"FORM" => return unsupported("AIFF"),
        b"caff" => return unsupported("Core Audio (CAF)"),
        b".snd" => return unsupported(say!("Sun audio (AU)")),
        b"MThd" => return unsupported("MIDI"),
        b"%PDF" => return unsupported(say!("a PDF document")),
        [b'P', b'K', 3, 4] => return unsupported(say!("a ZIP archive")),
        [0x1F, 0x8B, ..] => return unsupported(say!("packed with gzip")),
        [0x30, 0x26, 0xB2, 0x75] => return unsupported("Windows Media (WMA)"),
        [b'I', b'D', b'3', _] => return Sniffed::Known(Format::Mp3),
        _ => {}
    }
    if head.starts_with(b"#!AMR") {
        return unsupported("AMR");
    }
    if head.starts_with(b"#!SILK") || head.starts_with(b"\x02#!SILK") {
        return unsupported("SILK");
    }
    if head.len() < 12 && head.get(4..8).is_none_or(|kind| b"ftyp".starts_with(kind)) {
        return Sniffed::TooShort;
    }
    if matches!(head.get(4..8), Some(b"ftyp" | b"moov" | b"mdat" | b"free" | b"skip" | b"wide" | b"styp")) {
        return Sniffed::Known(Format::Mp4);
    }
    if let Some(sentence) = text(head) {
        return Sniffed::Unsupported(sentence);
    }
    mpeg(head)
}

fn unsupported(what: &str) -> Sniffed {
    Sniffed::Unsupported(say!("The recording is {what}, which can't be played here.", what = what))
}

fn ogg(head: &[u8]) -> Sniffed {
    let Some(&segments) = head.get(26) else { return Sniffed::TooShort };
    let body = 27 + usize::from(segments);
    let Some(packet) = head.get(body..body + 8) else { return Sniffed::TooShort };
    match packet {
        b"OpusHead" => Sniffed::Known(Format::OggOpus),
        [1, b'v', b'o', b'r', b'b', b'i', b's', _] => Sniffed::Known(Format::OggVorbis),
        [0x7F, b'F', b'L', b'A', b'C', ..] => Sniffed::Known(Format::OggFlac),
        b"Speex   " => unsupported("Speex in Ogg"),
        [0x80, b't', b'h', b'e', b'o', b'r', b'a', _] | b"fishead\0" => unsupported(say!("a video (Ogg)")),
        _ => unsupported(say!("Ogg with a codec that is not known")),
    }
}

/// A sentence on what reads as text: servers answer with a page or a message where a file should be.
fn text(head: &[u8]) -> Option<String> {
    let begin = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let lower: Vec<u8> = begin.iter().take(64).map(u8::to_ascii_lowercase).collect();
    let what = if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") || lower.starts_with(b"<head") {
        say!("a web page")
    } else if lower.starts_with(b"<?xml") || lower.starts_with(b"<error") {
        say!("an XML message")
    } else if matches!(begin.first(), Some(b'{' | b'[')) && is_printable(head) {
        say!("a JSON message")
    } else if is_printable(head) {
        say!("a text")
    } else {
        return None;
    };
    Some(say!("The server sent {what} instead of a recording.", what = what))
}

fn is_printable(head: &[u8]) -> bool {
    let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7E | 0x80..=0xFF);
    head.len() >= 8
        && head.iter().all(is_text)
        && head.iter().filter(|byte| byte.is_ascii()).count() * 10 > head.len() * 8
}

/// Bare MPEG frames; a few zero bytes or the rest of a frame may stand before them.
fn mpeg(head: &[u8]) -> Sniffed {
    for at in 0..head.len().saturating_sub(3) {
        let Some(&[first, second, third]) = head.get(at..at + 3) else { break };
        if first != 0xFF {
            continue;
        }
        if second & 0xF6 == 0xF0 && third & 0x3C != 0x3C {
            return Sniffed::Known(Format::Adts);
        }
        let is_frame = second & 0xE0 == 0xE0
            && second & 0x18 != 0x08
            && third & 0xF0 != 0xF0
            && third & 0xF0 != 0
            && third & 0x0C != 0x0C;
        match second & 0x06 {
            0x02 if is_frame => return Sniffed::Known(Format::Mp3),
            0x04 | 0x06 if is_frame && at == 0 => return unsupported(say!("MPEG audio of layer 1 or 2")),
            _ => {}
        }
    }
    Sniffed::Unsupported(String::from(say!("The file is no recording of a kind that is known here.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ogg_with(packet: &[u8]) -> Vec<u8> {
        let mut page = b"OggS\0\x02".to_vec();
        page.extend([0; 20]);
        page.extend([1, packet.len() as u8]);
        page.extend(packet);
        page
    }

    #[test]
    fn each_kind_is_told_by_its_first_bytes() {
        let known: [(&[u8], Format); 9] = [
            (&ogg_with(b"OpusHead\x01\x02"), Format::OggOpus),
            (&ogg_with(b"\x01vorbis\0\0"), Format::OggVorbis),
            (&ogg_with(b"\x7FFLAC\x01\0\0"), Format::OggFlac),
            (b"fLaC\0\0\0\x22", Format::Flac),
            (b"RIFF\x24\0\0\0WAVEfmt ", Format::Wav),
            (b"ID3\x04\0\0\0\0\0\0", Format::Mp3),
            (b"\xFF\xFB\x90\x64\0\0\0\0\0\0\0\0", Format::Mp3),
            (b"\0\0\0\x20ftypM4A \0\0\0\0", Format::Mp4),
            (b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81", Format::Mkv),
        ];
        for (head, format) in known {
            assert_eq!(sniff(head), Sniffed::Known(format), "{head:?}");
        }
        assert_eq!(sniff(b"\xFF\xF1\x50\x80\x02\x1F\xFC\0\0\0\0\0"), Sniffed::Known(Format::Adts));
    }

    #[test]
    fn what_is_no_recording_is_named_in_a_sentence() {
        let cases: [(&[u8], &str); 8] = [
            (b"<!DOCTYPE html><html>", "a web page"),
            (b"<?xml version=\"1.0\"?><Error>", "an XML message"),
            (b"{\"error\":\"expired\"}", "a JSON message"),
            (b"Not found, sorry.", "a text"),
            (b"#!AMR\n\x3C\x91\x17\x16", "AMR"),
            (&ogg_with(b"Speex   1.2"), "Speex in Ogg"),
            (b"FORM\0\0\0\0AIFF", "AIFF"),
            (&[0x81; 64], "no recording"),
        ];
        for (head, what) in cases {
            let Sniffed::Unsupported(sentence) = sniff(head) else { panic!("{what} passes: {:?}", sniff(head)) };
            assert!(sentence.contains(what) && sentence.ends_with('.'), "{sentence}");
        }
    }

    #[test]
    fn few_bytes_are_never_judged_and_never_a_panic() {
        assert_eq!(sniff(b""), Sniffed::TooShort);
        assert_eq!(sniff(b"OggS\0"), Sniffed::TooShort);
        let head = ogg_with(b"OpusHead");
        for length in 0..head.len() {
            assert_eq!(sniff(&head[..length]), Sniffed::TooShort, "{length}");
        }
    }
}
