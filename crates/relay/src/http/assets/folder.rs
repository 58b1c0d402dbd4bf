//! A folder of files into memory, each with its compressed forms.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use super::negotiate::Coding;
use super::{Asset, Assets, Form};

/// How many hex digits of its content's SHA-256 make a name immutable.
const HASH_DIGITS: usize = 16;
/// How deep folders may lie in each other; the widget's texts lie one deep.
const DEPTH: usize = 4;

/// The folder or one of its files could not be read.
#[derive(Debug, thiserror::Error)]
#[error("Set assets_dir to a readable folder with the widget's files: {}: {source}", path.display())]
pub struct AssetsError {
    path: PathBuf,
    source: io::Error,
}

impl Assets {
    /// Reads every file of a folder and of the folders in it. `NAME.br` and `NAME.gz` beside `NAME`
    /// serve as its compressed forms when they hold the same content; missing ones are made here,
    /// once. What is hidden is left out, and so is a folder that is a symbolic link.
    ///
    /// # Errors
    /// [`AssetsError`] when a folder or a file in it cannot be read.
    pub fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut assets = Vec::new();
        let mut folders = vec![(folder.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            let failed = |source| AssetsError {
                path: folder.clone(),
                source,
            };
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let path = entry.map_err(failed)?.path();
                let Some(name) = plain_name(&path) else {
                    continue;
                };
                let name = format!("{prefix}{name}");
                if path.is_dir() && !path.is_symlink() && depth < DEPTH {
                    folders.push((path, name + "/", depth + 1));
                } else if is_served(&path) {
                    let asset =
                        asset(&path, name).map_err(|source| AssetsError { path, source })?;
                    assets.push(Arc::new(asset));
                }
            }
        }
        Ok(Self(assets))
    }
}

/// A name that can stand in a URL as it is; `None` when it cannot, or is hidden.
fn plain_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (!name.starts_with('.') && name.bytes().all(plain)).then_some(name)
}

/// Whether this is a file with an ending, and not the compressed form of another.
fn is_served(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    path.is_file() && ending.is_some_and(|ending| !matches!(ending, "br" | "gz"))
}

fn asset(path: &Path, name: String) -> io::Result<Asset> {
    let content = std::fs::read(path)?;
    let mut hash = hex(&Sha256::digest(&content));
    hash.truncate(HASH_DIGITS);
    let mut forms = vec![form(Coding::Identity, content.clone(), &hash)];
    for coding in [Coding::Gzip, Coding::Brotli] {
        let packed = match beside(path, coding, &content) {
            Some(packed) => packed,
            None => pack(coding, &content)?,
        };
        if packed.len() < content.len() {
            forms.push(form(coding, packed, &hash));
        }
    }
    let immutable = name.contains(&hash);
    if !immutable && looks_hashed(&name) {
        tracing::warn!(
            file = name,
            "The name holds another hash than the file's: it is asked for again each time. Build the widget again."
        );
    }
    Ok(Asset {
        mime: mime(&name),
        immutable,
        name,
        forms,
    })
}

fn looks_hashed(name: &str) -> bool {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .any(|part| part.len() == HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn form(coding: Coding, bytes: Vec<u8>, hash: &str) -> Form {
    let suffix = coding
        .name()
        .map(|name| format!("-{name}"))
        .unwrap_or_default();
    Form {
        coding,
        bytes: Bytes::from(bytes),
        // Hex digits and letters are always a header value.
        etag: HeaderValue::try_from(format!("\"{hash}{suffix}\""))
            .unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
    }
}

/// A compressed form that lies beside the file, if it unpacks to the same content.
fn beside(path: &Path, coding: Coding, content: &[u8]) -> Option<Vec<u8>> {
    let ending = if coding == Coding::Gzip { ".gz" } else { ".br" };
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    let packed = std::fs::read(PathBuf::from(name)).ok()?;
    let mut unpacked = Vec::new();
    match coding {
        Coding::Gzip => flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked),
        _ => brotli::Decompressor::new(&packed[..], 4096).read_to_end(&mut unpacked),
    }
    .ok()?;
    (unpacked == content).then_some(packed)
}

fn pack(coding: Coding, content: &[u8]) -> io::Result<Vec<u8>> {
    if coding == Coding::Gzip {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(content)?;
        return gzip.finish();
    }
    let mut brotli = Vec::new();
    brotli::CompressorReader::new(content, 4096, 11, 22).read_to_end(&mut brotli)?;
    Ok(brotli)
}

/// The media type of a file by its ending.
pub(crate) fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "map" | "json" => "application/json",
        "html" => "text/html; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
