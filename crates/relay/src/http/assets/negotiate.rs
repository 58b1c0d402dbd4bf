//! Which form of a file a client gets. RFC 9110, section 12.5.3:
//! <https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3>.

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// The file as it is.
    Identity,
    /// `gzip`.
    Gzip,
    /// `br`.
    Brotli,
}

impl Coding {
    /// The value of `Content-Encoding`, if there is one.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    fn word(self) -> &'static str {
        self.name().unwrap_or("identity")
    }
}

/// The heaviest coding that the header accepts; of equals the smaller form. A client that accepts
/// nothing gets the file as it is, which the RFC allows and every client can read.
pub(super) fn pick(header: Option<&str>, available: &[Coding]) -> Coding {
    let Some(header) = header else {
        return Coding::Identity;
    };
    [Coding::Brotli, Coding::Gzip, Coding::Identity]
        .into_iter()
        .filter(|coding| available.contains(coding))
        .map(|coding| (weight(header, coding), coding))
        .filter(|(weight, _)| *weight > 0)
        // Strictly more: the first of equals stays.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or(Coding::Identity, |(_, coding)| coding)
}

/// A coding's weight in thousandths.
fn weight(header: &str, coding: Coding) -> u16 {
    let named = |word: &str| {
        header.split(',').find_map(|entry| {
            let (name, parameters) = entry.split_once(';').unwrap_or((entry, ""));
            name.trim()
                .eq_ignore_ascii_case(word)
                .then(|| quality(parameters))
        })
    };
    let unnamed = match coding {
        // Acceptable unless refused, but behind what the client names.
        Coding::Identity => named("*").filter(|weight| *weight == 0).unwrap_or(1),
        _ => named("*").unwrap_or(0),
    };
    named(coding.word()).unwrap_or(unnamed)
}

fn quality(parameters: &str) -> u16 {
    let Some(number) = parameters.trim().strip_prefix("q=") else {
        return 1000;
    };
    let number: f32 = number.trim().parse().unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000"
    )]
    let thousandths = (number.clamp(0.0, 1.0) * 1000.0) as u16;
    thousandths
}

#[cfg(test)]
mod tests {
    use super::Coding::{Brotli, Gzip, Identity};
    use super::*;

    #[test]
    fn the_header_decides() {
        for (header, chosen) in [
            (None, Identity),
            (Some(""), Identity),
            (Some("gzip, deflate, br, zstd"), Brotli),
            (Some("gzip"), Gzip),
            (Some("GZIP;q=0.5, br;q=0.4"), Gzip),
            (Some("br;q=0, gzip;q=0.1"), Gzip),
            (Some("br;q=0, gzip;q=0"), Identity),
            (Some("br;q=0.000"), Identity),
            (Some("*"), Brotli),
            (Some("*;q=0"), Identity),
            (Some("identity;q=0, gzip"), Gzip),
            (Some("identity, gzip;q=0.5"), Identity),
            (Some("br;q=nonsense, gzip;q=0.1"), Gzip),
            (Some("zstd"), Identity),
        ] {
            assert_eq!(
                pick(header, &[Identity, Gzip, Brotli]),
                chosen,
                "{header:?}"
            );
        }
    }

    #[test]
    fn only_a_form_that_exists_is_chosen() {
        assert_eq!(pick(Some("br, gzip"), &[Identity]), Identity);
        assert_eq!(pick(Some("br, gzip;q=0.1"), &[Identity, Gzip]), Gzip);
    }
}
