#!/usr/bin/env python3
"""Loads every topology scenario of this folder and reads its matrix back through NVML.

usage: check.py [file…]     needs nvidia-ml-py (clients/python/requirements.txt) and the built library

Compares link letters, CPU affinity and NUMA affinity of every pair and GPU with the matrix in the file. Exit 1 when one differs.
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MODULE = HERE.parents[2]
LIBRARY = os.environ.get("NVML_SIMULATOR_LIBRARY", str(MODULE / "target/lib"))
DUMP = MODULE / "clients/python/dump.py"


def expected(path):
    """The rows of the literal block under `matrix`: links, CPU list, NUMA node; an empty cell or a missing column is None."""
    header, *lines = path.read_text().split("matrix: |2\n")[1].splitlines()
    has_cpus, has_nodes = "CPU Affinity" in header, "NUMA Affinity" in header
    count = header.split("CPU")[0].count("GPU")
    rows = []
    for line in lines:
        cells = line.split()[1:]
        rest = cells[count:]
        node = rest.pop() if has_nodes and rest else None
        rows.append((cells[:count], rest[0] if rest else None, node))
    return rows, has_cpus, has_nodes


def members(words):
    return {64 * index + bit for index, word in enumerate(words) for bit in range(64) if word >> bit & 1}


def cpu_set(text):
    cpus = set()
    for part in (text or "").split(","):
        first, _, last = part.partition("-")
        if first:
            cpus.update(range(int(first), int(last or first) + 1))
    return cpus


def read(path):
    environment = dict(os.environ, LD_LIBRARY_PATH=LIBRARY, NVML_SIMULATOR_SCENARIO=str(path), NVML_SIMULATOR_CLOCK="fixed:10s")
    output = subprocess.run([sys.executable, "-B", str(DUMP)], env=environment, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(output.stdout)


def differences(path):
    rows, has_cpus, has_nodes = expected(path)
    document = read(path)
    if document["init"] != 0 or len(document["gpus"]) != len(rows):
        yield f"init {document['init']}, {len(document.get('gpus', []))} of {len(rows)} GPUs"
        return
    for index, (links, cpus, node) in enumerate(rows):
        gpu = document["gpus"][index]
        if document["topology"][index] != links:
            yield f"GPU{index}: {document['topology'][index]} in place of {links}"
        if has_cpus and (not isinstance(gpu["cpuAffinity"], list) or members(gpu["cpuAffinity"]) != cpu_set(cpus)):
            yield f"GPU{index}: CPU affinity {gpu['cpuAffinity']} in place of {cpus}"
        if has_nodes and node and (not isinstance(gpu["memoryAffinity"], list) or members(gpu["memoryAffinity"]) != {int(node)}):
            yield f"GPU{index}: NUMA affinity {gpu['memoryAffinity']} in place of {node}"


def main(paths):
    failed = 0
    for path in paths:
        found = list(differences(path))
        failed += bool(found)
        print(f"{path.stem}: {'as printed' if not found else 'DIFFERENT'}")
        for line in found:
            print(f"  {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    files = [pathlib.Path(argument) for argument in sys.argv[1:]] or sorted(HERE.glob("*.yaml"))
    sys.exit(main(files))
