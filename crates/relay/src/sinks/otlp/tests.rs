use std::collections::BTreeMap;

use super::client::judge;
use super::protobuf::{Message, Read, fields};
use super::{Config, Encoding, open, request};
use crate::sinks::answer::{Answer, Purpose, Verdict};
use crate::sinks::testing::{
    classes, connection, example, examples, hold_requests, ordinary_but, server,
};
use crate::sinks::{Sink as _, SinkError};

fn config(url: &str, encoding: Encoding) -> Config {
    Config {
        at: connection("otlp", url),
        encoding,
        service: "thumbspan-relay".to_owned(),
        headers: vec![("x-token".to_owned(), "k3y".into())],
    }
}

#[test]
fn requests_are_these() {
    let json = config("http://x", Encoding::Json);
    hold_requests("otlp", |events| request::plan(events, &json));
}

#[test]
fn answers_mean_this() {
    let own = ordinary_but(&[
        ("408 later", &[]),
        ("409-424 never", &["408-428 never"]),
        ("425 later", &[]),
        ("426-428 never", &[]),
        (
            "500-599 later",
            &["430-501 never", "502-504 later", "505-599 never"],
        ),
        ("430-499 never", &[]),
    ]);
    assert_eq!(classes(judge, Purpose::Tell, ""), own);
    let partial = |body: &[u8]| {
        judge(Answer {
            purpose: Purpose::Tell,
            status: 200,
            body,
        })
    };
    let binary = |count| {
        let partial = Message::default().number(1, count).text(2, "too old");
        Message::default().message(1, &partial).finish()
    };
    assert_eq!(partial(&binary(1)), Verdict::Never);
    assert_eq!(partial(&binary(0)), Verdict::Taken);
    assert_eq!(partial(b"{}"), Verdict::Taken);
    assert_eq!(partial(br#"{"partialSuccess":{}}"#), Verdict::Taken);
    assert_eq!(
        partial(br#"{"partialSuccess":{"rejectedLogRecords":"0"}}"#),
        Verdict::Taken
    );
    assert_eq!(
        partial(br#"{"partialSuccess":{"rejectedLogRecords":"2"}}"#),
        Verdict::Never
    );
    assert_eq!(
        partial(br#"{"partialSuccess":{"rejectedLogRecords":2}}"#),
        Verdict::Never
    );
    assert_eq!(
        partial(&[0x0a, 0xff]),
        Verdict::Taken,
        "nonsense rejects nothing"
    );
}

/// The fields of a message, with the bytes of each.
fn inner(bytes: &[u8]) -> BTreeMap<u64, Vec<Vec<u8>>> {
    let mut map: BTreeMap<u64, Vec<Vec<u8>>> = BTreeMap::new();
    for (number, value) in fields(bytes) {
        let bytes = match value {
            Read::Bytes(bytes) => bytes.to_vec(),
            Read::Number(number) => number.to_le_bytes().to_vec(),
        };
        map.entry(number).or_default().push(bytes);
    }
    map
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

#[test]
fn protobuf_says_what_json_says() {
    for (name, event) in examples() {
        let events = [event];
        let plans = [Encoding::Json, Encoding::Protobuf]
            .map(|encoding| request::plan(&events, &config("http://x", encoding)));
        let [Ok(json), Ok(binary)] = plans else {
            continue;
        };
        assert_eq!(binary.calls[0].content_type, "application/x-protobuf");
        let json: serde_json::Value = serde_json::from_slice(&json.calls[0].body).unwrap();
        let expected = json["resourceLogs"][0]["scopeLogs"][0]["logRecords"]
            .as_array()
            .unwrap();
        let resource_logs = &inner(&binary.calls[0].body)[&1][0];
        let records = inner(&inner(resource_logs)[&2][0])[&2].clone();
        assert_eq!(records.len(), expected.len(), "{name}");
        for (record, expected) in records.iter().zip(expected) {
            let record = inner(record);
            let nanos: u64 = expected["timeUnixNano"].as_str().unwrap().parse().unwrap();
            assert_eq!(record[&1][0], nanos.to_le_bytes());
            assert_eq!(record[&11][0], nanos.to_le_bytes());
            assert_eq!(record[&2][0], 9_u64.to_le_bytes());
            assert_eq!(record[&12][0], b"gen_ai.evaluation.result");
            for (field, key) in [(9, "traceId"), (10, "spanId")] {
                let id = expected[key].as_str().map(unhex);
                assert_eq!(
                    record.get(&field).map(|ids| ids[0].clone()),
                    id,
                    "{name} {key}"
                );
            }
            let flags = expected["flags"].as_u64().map(|_| vec![1, 0, 0, 0]);
            assert_eq!(record.get(&8).map(|flags| flags[0].clone()), flags);
            let pairs = expected["attributes"].as_array().unwrap();
            assert_eq!(record[&6].len(), pairs.len());
            for (found, pair) in record[&6].iter().zip(pairs) {
                let found = inner(found);
                assert_eq!(found[&1][0], pair["key"].as_str().unwrap().as_bytes());
                let value = inner(&found[&2][0]);
                if let Some(text) = pair["value"]["stringValue"].as_str() {
                    assert_eq!(value[&1][0], text.as_bytes());
                } else {
                    let number = pair["value"]["doubleValue"].as_f64().unwrap();
                    assert_eq!(value[&4][0], number.to_le_bytes());
                }
            }
        }
    }
}

#[tokio::test]
async fn records_go_to_v1_logs_with_the_headers() {
    let (url, seen) = server((200, vec![], String::new())).await;
    let sink = open(&config(&format!("{url}/otlp/"), Encoding::Protobuf)).unwrap();
    let event = example("a thumb on a span");
    sink.send(&[event.clone(), event]).await.unwrap();
    let seen = seen.0.lock().unwrap();
    let [(uri, headers, _)] = &seen[..] else {
        panic!("{seen:?}")
    };
    assert_eq!(uri, "/otlp/v1/logs");
    assert_eq!(headers["x-token"], "k3y");
    assert_eq!(headers["content-type"], "application/x-protobuf");
}

#[tokio::test]
async fn rejected_records_are_refused_with_what_was_said() {
    let said = r#"{"partialSuccess":{"rejectedLogRecords":"1","errorMessage":"too old"}}"#;
    let (url, _) = server((200, vec![], said.to_owned())).await;
    let sink = open(&config(&url, Encoding::Json)).unwrap();
    let error = sink
        .send(&[example("a thumb on a span")])
        .await
        .unwrap_err();
    let SinkError::Refused { reason } = &error else {
        panic!("{error:?}")
    };
    assert!(reason.contains("too old"), "{reason}");
}
