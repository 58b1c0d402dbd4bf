//! `health-check`: for a container that has no other client.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use super::{CliError, Desk, Outcome};

/// Docker's own limit is 30 s; a relay that needs this long for `/readyz` is in need.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest status line that is read, in bytes.
const LINE: usize = 64;

pub(super) fn run(desk: &mut Desk<'_>) -> Outcome {
    let address = reachable(desk.settings.listen());
    let line = ask(address).map_err(|error| CliError::Unreachable(address, error))?;
    match line.split(' ').nth(1) {
        Some("200") => Ok(writeln!(desk.out, "ready")?),
        _ => Err(CliError::NotReady(address)),
    }
}

/// What listens on all addresses is asked on the machine's own.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let own = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(own, listen.port())
}

/// The beginning of the answer.
fn ask(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )?;
    let mut line = Vec::with_capacity(LINE);
    stream.take(LINE as u64).read_to_end(&mut line)?;
    Ok(String::from_utf8_lossy(&line).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_listens_everywhere_is_asked_on_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:8787", "127.0.0.1:8787"),
            ("[::]:80", "[::1]:80"),
            ("192.0.2.7:8787", "192.0.2.7:8787"),
        ] {
            let listen: SocketAddr = listen.parse().unwrap();
            assert_eq!(reachable(listen).to_string(), asked);
        }
    }
}
