//! The page that answers a form: one sentence and the way back.

use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::http::Problem;

const STYLE: &str = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}a{color:inherit}";
/// Nothing but the style above: <https://www.w3.org/TR/CSP3/>.
const POLICY: &str = "default-src 'none'; style-src 'sha256-oAzu8Eb1qTTvSCFRdpBU1Adp0C1hOefzKrr6MFI+udY='; base-uri 'none'; form-action 'none'";
/// Bytes of a referrer that becomes a link.
const LINK: usize = 2_048;

/// A page that leads back to where the form was, if the browser told.
pub(super) struct Page {
    back: Option<String>,
}

impl Page {
    /// The page for a request with these headers.
    pub(super) fn after(headers: &HeaderMap) -> Self {
        let referrer = headers.get(header::REFERER);
        Self {
            back: referrer.and_then(|value| web_address(value.to_str().ok()?)),
        }
    }

    pub(super) fn saved(&self) -> Response {
        let html = self.html("Thank you", "Thank you. Your feedback was saved.");
        dressed((StatusCode::OK, html).into_response())
    }

    pub(super) fn refused(&self, problem: &Problem) -> Response {
        let told = problem.told();
        dressed(told.with(self.html("Your feedback was not saved", &told.message)))
    }

    fn html(&self, title: &str, sentence: &str) -> String {
        let (title, sentence) = (escaped(title), escaped(sentence));
        let back = self.back.as_deref().map_or_else(String::new, |address| {
            format!(
                "\n<p><a href=\"{}\">Back to the page</a></p>",
                escaped(address)
            )
        });
        format!(
            "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<p>{sentence}</p>{back}
</main>
</body>
</html>
"
        )
    }
}

fn dressed(mut response: Response) -> Response {
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

/// An address that a link may lead to: http or https, and no script.
fn web_address(text: &str) -> Option<String> {
    let uri: Uri = text.parse().ok()?;
    let web = matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some();
    (web && text.len() <= LINK).then(|| text.to_owned())
}

/// Text for HTML, also inside an attribute's quotes.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, letter| {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
        html
    })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn back(referrer: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_bytes(referrer.as_bytes()).unwrap();
        headers.insert(header::REFERER, value);
        Page::after(&headers).back
    }

    /// RFC 4648, section 4: <https://www.rfc-editor.org/rfc/rfc4648#section-4>.
    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let letters = bytes.chunks(3).flat_map(|three| {
            let [a, b, c] = [0, 1, 2].map(|at| u32::from(*three.get(at).unwrap_or(&0)));
            let bits = a << 16 | b << 8 | c;
            let six = move |at| LETTERS[(bits >> (18 - 6 * at)) as usize & 63] as char;
            (0..4).map(move |at| if at <= three.len() { six(at) } else { '=' })
        });
        letters.collect()
    }

    #[test]
    fn the_policy_names_the_style() {
        let hash = base64(&Sha256::digest(STYLE));
        let source = format!("style-src 'sha256-{hash}';");
        assert!(POLICY.contains(&source), "{source}");
    }

    #[test]
    fn only_a_web_address_becomes_a_link() {
        for address in ["https://app.example/a?b=1&c='2'", "http://localhost:3000/"] {
            assert_eq!(back(address).as_deref(), Some(address));
        }
        let long = format!("https://app.example/{}", "x".repeat(LINK));
        for address in [
            "javascript:alert(1)",
            "JavaScript://app.example/%0aalert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//app.example/",
            "/path",
            "https://",
            "https:app.example",
            "about:client",
            "",
            " https://app.example/",
            "https://app.example/é",
            &long,
        ] {
            assert_eq!(back(address), None, "{address}");
        }
        assert_eq!(Page::after(&HeaderMap::new()).back, None);
    }

    #[test]
    fn nothing_is_written_unescaped() {
        let hostile = "</p><script>alert('1')</script>\"&";
        let page = Page {
            back: Some(format!("https://x/{hostile}")),
        };
        let html = page.html(hostile, hostile);
        assert!(!html.contains("<script"), "{html}");
        let safe = "&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;";
        assert_eq!(html.matches(safe).count(), 3);
    }
}
