package io.gpunodeagent.agent.app;

import io.gpunodeagent.agent.cluster.Cluster;
import io.gpunodeagent.agent.config.SourcesConfig;
import io.gpunodeagent.agent.health.NodeInventory;
import io.gpunodeagent.agent.kubelet.KubeletAllocations;
import io.gpunodeagent.agent.processes.ProcessLimits;
import io.gpunodeagent.agent.processes.ProcessReader;
import io.gpunodeagent.agent.snapshot.Allocations;
import io.gpunodeagent.agent.snapshot.DraDevices;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import io.gpunodeagent.agent.snapshot.Pods;
import io.gpunodeagent.agent.snapshot.ProcessTable;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The sources besides NVML, asked in the background until closed. */
final class NodeSources implements SourceFacts, AutoCloseable {

  private final KubeletAllocations kubelet;
  private final Optional<ProcessReader> processes;
  private final Cluster cluster;
  private final PciInventory inventory;

  /**
   * Sources that are asked from {@link #start} on.
   *
   * @param pciDevices where the PCI bus shows; empty when its GPUs are not those that are read
   */
  NodeSources(SourcesConfig config, Optional<Path> pciDevices, InstantSource clock) {
    kubelet = new KubeletAllocations(config.kubelet(), clock);
    processes =
        config
            .processes()
            .proc()
            .map(proc -> new ProcessReader(proc, ProcessLimits.standard(), System::nanoTime));
    cluster = new Cluster(config.cluster(), clock, kubelet::refreshSoon);
    inventory = new PciInventory(pciDevices, System::nanoTime);
  }

  void start() {
    kubelet.start();
    cluster.start();
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
