//! The real binary, on a free port, killed when dropped.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::DEADLINE;

const BINARY: &str = env!("CARGO_BIN_EXE_thumbspan-relay");
const LISTENS: &str = "Thumbspan listens on http://";

/// Lets everyone in, as much as they like.
const OPEN: [(&str, &str); 4] = [
    ("THUMBSPAN_ACCESS", "open"),
    ("THUMBSPAN_ALLOWED_ORIGINS", "*"),
    ("THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE", "0"),
    ("THUMBSPAN_LIMIT_APP_PER_SECOND", "0"),
];

pub type Variables<'a> = &'a [(&'a str, &'a str)];

pub struct Relay {
    child: Child,
    pub address: SocketAddr,
    output: Arc<Mutex<String>>,
}

/// A command with no other environment than this; it lets everyone in unless this says otherwise.
pub fn command(arguments: &[&str], variables: Variables<'_>) -> Command {
    under(BINARY, arguments, variables)
}

/// Another program, which runs the relay.
pub fn under(program: &str, arguments: &[&str], variables: Variables<'_>) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("THUMBSPAN_LISTEN", "127.0.0.1:0")
        .envs(OPEN)
        .envs(variables.iter().copied())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end.
pub async fn output(arguments: &[&str], variables: Variables<'_>) -> Output {
    let run = command(arguments, variables).output();
    tokio::time::timeout(DEADLINE, run).await.unwrap().unwrap()
}

impl Relay {
    /// `serve` with the `jsonl` sink, its files in a folder.
    pub async fn serve(folder: &TempDir, variables: Variables<'_>) -> Self {
        let own = own_variables(folder.path());
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let variables: Vec<_> = own.chain(variables.iter().copied()).collect();
        Self::start(&["serve"], &variables).await
    }

    pub async fn start(arguments: &[&str], variables: Variables<'_>) -> Self {
        Self::spawn(command(arguments, variables)).await
    }

    /// `serve` with the `jsonl` sink under another program, named with its arguments.
    pub async fn serve_under(folder: &TempDir, program: &[&str]) -> Self {
        Self::serve_as(folder, &[program, &[BINARY, "serve"]].concat(), &[]).await
    }

    /// The same by another program, named with its arguments.
    pub async fn serve_as(folder: &TempDir, program: &[&str], variables: Variables<'_>) -> Self {
        let own = own_variables(folder.path());
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        let own: Vec<_> = own.chain(variables.iter().copied()).collect();
        Self::spawn(under(program[0], &program[1..], &own)).await
    }

    async fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output = Arc::new(Mutex::new(String::new()));
        let errors = child.stderr.take().unwrap();
        tokio::spawn(collect(BufReader::new(errors), Arc::clone(&output)));
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let reading = address(&mut lines);
        let Some(address) = tokio::time::timeout(DEADLINE, reading).await.unwrap() else {
            let status = child.wait().await;
            panic!("no address; {status:?}: {}", output.lock().unwrap());
        };
        tokio::spawn(collect(lines, Arc::clone(&output)));
        Self {
            child,
            address,
            output,
        }
    }

    /// What it has written to stderr and, after its address, to stdout.
    pub fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// SIGTERM.
    pub fn terminate(&self) {
        terminate(self.child.id().unwrap());
    }

    /// SIGHUP.
    pub fn hang_up(&self) {
        signal("HUP", self.child.id().unwrap());
    }

    pub async fn exit(&mut self) -> ExitStatus {
        tokio::time::timeout(DEADLINE, self.child.wait())
            .await
            .unwrap()
            .unwrap()
    }

    /// SIGKILL, and waits until the process is gone.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }
}

/// SIGTERM.
pub fn terminate(pid: u32) {
    signal("TERM", pid);
}

fn signal(name: &str, pid: u32) {
    let status = std::process::Command::new("sh")
        .args(["-c", &format!("kill -{name} {pid}")])
        .status();
    assert!(status.unwrap().success());
}

/// The address that a relay tells, whatever is told before it.
async fn address(lines: &mut (impl AsyncBufRead + Unpin)) -> Option<SocketAddr> {
    let mut line = String::new();
    while lines.read_line(&mut line).await.unwrap() > 0 {
        if let Some(address) = line.trim().strip_prefix(LISTENS) {
            return Some(address.parse().unwrap());
        }
        line.clear();
    }
    None
}

async fn collect(stream: impl AsyncBufRead + Unpin, into: Arc<Mutex<String>>) {
    let mut lines = stream.lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let mut text = into.lock().unwrap();
        text.push_str(&line);
        text.push('\n');
    }
}

fn own_variables(folder: &Path) -> Vec<(&'static str, String)> {
    let path = |name: &str| folder.join(name).display().to_string();
    vec![
        ("THUMBSPAN_STORE", format!("sqlite:{}", path("store.db"))),
        ("THUMBSPAN_SINKS", "jsonl".to_owned()),
        ("THUMBSPAN_JSONL_PATH", path("delivered.jsonl")),
    ]
}

/// The lines that the `jsonl` sink has written.
pub fn delivered(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("delivered.jsonl")).unwrap_or_default()
}
