use super::*;

fn all() -> Scrubber {
    Scrubber::new(&Kind::NAMED, &[]).unwrap()
}

fn own(patterns: &[&str]) -> Scrubber {
    let patterns: Vec<_> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
    Scrubber::new(&[], &patterns).unwrap()
}

fn scrubbed(scrubber: &Scrubber, text: &str) -> String {
    let found = scrubber.text(text);
    found.map_or_else(|| text.to_owned(), |(text, _)| text)
}

#[test]
fn what_is_typical_goes() {
    for (text, expected) in [
        ("Ask ann@example.com.", "Ask [email]."),
        (
            "<ann.b+tag@mail.example.co.uk>, please",
            "<[email]>, please",
        ),
        (
            "mailto:ann@example.com?subject=x",
            "mailto:[email]?subject=x",
        ),
        ("anna@exämple.de and b@c.io!", "[email] and [email]!"),
        ("card 4111 1111 1111 1111 ok", "card [card] ok"),
        ("4111-1111-1111-1111, 12/27", "[card], 12/27"),
        ("4111111111111111 2027", "[card] 2027"),
        ("5500005555555559", "[card]"),
        ("3714 496353 98431", "[card]"),
        ("4111 1111 1111 1111 5500 0055 5555 5559", "[card] [card]"),
        ("call +49 30 123456-78", "call [phone]"),
        ("call +1 (415) 555-2671 now", "call [phone] now"),
        ("0049 171 2345678", "[phone]"),
        ("(030) 12 34 56 78", "[phone]"),
        ("06.12.34.56.78", "[phone]"),
        ("(415) 555-2671", "[phone]"),
        ("415-555-2671.", "[phone]."),
        ("AKIAIOSFODNN7EXAMPLE", "[secret]"),
        ("key=sk-proj-abcDEF123_456-ghiJKL789", "key=[secret]"),
        ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "[secret]"),
        ("xoxb-123456789012-abcdefABCDEF", "[secret]"),
        (
            "x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y",
            "x [secret] y",
        ),
        ("6959432000000000d1f51f98d49b97c8", "[secret]"),
        ("Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDk4NzY1NDMyMQ==", "[secret]"),
        (
            "postgres://app:hunter2@db/x",
            "postgres://app:[secret]@db/x",
        ),
        (
            "a -----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- b",
            "a [secret] b",
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIB", "[secret]"),
    ] {
        assert_eq!(scrubbed(&all(), text), expected, "{text}");
    }
}

#[test]
fn what_is_harmless_stays() {
    for text in [
        "The answer missed page 3.",
        "See @ann, and a @ b, and x@localhost",
        "span 20245611112024561111 is wrong",
        "span 2670203640094394356",
        "4111 1111 1111 1112 fails Luhn's check",
        "order 1234567890123 and 9111111111111111",
        "on 01.02.2024 10:30 and 2026-11-21T22:30:05Z and 12/31/2024",
        "it costs 1,234,567.89 or 0.123456789012",
        "1+12345678 = 12345679",
        "version 10.20.30, IP 192.168.100.200",
        "/usr/share/Documents/ProjectName/source/main/Module.java",
        "AVeryLongCamelCaseIdentifierThatNobodyShouldEverWriteInCode1",
        "thequickbrownfoxjumpsoverthelazydogandthenrunsawayagain",
        "sk-short, hf_no, eyJ",
        "[email] [phone] [card] [secret] [redacted]",
        "d1f51f98d49b97c8",
        "",
        "🙂 ünïcode ٠١٢٣٤٥٦٧٨٩٠١٢٣",
    ] {
        assert_eq!(all().text(text), None, "{text}");
    }
}

#[test]
fn each_kind_is_chosen_by_itself() {
    let text = "a@b.co 4111111111111111 +49 30 1234567 AKIAIOSFODNN7EXAMPLE";
    for (kind, expected) in [
        (
            Kind::Email,
            "[email] 4111111111111111 +49 30 1234567 AKIAIOSFODNN7EXAMPLE",
        ),
        (
            Kind::Card,
            "a@b.co [card] +49 30 1234567 AKIAIOSFODNN7EXAMPLE",
        ),
        (
            Kind::Phone,
            "a@b.co 4111111111111111 [phone] AKIAIOSFODNN7EXAMPLE",
        ),
        (
            Kind::Secret,
            "a@b.co 4111111111111111 +49 30 1234567 [secret]",
        ),
    ] {
        let only = Scrubber::new(&[kind], &[]).unwrap();
        assert_eq!(scrubbed(&only, text), expected);
    }
    let (_, counts) = all().text(&format!("{text} {text}")).unwrap();
    let two = Kind::NAMED.map(|kind| (kind, 2));
    assert_eq!(counts, Counts::from(two));
    assert_eq!(Scrubber::default().text(text), None);
}

#[test]
fn own_patterns_take_their_whole_match_and_wrong_ones_are_told_by_place() {
    let ours = own(&[r"ACME-(\d{2,4})", "(?i)project [a-z]+"]);
    assert_eq!(
        scrubbed(&ours, "ACME-123, Project Orion"),
        "[redacted], [redacted]"
    );
    for (pattern, expected) in [
        ("(", BadPattern::Syntax(2)),
        (r"(?=a)", BadPattern::Syntax(2)),
        ("((a{999}){999}){999}", BadPattern::Syntax(2)),
        ("a*", BadPattern::Empty(2)),
    ] {
        let patterns = ["fine".to_owned(), pattern.to_owned()];
        let error = Scrubber::new(&[], &patterns).unwrap_err();
        assert_eq!(error, expected);
        assert!(!error.to_string().contains("999"));
    }
}

#[test]
fn marks_never_break_and_a_pattern_that_matches_at_every_seam_ends() {
    assert_eq!(
        scrubbed(&own(&["card|e"]), "[card] see"),
        "[card] s[redacted][redacted]"
    );
    assert_eq!(scrubbed(&own(&["^a"]), "aab"), "[redacted]ab");
    assert_eq!(
        scrubbed(&own(&[r"\ba"]), &"a".repeat(10)),
        "[redacted]".repeat(10)
    );
    assert_eq!(scrubbed(&own(&[r"\ba"]), &"a".repeat(99)), "[redacted]");
}

#[test]
fn a_text_stays_within_its_limit_and_its_marks_whole() {
    let text = scrubbed(&own(&["a"]), &"a".repeat(limits::TEXT_CHARS));
    assert_eq!(text, "[redacted]".repeat(limits::TEXT_CHARS / 10));
    let text = scrubbed(
        &own(&["b"]),
        &format!("{}bü", "x".repeat(limits::TEXT_CHARS - 2)),
    );
    assert_eq!(text, "x".repeat(limits::TEXT_CHARS - 2));
}

#[test]
fn only_the_texts_of_an_event_are_scrubbed() {
    let mut event = crate::testing::event(1);
    let word = |text: &str| Value::Text(text.to_owned());
    let thumbs = crate::testing::signal("kind", MetricType::Categorical, word("a@b.co"));
    let comment = crate::testing::signal("user_comment", MetricType::Text, word("a@b.co"));
    let mut gone = comment.clone();
    gone.value = None;
    event.signals = vec![thumbs.clone(), comment, gone.clone()];
    let counts = all().event(&mut event);
    assert_eq!(counts, Counts::from([(Kind::Email, 1)]));
    assert_eq!(event.signals[0], thumbs);
    assert_eq!(event.signals[1].value, Some(word("[email]")));
    assert_eq!(event.signals[2], gone);
}

/// Pieces that meet each other in every order: what is found, what nearly is, and what is hostile.
const PIECES: &[&str] = &[
    "a@b.co",
    "@",
    ".",
    "4111111111111111",
    "4111 1111",
    "1",
    "0",
    " ",
    "-",
    "+49",
    "(030)",
    "[email]",
    "[",
    "]",
    "card",
    "eyJabcdefghij.",
    "sk-",
    "AKIAIOSFODNN7EXAMPLE",
    "\n",
    "ü",
    "🙂",
    "-----BEGIN PRIVATE KEY-----",
    "://u:p@",
    "d1f51f98d49b97c8",
    "\u{202e}",
    "\0",
    "x",
    "Zm9v1B",
];

#[test]
fn any_text_is_scrubbed_once_and_for_all_within_its_limit() {
    let scrubbers = [
        all(),
        own(&["^a", "x$", r"\b1", "."]),
        own(&["[a-z]+", r"\]"]),
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(sides).unwrap()).unwrap()
    };
    for round in 0..600 {
        let most = if round % 300 == 0 { 1_500 } else { 20 };
        let pieces = (0..below(most)).map(|_| PIECES[below(PIECES.len())]);
        let text: String = pieces
            .collect::<String>()
            .chars()
            .take(limits::TEXT_CHARS)
            .collect();
        for scrubber in &scrubbers {
            let Some((once, counts)) = scrubber.text(&text) else {
                continue;
            };
            assert!(counts.values().sum::<usize>() > 0);
            assert!(once.chars().count() <= limits::TEXT_CHARS, "{text:?}");
            assert_eq!(scrubber.text(&once), None, "{text:?} became {once:?}");
        }
    }
}
