//! The engines of a running inbox: made in order, handed their commands, ended in the order that loses nothing.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use jiff::tz::TimeZone;

use super::arguments::Listening;
use super::dialogs::{Dialogs, Place};
use super::settings::Settings;
use super::traffic::{OwnHook, Traffic};
use super::transcripts::Transcripts;
use super::wiring::{FilesTaken, MediaLibrary, StoreCatalog, StoreLedger};
use super::{at_login, calendar, clock, dropped, export, measure, opener, secrets};
use crate::bus::{Bus, Command, Event, ListenerState, PlayerCommand, Reach, SavePlace, TrafficCommand, TranscriptForm};
use crate::call::query::{Term, parse};
use crate::call::{CallRow, Media, MediaKind, MediaState, SavedSearch, Seq, UnixMillis, phone_key};
use crate::media::{Fetcher, Policy};
use crate::playback::Player;
use crate::simulator::{FileServer, Sender, Story};
use crate::store::{Access, Store};
use crate::traffic::Rehearsal;
use crate::webhook::{HOOK_PATH, Limits, Listener, ListenerConfig, Terms, sign};

/// How many sample calls one click sends.
const SAMPLE_CALLS: u64 = 100;

/// Where clips of recordings are put, in the inbox's folder.
const CLIPS: &str = "clips";
/// A gigabyte, as room on disks is named.
const GIGABYTE: u64 = 1_000_000_000;

/// What the command line said about this run alone.
#[derive(Debug, Clone, Default)]
pub struct Opening {
    /// Where to listen, if not as the settings say.
    pub listen: Option<SocketAddr>,
    /// Hosts that files are fetched from although their addresses are not public, besides those of the settings.
    pub allowed_hosts: Vec<String>,
    /// How answers to calls are altered on purpose.
    pub rehearsal: Option<Rehearsal>,
}

impl From<Option<SocketAddr>> for Opening {
    fn from(listen: Option<SocketAddr>) -> Self {
        Self { listen, ..Self::default() }
    }
}

impl From<&Listening> for Opening {
    fn from(listening: &Listening) -> Self {
        Self {
            listen: listening.listen,
            allowed_hosts: listening.allow_host.clone(),
            rehearsal: listening.rehearse.clone(),
        }
    }
}

/// Listener, fetcher, player and store, joined by the bus.
pub struct Engines {
    // In the order in which they are dropped. The listener first, so that it can still keep what it has taken.
    listener: Listener,
    player: Player,
    transcripts: Transcripts,
    traffic: Traffic,
    fetcher: Arc<Fetcher>,
    store: Store,
    bus: Bus,
    settings: Settings,
    /// Where we listen or want to, which the command line may have said.
    address: SocketAddr,
    /// No secret was known when it began, and one was needed.
    has_made_secret: bool,
    /// Ask a person where to save and what to open; nobody is asked where there is no window.
    dialogs: Dialogs,
    /// Serves what test and sample calls name; started with the first of them.
    files: Option<FileServer>,
}

impl Engines {
    /// Opens the inbox and begins to listen.
    ///
    /// # Errors
    /// The folder can't be opened, or another program owns it.
    pub fn start(folder: &Path, opening: impl Into<Opening>, bus: Bus) -> Result<Self> {
        let Opening { listen, allowed_hosts, rehearsal } = opening.into();
        let store = Store::open(folder, Access::Owner, bus.clone(), clock::system())?;
        // Before the first call can arrive.
        store.writer().use_rules(rules(store.reader()?.saved_searches()?));
        let mut settings = Settings::read(folder);
        store.writer().limit_requests(settings.traffic_limits);
        let address = listen.or(settings.listen).unwrap_or_else(default_address);
        let has_made_secret = needs_secret(address, &settings);
        if has_made_secret {
            settings.secret = Some(secrets::make()?);
            settings.write(folder)?;
        }
        let config = ListenerConfig { address, terms: terms(&settings), limits: Limits::default() };
        let ledger = Arc::new(StoreLedger(store.writer()));
        let listener = Listener::start(config, ledger, clock::system(), bus.clone());
        let catalog = Arc::new(StoreCatalog::new(store.writer(), store.reader()?));
        let policy = policy(&settings, allowed_hosts);
        let fetcher = Arc::new(Fetcher::start(folder, catalog, bus.clone(), policy, clock::system())?);
        let library = MediaLibrary::new(Arc::clone(&fetcher), store.writer(), store.reader()?);
        let player = Player::start(Arc::new(library), bus.clone(), clock::system(), folder.join(CLIPS));
        let transcripts = Transcripts::start(Arc::clone(&fetcher), store.writer(), store.reader()?, bus.clone())?;
        let traffic = Traffic::start(&store, &bus)?;
        let engines = Self {
            listener,
            player,
            transcripts,
            traffic,
            fetcher,
            store,
            bus,
            settings,
            address,
            has_made_secret,
            dialogs: Dialogs::default(),
            files: None,
        };
        engines.tell_reach();
        if rehearsal.is_some() {
            engines.rehearse(rehearsal);
        }
        Ok(engines)
    }

    /// Where the listener can be reached, and what it asks for.
    pub fn reach(&self) -> Reach {
        Reach {
            address: self.address,
            network_ip: network_ip(),
            secret: self.settings.secret.clone(),
            signing: self.settings.signing.clone(),
        }
    }

    /// A secret was made at the start, which nobody can know yet.
    pub fn has_made_secret(&self) -> bool {
        self.has_made_secret
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the person chose.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Remembers what the person chose.
    pub fn remember(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings != before
            && let Err(error) = self.settings.write(self.store.folder())
        {
            self.failed("Keeping the settings", &format!("{error:#}"));
        }
    }

    /// From now on a person is asked where something is saved.
    pub fn use_dialogs(&mut self, dialogs: Dialogs) {
        self.traffic.use_dialogs(dialogs.clone());
        self.dialogs = dialogs;
    }

    /// The listener's health.
    pub fn listener_state(&self) -> ListenerState {
        self.listener.state()
    }

    /// Takes note of what an event tells about when we listen, of the searches that give tags, and of files to be fetched,
    /// looked at and read. Whoever drains the events passes them on.
    pub fn heard(&self, event: &Event) {
        self.traffic.heard(event);
        match event {
            Event::ListenerChanged(ListenerState::Listening { address }) => {
                self.store.announce(&format!("http://{}{HOOK_PATH}", reachable(*address)));
                self.store.writer().listening(true);
            }
            Event::ListenerChanged(ListenerState::PortTaken { .. } | ListenerState::Failed { .. }) => {
                self.store.writer().listening(false);
            }
            Event::SavedSearchesLoaded(searches) => self.store.writer().use_rules(rules(searches.clone())),
            Event::CallArrived(row) => self.fetch(row),
            // Arrivals may be among what this subscriber was not told.
            Event::Resync => {
                self.fetcher.missed();
                self.transcripts.missed();
            }
            Event::CallChanged(row) if row.updated => self.fetch(row),
            Event::Attached { seq, kind, .. } | Event::FileReplaced { seq, kind } => self.fetcher.replaced(*seq, *kind),
            Event::MediaChanged(media) if is_to_be_scanned(media) => self.player.scan(media.seq),
            Event::MediaChanged(media) => self.transcripts.media_changed(media),
            Event::SoundRead { seq, sound, peaks } if peaks.is_complete => {
                self.transcripts.length_known(*seq, sound.duration_ms);
            }
            _ => {}
        }
    }

    /// Carries a command out, or has it carried out.
    pub fn command(&mut self, command: Command) {
        match command {
            Command::SendTestCall => self.post("Sending a test call", || vec![Story::test_call(clock::now().0)]),
            Command::SendSampleCalls => {
                let seed = clock::now().0.unsigned_abs();
                self.post("Sending sample calls", move || {
                    (0..SAMPLE_CALLS).map(|number| Story::tell(seed, number)).collect()
                });
            }
            Command::MeasureFolder => self.measure_folder(),
            Command::OpenFolder => self.open_folder(),
            Command::TakeFiles { paths, attach_to } => self.take_files(paths, attach_to),
            Command::ChooseFiles { attach_to } => self.dialogs.choose_files(attach_to, &self.bus),
            Command::OpenLink(url) => opener::open_link(url, self.bus.clone()),
            Command::StartAtLogin(is_wanted) => self.arrange_login(is_wanted),
            Command::Listen { address } => {
                self.address = address;
                self.remember(|settings| settings.listen = Some(address));
                if needs_secret(address, &self.settings) {
                    self.new_secret();
                }
                self.tell_reach();
                self.listener.listen(address);
            }
            Command::NewSecret => {
                self.new_secret();
                self.tell_reach();
            }
            Command::UseSecret { secret } => {
                self.remember(|settings| settings.secret = secret);
                self.ask();
            }
            Command::CheckSignatures { signing } => {
                self.remember(|settings| settings.signing = signing);
                self.ask();
            }
            Command::SaveCalendar { file_name, text } => {
                calendar::save(self.store.folder(), file_name, text, self.bus.clone());
            }
            Command::Traffic(TrafficCommand::Rehearse(rehearsal)) => self.rehearse(rehearsal),
            Command::Traffic(command) => {
                if matches!(command, TrafficCommand::StartTunnel(_)) && !self.has_secret_for_others() {
                    return;
                }
                if let TrafficCommand::SetLimits(limits) = command {
                    self.remember(|settings| settings.traffic_limits = limits);
                }
                let own = self.own_hook();
                self.traffic.command(command, &own);
            }
            Command::Player(PlayerCommand::SaveClip { seq, from_ms, to_ms, file_name, place: SavePlace::Asked })
                if self.dialogs.is_there() =>
            {
                let clip = move |file_name, place| PlayerCommand::SaveClip { seq, from_ms, to_ms, file_name, place };
                self.place_clip(file_name, clip);
            }
            Command::Player(command) => self.player.command(command),
            Command::Media(command) => self.fetcher.command(command),
            Command::SaveTranscript { seq, form } => self.save_transcript(seq, form),
            Command::LoadTranscriptText { seq } => self.transcripts.load_text(seq),
            other => self.store.command(other),
        }
    }

    /// Ends everything: what is in hand is answered and stored first.
    pub fn stop(self) {
        self.listener.stop();
        self.player.stop();
        self.transcripts.stop();
        self.traffic.stop();
        // Both have given it back.
        if let Some(fetcher) = Arc::into_inner(self.fetcher) {
            fetcher.stop();
        }
        self.store.close();
    }

    /// Where our own listener takes calls.
    fn own_hook(&self) -> OwnHook {
        let url = match self.listener.state() {
            ListenerState::Listening { address } => Some(format!("http://{}{HOOK_PATH}", reachable(address))),
            _ => None,
        };
        OwnHook { url, secret: self.settings.secret.clone(), signing: self.settings.signing.clone() }
    }

    /// Has files fetched from there, in this run: the simulator's are on this machine.
    pub fn allow_hosts(&self, addresses: &[SocketAddr]) {
        addresses.iter().for_each(|address| self.fetcher.allow_host(&address.to_string()));
    }

    fn fetch(&self, row: &CallRow) {
        if row.has_recording || row.has_transcript {
            self.fetcher.arrived(row.seq);
        }
    }

    fn save_transcript(&self, seq: Seq, form: TranscriptForm) {
        match self.store.reader() {
            Ok(reader) => {
                let (dialogs, bus) = (self.dialogs.clone(), self.bus.clone());
                export::save(self.store.folder(), reader, (seq, form), dialogs, bus);
            }
            Err(error) => self.failed("Saving the transcript", &error.to_string()),
        }
    }

    /// Asks where a clip shall be; answered by `PlaceChosen`, or by nothing.
    fn place_clip(&self, file_name: String, clip: impl FnOnce(String, SavePlace) -> PlayerCommand + Send + 'static) {
        const WHAT: &str = "Saving the clip";
        let (dialogs, bus) = (self.dialogs.clone(), self.bus.clone());
        self.aside("file-dialog", WHAT, move || {
            let place = match dialogs.place(say!("Save the clip"), &format!("{file_name}.wav")) {
                Ok(Place::At(path)) => SavePlace::At(path),
                Ok(Place::Usual) => SavePlace::Usual,
                Ok(Place::Nowhere) => return,
                Err(why) => {
                    bus.publish(&Event::CommandFailed { what: WHAT.to_owned(), why: why.to_owned() });
                    return;
                }
            };
            bus.publish(&Event::PlaceChosen(Box::new(clip(file_name, place))));
        });
    }

    fn new_secret(&mut self) {
        match secrets::make() {
            Ok(secret) => {
                self.remember(|settings| settings.secret = Some(secret));
                self.listener.ask(terms(&self.settings));
            }
            Err(error) => self.failed("Making a secret", &format!("{error:#}")),
        }
    }

    /// Whoever comes through a tunnel needs the secret: one is made if there is none. Says whether there is one.
    fn has_secret_for_others(&mut self) -> bool {
        let has_one = |settings: &Settings| settings.secret.as_ref().is_some_and(|secret| !secret.is_blank());
        if !has_one(&self.settings) {
            self.new_secret();
            self.tell_reach();
        }
        has_one(&self.settings)
    }

    /// Alters answers on purpose from now on, in this run, or no longer; tells everyone.
    fn rehearse(&self, rehearsal: Option<Rehearsal>) {
        if let Some(problem) = rehearsal.as_ref().and_then(Rehearsal::problem) {
            self.failed("Altering the answers", &problem);
            return;
        }
        self.listener.rehearse(rehearsal.clone(), Arc::new(|| fastrand::u8(..100)));
        self.bus.publish(&Event::RehearsalChanged(rehearsal));
    }

    /// Asks senders for what the settings say, and tells everyone.
    fn ask(&self) {
        self.listener.ask(terms(&self.settings));
        self.tell_reach();
    }

    fn tell_reach(&self) {
        self.bus.publish(&Event::ReachChanged(self.reach()));
    }

    /// Posts calls to our own listener, through the real port, on a thread of its own.
    fn post(&mut self, what: &'static str, stories: impl FnOnce() -> Vec<Story> + Send + 'static) {
        let ListenerState::Listening { address } = self.listener.state() else {
            self.failed(what, "Nothing listens at the moment.");
            return;
        };
        let (media_base, hosts) = match self.files() {
            Ok(files) => (files.base_url(), files.addresses()),
            Err(error) => {
                self.failed(what, &format!("{error:#}"));
                return;
            }
        };
        self.allow_hosts(&hosts);
        let url = format!("http://{}{HOOK_PATH}", reachable(address));
        let bus = self.bus.clone();
        let sender = self.own_sender(&media_base);
        self.aside("test-calls", what, move || {
            let mut failure = None;
            sender.send(&url, stories(), None, |sent| failure = failure.take().or(sent.failure()));
            if let Some(why) = failure {
                bus.publish(&Event::CommandFailed { what: what.to_owned(), why });
            }
        });
    }

    /// Posts payloads to our own listener, as anybody could, and attaches what belongs to a call.
    fn take_files(&self, paths: Vec<PathBuf>, attach_to: Option<Seq>) {
        let taking = FilesTaken {
            hook: self.own_hook().url.map(|url| (url, self.own_sender(""))),
            fetcher: Arc::clone(&self.fetcher),
            writer: self.store.writer(),
            attach_to,
        };
        let bus = self.bus.clone();
        self.aside("dropped-files", "Receiving the files", move || {
            let (received, refused) = dropped::take_in(&paths, &taking);
            // Ended with the engines: the fetcher waits for nobody who holds it.
            drop(taking);
            bus.publish(&Event::FilesReceived { received, refused });
        });
    }

    fn arrange_login(&self, is_wanted: bool) {
        const WHAT: &str = "Starting at login";
        let bus = self.bus.clone();
        let folder = self.store.folder().to_owned();
        self.aside("login-entry", WHAT, move || {
            bus.publish(&match at_login::arrange(is_wanted, &folder) {
                Ok(()) => Event::StartsAtLogin(is_wanted),
                Err(error) => Event::CommandFailed { what: WHAT.to_owned(), why: format!("{error:#}") },
            });
        });
    }

    fn measure_folder(&self) {
        let bus = self.bus.clone();
        let folder = self.store.folder().to_owned();
        self.aside("folder-size", "Measuring the folder", move || {
            bus.publish(&Event::FolderMeasured(Box::new(measure::measure(&folder))));
        });
    }

    fn open_folder(&self) {
        const WHAT: &str = "Opening the folder";
        let bus = self.bus.clone();
        let folder = self.store.folder().to_owned();
        self.aside("folder-opened", WHAT, move || {
            if let Err(error) = opener::open(folder.as_os_str()) {
                let why = format!("{error} ({})", folder.display());
                bus.publish(&Event::CommandFailed { what: WHAT.to_owned(), why });
            }
        });
    }

    /// A sender that knows what our own listener asks for.
    fn own_sender(&self, media_base: &str) -> Sender {
        let mut sender = Sender::new(media_base);
        if let Some(secret) = &self.settings.secret {
            sender = sender.with_header("X-Webhook-Secret", secret.reveal());
        }
        if let Some(signing) = self.settings.signing.clone() {
            sender = sender.with_signature(move |body| sign(&signing, body, clock::now()));
        }
        sender
    }

    /// Does something on a thread of its own.
    fn aside(&self, thread: &str, what: &str, work: impl FnOnce() + Send + 'static) {
        if let Err(error) = std::thread::Builder::new().name(thread.to_owned()).spawn(work) {
            self.failed(what, &error.to_string());
        }
    }

    fn files(&mut self) -> Result<&FileServer> {
        let files = match self.files.take() {
            Some(files) => files,
            None => FileServer::start().context("The recordings of simulated calls can't be served")?,
        };
        Ok(self.files.insert(files))
    }

    fn failed(&self, what: &str, why: &str) {
        self.bus.publish(&Event::CommandFailed { what: what.to_owned(), why: why.to_owned() });
    }
}

/// A recording whose waveform can be made, or has begun to arrive.
fn is_to_be_scanned(media: &Media) -> bool {
    let has_bytes = media.state.is_here() || media.state == MediaState::Fetching && media.bytes_kept() > 0;
    media.kind == MediaKind::Recording && media.state != MediaState::Unsupported && has_bytes
}

/// How files are fetched, by the settings and the command line.
fn policy(settings: &Settings, allowed_hosts: Vec<String>) -> Policy {
    let allowed_hosts = settings.allowed_hosts.iter().cloned().chain(allowed_hosts).collect();
    let budget_bytes = u64::from(settings.sound_prefs().budget_gb) * GIGABYTE;
    Policy { allowed_hosts, budget_bytes, ..Policy::default() }
}

/// The saved searches that give calls a tag as they arrive, as they are meant at a time.
fn rules(searches: Vec<SavedSearch>) -> impl Fn(UnixMillis) -> Vec<(Term, String)> + Send + 'static {
    move |now| {
        let zone = TimeZone::system();
        let rule = |search: &SavedSearch| Some((parse(&search.text, now, &zone).term, search.tag.clone()?));
        searches.iter().filter_map(rule).collect()
    }
}

/// Reads the rules of the world's telephone numbers, which takes a tenth of a second, before the first call needs them.
/// Nobody waits for it, and a call that comes first reads them itself.
pub fn warm_up() {
    let work = || _ = phone_key("+1 202 555 0123", None);
    if let Err(error) = std::thread::Builder::new().name(String::from("warm-up")).spawn(work) {
        log::warn!("the first call will take longer: {error}");
    }
}

/// What the settings ask of senders.
fn terms(settings: &Settings) -> Terms {
    Terms { secret: settings.secret.clone(), signing: settings.signing.clone() }
}

/// Beyond this machine nobody is let in without one.
fn needs_secret(address: SocketAddr, settings: &Settings) -> bool {
    let has_one = settings.secret.as_ref().is_some_and(|secret| !secret.is_blank());
    !address.ip().to_canonical().is_loopback() && !has_one
}

/// The address of this machine that others in its network use. Asked of the system's routes; nothing is sent.
pub fn network_ip() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    // An address for documentation: it leads where everything leads that is not near.
    socket.connect("192.0.2.1:9").ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

/// Where calls are received unless said otherwise.
pub fn default_address() -> SocketAddr {
    super::arguments::DEFAULT_ADDRESS.parse().expect("the default address is well-formed")
}

/// The address as this machine reaches it.
pub fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => std::net::Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => std::net::Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
