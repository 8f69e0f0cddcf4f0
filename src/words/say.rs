//! How a text is said: the macros, which are in scope everywhere. English is put together by the compiler.

/// A text on screen: `say!("Add a task")`, or with what stands in it, each part by name:
/// `say!("{count} of {all} done", count = 2, all = 3)`.
macro_rules! say {
    ($english:literal) => {
        $crate::words::say($english)
    };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        match ($(&$value,)+) {
            ($($name,)+) => match $crate::words::pattern(None, $english) {
                None => format!($english, $($name = $name),+),
                Some(pattern) => $crate::words::fill(pattern, &[$((stringify!($name), &$name)),+]),
            },
        }
    };
}

/// A text whose English stands for two things, with which of them is meant: `say_in!("verb", "Open")`.
macro_rules! say_in {
    ($context:literal, $english:literal) => {
        $crate::words::say_in($context, $english)
    };
    ($context:literal, $english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        match ($(&$value,)+) {
            ($($name,)+) => match $crate::words::pattern(Some($context), $english) {
                None => format!($english, $($name = $name),+),
                Some(pattern) => $crate::words::fill(pattern, &[$((stringify!($name), &$name)),+]),
            },
        }
    };
}

/// A text that depends on a number: `say_many!(calls, "{n} call", "{n} calls")`, with more parts by name after it.
macro_rules! say_many {
    ($n:expr, $one:literal, $other:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let n = $crate::words::Count::count($n);
        let shown = $crate::words::number(n);
        match ($(&$value,)*) {
            ($($name,)*) => match $crate::words::pattern_of_many(n, $one, $other) {
                Some(pattern) => $crate::words::fill(pattern, &[("n", &shown) $(, (stringify!($name), &$name))*]),
                // The end says nothing: one call may be said without its number, which `format!` would not take.
                None if n == 1 => format!(concat!($one, "{n:.0}"), n = shown $(, $name = $name)*),
                None => format!(concat!($other, "{n:.0}"), n = shown $(, $name = $name)*),
            },
        }
    }};
}

/// A text that is written in a table and said later, by `words::say`; with a context by `words::say_in`.
macro_rules! say_later {
    ($context:literal, $english:literal) => {
        $english
    };
    ($english:literal) => {
        $english
    };
}
