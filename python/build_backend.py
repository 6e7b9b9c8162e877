"""PEP 517 backend: builds the extension module with CMake and packs it, with the package beside it, into a wheel.

Only the standard library is used. Backends that drive CMake exist, but pip would have to download them first.

Options for CMake are read from CMAKE_ARGS. SIEGERT_BUILD_DIR names a folder in which CMake has built the package
already; it is packed as it is.

With the setting portable=yes (pip wheel . --config-settings portable=yes; script/wheel) the wheel runs where nothing but NumPy
is installed: without MPI, with all shared libraries but those of the C and C++ compiler beside the module (needs patchelf), and
with a tag that names the glibc it needs.
"""
import base64
import hashlib
import os
import pathlib
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def _project(key):
    """A string of the [project] table of pyproject.toml (tomllib is missing before Python 3.11)."""
    return re.search(rf'^{key} = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE).group(1)


def _name_and_version():
    return f"siegert-{_project('version')}"


def _is_portable(config_settings):
    return (config_settings or {}).get("portable") == "yes"


def _tag(portable):
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if portable:  # what was linked here may need the glibc that is here
        glibc = os.confstr("CS_GNU_LIBC_VERSION").split()[1].replace(".", "_")
        platform = platform.replace("linux", f"manylinux_{glibc}")
    return f"{python}-{python}-{platform}"


# Of every system that the tag admits: libraries of the C and C++ compilers (PEP 600).
OF_THE_SYSTEM = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|gcc_s|stdc\+\+))\.so\.\d+")


def _linked_libraries(module):
    """Name and path of the shared libraries that a module needs, directly or not, and that not every system has."""
    said = subprocess.run(["ldd", module], check=True, capture_output=True, text=True).stdout
    missing = re.findall(r"(\S+) => not found", said)
    if missing:
        raise RuntimeError(f"{module} needs {', '.join(missing)}, not found here")
    found = re.findall(r"(\S+) => (\S+)", said)
    return {name: pathlib.Path(path) for name, path in found if not OF_THE_SYSTEM.fullmatch(name)}


def _bundle(packages):
    """Puts the libraries that the extension module needs into siegert.libs, where it then finds them."""
    module = next((packages / "siegert").glob("_siegert*.so"))
    folder = packages / "siegert.libs"
    folder.mkdir()
    for name, path in _linked_libraries(module).items():
        target = folder / name
        target.write_bytes(path.read_bytes())
        target.chmod(0o755)
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN", target], check=True)
    subprocess.run(["patchelf", "--set-rpath", "$ORIGIN/../siegert.libs", module], check=True)


def _metadata():
    fields = {
        "Metadata-Version": "2.1",
        "Name": _project("name"),
        "Version": _project("version"),
        "Summary": _project("description"),
        "License": "GPL-3.0-or-later",
        "Requires-Python": _project("requires-python"),
        "Requires-Dist": "numpy",
        "Description-Content-Type": "text/markdown",
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n" + (ROOT / "README.md").read_text()


def _build(folder, portable):
    options = {"CMAKE_BUILD_TYPE": "Release", "SIEGERT_BUILD_TESTS": "OFF", "SIEGERT_BUILD_CLI": "OFF",
               "SIEGERT_BUILD_PYTHON": "ON", "Python3_EXECUTABLE": sys.executable}
    if portable:
        options["SIEGERT_WITH_MPI"] = "OFF"
    arguments = [*(f"-D{key}={value}" for key, value in options.items()), *shlex.split(os.environ.get("CMAKE_ARGS", ""))]
    subprocess.run(["cmake", "-S", ROOT, "-B", folder, *arguments], check=True)
    jobs = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    subprocess.run(["cmake", "--build", folder, "--parallel", jobs, "--target", "siegert_python"], check=True)


def _package_files(portable):
    """Path in the wheel and content of every file of the package."""
    with tempfile.TemporaryDirectory() as scratch:
        build = os.environ.get("SIEGERT_BUILD_DIR")
        if not build:
            build = os.path.join(scratch, "build")
            _build(build, portable)
        prefix = pathlib.Path(scratch) / "prefix"
        subprocess.run(["cmake", "--install", build, "--prefix", prefix, "--component", "python"], check=True)
        packages = next(prefix.rglob("siegert/__init__.py")).parent.parent
        if portable:
            _bundle(packages)
        return {str(path.relative_to(packages)): path.read_bytes()
                for path in sorted(packages.rglob("*")) if path.is_file()}


def _record_line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def _wheel(portable):
    return f"Wheel-Version: 1.0\nGenerator: siegert\nRoot-Is-Purelib: false\nTag: {_tag(portable)}\n"


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """Spares pip a build that it would make for the metadata alone."""
    info = f"{_name_and_version()}.dist-info"
    folder = pathlib.Path(metadata_directory) / info
    folder.mkdir()
    (folder / "METADATA").write_text(_metadata())
    (folder / "WHEEL").write_text(_wheel(_is_portable(config_settings)))
    return info


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"{_name_and_version()}.dist-info"
    portable = _is_portable(config_settings)
    contents = _package_files(portable)
    contents[f"{info}/METADATA"] = _metadata().encode()
    contents[f"{info}/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    contents[f"{info}/WHEEL"] = _wheel(portable).encode()
    record = "".join(_record_line(name, data) for name, data in contents.items()) + f"{info}/RECORD,,\n"
    contents[f"{info}/RECORD"] = record.encode()

    wheel_name = f"{_name_and_version()}-{_tag(portable)}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / wheel_name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in contents.items():
            wheel.writestr(name, data)
    return wheel_name


def build_sdist(sdist_directory, config_settings=None):
    """A source distribution: the files that git tracks, and the metadata."""
    name = _name_and_version()
    target = pathlib.Path(sdist_directory) / f"{name}.tar.gz"
    with tempfile.TemporaryDirectory() as scratch:
        metadata = pathlib.Path(scratch) / "PKG-INFO"
        metadata.write_text(_metadata())
        subprocess.run(["git", "archive", f"--prefix={name}/", f"--add-file={metadata}", "-o", target, "HEAD"],
                       cwd=ROOT, check=True)
    return target.name
