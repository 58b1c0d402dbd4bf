//! Posts one event to the relay.

use gloo_net::http::Response;
use js_sys::{JSON, Reflect};
use serde::{Deserialize, Serialize};
use thumbspan_contract::{Event, Reply, Submission};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Request, RequestCredentials, RequestInit};

use crate::error::{BAD_REPLY, Fault, NETWORK, TIMEOUT, is_passing};

/// How long the relay may take, in milliseconds.
const TIMEOUT_MS: u32 = 30_000;

/// Resolves only when the relay has the event on disk.
///
/// The body is `text/plain`, so that another origin needs no preflight, and the request outlives
/// the page (`keepalive`), so that a click right before leaving arrives.
pub(crate) async fn post(url: &str, event: &Event) -> Result<(), Fault> {
    let request = request(url, event)
        .map_err(|_| Fault::lasting(BAD_REPLY, "The event could not be written as JSON."))?;
    let response = gloo_net::http::Request::from(request)
        .send()
        .await
        .map_err(|error| unreachable(&error))?;
    if response.status() != 202 {
        return Err(refused(&response).await);
    }
    let reply = read::<Reply>(&response).await.unwrap_or_default();
    if reply.accepted.contains(&event.id) {
        return Ok(());
    }
    Err(reply.rejected.into_iter().next().map_or_else(
        || {
            Fault::passing(
                BAD_REPLY,
                "The answer to the vote is not a Thumbspan relay's. Check the relay attribute.",
            )
        },
        |rejected| Fault::lasting(&rejected.code, rejected.message),
    ))
}

fn request(url: &str, event: &Event) -> Result<Request, JsValue> {
    let submission = Submission {
        events: vec![event.clone()],
    };
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JSON::stringify(&js(&submission))?.into());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    Request::new_with_str_and_init(url, &init)
}

/// A value as plain JavaScript objects.
pub(crate) fn js(value: &impl Serialize) -> JsValue {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

fn unreachable(error: &gloo_net::Error) -> Fault {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => {
            Fault::passing(TIMEOUT, "The relay did not answer within 30 seconds.")
        }
        _ => Fault::passing(
            NETWORK,
            "The relay could not be reached. Check the relay attribute, the network and the page's connect-src policy.",
        ),
    }
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    message: String,
}

async fn refused(response: &Response) -> Fault {
    let problem = read::<Problem>(response).await.unwrap_or_else(|| Problem {
        code: BAD_REPLY.to_owned(),
        message: "What answered is not a Thumbspan relay. Check the relay attribute.".to_owned(),
    });
    Fault {
        code: problem.code,
        message: problem.message,
        retryable: is_passing(response.status()),
    }
}

async fn read<T: for<'de> Deserialize<'de>>(response: &Response) -> Option<T> {
    let text = response.text().await.ok()?;
    serde_wasm_bindgen::from_value(JSON::parse(&text).ok()?).ok()
}
