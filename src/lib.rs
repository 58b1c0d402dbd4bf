//! The `<llm-feedback>` widget.
