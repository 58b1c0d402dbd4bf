mod answers;
mod evaluations;
mod requests;

use secrecy::SecretString;

use super::{Config, Route};

/// Straight to a stand-in.
fn direct(origin: &str) -> Config {
    let route = Route::Direct {
        site: "datadoghq.eu".to_owned(),
        api_key: SecretString::from("k3y"),
        origin: Some(origin.to_owned()),
    };
    Config {
        allow_private: true,
        ..Config::new(route, "weather-bot")
    }
}
