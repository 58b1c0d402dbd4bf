//! Requests as values. Pure.

use reqwest::Method;

use super::JSON;
use crate::sinks::answer::Purpose;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::sinks) struct Call {
    pub(in crate::sinks) purpose: Purpose,
    pub(in crate::sinks) method: Method,
    /// What follows the backend's address.
    pub(in crate::sinks) path: String,
    pub(in crate::sinks) content_type: &'static str,
    pub(in crate::sinks) headers: Vec<(&'static str, String)>,
    pub(in crate::sinks) body: Vec<u8>,
    /// Where a `GET` tells after a 5xx that the request was carried out before.
    pub(in crate::sinks) confirm: Option<String>,
}

impl Call {
    /// Tells something in JSON.
    pub(in crate::sinks) fn tell(
        method: Method,
        path: impl Into<String>,
        body: &serde_json::Value,
    ) -> Self {
        Self {
            purpose: Purpose::Tell,
            method,
            path: path.into(),
            content_type: JSON,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
            confirm: None,
        }
    }

    /// Removes what stands under a path.
    pub(in crate::sinks) fn delete(path: impl Into<String>) -> Self {
        Self {
            purpose: Purpose::Retire,
            body: Vec::new(),
            ..Self::tell(Method::DELETE, path, &serde_json::Value::Null)
        }
    }

    /// The same request, which removes something.
    pub(in crate::sinks) fn retiring(self) -> Self {
        Self {
            purpose: Purpose::Retire,
            ..self
        }
    }
}

/// What some events become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::sinks) struct Plan {
    /// The requests, in their order.
    pub(in crate::sinks) calls: Vec<Call>,
    /// Why a part of the events cannot be told: known once the rest is.
    pub(in crate::sinks) untold: Option<String>,
}

impl From<Vec<Call>> for Plan {
    fn from(calls: Vec<Call>) -> Self {
        Self {
            calls,
            untold: None,
        }
    }
}
