//! JSON in and out, field by field.
//!
//! By hand: derived readers and writers cost a page 17 KB more. See `docs/size.md`.

use js_sys::{Array, JSON, Reflect};
use thumbspan_contract::Tags;
use wasm_bindgen::{JsCast, JsValue};

/// A JavaScript object.
pub(crate) struct Object(JsValue);

/// Reads a text that must be a JSON object.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn parse(text: &str) -> Result<Object, String> {
    match JSON::parse(text) {
        Ok(value) => object(value).ok_or_else(|| "Write a JSON object.".to_owned()),
        Err(_) => Err("It is not JSON.".to_owned()),
    }
}

fn object(value: JsValue) -> Option<Object> {
    (value.is_object() && !Array::is_array(&value)).then_some(Object(value))
}

impl From<JsValue> for Object {
    /// A value that is no object has no fields.
    fn from(value: JsValue) -> Self {
        Self(object(value).map_or_else(|| js_sys::Object::new().into(), |object| object.0))
    }
}

impl Object {
    /// A field's value; undefined where there is none.
    pub(crate) fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// A field that is a string, absent or null.
    ///
    /// # Errors
    /// Anything else: the digits of a number may be lost already.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, String> {
        let value = self.get(name);
        match value.as_string() {
            None if !value.is_undefined() && !value.is_null() => Err([
                "Write ",
                name,
                " as a string: numbers above 2^53 lose digits.",
            ]
            .concat()),
            text => Ok(text),
        }
    }

    /// A field that is an object, absent or null.
    ///
    /// # Errors
    /// Anything else.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Object>, String> {
        let value = self.get(name);
        if value.is_undefined() || value.is_null() {
            return Ok(None);
        }
        object(value)
            .map(Some)
            .ok_or_else(|| ["Write ", name, " as an object."].concat())
    }

    /// A field that is a list; empty where it is anything else.
    pub(crate) fn list(&self, name: &str) -> Array {
        self.get(name).dyn_into().unwrap_or_default()
    }

    /// Every field, each a string.
    ///
    /// # Errors
    /// A field that is none.
    pub(crate) fn texts(&self) -> Result<Tags, String> {
        let mut texts = Tags::new();
        for key in js_sys::Object::keys(self.0.unchecked_ref::<js_sys::Object>()).iter() {
            let key = key.as_string().unwrap_or_default();
            let text = self.text(&key)?.unwrap_or_default();
            texts.push((key, text));
        }
        Ok(texts)
    }
}

/// A new object with these fields; those that are undefined are left out.
pub(crate) fn write(fields: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        if !value.is_undefined() {
            let _ = Reflect::set(&object, &(*name).into(), value);
        }
    }
    object.into()
}
