//! Texts and readable values as HTML. The only place that makes markup of what a payload says: all of it is escaped here.

use std::fmt;

use crate::call::{Block, Entry, Task};

/// A text as it may stand in HTML, between tags and within a quoted attribute.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\t' => f.write_char(c)?,
                // HTML has no way to write these.
                c if c.is_control() => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Readable pieces, one below the other.
pub struct Readable<'a>(pub &'a [Block]);

impl fmt::Display for Readable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|block| draw(f, block))
    }
}

fn draw(f: &mut fmt::Formatter<'_>, block: &Block) -> fmt::Result {
    match block {
        Block::Paragraph(text) => writeln!(f, r#"<p class="text" dir="auto">{}</p>"#, Escaped(text)),
        Block::Note(text) => writeln!(f, r#"<p class="text quiet" dir="auto">{}</p>"#, Escaped(text)),
        // A line break right behind the tag is not part of the text.
        Block::Code(text) => writeln!(f, "<pre dir=\"auto\">\n{}</pre>", Escaped(text)),
        Block::Bullets(entries) => {
            writeln!(f, "<ul>")?;
            entries.iter().try_for_each(|entry| point(f, entry))?;
            writeln!(f, "</ul>")
        }
        Block::Rows(rows) => {
            writeln!(f, "<dl>")?;
            for (label, blocks) in rows {
                writeln!(f, r#"<dt dir="auto">{}</dt><dd>{}</dd>"#, Escaped(label), Readable(blocks))?;
            }
            writeln!(f, "</dl>")
        }
        Block::Tasks(tasks) => {
            writeln!(f, r#"<ul class="tasks">"#)?;
            tasks.iter().try_for_each(|task| said_task(f, task))?;
            writeln!(f, "</ul>")
        }
    }
}

fn point(f: &mut fmt::Formatter<'_>, entry: &Entry) -> fmt::Result {
    writeln!(f, r#"<li><span class="text" dir="auto">{}</span>{}</li>"#, Escaped(&entry.text), Readable(&entry.detail))
}

fn said_task(f: &mut fmt::Formatter<'_>, task: &Task) -> fmt::Result {
    let due = task.due.iter().map(|due| format!("due {due}"));
    let tags = task.tags.iter().map(|(label, value)| format!("{label}: {value}"));
    let more: Vec<String> = due.chain(tags).collect();
    write!(f, "{}", ToDo { text: &task.text, is_done: task.is_done })?;
    if !more.is_empty() {
        write!(f, r#" <span class="quiet" dir="auto">{}</span>"#, Escaped(&more.join(" · ")))?;
    }
    writeln!(f, "{}</li>", Readable(&task.detail))
}

/// The beginning of a list's point with something to do, ticked or not.
pub struct ToDo<'a> {
    pub text: &'a str,
    pub is_done: bool,
}

impl fmt::Display for ToDo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (class, sign, said) = if self.is_done { ("done", "☑", "done") } else { ("open", "☐", "to do") };
        let text = Escaped(self.text);
        write!(
            f,
            r#"<li class="{class}"><span class="box" role="img" aria-label="{said}">{sign}</span><span class="text" dir="auto">{text}</span>"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Datum, blocks};

    #[test]
    fn no_text_is_markup() {
        assert_eq!(
            Escaped("<a href='x' b=\"&\">\0\u{1b}\n").to_string(),
            "&lt;a href=&#39;x&#39; b=&quot;&amp;&quot;&gt;\u{fffd}\u{fffd}\n"
        );
        let hostile = "<script>1</script>";
        let json = format!(
            r#"{{"{hostile}":["{hostile}",{{"task":"{hostile}","due":"{hostile}","{hostile}":{{"a":["{hostile}"]}}}}]}}"#
        );
        for as_tasks in [false, true] {
            let page = Readable(&blocks(&Datum::parse(&json).unwrap(), as_tasks)).to_string();
            assert!(!page.contains("<script") && page.matches("&lt;script&gt;").count() >= 4, "{page}");
        }
    }

    #[test]
    fn what_is_to_do_is_ticked_or_not() {
        let json = r#"["Call",{"task":"Send","status":"done","due":"Friday"}]"#;
        let page = Readable(&blocks(&Datum::parse(json).unwrap(), true)).to_string();
        assert!(page.contains(r#"aria-label="to do">☐</span><span class="text" dir="auto">Call<"#), "{page}");
        assert!(page.contains(r#"<li class="done">"#) && page.contains("due Friday"), "{page}");
    }
}
