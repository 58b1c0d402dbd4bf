//! The icons, as SVG paths of 24 by 24; all of one element share its `svg` shape.
//!
//! From Lucide, ISC licence: <https://lucide.dev/license>.

use leptos::prelude::*;

pub(super) const THUMB: &str = "M7 10v12M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88Z";
pub(super) const STAR: &str = "M11.525 2.295a.53.53 0 0 1 .95 0l2.31 4.679a2.123 2.123 0 0 0 1.595 1.16l5.166.756a.53.53 0 0 1 .294.904l-3.736 3.638a2.123 2.123 0 0 0-.611 1.878l.882 5.14a.53.53 0 0 1-.771.56l-4.618-2.428a2.122 2.122 0 0 0-1.973 0L6.396 21.01a.53.53 0 0 1-.77-.56l.881-5.139a2.122 2.122 0 0 0-.611-1.879L2.16 9.795a.53.53 0 0 1 .294-.906l5.165-.755a2.122 2.122 0 0 0 1.597-1.16z";
/// Worst first: angry, frown, meh, smile, laugh, each with the circle around it.
pub(super) const FACES: [&str; 5] = [
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M16 16s-1.5-2-4-2-4 2-4 2M7.5 8 10 9M14 9l2.5-1M9 10h.01M15 10h.01",
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M16 16s-1.5-2-4-2-4 2-4 2M9 9h.01M15 9h.01",
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M8 15h8M9 9h.01M15 9h.01",
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M8 14s1.5 2 4 2 4-2 4-2M9 9h.01M15 9h.01",
    "M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0M18 13a6 6 0 0 1-6 5 6 6 0 0 1-6-5h12ZM9 9h.01M15 9h.01",
];

/// A button without an icon has an empty path, which the style sheet leaves out.
pub(super) fn icon(path: &'static str) -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d=path/>
        </svg>
    }
}
