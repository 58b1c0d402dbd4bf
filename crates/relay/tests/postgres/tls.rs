//! TLS on the way to the database: spoken where it is offered, and verified.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_rustls::TlsAcceptor;

use crate::server;
use crate::support::client::post;
use crate::support::events;
use crate::support::process::{Relay, output};

/// What a server says that speaks TLS:
/// <https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL>.
const OFFERED: &[u8] = b"S";

/// A certificate for localhost that is its own authority, from the program that Debian's
/// PostgreSQL depends on.
fn certificate(folder: &Path) -> Arc<ServerConfig> {
    let wishes = "[req]\nprompt=no\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\nCN=localhost\n\
         [ext]\nsubjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\n";
    fs::write(folder.join("wishes"), wishes).unwrap();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ])
        .args([
            "-nodes",
            "-days",
            "2",
            "-config",
            "wishes",
            "-keyout",
            "key",
            "-out",
            "certificate",
        ])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let chain = CertificateDer::from_pem_file(folder.join("certificate")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![chain], key);
    Arc::new(config.unwrap())
}

/// The shared server behind TLS; tells the address of a new database on it.
async fn behind_tls(folder: &TempDir) -> String {
    let acceptor = TlsAcceptor::from(certificate(folder.path()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(pass(stream, acceptor.clone()));
        }
    });
    let database = server::shared().database().await;
    format!("postgres://postgres@localhost:{port}/{database}?hostaddr=127.0.0.1")
}

async fn pass(mut stream: TcpStream, acceptor: TlsAcceptor) {
    let mut asked = [0; 8];
    stream.read_exact(&mut asked).await.unwrap();
    stream.write_all(OFFERED).await.unwrap();
    // Who does not trust the certificate hangs up.
    if let Ok(mut stream) = acceptor.accept(stream).await {
        let socket = server::shared().socket();
        let mut database = UnixStream::connect(socket).await.unwrap();
        let _ = copy_bidirectional(&mut stream, &mut database).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_stores_over_tls_and_refuses_a_certificate_that_nobody_vouches_for() {
    let folder = tempfile::tempdir().unwrap();
    let url = behind_tls(&folder).await;
    let authority = folder.path().join("certificate").display().to_string();
    let variables = [("THUMBSPAN_STORE", &*url), ("SSL_CERT_FILE", &*authority)];
    let relay = Relay::serve(&folder, &variables).await;
    let body = events::body(&[events::thumb(1)]);
    assert_eq!(post(relay.address, "/v1/feedback", &body).await.status, 202);

    let lines = folder.path().join("lines").display().to_string();
    let variables = [
        ("THUMBSPAN_STORE", &*url),
        ("THUMBSPAN_SINKS", "jsonl"),
        ("THUMBSPAN_JSONL_PATH", &*lines),
    ];
    let refused = output(&["serve"], &variables).await;
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(
        said.contains("TLS certificate cannot be verified"),
        "{said}"
    );
}
