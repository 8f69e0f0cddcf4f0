//! A voice: a buzzing larynx, a mouth of four resonances, breath, melody.

use std::f32::consts::{PI, TAU};

use fastrand::Rng;

use super::SAMPLE_RATE;
use super::speech::{Phone, phones};

/// The mouth moves once in so many samples: a thousandth of a second.
const STEP: usize = 16;
const RATE: f32 = SAMPLE_RATE as f32;

/// How somebody sounds.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// Of the larynx, in the middle of a sentence.
    pitch_hz: f32,
    /// How far the melody goes up and down, as a share.
    melody: f32,
    /// Length of the mouth: above 1 is shorter than a man's.
    mouth: f32,
    /// How much breath there is in the voice.
    breath: f32,
    /// How sharp the buzz is, 0 to 1.
    edge: f32,
}

impl Voice {
    /// The agent: clear, even, friendly.
    pub fn agent(rng: &mut Rng) -> Self {
        Self { pitch_hz: 188.0 + rng.f32() * 16.0, melody: 0.13, mouth: 1.12, breath: 0.6, edge: 0.62 }
    }

    /// A caller: anybody.
    pub fn caller(is_woman: bool, rng: &mut Rng) -> Self {
        let (pitch_hz, mouth) = if is_woman { (175.0, 1.13) } else { (92.0, 0.96) };
        Self {
            pitch_hz: pitch_hz + rng.f32() * if is_woman { 60.0 } else { 45.0 },
            melody: 0.10 + rng.f32() * 0.14,
            mouth: mouth + rng.f32() * 0.06,
            breath: 0.6 + rng.f32(),
            edge: 0.35 + rng.f32() * 0.4,
        }
    }

    /// Says a text in exactly the time of `out`.
    pub fn speak(&self, text: &str, out: &mut [f32], rng: &mut Rng) {
        let phones = phones(text);
        let whole_ms: f32 = phones.iter().map(|phone| phone.length_ms).sum();
        let samples_per_ms = out.len() as f32 / whole_ms;
        let is_question = text.trim_end().ends_with(['?', '？', '؟']);
        let mut larynx = Larynx::default();
        let mut mouth = Mouth::new(&phones[0]);
        let sway = rng.f32() * TAU;
        let (mut index, mut end, mut stress) = (0, phones[0].length_ms * samples_per_ms, 0.0_f32);
        let length = out.len().max(1) as f32;
        for (step, block) in out.chunks_mut(STEP).enumerate() {
            let at = (step * STEP) as f32;
            while at >= end && index + 1 < phones.len() {
                index += 1;
                end += phones[index].length_ms * samples_per_ms;
                if phones[index].voiced > 0.9 {
                    stress = rng.f32() * 2.0 - 0.7;
                }
            }
            let along = at / length;
            let lift = if is_question && along > 0.85 { (along - 0.85) * 2.4 } else { 0.0 };
            let bend = (along * length / RATE * 2.3 + sway).sin() * 0.5 + stress * 0.5;
            let hz = self.pitch_hz * (1.09 - 0.2 * along + lift + self.melody * bend);
            larynx.glide_to(hz);
            mouth.move_to(&phones[index], self.mouth);
            let fade = (at / 320.0).min((length - at) / 480.0).clamp(0.0, 1.0);
            for sample in block {
                let noise = rng.f32() * 2.0 - 1.0;
                let buzz = larynx.buzz(self.edge, noise);
                *sample += fade * mouth.sound(buzz, noise, self.breath);
            }
        }
    }
}

/// The source: a pulse train that is never quite regular.
#[derive(Debug, Default)]
struct Larynx {
    phase: f32,
    hz: f32,
    soft: f32,
    shimmer: f32,
}

impl Larynx {
    fn glide_to(&mut self, hz: f32) {
        self.hz = if self.hz == 0.0 { hz } else { self.hz + 0.06 * (hz - self.hz) };
    }

    /// Opens slowly, closes fast (after Rosenberg), and is heard as its change.
    fn buzz(&mut self, edge: f32, noise: f32) -> f32 {
        self.phase += self.hz / RATE;
        if self.phase >= 1.0 {
            self.phase -= 1.0;
            self.shimmer = 1.0 + 0.08 * noise;
            self.phase += 0.006 * noise.abs();
        }
        let flow = match self.phase {
            p if p < 0.4 => 0.5 * (1.0 - (PI * p / 0.4).cos()),
            p if p < 0.56 => (PI * 0.5 * (p - 0.4) / 0.16).cos(),
            _ => 0.0,
        };
        let change = flow - self.soft;
        self.soft += (0.25 + 0.5 * edge) * change;
        change * self.shimmer.max(0.8)
    }
}

/// The filter: resonances that glide from sound to sound.
#[derive(Debug)]
struct Mouth {
    formants: [f32; 3],
    voiced: f32,
    breath: f32,
    breath_hz: f32,
    resonators: [Resonator; 4],
    hiss: Resonator,
}

impl Mouth {
    fn new(phone: &Phone) -> Self {
        Self {
            formants: phone.formants,
            voiced: 0.0,
            breath: 0.0,
            breath_hz: phone.breath_hz,
            resonators: Default::default(),
            hiss: Resonator::default(),
        }
    }

    /// One step towards a sound: lips and tongue need some 30 ms, the breath less.
    fn move_to(&mut self, phone: &Phone, scale: f32) {
        for (formant, target) in self.formants.iter_mut().zip(phone.formants) {
            *formant += 0.055 * (target - *formant);
        }
        self.voiced += 0.11 * (phone.voiced - self.voiced);
        self.breath += 0.22 * (phone.breath - self.breath);
        self.breath_hz += 0.3 * (phone.breath_hz - self.breath_hz);
        for (index, (resonator, width)) in self.resonators.iter_mut().zip([75.0, 95.0, 130.0, 220.0]).enumerate() {
            let hz = self.formants.get(index).copied().unwrap_or(3_450.0);
            resonator.tune((hz * scale).min(7_000.0), width);
        }
        self.hiss.tune(self.breath_hz.min(7_000.0), 900.0);
    }

    fn sound(&mut self, buzz: f32, noise: f32, breathiness: f32) -> f32 {
        let excited = self.voiced * (buzz + 0.02 * breathiness * noise);
        let voice = self.resonators.iter_mut().fold(excited, |sound, resonator| resonator.ring(sound));
        voice + self.breath * 0.35 * self.hiss.ring(noise)
    }
}

/// A second-order resonance with unit gain at its foot (after Klatt 1980).
#[derive(Debug, Default)]
struct Resonator {
    gain: f32,
    near: f32,
    far: f32,
    last: f32,
    before: f32,
}

impl Resonator {
    fn tune(&mut self, hz: f32, width_hz: f32) {
        let radius = (-PI * width_hz / RATE).exp();
        self.far = -radius * radius;
        self.near = 2.0 * radius * (TAU * hz / RATE).cos();
        self.gain = 1.0 - self.near - self.far;
    }

    fn ring(&mut self, input: f32) -> f32 {
        let out = self.gain * input + self.near * self.last + self.far * self.before;
        self.before = self.last;
        self.last = out;
        out
    }
}
