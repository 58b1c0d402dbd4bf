//! How the relay calls others over HTTP: sinks, and the receiver of its own traces.

use reqwest::{Client, ClientBuilder, redirect};

/// A client's beginnings. No redirect is followed: a key would go wherever the answer says.
/// `is_plain`: the address is `http:`, a neighbour such as an Agent, so no proxy stands between and
/// no certificates are needed.
pub(crate) fn client(is_plain: bool) -> ClientBuilder {
    // An error means that the process has a provider already: as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().redirect(redirect::Policy::none());
    if is_plain {
        builder.no_proxy().tls_certs_only([])
    } else {
        builder
    }
}
