//! Heads of MPEG audio frames and the notes that encoders leave in the first one. Pure.

/// What the four bytes before a frame say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameHead {
    /// Samples a second.
    pub rate: u32,
    /// One or two.
    pub channels: u16,
    /// Bytes of the frame, its head counted.
    pub bytes: usize,
    /// Samples of each channel.
    pub samples: u32,
    /// Kilobits a second.
    pub kilobits: u32,
    /// Bytes between the head and where an encoder leaves its notes.
    side_bytes: usize,
    has_checksum: bool,
}

impl FrameHead {
    /// Layer 3 only; free-format streams are not read.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let &[first, second, third, fourth] = bytes.get(..4)? else { return None };
        if first != 0xFF || second & 0xE0 != 0xE0 || second & 0x06 != 0x02 {
            return None;
        }
        const RATES: [u32; 3] = [44_100, 48_000, 32_000];
        const FULL: [u32; 14] = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const HALF: [u32; 14] = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let version = second >> 3 & 3;
        let (divisor, is_full) = match version {
            3 => (1, true),
            2 => (2, false),
            0 => (4, false),
            _ => return None,
        };
        let rate = RATES.get(usize::from(third >> 2 & 3))? / divisor;
        let index = usize::from(third >> 4).checked_sub(1)?;
        let kilobits = *(if is_full { FULL } else { HALF }).get(index)?;
        let padding = usize::from(third >> 1 & 1);
        let samples = if is_full { 1_152 } else { 576 };
        let bytes = (samples / 8 * kilobits * 1_000 / rate) as usize + padding;
        let channels = if fourth >> 6 == 3 { 1 } else { 2 };
        let side_bytes = match (is_full, channels) {
            (true, 2) => 32,
            (true, _) | (false, 2) => 17,
            _ => 9,
        };
        Some(Self { rate, channels, bytes, samples, kilobits, side_bytes, has_checksum: second & 1 == 0 })
    }

    /// Whether it can follow the other in one stream.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.rate == other.rate && self.samples == other.samples
    }
}

/// What an encoder noted in the first frame: Xing, Info or VBRI.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Notes {
    /// Frames that follow.
    pub frames: Option<u64>,
    /// Bytes of all of them.
    pub bytes: Option<u64>,
    /// At each hundredth of the time: how far into the bytes, of 256.
    pub table: Option<Vec<f64>>,
    /// Samples before the first that is heard, the decoder's own delay counted.
    pub delay: u32,
    /// Samples after the last that is heard.
    pub padding: u32,
    /// All frames are of one bit rate.
    pub is_constant: bool,
}

/// How many samples late a decoder of layer 3 is.
const DECODER_DELAY: u32 = 529;

impl Notes {
    /// The notes in a frame; `None` if it holds sound.
    pub(super) fn parse(frame: &[u8], head: &FrameHead) -> Option<Self> {
        vbri(frame).or_else(|| {
            let at = 4 + head.side_bytes;
            // Some encoders leave room for the checksum, some don't.
            let skew = if head.has_checksum { 2 } else { 0 };
            xing(frame.get(at..)?).or_else(|| xing(frame.get(at + skew..)?))
        })
    }
}

fn xing(tag: &[u8]) -> Option<Notes> {
    let is_constant = match tag.get(..4)? {
        b"Xing" => false,
        b"Info" => true,
        _ => return None,
    };
    let flags = int(tag, 4)?;
    let mut at = 8;
    let mut notes = Notes { is_constant, ..Notes::default() };
    if flags & 1 != 0 {
        notes.frames = int(tag, at).map(u64::from);
        at += 4;
    }
    if flags & 2 != 0 {
        notes.bytes = int(tag, at).map(u64::from);
        at += 4;
    }
    if flags & 4 != 0 {
        let table = tag.get(at..at + 100).map(|table| table.iter().map(|part| f64::from(*part) / 256.0).collect());
        notes.table = table.filter(|table: &Vec<f64>| table.is_sorted());
        at += 100;
    }
    if flags & 8 != 0 {
        at += 4;
    }
    if let Some(&[first, second, third]) = tag.get(at + 21..at + 24)
        && tag.get(at..at + 4).is_some_and(|name| matches!(name, b"LAME" | b"Lavf" | b"Lavc"))
    {
        notes.delay = (u32::from(first) << 4 | u32::from(second) >> 4) + DECODER_DELAY;
        notes.padding = ((u32::from(second) & 0xF) << 8 | u32::from(third)).saturating_sub(DECODER_DELAY);
    }
    Some(notes)
}

fn vbri(frame: &[u8]) -> Option<Notes> {
    let tag = frame.get(36..)?;
    if tag.get(..4)? != b"VBRI" {
        return None;
    }
    let short = |at: usize| Some(u64::from(u16::from_be_bytes(tag.get(at..at + 2)?.try_into().ok()?)));
    let mut notes =
        Notes { bytes: int(tag, 10).map(u64::from), frames: int(tag, 14).map(u64::from), ..Notes::default() };
    let (entries, scale, size) = (short(18)?, short(20)?, short(22)? as usize);
    let total = notes.bytes.filter(|bytes| *bytes > 0)? as f64;
    let mut sum = 0.0;
    let mut table = vec![0.0];
    for entry in 0..entries as usize {
        let at = 26 + entry * size;
        let value = tag.get(at..at + size.clamp(1, 4))?.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        sum += (value * scale) as f64 / total;
        table.push(sum.min(1.0));
    }
    table.pop();
    notes.table = Some(table).filter(|table| table.len() > 1);
    Some(notes)
}

fn int(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
