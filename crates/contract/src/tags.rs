//! Tags: a JSON object on the wire, a list of pairs in memory.
//!
//! A list, since a tree map of strings would cost every page with a widget more than 1 KB.

use serde::de::{MapAccess, Visitor};
use serde::{Deserializer, Serializer};

/// Keys and values, in the order in which they came. No key stands twice.
pub type Tags = Vec<(String, String)>;

pub(crate) fn serialize<S: Serializer>(tags: &Tags, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(tags.iter().map(|(key, value)| (key, value)))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tags, D::Error> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Tags;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object of strings")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tags, A::Error> {
            let mut tags = Tags::new();
            while let Some(tag) = map.next_entry()? {
                tags.push(tag);
            }
            Ok(tags)
        }
    }
    deserializer.deserialize_map(Pairs)
}
