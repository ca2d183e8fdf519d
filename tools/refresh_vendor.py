"""Fetch the scripts and styles that pages use, at fixed versions, from npm; write them with a manifest (version, licence, sha256).

    python tools/refresh_vendor.py          # fetch anew after changing WANTED
    python tools/refresh_vendor.py --check  # do the files still have the sums of the manifest? (a test asks this)

Nothing is built: the published files are used as they are. htmx comes with django-htmx.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "src" / "qianshou" / "web" / "static" / "vendor"
# package → (version, licence, {file in the package: file here})
WANTED = {
    "maplibre-gl": (
        "5.24.1",
        "BSD-3-Clause",
        {
            "dist/maplibre-gl-csp.js": "maplibre-gl-csp.js",
            "dist/maplibre-gl-csp-worker.js": "maplibre-gl-csp-worker.js",
            "dist/maplibre-gl.css": "maplibre-gl.css",
            "LICENSE.txt": "maplibre-gl.LICENSE.txt",
        },
    ),
}


def fetch(package: str, version: str) -> tarfile.TarFile:
    """The published archive, by the ordinary npm client."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", f"{package}@{version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    return tarfile.open(fileobj=io.BytesIO(data))


def refresh() -> None:
    """Write every wanted file and the manifest."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    manifest = []
    for package, (version, licence, files) in WANTED.items():
        archive = fetch(package, version)
        for source, target in files.items():
            data = archive.extractfile(f"package/{source}").read()
            data = data.replace(b"\n//# sourceMappingURL=" + source.rpartition("/")[2].encode() + b".map", b"")
            (VENDOR / target).write_bytes(data)
            manifest.append({"file": target, "package": package, "version": version, "licence": licence, "sha256": hashlib.sha256(data).hexdigest()})
    (VENDOR / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(f"{len(manifest)} files of {len(WANTED)} packages.")


def wrong() -> list[str]:
    """Files that are missing, differ from the manifest, or are not in it."""
    listed = {entry["file"]: entry["sha256"] for entry in json.loads((VENDOR / "manifest.json").read_text())}
    there = {path.name for path in VENDOR.iterdir()} - {"manifest.json"}
    differ = [name for name, sha in listed.items() if name in there and hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() != sha]
    return sorted({*differ, *(set(listed) ^ there)})


if __name__ == "__main__":
    if "--check" not in sys.argv:
        refresh()
    elif bad := wrong():
        sys.exit(f"These differ from the manifest: {', '.join(bad)}")
