//! What JavaScript sees: the only file that knows `#[wasm_bindgen]`.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::announce::warn_once;
use crate::instance::Instance;
use crate::options::{Control, DEFAULT_CONTROLS, controls};
use crate::view::{Drawn, draw, frame};

/// One element's controls. `free()` removes them and everything that they hold.
#[wasm_bindgen]
pub struct Feedback {
    host: HtmlElement,
    frame: HtmlElement,
    owner: Owner,
    instance: Instance,
    controls: Vec<Control>,
    drawn: Drawn,
}

#[wasm_bindgen]
impl Feedback {
    /// Draws the controls of `host` into its shadow root. `relay` is the base URL for an element
    /// that names none; empty means the page's own origin.
    ///
    /// # Errors
    /// Whatever the DOM throws.
    #[wasm_bindgen(constructor)]
    pub fn new(host: HtmlElement, root: &ShadowRoot, relay: String) -> Result<Feedback, JsValue> {
        let frame = frame(root)?;
        let instance = Instance::new(host.clone(), frame.clone().into(), relay);
        Ok(Feedback {
            host,
            frame,
            owner: Owner::new(),
            instance,
            controls: Vec::new(),
            drawn: Drawn::new(),
        })
    }

    /// Reads the attributes and the page again; whether there is a target.
    pub fn refresh(&mut self) -> bool {
        let wanted = self.wanted();
        if wanted != self.controls {
            // The old controls go first, so that both are never on the page.
            self.drawn.clear();
            self.drawn = self
                .owner
                .with(|| draw(&self.frame, &self.instance, &wanted));
            self.controls = wanted;
        }
        self.instance.refresh().is_some()
    }

    fn wanted(&self) -> Vec<Control> {
        let Some(text) = self.host.get_attribute("controls") else {
            return DEFAULT_CONTROLS.to_vec();
        };
        controls(&text).unwrap_or_else(|why| {
            warn_once(&why);
            DEFAULT_CONTROLS.to_vec()
        })
    }

    /// Sends the draft and whatever failed; whether anything is on its way.
    pub fn submit(&self) -> bool {
        self.instance.submit()
    }

    /// Forgets what is shown, as for another answer; what was cast is still sent.
    pub fn reset(&self) {
        self.instance.reset();
    }

    /// The thumb that is pressed: `"up"`, `"down"` or null.
    #[wasm_bindgen(getter)]
    pub fn thumbs(&self) -> JsValue {
        self.instance.value(Control::Thumbs)
    }

    /// The stars that are chosen: 1 to 5 or null.
    #[wasm_bindgen(getter)]
    pub fn rating(&self) -> JsValue {
        self.instance.value(Control::Rating)
    }

    /// The comment that is being written.
    #[wasm_bindgen(getter)]
    pub fn comment(&self) -> JsValue {
        self.instance.value(Control::Comment)
    }
}

impl Drop for Feedback {
    fn drop(&mut self) {
        self.drawn.clear();
        self.owner.cleanup();
        self.frame.remove();
    }
}
