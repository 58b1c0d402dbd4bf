use std::sync::Arc;
use std::time::Duration;

use super::client::judge;
use super::{Config, Secret, open, request};
use crate::clock::Clock;
use crate::sinks::answer::Purpose;
use crate::sinks::testing::{
    classes, connection, example, hold_requests, ordinary_but, raw, server,
};
use crate::sinks::{Connection, Sink as _, SinkError, SinkOpenError};
use crate::testing::ManualClock;

const FIRST: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SECOND: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn secret(text: &str) -> Secret {
    Secret::read(text).unwrap()
}

fn config(url: &str) -> Config {
    Config {
        at: connection("webhook", url),
        secrets: vec![secret(FIRST), secret(SECOND)],
    }
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(ManualClock::at(1_614_265_330_999))
}

#[test]
fn requests_are_these() {
    let secrets = config("http://x").secrets;
    hold_requests("webhook", |events| {
        Ok(request::plan(events, &secrets, 1_614_265_330))
    });
}

#[test]
fn answers_mean_this() {
    let gone: &[_] = &["409 never", "410 pause", "411-424 never"];
    let expected = ordinary_but(&[("409-424 never", gone)]);
    assert_eq!(classes(judge, Purpose::Tell, ""), expected);
}

#[test]
fn the_signature_is_that_of_the_specifications_libraries() {
    let body = br#"{"test": 2432232314}"#;
    let signed = request::signature(
        &secret(FIRST),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1_614_265_330,
        body,
    );
    assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_secret_out_of_form_is_refused_and_none_is_shown() {
    for bad in [
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ",
        "whsec_???",
    ] {
        let mend = Secret::read(bad).unwrap_err();
        assert!(mend.contains("whsec_"), "{mend}");
    }
    assert!(
        Secret::read(&format!("whsec_{}", "A".repeat(88))).is_err(),
        "66 bytes"
    );
    let shown = format!("{:?}", config("http://x"));
    assert!(
        !shown.contains("MfKQ") && !shown.contains("49, 242"),
        "{shown}"
    );
}

#[tokio::test]
async fn each_event_goes_alone_signed_by_every_secret_at_the_clocks_second() {
    let (url, seen) = server((204, vec![], String::new())).await;
    let sink = open(&config(&format!("{url}/hook?token=t0p")), &clock()).unwrap();
    assert_eq!(sink.batch_limit(), 1);
    let event = example("a thumb on a span");
    sink.send(std::slice::from_ref(&event)).await.unwrap();
    let seen = seen.0.lock().unwrap();
    let (uri, headers, body) = &seen[0];
    assert_eq!(uri, "/hook?token=t0p");
    assert_eq!(headers["webhook-id"], event.id.as_str());
    assert_eq!(headers["webhook-timestamp"], "1614265330");
    let signed = |text| request::signature(&secret(text), &event.id, 1_614_265_330, body);
    let expected = format!("{} {}", signed(FIRST), signed(SECOND));
    assert_eq!(headers["webhook-signature"], expected.as_str());
    assert_ne!(signed(FIRST), signed(SECOND));
}

#[tokio::test]
async fn the_address_is_a_secret_in_every_reason() {
    let closes = raw(drop).await;
    let (refuses, _) = server((404, vec![], String::new())).await;
    for url in [closes, refuses] {
        let sink = open(&config(&format!("{url}/hook?token=t0p")), &clock()).unwrap();
        let error = sink
            .send(&[example("a thumb on a span")])
            .await
            .unwrap_err();
        let said = format!("{error} {error:?}");
        assert!(!said.contains("t0p") && !said.contains("hook?"), "{said}");
        assert!(said.contains("127.0.0.1"), "{said}");
    }
}

#[tokio::test]
async fn a_private_address_needs_the_allowance_as_a_number_and_as_a_name() {
    let (url, seen) = server((204, vec![], String::new())).await;
    let port = url.rsplit(':').next().unwrap();
    let at = |url: String| Config {
        at: Connection {
            allow_private: false,
            timeout: Duration::from_secs(30),
            ..connection("webhook:audit", &url)
        },
        ..config("")
    };
    for host in [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "2130706433",
    ] {
        let error = open(&at(format!("http://{host}:{port}/")), &clock()).err();
        assert!(
            matches!(error, Some(SinkOpenError::Private { .. })),
            "{host} {error:?}"
        );
    }
    let named = open(&at(format!("http://localhost:{port}/")), &clock()).unwrap();
    let error = named
        .send(&[example("a thumb on a span")])
        .await
        .unwrap_err();
    assert!(
        matches!(&error, SinkError::Pause { reason } if reason.contains("private_sinks")),
        "{error:?}"
    );
    assert!(seen.0.lock().unwrap().is_empty());
}
