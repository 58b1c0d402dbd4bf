//! Events to post.

use serde_json::{Value, json};

/// The id with this number.
pub fn id(number: u64) -> String {
    format!("019357e4-6d5c-7b1e-9a51-{number:012x}")
}

/// A thumb on a span whose id has 20 digits.
pub fn thumb(number: u64) -> Value {
    json!({
        "id": id(number),
        "target": {"kind": "span", "span_id": "20245611112024561111"},
        "signals": [{"label": "user_thumbs", "metric_type": "categorical", "value": "up"}],
        "timestamp_ms": 1_765_990_800_016_u64
    })
}

/// A comment.
pub fn comment(number: u64, text: &str) -> Value {
    let mut event = thumb(number);
    event["signals"] = json!([{"label": "user_comment", "metric_type": "text", "value": text}]);
    event
}

/// The body that carries them.
pub fn body(events: &[Value]) -> String {
    json!({"events": events}).to_string()
}
