//! The painter of the gallery: what egui wants painted, as pixels, without a graphics card. Triangles are filled by the
//! top-left rule, so that no pixel is blended twice; colours are blended as the window's own painter does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Primitive, Vertex};
use egui::{Color32, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;

/// A picture: rows of pixels from the top.
pub struct Pixels {
    pub width: usize,
    pub height: usize,
    pixels: Vec<[f32; 4]>,
}

/// Keeps the textures that egui hands over; shared between the window and who paints it.
#[derive(Clone, Default)]
pub struct Textures(Arc<Mutex<HashMap<TextureId, Texture>>>);

#[derive(Default)]
struct Texture {
    width: usize,
    height: usize,
    texels: Vec<Color32>,
}

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, changes) in delta.set.drain() {
            for change in changes {
                textures.entry(id).or_default().take(&change);
            }
        }
        for id in delta.free.drain() {
            textures.remove(&id);
        }
    }
}

impl Texture {
    fn take(&mut self, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let [width, height] = image.size;
        let Some([left, top]) = change.pos else {
            *self = Self { width, height, texels: image.pixels.clone() };
            return;
        };
        for y in 0..height {
            let to = (top + y) * self.width + left;
            self.texels[to..to + width].copy_from_slice(&image.pixels[y * width..(y + 1) * width]);
        }
    }

    /// Between the four nearest texels, as a graphics card does; of 0 to 255.
    fn at(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.width as f32 - 0.5, v * self.height as f32 - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let one = self.texel(left, top);
        if across < 0.01 && down < 0.01 {
            return one;
        }
        let (two, three) = (self.texel(left + 1.0, top), self.texel(left, top + 1.0));
        let four = self.texel(left + 1.0, top + 1.0);
        core::array::from_fn(|at| {
            let upper = one[at] + (two[at] - one[at]) * across;
            let lower = three[at] + (four[at] - three[at]) * across;
            upper + (lower - upper) * down
        })
    }

    fn texel(&self, x: f32, y: f32) -> [f32; 4] {
        let x = (x.max(0.0) as usize).min(self.width - 1);
        let y = (y.max(0.0) as usize).min(self.height - 1);
        wide(self.texels[y * self.width + x])
    }
}

/// Each part of 0 to 255.
fn wide(color: Color32) -> [f32; 4] {
    [f32::from(color.r()), f32::from(color.g()), f32::from(color.b()), f32::from(color.a())]
}

/// Paints it on a ground of that colour.
pub fn paint(
    primitives: &[ClippedPrimitive],
    textures: &Textures,
    size: [usize; 2],
    pixels_per_point: f32,
    ground: Color32,
) -> Pixels {
    let [width, height] = size;
    let mut picture = Pixels { width, height, pixels: vec![wide(ground); width * height] };
    let textures = textures.0.lock().unwrap_or_else(PoisonError::into_inner);
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        let Primitive::Mesh(mesh) = primitive else { continue };
        let Some(texture) = textures.get(&mesh.texture_id) else { continue };
        let clip = Clip::of(*clip_rect, pixels_per_point, size);
        for corners in mesh.indices.chunks_exact(3) {
            let corners = [corners[0], corners[1], corners[2]].map(|at| mesh.vertices[at as usize]);
            picture.triangle(corners, texture, &clip, pixels_per_point);
        }
    }
    picture
}

/// What may be painted, in pixels.
struct Clip {
    left: i64,
    top: i64,
    right: i64,
    bottom: i64,
}

impl Clip {
    fn of(rect: Rect, pixels_per_point: f32, [width, height]: [usize; 2]) -> Self {
        let edge = |points: f32, most: usize| ((points * pixels_per_point).round() as i64).clamp(0, most as i64);
        Self {
            left: edge(rect.left(), width),
            top: edge(rect.top(), height),
            right: edge(rect.right(), width),
            bottom: edge(rect.bottom(), height),
        }
    }
}

/// A pixel has so many places for a corner, each way.
const PLACES: i64 = 256;

impl Pixels {
    fn triangle(&mut self, mut corners: [Vertex; 3], texture: &Texture, clip: &Clip, pixels_per_point: f32) {
        let place = |pos: Pos2| {
            let scaled = |points: f32| (points * pixels_per_point * PLACES as f32).round() as i64;
            (scaled(pos.x), scaled(pos.y))
        };
        let mut at = corners.map(|corner| place(corner.pos));
        let mut area = cross(at[0], at[1], at[2]);
        if area == 0 {
            return;
        }
        if area < 0 {
            at.swap(1, 2);
            corners.swap(1, 2);
            area = -area;
        }
        let rows = at.map(|(_, y)| y.div_euclid(PLACES));
        let (first, last) = (rows[0].min(rows[1]).min(rows[2]), rows[0].max(rows[1]).max(rows[2]));
        let edges = [(1, 2), (2, 0), (0, 1)].map(|(from, to)| Edge::between(at[from], at[to]));
        let [one, two, three] = corners;
        let is_plain = one.color == two.color && two.color == three.color && one.uv == two.uv && two.uv == three.uv;
        let plain = is_plain.then(|| times(wide(one.color), texture.at(one.uv.x, one.uv.y)));
        let (uvs, colors) = (corners.map(|corner| corner.uv), corners.map(|corner| wide(corner.color)));
        for y in first.max(clip.top)..(last + 1).min(clip.bottom) {
            let row = y * PLACES + PLACES / 2;
            let (mut left, mut right) = (clip.left, clip.right);
            for edge in &edges {
                edge.narrow(row, &mut left, &mut right);
            }
            if left >= right {
                continue;
            }
            let begin = y as usize * self.width;
            let pixels = &mut self.pixels[begin + left as usize..begin + right as usize];
            match plain {
                Some(ink) if ink[3] >= 255.0 => pixels.fill(ink),
                Some(ink) => pixels.iter_mut().for_each(|pixel| *pixel = over(*pixel, ink)),
                None => {
                    for (pixel, x) in pixels.iter_mut().zip(left..) {
                        let here = (x * PLACES + PLACES / 2, row);
                        let share = [0, 1, 2].map(|at| edges[at].at(here) as f32 / area as f32);
                        let u = uvs[0].x * share[0] + uvs[1].x * share[1] + uvs[2].x * share[2];
                        let v = uvs[0].y * share[0] + uvs[1].y * share[1] + uvs[2].y * share[2];
                        let color = core::array::from_fn(|at| {
                            colors[0][at] * share[0] + colors[1][at] * share[1] + colors[2][at] * share[2]
                        });
                        *pixel = over(*pixel, times(color, texture.at(u, v)));
                    }
                }
            }
        }
    }

    /// Three bytes a pixel.
    pub fn to_rgb(&self) -> Vec<u8> {
        let byte = |value: &f32| value.round().clamp(0.0, 255.0) as u8;
        self.pixels.iter().flat_map(|pixel| [byte(&pixel[0]), byte(&pixel[1]), byte(&pixel[2])]).collect()
    }
}

/// One side of a triangle; positive inside.
struct Edge {
    from: (i64, i64),
    to: (i64, i64),
    /// The least that is inside: an edge that is shared belongs to one of both triangles.
    least: i64,
}

impl Edge {
    fn between(from: (i64, i64), to: (i64, i64)) -> Self {
        let is_top_left = to.1 < from.1 || (to.1 == from.1 && to.0 > from.0);
        Self { from, to, least: i64::from(!is_top_left) }
    }

    fn at(&self, point: (i64, i64)) -> i64 {
        cross(self.from, self.to, point)
    }

    /// Leaves of a row's pixels those that are inside.
    fn narrow(&self, row: i64, left: &mut i64, right: &mut i64) {
        let step = (self.from.1 - self.to.1) * PLACES;
        let room = self.at((PLACES / 2, row)) - self.least;
        if step > 0 {
            *left = (*left).max((-room).div_euclid(step) + i64::from((-room).rem_euclid(step) > 0));
        } else if step < 0 {
            *right = (*right).min(room.div_euclid(-step) + 1);
        } else if room < 0 {
            *right = *left;
        }
    }
}

/// Twice the area, positive on one side of a line.
fn cross(from: (i64, i64), to: (i64, i64), point: (i64, i64)) -> i64 {
    (to.0 - from.0) * (point.1 - from.1) - (to.1 - from.1) * (point.0 - from.0)
}

fn times(one: [f32; 4], other: [f32; 4]) -> [f32; 4] {
    [0, 1, 2, 3].map(|at| one[at] * other[at] / 255.0)
}

/// Both with their alpha multiplied in.
fn over(under: [f32; 4], ink: [f32; 4]) -> [f32; 4] {
    let rest = 1.0 - ink[3] / 255.0;
    [ink[0] + under[0] * rest, ink[1] + under[1] * rest, ink[2] + under[2] * rest, ink[3] + under[3] * rest]
}
