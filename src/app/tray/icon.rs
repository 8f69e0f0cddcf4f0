//! The program's icon in the sizes of trays, with a dot where calls are unread. Pixels only.

/// A square picture: four bytes a pixel, red, green, blue, opacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a side.
    pub side: usize,
    /// Row by row.
    pub rgba: Vec<u8>,
    /// Of the dot: red, green, blue.
    pub dot: [u8; 3],
}

/// The sizes, in pixels a side: what is smaller than the largest is cut down by whoever shows it.
#[cfg_attr(not(any(test, target_os = "linux")), expect(dead_code, reason = "there is no tray"))]
pub const SIDES: [usize; 3] = [64, 32, 16];

/// How large the dot is, and the ring around it that keeps it apart, as shares of a side.
const DOT: f32 = 0.20;
const RING: f32 = 0.26;

impl Picture {
    /// In that size, as opacity, red, green, blue; with the dot or without.
    #[cfg_attr(not(any(test, target_os = "linux")), expect(dead_code, reason = "there is no tray"))]
    pub fn argb(&self, side: usize, has_dot: bool) -> Vec<u8> {
        let scale = (self.side / side.max(1)).max(1);
        let mut argb = Vec::with_capacity(side * side * 4);
        for y in 0..side {
            for x in 0..side {
                let [red, green, blue, opacity] = self.mean(x * scale, y * scale, scale);
                let pixel = if has_dot {
                    self.dotted([red, green, blue, opacity], x, y, side)
                } else {
                    [red, green, blue, opacity]
                };
                argb.extend([pixel[3], pixel[0], pixel[1], pixel[2]]);
            }
        }
        argb
    }

    /// The mean of a square of pixels; those that are not seen have no colour.
    fn mean(&self, left: usize, top: usize, side: usize) -> [u8; 4] {
        let mut sums = [0_u32; 4];
        for y in top..(top + side).min(self.side) {
            let row = y * self.side;
            for x in left..(left + side).min(self.side) {
                let Some(pixel) = self.rgba.get((row + x) * 4..(row + x) * 4 + 4) else { continue };
                let opacity = u32::from(pixel[3]);
                for (sum, part) in sums.iter_mut().zip(&pixel[..3]) {
                    *sum += u32::from(*part) * opacity;
                }
                sums[3] += opacity;
            }
        }
        let count = u32::try_from(side * side).unwrap_or(u32::MAX).max(1);
        let part = |sum: u32| u8::try_from(sum / sums[3].max(1)).unwrap_or(u8::MAX);
        [part(sums[0]), part(sums[1]), part(sums[2]), u8::try_from(sums[3] / count).unwrap_or(u8::MAX)]
    }

    /// A dot low on the right, with an edge as soft as one pixel.
    fn dotted(&self, pixel: [u8; 4], x: usize, y: usize, side: usize) -> [u8; 4] {
        let side = side as f32;
        let centre = side * (1.0 - RING);
        let away = (x as f32 + 0.5 - centre).hypot(y as f32 + 0.5 - centre);
        let within = |share: f32| (side * share - away + 0.5).clamp(0.0, 1.0);
        let (dot, ring) = (within(DOT), within(RING));
        let seen = f32::from(pixel[3]) * (1.0 - ring);
        let opacity = seen + 255.0 * dot * (1.0 - seen / 255.0);
        if opacity < 1.0 {
            return [0; 4];
        }
        let mixed = |of: u8, dotted: u8| {
            let dot = 255.0 * dot * (1.0 - seen / 255.0);
            ((f32::from(of) * seen + f32::from(dotted) * dot) / opacity).round() as u8
        };
        [
            mixed(pixel[0], self.dot[0]),
            mixed(pixel[1], self.dot[1]),
            mixed(pixel[2], self.dot[2]),
            opacity.round() as u8,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blue() -> Picture {
        Picture { side: 256, rgba: [0, 0, 255, 255].repeat(256 * 256), dot: [200, 0, 0] }
    }

    fn at(argb: &[u8], side: usize, x: usize, y: usize) -> [u8; 4] {
        let at = (y * side + x) * 4;
        [argb[at], argb[at + 1], argb[at + 2], argb[at + 3]]
    }

    #[test]
    fn every_size_is_whole_and_the_dot_stands_apart() {
        for side in SIDES {
            let (plain, dotted) = (blue().argb(side, false), blue().argb(side, true));
            assert_eq!((plain.len(), dotted.len()), (side * side * 4, side * side * 4));
            assert_eq!(at(&plain, side, side / 2, side / 2), [255, 0, 0, 255]);
            let centre = side * 7 / 10;
            assert_eq!(at(&dotted, side, centre, centre), [255, 200, 0, 0], "{side}");
            assert_eq!(at(&dotted, side, 0, 0), at(&plain, side, 0, 0));
        }
        // Between dot and picture there is nothing.
        let dotted = blue().argb(64, true);
        let gap = (0..64).map(|x| at(&dotted, 64, x, 44)[0]).min();
        assert!(gap.is_some_and(|opacity| opacity < 60), "{gap:?}");
    }

    #[test]
    fn what_is_not_seen_colours_nothing() {
        let mut picture = blue();
        for pixel in picture.rgba.chunks_exact_mut(4).step_by(2) {
            pixel.copy_from_slice(&[255, 255, 255, 0]);
        }
        assert_eq!(at(&picture.argb(16, false), 16, 3, 3), [127, 0, 0, 255]);
        assert_eq!(Picture { side: 0, rgba: Vec::new(), dot: [0; 3] }.argb(16, false).len(), 16 * 16 * 4);
    }
}
