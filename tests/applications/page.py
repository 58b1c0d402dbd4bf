"""The page of both applications: an answer arrives word by word, and what it came from last."""

import os

ANSWER = "Your flight leaves at 9 from gate B 14."

PAGE = """<!doctype html>
<html lang="en">
<title>Flights</title>
<script type="module" src="{relay}/thumbspan.js"></script>
<button id="ask">When does my flight leave?</button>
<article><p></p><llm-feedback span-id="" controls="thumbs comment"></llm-feedback></article>
<script type="module">
  document.querySelector("#ask").onclick = () => {{
    const answer = new EventSource("/answer");
    answer.onmessage = ({{ data }}) => document.querySelector("p").append(data, " ");
    answer.addEventListener("feedback-context", ({{ data }}) => {{
      const {{ span_id: spanId, trace_id: traceId }} = JSON.parse(data);
      Object.assign(document.querySelector("llm-feedback"), {{ spanId, traceId }});
      answer.close();
    }});
  }};
</script>
"""

OLD = """<!doctype html>
<html lang="en">
<title>Flights</title>
<meta name="traceparent" content="{traceparent}">
<script type="module" src="{relay}/thumbspan.js"></script>
<p>{answer}</p>
<llm-feedback></llm-feedback>
"""


def streamed() -> str:
    """Write the page that asks for a streamed answer."""
    return PAGE.format(relay=os.environ["RELAY"])


def old(traceparent: str) -> str:
    """Write a page that names its HTTP request and no more."""
    return OLD.format(traceparent=traceparent, relay=os.environ["RELAY"], answer=ANSWER)
