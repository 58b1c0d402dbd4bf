//! What a plain HTML form sends, and the page that it gets.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::health::datadog;
use crate::store::large;
use crate::support::client::{self, Answer, post};
use crate::support::eventually;
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, delivered};

const PATH: &str = "/v1/feedback/form";
const TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const VOTE: &str = "span_id=20245611112024561111&user_thumbs=down&user_comment=Missed+page+3.";

async fn send(relay: &Relay, body: impl AsRef<[u8]>) -> Answer {
    send_from(relay, body, "https://app.example/answer?n=1&m='2'").await
}

async fn send_from(relay: &Relay, body: impl AsRef<[u8]>, referrer: &str) -> Answer {
    let headers = [TYPE, ("referer", referrer)];
    let sent = client::request(relay.address, "POST", PATH, &headers, body.as_ref());
    sent.await.unwrap()
}

fn html(answer: &Answer) -> &str {
    std::str::from_utf8(&answer.body).unwrap()
}

/// The page's sentence, after everything that holds for every page.
fn sentence(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("cache-control"), "no-store");
    let html = html(answer);
    assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(html.contains("<title>") && html.ends_with("</html>\n"));
    let main = html.split("<main>\n<p>").nth(1).unwrap();
    main.split("</p>").next().unwrap().to_owned()
}

async fn lines(folder: &TempDir, count: usize) -> Vec<Value> {
    eventually("the lines", || async {
        delivered(folder).matches('\n').count() == count
    })
    .await;
    let text = delivered(folder);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn a_form_is_an_event_and_its_reader_is_thanked() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let answer = send(&relay, VOTE).await;
    assert_eq!(answer.status, 200);
    assert_eq!(sentence(&answer), "Thank you. Your feedback was saved.");
    assert!(html(&answer).contains(
        "<a href=\"https://app.example/answer?n=1&amp;m=&#39;2&#39;\">Back to the page</a>"
    ));
    let line = &lines(&folder, 1).await[0];
    assert_eq!(line["target"]["span_id"], "20245611112024561111");
    assert_eq!(line["id"].as_str().unwrap().as_bytes()[14], b'7');
    assert!(line["timestamp_ms"].as_u64().unwrap() > 1_765_990_800_016);
    assert_eq!(
        line["signals"],
        json!([
            {"label": "user_thumbs", "metric_type": "categorical", "value": "down"},
            {"label": "user_comment", "metric_type": "text", "value": "Missed page 3."}
        ])
    );
    assert!(!line.to_string().contains("app.example"));
}

#[tokio::test]
async fn without_a_web_address_to_go_back_to_there_is_no_link() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    for referrer in ["javascript:alert(1)", "", "//app.example/"] {
        let answer = send_from(&relay, VOTE, referrer).await;
        assert_eq!(answer.status, 200);
        assert!(!html(&answer).contains("href"), "{referrer}");
    }
    let bare = client::request(relay.address, "POST", PATH, &[TYPE], VOTE.as_bytes());
    assert!(!html(&bare.await.unwrap()).contains("href"));
}

#[tokio::test]
async fn a_double_press_is_one_event_where_the_form_has_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let with_id = format!("{VOTE}&id=019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11");
    for body in [&*with_id, &*with_id, VOTE, VOTE] {
        assert_eq!(send(&relay, body).await.status, 200);
    }
    let lines = lines(&folder, 3).await;
    let ids: Vec<_> = lines.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids[0], "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11");
    assert_ne!(ids[1], ids[2]);
}

/// A raw tag, for any place in a form, as a browser would escape it.
const TAG: &str = "%3Cscript%3Ealert%281%29%3C%2Fscript%3E%22%27%3E";

#[tokio::test]
async fn each_bad_form_is_told_why_on_a_page_that_echoes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let mut bodies: Vec<(Vec<u8>, &str)> = vec![
        (b"".to_vec(), "Add a hidden field"),
        (b"user_thumbs=up".to_vec(), "Add a hidden field"),
        (b"span_id=1".to_vec(), "at least one signal"),
        (b"span_id=1&user_thumb=up".to_vec(), "`user_thumbs`"),
        (b"span_id=1&user_thumbs=%zz".to_vec(), "accept-charset"),
        (b"span_id=1&user_comment=\xff".to_vec(), "accept-charset"),
        (
            b"span_id=1&user_thumbs=up&user_thumbs=up".to_vec(),
            "one value",
        ),
        (b"span_id=1&user_comment=a%00b".to_vec(), "NUL"),
        (b"span_id=1&user_rating=6".to_vec(), "from 1 to 5"),
    ];
    for field in [
        "span_id",
        "trace_id",
        "session_id",
        "join_key",
        "ticket",
        "ml_app",
        "id",
        "user_thumbs",
        "user_rating",
        "user_nps",
        "user_reason_a",
        "user_reason_",
        "tags.a",
        "",
        "x",
    ] {
        bodies.push((format!("span_id=1&{field}={TAG}").into_bytes(), ""));
        bodies.push((
            format!("span_id=1&user_thumbs=up&{field}{TAG}=1").into_bytes(),
            "",
        ));
    }
    // As a submitter and as a tag's value this is text like any other.
    bodies.retain(|(body, _)| !body.starts_with(b"span_id=1&tags.a="));
    for (body, why) in bodies {
        let told = String::from_utf8_lossy(&body).into_owned();
        let answer = send(&relay, &body).await;
        // A tag's key may be any text: that one is stored, and not echoed either.
        let fine = told.contains("&tags.a%");
        assert_eq!(
            answer.status,
            if fine { 200 } else { 400 },
            "{told}: {answer:?}"
        );
        let sentence = sentence(&answer);
        assert!(sentence.contains(why) && sentence.len() > 10, "{sentence}");
        assert!(!html(&answer).contains("script"), "{}", html(&answer));
        assert!(html(&answer).contains("Back to the page"));
    }
}

#[tokio::test]
async fn a_body_of_one_megabyte_or_another_type_is_refused_on_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let large = format!("span_id=1&user_comment={}", "x".repeat(1 << 20));
    let answer = send(&relay, large).await;
    assert_eq!(answer.status, 413);
    assert!(sentence(&answer).contains("64 KiB"));
    assert_eq!(answer.header("connection"), "close");
    for other in [
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
        "",
    ] {
        let headers = [("content-type", other)];
        let sent = client::request(relay.address, "POST", PATH, &headers, VOTE.as_bytes());
        let answer = sent.await.unwrap();
        assert_eq!(answer.status, 415, "{other}");
        assert!(sentence(&answer).contains("enctype"));
    }
    let charset = [(
        "content-type",
        "Application/X-WWW-Form-URLencoded;charset=UTF-8",
    )];
    let sent = client::request(relay.address, "POST", PATH, &charset, VOTE.as_bytes());
    assert_eq!(sent.await.unwrap().status, 200);
}

#[tokio::test]
async fn a_full_store_says_when_to_come_again_and_thanks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(503)).await;
    let origin = intake.url();
    let mut variables = datadog(&origin);
    variables.push(("THUMBSPAN_STORE_MAX_MIB", "1"));
    let relay = Relay::serve(&folder, &variables).await;
    let mut batch = 0;
    while post(relay.address, "/v1/feedback", &large(batch))
        .await
        .status
        == 202
    {
        batch += 1;
        assert!(batch < 40, "two MiB went into one");
    }
    let words = "x".repeat(4_000);
    let answer = loop {
        let answer = send(&relay, format!("span_id=1&user_comment={words}")).await;
        if answer.status != 200 {
            break answer;
        }
    };
    assert_eq!(answer.status, 503);
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(sentence(&answer).contains("no room"));
    assert!(html(&answer).contains("<title>Your feedback was not saved</title>"));
}

#[tokio::test]
async fn what_a_form_says_is_in_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[("THUMBSPAN_LOG", "trace")]).await;
    let words = "unmistakable-words";
    for (body, status) in [
        (format!("span_id=1&user_comment={words}"), 200),
        (format!("span_id=1&user_thumbs={words}"), 400),
        (format!("span_id=1&{words}={words}"), 400),
    ] {
        let referrer = format!("https://app.example/{words}");
        assert_eq!(send_from(&relay, body, &referrer).await.status, status);
    }
    lines(&folder, 1).await;
    relay.terminate();
    relay.exit().await;
    eventually("the log", || async { relay.output().contains("stopping") }).await;
    assert!(relay.output().contains("unknown_field"));
    assert!(!relay.output().contains(words), "{}", relay.output());
}
