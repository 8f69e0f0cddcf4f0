//! tmp
pub struct FileServer; impl FileServer { pub fn start() -> std::io::Result<Self> { Ok(Self) } pub fn base_url(&self) -> String { "http://127.0.0.1:9".into() } }
pub struct Simulation; impl Simulation { pub fn start(_u:&str) -> std::io::Result<Self> { Ok(Self) } pub fn stop(self) {} }
