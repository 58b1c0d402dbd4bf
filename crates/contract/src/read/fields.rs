//! One JSON object, taken apart field by field, so that each fault has its own code.

use serde_json::{Map, Value as Json};

use crate::{Code, Refusal};

/// The fields of one object that are still unread; `at` names the object in sentences.
pub(crate) struct Fields {
    at: &'static str,
    map: Map<String, Json>,
}

impl Fields {
    pub(crate) fn of(at: &'static str, json: Json) -> Result<Self, Refusal> {
        match json {
            Json::Object(map) => Ok(Self { at, map }),
            _ => Err(Refusal::new(
                Code::WrongType,
                format!("Send `{at}` as a JSON object."),
            )),
        }
    }

    /// A field's value; `null` counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        self.map.remove(name).filter(|json| !json.is_null())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    pub(crate) fn required(&mut self, name: &str) -> Result<Json, Refusal> {
        let at = self.at;
        self.take(name).ok_or_else(|| {
            Refusal::new(
                Code::MissingField,
                format!("Add the field `{name}` to the {at}."),
            )
        })
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        self.take(name)
            .map(|json| self.string(name, json))
            .transpose()
    }

    pub(crate) fn required_text(&mut self, name: &str) -> Result<String, Refusal> {
        let json = self.required(name)?;
        self.string(name, json)
    }

    /// An opaque id: a number is refused by its own code, since digits may be lost already.
    pub(crate) fn id(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.take(name) {
            Some(Json::Number(_)) => Err(Refusal::new(
                Code::IdNotString,
                format!("Send `{name}` as a JSON string: numbers above 2^53 lose digits."),
            )),
            Some(json) => self.string(name, json).map(Some),
            None => Ok(None),
        }
    }

    fn string(&self, name: &str, json: Json) -> Result<String, Refusal> {
        match json {
            Json::String(text) => Ok(text),
            _ => Err(Refusal::new(
                Code::WrongType,
                format!("Send `{name}` of the {} as a string.", self.at),
            )),
        }
    }

    /// Refuses whatever field is left.
    pub(crate) fn end(self, known: &[&str]) -> Result<(), Refusal> {
        match self.map.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(_) => Err(Refusal::new(
                Code::UnknownField,
                format!(
                    "Remove what is not one of the {}'s fields: {}.",
                    self.at,
                    known.join(", ")
                ),
            )),
        }
    }
}
