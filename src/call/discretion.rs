//! What of a request may be shown. Everything is stored as it came; these say how it is written where others may look on.

/// In the place of a secret.
const MASK: &str = "•••";

/// Paths behind which a secret may stand.
const BEFORE_TOKENS: [&str; 2] = ["/webhook/call-completed/", "/hook/"];

/// Headers whose value is a secret.
const SECRET_HEADERS: [&str; 6] =
    ["x-webhook-secret", "authorization", "proxy-authorization", "cookie", "x-vapi-secret", "x-api-key"];

/// A request target without the secret its path may hold.
pub fn shown_target(target: &str) -> String {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let (path, rest) = target.split_at(end);
    let token = BEFORE_TOKENS.iter().find_map(|before| Some(path.find(before)? + before.len()));
    match token {
        Some(at) if at < path.len() => format!("{}{MASK}{rest}", &path[..at]),
        _ => target.to_owned(),
    }
}

/// A header's value, unless it is a secret: then at most how it is presented (`Bearer •••`).
pub fn shown_header<'a>(name: &str, value: &'a str) -> std::borrow::Cow<'a, str> {
    if !SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
        return value.into();
    }
    let scheme = value.split_once(' ').map(|(scheme, _)| scheme);
    match scheme.filter(|scheme| ["bearer", "basic"].iter().any(|known| scheme.eq_ignore_ascii_case(known))) {
        Some(scheme) => format!("{scheme} {MASK}").into(),
        None => MASK.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_the_path_is_not_shown() {
        for (target, shown) in [
            ("/hook/s3cret", "/hook/•••"),
            ("/hook/a/b?x=1", "/hook/•••?x=1"),
            ("/webhook/call-completed/s3cret?x=/hook/1", "/webhook/call-completed/•••?x=/hook/1"),
            ("http://h:1/hook/s3cret", "http://h:1/hook/•••"),
            ("//hook/s3cret", "//hook/•••"),
            ("/hook/", "/hook/"),
            ("/webhook/call-completed", "/webhook/call-completed"),
            ("/webhook/call-completed?a=/hook/b", "/webhook/call-completed?a=/hook/b"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(shown_target(target), shown);
        }
    }

    #[test]
    fn of_secret_headers_only_the_manner_is_shown() {
        assert_eq!(shown_header("AUTHORIZATION", "Bearer abc"), "Bearer •••");
        assert_eq!(shown_header("Authorization", "abc def"), "•••");
        assert_eq!(shown_header("x-webhook-secret", "abc"), "•••");
        assert_eq!(shown_header("Content-Type", "application/json"), "application/json");
    }
}
