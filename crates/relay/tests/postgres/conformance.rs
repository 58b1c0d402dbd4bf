//! The suite that every store passes.

use crate::bench::Database;
use crate::suite::{revisions, run};
use crate::support::conservation::asked;

/// Unless `THUMBSPAN_TEST_CASES` asks for more.
const CASES: u32 = 12;

#[test]
fn a_database_does_what_the_model_does() {
    let cases = asked("THUMBSPAN_TEST_CASES").map_or(CASES, |cases| cases.try_into().unwrap());
    run::<Database>(cases);
}

#[tokio::test]
async fn a_change_goes_where_the_vote_went() {
    revisions::a_change_goes_where_the_vote_went::<Database>().await;
    revisions::a_change_of_what_no_sink_took_goes_its_own_way::<Database>().await;
}

#[tokio::test]
async fn an_event_comes_with_what_revises_it() {
    revisions::an_event_comes_with_what_revises_it_in_whatever_order_they_arrived::<Database>()
        .await;
    revisions::a_search_for_revisions_has_an_end::<Database>().await;
}
