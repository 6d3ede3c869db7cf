#!/usr/bin/env python3
"""Measures the built agent from outside: start, memory, CPU at rest, scrapes.

Usage: benchmarks/measure.py [start|rest|scrape|joined|faults|all]
Needs the image (mvn package), and wrk for `scrape`. Linux only: figures come from /proc.
"""
import http.client
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
AGENT = ROOT / "agent/target/image/bin/gpu-node-agent"
LIBRARY = ROOT / "nvml-simulator/target/lib/libnvidia-ml.so.1"
TICKS = os.sysconf("SC_CLK_TCK")
STARTS = 11
REST_SECONDS = 60
SCRAPE_SECONDS = 10
NODE = "hgx-h100-8"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Agent:
    """One agent process with a simulated node, listening on a free port."""

    def __init__(self, scenario, config=None, library=None, cluster=None):
        self.port = free_port()
        command = [str(AGENT), "run", "--port", str(self.port)]
        environment = dict(os.environ) | (cluster or {})
        if library:  # as on a real node: the scenario's pods are played by another process, or by nobody
            command += ["--nvml-library", str(library)]
            environment["NVML_SIMULATOR_SCENARIO"] = str(scenario)
        else:
            command += ["--simulate", str(scenario)]
        if config:
            command += ["--config", str(config)]
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)

    def scrape(self, accept="text/plain"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request("GET", "/metrics", headers={"Accept": accept})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body

    def ready_after(self, needle=b"DCGM_FI_DEV_GPU_TEMP{"):
        """Seconds from exec to the first scrape that holds a GPU series."""
        while time.monotonic() - self.started < 30:
            try:
                status, body = self.scrape()
                if status == 200 and needle in body:
                    return time.monotonic() - self.started
            except OSError:
                pass
            time.sleep(0.002)
        raise SystemExit("the agent did not become ready in 30 s")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        kib = {name: int(value) for name, value in re.findall(r"^(\w+):\s+(\d+) kB", text, re.M)}
        return kib["Rss"] / 1024, kib["Pss_Anon"] / 1024

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))


def series_in(body):
    return sum(1 for line in body.splitlines() if line and not line.startswith(b"#"))


def start():
    times = []
    for _ in range(STARTS):
        with Agent(NODE) as agent:
            times.append(agent.ready_after())
    print(f"start: exec to first scrape with GPU series, median of {STARTS}: {statistics.median(times):.2f} s"
          f" (min {min(times):.2f}, max {max(times):.2f})")


def rest():
    with Agent(NODE) as agent:
        agent.ready_after()
        for _ in range(200):
            _, body = agent.scrape()
        time.sleep(10)
        before, begun = agent.cpu_seconds(), time.monotonic()
        time.sleep(REST_SECONDS)
        share = (agent.cpu_seconds() - before) / (time.monotonic() - begun) * 100
        rss, anonymous = agent.memory()
        heap = sum(float(v) for v in re.findall(rb'^jvm_memory_used_bytes\{area="heap"[^}]*\} (\S+)', body, re.M)) / 2**20
        print(f"rest: {share:.2f} % of a core at 1 Hz over {REST_SECONDS} s, {agent.threads()} threads,"
              f" resident {rss:.1f} MiB (anonymous {anonymous:.1f}), heap in use {heap:.1f} MiB, {series_in(body)} series")


def scrape_case(name, scenario, config=None):
    with Agent(scenario, config) as agent:
        agent.ready_after()
        for _ in range(100):
            _, body = agent.scrape()
        idle_before, begun = agent.cpu_seconds(), time.monotonic()
        time.sleep(SCRAPE_SECONDS)
        idle_rate = (agent.cpu_seconds() - idle_before) / (time.monotonic() - begun)
        before, begun = agent.cpu_seconds(), time.monotonic()
        report = subprocess.run(
            ["wrk", "-t1", "-c1", f"-d{SCRAPE_SECONDS}s", "--latency", f"http://127.0.0.1:{agent.port}/metrics"],
            capture_output=True, text=True, check=True).stdout
        elapsed = time.monotonic() - begun
        requests = int(re.search(r"(\d+) requests in", report).group(1))
        cpu = (agent.cpu_seconds() - before - idle_rate * elapsed) / requests * 1000
        p50 = re.search(r"50%\s+(\S+)", report).group(1)
        p99 = re.search(r"99%\s+(\S+)", report).group(1)
        rss, _ = agent.memory()
        print(f"scrape {name}: {series_in(body)} series, {len(body) // 1024} KiB, {requests} scrapes back to back,"
              f" p50 {p50}, p99 {p99}, {cpu:.3f} ms CPU a scrape, resident {rss:.1f} MiB after")


def scrape():
    here = ROOT / "benchmarks"
    scrape_case("8 GPUs, default set", NODE)
    scrape_case("16 GPUs x 7 MIG instances, wide set", here / "scenarios/h100-16-mig-112.yaml", here / "wide.yaml")


def crowded_scenario():
    """16 GPUs x 7 MIG instances, a pod on each, nine processes in each pod: 112 pods, 1,008 processes."""
    gpus, pods = [], []
    for gpu in range(16):
        instances = ", ".join(f"{{profile: 1g.10gb, id: {7 + i}, start: {i}}}" for i in range(7))
        processes = []
        for i in range(7):
            pids = [100000 + gpu * 1000 + i * 100 + n for n in range(9)]
            processes += [
                f"{{pid: {pid}, name: /usr/bin/python3, instance: {7 + i}, memory: 512MiB, sm: {{constant: 5}}}}"
                for pid in pids]
            pods.append(f"""    - name: worker-{gpu}-{i}
      namespace: research
      labels: {{app: worker, team: team-{gpu % 4}}}
      owner: {{kind: ReplicaSet, name: worker-{gpu}, chain: [{{kind: Deployment, name: worker-{gpu}}}]}}
      containers:
        - {{name: main, allocations: [{{device: {gpu}, instance: {7 + i}}}], processes: {pids}}}
""")
        gpus.append(f"""  - model: H100-SXM5-80GB
    mig: {{mode: enabled, instances: [{instances}]}}
    processes:
""" + "".join(f"      - {process}\n" for process in processes))
    return ("description: 16x H100 of seven instances each, 112 pods, 1,008 processes\n"
            "driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, branch: r580_00, symbols: 580}\n"
            "devices:\n" + "".join(gpus) + "kubernetes:\n  node: {name: crowded}\n  pods:\n" + "".join(pods))


def keytool():
    """Of the JDK that builds the project."""
    found = subprocess.run(
        ["bash", "-c", f". '{ROOT}/agent/src/main/image/find-jdk' && find_jdk && echo \"$JDK\""],
        capture_output=True, text=True, check=True)
    return pathlib.Path(found.stdout.strip()) / "bin/keytool"


class Cluster:
    """The kubelet, /proc and API server of a scenario, in a process of their own; the latter over TLS, as a pod reaches it."""

    def __init__(self, scenario, folder):
        keys = folder.with_suffix(".keys")
        keys.unlink(missing_ok=True)
        subprocess.run(
            [keytool(), "-genkeypair", "-alias", "api", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=127.0.0.1",
             "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", keys, "-storepass", "simulated"],
            check=True, stderr=subprocess.DEVNULL)
        image = ROOT / "agent/target/image"
        jars = ":".join(str(jar) for kept in ("lib", "simulation") for jar in sorted((image / kept).glob("*.jar")))
        self.process = subprocess.Popen(
            [image / "runtime/bin/java", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
             "-Djna.nounpack=true", f"-Djna.boot.library.path={image}/native",
             "-cp", jars, "io.gpunodeagent.simulation.SimulatedCluster", scenario, LIBRARY.parent / "catalogue", folder,
             keys],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        line = self.process.stdout.readline().decode().split()
        if line[:1] != ["ready"]:
            raise SystemExit("the simulated cluster did not start")
        account = folder / "serviceaccount"
        self.environment = {
            "NODE_NAME": line[1], "KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": line[2],
            "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN": str(account / "token"), "KUBERNETES_CERTS_CA_FILE": str(account / "ca.crt")}

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.stdin.close()
        self.process.wait(timeout=20)


def joined_case(name, folder, scenario, settings, cluster=None):
    config = folder / "agent.yaml"
    config.write_text(settings)
    with Agent(scenario, config, LIBRARY, cluster) as agent:
        agent.ready_after(b"DCGM_FI_DEV_FB_USED{")
        time.sleep(10)
        before, begun = agent.cpu_seconds(), time.monotonic()
        while time.monotonic() - begun < REST_SECONDS:
            _, body = agent.scrape()
            time.sleep(5)
        share = (agent.cpu_seconds() - before) / (time.monotonic() - begun) * 100
        rss, anonymous = agent.memory()
        named = len(set(re.findall(rb'[{,]pod="([^"]+)"', body)))
        print(f"joined, {name}: resident {rss:.1f} MiB (anonymous {anonymous:.1f}), {agent.threads()} threads,"
              f" {share:.2f} % of a core, {series_in(body)} series, {named} pods named")


def joined():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        crowded = folder / "crowded.yaml"
        crowded.write_text(crowded_scenario())
        joined_cases("8 GPUs", folder, LIBRARY.parent / "scenarios/k8s-h100-8.yaml")
        joined_cases("16 GPUs x 7 MIG, 112 pods, 1,008 processes", folder, crowded)


def joined_cases(name, folder, scenario):
    node = folder / "node"
    processes, kubelet = f"processes: {{proc: {node}/proc}}\n", f"kubelet: {{socket: {node}/kubelet.sock}}\n"
    without_kubelet, without_cluster = "kubelet: {socket: 'off'}\n", "cluster: {pods: false, resourceSlices: false}\n"
    with Cluster(scenario, node) as playing:
        for sources, settings, cluster in (
                ("NVML alone", "processes: {proc: 'off'}\n" + without_kubelet + without_cluster, None),
                ("NVML and /proc", processes + without_kubelet + without_cluster, None),
                ("these and the kubelet", processes + kubelet + without_cluster, None),
                ("these and the API server", processes + kubelet, playing.environment)):
            joined_case(f"{name}: {sources}", folder, scenario, settings, cluster)


KUBELET_FAULTS = ("absent", "refuse", "exhausted", "stall", "corrupt", "unimplemented")
FAULT_SECONDS = 20


def faulty_kubelet():
    """k8s-h100-8 with each fault of the kubelet in turn: so many seconds of it, and as many of health before."""
    faults = [
        f"{{kind: {kind}, from: {(2 * i + 2) * FAULT_SECONDS}s, until: {(2 * i + 3) * FAULT_SECONDS}s}}"
        for i, kind in enumerate(KUBELET_FAULTS)]
    text = (LIBRARY.parent / "scenarios/k8s-h100-8.yaml").read_text()
    changed = re.sub(r"(?m)^kubernetes:$", f"kubernetes:\n  kubelet: {{faults: [{', '.join(faults)}]}}", text)
    if changed == text:
        raise SystemExit("k8s-h100-8.yaml has no section kubernetes to put faults into")
    return changed


def faults():
    """How long scrapes take while the kubelet misbehaves, and whether they say what they said before."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        scenario = folder / "faults.yaml"
        scenario.write_text(faulty_kubelet())
        node = folder / "node"
        config = folder / "agent.yaml"
        config.write_text(f"processes: {{proc: {node}/proc}}\nkubelet: {{socket: {node}/kubelet.sock, period: 2s, timeout: 1s}}\n")
        begun = time.monotonic()
        with Cluster(scenario, node) as playing, Agent(scenario, config, LIBRARY, playing.environment) as agent:
            agent.ready_after(b'gpu_allocation_info{')
            times = {kind: [] for kind in ("healthy",) + KUBELET_FAULTS}
            holders, down = {kind: set() for kind in times}, {kind: 0 for kind in times}
            while (turn := int((time.monotonic() - begun) / FAULT_SECONDS)) < 2 * len(KUBELET_FAULTS) + 2:
                kind = KUBELET_FAULTS[turn // 2 - 1] if turn >= 2 and turn % 2 == 0 else "healthy"
                before = time.monotonic()
                _, body = agent.scrape()
                if (time.monotonic() - begun) / FAULT_SECONDS < turn + 0.95 and turn > 0:
                    times[kind].append((time.monotonic() - before) * 1000)
                    holders[kind].add(b"\n".join(sorted(re.findall(rb"^gpu_allocation_info{.*", body, re.M))))
                    down[kind] += b'gpu_node_agent_source_up{source="kubelet"} 0' in body
                time.sleep(0.05)
        said = set().union(*holders.values())
        for kind, each in times.items():
            each.sort()
            print(f"kubelet {kind}: {len(each)} scrapes, p50 {statistics.median(each):.1f} ms,"
                  f" p99 {each[len(each) * 99 // 100]:.1f} ms, {down[kind] * 100 // len(each)} % say the kubelet is down")
        print(f"kubelet faults: {len(said)} sets of allocations told in all")


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else "all"
    if not AGENT.exists():
        raise SystemExit(f"{AGENT} is missing; build it with: mvn package -DskipTests")
    for name, measure in (("start", start), ("rest", rest), ("scrape", scrape), ("joined", joined),
                          ("faults", faults)):
        if wanted in (name, "all"):
            measure()


if __name__ == "__main__":
    main()
