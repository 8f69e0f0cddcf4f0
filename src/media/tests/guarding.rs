//! Nothing is asked of addresses that are kept away from: sixty and more hostile links against real sockets that count who
//! comes, and the same sockets allowed, so that the test can fail.

use super::*;

/// Sockets on this machine that nobody may reach.
struct Traps {
    v4: Server,
    v6: Option<Server>,
}

impl Traps {
    fn set() -> Self {
        let answer = |_: usize, _: &Asked, stream: &mut std::net::TcpStream| say_whole(stream, "200 OK", b"secret");
        let v4 = Server::start_at("0.0.0.0:0", answer);
        // The same port, so that one link can try both.
        let v6 = std::net::TcpListener::bind("[::1]:0").is_ok();
        let at = format!("[::1]:{}", v4.address.port());
        let v6 = (v6 && std::net::TcpListener::bind(&at).is_ok()).then(|| Server::start_at(&at, answer));
        Self { v4, v6 }
    }

    fn port(&self) -> u16 {
        self.v4.address.port()
    }

    fn visitors(&self) -> usize {
        self.v4.accepts() + self.v6.as_ref().map_or(0, Server::accepts)
    }
}

fn hostile_links(port: u16) -> Vec<String> {
    let hosts = [
        // This computer, in all its spellings.
        "127.0.0.1",
        "127.0.0.2",
        "127.255.255.254",
        "127.1",
        "127.0.1",
        "0.0.0.0",
        "0",
        "0x7f.0.0.1",
        "0x7f000001",
        "0X7F.1",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0177.0.0.01",
        "127.000.000.001",
        "127.0.0.1.",
        "127.1.",
        "00000177.0.0.1",
        "4294967297",
        "127.0.0.0x1",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "sub.localhost",
        "ip6-localhost",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "127.0.0.1%00.public.example",
        "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]",
        "[0000:0000:0000:0000:0000:0000:0000:0001]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[::1%25lo]",
        "[::1%lo]",
        "[fe80::1%25eth0]",
        // This network, and metadata services.
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "2852039166",
        "0xa9fea9fe",
        "[fd00:ec2::254]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[fc00::1]",
        "[fec0::1]",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[ff02::1]",
        // Names that lead there.
        "private.example",
        "metadata.example",
        "mixed.example",
        "mapped.example",
        "PRIVATE.Example.",
        "nat64.example",
    ];
    let mut links: Vec<String> = hosts.iter().map(|host| format!("http://{host}:{port}/secret")).collect();
    links.extend(hosts.iter().step_by(7).map(|host| format!("https://{host}:{port}/secret")));
    links.extend(
        [
            "http://user@127.0.0.1:PORT/",
            "http://user:password@127.0.0.1:PORT/",
            "http://public.example@127.0.0.1:PORT/",
            "http://127.0.0.1:PORT@public.example/",
            "http://public.example\\@127.0.0.1:PORT/",
            "http://127.0.0.1:PORT\\@public.example/",
            "http://127.0.0.1:PORT#@public.example/",
            "http://127.0.0.1:PORT?@public.example/",
            "http:\\\\127.0.0.1:PORT/",
            "http:/127.0.0.1:PORT/",
            "http:127.0.0.1:PORT/",
            "http:///127.0.0.1:PORT/",
            "//127.0.0.1:PORT/",
            "127.0.0.1:PORT/",
            "HTTP://127.0.0.1:PORT/",
            " http://127.0.0.1:PORT/",
            "http://127.0.0.1:PORT/\r\nX: y",
            "http://\t127.0.0.1:PORT/",
            "http://127.0.0.1 :PORT/",
            "http://127.0.0.1:PORT:80/",
            "http://127.0.0.1:00PORT0/",
            "ftp://127.0.0.1:PORT/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:PORT/_x",
            "data:audio/ogg;base64,T2dnUw==",
            "javascript:alert(1)",
            "dict://127.0.0.1:PORT/",
            "ws://127.0.0.1:PORT/",
            "unix:/run/x.sock",
            "blob:http://x/y",
        ]
        .map(|link| link.replace("PORT", &port.to_string())),
    );
    links
}

fn make_up_names(house: &House) {
    let mut names = house.names.names.lock().unwrap();
    for (name, ips) in [
        ("localhost", vec!["127.0.0.1", "::1"]),
        ("sub.localhost", vec!["::1", "127.0.0.1"]),
        ("ip6-localhost", vec!["::1"]),
        ("private.example", vec!["127.0.0.1"]),
        ("metadata.example", vec!["169.254.169.254"]),
        ("mixed.example", vec!["192.0.2.1", "127.0.0.1"]),
        ("mapped.example", vec!["::ffff:127.0.0.1"]),
        ("nat64.example", vec!["64:ff9b::7f00:1"]),
    ] {
        names.insert(name.to_owned(), ips.iter().map(|ip| ip.parse().unwrap()).collect());
    }
}

#[test]
fn no_hostile_link_reaches_anybody_and_each_is_refused_in_a_sentence() {
    let traps = Traps::set();
    let house = House::new(hasty());
    make_up_names(&house);
    let links = hostile_links(traps.port());
    assert!(links.len() >= 60, "{}", links.len());
    for (seq, link) in (1..).zip(&links) {
        house.arrives(seq, link);
    }
    for (seq, link) in (1..).zip(&links) {
        let media = house.wait_settled(seq);
        assert_eq!(media.state, MediaState::Refused, "{link}: {media:?}");
        let why = media.why.unwrap();
        assert!(why.len() > 20 && why.ends_with('.'), "{link}: {why}");
        assert!(matches!(media.cause, Some(MediaCause::HostNotAllowed(_) | MediaCause::Other)), "{link}");
        assert!(house.fetcher().open(Seq(seq), RECORDING).is_err(), "{link}");
    }
    assert_eq!(traps.visitors(), 0);
    assert!(traps.v6.is_some(), "this machine has no ::1 to test with");
}

#[test]
fn the_same_sockets_are_reached_once_they_are_allowed() {
    let traps = Traps::set();
    let house = House::new(hasty());
    make_up_names(&house);
    let port = traps.port();
    let hosts =
        ["127.0.0.1", "127.0.0.2", "localhost", "private.example", "[::1]", "[::ffff:127.0.0.1]", "sub.localhost"];
    for (seq, host) in (1..).zip(hosts) {
        house.arrives(seq, &format!("http://{host}:{port}/secret"));
        let media = house.wait_for(seq, MediaState::Refused);
        let Some(MediaCause::HostNotAllowed(name)) = media.cause else { panic!("{host}: {media:?}") };
        assert!(name.ends_with(&format!(":{port}")), "{name}");
        let before = traps.visitors();
        house.fetcher().command(MediaCommand::AllowHost(name));
        house.wait_for(seq, MediaState::Kept);
        assert_eq!((traps.visitors(), house.bytes_of(seq)), (before + 1, b"secret".to_vec()), "{host}");
    }
}

#[test]
fn a_redirect_to_an_address_that_is_kept_away_from_is_not_followed() {
    let traps = Traps::set();
    let port = traps.port();
    for target in [
        format!("http://127.0.0.1:{port}/x"),
        format!("http://[::1]:{port}/x"),
        format!("http://localhost:{port}/"),
        format!("//127.0.0.1:{port}/x"),
        format!("http://2130706433:{port}/"),
        format!("http://u:p@127.0.0.1:{port}/"),
        String::from("http://169.254.169.254/latest/meta-data/"),
        String::from("http://metadata.example/"),
        String::from("file:///etc/passwd"),
        format!("http://private.example:{port}/"),
    ] {
        let location = format!("Location: {target}\r\nContent-Length: 0\r\n");
        let server = Server::start(move |_, _, stream| say(stream, "302 Found", &location, b""));
        let house = House::with(&server);
        make_up_names(&house);
        house.arrives(1, &server.url("/x"));
        let media = house.wait_settled(1);
        assert_eq!((media.state, server.asked().len()), (MediaState::Refused, 1), "{target}: {media:?}");
    }
    assert_eq!(traps.visitors(), 0);
}

#[test]
fn a_name_is_looked_up_once_for_each_request_and_what_was_looked_up_is_connected_to() {
    let server = file_server(b"OggS");
    let house = House::new(Policy { allowed_hosts: vec![String::from("files.local")], ..hasty() });
    house.names.names.lock().unwrap().insert(String::from("files.local"), vec![server.address.ip()]);
    house.arrives(1, &format!("http://files.local:{}/x", server.address.port()));
    house.wait_for(1, MediaState::Kept);
    assert_eq!(*house.names.asked.lock().unwrap(), ["files.local"]);
    let host = format!("files.local:{}", server.address.port());
    assert_eq!(server.asked()[0].header("host"), Some(host.as_str()));
}

#[test]
fn redirects_without_end_come_to_one() {
    let server = Server::start(|number, _, stream| {
        say(stream, "302 Found", &format!("Location: /{number}\r\nContent-Length: 0\r\n"), b"");
    });
    let mut policy = hasty();
    (policy.allowed_hosts, policy.retry_after) = (vec![server.address.to_string()], Vec::new());
    let house = House::new(policy);
    house.arrives(1, &server.url("/x"));
    let media = house.wait_settled(1);
    assert_eq!((media.state, server.asked().len()), (MediaState::Missing, 6));
    assert!(media.why.unwrap().contains("more than five redirects"));
}
