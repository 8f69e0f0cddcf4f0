//! The contact sheet: one page with every picture under its name, without scripts.

use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use crate::studio::{LOOKS, Picture};

const HEAD: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<title>Call Inbox, every screen</title>
<style>
body { font: 14px/1.4 sans-serif; margin: 24px; color: #1c1d1f; background: #ececea; }
h2 { margin: 32px 0 8px; } h3 { margin: 16px 0 4px; font-weight: 600; }
div { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
figure { margin: 0; } figcaption { font-size: 12px; color: #5f646c; }
img { width: 420px; height: auto; border: 1px solid #cfcfca; display: block; }
</style>
<h1>Every screen</h1>
";

/// Writes it into the folder of the pictures.
pub fn write(folder: &Path, pictures: &[Picture]) -> io::Result<()> {
    let mut page = String::from(HEAD);
    for family in families(pictures) {
        _ = writeln!(page, "<h2>{family}</h2>");
        for picture in pictures.iter().filter(|picture| picture.family == family) {
            write_picture(&mut page, picture);
        }
    }
    fs::write(folder.join("index.html"), page)
}

/// Each family once, in the order in which they come first: their pictures come from several files.
fn families(pictures: &[Picture]) -> Vec<&'static str> {
    let mut families = Vec::new();
    for picture in pictures {
        if !families.contains(&picture.family) {
            families.push(picture.family);
        }
    }
    families
}

fn write_picture(page: &mut String, picture: &Picture) {
    _ = writeln!(page, "<h3>{}</h3>\n<div>", picture.name);
    for look in LOOKS {
        let (file, name) = (picture.file_name(look), look.name);
        let said = format!("{}, {}, {name}", picture.family, picture.name);
        _ = writeln!(
            page,
            "<figure><a href=\"{file}\"><img src=\"{file}\" alt=\"{said}\" loading=\"lazy\"></a>\
             <figcaption>{name}: {file}</figcaption></figure>"
        );
    }
    page.push_str("</div>\n");
}
