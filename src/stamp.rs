//! The browser's clock and random bytes, for the ids of votes.

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Date.now() is a whole number of milliseconds, far below 2^53"
)]
pub(crate) fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

pub(crate) fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    // Not crypto.randomUUID(): it is missing on plain http pages.
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}
