//! The suite that every store passes.

use crate::bench::Database;
use crate::suite::run;
use crate::support::conservation::asked;

/// Unless `THUMBSPAN_TEST_CASES` asks for more.
const CASES: u32 = 12;

#[test]
fn a_database_does_what_the_model_does() {
    let cases = asked("THUMBSPAN_TEST_CASES").map_or(CASES, |cases| cases.try_into().unwrap());
    run::<Database>(cases);
}
