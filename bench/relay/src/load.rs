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
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{Instant, sleep_until};

use crate::bodies::{Bodies, Shape};
use crate::connection::{Answer, Connection, connect};
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
    let host = plan.host.clone();
    over(plan, async || connect(&host).await).await
}

async fn over<S>(plan: Plan, open: impl AsyncFn() -> io::Result<S>) -> io::Result<Found>
where
    S: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let mut connections = Vec::new();
    for _ in 0..plan.connections {
        connections.push(Connection::over(open().await?));
    }
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
    LocalSet::new().run_until(all(&run, connections)).await?;
    // The last request of a rate is due, and may be answered, before the end.
    let is_bounded = run.plan.requests > 0;
    let over = if is_bounded {
        Instant::now().min(run.end)
    } else {
        run.end
    };
    let seconds = over - run.counted;
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

async fn all<S>(run: &Rc<Run>, connections: Vec<Connection<S>>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let mut posting = JoinSet::new();
    for connection in connections {
        posting.spawn_local(Rc::clone(run).post(connection));
    }
    while let Some(ended) = posting.join_next().await {
        ended??;
    }
    Ok(())
}

impl Run {
    async fn post<S>(self: Rc<Self>, mut connection: Connection<S>) -> io::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
    use tokio::time::sleep;

    use super::*;

    const OK: &str = "HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\n{}";
    const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\nfull";

    fn plan(rate: f64) -> Plan {
        Plan {
            host: "localhost".to_owned(),
            path: "/".to_owned(),
            shape: Shape::Thumb,
            events: 1,
            connections: 1,
            warm_up: 0.0,
            seconds: 1.0,
            rate,
            requests: 0,
        }
    }

    /// Answers each request at once, but for the first, which waits.
    async fn serve(mut stream: DuplexStream, wait: Duration, answer: &str) {
        let mut wait = Some(wait);
        let mut read = [0; 4_096];
        while stream.read(&mut read).await.unwrap_or(0) > 0 {
            sleep(wait.take().unwrap_or_default()).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    async fn found(plan: Plan, wait_ms: u64, answer: &'static str) -> io::Result<Found> {
        let open = async || {
            let (near, far) = duplex(4_096);
            tokio::spawn(serve(far, Duration::from_millis(wait_ms), answer));
            Ok(near)
        };
        over(plan, open).await
    }

    fn whole(figure: f64) -> String {
        format!("{figure:.0}")
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_stands_still_pays_for_the_requests_that_it_kept_waiting() {
        let found = found(plan(10.0), 900, OK).await.unwrap();
        // Due every 100 ms, all but one answered at 900 ms: 900, 800 and so on to 0.
        assert_eq!(found.answered, 10);
        assert_eq!(whole(found.latency.p50_ms), "400");
        assert_eq!(whole(found.latency.max_ms), "900");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_refused_ends_the_load_with_what_was_said() {
        let error = found(plan(10.0), 0, FULL).await.unwrap_err();
        assert_eq!(error.to_string(), "answered with 503: full");
    }

    #[tokio::test(start_paused = true)]
    async fn a_number_of_requests_ends_it_before_its_time() {
        let bounded = Plan {
            requests: 3,
            ..plan(10.0)
        };
        assert_eq!(found(bounded, 0, OK).await.unwrap().answered, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_before_or_after_the_counted_time_does_not_count() {
        let warmed = Plan {
            warm_up: 0.5,
            ..plan(10.0)
        };
        let found = found(warmed, 0, OK).await.unwrap();
        assert_eq!((found.answered, &*whole(found.per_second)), (10, "10"));
    }
}
