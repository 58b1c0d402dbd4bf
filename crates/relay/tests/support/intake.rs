//! A Datadog intake that does to each request what the test says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What one request meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take it and say so.
    Accept,
    /// Take it and close without an answer: the outcome is unknown to the relay.
    AcceptSilently,
    /// Refuse with this status.
    Status(u16),
    /// Close without reading.
    Close,
    /// Take it and close in the middle of the answer: the outcome is unknown too.
    HalfAnswer,
    /// Reset the connection instead of closing it.
    Reset,
    /// Answer nothing until the intake behaves again.
    Hang,
}

type Plan = Arc<dyn Fn() -> Act + Send + Sync>;

pub struct Intake {
    pub address: SocketAddr,
    taken: Arc<Mutex<Vec<Value>>>,
    behaves: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Intake {
    /// Starts it; `plan` draws an act for each request until [`Intake::behave`].
    pub async fn start(plan: impl Fn() -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let taken = Arc::default();
        let (behaves, told) = watch::channel(false);
        let task = tokio::spawn(accept(listener, Arc::new(plan), told, Arc::clone(&taken)));
        Self {
            address,
            taken,
            behaves,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on every request is taken.
    pub fn behave(&self) {
        self.behaves.send_replace(true);
    }

    /// Every metric that was taken, in order, repeats included.
    pub fn metrics(&self) -> Vec<Value> {
        self.taken.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(
    listener: TcpListener,
    plan: Plan,
    behaves: watch::Receiver<bool>,
    taken: Arc<Mutex<Vec<Value>>>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let act = if *behaves.borrow() {
            Act::Accept
        } else {
            plan()
        };
        tokio::spawn(meet(stream, act, behaves.clone(), Arc::clone(&taken)));
    }
}

async fn meet(
    mut stream: TcpStream,
    act: Act,
    mut behaves: watch::Receiver<bool>,
    taken: Arc<Mutex<Vec<Value>>>,
) -> Option<()> {
    if act == Act::Close {
        return None;
    }
    if act == Act::Reset {
        // No time to linger: what closes is reset.
        return stream.set_zero_linger().ok();
    }
    let body = body(&mut stream).await?;
    if matches!(act, Act::Accept | Act::AcceptSilently | Act::HalfAnswer) {
        let json: Value = serde_json::from_slice(&body).ok()?;
        let metrics = json["data"]["attributes"]["metrics"].as_array()?;
        taken.lock().unwrap().extend(metrics.iter().cloned());
    }
    let status = match act {
        Act::Accept => 202,
        Act::Status(status) => status,
        Act::Hang => {
            behaves.wait_for(|behaves| *behaves).await.ok()?;
            503
        }
        Act::HalfAnswer => return stream.write_all(b"HTTP/1.1 202 To").await.ok(),
        Act::AcceptSilently | Act::Close | Act::Reset => return None,
    };
    let answer =
        format!("HTTP/1.1 {status} Told\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}");
    stream.write_all(answer.as_bytes()).await.ok()
}

/// The body of a request with a length; `None` when the peer goes away.
async fn body(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        if let Some(end) = raw.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&raw[..end]).to_ascii_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))?
                .parse()
                .ok()?;
            let mut body = raw.split_off(end + 4);
            let have = body.len();
            body.resize(length, 0);
            stream.read_exact(&mut body[have..]).await.ok()?;
            return Some(body);
        }
        if stream.read_buf(&mut raw).await.ok()? == 0 {
            return None;
        }
    }
}
