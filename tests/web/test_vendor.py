"""What is vendored is what the manifest says."""

import importlib.util
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "refresh_vendor.py"


def test_vendored_files_have_their_sums():
    spec = importlib.util.spec_from_file_location("refresh_vendor", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert {folder.name: tool.wrong(folder) for folder in tool.WANTED} and not any(tool.wrong(folder) for folder in tool.WANTED)
