//! The widget's files.

use std::io::{Read, Write};

use tempfile::TempDir;

use crate::support::client::{self, Answer, Headers, get, get_with};
use crate::support::eventually;
use crate::support::process::Relay;

const SCRIPT: &[u8] = b"export const answer = 42;\n";
/// The first 16 hex digits of the SHA-256 of no bytes at all.
const EMPTY: &str = "e3b0c44298fc1c14";

async fn relay(folder: &TempDir) -> Relay {
    let assets = folder.path().join("assets");
    std::fs::create_dir(&assets).unwrap();
    std::fs::write(assets.join("thumbspan.js"), SCRIPT.repeat(100)).unwrap();
    std::fs::write(assets.join(format!("thumbspan-{EMPTY}.wasm")), b"").unwrap();
    std::fs::write(assets.join("thumbspan-0000000000000000.wasm"), b"changed").unwrap();
    std::fs::write(assets.join("style.css"), b"a{}").unwrap();
    std::fs::write(assets.join(".hidden.js"), b"").unwrap();
    std::fs::create_dir_all(assets.join("text/more")).unwrap();
    std::fs::create_dir(assets.join(".git")).unwrap();
    for name in ["text/de.js", "text/more/pt-BR.js", ".git/config.js"] {
        std::fs::write(assets.join(name), SCRIPT.repeat(100)).unwrap();
    }
    std::fs::write(assets.join(format!("text/fr-{EMPTY}.js")), b"").unwrap();
    std::fs::write(folder.path().join("secret.js"), b"").unwrap();
    std::os::unix::fs::symlink(folder.path(), assets.join("outside")).unwrap();
    std::os::unix::fs::symlink(&assets, assets.join("text/loop")).unwrap();
    let variable = assets.display().to_string();
    Relay::serve(folder, &[("THUMBSPAN_ASSETS_DIR", &variable)]).await
}

async fn script(relay: &Relay, headers: Headers<'_>) -> Answer {
    let answer = get_with(relay.address, "/thumbspan.js", headers).await;
    assert!(answer.header("vary").contains("accept-encoding"));
    answer
}

#[tokio::test]
async fn types_and_headers_let_a_page_of_any_origin_load_them() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    let wasm = format!("/thumbspan-{EMPTY}.wasm");
    for (path, mime) in [
        ("/thumbspan.js", "text/javascript; charset=utf-8"),
        (&*wasm, "application/wasm"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/text/de.js", "text/javascript; charset=utf-8"),
        ("/text/more/pt-BR.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = get(relay.address, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), mime);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("timing-allow-origin"), "*");
    }
}

#[tokio::test]
async fn only_a_name_with_its_contents_hash_is_kept_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    let cache = async |path: &str| {
        get(relay.address, path)
            .await
            .header("cache-control")
            .to_owned()
    };
    let hashed = format!("/thumbspan-{EMPTY}.wasm");
    assert_eq!(cache(&hashed).await, "public, max-age=31536000, immutable");
    let nested = format!("/text/fr-{EMPTY}.js");
    assert_eq!(cache(&nested).await, "public, max-age=31536000, immutable");
    assert_eq!(cache("/thumbspan-0000000000000000.wasm").await, "no-cache");
    assert_eq!(cache("/text/de.js").await, "no-cache");
    eventually("a word on the wrong hash", || async {
        relay.output().contains("thumbspan-0000000000000000.wasm")
    })
    .await;
    assert!(!relay.output().contains(EMPTY), "{}", relay.output());
    assert_eq!(cache("/thumbspan.js").await, "no-cache");
}

#[tokio::test]
async fn each_form_holds_the_same_content() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    let plain = script(&relay, &[]).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.body, SCRIPT.repeat(100));
    let gzip = script(&relay, &[("accept-encoding", "gzip, br;q=0")]).await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&gzip.body[..])
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);
    let brotli = script(&relay, &[("accept-encoding", "gzip, deflate, br")]).await;
    assert_eq!(brotli.header("content-encoding"), "br");
    let mut text = Vec::new();
    brotli::Decompressor::new(&brotli.body[..], 4096)
        .read_to_end(&mut text)
        .unwrap();
    assert_eq!(text, plain.body);
    let tags = [&plain, &gzip, &brotli].map(|answer| answer.header("etag").to_owned());
    assert!(
        tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2],
        "{tags:?}"
    );
}

#[tokio::test]
async fn a_file_in_a_folder_is_compressed_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    for coding in ["br", "gzip"] {
        let accepted = [("accept-encoding", coding)];
        let answer = get_with(relay.address, "/text/de.js", &accepted).await;
        assert_eq!(answer.header("content-encoding"), coding);
        assert!(answer.body.len() < SCRIPT.len() * 10);
    }
}

#[tokio::test]
async fn a_known_form_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    let brotli = ("accept-encoding", "br");
    let tag = script(&relay, &[brotli]).await.header("etag").to_owned();
    let list = format!("\"other\", W/{tag}");
    for known in [&*tag, &*list, "*"] {
        let answer = script(&relay, &[brotli, ("if-none-match", known)]).await;
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{known}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    let other = script(&relay, &[("if-none-match", &tag)]).await;
    assert_eq!(other.status, 200, "the plain form has a tag of its own");
}

#[tokio::test]
async fn head_tells_the_length_without_the_content() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    let sent = client::request(relay.address, "HEAD", "/thumbspan.js", &[], b"");
    let answer = sent.await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-length"),
        (SCRIPT.len() * 100).to_string()
    );
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn nothing_but_the_folders_files_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let relay = relay(&folder).await;
    for path in [
        "/../secret.js",
        "/%2e%2e/secret.js",
        "/..%2fsecret.js",
        "/.hidden.js",
        "/thumbspan.js/",
        "//thumbspan.js",
        "/none.js",
        "/text",
        "/text/",
        "/text/none.js",
        "/text/../secret.js",
        "/text/../../secret.js",
        "/text/..%2f..%2fsecret.js",
        "/text%2fde.js",
        "/text\\de.js",
        "/outside/secret.js",
        "/text/loop/style.css",
        "/.git/config.js",
    ] {
        assert_eq!(get(relay.address, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_compressed_file_beside_counts_only_when_it_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let assets = folder.path().join("assets");
    std::fs::create_dir(&assets).unwrap();
    let pack = |content: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(content).unwrap();
        packer.finish().unwrap()
    };
    let content = SCRIPT.repeat(100);
    let (same, stale) = (pack(&content), pack(b"old"));
    for (name, packed) in [("same.js", &same), ("stale.js", &stale)] {
        std::fs::write(assets.join(name), &content).unwrap();
        std::fs::write(assets.join(format!("{name}.gz")), packed).unwrap();
    }
    let variable = assets.display().to_string();
    let relay = Relay::serve(&folder, &[("THUMBSPAN_ASSETS_DIR", &variable)]).await;
    let gzip = [("accept-encoding", "gzip")];
    assert_eq!(get_with(relay.address, "/same.js", &gzip).await.body, same);
    assert_ne!(
        get_with(relay.address, "/stale.js", &gzip).await.body,
        stale
    );
    assert_eq!(get(relay.address, "/same.js.gz").await.status, 404);
}
