//! Which target a vote is filed on, from what the page says. Nearest first; never a guess.
//!
//! A source further away is asked only when the nearer ones say nothing at all about a target. A
//! nearer source that is there but broken or still empty (`span-id=""` while an answer streams)
//! ends the search: the page's own span would be the wrong one.

use std::collections::BTreeMap;

use thumbspan_contract::{Submitter, Target, check};

use crate::error::{BAD_CONTEXT, Fault, NO_TARGET};

/// What one place on the page says. Absent is `None`; present but empty is `Some("")`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The span that the back end captured.
    pub span_id: Option<String>,
    /// The trace: the span's own, or a target of its own where no span is named.
    pub trace_id: Option<String>,
    /// A session.
    pub session_id: Option<String>,
    /// A key of the customer's own.
    pub join_key: Option<String>,
    /// Signed permission to rate the target.
    pub ticket: Option<String>,
    /// The LLM application.
    pub ml_app: Option<String>,
    /// The person, by the app's own name.
    pub submitter_id: Option<String>,
    /// Tags for searching.
    pub tags: Option<BTreeMap<String, String>>,
}

/// Where a vote goes and what goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The one target.
    pub target: Target,
    /// Signed permission to rate it.
    pub ticket: Option<String>,
    /// The LLM application.
    pub ml_app: Option<String>,
    /// The person.
    pub submitter: Option<Submitter>,
    /// Tags for searching.
    pub tags: BTreeMap<String, String>,
}

impl Source {
    fn speaks_of_a_target(&self) -> bool {
        [
            &self.span_id,
            &self.trace_id,
            &self.session_id,
            &self.join_key,
        ]
        .into_iter()
        .any(Option::is_some)
    }

    /// The most specific target that the source names: span, trace, session, join key.
    fn target(&self) -> Option<Target> {
        let filled = |id: &Option<String>| id.clone().filter(|id| !id.is_empty());
        if self.span_id.is_some() {
            let trace_id = filled(&self.trace_id);
            return filled(&self.span_id).map(|span_id| Target::Span { span_id, trace_id });
        }
        filled(&self.trace_id)
            .map(|trace_id| Target::Trace { trace_id })
            .or_else(|| filled(&self.session_id).map(|session_id| Target::Session { session_id }))
            .or_else(|| filled(&self.join_key).map(|join_key| Target::JoinKey { join_key }))
    }
}

/// The context from the page's sources, nearest first; `Err` is a source that cannot be read.
///
/// The ticket comes from the source that names the target or a nearer one, since a ticket permits
/// one target only; the rest comes from whichever source says it first.
///
/// # Errors
/// [`NO_TARGET`] when nothing names one, [`BAD_CONTEXT`] when what names it is broken.
pub fn resolve(sources: &[Result<Source, String>]) -> Result<Context, Fault> {
    let mut nearer = Vec::new();
    for source in sources {
        let source = source
            .as_ref()
            .map_err(|why| Fault::lasting(BAD_CONTEXT, why))?;
        nearer.push(source);
        if source.speaks_of_a_target() {
            let target = source.target().ok_or_else(no_target)?;
            check::target(&target)
                .map_err(|refusal| Fault::lasting(BAD_CONTEXT, refusal.message))?;
            return Ok(context(target, &nearer, sources));
        }
    }
    Err(no_target())
}

fn context(target: Target, nearer: &[&Source], all: &[Result<Source, String>]) -> Context {
    let readable = || all.iter().filter_map(|source| source.as_ref().ok());
    Context {
        target,
        ticket: nearer.iter().find_map(|source| source.ticket.clone()),
        ml_app: readable().find_map(|source| source.ml_app.clone()),
        submitter: readable()
            .find_map(|source| source.submitter_id.clone())
            .map(|id| Submitter {
                id,
                kind: Some("user".to_owned()),
            }),
        tags: readable()
            .find_map(|source| source.tags.clone())
            .unwrap_or_default(),
    }
}

fn no_target() -> Fault {
    Fault::lasting(
        NO_TARGET,
        "<llm-feedback> does not know which answer it rates, so it stays disabled. Set span-id \
         (and trace-id) to what the back end captured inside the LLM workflow, or put \
         data-llm-span-id on the answer's element. A traceparent, sentry-trace or dd-trace-id on \
         the page names the HTTP request, not the LLM span, and is never used.",
    )
}

#[cfg(test)]
mod tests;
