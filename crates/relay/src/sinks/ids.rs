//! From the ids of an event to those that a backend can look up. Pure.
//!
//! An id is converted only where that is exact, and otherwise refused with the reason: feedback
//! lands on the right span or nowhere. 16 hexadecimal digits are a span's and 32 a trace's id as
//! the W3C writes them (<https://www.w3.org/TR/trace-context/#traceparent-header-field-values>);
//! other texts of digits alone are decimal numbers, as Datadog writes them.

use sha2::{Digest as _, Sha256};
use thumbspan_contract::uuid;

const SPAN_DIGITS: usize = 16;
const TRACE_DIGITS: usize = 32;

/// A span id as 16 lower-case hexadecimal digits.
///
/// # Errors
/// What the id is not.
pub(crate) fn span_hex(id: &str) -> Result<String, String> {
    if is_hex(id, SPAN_DIGITS) {
        return not_zero(id.to_ascii_lowercase(), id);
    }
    match decimal::<u64>(id) {
        Some(number) => not_zero(format!("{number:016x}"), id),
        None => Err(format!(
            "The span id {id} is neither 16 hexadecimal digits nor a decimal number below 2^64."
        )),
    }
}

/// A trace id as 32 lower-case hexadecimal digits.
///
/// # Errors
/// What the id is not.
pub(crate) fn trace_hex(id: &str) -> Result<String, String> {
    if is_hex(id, TRACE_DIGITS) {
        return not_zero(id.to_ascii_lowercase(), id);
    }
    match decimal::<u128>(id) {
        Some(number) => not_zero(format!("{number:032x}"), id),
        None => Err(format!(
            "The trace id {id} is neither 32 hexadecimal digits nor a decimal number below 2^128."
        )),
    }
}

/// A span id of 16 hexadecimal digits as the decimal number that Datadog wants.
///
/// # Errors
/// What the id is not.
pub(super) fn span_decimal(id: &str) -> Result<String, String> {
    let number = is_hex(id, SPAN_DIGITS).then(|| u64::from_str_radix(id, 16).ok());
    match number.flatten() {
        Some(number) if number > 0 => Ok(number.to_string()),
        _ => Err(format!(
            "The span id {id} is not 16 hexadecimal digits other than zeros."
        )),
    }
}

/// An id that must be a UUID, in its canonical form.
///
/// # Errors
/// What the id is not; `what` names it, such as "span id".
pub(super) fn canonical_uuid(what: &str, id: &str) -> Result<String, String> {
    let lower = id.to_ascii_lowercase();
    if uuid::is_canonical(&lower) {
        Ok(lower)
    } else {
        Err(format!("The {what} {id} is not a UUID."))
    }
}

/// The stable id of one signal of an event: a repeat makes the same one. A UUID with the marks of
/// version 5, which is a hash of a name
/// (<https://www.rfc-editor.org/rfc/rfc9562#section-5.5>); the hash is SHA-256.
pub(super) fn of_signal(event: &str, label: &str) -> String {
    let hash = Sha256::digest(format!("thumbspan:{event}:{label}"));
    let mut digits: Vec<u8> = hash.iter().take(16).copied().collect();
    digits[6] = digits[6] & 0x0f | 0x50;
    digits[8] = digits[8] & 0x3f | 0x80;
    let number = digits
        .iter()
        .fold(0_u128, |all, byte| all << 8 | u128::from(*byte));
    let hex = format!("{number:032x}");
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

fn is_hex(id: &str, digits: usize) -> bool {
    id.len() == digits && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Digits alone: `parse` would take a sign as well.
fn decimal<T: std::str::FromStr>(id: &str) -> Option<T> {
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| id.parse().ok()).flatten()
}

/// Zeros are what a tracer writes when there is no span.
fn not_zero(hex: String, id: &str) -> Result<String, String> {
    if hex.bytes().all(|byte| byte == b'0') {
        return Err(format!("The id {id} is zero, which names nothing."));
    }
    Ok(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids_are_converted_exactly_or_refused() {
        let span = |id: &str| span_hex(id).ok();
        let hex = |text: &str| Some(text.to_owned());
        assert_eq!(span("339f1ffb0352ae4d"), hex("339f1ffb0352ae4d"));
        assert_eq!(span("339F1FFB0352AE4D"), hex("339f1ffb0352ae4d"));
        // What ddtrace prints for the same span.
        assert_eq!(span("3719726980184321613"), hex("339f1ffb0352ae4d"));
        assert_eq!(span("18446744073709551615"), hex("ffffffffffffffff"));
        assert_eq!(span("1234567890123456"), hex("1234567890123456"), "hex");
        assert_eq!(span("123"), hex("000000000000007b"));
        for refused in [
            "20245611112024561111",
            "18446744073709551616",
            "0000000000000000",
            "0",
            "+1",
            "",
            "339f1ffb0352ae4",
            "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
        ] {
            assert_eq!(span(refused), None, "{refused}");
        }
        let trace = |id: &str| trace_hex(id).ok();
        let known = "6b019b47000000007c4ea46c7a4d2237";
        assert_eq!(trace(known), hex(known));
        assert_eq!(trace(&known.to_uppercase()), hex(known));
        assert_eq!(trace("142235737244532637758976844406597689911"), hex(known));
        assert_eq!(trace(&u128::MAX.to_string()), hex(&"f".repeat(32)));
        for refused in [
            "340282366920938463463374607431768211456",
            "7c4ea46c7a4d2237",
            "0",
        ] {
            assert_eq!(trace(refused), None, "{refused}");
        }
    }

    #[test]
    fn every_number_comes_back_from_its_hexadecimal_digits() {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        for round in 0..20_000_u32 {
            let number = (next() >> (round % 64)).max(1);
            let text = number.to_string();
            let hex = span_hex(&text).unwrap();
            if text.len() == SPAN_DIGITS {
                assert_eq!(hex, text, "16 digits are hexadecimal");
            } else {
                assert_eq!(u64::from_str_radix(&hex, 16), Ok(number));
                assert_eq!(span_decimal(&hex), Ok(text));
            }
            assert_eq!(span_hex(&hex.to_uppercase()), Ok(hex));
            let number = (u128::from(next()) << 64 | u128::from(next())) >> (round % 128);
            let (number, text) = (number.max(1), number.max(1).to_string());
            let hex = trace_hex(&text).unwrap();
            if text.len() != TRACE_DIGITS {
                assert_eq!(u128::from_str_radix(&hex, 16), Ok(number));
            }
            assert_eq!(trace_hex(&hex), Ok(hex));
        }
    }

    #[test]
    fn a_signals_id_is_a_uuid_of_its_event_and_label_alone() {
        let event = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
        let id = of_signal(event, "user_thumbs");
        assert!(uuid::is_canonical(&id), "{id}");
        assert_eq!(id, of_signal(event, "user_thumbs"));
        assert_ne!(id, of_signal(event, "user_comment"));
        assert_ne!(
            id,
            of_signal("019357e4-6d5c-7b1e-9a51-2f0c6a1f3c12", "user_thumbs")
        );
        assert_eq!(canonical_uuid("run", &id.to_uppercase()), Ok(id));
        assert!(canonical_uuid("run", "1").is_err());
    }
}
