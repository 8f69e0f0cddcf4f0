//! Pages of an Ogg file (RFC 3533), wherever reading begins: what is damaged or foreign is stepped over.

use std::io::{Read, Seek, SeekFrom};

use super::Stop;
use crate::playback::source::{Bytes, Reader};

/// Bytes asked for at once: a page of speech has one to four thousand.
const READ_BYTES: usize = 4_096;
/// The largest page there can be.
const MAX_PAGE_BYTES: u64 = 27 + 255 + 255 * 255;
/// How far a page is looked for before the rest is given up.
const MAX_SEARCH_BYTES: u64 = 4 << 20;

/// A page that passed its checksum.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// Where it begins in the file.
    pub offset: u64,
    /// Place in time of the end of the last packet that ends here; `None` if none does.
    pub granule: Option<u64>,
    /// Which of the streams in the file.
    pub serial: u32,
    /// Counts the pages of that stream.
    pub sequence: u32,
    /// Its first bytes belong to a packet of the page before.
    pub is_continued: bool,
    /// First of its stream.
    pub is_first: bool,
    /// Last of its stream.
    pub is_last: bool,
    /// Lengths of its segments.
    pub lacing: Vec<u8>,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Page {
    /// Its packets, in order, and whether each ends on this page.
    pub(super) fn packets(&self) -> impl Iterator<Item = (&[u8], bool)> {
        let (mut at, mut segment) = (0, 0);
        std::iter::from_fn(move || {
            if segment >= self.lacing.len() {
                return None;
            }
            let begin = at;
            while let Some(&length) = self.lacing.get(segment) {
                segment += 1;
                at += usize::from(length);
                if length < 255 {
                    return Some((&self.body[begin..at], true));
                }
            }
            Some((&self.body[begin..at], false))
        })
    }
}

/// Reads pages one after the other.
pub(super) struct Pages {
    reader: Reader,
    buffer: Vec<u8>,
    /// Where in the file the buffer begins.
    begin: u64,
    /// Bytes that were no page, since this was asked last.
    skipped: u64,
    /// The file ended within a page.
    is_cut: bool,
    read_bytes: usize,
}

impl Pages {
    pub(super) fn new(reader: Reader) -> Self {
        Self { reader, buffer: Vec::new(), begin: 0, skipped: 0, is_cut: false, read_bytes: READ_BYTES }
    }

    /// Goes on from there.
    pub(super) fn go_to(&mut self, offset: u64) {
        let kept = self.begin..self.begin + self.buffer.len() as u64;
        if kept.contains(&offset) {
            self.buffer.drain(..(offset - self.begin) as usize);
        } else {
            self.buffer.clear();
        }
        self.begin = offset;
        self.is_cut = false;
        self.skipped = 0;
    }

    /// Where the next page is looked for.
    pub(super) fn offset(&self) -> u64 {
        self.begin
    }

    /// The file ended within a page.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// How many bytes were no page since this was asked last.
    pub(super) fn take_skipped(&mut self) -> u64 {
        std::mem::take(&mut self.skipped)
    }

    /// What the pages are read from.
    pub(super) fn bytes(&self) -> &Bytes {
        self.reader.file()
    }

    /// The next page; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Page>, Stop> {
        let begun = self.begin;
        loop {
            if !self.fill(27)? {
                self.is_cut |= self.buffer.starts_with(b"OggS");
                return Ok(None);
            }
            if !self.buffer.starts_with(b"OggS") {
                let to = find(&self.buffer[1..]).map_or(self.buffer.len() - 3, |at| at + 1);
                self.skip(to);
                if self.begin - begun > MAX_SEARCH_BYTES {
                    return Ok(None);
                }
                continue;
            }
            let segments = usize::from(self.buffer[26]);
            if !self.fill(27 + segments)? {
                self.is_cut = true;
                return Ok(None);
            }
            let body: usize = self.buffer[27..27 + segments].iter().map(|length| usize::from(*length)).sum();
            let length = 27 + segments + body;
            if !self.fill(length)? {
                // It may be no page at all: another may begin within what looked like one.
                let Some(at) = find(&self.buffer[1..]) else {
                    self.is_cut = true;
                    return Ok(None);
                };
                self.skip(at + 1);
                continue;
            }
            if let Some(page) = parse(&self.buffer[..length], segments, self.begin) {
                self.buffer.drain(..length);
                self.begin += length as u64;
                return Ok(Some(page));
            }
            self.skip(1);
        }
    }

    fn skip(&mut self, count: usize) {
        self.buffer.drain(..count);
        self.begin += count as u64;
        self.skipped += count as u64;
    }

    /// False if the file ends before so many bytes.
    fn fill(&mut self, count: usize) -> Result<bool, Stop> {
        while self.buffer.len() < count {
            let filled = self.buffer.len();
            let from = self.begin + filled as u64;
            self.buffer.resize(filled + self.read_bytes.max(count - filled), 0);
            let read =
                self.reader.seek(SeekFrom::Start(from)).and_then(|_| self.reader.read(&mut self.buffer[filled..]));
            self.buffer.truncate(filled + read.as_ref().map_or(0, |count| *count));
            match read {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(_) => return Err(Stop::Left),
            }
        }
        Ok(true)
    }
}

/// The last page of a file that ends a packet: its granule and serial number. Reads the end only.
pub(super) fn find_end(bytes: &Bytes) -> Option<(u64, u32)> {
    let total = bytes.total()?;
    for span in [16 << 10, MAX_PAGE_BYTES + (16 << 10)] {
        let mut pages = Pages::new(bytes.reader());
        pages.go_to(total.saturating_sub(span));
        let mut found = None;
        while let Ok(Some(page)) = pages.next() {
            found = page.granule.map(|granule| (granule, page.serial)).or(found);
        }
        if found.is_some() || span >= total {
            return found;
        }
    }
    None
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"OggS")
}

fn parse(bytes: &[u8], segments: usize, offset: u64) -> Option<Page> {
    let int = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    if bytes[4] != 0 || checksum(bytes) != int(22) {
        return None;
    }
    let granule = u64::from(int(6)) | u64::from(int(10)) << 32;
    Some(Page {
        offset,
        // All ones: no packet ends here. What is beyond 2^62 is no time either.
        granule: (granule < 1 << 62).then_some(granule),
        serial: int(14),
        sequence: int(18),
        is_continued: bytes[5] & 1 != 0,
        is_first: bytes[5] & 2 != 0,
        is_last: bytes[5] & 4 != 0,
        lacing: bytes[27..27 + segments].to_vec(),
        body: bytes[27 + segments..].to_vec(),
    })
}

/// CRC-32 as Ogg computes it, with the checksum's own four bytes taken as zero.
pub(in crate::playback) fn checksum(page: &[u8]) -> u32 {
    let step = |crc: u32, byte: u8| crc << 8 ^ TABLE[((crc >> 24) as u8 ^ byte) as usize];
    let crc = page[..22].iter().fold(0, |crc, byte| step(crc, *byte));
    let crc = (0..4).fold(crc, |crc, _| step(crc, 0));
    page[26..].iter().fold(crc, |crc, byte| step(crc, *byte))
}

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = (byte as u32) << 24;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000_0000 == 0 { crc << 1 } else { crc << 1 ^ 0x04C1_1DB7 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
};
