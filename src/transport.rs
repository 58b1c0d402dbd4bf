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
    let request = request(url, event)
        .map_err(|_| Fault::lasting(BAD_REPLY, "The event could not be written as JSON."))?;
    let response = gloo_net::http::Request::from(request)
        .send()
        .await
        .map_err(|error| unreachable(&error))?;
    if response.status() != 202 {
        return Err(refused(&response).await);
    }
    let reply = read(&response).await;
    match reply {
        Some(reply)
            if Array::from(&reply.get("accepted")).includes(&event.id.as_str().into(), 0) =>
        {
            Ok(())
        }
        Some(reply) => Err(rejected(&reply)),
        None => Err(stranger(true)),
    }
}

/// The fault of an event that the relay refused while it answered 202.
fn rejected(reply: &Object) -> Fault {
    let first = Array::from(&reply.get("rejected")).get(0);
    problem(&Object::from(first), false).unwrap_or_else(|| stranger(true))
}

fn request(url: &str, event: &Event) -> Result<Request, JsValue> {
    let body = json::write(&[("events", Array::of1(&wire::event(event)).into())]);
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JSON::stringify(&body)?.into());
    init.set_credentials(RequestCredentials::Omit);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
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

async fn refused(response: &Response) -> Fault {
    let retryable = is_passing(response.status());
    let body = read(response).await;
    body.and_then(|body| problem(&body, retryable))
        .unwrap_or_else(|| stranger(retryable))
}

fn problem(body: &Object, retryable: bool) -> Option<Fault> {
    let text = |name| body.text(name).ok().flatten();
    Some(Fault {
        code: text("code")?,
        message: text("message")?,
        retryable,
    })
}

fn stranger(retryable: bool) -> Fault {
    Fault {
        retryable,
        ..Fault::lasting(
            BAD_REPLY,
            "What answered is not a Thumbspan relay. Check the relay attribute.",
        )
    }
}

async fn read(response: &Response) -> Option<Object> {
    json::parse(&response.text().await.ok()?).ok()
}
