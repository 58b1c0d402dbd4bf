//! One HTTP/1.1 request on a connection of its own, byte for byte as the test says.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::DEADLINE;

pub type Headers<'a> = &'a [(&'a str, &'a str)];

pub const JSON: Headers<'static> = &[("content-type", "application/json")];

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn parse(raw: &[u8], bodiless: bool) -> Option<Self> {
        let end = raw.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&raw[..end]).ok()?;
        let body = raw[end + 4..].to_vec();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: BTreeMap<_, _> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .get("content-length")
            .and_then(|text| text.parse().ok());
        let whole =
            bodiless || status == 304 || length.is_none_or(|length: usize| length == body.len());
        whole.then_some(Self {
            status,
            headers,
            body,
        })
    }
}

/// Sends and reads to the end. A cut answer is an error: its outcome is unknown.
pub async fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: Headers<'_>,
    body: &[u8],
) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let head = head(method, path, headers, Some(body.len()));
    // A server that refuses early may stop reading; its answer still counts.
    let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
    answer(&mut stream, method == "HEAD").await
}

pub fn head(method: &str, path: &str, headers: Headers<'_>, length: Option<usize>) -> String {
    let lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let lines = lines.concat();
    let length = length.map_or_else(String::new, |length| {
        format!("content-length: {length}\r\n")
    });
    format!("{method} {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n{lines}{length}\r\n")
}

pub async fn answer(stream: &mut TcpStream, bodiless: bool) -> io::Result<Answer> {
    let mut raw = Vec::new();
    tokio::time::timeout(DEADLINE, stream.read_to_end(&mut raw))
        .await
        .map_err(|_| io::Error::from(ErrorKind::TimedOut))??;
    Answer::parse(&raw, bodiless).ok_or_else(|| io::Error::from(ErrorKind::UnexpectedEof))
}

/// Posts JSON that the server must read to the end, whatever it answers.
pub async fn post_whole(address: SocketAddr, path: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = head("POST", path, JSON, Some(body.len()));
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    answer(&mut stream, false).await.unwrap()
}

/// Posts JSON.
pub async fn post(address: SocketAddr, path: &str, body: &str) -> Answer {
    request(address, "POST", path, JSON, body.as_bytes())
        .await
        .unwrap()
}

pub async fn get(address: SocketAddr, path: &str) -> Answer {
    get_with(address, path, &[]).await
}

pub async fn get_with(address: SocketAddr, path: &str, headers: Headers<'_>) -> Answer {
    request(address, "GET", path, headers, b"").await.unwrap()
}

/// Reads a stream of server-sent events until this many `data:` lines have come.
pub async fn stream(
    address: SocketAddr,
    path: &str,
    headers: Headers<'_>,
    count: usize,
) -> Vec<String> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = head("GET", path, headers, None);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut text = String::new();
    let reading = async {
        let mut chunk = vec![0; 65536];
        while text.matches("\ndata: ").count() < count || !text.ends_with("\n\n\r\n") {
            let length = stream.read(&mut chunk).await.unwrap();
            assert_ne!(length, 0, "the stream ended: {text}");
            text.push_str(std::str::from_utf8(&chunk[..length]).unwrap());
        }
    };
    tokio::time::timeout(DEADLINE, reading).await.unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(str::to_owned)
        .collect()
}
