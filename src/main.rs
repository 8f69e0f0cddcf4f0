//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    call_inbox::app::run()
}
