//! Events to log records. Pure.
//!
//! <https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto>

use reqwest::Method;
use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, EventKind, Signal, Target};

use super::protobuf::Message;
use super::{Config, Encoding};
use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::Said;

const PATH: &str = "/v1/logs";
const NAME: &str = "gen_ai.evaluation.result";
const SCOPE: &str = "thumbspan-relay";
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// INFO.
const SEVERITY: u64 = 9;
/// The rated span was recorded.
const SAMPLED: u32 = 1;
/// The value of what was taken back.
const WITHDRAWN: &str = "withdrawn";

/// One log record.
struct Record {
    nanos: u64,
    trace: Option<String>,
    span: Option<String>,
    attributes: Vec<(String, Any)>,
}

/// An attribute's value.
enum Any {
    Text(String),
    Number(f64),
}

/// The request for some events.
///
/// # Errors
/// Which id has no place in a log record.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut records = Vec::new();
    for event in events {
        for signal in &event.signals {
            records.push(record(event, signal)?);
        }
    }
    let call = Call::tell(Method::POST, PATH, &Json::Null);
    Ok(Plan::from(vec![match config.encoding {
        Encoding::Json => Call {
            body: as_json(&records, &config.service).to_string().into_bytes(),
            ..call
        },
        Encoding::Protobuf => Call {
            body: as_protobuf(&records, &config.service),
            content_type: "application/x-protobuf",
            ..call
        },
    }]))
}

fn record(event: &Event, signal: &Signal) -> Result<Record, String> {
    let (trace, span, other) = target(&event.target)?;
    let mut attributes = vec![("gen_ai.evaluation.name".to_owned(), text(&signal.label))];
    attributes.extend(value(signal));
    attributes.extend(other);
    attributes.extend(about(event));
    Ok(Record {
        nanos: event.timestamp_ms.saturating_mul(1_000_000),
        trace,
        span,
        attributes,
    })
}

type Ids = (Option<String>, Option<String>, Option<(String, Any)>);

fn target(target: &Target) -> Result<Ids, String> {
    Ok(match target {
        Target::Span { span_id, trace_id } => {
            let trace = trace_id.as_deref().ok_or(
                "The span comes without its trace_id, and a log record with a span id alone is found by nothing.",
            )?;
            (
                Some(ids::trace_hex(trace)?),
                Some(ids::span_hex(span_id)?),
                None,
            )
        }
        Target::Trace { trace_id } => (Some(ids::trace_hex(trace_id)?), None, None),
        Target::Session { session_id } => (
            None,
            None,
            Some(("session.id".to_owned(), text(session_id))),
        ),
        Target::JoinKey { join_key } => (
            None,
            None,
            Some(("thumbspan.join_key".to_owned(), text(join_key))),
        ),
    })
}

fn value(signal: &Signal) -> Vec<(String, Any)> {
    let said = Said::of(signal);
    let named = |name: &str, value| (format!("gen_ai.evaluation.{name}"), value);
    let label = match said {
        Said::Withdrawn => Some(WITHDRAWN),
        other => other.word(),
    };
    let score = said
        .score()
        .map(|number| named("score.value", Any::Number(number)));
    let label = label.map(|word| named("score.label", text(word)));
    let words = said.words().or(signal.reasoning.as_deref());
    let words = words.map(|words| named("explanation", text(words)));
    let assessment = signal.assessment;
    let assessment =
        assessment.map(|found| ("thumbspan.assessment".to_owned(), text(found.as_str())));
    let object = match said {
        Said::Object(map) => Some(("thumbspan.json".to_owned(), text(&json!(map).to_string()))),
        _ => None,
    };
    let said = score.into_iter().chain(label).chain(words);
    said.chain(assessment).chain(object).collect()
}

fn about(event: &Event) -> Vec<(String, Any)> {
    let by = event.submitter.as_ref();
    let (id, user) = match event.kind {
        EventKind::Feedback => ("thumbspan.feedback_id", "user.id"),
        EventKind::Evaluation => ("thumbspan.evaluation_id", "thumbspan.submitter.id"),
    };
    let own = [
        (id, Some(event.id.as_str())),
        ("thumbspan.revises", event.revises.as_deref()),
        ("thumbspan.ml_app", event.ml_app.as_deref()),
        (
            "thumbspan.submitter.type",
            by.and_then(|by| by.kind.as_deref()),
        ),
        (user, by.map(|by| by.id.as_str())),
    ];
    let own = own
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), text(value?))));
    let tags = event.tags.iter();
    own.chain(tags.map(|(key, value)| (format!("thumbspan.tag.{key}"), text(value))))
        .collect()
}

fn text(words: &str) -> Any {
    Any::Text(words.to_owned())
}

fn as_json(records: &[Record], service: &str) -> Json {
    let pair = |key: &str, value: &Any| match value {
        Any::Text(words) => json!({"key": key, "value": {"stringValue": words}}),
        Any::Number(number) => json!({"key": key, "value": {"doubleValue": number}}),
    };
    let record = |record: &Record| {
        let attributes = record.attributes.iter();
        let mut json = json!({
            "timeUnixNano": record.nanos.to_string(),
            "observedTimeUnixNano": record.nanos.to_string(),
            "severityNumber": SEVERITY,
            "eventName": NAME,
            "attributes": attributes.map(|(key, value)| pair(key, value)).collect::<Vec<_>>(),
        });
        for (key, id) in [("traceId", &record.trace), ("spanId", &record.span)] {
            if let Some(id) = id {
                json[key] = json!(id);
                json["flags"] = json!(SAMPLED);
            }
        }
        json
    };
    json!({"resourceLogs": [{
        "resource": {"attributes": [pair("service.name", &text(service))]},
        "scopeLogs": [{
            "scope": {"name": SCOPE, "version": VERSION},
            "logRecords": records.iter().map(record).collect::<Vec<_>>(),
        }],
    }]})
}

fn as_protobuf(records: &[Record], service: &str) -> Vec<u8> {
    let new = Message::default;
    let scope = new().text(1, SCOPE).text(2, VERSION);
    let records = records.iter().map(log_record);
    let logs = records.fold(new().message(1, &scope), |logs, record| {
        logs.message(2, &record)
    });
    let resource = new().message(1, &pair("service.name", &text(service)));
    let all = new().message(1, &resource).message(2, &logs);
    new().message(1, &all).finish()
}

fn pair(key: &str, value: &Any) -> Message {
    let value = match value {
        Any::Text(words) => Message::default().text(1, words),
        Any::Number(number) => Message::default().double(4, *number),
    };
    Message::default().text(1, key).message(2, &value)
}

fn log_record(record: &Record) -> Message {
    let message = Message::default()
        .fixed64(1, record.nanos)
        .number(2, SEVERITY);
    let attributes = record.attributes.iter();
    let mut message = attributes.fold(message, |message, (key, value)| {
        message.message(6, &pair(key, value))
    });
    if let Some(trace) = &record.trace {
        message = message.fixed32(8, SAMPLED).bytes(9, &digits(trace));
    }
    if let Some(span) = &record.span {
        message = message.bytes(10, &digits(span));
    }
    message.fixed64(11, record.nanos).text(12, NAME)
}

/// The bytes of hexadecimal digits.
fn digits(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks_exact(2);
    let byte = |pair: &[u8]| {
        let digit = |at: usize| char::from(pair[at]).to_digit(16).unwrap_or(0);
        u8::try_from(digit(0) << 4 | digit(1)).unwrap_or(0)
    };
    pairs.map(byte).collect()
}
