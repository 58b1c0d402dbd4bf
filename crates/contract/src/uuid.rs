//! UUID version 7, RFC 9562 section 5.7: <https://www.rfc-editor.org/rfc/rfc9562#section-5.7>.

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A UUIDv7 of a time in milliseconds since 1970 and ten random bytes.
///
/// ```
/// let id = thumbspan_contract::uuid::v7(0x0193_57e4_6d5c, [0xff; 10]);
/// assert_eq!(id, "019357e4-6d5c-7fff-bfff-ffffffffffff");
/// ```
#[must_use]
pub fn v7(unix_ms: u64, random: [u8; 10]) -> String {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&unix_ms.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes[6] = bytes[6] & 0x0f | 0x70;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (i, byte) in bytes.into_iter().enumerate() {
        if matches!(i, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push(HEX[usize::from(byte >> 4)] as char);
        text.push(HEX[usize::from(byte & 15)] as char);
    }
    text
}

/// Whether a text is a UUID of any version in its canonical form: lower case, with hyphens.
#[must_use]
pub fn is_canonical(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(i, byte)| match i {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_are_canonical() {
        let (early, late) = (v7(1, [255; 10]), v7(2, [0; 10]));
        assert!(early < late);
        assert!(is_canonical(&early) && is_canonical(&late));
        assert_eq!(&late[14..15], "7");
    }

    #[test]
    fn other_forms_are_not_canonical() {
        for bad in [
            "",
            "019357E4-6D5C-7B1E-9A51-2F0C6A1F3C11",
            "{019357e4}",
            "é",
        ] {
            assert!(!is_canonical(bad), "{bad}");
        }
    }
}
