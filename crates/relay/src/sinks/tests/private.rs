//! No sink reaches a private address without its allowance.

use super::{all, clock};
use crate::sinks::{SinkConfig, datadog, open};

#[tokio::test]
async fn every_sink_refuses_a_private_address_unless_it_is_allowed() {
    let directory = tempfile::tempdir().unwrap();
    for url in ["http://127.0.0.1:9", "http://[::1]:9"] {
        for (kind, mut config) in all(url, &directory.path().join("lines")) {
            let at = match &mut config {
                SinkConfig::Braintrust(config) => &mut config.at,
                SinkConfig::Langfuse(config) => &mut config.at,
                SinkConfig::Langsmith(config) => &mut config.at,
                SinkConfig::Mlflow(config) => &mut config.at,
                SinkConfig::Opik(config) => &mut config.at,
                SinkConfig::Otlp(config) => &mut config.at,
                SinkConfig::Phoenix(config) => &mut config.at,
                SinkConfig::Weave(config) => &mut config.at,
                SinkConfig::Webhook(config) => &mut config.at,
                SinkConfig::Datadog(config) => {
                    config.allow_private = false;
                    let error = open(&SinkConfig::Datadog(config.clone()), &clock()).err();
                    assert_eq!(
                        error.map(|error| error.code()),
                        Some("sink_private"),
                        "{kind}"
                    );
                    let url = url.to_owned();
                    config.route = datadog::Route::Agent { url };
                    assert!(
                        open(&config_of(config), &clock()).is_ok(),
                        "an Agent is a neighbour"
                    );
                    continue;
                }
                SinkConfig::Jsonl(_) => continue,
            };
            at.allow_private = false;
            let error = open(&config, &clock()).err();
            assert_eq!(
                error.map(|error| error.code()),
                Some("sink_private"),
                "{kind}"
            );
        }
    }
}

fn config_of(config: &datadog::Config) -> SinkConfig {
    SinkConfig::Datadog(config.clone())
}
