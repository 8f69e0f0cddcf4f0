//! Makes secrets: the system's randomness as text that survives URLs, headers, and being read out.

use anyhow::{Result, anyhow};

use crate::bus::Secret;

/// Without l, o, 0 and 1, which look alike. 32 of them: five bits each.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// 160 bits.
const LENGTH: usize = 32;

/// A secret that nobody can guess.
///
/// # Errors
/// The system has no randomness to give.
pub fn make() -> Result<Secret> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("The system gave no randomness for a secret: {error}"))?;
    Ok(Secret::new(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_plain_and_never_the_same() {
        let (one, two) = (make().unwrap(), make().unwrap());
        assert_ne!(one, two);
        let text = one.reveal();
        assert!(text.len() == LENGTH && text.bytes().all(|letter| LETTERS.contains(&letter)), "{text}");
        let distinct: std::collections::HashSet<u8> = LETTERS.iter().copied().collect();
        assert_eq!(distinct.len(), 32);
    }
}
