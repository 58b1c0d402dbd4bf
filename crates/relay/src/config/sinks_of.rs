//! From checked texts to what each sink takes.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;

use super::kind::list;
use super::named::{is_shared, setting_of};
use super::read::entries;
use super::{Fault, SETTINGS, Settings};
use crate::routes::{Routes, Wants};
use crate::sinks::{
    Connection, SinkConfig, braintrust, datadog, jsonl, langfuse, langsmith, mlflow, opik, otlp,
    phoenix, weave, webhook,
};

impl Settings {
    /// Every sink, and which events it takes.
    pub(super) fn sinks(&self, faults: &mut Vec<Fault>) -> (Vec<SinkConfig>, Routes) {
        let mut names = entries(self.text("sinks").unwrap_or_default());
        names.sort();
        names.dedup();
        if names.is_empty() {
            faults.push(Fault::new("sinks", self.origin("sinks"),
                "Set THUMBSPAN_SINKS=datadog (then also datadog_api_key and datadog_ml_app) or THUMBSPAN_SINKS=jsonl (then also jsonl_path).",
            ));
        }
        let configs = names
            .iter()
            .filter_map(|sink| Of::new(self, sink, faults).config());
        let configs = configs.collect();
        let wants = |sink: &String| (sink.clone(), Of::new(self, sink, &mut Vec::new()).wants());
        (configs, names.iter().map(wants).collect())
    }
}

/// The settings of one sink.
struct Of<'a> {
    settings: &'a Settings,
    faults: &'a mut Vec<Fault>,
    /// Its whole name, such as `webhook:audit`.
    sink: &'a str,
    kind: &'a str,
    name: Option<&'a str>,
}

impl<'a> Of<'a> {
    fn new(settings: &'a Settings, sink: &'a str, faults: &'a mut Vec<Fault>) -> Self {
        let (kind, name) = sink
            .split_once(':')
            .map_or((sink, None), |(kind, name)| (kind, Some(name)));
        Self {
            settings,
            faults,
            sink,
            kind,
            name,
        }
    }

    /// The sink's settings, unless one is missing.
    fn config(mut self) -> Option<SinkConfig> {
        Some(match self.kind {
            "braintrust" => SinkConfig::Braintrust(self.braintrust()?),
            "datadog" => SinkConfig::Datadog(self.datadog()?),
            "langfuse" => SinkConfig::Langfuse(self.langfuse()?),
            "langsmith" => SinkConfig::Langsmith(self.langsmith()?),
            "mlflow" => SinkConfig::Mlflow(self.mlflow()?),
            "opik" => SinkConfig::Opik(self.opik()?),
            "otlp" => SinkConfig::Otlp(self.otlp()?),
            "phoenix" => SinkConfig::Phoenix(self.phoenix()?),
            "weave" => SinkConfig::Weave(self.weave()?),
            "webhook" => SinkConfig::Webhook(self.webhook()?),
            _ => SinkConfig::Jsonl(self.jsonl()?),
        })
    }

    fn wants(&self) -> Wants {
        let tags = list(self.text("tags").unwrap_or_default());
        Wants {
            ml_apps: entries(self.text("ml_apps").unwrap_or_default()),
            tags: tags
                .filter_map(|tag| tag.split_once(':'))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    fn jsonl(&mut self) -> Option<jsonl::Config> {
        let path =
            PathBuf::from(self.needed("path", "Set the path of the file that gets the lines")?);
        let name = self.sink.to_owned();
        Some(jsonl::Config { name, path })
    }

    fn datadog(&mut self) -> Option<datadog::Config> {
        let mend = "Set the name that your application's spans carry (DD_LLMOBS_ML_APP)";
        let ml_app = self.needed("ml_app", mend);
        if ml_app
            .as_ref()
            .is_some_and(|name| self.settings.apps().contains(name))
        {
            let mend = "Name an application that is not in apps, or take it out there: events that name none would pass for its own without its keys.";
            self.fault("ml_app", mend);
        }
        let route = self.route()?;
        let mut config = datadog::Config::new(route, ml_app?);
        self.sink.clone_into(&mut config.name);
        config.submitter_id = self.owned("submitter_id");
        config.rating_labels =
            entries(self.settings.text("older_rating_label").unwrap_or_default());
        config.timeout = self.timeout();
        config.max_metrics = self.text("max_metrics")?.parse().ok()?;
        config.allow_private = self.is_private();
        if self.text("span_ids") == Some("hex") {
            config.span_ids = datadog::SpanIds::Hex;
        }
        Some(config)
    }

    fn route(&mut self) -> Option<datadog::Route> {
        if self.text("route") == Some("agent") {
            let url = self.text("agent_url")?.to_owned();
            return Some(datadog::Route::Agent { url });
        }
        let site = self.text("site")?.to_owned();
        let origin = self.text("origin").map(str::to_owned);
        // https://docs.datadoghq.com/llm_observability/evaluations/end_user_feedback/
        if site.ends_with("ddog-gov.com") && origin.is_none() {
            let mend =
                "Choose another site: Datadog takes no end-user feedback on its government sites.";
            self.fault("site", mend);
        }
        let mend = "Set Datadog's API key (DD_API_KEY), or datadog_route to agent";
        let api_key = self.needed("api_key", mend)?.into();
        Some(datadog::Route::Direct {
            site,
            api_key,
            origin,
        })
    }

    fn otlp(&mut self) -> Option<otlp::Config> {
        let headers = list(self.text("headers").unwrap_or_default());
        let headers = headers.filter_map(|each| each.split_once('='));
        Some(otlp::Config {
            headers: headers
                .map(|(name, value)| (name.trim().to_lowercase(), value.trim().into()))
                .collect(),
            encoding: match self.text("encoding") {
                Some("json") => otlp::Encoding::Json,
                _ => otlp::Encoding::Protobuf,
            },
            service: self.owned("service"),
            at: self.at("Set the OTLP/HTTP receiver's address")?,
        })
    }

    fn phoenix(&mut self) -> Option<phoenix::Config> {
        Some(phoenix::Config {
            api_key: self.secret("api_key"),
            at: self.at("Set the Phoenix server's address")?,
        })
    }

    fn mlflow(&mut self) -> Option<mlflow::Config> {
        let access = match (self.secret("token"), self.text("user").map(str::to_owned)) {
            (Some(token), _) => mlflow::Access::Token(token),
            (None, Some(user)) => {
                let password = self.needed("password", "Set the user's password")?;
                mlflow::Access::Basic(user, password.into())
            }
            (None, None) => mlflow::Access::Open,
        };
        Some(mlflow::Config {
            access,
            submitter_id: self.owned("submitter_id"),
            at: self.at("Set the MLflow tracking server's address")?,
        })
    }

    fn langfuse(&mut self) -> Option<langfuse::Config> {
        let public_key = self.needed("public_key", "Set the project's public key");
        let secret_key = self.needed("secret_key", "Set the project's secret key");
        Some(langfuse::Config {
            body: match self.text("body") {
                Some("list") => langfuse::Body::List,
                _ => langfuse::Body::Single,
            },
            at: self.at("Set the Langfuse server's address")?,
            public_key: public_key?,
            secret_key: secret_key?.into(),
        })
    }

    fn webhook(&mut self) -> Option<webhook::Config> {
        let at = self.at("Set the address that events are posted to");
        let mend = "Set a secret that signs, whsec_ and base64 of 24 to 64 random bytes";
        let secrets = self.needed("secrets", mend)?;
        let read = |secret| webhook::Secret::read(secret).ok();
        Some(webhook::Config {
            secrets: list(&secrets).filter_map(read).collect(),
            at: at?,
        })
    }

    fn langsmith(&mut self) -> Option<langsmith::Config> {
        let api_key = self.needed("api_key", "Set the API key");
        Some(langsmith::Config {
            project_id: self.text("project_id").map(str::to_owned),
            at: self.at("Set the LangSmith API's address")?,
            api_key: api_key?.into(),
        })
    }

    fn opik(&mut self) -> Option<opik::Config> {
        Some(opik::Config {
            api_key: self.secret("api_key"),
            workspace: self.text("workspace").map(str::to_owned),
            project: self.owned("project"),
            at: self.at("Set the Opik server's address")?,
        })
    }

    fn braintrust(&mut self) -> Option<braintrust::Config> {
        let api_key = self.needed("api_key", "Set the API key");
        let project_id = self.needed("project_id", "Set the id of the project with the logs");
        Some(braintrust::Config {
            at: self.at("Set the Braintrust API's address")?,
            api_key: api_key?.into(),
            project_id: project_id?,
        })
    }

    fn weave(&mut self) -> Option<weave::Config> {
        let api_key = self.needed("api_key", "Set the W&B API key");
        let project = self.needed(
            "project",
            "Set the project with the calls, as entity/project",
        );
        Some(weave::Config {
            at: self.at("Set the Weave trace server's address")?,
            api_key: api_key?.into(),
            project: project?,
        })
    }

    fn at(&mut self, mend: &str) -> Option<Connection> {
        Some(Connection {
            name: self.sink.to_owned(),
            url: self.needed("url", mend)?,
            timeout: self.timeout(),
            allow_private: self.is_private(),
        })
    }

    fn is_private(&self) -> bool {
        let allowed = self.settings.text("private_sinks").unwrap_or_default();
        list(allowed).any(|each| each == "*" || each == self.sink)
    }

    /// Its kind was checked when it was read, and the table has a default.
    fn timeout(&self) -> Duration {
        let seconds = self.text("timeout_s").and_then(|text| text.parse().ok());
        Duration::from_secs(seconds.unwrap_or(15))
    }

    /// A setting's text: the sink's own, or the unnamed one's where that is shared, or the table's.
    fn text(&self, rest: &str) -> Option<&str> {
        let shared = setting_of(self.kind, None, rest);
        let Some(name) = self.name else {
            return self.settings.text(&shared);
        };
        let own = self.settings.text(&setting_of(self.kind, Some(name), rest));
        let setting = SETTINGS.iter().find(|setting| setting.name == shared);
        own.or_else(|| match setting {
            Some(setting) if is_shared(setting) => self.settings.text(setting.name),
            Some(setting) => setting.default,
            None => None,
        })
    }

    fn owned(&self, rest: &str) -> String {
        self.text(rest).unwrap_or_default().to_owned()
    }

    fn secret(&self, rest: &str) -> Option<SecretString> {
        self.text(rest).map(Into::into)
    }

    fn needed(&mut self, rest: &str, mend: &str) -> Option<String> {
        let text = self.text(rest).filter(|text| !text.trim().is_empty());
        let text = text.map(str::to_owned);
        if text.is_none() {
            self.fault(rest, &format!("{mend}, since sinks names {}.", self.sink));
        }
        text
    }

    fn fault(&mut self, rest: &str, mend: &str) {
        let name = setting_of(self.kind, self.name, rest);
        let origin = self.settings.origin(&name);
        self.faults.push(Fault::new(name, origin, mend));
    }
}
