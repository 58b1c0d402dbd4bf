//! What the database's errors mean: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
//!
//! Of an error only its code is told: its text may quote what a user wrote.

use std::error::Error as _;
use std::io;

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::super::StoreError;

/// The error as the relay knows it.
pub(super) fn named(error: &Error) -> StoreError {
    let Some(code) = error.code() else {
        if is_of_tls(error) {
            let reason = "its TLS certificate cannot be verified: name the file with its authority in SSL_CERT_FILE; only where the network is your own, add sslmode=disable to the address".to_owned();
            return StoreError::Unusable { reason };
        }
        let reason = if error.is_closed() {
            "the connection was closed".to_owned()
        } else {
            error.to_string()
        };
        return StoreError::Away { reason };
    };
    let reason = format!("SQLSTATE {}", code.code());
    match code.code() {
        "53100" => StoreError::Full,
        "55P03" | "57014" | "40001" | "40P01" => StoreError::Busy,
        // No such user, password, database or right; a statement that this server does not know.
        "42501" | "3D000" | "28000" | "28P01" | "42601" | "42883" => {
            StoreError::Unusable { reason }
        }
        _ => StoreError::Away { reason },
    }
}

fn is_of_tls(error: &Error) -> bool {
    let broken = error
        .source()
        .and_then(|cause| cause.downcast_ref::<io::Error>());
    let cause = broken.and_then(io::Error::get_ref);
    cause
        .and_then(|cause| cause.downcast_ref::<rustls::Error>())
        .is_some()
}

/// Whether the same transaction may succeed at once: another one came in its way.
pub(super) fn is_conflict(error: &Error) -> bool {
    let conflicts = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
    ];
    is_one_of(error, &conflicts)
}

/// Whether the fault lies in the values that were given (class 22 and 23), not in the server.
pub(super) fn is_of_data(error: &Error) -> bool {
    let of = |code: &SqlState| code.code().starts_with("22") || code.code().starts_with("23");
    error.code().is_some_and(of)
}

/// Whether the database does not know what it was asked to do.
pub(super) fn is_unknown(error: &Error) -> bool {
    let unknown = [SqlState::SYNTAX_ERROR, SqlState::FEATURE_NOT_SUPPORTED];
    is_one_of(error, &unknown)
}

/// Whether something stands in the way: a lock, or what another relay made just now.
pub(super) fn is_in_the_way(error: &Error) -> bool {
    let passing = [
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::DUPLICATE_TABLE,
        SqlState::UNDEFINED_TABLE,
        // Of a partition whose rows stand in another one.
        SqlState::INVALID_OBJECT_DEFINITION,
    ];
    is_one_of(error, &passing)
}

fn is_one_of(error: &Error, states: &[SqlState]) -> bool {
    error.code().is_some_and(|code| states.contains(code))
}
