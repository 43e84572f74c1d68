"""Holds requests against botocore's models: reads a list of {service, shape, value} from standard input, writes what is wrong with each, or null."""

import json
import sys
from pathlib import Path

from botocore.loaders import Loader
from botocore.model import ServiceModel

sys.path.insert(0, str(Path(__file__).parent.parent / "emulator"))
from server.validation import problems  # noqa: E402


def problems_of(request):
    model = ServiceModel(Loader().load_service_model(request["service"], "service-2"), request["service"])
    return problems(model.shape_for(request["shape"]), request["value"])


print(json.dumps([problems_of(each) for each in json.load(sys.stdin)]))
