"""A caged neural reader whose models are not installed."""

from capture.cage_talk import serve


def answer(header, payload):
    return {"error": "models_missing"}, ()


if __name__ == "__main__":
    serve(answer)
