//! Has the program begin when the person logs in: an entry in the system's own place for that, which they also find there.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context as _, Result, bail};

/// What the system calls us.
#[cfg(target_os = "macos")]
const LABEL: &str = "call-inbox";

/// Whether it can be arranged on this system.
pub const CAN_BE: bool = cfg!(all(unix, not(target_os = "android"), not(target_os = "ios")));

/// Where the entry is, or would be.
fn entry() -> Option<PathBuf> {
    let folders = directories::BaseDirs::new()?;
    #[cfg(target_os = "macos")]
    return Some(folders.home_dir().join("Library/LaunchAgents").join(format!("{LABEL}.plist")));
    #[cfg(not(target_os = "macos"))]
    return CAN_BE.then(|| folders.config_dir().join("autostart").join("call-inbox.desktop"));
}

/// Whether it is arranged for an inbox folder, with this program.
pub fn is_arranged(folder: &Path) -> bool {
    let there = entry().and_then(|entry| fs::read_to_string(entry).ok());
    let wanted = env::current_exe().ok().and_then(|program| text(&program, folder).ok());
    there.is_some() && there == wanted
}

/// Arranges it for an inbox folder, or takes the entry away.
///
/// # Errors
/// The entry can't be written or taken away, or the system has no such place.
pub fn arrange(is_wanted: bool, folder: &Path) -> Result<()> {
    let Some(entry) = entry() else {
        bail!(
            "This system has no place for it that Call Inbox knows. Add the program to what begins at login by hand."
        );
    };
    if is_wanted {
        let program = env::current_exe().context("The program does not know where it is")?;
        write_entry(&entry, &text(&program, folder)?)
    } else {
        match fs::remove_file(&entry) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("The entry can't be taken away: {}", entry.display()))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

fn write_entry(entry: &Path, text: &str) -> Result<()> {
    let folder = entry.parent().context("The entry has no folder")?;
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(entry, text))
        .with_context(|| format!("The entry can't be written: {}", entry.display()))
}

/// The entry, for one folder: another inbox would need one of its own.
fn text(program: &Path, folder: &Path) -> Result<String> {
    let words = [program.to_str(), Some("--hidden"), Some("--data-dir"), folder.to_str()];
    let words =
        words.into_iter().collect::<Option<Vec<&str>>>().context("The path holds letters that can't be kept")?;
    if words.iter().any(|word| word.contains(['\n', '\r'])) {
        bail!("The path holds a line break, which can't be kept.");
    }
    Ok(if cfg!(target_os = "macos") { launch_agent(&words) } else { desktop_entry(&words) })
}

/// As freedesktop.org's Desktop Entry Specification quotes: once for the arguments, once more for the value.
fn desktop_entry(words: &[&str]) -> String {
    let quoted = |word: &&str| {
        let mut quoted = String::from("\"");
        for letter in word.chars() {
            match letter {
                '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
                '\\' => quoted.push_str("\\\\\\\\"),
                '%' => quoted.push_str("%%"),
                _ => quoted.push(letter),
            }
        }
        quoted.push('"');
        quoted
    };
    let exec = words.iter().map(quoted).collect::<Vec<String>>().join(" ");
    format!(
        "[Desktop Entry]\nType=Application\nName=Call Inbox\nComment=Receives calls\nIcon=call-inbox\nExec={exec}\n\
         Terminal=false\nX-GNOME-Autostart-enabled=true\n"
    )
}

fn launch_agent(words: &[&str]) -> String {
    let escaped = |word: &&str| {
        let word = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        format!("    <string>{word}</string>\n")
    };
    let words = words.iter().map(escaped).collect::<String>();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  \
         <string>call-inbox</string>\n  <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n  \
         <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desktop_entry_holds_the_paths_as_they_are() {
        let entry = desktop_entry(&["/opt/Call Inbox/call-inbox", "--data-dir", "/srv/100% \"a\" $b\\c"]);
        let exec = entry.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap();
        assert_eq!(exec, r#""/opt/Call Inbox/call-inbox" "--data-dir" "/srv/100%% \\"a\\" \\$b\\\\c""#);
    }

    #[test]
    fn a_launch_agent_is_well_formed_whatever_the_path_is() {
        let agent = launch_agent(&["/Applications/A&B<1>.app", "--hidden"]);
        assert!(agent.contains("<string>/Applications/A&amp;B&lt;1&gt;.app</string>\n    <string>--hidden</string>"));
    }

    #[test]
    fn an_entry_is_written_with_the_folders_it_needs() {
        let folder = tempfile::tempdir().unwrap();
        let entry = folder.path().join("autostart/call-inbox.desktop");
        write_entry(&entry, &text(Path::new("/opt/call-inbox"), Path::new("/srv/calls")).unwrap()).unwrap();
        let written = fs::read_to_string(&entry).unwrap();
        assert!(written.contains("--hidden") && written.contains("/srv/calls"), "{written}");
        assert!(text(Path::new("/opt/a\nb"), Path::new("/srv")).is_err());
    }
}
