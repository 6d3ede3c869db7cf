// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import io.gpunodeagent.simulation.scenario.ScenarioFault;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A kubelet with the faults of a scenario. Confined to one thread. */
final class KubeletOverTime implements AutoCloseable {

  private final Path socket;
  private final Supplier<ListPodResourcesResponse> pods;
  private final Optional<Supplier<AllocatableResourcesResponse>> allocatable;
  private Optional<SimulatedKubelet> running = Optional.empty();

  KubeletOverTime(
      Path socket,
      Supplier<ListPodResourcesResponse> pods,
      Optional<Supplier<AllocatableResourcesResponse>> allocatable) {
    this.socket = socket;
    this.pods = pods;
    this.allocatable = allocatable;
  }

  /** Becomes what {@code fault} says; a healthy kubelet without one. */
  void be(Optional<ScenarioFault.Kubelet> fault) throws IOException {
    var behaviour = fault.isEmpty() ? Optional.of(Behaviour.ANSWER) : behaviour(fault.get());
    if (behaviour.isPresent()) {
      serve(behaviour.get());
      return;
    }
    close();
    if (fault.filter(ScenarioFault.Kubelet.REFUSE::equals).isPresent()) {
      leaveSocketBehind();
    }
  }

  /** How a server that runs behaves under the fault; empty when none runs. */
  private static Optional<Behaviour> behaviour(ScenarioFault.Kubelet fault) {
    return switch (fault) {
      case REFUSE, ABSENT -> Optional.empty();
      case STALL -> Optional.of(Behaviour.STALL);
      case EXHAUSTED -> Optional.of(Behaviour.EXHAUSTED);
      case UNIMPLEMENTED -> Optional.of(Behaviour.UNIMPLEMENTED);
      case CORRUPT -> Optional.of(Behaviour.CORRUPT);
    };
  }

  private void serve(Behaviour behaviour) throws IOException {
    if (running.isEmpty()) {
      running = Optional.of(SimulatedKubelet.start(socket, pods, allocatable));
    }
    running.get().behave(behaviour);
  }

  /** As a killed process does: the file stays and nobody listens. */
  private void leaveSocketBehind() throws IOException {
    try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
  }

  @Override
  public void close() throws IOException {
    running.ifPresent(SimulatedKubelet::close);
    running = Optional.empty();
    Files.deleteIfExists(socket);
  }
}
