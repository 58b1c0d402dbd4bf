//! A sink whose events become requests.

use thumbspan_contract::Event;

use super::{Http, Plan};
use crate::sinks::answer::Judge;
use crate::sinks::{Keeps, Sending, Sink, SinkError};

type Planned = Box<dyn Fn(&[Event]) -> Result<Plan, String> + Send + Sync>;

/// A sink whose events become requests in their order.
pub(in crate::sinks) struct Told {
    pub(in crate::sinks) http: Http,
    pub(in crate::sinks) name: String,
    /// The most events in one plan.
    pub(in crate::sinks) batch: usize,
    pub(in crate::sinks) keeps: Keeps,
    /// The pure part; an error says why the backend cannot be told.
    pub(in crate::sinks) plan: Planned,
    pub(in crate::sinks) judge: Judge,
}

impl Told {
    /// An event that can be told in part alone is refused, but only after that part was sent: a
    /// withdrawn comment must go even where a withdrawn score cannot.
    async fn deliver(&self, events: &[Event]) -> Result<(), SinkError> {
        let refused = |reason| SinkError::Refused { reason };
        let plan = (self.plan)(events).map_err(refused)?;
        if let Some(reason) = plan.untold.clone().filter(|_| events.len() > 1) {
            return Err(refused(reason));
        }
        for call in &plan.calls {
            self.http.send(call, self.judge).await?;
        }
        plan.untold.map_or(Ok(()), |reason| Err(refused(reason)))
    }
}

impl Sink for Told {
    fn name(&self) -> &str {
        &self.name
    }

    fn batch_limit(&self) -> usize {
        self.batch
    }

    fn keeps(&self) -> Keeps {
        self.keeps
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(self.deliver(events))
    }
}
