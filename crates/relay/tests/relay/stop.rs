//! The graceful stop.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::client::{self, JSON, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

#[tokio::test]
async fn a_request_under_way_gets_its_answer_and_no_new_one_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[]).await;
    let body = events::body(&[events::thumb(1)]);
    let head = client::head("POST", "/v1/feedback", JSON, Some(body.len()));
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    // The relay asks for the body, so it has begun with the request.
    let head = head.replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut go_on)
        .await
        .unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    relay.terminate();
    eventually("closed to new ones", || async {
        TcpStream::connect(relay.address).await.is_err()
    })
    .await;
    stream.write_all(body.as_bytes()).await.unwrap();
    let answer = client::answer(&mut stream, false).await.unwrap();
    assert_eq!(answer.status, 202);
    assert_eq!(relay.exit().await.code(), Some(0));
    let again = Relay::serve(&folder, &[]).await;
    post(
        again.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    eventually("delivered", || async {
        delivered(&folder).contains(&events::id(1))
    })
    .await;
}

#[tokio::test]
async fn a_request_that_never_ends_does_not_hold_the_stop() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[("THUMBSPAN_SHUTDOWN_S", "0")]).await;
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    let head = client::head("POST", "/v1/feedback", JSON, Some(10));
    stream.write_all(head.as_bytes()).await.unwrap();
    assert_eq!(client::get(relay.address, "/healthz").await.status, 200);
    relay.terminate();
    assert_eq!(relay.exit().await.code(), Some(0));
}
