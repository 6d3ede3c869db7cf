// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.snapshot.GpuBuilder;
import io.gpunodeagent.core.sources.ProcessOwner;
import io.gpunodeagent.core.sources.ProcessTable;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.simulation.PlayedNode;
import io.gpunodeagent.simulation.spi.Play;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader on the {@code /proc} of whole simulated nodes. */
class SimulatedProcTest {

  private static final Path LIBRARY =
      Path.of(Objects.requireNonNull(System.getProperty("nvml.simulator.directory")), "lib");

  @TempDir private Path folder;

  private ProcessTable read(String scenario, long seconds, long pid) {
    var now = InstantSource.fixed(Instant.EPOCH.plusSeconds(seconds));
    try (var node =
        PlayedNode.start(
                new Play(
                    LIBRARY.resolve("scenarios").resolve(scenario + ".yaml"),
                    LIBRARY.resolve("catalogue"),
                    folder,
                    now,
                    Instant.EPOCH,
                    false))
            .orElseThrow()) {
      var reader = new ProcessReader(node.proc(), ProcessLimits.standard(), System::nanoTime);
      return reader.read(
          GpuBuilder.node(Instant.EPOCH, new GpuBuilder(0).busy(10, 0).process(pid, 1, 0)));
    }
  }

  /** Every way of naming cgroups, a static pod, a leak and a process of the host. */
  @ParameterizedTest
  @CsvSource({
    "k8s-h100-8, 60, 418211, true, python3",
    "k8s-h100-8, 60, 2204, true, gateway",
    "k8s-h100-8, 60, 430007, true, python3",
    "k8s-h100-8, 60, 7781, false, gpu-burn",
    "k8s-t4-timesliced, 120, 5190, true, python3",
    "k8s-a100-mig, 60, 71200, true, tritonserver",
    "k8s-l40s-mps, 60, 3301, true, nvidia-cuda-mps",
    "k8s-churn, 30, 33014, true, python3",
    "k8s-churn, 90, 33014, true, worker"
  })
  void processesBelongWhereTheScenarioPutsThem(
      String scenario, long seconds, long pid, boolean inPod, String command) {
    var table = read(scenario, seconds, pid);
    var identity = Objects.requireNonNull(table.byPid().get(pid));

    assertThat(table.visibility()).isEqualTo(new Visibility.Full());
    assertThat(identity.command()).isEqualTo(command);
    assertThat(identity.startTicks()).isPositive();
    if (inPod) {
      assertThat(identity.owner())
          .isInstanceOfSatisfying(
              ProcessOwner.InPod.class, owner -> assertThat(owner.containerId()).hasSize(64));
    } else {
      assertThat(identity.owner())
          .isEqualTo(new ProcessOwner.OnHost("/user.slice/user-1000.slice/session-4.scope"));
    }
  }

  @Test
  void anAgentOutsideTheHostsNamespaceIsBlind() {
    var table = read("k8s-no-hostpid", 60, 1);

    assertThat(table.visibility()).isInstanceOf(Visibility.Blind.class);
    assertThat(table.byPid()).isEmpty();
  }
}
