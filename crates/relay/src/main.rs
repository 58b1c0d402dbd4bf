//! The `thumbspan-relay` command: read the settings, start the log, bind, run.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use thumbspan_relay::clock::SystemClock;
use thumbspan_relay::config::{FILE_VARIABLE, File, Settings};
use thumbspan_relay::traces::Traces;
use thumbspan_relay::{Parts, Started, cli, demo, log, run};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Another address to listen on, for an example.
const OTHER: &str = "THUMBSPAN_LISTEN=127.0.0.1:8788";

type Outcome = Result<(), Box<dyn Error>>;

/// Takes feedback from pages, keeps it durably and delivers it to LLM observability backends.
#[derive(Parser)]
#[command(name = "thumbspan-relay", version)]
struct Arguments {
    /// The TOML file with settings; the environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the relay.
    Serve,
    /// Run the relay with a page to try it and a stand-in for Datadog.
    Demo(DemoArguments),
    #[command(flatten)]
    Operate(cli::Command),
    /// Show every setting and where it came from; fails when one needs a change.
    CheckConfig,
}

#[derive(clap::Args)]
struct DemoArguments {
    /// The folder with the demo pages.
    #[arg(long, value_name = "DIR")]
    www: Option<PathBuf>,
    /// The folder with thumbspan.js and its wasm.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
    /// Where the demo keeps its store and its delivered lines.
    #[arg(
        long,
        value_name = "DIR",
        default_value = "var/demo",
        overrides_with = "data"
    )]
    data: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match settings(arguments.config) {
        Err(error) => Err(error),
        Ok(settings) => match arguments.command {
            Command::Serve => serve(&settings).await,
            Command::Demo(arguments) => try_out(settings, arguments).await,
            Command::CheckConfig => check(&settings),
            Command::Operate(command) => operate(command, &settings),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell when stderr is closed.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn settings(file: Option<PathBuf>) -> Result<Settings, Box<dyn Error>> {
    let environment: BTreeMap<_, _> = std::env::vars_os()
        .map(|(name, value)| {
            let text = |os: std::ffi::OsString| os.to_string_lossy().into_owned();
            (text(name), text(value))
        })
        .collect();
    let variable = environment
        .get(FILE_VARIABLE)
        .filter(|path| !path.is_empty());
    let Some(path) = file.or_else(|| variable.map(PathBuf::from)) else {
        return Ok(Settings::read(None, &environment)?);
    };
    let text = read(&path)?;
    let name = &path.display().to_string();
    Ok(Settings::read(
        Some(File { name, text: &text }),
        &environment,
    )?)
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        format!("Name a readable TOML file with --config or {FILE_VARIABLE}: {path}: {error}.")
    })
}

fn check(settings: &Settings) -> Outcome {
    let mut out = io::stdout().lock();
    for (name, value, origin) in settings.effective() {
        writeln!(out, "{}", format!("{name} = {value}  {origin}").trim_end())?;
    }
    settings.config()?;
    Ok(())
}

fn operate(command: cli::Command, settings: &Settings) -> Outcome {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = cli::run(
        command,
        &mut cli::Desk {
            settings,
            clock: Arc::new(SystemClock),
            out: &mut out,
            notes: &mut io::stderr(),
        },
    );
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(done?),
    }
}

async fn serve(settings: &Settings) -> Outcome {
    let config = settings.config()?;
    let traces = observe(settings)?;
    let listener = bind(config.listen, OTHER).await?;
    let metrics = match config.metrics_listen {
        Some(address) => Some(bind(address, "THUMBSPAN_METRICS_LISTEN=127.0.0.1:9465").await?),
        None => None,
    };
    let mut lines = vec![listens(&listener)?];
    if let Some(listener) = &metrics {
        let address = listener.local_addr()?;
        lines.push(format!("Metrics on http://{address}/metrics"));
    }
    let parts = Parts {
        metrics,
        reread: reread()?,
        started: said(lines),
        ..Parts::default()
    };
    let ran = run(listener, config, parts, stop()?).await;
    close(traces).await;
    Ok(ran?)
}

/// Starts the log, and the traces where somebody takes them.
fn observe(settings: &Settings) -> Result<Option<Traces>, Box<dyn Error>> {
    let traces = settings.traces_url().map(Traces::open).transpose()?;
    log::start(settings.log(), settings.log_format(), traces.as_ref())?;
    Ok(traces)
}

async fn close(traces: Option<Traces>) {
    if let Some(traces) = traces {
        traces.close().await;
    }
}

async fn try_out(settings: Settings, arguments: DemoArguments) -> Outcome {
    let traces = observe(&settings)?;
    let listener = bind(settings.listen(), OTHER).await?;
    let address = demo::reachable(listener.local_addr()?);
    let lines = vec![
        listens(&listener)?,
        format!("Open http://{address}/ to try it"),
    ];
    let folders = demo::Folders {
        www: arguments.www,
        assets: arguments.assets,
        data: arguments.data,
    };
    let ran = demo::run(listener, settings, folders, said(lines), stop()?).await;
    close(traces).await;
    ran
}

async fn bind(address: SocketAddr, other: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
            _ => error.to_string(),
        };
        format!("Cannot listen on {address} ({why}): choose another address, such as {other}.")
    })
}

fn listens(listener: &TcpListener) -> io::Result<String> {
    let address = listener.local_addr()?;
    Ok(format!("Thumbspan listens on http://{address}"))
}

/// Says it on stdout when the relay has started; that nobody reads it there is no reason to stop.
fn said(lines: Vec<String>) -> Started {
    Box::new(move || {
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{}", lines.join("\n")).and_then(|()| out.flush());
    })
}

/// Changes at each SIGHUP.
fn reread() -> io::Result<watch::Receiver<u64>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    let (asked, changes) = watch::channel(0);
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            asked.send_modify(|count| *count += 1);
        }
    });
    Ok(changes)
}

/// Resolves at SIGTERM or SIGINT.
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => (),
            _ = interrupt.recv() => (),
        }
        tracing::info!("stopping");
    })
}
