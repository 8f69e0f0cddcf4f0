//! Signatures: whether a body was signed with the platform's key, and not too long ago. Pure: raw bytes and a time in, a
//! verdict out. Which manner and which key is the person's choice; what has to be known beside it is admission's.

use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq};

use super::RequestHead;
use crate::bus::{Scheme, Signing};
use crate::call::UnixMillis;

/// With or without `=` at the end: senders differ.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Signatures of one request that are looked at: while a key is changed there are two.
const SIGNATURES: usize = 8;

/// A signed text: its parts in a row, and the hashes that were sent for it.
struct Signed<'a> {
    parts: Vec<&'a [u8]>,
    hashes: Vec<Vec<u8>>,
    /// When it was signed, and for how long that counts.
    time: Option<(UnixMillis, i64)>,
}

/// Checks a request.
///
/// # Errors
/// Why it does not count, in a sentence without a full stop.
pub fn check(signing: &Signing, head: &RequestHead, body: &[u8], now: UnixMillis) -> Result<(), String> {
    let signed = read(signing, head, body)?;
    let key = key(signing)?;
    let is_right = signed
        .hashes
        .iter()
        .take(SIGNATURES)
        .fold(Choice::from(0), |right, hash| right | hmac(&key, &signed.parts).as_slice().ct_eq(hash));
    if !bool::from(is_right) {
        return Err(String::from("the signature is wrong: another key, or the body was changed on its way"));
    }
    match signed.time {
        Some((at, window)) if now.0.abs_diff(at.0) > window.unsigned_abs() => {
            let secs = now.0.abs_diff(at.0) / 1_000;
            Err(format!("the signature is {secs} seconds off our clock, at most {} are allowed", window / 1_000))
        }
        _ => Ok(()),
    }
}

/// The headers that a sender with the same key would add; for test calls of our own.
pub fn sign(signing: &Signing, body: &[u8], now: UnixMillis) -> Vec<(String, String)> {
    let Ok(key) = key(signing) else { return Vec::new() };
    let header = signing.header().to_owned();
    let hash = |parts: &[&[u8]]| hex(&hmac(&key, parts));
    let (ms, secs) = (now.0.to_string(), now.0.div_euclid(1_000).to_string());
    match signing.scheme {
        Scheme::Retell => vec![(header, format!("v={ms},d={}", hash(&[body, ms.as_bytes()])))],
        Scheme::ElevenLabs => vec![(header, format!("t={secs},v0={}", hash(&[secs.as_bytes(), b".", body])))],
        Scheme::Bland | Scheme::Hex => vec![(header, hash(&[body]))],
        Scheme::Prefixed => vec![(header, format!("sha256={}", hash(&[body])))],
        Scheme::Ultravox => {
            let stamp = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default().to_string();
            let signature = hash(&[body, stamp.as_bytes()]);
            vec![(String::from("X-Ultravox-Webhook-Timestamp"), stamp), (header, signature)]
        }
        Scheme::Sarvam => {
            let signature = hash(&[secs.as_bytes(), b".", body]);
            vec![(String::from("Sarvam-Timestamp"), secs), (header, signature)]
        }
        Scheme::StandardWebhooks => {
            let id = format!("msg_{ms}");
            let mac = hmac(&key, &[id.as_bytes(), b".", secs.as_bytes(), b".", body]);
            let signature = format!("v1,{}", BASE64.encode(mac));
            let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
            names.map(str::to_owned).into_iter().zip([id, secs, signature]).collect()
        }
    }
}

const MINUTE_MS: i64 = 60_000;

fn read<'a>(signing: &Signing, head: &'a RequestHead, body: &'a [u8]) -> Result<Signed<'a>, String> {
    let value = |name: &str| {
        let header = head.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        header.map(|header| header.value.as_str()).ok_or_else(|| format!("the signature is missing ({name})"))
    };
    let malformed = |name: &str| format!("the signature in {name} is not written as expected");
    let header = signing.header();
    let signed = match signing.scheme {
        Scheme::Retell => {
            let text = value(header)?;
            let at = field(text, "v=").next().ok_or_else(|| malformed(header))?;
            let ms: i64 = at.parse().map_err(|_| malformed(header))?;
            let hashes = field(text, "d=").filter_map(unhex).collect();
            Signed { parts: vec![body, at.as_bytes()], hashes, time: Some((UnixMillis(ms), 5 * MINUTE_MS)) }
        }
        Scheme::ElevenLabs => {
            let text = value(header)?;
            let at = field(text, "t=").next().ok_or_else(|| malformed(header))?;
            let hashes = field(text, "v0=").filter_map(unhex).collect();
            let time = Some((seconds(at).ok_or_else(|| malformed(header))?, 30 * MINUTE_MS));
            Signed { parts: vec![at.as_bytes(), b".", body], hashes, time }
        }
        Scheme::Bland | Scheme::Hex => {
            Signed { parts: vec![body], hashes: unhex(value(header)?).into_iter().collect(), time: None }
        }
        Scheme::Prefixed => {
            let hashes = field(value(header)?, "sha256=").filter_map(unhex).collect();
            Signed { parts: vec![body], hashes, time: None }
        }
        Scheme::Ultravox => {
            let name = "X-Ultravox-Webhook-Timestamp";
            let at = value(name)?;
            let ms = iso(at).ok_or_else(|| malformed(name))?;
            let hashes = value(header)?.split(',').filter_map(unhex).collect();
            Signed { parts: vec![body, at.as_bytes()], hashes, time: Some((ms, MINUTE_MS)) }
        }
        Scheme::Sarvam => {
            let name = "Sarvam-Timestamp";
            let at = value(name)?;
            let time = seconds(at).or_else(|| iso(at)).ok_or_else(|| malformed(name))?;
            let text = value(header)?;
            let hashes = unhex(text.strip_prefix("sha256=").unwrap_or(text)).into_iter().collect();
            Signed { parts: vec![at.as_bytes(), b".", body], hashes, time: Some((time, 5 * MINUTE_MS)) }
        }
        Scheme::StandardWebhooks => {
            let prefix = if value("webhook-id").is_ok() || value("svix-id").is_err() { "webhook" } else { "svix" };
            let id = value(&format!("{prefix}-id"))?;
            let name = format!("{prefix}-timestamp");
            let at = value(&name)?;
            let time = seconds(at).ok_or_else(|| malformed(&name))?;
            let signatures = value(&format!("{prefix}-signature"))?;
            let hashes = signatures
                .split_ascii_whitespace()
                .filter_map(|signature| BASE64.decode(signature.strip_prefix("v1,")?).ok())
                .collect();
            let parts = vec![id.as_bytes(), b".".as_slice(), at.as_bytes(), b".", body];
            Signed { parts, hashes, time: Some((time, 5 * MINUTE_MS)) }
        }
    };
    if signed.hashes.is_empty() { Err(malformed(header)) } else { Ok(signed) }
}

/// The values of a comma list that begin with a name.
fn field<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(',').filter_map(move |part| part.trim().strip_prefix(name))
}

/// Seconds since 1970, or milliseconds where it can't be seconds.
fn seconds(text: &str) -> Option<UnixMillis> {
    const YEAR_5138_SECS: i64 = 100_000_000_000;
    let number: i64 = text.parse().ok()?;
    Some(UnixMillis(if number < YEAR_5138_SECS { number.checked_mul(1_000)? } else { number }))
}

/// ISO 8601; without a zone it is UTC.
fn iso(text: &str) -> Option<UnixMillis> {
    let stamp = text.parse::<jiff::Timestamp>().ok();
    let stamp = stamp.or_else(|| {
        let local: jiff::civil::DateTime = text.parse().ok()?;
        jiff::tz::TimeZone::UTC.to_timestamp(local).ok()
    });
    stamp.map(|at| UnixMillis(at.as_millisecond()))
}

/// The key's bytes: those of Standard Webhooks are written in Base64.
fn key(signing: &Signing) -> Result<Vec<u8>, String> {
    let text = signing.key.reveal().trim();
    if text.is_empty() {
        return Err(String::from("signatures are asked for, but no key is set in Call Inbox"));
    }
    if signing.scheme != Scheme::StandardWebhooks {
        return Ok(text.as_bytes().to_vec());
    }
    let encoded = text.strip_prefix("whsec_").unwrap_or(text);
    BASE64
        .decode(encoded)
        .map_err(|_| String::from("the key that is set in Call Inbox is not one of Standard Webhooks"))
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim().as_bytes();
    let value = |digit: u8| char::from(digit).to_digit(16);
    let pair = |pair: &[u8]| u8::try_from(value(pair[0])? * 16 + value(pair[1])?).ok();
    (digits.len() == 64).then(|| digits.chunks_exact(2).map(pair).collect())?
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Secret;
    use crate::webhook::head::tests::head;

    const BODY: &[u8] = br#"{"callId":"c1"}"#;
    const NOW: UnixMillis = UnixMillis(1_700_000_000_000);

    fn signing(scheme: Scheme, key: &str) -> Signing {
        Signing { scheme, key: Secret::new(key), header: String::new() }
    }

    fn checked(signing: &Signing, headers: &[(&str, &str)], body: &[u8], now: UnixMillis) -> Result<(), String> {
        check(signing, &head("POST /hook/x", headers, "127.0.0.1:1"), body, now)
    }

    #[test]
    fn the_hash_is_that_of_rfc_4231() {
        for (key, text, wanted) in [
            (vec![0x0b; 20], b"Hi There".to_vec(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            let (one, two) = text.split_at(3);
            assert_eq!(hex(&hmac(&key, &[one, two])), wanted);
        }
    }

    #[test]
    fn published_and_independently_computed_signatures_are_right() {
        let key = "key_1";
        for (scheme, key, headers, body, now) in [
            (
                Scheme::StandardWebhooks,
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                vec![
                    ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                    ("webhook-timestamp", "1614265330"),
                    ("webhook-signature", "v1,bm9uZQ== v1a,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                ],
                br#"{"test": 2432232314}"#.as_slice(),
                UnixMillis(1_614_265_330_000),
            ),
            (
                Scheme::StandardWebhooks,
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                vec![
                    ("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                    ("svix-timestamp", "1614265330"),
                    ("svix-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE"),
                ],
                br#"{"test": 2432232314}"#,
                UnixMillis(1_614_265_330_000),
            ),
            (
                Scheme::Prefixed,
                "It's a Secret to Everybody",
                vec![(
                    "X-Hub-Signature-256",
                    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                )],
                b"Hello, World!",
                NOW,
            ),
            (
                Scheme::Retell,
                key,
                vec![(
                    "X-Retell-Signature",
                    "v=1700000000000,d=41ae112b955f74504bb40fb39fc7028403684ffe5031efaea7c6d93f1a0d49f7",
                )],
                BODY,
                UnixMillis(NOW.0 + 299_000),
            ),
            (
                Scheme::ElevenLabs,
                key,
                vec![(
                    "elevenlabs-signature",
                    "t=1700000000,v0=347e1eadccb675ad505bdf0f535550a69491fecedcf17132826dd99fa5c430e2",
                )],
                BODY,
                UnixMillis(NOW.0 - 1_700_000),
            ),
            (
                Scheme::Bland,
                key,
                vec![("x-webhook-signature", "5347866b0ca4c03b14f3ad91356abb444093dba80ae80d56a9dccbdea0b616ad")],
                BODY,
                UnixMillis(0),
            ),
            (
                Scheme::Ultravox,
                key,
                vec![
                    ("x-ultravox-webhook-timestamp", "2023-11-14T22:13:20Z"),
                    (
                        "x-ultravox-webhook-signature",
                        "00,5347866b0ca4c03b14f3ad91356abb444093dba80ae80d56a9dccbdea0b616ad, 175f176e2fdb4b60b8b5b71ec390cb7fc43ef5236a69aad422617a6f26097a61",
                    ),
                ],
                BODY,
                NOW,
            ),
            (
                Scheme::Ultravox,
                key,
                vec![
                    ("x-ultravox-webhook-timestamp", "2023-11-14T22:13:20"),
                    (
                        "x-ultravox-webhook-signature",
                        "9f2384c0f022e070267690524718dfa6102658d1c2c7c884dbce3f4caa0daff6",
                    ),
                ],
                BODY,
                NOW,
            ),
            (
                Scheme::Sarvam,
                key,
                vec![
                    ("Sarvam-Timestamp", "1700000000"),
                    ("Sarvam-Signature", "347e1eadccb675ad505bdf0f535550a69491fecedcf17132826dd99fa5c430e2"),
                ],
                BODY,
                NOW,
            ),
        ] {
            assert_eq!(checked(&signing(scheme, key), &headers, body, now), Ok(()), "{scheme:?} {headers:?}");
            assert!(checked(&signing(scheme, "another"), &headers, body, now).is_err(), "{scheme:?}");
            assert!(checked(&signing(scheme, key), &headers, &body[1..], now).is_err(), "{scheme:?}");
            assert!(checked(&signing(scheme, key), &[], body, now).unwrap_err().contains("missing"), "{scheme:?}");
            assert!(checked(&signing(scheme, " "), &headers, body, now).is_err(), "{scheme:?}");
        }
    }

    #[test]
    fn what_we_sign_counts_within_its_time_and_not_after() {
        for (scheme, window_secs) in [
            (Scheme::Retell, Some(300)),
            (Scheme::ElevenLabs, Some(1_800)),
            (Scheme::Bland, None),
            (Scheme::Ultravox, Some(60)),
            (Scheme::Sarvam, Some(300)),
            (Scheme::StandardWebhooks, Some(300)),
            (Scheme::Prefixed, None),
            (Scheme::Hex, None),
        ] {
            let signing = signing(scheme, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
            let headers = sign(&signing, BODY, NOW);
            let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(checked(&signing, &headers, BODY, NOW), Ok(()), "{scheme:?}");
            for direction in [-1, 1] {
                let at = |secs: i64| UnixMillis(NOW.0 + direction * secs * 1_000);
                let window = window_secs.unwrap_or(1_000_000);
                assert_eq!(checked(&signing, &headers, BODY, at(window)), Ok(()), "{scheme:?}");
                let late = checked(&signing, &headers, BODY, at(window + 1));
                assert_eq!(late.is_err(), window_secs.is_some(), "{scheme:?} {late:?}");
            }
        }
    }

    #[test]
    fn what_is_not_written_as_expected_is_said_so() {
        let digits = "0".repeat(64);
        for (scheme, headers) in [
            (Scheme::Retell, vec![("x-retell-signature", format!("d={digits}"))]),
            (Scheme::Retell, vec![("x-retell-signature", format!("v=soon,d={digits}"))]),
            (Scheme::Retell, vec![("x-retell-signature", String::from("v=1,d=zz"))]),
            (Scheme::ElevenLabs, vec![("ElevenLabs-Signature", format!("v0={digits}"))]),
            (Scheme::Bland, vec![("X-Webhook-Signature", digits[1..].to_owned())]),
            (Scheme::Bland, vec![("X-Webhook-Signature", format!("{}é", &digits[2..]))]),
            (Scheme::Prefixed, vec![("X-Hub-Signature-256", digits.clone())]),
            (Scheme::Prefixed, vec![("X-Hub-Signature-256", format!("sha1={digits}"))]),
            (
                Scheme::Ultravox,
                vec![
                    ("X-Ultravox-Webhook-Timestamp", String::from("yesterday")),
                    ("X-Ultravox-Webhook-Signature", digits.clone()),
                ],
            ),
            (
                Scheme::StandardWebhooks,
                vec![
                    ("webhook-id", String::from("a")),
                    ("webhook-timestamp", String::from("1")),
                    ("webhook-signature", String::from("v1a,AAAA")),
                ],
            ),
        ] {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let said = checked(&signing(scheme, "AAAA"), &headers, BODY, UnixMillis(0)).unwrap_err();
            assert!(said.contains("not written as expected"), "{scheme:?} {said}");
        }
        let extreme = [("x-retell-signature", format!("v={},d={digits}", i64::MIN))];
        let extreme: Vec<_> = extreme.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert!(checked(&signing(Scheme::Retell, "k"), &extreme, BODY, UnixMillis(i64::MAX)).is_err());
    }
}
