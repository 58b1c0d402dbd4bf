//! What a verified ticket makes of an event: its target, its submitter, its application.

use thumbspan_contract::{Code, Event, Refusal, Submitter, Target};
use thumbspan_ticket::Claims;

/// The tag that tells whether somebody vouches for an event.
pub const VERIFIED: &str = "verified";

/// The event as its ticket permits it.
///
/// The target of the body must be the ticket's: another one is a fault of the page that should
/// show. Submitter and application of the body are not looked at. What is kept of the ticket is
/// its name under its issuer: nobody can use that.
///
/// # Errors
/// [`Code::TicketWrongTarget`], [`Code::TicketWrongLabel`].
pub fn permitted(mut event: Event, issuer: &str, claims: Claims) -> Result<Event, Refusal> {
    if !is_same(&event.target, &claims.tgt) {
        return Err(Refusal::new(
            Code::TicketWrongTarget,
            "Send the event with the target of its ticket, or with a ticket for its target.",
        ));
    }
    if !event
        .signals
        .iter()
        .all(|signal| claims.allows(&signal.label))
    {
        return Err(Refusal::new(
            Code::TicketWrongLabel,
            "Send only labels that the ticket names in `labels`, or mint it with more.",
        ));
    }
    event.ticket = Some(claims.name_under(issuer));
    event.target = claims.tgt;
    event.ml_app = claims.ml_app;
    let kind = event.submitter.and_then(|submitter| submitter.kind);
    event.submitter = Some(Submitter {
        id: claims.sub,
        // A person behind a ticket cannot pass for an agent.
        kind: kind.filter(|kind| kind == "user"),
    });
    Ok(marked(event, true))
}

/// The event with the relay's own word on whether it is verified, whatever stood there.
#[must_use]
pub fn marked(mut event: Event, verified: bool) -> Event {
    event.tags.retain(|(key, _)| key != VERIFIED);
    event.tags.push((VERIFIED.to_owned(), verified.to_string()));
    event
}

/// A page may know the span alone, or the trace that the ticket leaves out.
fn is_same(given: &Target, permitted: &Target) -> bool {
    match (given, permitted) {
        (
            Target::Span { span_id, trace_id },
            Target::Span {
                span_id: own,
                trace_id: own_trace,
            },
        ) => {
            let fits = |(given, own)| given == own;
            span_id == own && trace_id.as_ref().zip(own_trace.as_ref()).is_none_or(fits)
        }
        _ => given == permitted,
    }
}
