//! From bytes to text: packed files are unpacked, marks of encodings read, other kinds of files told by their first bytes.
//! What the text means is not asked here.

use std::io::Read as _;

use flate2::bufread::MultiGzDecoder;

/// More is not read: ten hours with the times of all words are a third of it, a packed file can hold a thousand times what
/// it weighs, and JSON takes up to thirty times its length in memory.
const MOST_BYTES: usize = 32 << 20;
/// What packs twice is seen (an upload that packs what is packed already), three times is a joke.
const MOST_PACKINGS: usize = 2;
/// As many letters are looked at to tell text from other bytes.
const LOOKED_AT: usize = 4096;

/// A file's text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    pub text: String,
    /// Sentences for the person.
    pub remarks: Vec<String>,
}

/// The text of a file, or a sentence on what it is instead.
pub(super) fn content(bytes: &[u8]) -> Result<Content, String> {
    content_within(bytes, MOST_BYTES)
}

fn content_within(bytes: &[u8], most: usize) -> Result<Content, String> {
    let mut remarks = Vec::new();
    let mut unpacked: Option<Vec<u8>> = None;
    for _ in 0..MOST_PACKINGS {
        let Some(inner) = unpack(unpacked.as_deref().unwrap_or(bytes), most, &mut remarks) else { break };
        unpacked = Some(inner);
    }
    let mut bytes = unpacked.as_deref().unwrap_or(bytes);
    if bytes.len() > most {
        bytes = &bytes[..most];
        remarks.push(format!("The file is very long: only its first {} MB were read.", most >> 20));
    }
    if let Some(what) = other_kind(bytes) {
        return Err(format!("This is {what}, not a transcript."));
    }
    let text = decoded(bytes);
    if text.trim_matches(is_nothing).is_empty() {
        return Err(String::from("The file is empty."));
    }
    if !is_text(&text) {
        return Err(String::from("This file holds no text."));
    }
    if text.contains('\u{fffd}') {
        remarks.push(String::from("Some letters could not be read."));
    }
    Ok(Content { text, remarks })
}

/// White space, and what stands for nothing at the ends of files.
pub(super) fn is_nothing(letter: char) -> bool {
    letter.is_whitespace() || letter == '\0' || letter == '\u{feff}'
}

fn unpack(bytes: &[u8], most: usize, remarks: &mut Vec<String>) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut inner = Vec::new();
    let end = MultiGzDecoder::new(bytes).take(most as u64 + 1).read_to_end(&mut inner);
    if end.is_err() && !inner.is_empty() {
        remarks.push(String::from("The packed file is damaged: its end is missing."));
    } else if end.is_err() {
        return None;
    }
    Some(inner)
}

/// What the first bytes say that the file is, if that is no text.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    let at = |from: usize, mark: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(mark));
    let byte = |from: usize| bytes.get(from).copied().unwrap_or(0xff);
    Some(match bytes {
        _ if at(0, b"OggS\0") => "a sound file (Ogg)",
        _ if at(0, b"RIFF") && at(8, b"WAVE") => "a sound file (WAV)",
        _ if at(0, b"ID3") && byte(3) < 0x10 => "a sound file (MP3)",
        // Not FF FE, which is the mark of UTF-16.
        [0xff, 0xfb | 0xfa | 0xf3 | 0xf2, ..] => "a sound file (MP3)",
        _ if at(0, b"fLaC") && byte(4) & 0x7f == 0 => "a sound file (FLAC)",
        _ if at(4, b"ftyp") => "a sound or video file (MP4)",
        [0x1a, 0x45, 0xdf, 0xa3, ..] => "a sound or video file (WebM)",
        _ if at(0, b"%PDF-") => "a PDF",
        [b'P', b'K', 3 | 5, 4 | 6, ..] => "a ZIP archive",
        [0x1f, 0x8b, ..] => "a damaged packed file (gzip)",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "a packed file (Zstandard)",
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => "a picture",
        _ if at(0, b"GIF8") => "a picture",
        _ => return None,
    })
}

fn decoded(bytes: &[u8]) -> String {
    let sixteen = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => sixteen(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => sixteen(rest, u16::from_be_bytes),
        // Without a mark, but plainly two bytes a letter.
        [1..=255, 0, 1..=255, 0, ..] => sixteen(bytes, u16::from_le_bytes),
        [0, 1..=255, 0, 1..=255, ..] => sixteen(bytes, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn is_text(text: &str) -> bool {
    let looked_at = text.chars().take(LOOKED_AT);
    let is_odd = |letter: &char| *letter == '\u{fffd}' || letter.is_control() && !letter.is_whitespace();
    let odd = looked_at.clone().filter(is_odd).count();
    odd * 10 <= looked_at.count() * 3
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn text(bytes: &[u8]) -> String {
        content(bytes).unwrap().text
    }

    #[test]
    fn packed_files_are_unpacked_even_twice_and_in_pieces() {
        assert_eq!(text(&packed(b"{}")), "{}");
        assert_eq!(text(&packed(&packed(b"hello"))), "hello");
        assert_eq!(text(&[packed(b"one "), packed(b"two")].concat()), "one two");
    }

    #[test]
    fn what_unpacks_to_too_much_is_cut_and_says_so() {
        let most = 2 << 20;
        let of = |letter: u8| content_within(&packed(&vec![letter; most + 5]), most);
        assert_eq!(of(b' '), Err(String::from("The file is empty.")));
        let content = of(b'a').unwrap();
        assert_eq!(content.text.len(), most);
        assert_eq!(content_within(&vec![b'a'; most + 5], most).unwrap(), content);
        assert_eq!(content.remarks, ["The file is very long: only its first 2 MB were read."]);
    }

    #[test]
    fn a_packed_file_that_ends_early_gives_what_there_is() {
        let whole: String = (0..5_000).map(|n| format!("Agent: number {n}\n")).collect();
        let packed = packed(whole.as_bytes());
        let content = content(&packed[..packed.len() / 2]).unwrap();
        assert!(whole.starts_with(&content.text) && content.text.len() > 1_000);
        assert_eq!(content.remarks, ["The packed file is damaged: its end is missing."]);
    }

    #[test]
    fn marks_of_encodings_are_read() {
        assert_eq!(text(b"\xef\xbb\xbfhi"), "hi");
        assert_eq!(text(b"\xff\xfeh\0i\0"), "hi");
        assert_eq!(text(b"\xfe\xff\0h\0i"), "hi");
        assert_eq!(text(b"{\0\"\0a\0"), "{\"a");
        let broken = content(b"caf\xe9 au lait").unwrap();
        assert_eq!((broken.text.as_str(), broken.remarks.len()), ("caf\u{fffd} au lait", 1));
    }

    #[test]
    fn other_files_are_told_by_their_first_bytes() {
        let sentence = |bytes: &[u8]| content(bytes).unwrap_err();
        assert_eq!(sentence(b"OggS\0\x02\0\0"), "This is a sound file (Ogg), not a transcript.");
        assert_eq!(sentence(b"RIFF\x24\0\0\0WAVEfmt "), "This is a sound file (WAV), not a transcript.");
        assert_eq!(sentence(b"%PDF-1.7\n"), "This is a PDF, not a transcript.");
        assert_eq!(sentence(b"PK\x03\x04\x14\0"), "This is a ZIP archive, not a transcript.");
        assert_eq!(sentence(&packed(b"OggS\0\x02")), "This is a sound file (Ogg), not a transcript.");
        assert_eq!(sentence(b"\x01\x02\x03\x04\x05\x06 ab"), "This file holds no text.");
        assert_eq!(sentence(b"\xef\xbb\xbf \r\n\0"), "The file is empty.");
        assert_eq!(sentence(b""), "The file is empty.");
        assert_eq!(text(b"OggS is what Ogg files begin with"), "OggS is what Ogg files begin with");
    }
}
