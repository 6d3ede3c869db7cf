package io.gpunodeagent.agent.app;

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
import java.time.InstantSource;
import java.util.Optional;

/** The sources besides NVML, asked in the background until closed. */
final class NodeSources implements SourceFacts, AutoCloseable {

  private final KubeletAllocations kubelet;
  private final Optional<ProcessReader> processes;

  NodeSources(SourcesConfig config, InstantSource clock) {
    kubelet = new KubeletAllocations(config.kubelet(), clock);
    processes =
        config
            .processes()
            .proc()
            .map(proc -> new ProcessReader(proc, ProcessLimits.standard(), System::nanoTime));
  }

  void start() {
    kubelet.start();
  }

  @Override
  public Allocations allocations() {
    return kubelet.latest();
  }

  @Override
  public Pods pods() {
    return Pods.off();
  }

  @Override
  public DraDevices draDevices() {
    return DraDevices.off();
  }

  @Override
  public NodeInventory inventory() {
    return NodeInventory.unknown();
  }

  @Override
  public ProcessTable processes(NodeSnapshot node) {
    return processes.map(reader -> reader.read(node)).orElseGet(ProcessTable::off);
  }

  @Override
  public void close() {
    kubelet.close();
  }
}
