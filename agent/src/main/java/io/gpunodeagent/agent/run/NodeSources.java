// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.Cluster;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.kubelet.KubeletAllocations;
import io.gpunodeagent.agent.machine.PciInventory;
import io.gpunodeagent.agent.processes.ContainerCgroups;
import io.gpunodeagent.agent.processes.ProcessLimits;
import io.gpunodeagent.agent.processes.ProcessReader;
import io.gpunodeagent.core.health.NodeInventory;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.ContainerCgroup;
import io.gpunodeagent.core.sources.DraDevices;
import io.gpunodeagent.core.sources.Grant;
import io.gpunodeagent.core.sources.Pods;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The sources besides NVML, asked in the background until closed. */
public final class NodeSources implements SourceFacts, AutoCloseable {

  private static final long LOOK_MILLIS = 20;

  private final KubeletAllocations kubelet;
  private final Optional<ProcessReader> processes;
  private final Optional<ContainerCgroups> cgroups;
  private final Cluster cluster;
  private final PciInventory inventory;
  private final List<SourceState> unasked;

  /**
   * Sources that are asked from {@link #start} on.
   *
   * @param pciDevices where the PCI bus shows; empty when its GPUs are not those that are read
   */
  public NodeSources(SourcesConfig config, Optional<Path> pciDevices, InstantSource clock) {
    this(config, pciDevices, clock, System::nanoTime);
  }

  /**
   * The same, with another clock for the age of what is known of processes.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public NodeSources(
      SourcesConfig config, Optional<Path> pciDevices, InstantSource clock, LongSupplier nanoTime) {
    kubelet = new KubeletAllocations(config.kubelet(), clock);
    processes =
        config
            .processes()
            .proc()
            .map(proc -> new ProcessReader(proc, ProcessLimits.standard(), nanoTime));
    cgroups =
        config
            .processes()
            .cgroups()
            .map(root -> new ContainerCgroups(root, config.processes().proc()));
    cluster = new Cluster(config.cluster(), clock, kubelet::refreshSoon);
    inventory = new PciInventory(pciDevices, nanoTime);
    unasked = states();
  }

  void start() {
    kubelet.start();
    cluster.start();
  }

  /** Starts watching the cluster; the kubelet is asked by {@link #askKubelet} alone. */
  public void startStepped() {
    cluster.start();
  }

  /** Asks the kubelet once and waits for it. */
  public void askKubelet() throws InterruptedException {
    kubelet.ask();
  }

  /** Asks the kubelet whether a pod still has the GPUs it is known to have. */
  public Grant confirm(String namespace, String pod) throws InterruptedException {
    return kubelet.confirm(namespace, pod);
  }

  /** The resource version up to which the pods are known; empty before they were first listed. */
  public String podsVersion() {
    return cluster.podsVersion();
  }

  /** Waits until every source has answered or failed to, {@code patience} at most. */
  public void settle(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && !settled()) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean settled() {
    var now = states();
    return IntStream.range(0, now.size())
        .allMatch(
            i ->
                reason(now.get(i)).isEmpty() || !reason(now.get(i)).equals(reason(unasked.get(i))));
  }

  /** Why a source is down; empty when it is not. */
  private static Optional<String> reason(SourceState state) {
    return switch (state) {
      case SourceState.Off(), SourceState.Up(var _) -> Optional.empty();
      case SourceState.Down(var _, var _, var reason) -> Optional.of(reason);
    };
  }

  private List<SourceState> states() {
    return List.of(kubelet.latest().state(), pods().state(), draDevices().state());
  }

  /** The cgroups of the containers there are now; none where they are not looked up. */
  List<ContainerCgroup> containers() {
    return cgroups.map(ContainerCgroups::read).orElseGet(List::of);
  }

  @Override
  public Allocations allocations() {
    return kubelet.latest();
  }

  @Override
  public Pods pods() {
    return cluster.pods();
  }

  @Override
  public DraDevices draDevices() {
    return cluster.draDevices();
  }

  @Override
  public NodeInventory inventory() {
    return inventory.read();
  }

  @Override
  public ProcessTable processes(NodeSnapshot node) {
    return processes.map(reader -> reader.read(node)).orElseGet(ProcessTable::off);
  }

  @Override
  public void close() {
    cluster.close();
    kubelet.close();
  }
}
