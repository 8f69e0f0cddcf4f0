//! Where the programs are looked for: the folders of PATH, then where their installers put them. A window that was started
//! from a desktop often has a shorter PATH than a terminal.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::traffic::{TunnelFound, TunnelProgram};

/// Folders to look in, in this order.
#[derive(Debug, Clone, Default)]
pub struct Places {
    folders: Vec<PathBuf>,
}

impl Places {
    /// The folders of a PATH alone. Those that are not absolute are left out: what lies in the current folder is not asked for.
    pub fn of_path(path: &OsStr) -> Self {
        Self { folders: std::env::split_paths(path).filter(|folder| folder.is_absolute()).collect() }
    }

    /// PATH, and the usual places of this system.
    pub fn of_this_machine() -> Self {
        let variable = |name: &str| std::env::var_os(name);
        let mut places = Self::of_path(&variable("PATH").unwrap_or_default());
        places.folders.extend(usual(variable));
        places
    }

    /// Each program, and where it is.
    pub fn find(&self) -> Vec<TunnelFound> {
        let found = |program| {
            let path = self.path_of(program).map(|path| path.to_string_lossy().into_owned());
            TunnelFound { program, path }
        };
        TunnelProgram::ALL.into_iter().map(found).collect()
    }

    /// Where a program is, if it is installed.
    pub(super) fn path_of(&self, program: TunnelProgram) -> Option<PathBuf> {
        let in_folder = |folder: &PathBuf| {
            let names = file_names(program);
            names.iter().map(|name| folder.join(name)).find(|path| can_be_run(path))
        };
        self.folders.iter().find_map(in_folder)
    }
}

/// What its file may be called.
fn file_names(program: TunnelProgram) -> Vec<String> {
    let mut names = vec![format!("{}{}", program.name(), std::env::consts::EXE_SUFFIX)];
    if cfg!(target_os = "macos") && program == TunnelProgram::Tailscale {
        // The one inside the app is the command line too.
        names.push(String::from("Tailscale"));
    }
    names
}

#[cfg(unix)]
fn can_be_run(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    path.metadata().is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn can_be_run(path: &Path) -> bool {
    path.is_file()
}

/// Where installers put programs. `variable` reads the environment.
fn usual(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let below = |name: &str, rest: &[&str]| {
        let base = variable(name).map(PathBuf::from).filter(|base| base.is_absolute());
        base.map(|base| rest.iter().fold(base, |folder, part| folder.join(part)))
    };
    let places = if cfg!(windows) {
        vec![
            below("ProgramFiles", &["Tailscale"]),
            below("ProgramFiles", &["cloudflared"]),
            below("ProgramFiles(x86)", &["cloudflared"]),
            below("ProgramFiles", &["ngrok"]),
            below("LOCALAPPDATA", &["ngrok"]),
            below("LOCALAPPDATA", &["Microsoft", "WinGet", "Links"]),
            below("LOCALAPPDATA", &["Microsoft", "WindowsApps"]),
            below("ProgramData", &["chocolatey", "bin"]),
            below("USERPROFILE", &["scoop", "shims"]),
        ]
    } else if cfg!(target_os = "macos") {
        vec![
            Some(PathBuf::from("/opt/homebrew/bin")),
            Some(PathBuf::from("/usr/local/bin")),
            Some(PathBuf::from("/opt/local/bin")),
            Some(PathBuf::from("/Applications/Tailscale.app/Contents/MacOS")),
            below("HOME", &[".local", "bin"]),
            below("HOME", &["bin"]),
        ]
    } else {
        vec![
            Some(PathBuf::from("/usr/local/bin")),
            Some(PathBuf::from("/usr/bin")),
            Some(PathBuf::from("/bin")),
            Some(PathBuf::from("/usr/sbin")),
            Some(PathBuf::from("/snap/bin")),
            below("HOME", &[".local", "bin"]),
            below("HOME", &["bin"]),
        ]
    };
    places.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_places_are_absolute_and_ask_for_what_the_system_has() {
        let places = usual(|name| Some(OsString::from(if name == "HOME" { "relative" } else { "" })));
        assert!(places.iter().all(|folder| folder.is_absolute()), "{places:?}");
        assert!(cfg!(windows) || places.contains(&PathBuf::from("/usr/local/bin")));
    }

    #[cfg(unix)]
    #[test]
    fn the_first_that_can_be_run_counts() {
        use std::fs;
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        let put = |path: &Path, mode: u32| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "#!/bin/sh\n").unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        put(&of("a/ngrok"), 0o644);
        put(&of("b/ngrok"), 0o755);
        put(&of("c/ngrok"), 0o755);
        fs::create_dir_all(of("a/cloudflared")).unwrap();
        let path = std::env::join_paths([PathBuf::from("."), of("a"), of("none"), of("b"), of("c")]).unwrap();

        let found = Places::of_path(&path).find();

        let wanted = |program, path: Option<PathBuf>| TunnelFound {
            program,
            path: path.map(|path| path.to_string_lossy().into_owned()),
        };
        assert_eq!(
            found,
            [
                wanted(TunnelProgram::Cloudflared, None),
                wanted(TunnelProgram::Ngrok, Some(of("b/ngrok"))),
                wanted(TunnelProgram::Tailscale, None)
            ]
        );
    }
}
