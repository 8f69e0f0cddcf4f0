//! How everything looks, as a person chose it: size, distances, contrast, motion. What the system asks for is told from
//! outside; here it is decided what counts.

use super::{Action, Inbox};
use crate::words;

/// The sizes that are offered, in percent.
pub const ZOOMS: [u16; 8] = [75, 90, 100, 110, 125, 150, 175, 200];

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// How large everything is, in percent; one of [`ZOOMS`].
    pub zoom_percent: u16,
    /// How much room rows take.
    pub density: Density,
    /// Stronger colours and edges.
    pub contrast: Wish,
    /// Nothing moves by itself.
    pub stillness: Wish,
}

impl Default for Looks {
    fn default() -> Self {
        Self { zoom_percent: 100, density: Density::default(), contrast: Wish::System, stillness: Wish::System }
    }
}

/// What the system asks of every program, where it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SystemLooks {
    /// High contrast.
    pub more_contrast: bool,
    /// Reduced motion.
    pub less_motion: bool,
}

/// How much room rows take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// Room to breathe.
    #[default]
    Comfortable,
    /// More rows in sight.
    Compact,
}

impl Density {
    /// In the order they are offered.
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        words::say(self.stored())
    }

    /// As it is stored, whatever the language.
    pub fn stored(self) -> &'static str {
        match self {
            Self::Comfortable => say_later!("Comfortable"),
            Self::Compact => say_later!("Compact"),
        }
    }
}

/// Something that the system may ask for, and that a person may decide otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wish {
    /// As the system says.
    #[default]
    System,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Wish {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::On, Self::Off];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        words::say(self.stored())
    }

    /// As it is stored, whatever the language.
    pub fn stored(self) -> &'static str {
        match self {
            Self::System => say_later!("System"),
            Self::On => say_later!("On"),
            Self::Off => say_later!("Off"),
        }
    }

    fn is_on(self, system: bool) -> bool {
        match self {
            Self::System => system,
            Self::On => true,
            Self::Off => false,
        }
    }
}

/// A change of how everything looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksAction {
    /// One size larger.
    Larger,
    /// One size smaller.
    Smaller,
    /// The usual size again.
    UsualSize,
    /// This size, in percent.
    Size(u16),
    /// This much room.
    Density(Density),
    /// The other of the two.
    SwitchDensity,
    /// High contrast, or as the system says.
    Contrast(Wish),
    /// The other of on and off.
    SwitchContrast,
    /// Reduced motion, or as the system says.
    Stillness(Wish),
    /// The other of on and off.
    SwitchStillness,
}

impl From<LooksAction> for Action {
    fn from(action: LooksAction) -> Self {
        Self::Looks(action)
    }
}

/// The nearest size that is offered.
pub fn nearest_zoom(percent: u16) -> u16 {
    ZOOMS.into_iter().min_by_key(|offered| offered.abs_diff(percent)).unwrap_or(100)
}

impl Inbox {
    pub(super) fn act_on_looks(&mut self, action: LooksAction) {
        let looks = self.looks;
        let size = looks.zoom_percent;
        match action {
            LooksAction::Larger => {
                self.looks.zoom_percent = ZOOMS.into_iter().find(|offered| *offered > size).unwrap_or(size);
            }
            LooksAction::Smaller => {
                self.looks.zoom_percent = ZOOMS.into_iter().rev().find(|offered| *offered < size).unwrap_or(size);
            }
            LooksAction::UsualSize => self.looks.zoom_percent = 100,
            LooksAction::Size(percent) => self.looks.zoom_percent = nearest_zoom(percent),
            LooksAction::Density(density) => self.looks.density = density,
            LooksAction::SwitchDensity => {
                self.looks.density = match looks.density {
                    Density::Comfortable => Density::Compact,
                    Density::Compact => Density::Comfortable,
                };
            }
            LooksAction::Contrast(wish) => self.looks.contrast = wish,
            LooksAction::SwitchContrast => {
                self.looks.contrast = if self.has_high_contrast() { Wish::Off } else { Wish::On };
            }
            LooksAction::Stillness(wish) => self.looks.stillness = wish,
            LooksAction::SwitchStillness => {
                self.looks.stillness = if self.is_still() { Wish::Off } else { Wish::On };
            }
        }
    }

    /// Colours and edges are the stronger ones.
    pub fn has_high_contrast(&self) -> bool {
        self.looks.contrast.is_on(self.system_looks.more_contrast)
    }

    /// Nothing moves by itself.
    pub fn is_still(&self) -> bool {
        self.looks.stillness.is_on(self.system_looks.less_motion)
    }

    pub(super) fn can_be_larger(&self) -> bool {
        ZOOMS.last().is_some_and(|most| self.looks.zoom_percent < *most)
    }

    pub(super) fn can_be_smaller(&self) -> bool {
        self.looks.zoom_percent > ZOOMS[0]
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::inbox;
    use super::*;

    #[test]
    fn sizes_go_in_steps_from_75_to_200_percent_and_back_to_the_usual() {
        let mut inbox = inbox();
        let mut seen = vec![];
        while inbox.can_be_larger() {
            inbox.act(LooksAction::Larger.into());
            seen.push(inbox.looks.zoom_percent);
        }
        assert_eq!(seen, [110, 125, 150, 175, 200]);
        inbox.act(LooksAction::Larger.into());
        assert_eq!(inbox.looks.zoom_percent, 200);
        while inbox.can_be_smaller() {
            inbox.act(LooksAction::Smaller.into());
        }
        assert_eq!(inbox.looks.zoom_percent, 75);
        inbox.act(LooksAction::UsualSize.into());
        assert_eq!(inbox.looks.zoom_percent, 100);
        inbox.act(LooksAction::Size(133).into());
        assert_eq!(inbox.looks.zoom_percent, 125);
        assert_eq!((nearest_zoom(0), nearest_zoom(60_000)), (75, 200));
    }

    #[test]
    fn the_system_decides_until_a_person_does() {
        let mut inbox = inbox();
        assert!(!inbox.has_high_contrast() && !inbox.is_still());
        inbox.system_looks = SystemLooks { more_contrast: true, less_motion: true };
        assert!(inbox.has_high_contrast() && inbox.is_still());
        inbox.act(LooksAction::SwitchContrast.into());
        inbox.act(LooksAction::SwitchStillness.into());
        assert!(!inbox.has_high_contrast() && !inbox.is_still());
        inbox.system_looks = SystemLooks::default();
        inbox.act(LooksAction::Contrast(Wish::On).into());
        assert!(inbox.has_high_contrast());
        inbox.act(LooksAction::SwitchDensity.into());
        assert_eq!(inbox.looks.density, Density::Compact);
    }
}
