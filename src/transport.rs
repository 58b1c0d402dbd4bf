//! Posts one event to the relay.

use gloo_net::http::Response;
use js_sys::{Array, JSON, Reflect};
use thumbspan_contract::Event;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Request, RequestCredentials, RequestInit};

use crate::error::{BAD_REPLY, Fault, NETWORK, TIMEOUT, is_passing};
use crate::json::{self, Object};
use crate::wire;

/// How long the relay may take, in milliseconds.
const TIMEOUT_MS: u32 = 30_000;

/// Resolves only when the relay has the event on disk.
///
/// The body is `text/plain`, so that another origin needs no preflight, and the request outlives
/// the page (`keepalive`), so that a click right before leaving arrives.
pub(crate) async fn post(url: &str, event: &Event) -> Result<(), Fault> {
    let mut keepalive = true;
    let response = loop {
        let request = request(url, event, keepalive)
            .map_err(|_| Fault::lasting(BAD_REPLY, "The event could not be written as JSON."))?;
        match gloo_net::http::Request::from(request).send().await {
            Ok(response) => break response,
            // Browsers bound what is under way with keepalive to 64 KiB a page, whoever sends it:
            // https://fetch.spec.whatwg.org/#http-network-or-cache-fetch. The id is the same.
            Err(error) => {
                let fault = unreachable(&error);
                if !keepalive || fault.code != NETWORK {
                    return Err(fault);
                }
                keepalive = false;
            }
        }
    };
    let body = read(&response).await;
    outcome(response.status(), &body, &event.id)
}

/// What an answer means for the event with this id.
fn outcome(status: u16, body: &Object, id: &str) -> Result<(), Fault> {
    if status != 202 {
        return Err(problem(body, is_passing(status)));
    }
    if body.list("accepted").includes(&id.into(), 0) {
        return Ok(());
    }
    let rejected = body.list("rejected").get(0);
    // Neither accepted nor rejected: nothing is known of the event, so it may be sent again.
    let is_unknown = rejected.is_undefined();
    Err(problem(&Object::from(rejected), is_unknown))
}

fn request(url: &str, event: &Event, keepalive: bool) -> Result<Request, JsValue> {
    let body = json::write(&[("events", Array::of1(&wire::event(event)).into())]);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JSON::stringify(&body)?.into());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    Reflect::set(&init, &"keepalive".into(), &keepalive.into())?;
    Request::new_with_str_and_init(url, &init)
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

fn problem(body: &Object, retryable: bool) -> Fault {
    let text = |name| body.text(name).ok().flatten();
    match (text("code"), text("message")) {
        (Some(code), Some(message)) => Fault {
            code,
            message,
            retryable,
        },
        _ => Fault {
            retryable,
            ..Fault::lasting(
                BAD_REPLY,
                "What answered is not a Thumbspan relay. Check the relay attribute.",
            )
        },
    }
}

async fn read(response: &Response) -> Object {
    let text = response.text().await.unwrap_or_default();
    json::parse(&text).unwrap_or_else(|_| Object::from(JsValue::NULL))
}
