//! Stored events, page by page.

use uuid::Uuid;

use super::super::super::{Filter, Place, StoreError, Stored};
use super::super::link::Values;
use super::super::read::count;
use super::super::write::{limited, stored};
use super::Desk;

const PAGE: &str = "
SELECT key, body, received_ms FROM event
WHERE key > $1 AND received_ms >= $2 AND received_ms < $3
  AND ($4::text IS NULL OR submitter = $4) AND ($5::text IS NULL OR ml_app = $5)
ORDER BY key LIMIT $6";

impl Desk {
    pub(super) async fn events(
        &self,
        filter: &Filter,
        after: Uuid,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let from = stored(filter.from_ms.unwrap_or(0));
        let to = stored(filter.to_ms.unwrap_or(u64::MAX));
        let (submitter, ml_app) = (&filter.submitter, &filter.ml_app);
        let limit = limited(limit);
        let values: Values<'_> = &[&after, &from, &to, submitter, ml_app, &limit];
        let rows = self.link.query(PAGE, values).await?;
        let event = |row: &tokio_postgres::Row| Stored {
            seq: Place {
                key: row.get::<_, Uuid>(0).as_u128(),
                fence: 0,
            },
            body: row.get(1),
            received_ms: count(row, 2),
        };
        Ok(rows.iter().map(event).collect())
    }
}
