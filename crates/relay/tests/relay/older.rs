//! The shape that apps posted before Thumbspan.

use serde_json::{Value, json};

use crate::support::client::{self, Answer, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

const PATH: &str = "/api/v1/feedback";

fn recorded(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        answer.json(),
        json!({"status": "success", "message": "Feedback recorded"})
    );
}

async fn lines(folder: &tempfile::TempDir, count: usize) -> Vec<Value> {
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
async fn a_full_post_becomes_an_event_under_the_labels_that_are_set() {
    let folder = tempfile::tempdir().unwrap();
    let labels = [
        ("THUMBSPAN_OLDER_THUMBS_LABEL", "user_feedback"),
        ("THUMBSPAN_OLDER_RATING_LABEL", "user_quality_rating"),
        ("THUMBSPAN_OLDER_COMMENT_LABEL", "user_words"),
    ];
    let relay = Relay::serve(&folder, &labels).await;
    let body = json!({
        "span_id": "20245611112024561111", "trace_id": "6959432000000000d1f51f98d49b97c8",
        "feedback_type": "thumbs_down", "comment": "Missed page 3.", "quality_score": 2,
        "tags": {"page": 3, "reviewed": null}
    });
    recorded(&post(relay.address, PATH, &body.to_string()).await);
    let line = &lines(&folder, 1).await[0];
    assert_eq!(line["target"]["span_id"], "20245611112024561111");
    assert_eq!(line["tags"], json!({"page": "3", "verified": "false"}));
    assert_eq!(
        line["signals"],
        json!([
            {"label": "user_feedback", "metric_type": "categorical", "value": "down"},
            {"label": "user_quality_rating", "metric_type": "score", "value": 2},
            {"label": "user_words", "metric_type": "text", "value": "Missed page 3."}
        ])
    );
}

#[tokio::test]
async fn nulls_are_what_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let body = json!({
        "span_id": "1", "trace_id": "", "feedback_type": "thumbs_up",
        "comment": null, "quality_score": null, "tags": null
    });
    recorded(&post(relay.address, PATH, &body.to_string()).await);
    recorded(&post(relay.address, PATH, &body.to_string()).await);
    let lines = lines(&folder, 2).await;
    assert_eq!(lines[0]["signals"].as_array().unwrap().len(), 1);
    assert_eq!(lines[0]["target"], json!({"kind": "span", "span_id": "1"}));
    assert_ne!(
        lines[0]["id"], lines[1]["id"],
        "each post is a vote of its own"
    );
}

#[tokio::test]
async fn faults_have_the_codes_of_the_wire_format() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    for (body, code) in [
        (json!({"feedback_type": "thumbs_up"}), "no_target"),
        (
            json!({"span_id": 1, "feedback_type": "thumbs_up"}),
            "id_not_string",
        ),
        (json!({"span_id": "1", "feedback_type": "meh"}), "bad_value"),
        (
            json!({"span_id": "1", "quality_score": 7}),
            "score_out_of_range",
        ),
        (json!({"span_id": "1"}), "no_signals"),
        (
            json!({"span_id": "1", "quality_score": 1, "x": 1}),
            "unknown_field",
        ),
    ] {
        let answer = post(relay.address, PATH, &body.to_string()).await;
        assert_eq!((answer.status, &*answer.code()), (400, code), "{body}");
    }
}

#[tokio::test]
async fn the_wire_format_is_taken_there_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let answer = post(relay.address, PATH, &events::body(&[events::thumb(1)])).await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["accepted"], json!([events::id(1)]));
}

#[tokio::test]
async fn a_set_key_is_needed_there_and_only_there() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[("THUMBSPAN_API_KEYS", "first, second")]).await;
    let body = json!({"span_id": "1", "feedback_type": "thumbs_up"}).to_string();
    for (key, status) in [
        (Some("first"), 200),
        (Some("second"), 200),
        (Some("secon"), 401),
        (Some("first, second"), 401),
        (Some(""), 401),
        (None, 401),
    ] {
        let mut headers = client::JSON.to_vec();
        headers.extend(key.map(|key| ("x-api-key", key)));
        let sent = client::request(relay.address, "POST", PATH, &headers, body.as_bytes());
        let answer = sent.await.unwrap();
        assert_eq!(answer.status, status, "{key:?}");
        if status == 401 {
            assert_eq!(answer.code(), "bad_api_key");
        }
    }
    let wire = post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    assert_eq!(wire.status, 202);
}
