//! Opus in Ogg (RFC 7845): sound from the first page on, without a look at the end; a seek lands by one or two guesses.

use std::collections::VecDeque;

use opusic_c::{Channels, Decoder, SampleRate};

use super::pages::{Page, Pages};
use super::{Damage, Decode, Form, Purpose, Stop};
use crate::playback::source::Bytes;

/// Opus counts time in this rate, whatever it is decoded to.
const CLOCK: u64 = 48_000;
/// What a decoder needs before a place until it sounds as if it had been running (RFC 7845, 4.6).
const PREROLL: u64 = CLOCK * 80 / 1_000;
/// The longest packet.
const MAX_PACKET: u64 = CLOCK * 120 / 1_000;
/// A packet larger than that is no packet.
const MAX_PACKET_BYTES: usize = 64 << 10;
/// A longer hole in the count of time is taken for a wrong count.
const MAX_HOLE: u64 = CLOCK * 600;
/// Reading on so far is cheaper than jumping once more.
const NEAR_BYTES: u64 = 16 << 10;
/// Bytes of a tick before anything was read: 24 kilobits a second.
const USUAL: f64 = 3_000.0 / CLOCK as f64;
/// Guesses of a seek before it reads on from the best of them.
const MAX_GUESSES: u32 = 8;
/// Places that are remembered for seeking are this far apart.
const MARK_EVERY: u64 = CLOCK * 5;
/// Pages of other streams, or before the first packet, that are put up with.
const MAX_FOREIGN_PAGES: u32 = 256;

/// A decoder of such a file. Places are counted in the clock of 48 kHz, from the first sample that is heard.
pub(super) struct OggOpus {
    form: Form,
    pages: Pages,
    decoder: Decoder,
    /// Clock ticks of one decoded frame.
    ticks: u64,
    link: Link,
    packets: VecDeque<Packet>,
    /// The first part of a packet that goes on on the next page.
    carry: Vec<u8>,
    is_carry_whole: bool,
    /// Granule that follows what was queued last; `None` until a page told it.
    clock: Option<u64>,
    /// What is before this place is not handed out.
    wanted_from: u64,
    /// A page that a seek found and that was not used yet.
    found: Option<Page>,
    marks: Vec<Mark>,
    /// The end of the file, once somebody looked: its offset and place.
    end: Option<Mark>,
    is_ended: bool,
    damage: Damage,
    pcm: Vec<f32>,
}

/// One stream of a file; a chained file has several, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link {
    serial: u32,
    pre_skip: u64,
    gain: i32,
    /// Granule at which its first packet begins, once known.
    origin: Option<u64>,
    /// Place of its first sample.
    base: u64,
}

struct Packet {
    data: Vec<u8>,
    /// Granule at which it begins.
    at: u64,
    /// Its length. What is past `keep` is cut off.
    length: u64,
    keep: u64,
}

/// A place at which a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    offset: u64,
    place: u64,
}

impl Link {
    /// The place of a granule; may be before the first sample that is heard.
    fn place(&self, granule: u64) -> i64 {
        let since = granule.saturating_sub(self.origin.unwrap_or(0));
        (self.base + since) as i64 - self.pre_skip as i64
    }
}

impl OggOpus {
    /// Reads as far as the two headers go.
    pub(super) fn open(bytes: &Bytes, purpose: Purpose) -> Result<Self, Stop> {
        let mut pages = Pages::new(bytes.reader());
        let (link, channels) = loop {
            let page = pages.next()?.ok_or_else(|| failed(say!("The file ends before any sound begins.")))?;
            if let Some(head) = head(&page)? {
                break head;
            }
        };
        let (rate, rate_hz) = match purpose {
            Purpose::Hear => (SampleRate::Hz48000, 48_000),
            Purpose::Measure => (SampleRate::Hz16000, 16_000),
        };
        let lanes = usize::from(channels.min(2));
        let mode = if lanes == 1 { Channels::Mono } else { Channels::Stereo };
        let mut decoder = Decoder::new(mode, rate).map_err(|_| failed(say!("There is no memory for the decoder.")))?;
        _ = decoder.set_gain(link.gain);
        let form = Form { codec: String::from("Opus in Ogg"), channels, lanes, rate: rate_hz, file_rate: CLOCK as u32 };
        let ticks = CLOCK / u64::from(rate_hz);
        Ok(Self {
            form,
            pages,
            decoder,
            ticks,
            link,
            packets: VecDeque::new(),
            carry: Vec::new(),
            is_carry_whole: false,
            clock: None,
            wanted_from: 0,
            found: None,
            marks: Vec::new(),
            end: None,
            is_ended: false,
            damage: Damage::default(),
            pcm: vec![0.0; (MAX_PACKET / ticks) as usize * lanes],
        })
    }

    /// Queues the packets of the next page; false at the end.
    fn take_page(&mut self) -> Result<bool, Stop> {
        let mut foreign = 0;
        loop {
            let page = match self.found.take() {
                Some(page) => page,
                None => match self.pages.next()? {
                    Some(page) => page,
                    None => {
                        self.damage.is_cut |= self.pages.is_cut();
                        return Ok(false);
                    }
                },
            };
            if self.pages.take_skipped() > 0 {
                self.damage.faults += 1;
                self.drop_carry();
            }
            if page.is_first && page.serial != self.link.serial {
                self.begin_link(&page)?;
                continue;
            }
            if page.serial == self.link.serial && !page.is_first && !is_tags(&page) {
                self.queue(&page);
                return Ok(true);
            }
            foreign += 1;
            if foreign > MAX_FOREIGN_PAGES {
                return Ok(false);
            }
        }
    }

    /// Another stream follows the one that ended: its sound goes on where that of the other stopped.
    fn begin_link(&mut self, page: &Page) -> Result<(), Stop> {
        if let Ok(Some((link, _))) = head(page) {
            let end = self.clock.map_or(self.link.base as i64, |clock| self.link.place(clock));
            self.link = Link { base: u64::try_from(end).unwrap_or(0), ..link };
            // Its pre-skip is cut off as everywhere, hence from where it is counted.
            self.clock = None;
            self.drop_carry();
            _ = self.decoder.reset();
            _ = self.decoder.set_gain(link.gain);
        }
        Ok(())
    }

    fn drop_carry(&mut self) {
        self.carry.clear();
        self.is_carry_whole = false;
    }

    fn queue(&mut self, page: &Page) {
        let mut packets = Vec::new();
        for (index, (part, is_end)) in page.packets().enumerate() {
            if index == 0 && page.is_continued {
                if !self.is_carry_whole {
                    // Its beginning was not seen.
                    continue;
                }
            } else {
                self.carry.clear();
            }
            if self.carry.len() + part.len() > MAX_PACKET_BYTES {
                self.drop_carry();
                continue;
            }
            self.carry.extend_from_slice(part);
            self.is_carry_whole = !is_end;
            if is_end {
                let data = std::mem::take(&mut self.carry);
                match packet_ticks(&data) {
                    Some(length) => packets.push((data, length)),
                    None if data.is_empty() => {}
                    None => self.damage.faults += 1,
                }
            }
        }
        let sum: u64 = packets.iter().map(|(_, length)| length).sum();
        let mut begin = self.clock;
        let mut end = u64::MAX;
        if let Some(granule) = page.granule {
            if self.link.origin.is_none() && !packets.is_empty() {
                self.link.origin = Some(if page.is_last { 0 } else { granule.saturating_sub(sum) });
            }
            let counted = if page.is_last && self.clock.is_some_and(|clock| clock + sum >= granule) {
                end = granule;
                self.clock.unwrap_or(0)
            } else if page.is_last && self.clock.is_none() && granule < sum {
                end = granule;
                0
            } else {
                granule.saturating_sub(sum)
            };
            let is_hole = |clock: u64| counted > clock && counted - clock <= MAX_HOLE;
            begin = match self.clock {
                Some(clock) if is_hole(clock) => {
                    self.packets.push_back(Packet {
                        data: Vec::new(),
                        at: clock,
                        length: counted - clock,
                        keep: u64::MAX,
                    });
                    Some(counted)
                }
                Some(clock) => Some(clock),
                None => Some(counted),
            };
        }
        let mut at = begin.unwrap_or(0);
        self.remember(page, at);
        for (data, length) in packets {
            let keep = end.saturating_sub(at).min(length);
            self.packets.push_back(Packet { data, at, length, keep });
            at += length;
        }
        // Without a granule so far the count is not known: what follows tells it.
        if page.granule.is_some() || self.clock.is_some() {
            self.clock = Some(at.min(end.max(begin.unwrap_or(0))));
        }
    }

    fn remember(&mut self, page: &Page, at: u64) {
        let place = u64::try_from(self.link.place(at)).unwrap_or(0);
        let mark = Mark { offset: page.offset, place };
        let after = self.marks.partition_point(|mark| mark.offset < page.offset);
        let is_near = |other: Option<&Mark>| other.is_some_and(|other| other.place.abs_diff(place) < MARK_EVERY);
        if page.is_continued || is_near(self.marks.get(after)) || (after > 0 && is_near(self.marks.get(after - 1))) {
            return;
        }
        self.marks.insert(after, mark);
    }

    /// Decodes a packet, or what stands for a lost one, and hands out what is wanted of it. Gives its first place.
    fn decode(&mut self, packet: Packet, into: &mut Vec<f32>) -> Option<u64> {
        let begin = self.link.place(packet.at);
        let wanted = self.wanted_from as i64;
        if begin + (packet.length as i64) < wanted - PREROLL as i64 && begin + packet.length as i64 > 0 {
            return None;
        }
        let lanes = self.form.lanes;
        let mut frames = (packet.length / self.ticks) as usize;
        if packet.data.is_empty() {
            frames = frames.min(self.pcm.len() / lanes);
            self.conceal(frames, packet.length);
        } else {
            let decoded = self.decoder.decode_float_to_slice(&packet.data, &mut self.pcm, false);
            match decoded {
                Ok(count) => frames = count,
                Err(_) => {
                    self.damage.faults += 1;
                    self.conceal(frames, packet.length);
                }
            }
        }
        let skip = (wanted.max(0) - begin).max(0) as u64 / self.ticks;
        let keep = (packet.keep.min(packet.length) / self.ticks).min(frames as u64);
        if skip >= keep {
            return None;
        }
        into.extend_from_slice(&self.pcm[skip as usize * lanes..keep as usize * lanes]);
        Some((begin + (skip * self.ticks) as i64).max(0) as u64 / self.ticks)
    }

    /// What a decoder makes up for a lost packet: it fades what sounded. A long hole is silent after its first part.
    fn conceal(&mut self, frames: usize, hole: u64) {
        let samples = frames * self.form.lanes;
        self.pcm[..samples].fill(0.0);
        if hole <= MAX_PACKET && frames.is_multiple_of((120 / self.ticks) as usize) {
            _ = self.decoder.decode_float_to_slice(&[], &mut self.pcm[..samples], false);
        }
    }

    /// A hole is handed out in pieces.
    fn split_hole(&mut self, packet: Packet) -> Packet {
        if !packet.data.is_empty() || packet.length <= MAX_PACKET {
            return packet;
        }
        let hole = |at, length| Packet { data: Vec::new(), at, length, keep: u64::MAX };
        self.packets.push_front(hole(packet.at + MAX_PACKET, packet.length - MAX_PACKET));
        hole(packet.at, MAX_PACKET)
    }

    /// Puts the reader at a page from which the wanted place is reached by reading on.
    fn find(&mut self, goal: u64, here: Mark) -> Result<(), Stop> {
        let first = self.marks.first().copied().unwrap_or(Mark { offset: 0, place: 0 });
        let before = self.marks.partition_point(|mark| mark.place <= goal);
        let mut low = if before > 0 { self.marks[before - 1] } else { first };
        let mut high = self.marks.get(before).copied().or(self.end);
        let total = self.pages.bytes().total();
        // As many bytes for a tick as in what was read up to the furthest place.
        let read = |mark: Mark| {
            let (bytes, ticks) = (mark.offset.saturating_sub(first.offset), mark.place.saturating_sub(first.place));
            (ticks > CLOCK / 2).then(|| bytes as f64 / ticks as f64)
        };
        let mut bytes_per_tick = self.marks.last().copied().and_then(read).or_else(|| read(here)).unwrap_or(USUAL);
        let may_guess = self.pages.bytes().can_jump() && self.link.base == 0 && self.link.origin.is_some();
        // How far before a guess that went too far the next one stays, and how many went too far in a row.
        let (mut back, mut too_far) = (0_u64, 0_u32);
        for _ in 0..MAX_GUESSES {
            if let Some(high) = high.filter(|high| high.place > low.place && high.offset > low.offset) {
                bytes_per_tick = (high.offset - low.offset) as f64 / (high.place - low.place) as f64;
            }
            let ahead = ((goal - low.place.min(goal)) as f64 * bytes_per_tick) as u64;
            if !may_guess || ahead <= NEAR_BYTES {
                break;
            }
            let limit = high.map(|high| high.offset).or(total).unwrap_or(u64::MAX);
            // A page before: what is found first begins after the guess.
            let guess = (low.offset + ahead).min(limit.saturating_sub(back));
            let guess = guess.saturating_sub(NEAR_BYTES / 4).max(low.offset + 1);
            self.pages.go_to(guess);
            let Some(page) = self.next_own()? else {
                high = Some(Mark { offset: guess, place: high.map_or(goal + 1, |high| high.place) });
                continue;
            };
            let mark = Mark { offset: page.offset, place: self.page_place(&page) };
            if mark.place <= goal {
                // What was passed over last tells most of what is still ahead.
                let is_on = mark.place > low.place + CLOCK && mark.offset > low.offset;
                let passed = is_on.then(|| (mark.offset - low.offset) as f64 / (mark.place - low.place) as f64);
                bytes_per_tick = passed.map_or(bytes_per_tick, |passed| passed.max(bytes_per_tick));
                (low, back, too_far) = (mark, 0, 0);
                let ahead = ((goal - mark.place) as f64 * bytes_per_tick) as u64;
                if ahead <= NEAR_BYTES {
                    self.found = Some(page);
                    return Ok(());
                }
            } else if guess <= low.offset + 1 || page.offset >= limit {
                break;
            } else {
                // Where a tick takes more bytes than on the way, guesses between far ends come nearer from one side only,
                // and what lies before the other end would have to be read through.
                let around = high.filter(|high| high.place > mark.place && high.offset > mark.offset);
                let around = around.map_or(bytes_per_tick, |high| {
                    (high.offset - mark.offset) as f64 / (high.place - mark.place) as f64
                });
                back = ((mark.place - goal) as f64 * around.max(bytes_per_tick)) as u64 + ((NEAR_BYTES / 4) << too_far);
                too_far += 1;
                high = Some(mark);
            }
        }
        self.pages.go_to(low.offset);
        Ok(())
    }

    /// The next page of this stream that tells a time.
    fn next_own(&mut self) -> Result<Option<Page>, Stop> {
        for _ in 0..MAX_FOREIGN_PAGES {
            match self.pages.next()? {
                Some(page) if page.serial == self.link.serial && page.granule.is_some() && !page.is_first => {
                    return Ok(Some(page));
                }
                Some(_) => {}
                None => break,
            }
        }
        Ok(None)
    }

    fn page_place(&self, page: &Page) -> u64 {
        let skip_first = usize::from(page.is_continued);
        let whole = page.packets().enumerate().filter(|(index, (_, is_end))| *is_end && *index >= skip_first);
        let sum: u64 = whole.filter_map(|(_, (packet, _))| packet_ticks(packet)).sum();
        u64::try_from(self.link.place(page.granule.unwrap_or(0).saturating_sub(sum))).unwrap_or(0)
    }
}

impl Decode for OggOpus {
    fn form(&self) -> &Form {
        &self.form
    }

    fn next(&mut self, into: &mut Vec<f32>) -> Result<Option<u64>, Stop> {
        loop {
            let Some(packet) = self.packets.pop_front() else {
                if self.is_ended || !self.take_page()? {
                    self.is_ended = true;
                    return Ok(None);
                }
                continue;
            };
            let packet = self.split_hole(packet);
            if let Some(place) = self.decode(packet, into) {
                return Ok(Some(place));
            }
        }
    }

    fn seek(&mut self, frame: u64) -> Result<(), Stop> {
        let place = frame.saturating_mul(self.ticks);
        if self.link.origin.is_none() && !self.take_page()? {
            self.is_ended = true;
            return Ok(());
        }
        let ahead = self.clock.map_or(0, |clock| u64::try_from(self.link.place(clock)).unwrap_or(0));
        let here = Mark { offset: self.pages.offset(), place: ahead };
        self.packets.clear();
        self.drop_carry();
        self.found = None;
        self.is_ended = false;
        self.wanted_from = place;
        // In a chained file only what was read already is known: begin there, or at the front.
        self.find(place.saturating_sub(PREROLL), here)?;
        self.pages.take_skipped();
        self.clock = None;
        _ = self.decoder.reset();
        Ok(())
    }

    fn frames(&self) -> Option<u64> {
        self.end.map(|end| end.place / self.ticks)
    }

    fn learn_end(&mut self, granule: u64, serial: u32) {
        if serial == self.link.serial && self.link.base == 0 {
            let place = u64::try_from(self.link.place(granule)).unwrap_or(0);
            self.end = self.pages.bytes().total().map(|offset| Mark { offset, place });
        }
    }

    fn damage(&self) -> Damage {
        self.damage
    }
}

/// The head of a stream, if the page begins one of Opus.
fn head(page: &Page) -> Result<Option<(Link, u16)>, Stop> {
    let packet = page.packets().next().map_or(&[][..], |(packet, _)| packet);
    if !page.is_first || !packet.starts_with(b"OpusHead") {
        return Ok(None);
    }
    let (Some(&version), Some(&channels)) = (packet.get(8), packet.get(9)) else {
        return Err(failed(say!("The head of the recording is damaged.")));
    };
    let family = packet.get(18).copied().unwrap_or(0);
    if version > 15 || channels == 0 || packet.len() < 19 {
        return Err(failed(say!("The head of the recording is damaged.")));
    }
    // Of a larger mapping, the first stream alone would be wrong: voices would be missing.
    if channels > 2 || (family != 0 && packet.get(19).is_some_and(|streams| *streams != 1)) {
        let sentence = say!(
            "The recording is Opus with {channels} channels; only one or two can be played here.",
            channels = channels
        );
        return Err(Stop::Failed(sentence, true));
    }
    let pre_skip = u64::from(u16::from_le_bytes([packet[10], packet[11]]));
    let gain = i32::from(i16::from_le_bytes([packet[16], packet[17]]));
    let link = Link { serial: page.serial, pre_skip, gain, origin: None, base: 0 };
    Ok(Some((link, u16::from(channels))))
}

fn is_tags(page: &Page) -> bool {
    page.granule == Some(0) && page.body.starts_with(b"OpusTags")
        || page.granule.is_none_or(|granule| granule == 0) && page.sequence <= 1 && page.body.starts_with(b"OpusTags")
}

fn failed(why: &str) -> Stop {
    Stop::Failed(String::from(why), false)
}

/// How long a packet is, in ticks of the clock (RFC 6716, 3.1); `None` for what is no packet.
fn packet_ticks(packet: &[u8]) -> Option<u64> {
    let first = *packet.first()?;
    let frame = match first >> 3 {
        config @ 0..=11 => [480, 960, 1_920, 2_880][usize::from(config & 3)],
        config @ 12..=15 => [480, 960][usize::from(config & 1)],
        config => [120, 240, 480, 960][usize::from(config & 3)],
    };
    let frames = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1)? & 0x3F),
    };
    (frames > 0 && frames * frame <= MAX_PACKET).then_some(frames * frame)
}
