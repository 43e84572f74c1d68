"""Holds values against botocore's model of AWS Config: reads a list of {shape, value} from standard input, writes what is wrong with each, or null."""

import json
import sys
from pathlib import Path

from botocore.loaders import Loader
from botocore.model import ServiceModel

sys.path.insert(0, str(Path(__file__).parent.parent / "emulator"))
from server.validation import problems  # noqa: E402

model = ServiceModel(Loader().load_service_model("config", "service-2"), "config")
print(json.dumps([problems(model.shape_for(each["shape"]), each["value"]) for each in json.load(sys.stdin)]))
