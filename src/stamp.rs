//! The browser's clock and random bytes, for the ids of votes.

use thumbspan_contract::uuid;

use crate::state::Stamp;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Date.now() is a whole number of milliseconds, far below 2^53"
)]
pub(crate) fn stamp() -> Stamp {
    let now_ms = js_sys::Date::now() as u64;
    let mut random = [0; 10];
    // Not crypto.randomUUID(): it is missing on plain http pages.
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    Stamp {
        id: uuid::v7(now_ms, random),
        now_ms,
    }
}
