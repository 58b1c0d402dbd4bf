//! What the page says, nearest first: the sources that [`crate::context`] decides between.

use thumbspan_contract::Tags;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, ShadowRoot, Url};

use crate::announce::warn_once;
use crate::context::Source;
use crate::error::{BAD_RELAY, Fault};
use crate::json::{self, Object};
use crate::options;

const ANCESTOR: &str =
    "[data-llm-span-id],[data-llm-trace-id],[data-llm-session-id],[data-llm-ticket]";
const SCRIPT: &str = ":scope>script[type='application/json'][data-llm-feedback]";

type Found = Result<Source, String>;

/// The sources of an element's context: its attributes, the nearest marked ancestor, the nearest
/// JSON script, the page's meta elements.
pub(crate) fn sources(host: &HtmlElement) -> Vec<Found> {
    vec![
        Ok(attributes(host)),
        Ok(ancestor(host)),
        script(host).unwrap_or_else(|| Ok(Source::default())),
        Ok(metas()),
    ]
}

fn attributes(host: &HtmlElement) -> Source {
    Source {
        tags: host.get_attribute("tags").and_then(|json| tags(&json)),
        ..named(|name| host.get_attribute(name))
    }
}

fn named(mut ask: impl FnMut(&str) -> Option<String>) -> Source {
    Source::read(&mut |name| Ok(ask(name))).unwrap_or_default()
}

fn tags(text: &str) -> Option<Tags> {
    json::parse(text)
        .and_then(|object| object.texts())
        .and_then(options::tags)
        .map_err(|why| warn_once(&["<llm-feedback> ignores tags=\"", text, "\": ", &why].concat()))
        .ok()
}

fn ancestor(host: &HtmlElement) -> Source {
    ancestors(host)
        .find_map(|at| at.closest(ANCESTOR).ok().flatten())
        .map(|found| named(|name| found.get_attribute(&["data-llm-", name].concat())))
        .unwrap_or_default()
}

/// The element and everything around it, out of shadow roots too.
fn ancestors(host: &HtmlElement) -> impl Iterator<Item = Element> {
    std::iter::successors(Some(host.clone().into()), |at: &Element| {
        at.parent_element()
            .or_else(|| Some(at.get_root_node().dyn_into::<ShadowRoot>().ok()?.host()))
    })
}

/// The script that `context` names, else one that is a child of the element or, going outwards, of
/// an ancestor: a script deeper in an ancestor may belong to another answer.
fn script(host: &HtmlElement) -> Option<Found> {
    let script = match host.get_attribute("context") {
        None => ancestors(host).find_map(|at| at.query_selector(SCRIPT).ok().flatten())?,
        Some(id) => match by_id(host, &id) {
            Some(script) => script,
            None => {
                return Some(Err([
                    "context=\"",
                    &id,
                    "\" names no element on this page. Give the JSON script that id.",
                ]
                .concat()));
            }
        },
    };
    let text = script.text_content().unwrap_or_default();
    Some(
        json::parse(&text)
            .and_then(|ids| written(&ids))
            .map_err(|why| ["The JSON of data-llm-feedback cannot be read: ", &why].concat()),
    )
}

fn written(ids: &Object) -> Found {
    Ok(Source {
        tags: ids.object("tags")?.map(|tags| tags.texts()).transpose()?,
        ..Source::read(&mut |name| ids.text(&underscored(name)))?
    })
}

fn underscored(name: &str) -> String {
    let letter = |letter| if letter == '-' { '_' } else { letter };
    name.chars().map(letter).collect()
}

fn by_id(host: &HtmlElement, id: &str) -> Option<Element> {
    let near = host.get_root_node().dyn_into::<ShadowRoot>().ok();
    near.and_then(|root| root.get_element_by_id(id))
        .or_else(|| document().get_element_by_id(id))
}

fn metas() -> Source {
    let document = document();
    named(|name| {
        let selector = ["meta[name='llm-", name, "']"].concat();
        document
            .query_selector(&selector)
            .ok()??
            .get_attribute("content")
    })
}

/// Where votes are posted: `v1/feedback` under the `relay` attribute, else under `default`, else
/// under the page's own origin.
pub(crate) fn endpoint(host: &HtmlElement, default: &str) -> Result<String, Fault> {
    let given = host.get_attribute("relay");
    let mut relay = given.as_deref().unwrap_or(default).to_owned();
    if !relay.ends_with('/') {
        relay.push('/');
    }
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    Url::new_with_base(&relay, &base)
        .ok()
        .filter(|url| matches!(url.protocol().as_str(), "https:" | "http:"))
        .and_then(|url| Url::new_with_base("v1/feedback", &url.href()).ok())
        .map(|url| url.href())
        .ok_or_else(|| Fault::lasting(BAD_RELAY, ["relay=\"", &relay, "\" is not an http(s) URL. Set it to the relay's base URL, such as https://feedback.example.com."].concat()))
}

#[expect(
    clippy::expect_used,
    reason = "a custom element is connected in a document only"
)]
pub(crate) fn document() -> Document {
    web_sys::window()
        .and_then(|window| window.document())
        .expect("a document")
}
