//! The sound device; the only file that names rodio and cpal. Its callback pulls from a [`Tap`] and does nothing else.

use std::any::Any;
use std::num::{NonZero, NonZeroU16, NonZeroU32};
use std::sync::Arc;
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::{DeviceSinkBuilder, Source, cpal};

use super::ring::Tap;
use crate::bus::AudioDevice;

/// Told when a device stops playing for good. Called from the device's thread.
pub type Lost = Arc<dyn Fn() + Send + Sync>;

/// Makes the end that the device pulls from, for its rate and its channels.
pub type MakeTap<'a> = &'a mut dyn FnMut(u32, usize) -> Tap;

/// Where sound goes: the machine's devices, or a test's.
pub trait Output {
    /// Opens a device by its id, or the system's choice.
    ///
    /// # Errors
    /// Why not, and what to do, in sentences.
    fn open(&mut self, device: Option<&str>, make: MakeTap<'_>, lost: Lost) -> Result<Opened, String>;

    /// The devices there are.
    fn devices(&mut self) -> Vec<AudioDevice>;
}

/// An open device. Dropped, it is closed.
pub struct Opened {
    /// Frames that it took and that are not heard yet.
    pub behind: u64,
    /// Keeps it open.
    pub stream: Box<dyn Any>,
}

/// The machine's devices.
#[derive(Default)]
pub(super) struct Speakers;

impl Output for Speakers {
    fn open(&mut self, device: Option<&str>, make: MakeTap<'_>, lost: Lost) -> Result<Opened, String> {
        let host = cpal::default_host();
        let chosen = match device {
            Some(id) => {
                let found =
                    host.output_devices().ok().and_then(|mut devices| devices.find(|device| is_named(device, id)));
                Some(found.ok_or(say!("The chosen sound device is not there. Connect it, or choose another one."))?)
            }
            None => host.default_output_device(),
        };
        let device =
            chosen.ok_or(say!("There is no sound device. Connect headphones or speakers, then play again."))?;
        let builder = DeviceSinkBuilder::from_device(device).map_err(|error| refused(&error))?;
        let mut sink = builder
            .with_error_callback(move |error: cpal::Error| {
                if is_fatal(error.kind()) {
                    lost();
                } else {
                    log::debug!("the sound device reports: {error}");
                }
            })
            .open_stream()
            .map_err(|error| refused(&error))?;
        sink.log_on_drop(false);
        let config = *sink.config();
        let (rate, channels) = (config.sample_rate(), config.channel_count());
        let tap = make(rate.get(), usize::from(channels.get()));
        sink.mixer().add(TapSource { tap, rate, channels });
        let behind = match config.buffer_size() {
            cpal::BufferSize::Fixed(frames) => u64::from(*frames),
            cpal::BufferSize::Default => 0,
        };
        Ok(Opened { behind, stream: Box::new(sink) })
    }

    fn devices(&mut self) -> Vec<AudioDevice> {
        let Ok(devices) = cpal::default_host().output_devices() else { return Vec::new() };
        let named = devices.filter_map(|device| {
            let id = device.id().ok()?.to_string();
            let name = device.description().map_or_else(|_| id.clone(), |description| description.name().to_owned());
            Some(AudioDevice { id, name })
        });
        named.collect()
    }
}

fn is_named(device: &cpal::Device, id: &str) -> bool {
    device.id().is_ok_and(|found| found.to_string() == id)
}

/// The stream is over; other errors are hiccups.
fn is_fatal(kind: cpal::ErrorKind) -> bool {
    matches!(
        kind,
        cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::HostUnavailable | cpal::ErrorKind::StreamInvalidated
    )
}

fn refused(error: &dyn std::error::Error) -> String {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let cause = cause.trim_end_matches('.');
    say!(
        "The sound device can't be used: {cause}. Check that no other program holds it, or choose another one.",
        cause = cause
    )
}

/// A tap as rodio's mixer takes it: of the device's own rate and channels, so that nothing is converted. Never ends.
struct TapSource {
    tap: Tap,
    rate: NonZeroU32,
    channels: NonZeroU16,
}

impl Iterator for TapSource {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        Some(self.tap.sample())
    }
}

impl Source for TapSource {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        self.channels
    }

    fn sample_rate(&self) -> NonZero<u32> {
        self.rate
    }

    fn total_duration(&self) -> Option<Duration> {
        None
    }
}
