//! Many connections that post feedback.
//!
//! Without a rate each connection posts again as soon as it has its answer (closed loop): that finds
//! how much is taken. With a rate the time of each request is set beforehand, and its latency runs
//! from that time, however late it could be sent (open loop): otherwise a server that stands still
//! would hide the requests that it kept waiting ("coordinated omission").

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::time::Duration;

use serde::Serialize;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep_until};

use crate::bodies::{Bodies, Shape};
use crate::connection::{Answer, Connection};
use crate::latency::Latency;

/// What to post.
#[derive(Clone, Debug, clap::Args)]
pub struct Plan {
    /// Host and port.
    pub host: String,
    /// The end point.
    #[arg(long, default_value = "/v1/feedback")]
    pub path: String,
    /// What is posted.
    #[arg(long, value_enum, default_value = "vote")]
    pub shape: Shape,
    /// Events in a request.
    #[arg(long, default_value_t = 1)]
    pub events: usize,
    /// Connections that are open at once.
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// Seconds before anything is counted.
    #[arg(long, default_value_t = 0.0)]
    pub warm_up: f64,
    /// Seconds that are counted.
    #[arg(long, default_value_t = 5.0)]
    pub seconds: f64,
    /// Requests a second, all connections together; 0: as many as are answered.
    #[arg(long, default_value_t = 0.0)]
    pub rate: f64,
    /// Requests after which it ends before its time; 0: none.
    #[arg(long, default_value_t = 0)]
    pub requests: u64,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// Seconds that were counted.
    pub seconds: f64,
    /// Requests that were answered with success.
    pub answered: usize,
    /// The same, a second.
    pub per_second: f64,
    /// How long the answers took.
    #[serde(flatten)]
    pub latency: Latency,
}

struct Run {
    plan: Plan,
    bodies: Bodies,
    begun: Instant,
    counted: Instant,
    end: Instant,
    sent: Cell<u64>,
    latencies: RefCell<Vec<Duration>>,
}

/// Posts, on one thread.
///
/// # Errors
/// A connection that fails, or an answer other than success, with what it said: figures of a server
/// that refuses mean nothing.
pub async fn run(plan: Plan) -> io::Result<Found> {
    let begun = Instant::now();
    let counted = begun + Duration::from_secs_f64(plan.warm_up);
    let run = Rc::new(Run {
        bodies: Bodies::new(plan.shape, &plan.host, &plan.path, plan.events),
        begun,
        counted,
        end: counted + Duration::from_secs_f64(plan.seconds),
        sent: Cell::new(0),
        latencies: RefCell::default(),
        plan,
    });
    LocalSet::new().run_until(all(Rc::clone(&run))).await?;
    let seconds = Instant::now().min(run.end) - run.counted;
    let latencies = run.latencies.take();
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^52 requests")]
    let answered = latencies.len() as f64;
    Ok(Found {
        seconds: seconds.as_secs_f64(),
        answered: latencies.len(),
        per_second: answered / seconds.as_secs_f64(),
        latency: Latency::of(latencies),
    })
}

async fn all(run: Rc<Run>) -> io::Result<()> {
    let mut posting = JoinSet::new();
    for _ in 0..run.plan.connections {
        posting.spawn_local(Rc::clone(&run).post());
    }
    while let Some(ended) = posting.join_next().await {
        ended??;
    }
    Ok(())
}

impl Run {
    async fn post(self: Rc<Self>) -> io::Result<()> {
        let mut connection = Connection::open(&self.plan.host).await?;
        while let Some(intended) = self.next() {
            sleep_until(intended).await;
            let answer = connection.ask(self.bodies.request().as_bytes()).await?;
            taken(&answer)?;
            let now = Instant::now();
            if now >= self.counted && now < self.end {
                self.latencies.borrow_mut().push(now - intended);
            }
        }
        Ok(())
    }

    /// When the next request is to be sent.
    fn next(&self) -> Option<Instant> {
        let sent = self.sent.replace(self.sent.get() + 1);
        let intended = match self.plan.rate {
            #[expect(clippy::cast_precision_loss, reason = "no run has 2^52 requests")]
            rate if rate > 0.0 => self.begun + Duration::from_secs_f64(sent as f64 / rate),
            _ => Instant::now(),
        };
        let is_over = self.plan.requests > 0 && sent >= self.plan.requests;
        (intended < self.end && !is_over).then_some(intended)
    }
}

fn taken(answer: &Answer) -> io::Result<()> {
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&answer.body);
    let error = format!("answered with {}: {said}", answer.status);
    Err(io::Error::other(error))
}
