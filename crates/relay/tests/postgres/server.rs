//! A PostgreSQL server of the test's own: on a socket in a folder that goes with it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use secrecy::SecretString;
use tokio_postgres::{Client, NoTls};

use crate::support::DEADLINE;

/// Ends the server at a line with a signal's name, or when this process is gone, however it went.
const KEEPER: &str = r#"
trap "" INT TERM
"$@" >"$LOG" 2>&1 &
pid=$!
read -r signal
kill -"${signal:-QUIT}" $pid
wait $pid
[ -n "$signal" ] || rm -rf "$FOLDER"
"#;

pub struct Server {
    folder: PathBuf,
    programs: PathBuf,
    safe: bool,
    keeper: Option<(Child, ChildStdin)>,
}

/// The one that most tests share; each has a database of its own.
pub fn shared() -> &'static Server {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(|| Server::start(false))
}

/// The folder that `THUMBSPAN_TEST_POSTGRES` names, or where Debian puts the newest server.
fn programs() -> PathBuf {
    if let Some(named) = std::env::var_os("THUMBSPAN_TEST_POSTGRES") {
        return named.into();
    }
    let version = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let found = versions.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let newest = found.max_by_key(|path| version(path));
    newest.map(|path| path.join("bin")).expect(
        "these tests start a PostgreSQL server, and there is none: run scripts/setup-tests.sh, or apt-get install postgresql",
    )
}

/// A server refuses to run as root: then as the user that comes with its package.
fn unprivileged(program: &Path) -> Command {
    let root = fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    command.arg(program);
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((mut keeper, stdin)) = self.keeper.take() {
            drop(stdin);
            let _ = keeper.wait();
        }
    }
}

impl Server {
    /// `safe`: it survives even a loss of power, and is slower for it.
    pub fn start(safe: bool) -> Self {
        let programs = programs();
        // A socket's path has 107 bytes at most.
        let folder = tempfile::Builder::new()
            .prefix("thumbspan-pg")
            .tempdir()
            .unwrap()
            .keep();
        let all = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o777);
        fs::set_permissions(&folder, all).unwrap();
        let made = unprivileged(&programs.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--locale=C.UTF-8", "--no-sync", "--pgdata"])
            .arg(folder.join("data"))
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut server = Self {
            folder,
            programs,
            safe,
            keeper: None,
        };
        server.begin();
        server
    }

    /// Starts it again.
    pub fn begin(&mut self) {
        let server = unprivileged(&self.programs.join("postgres"));
        let sync = if self.safe { "fsync=on" } else { "fsync=off" };
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(server.get_program())
            .args(server.get_args())
            .arg("-D")
            .arg(self.folder.join("data"))
            .arg("-k")
            .arg(&self.folder)
            .args(["-c", "listen_addresses=", "-c", sync])
            .args(["-c", "max_connections=200"])
            .env("LOG", self.folder.join("log"))
            .env("FOLDER", &self.folder)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = keeper.stdin.take().unwrap();
        self.keeper = Some((keeper, stdin));
    }

    /// Ends it with a signal: INT, a fast stop; QUIT, one that leaves it to recover from its log.
    pub fn end(&mut self, signal: &str) {
        let (mut keeper, mut stdin) = self.keeper.take().unwrap();
        writeln!(stdin, "{signal}").unwrap();
        drop(stdin);
        keeper.wait().unwrap();
    }

    /// The address of a database on it.
    pub fn url(&self, database: &str) -> SecretString {
        let folder = self.folder.display();
        format!("postgres://postgres@/{database}?host={folder}").into()
    }

    /// Where it listens.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    /// What it has written of itself.
    pub fn log(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// A client of a database, once the server answers.
    pub async fn client(&self, database: &str) -> Client {
        use secrecy::ExposeSecret;
        let connecting = async {
            let mut beats = tokio::time::interval(std::time::Duration::from_millis(20));
            loop {
                beats.tick().await;
                let url = self.url(database);
                if let Ok(connected) = tokio_postgres::connect(url.expose_secret(), NoTls).await {
                    return connected;
                }
            }
        };
        let connected = tokio::time::timeout(DEADLINE, connecting).await;
        let (client, connection) = connected.unwrap_or_else(|_| {
            panic!("the server does not answer: {}", self.log());
        });
        tokio::spawn(connection);
        client
    }

    /// A new database; tells its name.
    pub async fn database(&self) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("test{}", COUNT.fetch_add(1, Ordering::SeqCst));
        let client = self.client("postgres").await;
        let sql = format!("CREATE DATABASE {name}");
        client.batch_execute(&sql).await.unwrap();
        name
    }
}
