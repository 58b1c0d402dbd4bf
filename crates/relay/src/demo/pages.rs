//! The demo's own pages, read from their folder at each request, so that an edit shows at once.

use std::path::{Component, Path, PathBuf};

use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::http::{mime, not_found};

pub(super) async fn page(State(folder): State<PathBuf>, uri: Uri) -> Response {
    let Some(path) = inside(&folder, uri.path()).await else {
        return not_found().await.into_response();
    };
    let Ok(bytes) = tokio::fs::read(&path).await else {
        return not_found().await.into_response();
    };
    let name = path.to_string_lossy();
    let headers = [
        (header::CONTENT_TYPE, mime(&name)),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (
        headers.map(|(name, value)| (name, HeaderValue::from_static(value))),
        bytes,
    )
        .into_response()
}

/// The file that a URL path names, if it lies in the folder, symbolic links resolved.
async fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = Path::new(path.trim_start_matches('/'));
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    if path.contains(['%', '\\']) || !relative.components().all(plain) {
        return None;
    }
    let folder = tokio::fs::canonicalize(folder).await.ok()?;
    let mut file = tokio::fs::canonicalize(folder.join(relative)).await.ok()?;
    if file.is_dir() {
        file.push("index.html");
    }
    file.starts_with(&folder).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_outside_the_folder_is_found() {
        let outer = tempfile::tempdir().unwrap();
        let www = outer.path().join("www");
        std::fs::create_dir_all(www.join("sub")).unwrap();
        std::fs::write(outer.path().join("secret"), "").unwrap();
        std::fs::write(www.join("index.html"), "").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret"), www.join("link")).unwrap();
        for path in [
            "/../secret",
            "/sub/../../secret",
            "/%2e%2e/secret",
            "/link",
            "//etc/passwd",
            "/none",
        ] {
            assert_eq!(inside(&www, path).await, None, "{path}");
        }
        assert!(inside(&www, "/").await.unwrap().ends_with("www/index.html"));
        assert!(inside(&www, "/index.html").await.is_some());
    }
}
