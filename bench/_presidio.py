"""Presidio over messages, in an environment of its own: reads JSON (a list of texts), prints what it found and took.

With the name of a spaCy model it uses that; without one only its patterns look, over a blank pipeline.
"""

import json
import sys
import time

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpEngineProvider, SpacyNlpEngine

ROUNDS = 3


class Blank(SpacyNlpEngine):
    """Words and nothing else: what patterns need."""

    def load(self) -> None:
        """Take an empty pipeline in place of a model."""
        import spacy

        self.nlp = {"en": spacy.blank("en")}


def engine(model: str) -> AnalyzerEngine:
    """Everything Presidio knows by itself."""
    if model:
        wanted = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
        nlp = NlpEngineProvider(nlp_configuration=wanted).create_engine()
    else:
        nlp = Blank(models=[{"lang_code": "en", "model_name": ""}])
        nlp.load()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp)
    if not model:
        registry.remove_recognizer("SpacyRecognizer")
    return AnalyzerEngine(nlp_engine=nlp, registry=registry, supported_languages=["en"])


if __name__ == "__main__":
    texts, analyzer = json.load(sys.stdin), engine(sys.argv[1] if len(sys.argv) > 1 else "")
    looked = [analyzer.analyze(text, language="en") for text in texts]
    start = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            analyzer.analyze(text, language="en")
    seconds = (time.process_time() - start) / ROUNDS
    print(json.dumps({"seconds": seconds, "found": [[[f.start, f.end, f.entity_type] for f in one] for one in looked]}))
