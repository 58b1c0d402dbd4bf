//! Connections that cost the attacker nothing: many, slow, silent, deaf.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::in_process::InProcess;
use crate::support::client;
use crate::support::conservation::asked;
use crate::support::process::Relay;
use crate::support::{DEADLINE, events, eventually};

/// A connection from this address of the loopback network.
async fn from(host: &str, to: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(format!("{host}:0").parse().unwrap())?;
    socket.connect(to).await
}

/// Whether the relay has closed it, or does so within a blink.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut chunk = [0; 1_024];
    let look = async { while stream.read(&mut chunk).await.is_ok_and(|length| length > 0) {} };
    tokio::time::timeout(Duration::from_millis(1), look)
        .await
        .is_ok()
}

/// How many attack, unless `THUMBSPAN_TEST_SLOW` asks for more, for which both processes need open files.
fn attackers() -> usize {
    asked("THUMBSPAN_TEST_SLOW").map_or(300, |many| usize::try_from(many).unwrap())
}

/// Slow in the head, from one place.
async fn slow(to: SocketAddr) -> TcpStream {
    let mut stream = from("127.0.0.2", to).await.unwrap();
    let begun = b"POST /v1/feedback HTTP/1.1\r\nhost:";
    let _ = stream.write_all(begun).await;
    stream
}

async fn serves_others(relay: &Relay) {
    for number in 0..5 {
        let body = events::body(&[events::thumb(number)]);
        let answer = client::post(relay.address, "/v1/feedback", &body).await;
        assert_eq!(answer.status, 202);
    }
}

#[tokio::test]
async fn the_others_are_served_while_every_slow_connection_is_held() {
    let folder = tempfile::tempdir().unwrap();
    let (held, all) = (attackers().to_string(), (attackers() + 50).to_string());
    let own = [
        ("THUMBSPAN_MAX_CONNECTIONS", &*all),
        ("THUMBSPAN_MAX_CONNECTIONS_PER_ADDRESS", &*held),
        ("THUMBSPAN_BODY_TIMEOUT_S", "600"),
    ];
    let relay = Relay::serve(&folder, &own).await;
    let mut open = Vec::new();
    for _ in 0..attackers() {
        open.push(slow(relay.address).await);
    }
    serves_others(&relay).await;
    for stream in &mut open {
        assert!(!is_closed(stream).await);
    }
}

#[tokio::test]
async fn hundreds_of_slow_connections_of_one_place_leave_room_for_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let own = [
        ("THUMBSPAN_MAX_CONNECTIONS", "60"),
        ("THUMBSPAN_MAX_CONNECTIONS_PER_ADDRESS", "40"),
        ("THUMBSPAN_BODY_TIMEOUT_S", "600"),
    ];
    let relay = Relay::serve(&folder, &own).await;
    let mut attack = Vec::new();
    for _ in 0..attackers() {
        attack.push(slow(relay.address).await);
    }
    serves_others(&relay).await;
    let mut open = 0;
    for stream in &mut attack {
        open += usize::from(!is_closed(stream).await);
    }
    assert_eq!(open, 40, "the bound");
    drop(attack);
    eventually("room for that place again", || async {
        let mut stream = from("127.0.0.2", relay.address).await.unwrap();
        let head = client::head("GET", "/healthz", &[], None);
        let _ = stream.write_all(head.as_bytes()).await;
        client::answer(&mut stream, false)
            .await
            .is_ok_and(|answer| answer.status == 200)
    })
    .await;
}

#[tokio::test]
async fn when_every_place_is_taken_newcomers_are_told_and_the_slow_ones_go() {
    let folder = tempfile::tempdir().unwrap();
    let own = [
        ("THUMBSPAN_MAX_CONNECTIONS", "20"),
        ("THUMBSPAN_BODY_TIMEOUT_S", "2"),
    ];
    let relay = Relay::serve(&folder, &own).await;
    let mut slow = Vec::new();
    for place in 0..20 {
        // Silent, slow in the head, slow in the body.
        let begun = [
            &b""[..],
            b"GET / HT",
            b"POST /v1/feedback HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{",
        ][place % 3];
        let mut stream = from(&format!("127.0.1.{}", place + 1), relay.address)
            .await
            .unwrap();
        stream.write_all(begun).await.unwrap();
        slow.push(stream);
    }
    let mut late = from("127.0.0.1", relay.address).await.unwrap();
    let told = client::answer(&mut late, false).await.unwrap();
    assert_eq!((told.status, told.header("retry-after")), (503, "5"));
    eventually("a place", || async {
        let sent = client::request(relay.address, "GET", "/healthz", &[], b"").await;
        sent.is_ok_and(|answer| answer.status == 200)
    })
    .await;
    for mut stream in slow {
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(DEADLINE, stream.read_to_end(&mut rest)).await;
        assert!(closed.is_ok(), "still open");
    }
}

/// Bytes that no socket's buffers hold.
const LARGE: usize = 24 << 20;

#[tokio::test]
async fn an_idle_connection_and_one_that_does_not_read_are_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let bounds = [
        ("THUMBSPAN_MAX_CONNECTIONS", "2"),
        ("THUMBSPAN_BODY_TIMEOUT_S", "1"),
    ];
    let large = Router::new().route("/large", get(async || vec![0; LARGE]));
    let relay = InProcess::start(&folder, &bounds, large).await;
    let mut idle = TcpStream::connect(relay.address).await.unwrap();
    let ask = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    idle.write_all(ask).await.unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut deaf = socket.connect(relay.address).await.unwrap();
    deaf.write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    deaf.read_exact(&mut [0; 15]).await.unwrap();
    let mut all = Vec::new();
    let closed = tokio::time::timeout(DEADLINE, idle.read_to_end(&mut all)).await;
    assert!(
        closed.is_ok() && all.starts_with(b"HTTP/1.1 200"),
        "{closed:?}"
    );
    // The second place is free only when the deaf one has lost its own.
    let held = TcpStream::connect(relay.address).await.unwrap();
    eventually("the deaf one's place", || async {
        let sent = client::request(relay.address, "GET", "/healthz", &[], b"").await;
        sent.is_ok_and(|answer| answer.status == 200)
    })
    .await;
    drop(held);
    let mut rest = Vec::new();
    let _ = deaf.read_to_end(&mut rest).await;
    assert!(rest.len() < LARGE, "it was sent all the same");
    relay.stop().await;
}
