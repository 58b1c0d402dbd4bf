//! Times between milliseconds since 1970 and RFC 3339 in UTC. Pure.
//!
//! The days of the proleptic Gregorian calendar: <https://howardhinnant.github.io/date_algorithms.html>.

const DAY_MS: u64 = 86_400_000;
/// Days from 0000-03-01, where this calendar's years begin, to 1970-01-01.
const EPOCH: u64 = 719_468;
/// Days in 400 years.
const ERA: u64 = 146_097;

/// Such as `2026-11-21T22:30:05Z`; the milliseconds fall away.
pub(super) fn shown(ms: u64) -> String {
    let (days, seconds) = (ms / DAY_MS, ms % DAY_MS / 1_000);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Reads `2026-11-21` (its first instant), `2026-11-21T22:30:05Z` or milliseconds since 1970.
pub(super) fn read(text: &str) -> Result<u64, String> {
    let number = text.len() > 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let found = if number {
        text.parse().ok()
    } else {
        calendar(text)
    };
    found.ok_or_else(|| {
        "give a date such as 2026-11-21, a time such as 2026-11-21T22:30:05Z, or milliseconds since 1970".to_owned()
    })
}

fn calendar(text: &str) -> Option<u64> {
    let (date, time) = match text.split_once('T') {
        None => (text, "00:00:00"),
        Some((date, time)) => (date, time.strip_suffix('Z')?),
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let days = days(year, month, day)?;
    if self::date(days) != (year, month, day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(days * DAY_MS + (hour * 3_600 + minute * 60 + second) * 1_000)
}

fn numbers(text: &str, between: char, digits: [usize; 3]) -> Option<[u64; 3]> {
    let parts: Vec<_> = text.split(between).collect();
    let fits = |(part, digits): (&&str, usize)| {
        part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.len() != 3 || !parts.iter().zip(digits).all(fits) {
        return None;
    }
    let number = |at: usize| parts[at].parse().ok();
    Some([number(0)?, number(1)?, number(2)?])
}

/// Days since 1970; `None` before, or when it is no date at all.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if year < 1970 || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    (era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year).checked_sub(EPOCH)
}

fn date(days: u64) -> (u64, u64, u64) {
    let days = days + EPOCH;
    let (era, of_era) = (days / ERA, days % ERA);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year;
    if month < 10 {
        (year, month + 3, day)
    } else {
        (year + 1, month - 9, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_instants_go_both_ways() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_765_990_800_000, "2025-12-17T17:00:00Z"),
            (1_795_300_205_000, "2026-11-21T22:30:05Z"),
            (4_107_542_399_000, "2100-02-28T23:59:59Z"),
        ] {
            assert_eq!((shown(ms).as_str(), read(text)), (text, Ok(ms)));
            assert_eq!(read(&ms.to_string()).ok(), Some(ms).filter(|ms| *ms > 0));
        }
        assert_eq!(read("2026-11-21"), Ok(1_795_219_200_000));
    }

    #[test]
    fn every_day_of_200_years_is_itself() {
        for day in 0..73_049 {
            let ms = day * DAY_MS + 1_000;
            assert_eq!(read(&shown(ms)), Ok(ms));
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "today",
            "2026-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "1969-12-31",
            "2026-1-1",
            "2026-11-21T24:00:00Z",
            "2026-11-21T22:30:05",
            "2026-11-21T22:30Z",
            "2026-11-21T22:30:05+01:00",
            "+1795300205000",
            "99999999999999999999999",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
