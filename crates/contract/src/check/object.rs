//! A json signal's value.

use serde_json::{Map, Value as Json};

use super::{Checked, no_nul, refuse};
use crate::{Code, limits};

/// An object within its limit, without NUL in any of its texts.
pub(super) fn object(label: &str, map: &Map<String, Json>) -> Checked {
    let bytes = serde_json::to_string(map).map_or(usize::MAX, |text| text.len());
    if bytes > limits::JSON_BYTES {
        return refuse(
            Code::BadValue,
            format!("Shorten `{label}` to {} bytes of JSON.", limits::JSON_BYTES),
        );
    }
    members(map)
}

fn members(map: &Map<String, Json>) -> Checked {
    map.iter().try_for_each(|(key, value)| {
        no_nul(key)?;
        texts(value)
    })
}

fn texts(value: &Json) -> Checked {
    match value {
        Json::String(text) => no_nul(text),
        Json::Array(list) => list.iter().try_for_each(texts),
        Json::Object(map) => members(map),
        Json::Null | Json::Bool(_) | Json::Number(_) => Ok(()),
    }
}
