//! Which target a vote is filed on, from what the page says. Nearest first; never a guess.
//!
//! A source further away is asked only when the nearer ones say nothing at all about a target. A
//! nearer source that is there but broken or still empty (`span-id=""` while an answer streams)
//! ends the search: the page's own span would be the wrong one.

use thumbspan_contract::{Submitter, Tags, Target, check};

use crate::error::{BAD_CONTEXT, Fault, NO_TARGET};

mod read;

pub use read::{Page, page};

/// What a source can say, by the attribute's name: `data-llm-` and `llm-` stand before it on other
/// elements, and in JSON its hyphens are underscores. `pkg/page.js` has the same list.
pub const FIELDS: [&str; 7] = [
    "span-id",
    "trace-id",
    "session-id",
    "join-key",
    "ticket",
    "ml-app",
    "submitter-id",
];
const BAD_ID: &str = "<llm-feedback> got an id that is none: write 1 to 256 printable ASCII characters without spaces.";
const SPAN: usize = 0;
const TRACE: usize = 1;
const SESSION: usize = 2;
const JOIN_KEY: usize = 3;
const TICKET: usize = 4;
const ML_APP: usize = 5;
const SUBMITTER: usize = 6;

/// What one place on the page says. Absent is `None`; present but empty is `Some("")`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The texts of [`FIELDS`].
    pub fields: [Option<String>; 7],
    /// Tags for searching.
    pub tags: Option<Tags>,
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
    pub tags: Tags,
}

impl Source {
    fn speaks_of_a_target(&self) -> bool {
        self.fields[..=JOIN_KEY].iter().any(Option::is_some)
    }

    fn filled(&self, field: usize) -> Option<String> {
        self.fields[field].clone().filter(|text| !text.is_empty())
    }

    /// The most specific target that the source names: span, trace, session, join key.
    fn target(&self) -> Option<Target> {
        if self.fields[SPAN].is_some() {
            let trace_id = self.filled(TRACE);
            return self
                .filled(SPAN)
                .map(|span_id| Target::Span { span_id, trace_id });
        }
        if let Some(trace_id) = self.filled(TRACE) {
            return Some(Target::Trace { trace_id });
        }
        if let Some(session_id) = self.filled(SESSION) {
            return Some(Target::Session { session_id });
        }
        self.filled(JOIN_KEY)
            .map(|join_key| Target::JoinKey { join_key })
    }
}

/// The context from the page's sources, nearest first; `Err` is a source that cannot be read.
///
/// The ticket comes from the source that names the target or a nearer one, since a ticket permits
/// one target only; the rest comes from whichever source says it first.
///
/// # Errors
/// [`NO_TARGET`] when nothing names one, [`BAD_CONTEXT`] when what names it is broken; `None` when
/// what names it is still empty, as while an answer streams: there is nothing to mend.
pub fn resolve(sources: &[Result<Source, String>]) -> Result<Context, Option<Fault>> {
    for (at, source) in sources.iter().enumerate() {
        let source = source
            .as_ref()
            .map_err(|why| Fault::lasting(BAD_CONTEXT, why))?;
        if source.speaks_of_a_target() {
            let target = source.target().ok_or(None)?;
            if !target.ids().all(check::is_id) {
                return Err(Some(Fault::lasting(BAD_CONTEXT, BAD_ID)));
            }
            let first = |among: &[Result<Source, String>], field| {
                among
                    .iter()
                    .flatten()
                    .find_map(|source: &Source| source.filled(field))
            };
            return Ok(Context {
                target,
                ticket: first(&sources[..=at], TICKET),
                ml_app: first(sources, ML_APP),
                submitter: first(sources, SUBMITTER).map(|id| Submitter {
                    id,
                    kind: Some("user".to_owned()),
                }),
                tags: sources
                    .iter()
                    .flatten()
                    .find_map(|source| source.tags.clone())
                    .unwrap_or_default(),
            });
        }
    }
    Err(Some(no_target()))
}

fn no_target() -> Fault {
    Fault::lasting(
        NO_TARGET,
        "<llm-feedback> stays disabled: nothing says which answer it rates. Set span-id (and trace-id) \
         to what the back end captured inside the LLM workflow, or data-llm-span-id around the \
         answer. A traceparent, sentry-trace or dd-trace-id names the HTTP request, not the LLM \
         span, and is never used.",
    )
}

#[cfg(test)]
mod tests;
