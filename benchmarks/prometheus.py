#!/usr/bin/env python3
"""Has a real Prometheus scrape what many nodes would serve, and evaluate the shipped rules.

Usage: benchmarks/prometheus.py [--nodes N] [--minutes M] [--port P] [--without-rules] SCRAPE_FILE
SCRAPE_FILE is the text of one scrape of a real agent; each node serves it with GPUs, pods and names of its own, and with figures that move.
The past that the rules look back to is written with promtool first. Needs prometheus and promtool. Linux only.
"""
import argparse
import http.server
import json
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
INTERVAL = 30
REPEATS = 5
JOB = "gpu-node-agent"
MOVING = re.compile(r"DCGM_FI_(PROF_|DEV_(GPU_UTIL|POWER_USAGE|GPU_TEMP|MEMORY_TEMP|FB_USED|SM_CLOCK|TOTAL_ENERGY))|.*_(seconds|joules)_total")
# Seconds of the past that the rules read, by metric.
PAST = [
    (86_400, re.compile(r"gpu_node_agent_build_info\{")),
    (3_600, re.compile(r"gpu_allocation_info\{|gpu_evidence_conflicts_total\{|gpu_node_agent_loop_failures_total\{"
                       r"|DCGM_FI_(DEV_(GPU_UTIL|GPU_TEMP|ENC_UTIL|DEC_UTIL|MEM_COPY_UTIL)|PROF_GR_ENGINE_ACTIVE)\{")),
]


class Nodes:
    """What each node serves."""

    def __init__(self, scrape):
        self.lines = [line for line in scrape.splitlines() if line and not line.startswith("#")]

    def line(self, line, node):
        name = f"gpu-{node:05d}"
        line = re.sub(r'GPU-[0-9a-f]{8}', lambda found: f"GPU-{int(found[0][4:], 16) ^ node:08x}", line)
        line = re.sub(r'([hH]ostname)="[^"]*"', rf'\1="{name}"', line)
        # A workload has the pods of four nodes.
        line = re.sub(r'(workload_name)="([^"]+)"', rf'\1="\2-{node // 4}"', line)
        return re.sub(r'\b(pod|pod_uid)="([^"]+)"', rf'\1="\2-{node}"', line)

    def serve(self, node, shared={}):
        if node not in shared:
            shared[node] = [self.line(line, node) for line in self.lines]
        now = time.time()
        return "\n".join(moved(line, now) for line in shared[node]) + "\n"


def moved(line, now):
    if line.startswith("gpu_node_agent_snapshot_timestamp_seconds"):
        return f"gpu_node_agent_snapshot_timestamp_seconds {now}"
    if MOVING.match(line):
        series, value = line.rsplit(" ", 1)
        number = float(value)
        grown = now if "_total" in series.split("{")[0] else number * random.uniform(0.9, 1.1)
        return f"{series} {grown if number else 0:.3f}"
    return line


def exporter(nodes, port):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            node = int(urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)["node"][0])
            body = nodes.serve(node).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def past(nodes, count, data):
    """Blocks of the past, with the labels that Prometheus would have added."""
    now = time.time()
    for seconds, wanted in PAST:
        lines = [line for line in nodes.lines if wanted.match(line)]
        names = sorted({line.split("{")[0] for line in lines})
        with tempfile.NamedTemporaryFile("w", suffix=".txt", dir=data.parent) as file:
            for name in names:
                file.write(f"# TYPE {name} unknown\n")
                for line in (line for line in lines if line.startswith(name + "{")):
                    for node in range(count):
                        series, value = nodes.line(line, node).rsplit(" ", 1)
                        series = f'{series[:-1]},job="{JOB}",instance="gpu-{node:05d}"}}'
                        for at in range(int(now - seconds), int(now - 60), INTERVAL):
                            file.write(f"{series} {value} {at}\n")
            file.write("# EOF\n")
            file.flush()
            subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", file.name, data],
                           check=True, stdout=subprocess.DEVNULL)


def configuration(folder, count, exporter_port, rules):
    targets = [{"targets": ["127.0.0.1:%d" % exporter_port],
                "labels": {"__param_node": str(node), "instance": f"gpu-{node:05d}"}} for node in range(count)]
    (folder / "targets.json").write_text(json.dumps(targets))
    (folder / "prometheus.yml").write_text(json.dumps({
        "global": {"scrape_interval": f"{INTERVAL}s", "evaluation_interval": f"{INTERVAL}s"},
        "rule_files": [str(ROOT / "dashboards/rules/*.yaml")] if rules else [],
        "scrape_configs": [{"job_name": JOB, "honor_labels": True,
                            "file_sd_configs": [{"files": [str(folder / "targets.json")]}]}]}))


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read().decode()


def own(port):
    wanted = ("prometheus_tsdb_head_series", "process_resident_memory_bytes", "process_cpu_seconds_total",
              "go_memstats_heap_inuse_bytes", "prometheus_rule_group_iterations_missed_total")
    found = dict.fromkeys(wanted, 0.0)
    for line in ask(port, "/metrics").splitlines():
        name = re.split(r"[{ ]", line, maxsplit=1)[0]
        if name in found:
            found[name] += float(line.rsplit(" ", 1)[1])
    return found


def measure(port, minutes):
    times = {}
    for minute in range(minutes):
        before = own(port)
        time.sleep(60)
        figures = own(port)
        cpu = (figures["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]) / 60
        print(f"{minute + 1:3d} min: {figures['prometheus_tsdb_head_series']:.0f} series, "
              f"resident {figures['process_resident_memory_bytes'] / 2**20:.0f} MiB, "
              f"heap {figures['go_memstats_heap_inuse_bytes'] / 2**20:.0f} MiB, {cpu:.3f} cores, "
              f"missed {figures['prometheus_rule_group_iterations_missed_total']:.0f}", flush=True)
        for group in json.loads(ask(port, "/api/v1/rules"))["data"]["groups"]:
            times.setdefault(("group", group["name"]), []).append(group["evaluationTime"])
            for rule in group["rules"]:
                times.setdefault((group["name"], rule["name"]), []).append(rule["evaluationTime"])
    for (group, name), all_times in sorted(times.items(), key=lambda item: -min(item[1])):
        recent = all_times[len(all_times) // 2:]
        print(f"{group} {name}: least {min(recent) * 1e3:.0f} ms, median {statistics.median(recent) * 1e3:.0f} ms")


def costs(port):
    """What each rule reads and takes, in figures that do not depend on how busy the machine is."""
    total = 0
    all_cpu = 0
    for group in json.loads(ask(port, "/api/v1/rules"))["data"]["groups"]:
        for rule in group["rules"]:
            query = urllib.parse.urlencode({"query": rule["query"], "stats": "all"})
            before = own(port)["process_cpu_seconds_total"]
            for _ in range(REPEATS):
                data = json.loads(ask(port, "/api/v1/query?" + query))["data"]
            cpu = (own(port)["process_cpu_seconds_total"] - before) / REPEATS
            all_cpu += cpu
            samples = data["stats"]["samples"]
            total += samples["totalQueryableSamples"]
            print(f"{group['name']} {rule['name']}: reads {samples['totalQueryableSamples']} samples, "
                  f"at most {samples['peakSamples']} at once, gives {len(data['result'])} series, CPU {cpu * 1e3:.1f} ms")
    print(f"all rules read {total} samples in {all_cpu * 1e3:.0f} ms of CPU")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=500)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--port", type=int, default=19468, help="Prometheus'; the nodes' is the next one")
    parser.add_argument("--without-rules", action="store_true")
    parser.add_argument("scrape")
    options = parser.parse_args()
    nodes = Nodes(pathlib.Path(options.scrape).read_text())
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        data = folder / "data"
        print(f"{options.nodes} nodes of {len(nodes.lines)} series, {os.cpu_count()} cores", flush=True)
        if not options.without_rules:
            past(nodes, options.nodes, data)
        exporter(nodes, options.port + 1)
        configuration(folder, options.nodes, options.port + 1, not options.without_rules)
        server = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={data}",
             f"--web.listen-address=127.0.0.1:{options.port}", "--log.level=error"])
        try:
            time.sleep(2 * INTERVAL)
            measure(options.port, options.minutes)
            costs(options.port)
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
