//! A time as text. Pure.

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// Milliseconds since 1970 as RFC 3339 in UTC (<https://www.rfc-editor.org/rfc/rfc3339>).
pub(super) fn rfc3339(ms: u64) -> String {
    let (year, month, day) = date(ms / DAY_MS);
    let (seconds, ms) = (ms % DAY_MS / 1_000, ms % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
}

/// The date of a day since 1970: <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn known_times_have_their_text() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_765_990_800_016, "2025-12-17T17:00:00.016Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (
                thumbspan_contract::limits::TIMESTAMP_MS,
                "287396-10-12T08:59:00.991Z",
            ),
        ] {
            assert_eq!(rfc3339(ms), text);
        }
    }
}
