//! The connection to the receiver.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use opentelemetry_http::{HttpClient, HttpError};
use tokio::runtime::Handle;

use crate::outgoing;

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The exporter runs on a thread of its own, where no runtime is: requests run on the relay's.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    runtime: Handle,
}

impl Client {
    pub(super) fn new(url: &str) -> reqwest::Result<Self> {
        let builder = outgoing::client(url.starts_with("http:")).timeout(TIMEOUT);
        let (http, runtime) = (builder.build()?, Handle::current());
        Ok(Self { http, runtime })
    }
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (http, request) = (self.http.clone(), reqwest::Request::try_from(request)?);
        self.runtime.spawn(exchange(http, request)).await?
    }
}

/// The answer's words are of no use to the relay; its status and headers say whether to try again.
async fn exchange(
    http: reqwest::Client,
    request: reqwest::Request,
) -> Result<Response<Bytes>, HttpError> {
    let told = http.execute(request).await?;
    let mut answer = Response::new(Bytes::new());
    *answer.status_mut() = told.status();
    *answer.headers_mut() = told.headers().clone();
    Ok(answer)
}
