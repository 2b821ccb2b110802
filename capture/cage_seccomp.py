"""The kernel doors a reader of pictures never needs, shut by a small seccomp program (BPF)."""

from __future__ import annotations

import errno
import os
import platform
import struct

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_NEW_NAMESPACE = 0x7E020000  # CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET
_X32 = 0x40000000

# architecture: (audit number, clone, clone3, refused calls)
# socket ptrace mount umount2 pivot_root chroot unshare setns keyctl add_key request_key bpf userfaultfd
# perf_event_open open_by_handle_at process_vm_readv/writev init_module finit_module kexec_load
_CALLS: dict[str, tuple[int, int, int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        56,
        435,
        (41, 101, 165, 166, 155, 161, 272, 308, 250, 248, 249, 321, 323, 298, 304, 310, 311, 175, 313, 246),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        435,
        (198, 117, 40, 39, 41, 51, 97, 268, 219, 217, 218, 280, 282, 241, 265, 270, 271, 105, 273, 104),
    ),
}
_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 433, 442)  # io_uring, the new mount calls


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def program(machine: str) -> bytes | None:
    """The filter for a machine type, or None where we do not know its call numbers."""
    if machine not in _CALLS:
        return None
    audit, clone, clone3, refused = _CALLS[machine]
    refuse = _step(_RETURN, _ERRNO | errno.EPERM)
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, audit, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_AT_LEAST, _X32, no=1),
        _step(_RETURN, _KILL),
    ]
    for number in (*refused, *_EVERYWHERE):
        steps += [_step(_EQUAL, number, no=1), refuse]
    # clone3 hides its flags behind a pointer: answered "no such call", libc then uses clone.
    steps += [_step(_EQUAL, clone3, no=1), _step(_RETURN, _ERRNO | errno.ENOSYS)]
    steps += [_step(_EQUAL, clone, no=3), _step(_LOAD, _FIRST_ARGUMENT), _step(_ANY_BIT, _NEW_NAMESPACE, no=1), refuse]
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def program_file() -> int | None:
    """A file descriptor bubblewrap can read the filter from; the caller closes it."""
    filter_bytes = program(platform.machine())
    if filter_bytes is None:
        return None
    descriptor = os.memfd_create("seccomp")
    os.write(descriptor, filter_bytes)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor
