//! Every reader of the shell's texts, on one text that may be any reader's or none's.

use serde_json::Value as Json;
use thumbspan::context::{self, Context};
use thumbspan::error::Fault;
use thumbspan::fields::{self, Fields};
use thumbspan::options::{Control, Options, REASONS, Scale};
use thumbspan::state::{Cast, Earlier, Said, State};
use thumbspan::text::{Text, Texts};
use thumbspan::wire;
use thumbspan_contract::{check, read};

pub(crate) fn read(text: &str) {
    items(text);
    pairs(text);
    let options = options(text);
    page(text);
    restored(text, options);
    texts(text);
    json(&wire::fault(&Fault::passing(text, text)));
}

fn items(text: &str) {
    let mut items = Fields::new(text);
    let mut count = 0;
    while !items.is_done() {
        assert!(items.next().is_none_or(|item| !item.contains('\0')));
        count += 1;
    }
    assert_eq!(count, text.matches('\0').count() + 1);
    assert_eq!(items.next(), None);
}

fn pairs(text: &str) {
    let pairs = fields::pairs(text);
    assert_eq!(pairs.is_empty(), text.is_empty());
    let mut parts: Vec<_> = pairs
        .iter()
        .flat_map(|(key, value)| [key.as_str(), value])
        .collect();
    // A key without a value has an empty one.
    parts.truncate(text.matches('\u{1}').count() + 1);
    assert_eq!(parts.join("\u{1}"), text);
}

fn options(text: &str) -> Options {
    let mut warnings = Vec::new();
    let options = Options::read(text, &mut |why| warnings.push(why));
    let controls = &options.controls;
    assert!(!controls.is_empty());
    assert!(
        controls
            .iter()
            .enumerate()
            .all(|(at, control)| !controls[..at].contains(control))
    );
    assert!(options.reasons.len() <= REASONS);
    assert!(
        options
            .reasons
            .iter()
            .all(|(code, _)| check::is_reason(code))
    );
    assert!(
        warnings
            .iter()
            .all(|why| why.starts_with("<llm-feedback> "))
    );
    options
}

fn page(text: &str) {
    let page = context::page(text, &mut |_| ());
    assert_eq!(page.sources.len(), 4);
    match context::resolve(&page.sources) {
        Ok(context) => {
            let cast = Cast {
                control: Control::Comment,
                now: Said {
                    id: "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11".to_owned(),
                    text: "a".to_owned(),
                },
                before: Said::default(),
                replaced: String::new(),
            };
            // The relay has rules for these, and its own sentences.
            let theirs = ["bad_ml_app", "bad_submitter", "bad_ticket"];
            let refused = refusal(&wire::event(&cast, Scale::Stars, &context, 0));
            assert!(
                refused.as_deref().is_none_or(|code| theirs.contains(&code)),
                "{refused:?}"
            );
        }
        Err(None) => {}
        Err(Some(fault)) => {
            assert!(!fault.retryable && matches!(fault.code.as_str(), "no_target" | "bad_context"));
        }
    }
}

/// The code by which the relay would refuse an event.
pub(crate) fn refusal(event: &str) -> Option<String> {
    let body = format!("{{\"events\":[{event}]}}");
    let [event] = read::submission(body.as_bytes())
        .unwrap()
        .try_into()
        .unwrap();
    event.err().map(|refused| refused.code)
}

fn restored(text: &str, options: Options) {
    let mut state = State::default();
    state.options = options;
    state.restore(&Earlier::read(text));
    assert!(!state.is_waiting());
    json(&wire::value(&state));
    let context = valid();
    let mut id = || "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11".to_owned();
    let scale = state.options.scale;
    let mut casts = state.choose(Control::Thumbs, "down", &mut id);
    casts.extend(state.toggle_reason(0, &mut id));
    casts.extend(state.choose(Control::Thumbs, "down", &mut id));
    for cast in casts.iter().filter(|cast| !cast.now.id.is_empty()) {
        assert_eq!(refusal(&wire::event(cast, scale, &context, 0)), None);
        json(&wire::change(cast.control, scale, &cast.now));
    }
}

pub(crate) fn valid() -> Context {
    let page = context::page("-\0-\0-\0+42", &mut |_| ());
    context::resolve(&page.sources).unwrap()
}

fn texts(text: &str) {
    let texts = Texts::read(text);
    assert!(!texts.get(Text::Group).contains('\0'));
    for at in [0, 1, 4, u8::MAX] {
        assert!(!texts.at(Text::Stars, at).contains('|'));
    }
}

pub(crate) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
