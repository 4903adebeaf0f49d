#!/usr/bin/env python3
"""Refreshes the service models beside this script from the botocore that this Python has.

    refresh.py                            all models, with the operations that they have
    refresh.py ecs ListClusters …         one model, with these operations besides; a new service: all that it is to have
    refresh.py --check                    writes nothing; fails where a file differs

A model holds facts only: operations, the shapes that they reach, constraints, protocol. Nothing of the documentation's text.
What AWS's own model no longer says (SQS's query protocol) stands in additions/SERVICE.json and is laid over it.
"""

import json
import pathlib
import sys

import botocore
import botocore.session

HERE = pathlib.Path(__file__).resolve().parent
MODELLED_WITH = "1.43.11"

METADATA = {
    "apiVersion", "awsQueryCompatible", "endpointPrefix", "globalEndpoint", "jsonVersion", "protocol", "protocols", "serviceId",
    "signingName", "targetPrefix", "xmlNamespace",
}  # fmt: skip
OPERATION = {"name", "http", "input", "output", "errors", "idempotent", "endpoint"}
SHAPE = {
    "type", "required", "members", "member", "key", "value", "enum", "min", "max", "pattern", "payload", "exception", "fault", "error",
    "union", "document", "flattened", "wrapper", "timestampFormat", "locationName", "xmlNamespace", "xmlOrder", "deprecated", "streaming",
    "eventstream", "event",
}  # fmt: skip
REFERENCE = {
    "shape", "location", "locationName", "queryName", "xmlNamespace", "xmlAttribute", "flattened", "streaming", "idempotencyToken",
    "jsonvalue", "timestampFormat", "resultWrapper", "deprecated", "hostLabel", "eventpayload", "eventheader",
}  # fmt: skip


def only(facts, kept):
    return {name: value for name, value in facts.items() if name in kept}


def reference(facts):
    return only(facts, REFERENCE)


def operation(facts):
    kept = only(facts, OPERATION)
    for end in ("input", "output"):
        if end in kept:
            kept[end] = reference(kept[end])
    if "errors" in kept:
        kept["errors"] = [reference(error) for error in kept["errors"]]
    return kept


def shape(facts):
    kept = only(facts, SHAPE)
    for end in ("member", "key", "value"):
        if end in kept:
            kept[end] = reference(kept[end])
    if "members" in kept:
        kept["members"] = {name: reference(member) for name, member in kept["members"].items()}
    return kept


def references_of(facts):
    """The names of the shapes that an operation or a shape names itself."""
    named = [facts.get(end) for end in ("input", "output", "member", "key", "value")]
    named += facts.get("errors", [])
    named += facts.get("members", {}).values()
    return [one["shape"] for one in named if one]


def reached(operations, shapes):
    found, open_ends = set(), [name for one in operations.values() for name in references_of(one)]
    while open_ends:
        name = open_ends.pop()
        if name not in found:
            found.add(name)
            open_ends += references_of(shapes[name])
    return found


def laid_over(facts, additions):
    for name, value in additions.items():
        if isinstance(value, dict) and isinstance(facts.get(name), dict):
            laid_over(facts[name], value)
        else:
            facts[name] = value


def model_of(service, names):
    loader = botocore.session.get_session().get_component("data_loader")
    published = loader.load_service_model(service, "service-2")
    missing = [name for name in names if name not in published["operations"]]
    if missing:
        sys.exit(f"botocore {botocore.__version__}: {service} has no {', '.join(missing)}")
    operations = {name: operation(published["operations"][name]) for name in sorted(names)}
    kept = reached(operations, published["shapes"])
    model = {
        "metadata": only(published["metadata"], METADATA),
        "operations": operations,
        "shapes": {name: shape(facts) for name, facts in sorted(published["shapes"].items()) if name in kept},
    }
    additions = HERE / "additions" / f"{service}.json"
    if additions.exists():
        laid_over(model, json.loads(additions.read_text()))
    return model


def text_of(model):
    """JSON with a line for each operation and shape, so that a refresh reads well in a diff."""
    def section(name):
        lines = [f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'), ensure_ascii=False)}" for key, value in model[name].items()]
        return f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n}"

    return "{\n" + ",\n".join(section(name) for name in ("metadata", "operations", "shapes")) + "\n}\n"


def main(arguments):
    if not botocore.__version__.startswith(MODELLED_WITH.rsplit(".", 1)[0] + "."):
        print(f"botocore is {botocore.__version__}; the models were made with {MODELLED_WITH}", file=sys.stderr)
    checking = "--check" in arguments
    service, *more = [word for word in arguments if word != "--check"] or [None]
    differing = 0
    for name in [service] if service else sorted(file.stem for file in HERE.glob("*.json")):
        file = HERE / f"{name}.json"
        before = file.read_text() if file.exists() else '{"operations":{}}'
        after = text_of(model_of(name, {*json.loads(before)["operations"], *more}))
        if after != before:
            differing += 1
            print(f"{file.name}: {'differs' if checking else 'written'}")
            if not checking:
                file.write_text(after)
    return 1 if checking and differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
