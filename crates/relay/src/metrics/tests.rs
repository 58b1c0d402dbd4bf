use std::time::Duration;

use super::*;

fn text(write: impl FnOnce(&mut Page)) -> String {
    let mut page = Page::default();
    write(&mut page);
    page.text()
}

#[test]
fn counts_are_written_with_their_labels_escaped() {
    let counts = Counts::by(["sink", "code"]);
    counts.add(["b", "sink_retry"], 2);
    counts.add(["b", "sink_retry"], 3);
    counts.add(["a\"\\\n", "x"], 0);
    let text = text(|page| page.many("counter", "x_total", "Help.", counts.all()));
    let expected = "# HELP x_total Help.\n# TYPE x_total counter\n\
        x_total{sink=\"a\\\"\\\\\\n\",code=\"x\"} 0\nx_total{sink=\"b\",code=\"sink_retry\"} 5\n";
    assert_eq!(text, expected);
}

#[test]
fn a_histogram_counts_up_to_each_bound_and_beyond() {
    let histogram = Histogram::default();
    for micros in [400, 500, 501, 6_000_000] {
        histogram.observe(Duration::from_micros(micros));
    }
    let text = text(|page| page.histogram("x_seconds", "Help.", &histogram));
    for line in [
        "x_seconds_bucket{le=\"0.0005\"} 2",
        "x_seconds_bucket{le=\"0.001\"} 3",
        "x_seconds_bucket{le=\"5\"} 3",
        "x_seconds_bucket{le=\"+Inf\"} 4",
        "x_seconds_sum 6.001401",
        "x_seconds_count 4",
    ] {
        assert!(text.lines().any(|each| each == line), "{line}: {text}");
    }
}

/// What Prometheus asks of names: <https://prometheus.io/docs/practices/naming/>.
#[test]
fn every_name_has_our_prefix_and_the_suffix_of_its_kind() {
    let metrics = Metrics::default();
    metrics.commits.observe(Duration::from_millis(1));
    let text = text(|page| metrics.write(page));
    let types: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .map(|line| line.split_once(' ').unwrap())
        .collect();
    assert_eq!(types.len(), 8);
    for (name, kind) in types {
        assert!(name.starts_with("thumbspan_"), "{name}");
        let suffix = if kind == "counter" {
            "_total"
        } else {
            "_seconds"
        };
        assert!(name.ends_with(suffix), "{name} {kind}");
    }
}
