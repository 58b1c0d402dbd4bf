//! One HTTP/1.1 connection that is kept: no more of the protocol than a loopback test needs, so that
//! the processors are left to what is measured.

use std::io::{self, ErrorKind};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

/// Headers that an answer may have.
const HEADERS: usize = 32;

/// An open connection.
pub struct Connection<S> {
    stream: S,
    read: Vec<u8>,
}

/// An answer's status and body.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Connects.
///
/// # Errors
/// What the system says.
pub async fn connect(host: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(host).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// Over a stream that is open.
    pub fn over(stream: S) -> Self {
        let read = Vec::with_capacity(16 * 1024);
        Self { stream, read }
    }

    /// Sends a request and waits for its answer, which must have a `Content-Length`.
    ///
    /// # Errors
    /// What the system says; an answer that is cut off or cannot be read.
    pub async fn ask(&mut self, request: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        loop {
            if let Some(answer) = answer(&self.read)? {
                return Ok(answer);
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// The answer, once it is whole.
fn answer(bytes: &[u8]) -> io::Result<Option<Answer>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Response::new(&mut headers);
    let invalid = |error| io::Error::new(ErrorKind::InvalidData, error);
    let httparse::Status::Complete(start) = head.parse(bytes).map_err(invalid)? else {
        return Ok(None);
    };
    let mut named = head.headers.iter();
    let length = named.find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length = length.and_then(|header| str::from_utf8(header.value).ok()?.parse().ok());
    let length: usize = length.ok_or(ErrorKind::InvalidData)?;
    let body = bytes.get(start..start + length);
    let status = head.code.unwrap_or_default();
    Ok(body.map(|body| Answer {
        status,
        body: body.to_vec(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_once_it_is_whole() {
        let whole = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}";
        for end in 0..whole.len() {
            assert_eq!(answer(&whole[..end]).unwrap(), None, "{end}");
        }
        let found = answer(whole).unwrap().unwrap();
        assert_eq!((found.status, &*found.body), (202, &b"{}"[..]));
    }

    #[test]
    fn what_has_no_length_or_is_no_http_is_an_error() {
        for bad in ["HTTP/1.1 200 OK\r\n\r\n", "GARBAGE\r\n\r\n"] {
            let error = answer(bad.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidData, "{bad}");
        }
    }
}
