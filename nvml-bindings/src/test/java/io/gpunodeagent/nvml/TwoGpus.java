// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with a busy H100 and an idle T4, opened for each test. */
abstract class TwoGpus {
  @TempDir private Path directory;

  protected Nvml nvml;
  protected NvmlDevice h100;
  protected NvmlDevice t4;

  @BeforeEach
  void open() {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: an H100 under load and an idle T4
            driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, branch: r580_00, symbols: 580}
            clock: {epoch: "2026-01-01T00:00:00Z", fixed: 120s}
            devices:
              - model: H100-SXM5-80GB
                uuid: GPU-11111111-2222-3333-4444-555555555555
                serial: "1654922006434"
                minor: 3
                moduleId: 5
                busId: "00000000:1B:00.0"
                numaNode: 1
                cpuAffinity: "2-3,64"
                persistence: true
                computeMode: exclusiveProcess
                fabric: {state: completed, status: SUCCESS, cliqueId: 7, health: degraded,
                         clusterUuid: 01020304-0506-0708-090a-0b0c0d0e0f10}
                load:
                  sm: {constant: 50}
                  memory: {constant: 20}
                  power: {constant: 400}
                  temperature: {constant: 61}
                  pcieTx: {constant: 100}
                  encoder: {constant: 5}
                counters: {energy: 1000, pcieReplay: 17, eccSbeVolatile: 4, eccDbeAggregate: 2,
                           remappedCorrectable: 1, remapPending: 1}
                processes:
                  - {pid: 4242, name: /usr/bin/python3, memory: 30GiB, sm: {constant: 40}}
                  - {pid: 4243, name: /usr/bin/python3, memory: hidden}
              - model: T4
                busId: "00000000:1C:00.0"
                computeMode: prohibited
            """);
    nvml = Simulation.open(Simulation.scenario(scenario));
    h100 = nvml.device(0).orElseThrow();
    t4 = nvml.device(1).orElseThrow();
  }

  @AfterEach
  void close() {
    nvml.close();
  }
}
