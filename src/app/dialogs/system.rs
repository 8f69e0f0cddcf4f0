//! The dialogs that a system has. On Linux the desktop's portal if it offers any, else the small programs that GNOME and
//! KDE have for it; elsewhere the system's own.

use super::{Answer, Chooser, Question, Wanted};

/// Asks by the system's own dialogs.
#[derive(Debug, Default)]
pub struct SystemChooser;

impl Chooser for SystemChooser {
    #[cfg(target_os = "linux")]
    fn ask(&self, question: &Question) -> Answer {
        if portal::offers_dialogs() { own(question) } else { programs::ask(question) }
    }

    #[cfg(not(target_os = "linux"))]
    fn ask(&self, question: &Question) -> Answer {
        own(question)
    }
}

/// By the crate. It does not tell whether nothing was chosen or nothing could be shown.
fn own(question: &Question) -> Answer {
    let mut dialog = rfd::FileDialog::new().set_title(&question.title).set_directory(&question.folder);
    let chosen = match &question.wanted {
        Wanted::Save(name) => dialog.set_file_name(name).save_file().map(|path| vec![path]),
        Wanted::Folder => dialog.pick_folder().map(|path| vec![path]),
        Wanted::Files(what, endings) => {
            dialog = dialog.add_filter(*what, endings).add_filter(say!("All files"), &["*"]);
            dialog.pick_files()
        }
    };
    chosen.map_or(Answer::Cancelled, Answer::Chosen)
}

#[cfg(target_os = "linux")]
mod portal {
    //! Whether the desktop's portal has file dialogs: it has the interface only where something stands behind it.

    use std::time::Duration;

    use zbus::blocking::{Proxy, connection::Builder};

    /// How long the portal may take to begin.
    const PATIENCE: Duration = Duration::from_secs(5);

    pub fn offers_dialogs() -> bool {
        let version = || -> zbus::Result<u32> {
            let connection = Builder::session()?.method_timeout(PATIENCE).build()?;
            let (name, path) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
            Proxy::new(&connection, name, path, "org.freedesktop.portal.FileChooser")?.get_property("version")
        };
        version().inspect_err(|error| log::info!("no file dialog by the desktop's portal: {error}")).is_ok()
    }
}

#[cfg(target_os = "linux")]
mod programs {
    //! `zenity` and `kdialog`, whichever is there.

    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::PathBuf;
    use std::process::{Command, Stdio};

    use super::{Answer, Question, Wanted};

    pub fn ask(question: &Question) -> Answer {
        for (program, arguments) in [("zenity", zenity(question)), ("kdialog", kdialog(question))] {
            let said = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
            let Ok(said) = said else { continue };
            match said.status.code() {
                Some(0) => return Answer::Chosen(paths(&said.stdout)),
                Some(1) => return Answer::Cancelled,
                _ => log::info!("{program} showed no file dialog ({})", said.status),
            }
        }
        Answer::Unavailable
    }

    fn zenity(question: &Question) -> Vec<OsString> {
        let mut begin = question.folder.clone().into_os_string();
        begin.push("/");
        let mut arguments: Vec<OsString> = ["--file-selection", "--separator=\n", "--title"].map(OsString::from).into();
        arguments.push(OsString::from(&question.title));
        match &question.wanted {
            Wanted::Save(name) => {
                begin.push(name);
                arguments.extend(["--save", "--confirm-overwrite"].map(OsString::from));
            }
            Wanted::Folder => arguments.push("--directory".into()),
            Wanted::Files(what, endings) => {
                let endings = endings.iter().map(|ending| format!("*.{ending}")).collect::<Vec<_>>().join(" ");
                arguments.push("--multiple".into());
                arguments.push(format!("--file-filter={what} | {endings}").into());
                arguments.push(format!("--file-filter={} | *", say!("All files")).into());
            }
        }
        arguments.extend(["--filename".into(), begin]);
        arguments
    }

    fn kdialog(question: &Question) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["--title".into(), OsString::from(&question.title)];
        let folder = || question.folder.clone().into_os_string();
        match &question.wanted {
            Wanted::Save(name) => {
                arguments.extend(["--getsavefilename".into(), question.folder.join(name).into_os_string()]);
            }
            Wanted::Folder => arguments.extend(["--getexistingdirectory".into(), folder()]),
            Wanted::Files(what, endings) => {
                let endings = endings.iter().map(|ending| format!("*.{ending}")).collect::<Vec<_>>().join(" ");
                arguments.extend([
                    "--multiple".into(),
                    "--separate-output".into(),
                    "--getopenfilename".into(),
                    folder(),
                ]);
                arguments.push(format!("{what} ({endings})").into());
            }
        }
        arguments
    }

    /// A path a line.
    fn paths(said: &[u8]) -> Vec<PathBuf> {
        let lines = said.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.map(|line| PathBuf::from(OsStr::from_bytes(line))).collect()
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn both_programs_begin_in_the_folder_with_the_name() {
            let wanted = Wanted::Save(String::from("a b.txt"));
            let question = Question { title: String::from("Save"), folder: PathBuf::from("/srv/out"), wanted };
            for arguments in [zenity(&question), kdialog(&question)] {
                assert!(arguments.contains(&OsString::from("/srv/out/a b.txt")), "{arguments:?}");
            }
            let question = Question { wanted: Wanted::Files("Calls", &["json", "txt"]), ..question };
            let said = zenity(&question);
            assert!(said.contains(&OsString::from("--file-filter=Calls | *.json *.txt")), "{said:?}");
            assert!(said.contains(&OsString::from("/srv/out/")), "{said:?}");
            assert!(kdialog(&question).contains(&OsString::from("Calls (*.json *.txt)")));
        }

        #[test]
        fn a_path_a_line_whatever_is_in_it() {
            assert_eq!(paths(b"/a b\n/c|d\xff\n"), [PathBuf::from("/a b"), OsStr::from_bytes(b"/c|d\xff").into()]);
            assert!(paths(b"\n").is_empty());
        }
    }
}
