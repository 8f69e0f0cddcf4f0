//! Who has our port: the program that listens there, and a port that is free. Linux tells it under /proc; elsewhere, or
//! when another user's processes can't be looked at, it stays unknown.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;

/// How many ports after the wanted one are tried.
const PORTS_TRIED: u16 = 50;

/// The program that listens at an address (`nginx, process 4242`), if it can be found out.
pub(super) fn holder(address: SocketAddr) -> Option<String> {
    holder_under(Path::new("/proc"), address.port())
}

/// An address like the wanted one, with a port that was free just now.
pub(super) fn offer(wanted: SocketAddr) -> Option<SocketAddr> {
    let ports = (1..=PORTS_TRIED).filter_map(|step| wanted.port().checked_add(step));
    ports.map(|port| SocketAddr::new(wanted.ip(), port)).find(|address| TcpListener::bind(address).is_ok())
}

fn holder_under(proc: &Path, port: u16) -> Option<String> {
    let inodes: Vec<String> = ["net/tcp", "net/tcp6"]
        .iter()
        .filter_map(|table| std::fs::read_to_string(proc.join(table)).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if inodes.is_empty() {
        return None;
    }
    for process in std::fs::read_dir(proc).ok()?.flatten() {
        let name = process.file_name();
        let Some(id) = name.to_str().filter(|name| name.bytes().all(|b| b.is_ascii_digit())) else { continue };
        let Ok(files) = std::fs::read_dir(process.path().join("fd")) else { continue };
        let holds = files
            .flatten()
            .filter_map(|file| std::fs::read_link(file.path()).ok())
            .any(|target| inodes.iter().any(|inode| target.as_os_str() == inode.as_str()));
        if holds {
            let program = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            let program = if program.trim().is_empty() { "a program" } else { program.trim() };
            return Some(format!("{program}, process {id}"));
        }
    }
    None
}

/// The inodes of sockets listening at a port, in a table as of proc_net_tcp(5).
fn listening_inodes(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let row = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (_, local_port) = columns.get(1)?.rsplit_once(':')?;
        let here = u16::from_str_radix(local_port, 16).ok()? == port && *columns.get(3)? == LISTEN;
        here.then(|| columns.get(9).map(|inode| (*inode).to_owned()))?
    };
    table.lines().skip(1).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:2253 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000000000000000 100 0 0 10 0
";

    #[test]
    fn only_listeners_at_the_port_count() {
        assert_eq!(listening_inodes(TABLE, 0x2253), ["4711"]);
        assert!(listening_inodes(TABLE, 1).is_empty());
        assert!(listening_inodes("nonsense\nx", 1).is_empty());
    }

    #[test]
    fn a_port_that_is_free_is_offered() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let offered = offer(address);
        assert!(offered.is_none_or(|offer| offer.ip() == address.ip() && offer.port() > address.port()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_very_process_is_found() {
        let taken = TcpListener::bind("[::1]:0").or_else(|_| TcpListener::bind("127.0.0.1:0")).unwrap();
        let found = holder(taken.local_addr().unwrap()).unwrap();
        assert!(found.ends_with(&format!(", process {}", std::process::id())), "{found}");
    }
}
