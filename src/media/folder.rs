//! The files on disk: where they are, how one becomes whole, what is there. No name in it comes from anywhere but a call's
//! number and the kind of file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::desk::Key;
use crate::call::{Media, MediaKind, Seq, UnixMillis, attached_sum};

/// Read at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// The folder in the inbox's.
const MEDIA: &str = "media";

/// The folder and its two hundred and fifty-six rooms, which keep each one short.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

/// A file that lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) key: Key,
    pub(super) bytes: u64,
    /// Still arriving, when it was last touched.
    pub(super) is_part: bool,
    pub(super) changed_at: UnixMillis,
}

impl Folder {
    /// `media` in the data folder.
    ///
    /// # Errors
    /// It can't be made.
    pub(super) fn open(parent: &Path) -> io::Result<Self> {
        let root = parent.join(MEDIA);
        make(&root)?;
        Ok(Self { root })
    }

    /// Where a whole file is.
    pub(super) fn whole(&self, key: Key) -> PathBuf {
        self.room(key).join(stem(key))
    }

    /// Where a file is that is here: one that was attached lies beside the fetched one, under its checksum.
    pub(super) fn place(&self, media: &Media) -> PathBuf {
        let key = (media.seq, media.kind);
        attached_sum(&media.uri).map_or_else(|| self.whole(key), |sum| self.attached(key, sum))
    }

    fn attached(&self, key: Key, sum: &str) -> PathBuf {
        self.room(key).join(format!("{}-attached-{sum}", stem(key)))
    }

    /// Copies a file from anywhere on this machine beside what was fetched. Gives its checksum and its length, once it is on
    /// disk.
    pub(super) fn take_in(&self, key: Key, source: &Path, most_bytes: u64) -> io::Result<(String, u64)> {
        make(&self.room(key))?;
        let mut copy = tempfile::Builder::new().prefix("attaching-").tempfile_in(self.room(key))?;
        let mut from = File::open(source)?.take(most_bytes + 1);
        let (mut hasher, mut block, mut bytes) = (Sha256::new(), vec![0; BLOCK_BYTES], 0);
        loop {
            let read = from.read(&mut block)?;
            if read == 0 {
                break;
            }
            bytes += read as u64;
            if bytes > most_bytes {
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            hasher.update(&block[..read]);
            copy.write_all(&block[..read])?;
        }
        copy.as_file().sync_all()?;
        let sum: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        copy.persist(self.attached(key, &sum)).map_err(|error| error.error)?;
        sync_folder(&self.room(key));
        Ok((sum, bytes))
    }

    /// Where a file is that is still arriving.
    pub(super) fn part(&self, key: Key) -> PathBuf {
        self.room(key).join(format!("{}.part", stem(key)))
    }

    /// Opens what is arriving, to be written into. What was there stays.
    pub(super) fn open_part(&self, key: Key) -> io::Result<File> {
        make(&self.room(key))?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.part(key))
    }

    /// A file that has arrived gets its name, and its checksum in lower-case hex. It is on disk when this returns. `go_on`
    /// is asked between blocks.
    pub(super) fn finish(&self, key: Key, file: &mut File, len: u64, go_on: &dyn Fn() -> bool) -> io::Result<String> {
        file.set_len(len)?;
        file.sync_all()?;
        file.seek(SeekFrom::Start(0))?;
        let mut hasher = Sha256::new();
        let mut block = vec![0; BLOCK_BYTES];
        loop {
            if !go_on() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            match file.read(&mut block)? {
                0 => break,
                read => hasher.update(&block[..read]),
            }
        }
        fs::rename(self.part(key), self.whole(key))?;
        sync_folder(&self.room(key));
        Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// What ended too early gets its name nevertheless.
    pub(super) fn settle_for_less(&self, key: Key, len: u64) -> io::Result<()> {
        self.open_part(key)?.set_len(len)?;
        fs::rename(self.part(key), self.whole(key))
    }

    /// Goes back to arriving, with what is there.
    pub(super) fn unsettle(&self, key: Key) {
        _ = fs::rename(self.whole(key), self.part(key));
    }

    /// The length of a file, whole or not; `None` if there is none.
    pub(super) fn len(path: &Path) -> Option<u64> {
        fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len())
    }

    /// Takes a file away, whole or not.
    ///
    /// # Errors
    /// It is still there.
    pub(super) fn remove(&self, key: Key) -> io::Result<()> {
        for path in [self.whole(key), self.part(key)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Everything that lies there under a name of ours.
    pub(super) fn list(&self) -> Vec<Found> {
        let rooms = fs::read_dir(&self.root).into_iter().flatten().flatten();
        let files = rooms.flat_map(|room| fs::read_dir(room.path()).into_iter().flatten().flatten());
        files.filter_map(|file| found(&file)).collect()
    }

    fn room(&self, (seq, _): Key) -> PathBuf {
        self.root.join(format!("{:02x}", seq.0 & 0xff))
    }
}

/// A file that is here, for who only reads, also beside the program that owns the folder. It can be read to its end even if
/// it is taken away meanwhile.
///
/// # Errors
/// It is not there.
pub fn open_kept(parent: &Path, media: &Media) -> io::Result<File> {
    File::open(Folder { root: parent.join(MEDIA) }.place(media))
}

/// How many files lie in a folder, and what they take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoomTaken {
    /// How many recordings, whole or not.
    pub recordings: u64,
    /// What they take.
    pub recording_bytes: u64,
    /// How many transcripts, whole or not.
    pub transcripts: u64,
    /// What they take.
    pub transcript_bytes: u64,
}

/// Looks how much room files take in an inbox's folder, by their names and lengths.
pub fn room_taken(parent: &Path) -> RoomTaken {
    let mut taken = RoomTaken::default();
    for file in (Folder { root: parent.join(MEDIA) }).list() {
        let (count, bytes) = match file.key.1 {
            MediaKind::Recording => (&mut taken.recordings, &mut taken.recording_bytes),
            MediaKind::Transcript => (&mut taken.transcripts, &mut taken.transcript_bytes),
        };
        *count += 1;
        *bytes += file.bytes;
    }
    taken
}

/// Writes at a place.
pub(super) fn write_at(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

/// Whether these bytes are there, at that place.
pub(super) fn has_at(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<bool> {
    let mut there = vec![0; bytes.len()];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut there)?;
    Ok(there == bytes)
}

fn stem((seq, kind): Key) -> String {
    let kind = match kind {
        MediaKind::Recording => "recording",
        MediaKind::Transcript => "transcript",
    };
    format!("{}-{kind}", seq.0)
}

fn found(file: &fs::DirEntry) -> Option<Found> {
    let name = file.file_name().into_string().ok()?;
    let (stem, is_part) = name.strip_suffix(".part").map_or((name.as_str(), false), |stem| (stem, true));
    let (seq, kind) = stem.split_once('-')?;
    let kind = match kind {
        "recording" => MediaKind::Recording,
        "transcript" => MediaKind::Transcript,
        _ => return None,
    };
    let known = file.metadata().ok().filter(fs::Metadata::is_file)?;
    let changed_at = known.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let changed_at = UnixMillis(i64::try_from(changed_at.as_millis()).unwrap_or(i64::MAX));
    Some(Found { key: (Seq(seq.parse().ok()?), kind), bytes: known.len(), is_part, changed_at })
}

#[cfg(unix)]
fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// So that a new name survives a power cut. Where folders can't be synced, the next start finds out.
fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Key = (Seq(258), MediaKind::Recording);

    #[test]
    fn a_file_gets_its_name_and_checksum_once_it_is_whole() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path()).unwrap();
        let mut part = folder.open_part(KEY).unwrap();
        write_at(&mut part, 2, b"c").unwrap();
        write_at(&mut part, 0, b"ab").unwrap();
        assert!(folder.part(KEY).ends_with("media/02/258-recording.part"));
        let sum = folder.finish(KEY, &mut part, 3, &|| true).unwrap();
        assert_eq!(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let media = |kind| Media::named(KEY.0, kind, String::from("https://a/b"));
        let mut kept = Vec::new();
        open_kept(parent.path(), &media(KEY.1)).unwrap().read_to_end(&mut kept).unwrap();
        assert_eq!(kept, b"abc");
        assert!(open_kept(parent.path(), &media(MediaKind::Transcript)).is_err());
        let list = folder.list();
        assert_eq!((list[0].key, list[0].bytes, list[0].is_part, list.len()), (KEY, 3, false, 1));
        folder.remove(KEY).unwrap();
        folder.remove(KEY).unwrap();
        assert_eq!(folder.list(), []);
    }

    #[test]
    fn an_attached_file_lies_beside_the_fetched_one_and_leaves_nothing_behind_where_it_fails() {
        let parent = tempfile::tempdir().unwrap();
        let folder = Folder::open(parent.path()).unwrap();
        let mut part = folder.open_part(KEY).unwrap();
        write_at(&mut part, 0, b"fetched").unwrap();
        folder.finish(KEY, &mut part, 7, &|| true).unwrap();
        let source = parent.path().join("mine.wav");
        fs::write(&source, b"abc").unwrap();
        let (sum, bytes) = folder.take_in(KEY, &source, 3).unwrap();
        let media = Media::attached(KEY, sum, "mine.wav", bytes, UnixMillis(1));
        let mut kept = Vec::new();
        open_kept(parent.path(), &media).unwrap().read_to_end(&mut kept).unwrap();
        assert_eq!((kept.as_slice(), Folder::len(&folder.whole(KEY)), folder.list().len()), (&b"abc"[..], Some(7), 1));
        let lies_there = || fs::read_dir(parent.path().join("media/02")).unwrap().count();
        assert_eq!(lies_there(), 2);
        assert_eq!(folder.take_in(KEY, &source, 2).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(folder.take_in(KEY, &parent.path().join("gone"), 9).is_err());
        assert_eq!(lies_there(), 2);
    }
}
