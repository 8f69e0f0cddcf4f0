//! The corpus of payloads in `tests/fixtures`, with what each must come to.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

/// One body and what must become of it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fixture {
    pub file: String,
    pub status: u16,
    pub verdict: String,
    pub call_id: Option<String>,
    pub id_source: Option<String>,
    pub about: String,
    #[serde(default)]
    pub expect: serde_json::Map<String, Value>,
}

impl Fixture {
    /// The exact bytes.
    pub fn body(&self) -> Vec<u8> {
        std::fs::read(folder().join("payloads").join(&self.file)).unwrap()
    }
}

/// Every fixture, in the order they are posted.
pub fn fixtures() -> Vec<Fixture> {
    let text = std::fs::read_to_string(folder().join("payloads.json")).unwrap();
    let fixtures: Vec<Fixture> = serde_json::from_str(&text).unwrap();
    assert!(fixtures.len() >= 200, "the corpus holds {} payloads", fixtures.len());
    fixtures
}

/// One fixture.
pub fn fixture(file: &str) -> Vec<u8> {
    std::fs::read(folder().join("payloads").join(file)).unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}
