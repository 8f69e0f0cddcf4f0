//! A disk that loses its power: reads what `unsynced.c` noted, and rebuilds the folder as a cut at any point would have
//! left it. Knows nothing of what is in the files.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use fastrand::Rng;

/// A disk writes these whole or not at all, in bytes.
const SECTOR: usize = 512;

/// One thing that was done to the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'a> {
    pub kind: u8,
    inode: u64,
    number: u64,
    bytes: &'a [u8],
    /// Where its record ends in the journal.
    pub end: usize,
}

/// The whole records of a journal.
pub fn steps(journal: &[u8]) -> Vec<Step<'_>> {
    let number = |at: usize| journal.get(at..at + 8).map(|bytes| u64::from_le_bytes(bytes.try_into().unwrap()));
    let mut found = Vec::new();
    let mut at = 0;
    while let (Some(inode), Some(value), Some(length)) = (number(at + 1), number(at + 9), number(at + 17)) {
        let end = at + 25 + usize::try_from(length).unwrap();
        let Some(bytes) = journal.get(at + 25..end) else { break };
        found.push(Step { kind: journal[at], inode, number: value, bytes, end });
        at = end;
    }
    found
}

/// The folder's files: what is certain, and what was done since.
#[derive(Default)]
pub struct Disk {
    files: Vec<File>,
    by_inode: HashMap<u64, usize>,
    names: BTreeMap<String, usize>,
    certain_names: BTreeMap<String, usize>,
    /// Of this file it says "synced" one sync too early, as some disks do.
    lies_about: Option<&'static str>,
}

#[derive(Default)]
struct File {
    certain: Vec<u8>,
    unsynced: Vec<Change>,
    /// How much of that a lying disk has promised.
    promised: usize,
}

enum Change {
    Written(usize, Vec<u8>),
    Cut(usize),
}

impl Disk {
    /// One that keeps its promises.
    pub fn honest() -> Self {
        Self::default()
    }

    /// One that does not, of one file: each sync makes certain only what the sync before it had promised.
    pub fn lying_about(name: &'static str) -> Self {
        Self { lies_about: Some(name), ..Self::default() }
    }

    pub fn take(&mut self, step: &Step<'_>) {
        let name = || String::from_utf8(step.bytes.to_vec()).unwrap();
        let number = usize::try_from(step.number).unwrap();
        match step.kind {
            b'C' => {
                self.files.push(File::default());
                self.by_inode.insert(step.inode, self.files.len() - 1);
                self.names.insert(name(), self.files.len() - 1);
            }
            b'R' => {
                let file = self.by_inode[&step.inode];
                self.names.insert(name(), file);
            }
            b'U' => _ = self.names.remove(&name()),
            b'D' => self.certain_names = self.names.clone(),
            b'W' => self.file(step).unsynced.push(Change::Written(number, step.bytes.to_vec())),
            b'T' => self.file(step).unsynced.push(Change::Cut(number)),
            b'F' => self.file(step).forget(),
            b'S' => {
                let lied_about = self.lies_about.and_then(|name| self.names.get(name)).copied();
                let is_lying = lied_about == Some(self.by_inode[&step.inode]);
                self.file(step).sync(is_lying);
            }
            other => panic!("the journal holds {other}"),
        }
    }

    fn file(&mut self, step: &Step<'_>) -> &mut File {
        &mut self.files[self.by_inode[&step.inode]]
    }

    /// Whether something of a file whose name begins so would be lost now.
    pub fn has_unsynced(&self, prefix: &str) -> bool {
        self.names.iter().any(|(name, file)| name.starts_with(prefix) && !self.files[*file].unsynced.is_empty())
    }

    /// Writes the folder as it is after a cut: what was synced, and of the rest what luck keeps (nothing, without).
    pub fn rebuild(&self, folder: &Path, mut luck: Option<&mut Rng>) {
        let share = luck.as_mut().map_or(0.0, |luck| [0.1, 0.5, 0.9][luck.usize(..3)]);
        let is_newer = luck.as_mut().is_some_and(|luck| luck.bool());
        let names = if is_newer { &self.names } else { &self.certain_names };
        for (name, file) in names {
            let file = &self.files[*file];
            let mut bytes = file.certain.clone();
            if let Some(luck) = luck.as_mut() {
                file.unsynced.iter().for_each(|change| change.put_some(&mut bytes, luck, share));
            }
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }

    /// Every file as it would be without a cut.
    pub fn whole(&self) -> BTreeMap<String, Vec<u8>> {
        let whole = |file: &File| {
            let mut bytes = file.certain.clone();
            file.unsynced.iter().for_each(|change| change.put(&mut bytes));
            bytes
        };
        self.names.iter().map(|(name, file)| (name.clone(), whole(&self.files[*file]))).collect()
    }
}

impl File {
    fn sync(&mut self, is_lying: bool) {
        let certain = if is_lying { self.promised } else { self.unsynced.len() };
        for change in self.unsynced.drain(..certain) {
            change.put(&mut self.certain);
        }
        self.promised = self.unsynced.len();
    }

    /// A system that could not write something takes it for written from then on: the next sync succeeds without it.
    fn forget(&mut self) {
        self.unsynced.clear();
        self.promised = 0;
    }
}

impl Change {
    fn put(&self, file: &mut Vec<u8>) {
        match self {
            Self::Written(at, bytes) => write_at(file, *at, bytes),
            Self::Cut(size) => file.resize(*size, 0),
        }
    }

    /// Disks reorder what was not synced, and keep any of its sectors.
    fn put_some(&self, file: &mut Vec<u8>, luck: &mut Rng, share: f64) {
        match self {
            Self::Written(at, bytes) => {
                for (number, sector) in bytes.chunks(SECTOR).enumerate().filter(|_| luck.f64() < share) {
                    write_at(file, at + number * SECTOR, sector);
                }
            }
            Self::Cut(size) if luck.f64() < share => file.resize(*size, 0),
            Self::Cut(_) => {}
        }
    }
}

fn write_at(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[at..end].copy_from_slice(bytes);
}
