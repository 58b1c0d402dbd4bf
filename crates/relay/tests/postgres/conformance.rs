//! The suite that every store passes.

use crate::bench::Database;
use crate::suite::run;

#[test]
fn a_database_does_what_the_model_does() {
    run::<Database>(24);
}
