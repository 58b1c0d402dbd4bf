//! The text format, version 0.0.4:
//! <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>.

use std::fmt::{Display, Write as _};

use super::Histogram;
use super::histogram::BOUNDS;

/// A page under way. Writing into a text cannot fail.
#[derive(Debug, Default)]
pub struct Page(String);

impl Page {
    /// The content type of the text.
    pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

    /// A number without labels.
    pub fn one(&mut self, kind: &str, name: &str, help: &str, number: impl Display) {
        self.head(kind, name, help);
        let _ = writeln!(self.0, "{name} {number}");
    }

    /// Numbers under one name, by labels.
    pub fn many<const N: usize>(
        &mut self,
        kind: &str,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = ([(&'static str, String); N], impl Display)>,
    ) {
        self.head(kind, name, help);
        for (labels, number) in samples {
            let pairs = labels.map(|(label, value)| format!("{label}=\"{}\"", escaped(&value)));
            let _ = writeln!(self.0, "{name}{{{}}} {number}", pairs.join(","));
        }
    }

    /// Durations in seconds.
    pub fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.head("histogram", name, help);
        let counts = histogram.cumulated();
        for (bound, count) in BOUNDS.iter().zip(counts) {
            let _ = writeln!(self.0, "{name}_bucket{{le=\"{bound}\"}} {count}");
        }
        let count = counts[BOUNDS.len()];
        let sum = histogram.sum().as_secs_f64();
        let _ = writeln!(self.0, "{name}_bucket{{le=\"+Inf\"}} {count}");
        let _ = writeln!(self.0, "{name}_sum {sum}\n{name}_count {count}");
    }

    /// The whole text.
    #[must_use]
    pub fn text(self) -> String {
        self.0
    }

    fn head(&mut self, kind: &str, name: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }
}

fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
