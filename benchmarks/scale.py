#!/usr/bin/env python3
"""Counts what the agents of many nodes ask of one real API server.

Usage: benchmarks/scale.py [--nodes N] [--steady S] [--outage S] [--port P] LABELS_FILE COMMAND...
COMMAND runs io.gpunodeagent.benchmarks.fleet.Fleet. Needs api-server/target/api-server and kubectl. Linux only.
"""
import argparse
import collections
import http.client
import json
import os
import pathlib
import re
import ssl
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMESPACE = "gpu-node-agent"
DAEMONS = ["dcgm", "cni", "csi"]
WORKERS = 4
RESTARTS = 8
KEPT = 10
ATTEMPTS = 10
SAMPLE = re.compile(r"^([a-z_]+)(?:\{(.*)\})? (\S+)$")
WATCHED = ["nodes", "pods", "resourceslices"]
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


class Server:
    """The API server, its objects and its own metrics."""

    def __init__(self):
        self.process = subprocess.Popen([ROOT / "api-server/target/api-server"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.ready = json.loads(self.process.stdout.readline())
        self.port = int(self.ready["url"].rsplit(":", 1)[1])
        self.trust = ssl.create_default_context(cafile=self.ready["ca"])
        self.local = threading.local()

    def ask(self, method, path, body=None):
        idle = time.monotonic() - getattr(self.local, "used", -KEPT)
        self.local.used = time.monotonic()
        # The server closes connections that are idle.
        if idle >= KEPT:
            self.local.connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.trust)
        headers = {"Authorization": "Bearer " + self.ready["token"], "Content-Type": "application/json"}
        self.local.connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = self.local.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]}")
        return text

    def create(self, path, body):
        return json.loads(self.ask("POST", path, body))

    def apply(self, file):
        subprocess.run(["kubectl", "--kubeconfig", self.ready["kubeconfig"], "apply", "-f", ROOT / file],
                       check=True, stdout=subprocess.DEVNULL)

    def metrics(self):
        samples = collections.defaultdict(float)
        for line in self.metrics_text().splitlines():
            found = SAMPLE.match(line)
            if found:
                name, labels, value = found.groups()
                labels = dict(LABEL.findall(labels or ""))
                for key in keys(name, labels):
                    samples[key] += float(value)
        return samples

    def metrics_text(self):
        """A server that is starved cuts an answer that takes it too long."""
        for _ in range(ATTEMPTS):
            try:
                return self.ask("GET", "/metrics").decode()
            except (http.client.HTTPException, OSError):
                self.local.used = -KEPT
        raise RuntimeError("the server gives no metrics")

    def kubeconfig(self, port, token):
        text = pathlib.Path(self.ready["kubeconfig"]).read_text()
        return text.replace(self.ready["url"], f"https://127.0.0.1:{port}").replace(self.ready["token"], token)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def keys(name, labels):
    """What is kept of a sample, summed over all other labels."""
    if name == "apiserver_request_total":
        what = labels["resource"] + ("/" + labels["subresource"] if labels.get("subresource") else "")
        yield "request", labels["verb"], what
        yield "code", labels["code"][:1] + "xx" if labels["code"] != "429" else "429"
    elif name == "apiserver_flowcontrol_dispatched_requests_total":
        yield "dispatched", labels["flow_schema"], labels["priority_level"]
    elif name == "apiserver_flowcontrol_rejected_requests_total":
        yield "rejected", labels["flow_schema"], labels["priority_level"]
    elif name == "apiserver_flowcontrol_request_wait_duration_seconds_sum":
        yield "waited", labels["flow_schema"], labels["priority_level"]
    elif name == "apiserver_longrunning_requests" and labels["verb"] == "WATCH":
        yield "watches", labels["resource"]
    elif name == "etcd_requests_total":
        yield "etcd", labels["operation"]
    elif name == "apiserver_cache_list_total":
        yield "cache list", labels["resource"]
    elif name in ("process_cpu_seconds_total", "process_resident_memory_bytes", "go_goroutines",
                  "go_memstats_heap_inuse_bytes"):
        yield (name,)


class Fleet:
    """The agents, in several processes: each has as many files open as a process may."""

    def __init__(self, command, folders, server, labels):
        self.processes = [
            subprocess.Popen([*command, str(port), str(server.port), folder, labels],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for port, folder in folders.items()]

    def order(self, *words):
        for process in self.processes:
            process.stdin.write(" ".join(words) + "\n")
            process.stdin.flush()
        answers = [process.stdout.readline().strip() for process in self.processes]
        if "" in answers:
            raise RuntimeError("a part of the fleet has ended")
        return answers

    def sums(self, order):
        sums = collections.Counter()
        for answer in self.order(order):
            sums.update(json.loads(answer))
        return dict(sums)

    def status(self):
        return self.sums("status")

    def arrivals(self):
        """Connections in each second since the last call."""
        seconds = {int(second): count for second, count in self.sums("arrivals").items()}
        return [seconds.get(second, 0) for second in range(min(seconds), max(seconds) + 1)] if seconds else []

    def close(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()


def in_parallel(task, items):
    queue = collections.deque(items)
    failures = []

    def work():
        while queue and not failures:
            try:
                task(queue.popleft())
            except IndexError:
                return
            except Exception as failure:  # the first one ends the program
                failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def seed(server, nodes, folders):
    """The nodes, eight pods on each, a ResourceSlice, and a kubeconfig with the token of the agent's pod."""
    for file in ("namespace.yaml", "rbac.yaml", "admission-policy.yaml"):
        server.apply("deploy/base/" + file)
    server.create("/api/v1/namespaces/default/serviceaccounts", {"metadata": {"name": "default"}})
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "none"}]}}
    spec = {"selector": {"matchLabels": {"a": "b"}}, "template": template}

    def workload(kind, plural, namespace, name, owner=None):
        metadata = {"name": name, "ownerReferences": [owner] if owner else []}
        made = server.create(f"/apis/apps/v1/namespaces/{namespace}/{plural}", {"metadata": metadata, "spec": spec})
        return {"apiVersion": "apps/v1", "kind": kind, "name": name, "uid": made["metadata"]["uid"], "controller": True}

    agent = workload("DaemonSet", "daemonsets", NAMESPACE, "gpu-node-agent")
    daemons = [workload("DaemonSet", "daemonsets", "default", name) for name in DAEMONS]
    replicas = [workload("ReplicaSet", "replicasets", "default", f"model-{i}-1",
                         workload("Deployment", "deployments", "default", f"model-{i}")) for i in range(100)]

    def pod(namespace, name, node, owner, account):
        server.create(f"/api/v1/namespaces/{namespace}/pods", {
            "metadata": {"name": name, "labels": {"app": name}, "ownerReferences": [owner]},
            "spec": {"nodeName": node, "serviceAccountName": account, "containers": [{"name": "c", "image": "none"}]}})

    def one(index):
        node = f"gpu-{index:05d}"
        server.create("/api/v1/nodes", {"metadata": {"name": node}})
        pod(NAMESPACE, "agent-" + node, node, agent, NAMESPACE)
        for daemon in daemons:
            pod("default", f"{daemon['name']}-{node}", node, daemon, "default")
        for slot in range(4):
            pod("default", f"model-{slot}-{node}", node, replicas[(4 * index + slot) % len(replicas)], "default")
        server.create("/apis/resource.k8s.io/v1/resourceslices", {"metadata": {"name": node}, "spec": {
            "driver": "gpu.nvidia.com", "nodeName": node,
            "pool": {"name": node, "generation": 1, "resourceSliceCount": 1},
            "devices": [{"name": f"gpu-{i}", "attributes": {"uuid": {"string": f"GPU-{node}-{i}"}}} for i in range(8)]}})
        bound = {"kind": "Pod", "apiVersion": "v1", "name": "agent-" + node}
        token = server.create(f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/{NAMESPACE}/token",
                              {"spec": {"boundObjectRef": bound, "expirationSeconds": 36000}})["status"]["token"]
        port, folder = list(folders.items())[index % len(folders)]
        pathlib.Path(folder, node).write_text(server.kubeconfig(port, token))

    in_parallel(one, range(nodes))


class Phase:
    """What happens between its begin and its end."""

    def __init__(self, name, server, fleet):
        self.name, self.server, self.fleet = name, server, fleet
        fleet.arrivals()
        self.before, self.bytes, self.begun = server.metrics(), fleet.status()["bytes"], time.monotonic()
        self.busiest, self.last = 0.0, (self.begun, self.before)

    def look(self):
        """The busiest time between two looks, and how the fleet is."""
        now, metrics = time.monotonic(), self.server.metrics()
        then, earlier = self.last
        self.busiest = max(self.busiest, (requests(metrics) - requests(earlier)) / (now - then))
        self.last = (now, metrics)
        return self.fleet.status()

    def until(self, done, patience, pause=3.0):
        while True:
            status = self.look()
            if done(status):
                return
            if time.monotonic() - self.begun > patience:
                print(f"  not settled after {patience} s: {status}")
                return
            time.sleep(pause)

    def end(self):
        status = self.look()
        seconds, after = self.last[0] - self.begun, self.last[1]
        delta = {key: after[key] - self.before[key] for key in after if after[key] != self.before[key]}
        arrivals = self.fleet.arrivals()
        print(f"\n== {self.name}: {seconds:.0f} s, {status}")
        print(f"  connections {sum(arrivals)}, most in a second {max(arrivals, default=0)}: {arrivals[:80]}")
        print(f"  bytes {status['bytes'] - self.bytes}, busiest second {self.busiest:.0f} requests")
        print(f"  CPU {delta.get(('process_cpu_seconds_total',), 0):.1f} s, "
              f"resident {after[('process_resident_memory_bytes',)] / 2**20:.0f} MiB, "
              f"heap {after[('go_memstats_heap_inuse_bytes',)] / 2**20:.0f} MiB, "
              f"goroutines {after[('go_goroutines',)]:.0f}")
        for kind in ("request", "code", "dispatched", "rejected", "waited", "etcd", "cache list"):
            for key in sorted(key for key in delta if key[0] == kind):
                print(f"  {' '.join(key)}: {delta[key]:.0f}" if kind != "waited" else f"  {' '.join(key)}: {delta[key]:.3f} s")
        print("  watches, those of the server included: "
              + ", ".join(f"{what} {after[('watches', what)]:.0f}" for what in WATCHED))
        sys.stdout.flush()


def requests(metrics):
    return sum(value for key, value in metrics.items() if key[0] == "request")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--steady", type=int, default=480)
    parser.add_argument("--outage", type=int, default=600)
    parser.add_argument("--flap", type=int, default=120)
    parser.add_argument("--port", type=int, default=19461, help="of the first process; each has the next one")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("labels")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    server = Server()
    print(f"kube-apiserver {server.ready['version']}, {options.nodes} nodes, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as parent:
        ports = range(options.port, options.port + options.processes)
        folders = {port: tempfile.mkdtemp(dir=parent) for port in ports}
        seed(server, options.nodes, folders)
        fleet = Fleet(options.command, folders, server, options.labels)
        try:
            measure(server, fleet, options)
        finally:
            fleet.close()
            server.close()


def measure(server, fleet, options):
    def well(status):
        return status["watching"] == options.nodes

    def settled(status):
        return well(status) and status["published"] == options.nodes

    phase = Phase("without agents", server, fleet)
    time.sleep(30)
    phase.end()

    phase = Phase("all start at once", server, fleet)
    fleet.order("start")
    phase.until(settled, 300)
    time.sleep(15)
    phase.end()

    phase = Phase("steady", server, fleet)
    time.sleep(options.steady)
    phase.end()

    phase = Phase(f"rolling restart, {RESTARTS} a second", server, fleet)
    fleet.order("restart", str(max(1, RESTARTS // options.processes)))
    phase.until(settled, 300)
    time.sleep(15)
    phase.end()

    phase = Phase("all watches cut", server, fleet)
    fleet.order("cut")
    time.sleep(45)
    phase.until(well, 120)
    phase.end()

    phase = Phase(f"outage of {options.outage} s", server, fleet)
    fleet.order("down")
    time.sleep(options.outage)
    phase.end()

    phase = Phase("recovery", server, fleet)
    fleet.order("up")
    phase.until(settled, 300)
    phase.end()

    phase = Phase(f"all flap for {options.flap} s", server, fleet)
    fleet.order("flap", str(options.flap))
    phase.end()


if __name__ == "__main__":
    main()
