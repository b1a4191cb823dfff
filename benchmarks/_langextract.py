"""langextract's `extract` over many articles, with its OpenAI provider and its own prompt.

Run in the peers' environment as `python _langextract.py URL JOBS < articles.json`; prints wall and CPU seconds.
"""

from __future__ import annotations

import json
import sys
import time
import warnings

import langextract as lx

WARM = 4
PROMPT = "Extract every claim, in the order of the text, word for word, with who makes it."
EXAMPLE = lx.data.ExampleData(
    text="Buses will be free from May, the mayor said.",
    extractions=[lx.data.Extraction("claim", "Buses will be free from May", attributes={"speaker": "the mayor"})],
)


def extract(texts: list[str], url: str, jobs: int) -> None:
    """One call for all: one batch, so that no article waits for the slowest of the batch before."""
    made = lx.factory.ModelConfig(
        model_id="gpt-4o-mini",
        provider="openai",
        provider_kwargs={"api_key": "k", "base_url": url, "max_workers": jobs},
    )
    found = lx.extract(
        text_or_documents=[lx.data.Document(text, document_id=str(n)) for n, text in enumerate(texts)],
        prompt_description=PROMPT,
        examples=[EXAMPLE],
        config=made,
        batch_length=len(texts),
        max_workers=jobs,
        show_progress=False,
    )
    assert all(document.extractions[0].char_interval for document in found)


def main() -> None:
    url, jobs, texts = sys.argv[1], int(sys.argv[2]), json.load(sys.stdin)
    warnings.simplefilter("ignore")
    extract(texts[:WARM], url, jobs)
    begun, cpu = time.monotonic(), time.process_time()
    extract(texts[WARM:], url, jobs)
    print(json.dumps([time.monotonic() - begun, time.process_time() - cpu]))


if __name__ == "__main__":
    main()
