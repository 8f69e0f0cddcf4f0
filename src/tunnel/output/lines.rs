//! Pieces of output to clean lines: no colours, no carriage returns, none without end, no tokens.

/// Longer lines are cut.
const LONGEST_BYTES: usize = 8 * 1024;

/// Makes lines of pieces.
#[derive(Debug, Default)]
pub(in crate::tunnel) struct Lines {
    begun: Vec<u8>,
    is_cut: bool,
}

impl Lines {
    /// The lines that are whole now. An empty piece is the end: what was begun is a line too.
    pub(in crate::tunnel) fn take(&mut self, piece: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for byte in piece {
            match byte {
                // A carriage return alone overwrites the line, which is a new one for us.
                b'\n' | b'\r' => self.end(&mut lines),
                _ if self.begun.len() < LONGEST_BYTES => self.begun.push(*byte),
                _ => self.is_cut = true,
            }
        }
        if piece.is_empty() {
            self.end(&mut lines);
        }
        lines
    }

    fn end(&mut self, lines: &mut Vec<String>) {
        let mut line = clean(&String::from_utf8_lossy(&std::mem::take(&mut self.begun)));
        if std::mem::take(&mut self.is_cut) {
            line.push('…');
        }
        if !line.trim().is_empty() {
            lines.push(line);
        }
    }
}

/// Without escape sequences and control characters.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => match letters.next() {
                // A control sequence ends with a letter or one of a few signs.
                Some('[') => _ = letters.find(|c| ('@'..='~').contains(c)),
                // A title or a link ends with a bell or another escape.
                Some(']') => {
                    let end = letters.find(|c| matches!(c, '\u{7}' | '\u{1b}'));
                    if end == Some('\u{1b}') {
                        letters.next_if_eq(&'\\');
                    }
                }
                _ => {}
            },
            '\t' => clean.push(' '),
            control if control.is_control() => {}
            letter => clean.push(letter),
        }
    }
    let cut = clean.trim_end().len();
    clean.truncate(cut);
    clean
}

/// The line as it may be shown: ngrok writes a token that it does not like into its complaint.
pub(in crate::tunnel) fn masked(line: &str) -> String {
    const BEFORE: &str = "our authtoken: ";
    match line.split_once(BEFORE) {
        None => line.to_owned(),
        Some((before, rest)) => {
            let end = rest.find(|c: char| c.is_whitespace() || c == '\\' || c == '"').unwrap_or(rest.len());
            format!("{before}{BEFORE}•••{}", &rest[end..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let mut lines = Lines::default();
        let mut whole = lines.take(text.as_bytes());
        whole.extend(lines.take(b""));
        whole
    }

    #[test]
    fn colours_and_returns_go() {
        let text = "\u{1b}[90m2026\u{1b}[0m \u{1b}[32mINF\u{1b}[0m up\r\n\r\n\u{1b}]0;title\u{7}a\tb\u{1b}]8;;u\u{1b}\\c\n \nlast";
        assert_eq!(lines(text), ["2026 INF up", "a bc", "last"]);
        assert_eq!(lines("10%\r20%\r"), ["10%", "20%"]);
        assert_eq!(lines("\u{1b}["), Vec::<String>::new(), "a sequence that never ends");
    }

    #[test]
    fn a_line_without_end_is_cut() {
        let text = "x".repeat(LONGEST_BYTES * 3);
        let lines = lines(&format!("{text}\nnext"));
        assert_eq!((lines[0].len(), lines[1].as_str()), (LONGEST_BYTES + '…'.len_utf8(), "next"));
    }

    #[test]
    fn tokens_are_not_shown() {
        let line = r"does not look like a token.\nYour authtoken: 1yaP1QLD0cV\nInstructions";
        assert_eq!(masked(line), r"does not look like a token.\nYour authtoken: •••\nInstructions");
        assert_eq!(masked("Install your authtoken: https://a"), "Install your authtoken: •••");
        assert_eq!(masked("nothing"), "nothing");
    }
}
