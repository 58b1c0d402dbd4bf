//! A Rust stream, offered to the browser.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;

use futures_core::Stream;
use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue, UnwrapThrowExt as _};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{QueuingStrategy, ReadableStreamDefaultController, UnderlyingSource};

type Items = Rc<RefCell<Pin<Box<dyn Stream<Item = Result<JsValue, JsValue>>>>>>;
type Pull = Closure<dyn FnMut(ReadableStreamDefaultController) -> Promise>;

pub(crate) fn readable<S>(stream: S) -> web_sys::ReadableStream
where
    S: Stream<Item = Result<JsValue, JsValue>> + 'static,
{
    let items: Items = Rc::new(RefCell::new(Box::pin(stream)));
    let pull = Pull::new(move |controller| {
        let items = Rc::clone(&items);
        future_to_promise(async move { pull_one(&items, &controller).await })
    });
    let source = UnderlyingSource::new();
    source.set_pull(pull.into_js_value().unchecked_ref());
    // No queue in the browser: an item is made when it is asked for.
    let strategy = QueuingStrategy::new();
    strategy.set_high_water_mark(0.0);
    web_sys::ReadableStream::new_with_underlying_source_and_strategy(&source, &strategy)
        .expect_throw("no ReadableStream in this browser")
}

/// One call of [`pull`](https://streams.spec.whatwg.org/#dom-underlyingsource-pull); the browser
/// makes the next only after this one has settled, so the borrow is never contested.
async fn pull_one(
    items: &Items,
    controller: &ReadableStreamDefaultController,
) -> Result<JsValue, JsValue> {
    match poll_fn(|context| items.borrow_mut().as_mut().poll_next(context)).await {
        Some(Ok(item)) => controller.enqueue_with_chunk(&item)?,
        Some(Err(error)) => controller.error_with_e(&error),
        None => controller.close()?,
    }
    Ok(JsValue::UNDEFINED)
}
