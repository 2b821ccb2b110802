"""What the cage claims, each as a small program that tries the opposite from inside."""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, a Python program run inside, and the words it prints when the sentence is true."""

    text: str
    program: str
    expected: bytes = b"held"

    @property
    def argv(self) -> list[str]:
        return [sys.executable, "-I", "-S", "-c", self.program, sys.prefix, sys.base_prefix]


_NO_NETWORK = """
import os
try:
    import socket
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).connect(("127.0.0.1", 22))
except ConnectionRefusedError:
    print("a socket was made")
except OSError:
    print("held" if sorted(os.listdir("/sys/class/net") if os.path.isdir("/sys/class/net") else []) == [] else "seen")
"""
_NO_SECRETS = """
import os, sys
shown = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/proc", "/dev", "/tmp", "/etc/fonts",
         "/var/cache/fontconfig", *sys.argv[1:]}
seen = []
for place, folders, files in os.walk("/"):
    inside = [os.path.join(place, name) for name in folders]
    folders[:] = [os.path.basename(path) for path in inside
                  if path not in shown and not os.path.exists(os.path.join(path, "cage_entry.py"))]
    seen += [os.path.join(place, name) for name in files]
print("held" if not seen else seen)
"""
_NO_WRITING = """
import os, sys
written = []
for folder in ("/", "/usr", "/usr/lib", "/dev", "/dev/shm", "/etc", *sys.argv[1:], "/proc/sys/kernel"):
    try:
        open(os.path.join(folder, "kantselei-was-here"), "w").close()
        written.append(folder)
    except OSError:
        pass
print("held" if not written else written)
"""
_FORK_BOMB = """
import os, time
started = 0
try:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        started += 1
except OSError:
    print("held", flush=True)
else:
    print("started", started, flush=True)
os._exit(0)
"""
_MEMORY = """
try:
    kept = bytearray(1 << 30)
except MemoryError:
    print("held")
"""
_FILE_SIZE = """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
try:
    with open("/tmp/big", "wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
            file.flush()
    print("64 MB written")
except OSError:
    print("held")
"""
_ALONE = """
import os
print("held" if len([p for p in os.listdir("/proc") if p.isdigit()]) <= 3 else "others seen")
"""
_NO_RIGHTS = """
import os
with open("/proc/self/status") as file:
    words = dict(line.split(":", 1) for line in file)
none = all(int(words[name], 16) == 0 for name in ("CapPrm", "CapEff", "CapAmb")) and os.getuid() != 0
locked = words["NoNewPrivs"].strip() == "1" and words["Seccomp"].strip() == "2"
print("held" if none and locked else words)
"""
_EMPTY_ENVIRONMENT = """
import os
print("held" if set(os.environ) <= {"PATH", "HOME", "LC_ALL", "PWD", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS",
                                    "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_",
                                    "MALLOC_TRIM_THRESHOLD_"} else sorted(os.environ))
"""

GO_BETWEEN = """
import subprocess, sys, time
subprocess.Popen(sys.argv[1:], close_fds=False)
time.sleep(60)
"""

CLAIMS = (
    Claim("reaches no network", _NO_NETWORK),
    Claim("sees no account file, no home, no other folder", _NO_SECRETS),
    Claim("writes nowhere but its own small /tmp", _NO_WRITING),
    Claim("cannot start processes without end", _FORK_BOMB),
    Claim("cannot take memory without end", _MEMORY),
    Claim("cannot fill the disk", _FILE_SIZE),
    Claim("sees no other process", _ALONE),
    Claim("has no rights to give away (no capabilities, no new privileges, system calls filtered)", _NO_RIGHTS),
    Claim("inherits no environment", _EMPTY_ENVIRONMENT),
)
