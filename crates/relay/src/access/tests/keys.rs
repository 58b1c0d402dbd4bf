use std::fs;

use secrecy::SecretString;
use thumbspan_ticket::KeyError;

use super::super::{Keys, KeysError};

const FIRST: &str = "YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
const SECOND: &str = "YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMsIGZpbmU=";

fn toml(kid: &str, key: &str) -> String {
    format!("[[keys]]\nkid = \"{kid}\"\nalg = \"HS256\"\nkey = \"{key}\"\n")
}

fn kids(keys: &Keys) -> Vec<String> {
    keys.ring().kids().map(str::to_owned).collect()
}

#[test]
fn a_changed_file_is_taken_and_a_broken_one_leaves_the_keys_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(&path, toml("old", FIRST)).unwrap();
    let fixed = vec![SecretString::from(format!("fixed:HS256:{FIRST}"))];
    let keys = Keys::open(fixed, Some(path.clone())).unwrap();
    assert_eq!(kids(&keys), ["fixed", "old"]);
    fs::write(&path, toml("old", FIRST) + &toml("new", SECOND)).unwrap();
    keys.look().unwrap();
    assert_eq!(kids(&keys), ["fixed", "old", "new"]);
    fs::write(&path, "[[keys]]\nkid = \"half").unwrap();
    assert!(matches!(keys.look(), Err(KeysError::Form { .. })));
    assert_eq!(keys.look(), Ok(()), "told once");
    fs::remove_file(&path).unwrap();
    assert!(matches!(keys.look(), Err(KeysError::Unreadable { .. })));
    assert_eq!(kids(&keys), ["fixed", "old", "new"]);
    let json = format!(r#"{{"keys": [{{"kid": "json", "alg": "HS256", "key": "{SECOND}"}}]}}"#);
    fs::write(&path, json).unwrap();
    keys.look().unwrap();
    assert_eq!(
        kids(&keys),
        ["fixed", "json"],
        "what is not there any more counts no more"
    );
}

#[test]
fn no_fault_shows_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    for (text, code) in [
        (format!("key = {FIRST}"), "keys_form"),
        (format!("{{\"keys\": \"{FIRST}\"}}"), "keys_form"),
        (toml("a", FIRST) + &format!("k = \"{FIRST}\""), "keys_form"),
        (toml("a b", FIRST), "key_id"),
        (toml("a", FIRST) + &toml("a", FIRST), "key_repeated"),
        (toml("a", &FIRST[..20]), "key_length"),
    ] {
        fs::write(&path, &text).unwrap();
        let fault = Keys::open(vec![], Some(path.clone())).err().unwrap();
        assert_eq!(fault.code(), code, "{text}");
        assert!(!format!("{fault} {fault:?}").contains(&FIRST[..20]));
    }
    let short = vec![SecretString::from("a:HS256:c2hvcnQ=")];
    let fault = Keys::open(short, None).err().unwrap();
    let wanted = KeysError::Key {
        place: "ticket_keys".to_owned(),
        error: KeyError::Length,
    };
    assert_eq!(fault, wanted);
}
