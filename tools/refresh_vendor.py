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

SOURCE = Path(__file__).resolve().parent.parent / "src" / "qianshou"
DESK, PHONE = SOURCE / "web" / "static" / "vendor", SOURCE / "field" / "static" / "field" / "vendor"
# folder → package → (version, licence, {file in the package: file here})
WANTED = {
    DESK: {
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
    },
    PHONE: {
        "idb": ("8.0.4", "ISC", {"build/index.js": "idb.js", "LICENSE": "idb-LICENSE.txt"}),
        # 0.5.5: later versions ask for a newer browser than our carers' phones have.
        "qr": ("0.5.5", "MIT OR Apache-2.0", {"decode.js": "qr/decode.js", "index.js": "qr/index.js", "LICENSE-MIT": "qr/LICENSE-MIT.txt"}),
    },
}


def fetch(package: str, version: str) -> tarfile.TarFile:
    """The published archive, by the ordinary npm client."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", f"{package}@{version}", "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    return tarfile.open(fileobj=io.BytesIO(data))


def refresh(folder: Path) -> None:
    """Write every wanted file of a folder and its manifest."""
    manifest = []
    for package, (version, licence, files) in WANTED[folder].items():
        archive = fetch(package, version)
        for source, target in files.items():
            data = archive.extractfile(f"package/{source}").read()
            data = data.replace(b"\n//# sourceMappingURL=" + source.rpartition("/")[2].encode() + b".map", b"")
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            (folder / target).write_bytes(data)
            manifest.append({"file": target, "package": package, "version": version, "licence": licence, "sha256": hashlib.sha256(data).hexdigest()})
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(f"{len(manifest)} files of {len(WANTED[folder])} packages in {folder.relative_to(SOURCE)}.")


def wrong(folder: Path) -> list[str]:
    """Files that are missing, differ from the manifest, or are not in it."""
    listed = {entry["file"]: entry["sha256"] for entry in json.loads((folder / "manifest.json").read_text())}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    differ = [name for name, sha in listed.items() if name in there and hashlib.sha256((folder / name).read_bytes()).hexdigest() != sha]
    return sorted({*differ, *(set(listed) ^ there)})


if __name__ == "__main__":
    for folder in WANTED:
        if "--check" not in sys.argv:
            refresh(folder)
        elif bad := wrong(folder):
            sys.exit(f"These differ from the manifest: {', '.join(bad)}")
