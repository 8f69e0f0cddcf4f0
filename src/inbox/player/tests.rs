//! Listening, from the keys to the commands.
