"""Why the controls cannot be shown: as all errors of the package, with a code and a sentence.

::

    ThumbspanError
    ├── BadOption        bad_option         an argument that no control has
    └── StreamlitTooOld  streamlit_too_old  Streamlit before 1.51
"""

from thumbspan.errors import ThumbspanError


class BadOption(ThumbspanError):  # noqa: N818 - named for what is so
    """An argument or a setting that cannot be meant."""

    code = "bad_option"


class StreamlitTooOld(ThumbspanError):  # noqa: N818 - named for what is so
    """Streamlit has no components of version 2 yet."""

    code = "streamlit_too_old"
