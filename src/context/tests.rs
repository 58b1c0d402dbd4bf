use super::*;

fn source(said: &[(&str, &str)]) -> Source {
    let mut source = Source::default();
    for (name, text) in said {
        let at = FIELDS.iter().position(|field| field == name).unwrap();
        source.fields[at] = Some((*text).to_owned());
    }
    source
}

fn span(id: &str) -> Source {
    source(&[("span-id", id)])
}

/// The target, or the code of what is wrong, which is empty when nothing is.
fn target(sources: &[Source]) -> Result<Target, String> {
    let sources: Vec<_> = sources.iter().cloned().map(Ok).collect();
    resolve(&sources)
        .map(|context| context.target)
        .map_err(|fault| fault.map_or_else(String::new, |fault| fault.code))
}

#[test]
fn the_nearest_source_wins() {
    let meta = source(&[("trace-id", "t")]);
    let near = Target::Span {
        span_id: "20245611112024561111".into(),
        trace_id: None,
    };
    assert_eq!(
        target(&[span("20245611112024561111"), meta.clone()]),
        Ok(near)
    );
    let far = Target::Trace {
        trace_id: "t".into(),
    };
    assert_eq!(target(&[Source::default(), meta]), Ok(far));
}

#[test]
fn within_a_source_the_most_specific_id_wins() {
    let mut all = source(&[
        ("span-id", "s"),
        ("trace-id", "t"),
        ("session-id", "c"),
        ("join-key", "k"),
    ]);
    let span = Target::Span {
        span_id: "s".into(),
        trace_id: Some("t".into()),
    };
    assert_eq!(target(&[all.clone()]), Ok(span));
    all.fields[SPAN] = None;
    assert_eq!(
        target(&[all.clone()]),
        Ok(Target::Trace {
            trace_id: "t".into()
        })
    );
    all.fields[TRACE] = None;
    assert_eq!(
        target(&[all.clone()]),
        Ok(Target::Session {
            session_id: "c".into()
        })
    );
    all.fields[SESSION] = None;
    assert_eq!(
        target(&[all]),
        Ok(Target::JoinKey {
            join_key: "k".into()
        })
    );
}

#[test]
fn an_empty_id_ends_the_search_and_is_no_fault() {
    assert_eq!(target(&[span(""), span("of-the-page")]), Err(String::new()));
    let only_trace = source(&[("span-id", ""), ("trace-id", "t")]);
    assert_eq!(
        target(&[only_trace]),
        Err(String::new()),
        "a trace is not the span meant"
    );
}

#[test]
fn nothing_is_no_target_and_says_why_a_traceparent_does_not_count() {
    let fault = resolve(&[Ok(Source::default())]).unwrap_err().unwrap();
    assert_eq!(fault.code, "no_target");
    assert!(fault.message.contains("traceparent") && !fault.retryable);
}

#[test]
fn a_broken_nearer_source_ends_the_search() {
    let fault = resolve(&[Err("ids must be strings".into()), Ok(span("of-the-page"))])
        .unwrap_err()
        .unwrap();
    assert_eq!(
        (fault.code.as_str(), fault.message.as_str()),
        ("bad_context", "ids must be strings")
    );
    assert_eq!(
        target(&[span("a b"), span("of-the-page")]),
        Err("bad_context".into())
    );
}

#[test]
fn a_ticket_of_another_target_is_not_taken() {
    let page = source(&[("span-id", "p"), ("ticket", "page"), ("ml-app", "bot")]);
    let context = resolve(&[Ok(span("s")), Ok(page.clone())]).unwrap();
    assert_eq!(
        (context.ticket, context.ml_app.as_deref()),
        (None, Some("bot"))
    );
    let element = source(&[("ticket", "mine")]);
    assert_eq!(
        resolve(&[Ok(element), Ok(page)]).unwrap().ticket.as_deref(),
        Some("mine")
    );
}
