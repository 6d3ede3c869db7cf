// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health;

import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.snapshot.DriverMessage;
import io.gpunodeagent.core.snapshot.DriverMessages;
import io.gpunodeagent.core.snapshot.DriverState;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.NvLink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the driver has written to the kernel log since the snapshot before, beside XIDs.
 *
 * <p>A GPU that fell off the bus or failed to initialise is named by its address. A fatal error of
 * an NVSwitch concerns the GPUs with links to that switch; where NVML hides the switches'
 * addresses, those with links to any; where no GPU has such links, as under MIG, the node. One that
 * is not fatal is counted, and changes nothing.
 */
final class DriverExam {

  /** The causes that a message about one GPU is. */
  static final Set<Cause> NAMES_GPU =
      Set.of(FaultCause.OFF_BUS.cause(), FaultCause.INIT_FAILED.cause());

  private static final String EVIDENCE = "seen in the kernel log";

  private final NodeSnapshot node;
  private final DriverMessages before;
  private final Map<DriverMessage, Long> fresh = new LinkedHashMap<>();

  /**
   * An exam of {@code node}.
   *
   * @param before the messages that earlier exams have seen
   */
  DriverExam(NodeSnapshot node, DriverMessages before) {
    this.node = node;
    this.before = before;
    node.driverMessages()
        .counts()
        .forEach(
            (message, seen) -> {
              long grown = seen.count() - before.count(message);
              if (grown > 0) {
                fresh.put(message, grown);
              }
            });
  }

  /** The messages that have been seen; while NVML is away they wait for their GPUs. */
  DriverMessages remembered() {
    return node.driver() instanceof DriverState.Ready ? node.driverMessages() : before;
  }

  /** Bus ids of the GPUs that messages name. */
  List<String> gpus() {
    return fresh.keySet().stream()
        .filter(message -> !(message instanceof DriverMessage.SwitchError))
        .map(DriverMessage::pciBusId)
        .toList();
  }

  /** What is wrong with the GPU at that address. */
  Map<Cause, Symptom> ofBus(String pciBusId) {
    var symptoms = new LinkedHashMap<Cause, Symptom>();
    fresh.forEach(
        (message, times) -> {
          if (message.pciBusId().equals(pciBusId)) {
            switch (message) {
              case DriverMessage.OffBus _ ->
                  symptoms.put(FaultCause.OFF_BUS.cause(), Symptom.event(times, EVIDENCE));
              case DriverMessage.InitFailed _ ->
                  symptoms.put(FaultCause.INIT_FAILED.cause(), Symptom.event(times, EVIDENCE));
              case DriverMessage.SwitchError _ -> {}
            }
          }
        });
    return symptoms;
  }

  /** What is wrong with a GPU. */
  Map<Cause, Symptom> of(GpuSample gpu) {
    var symptoms = new LinkedHashMap<>(ofBus(gpu.identity().pciBusId()));
    fatal()
        .forEach(
            (error, times) -> {
              if (concerns(error, gpu)) {
                symptoms.put(new Cause.SwitchError(error.code(), true), symptom(error, times));
              }
            });
    return symptoms;
  }

  /** What is wrong with the node and with none of its GPUs. */
  Map<Cause, Symptom> ofNode() {
    var symptoms = new LinkedHashMap<Cause, Symptom>();
    fatal()
        .forEach(
            (error, times) -> {
              if (node.gpus().stream().noneMatch(gpu -> concerns(error, gpu))) {
                symptoms.put(new Cause.SwitchError(error.code(), false), symptom(error, times));
              }
            });
    return symptoms;
  }

  private Map<DriverMessage.SwitchError, Long> fatal() {
    var fatal = new LinkedHashMap<DriverMessage.SwitchError, Long>();
    fresh.forEach(
        (message, times) -> {
          if (message instanceof DriverMessage.SwitchError error && error.fatal()) {
            fatal.put(error, times);
          }
        });
    return fatal;
  }

  private static Symptom symptom(DriverMessage.SwitchError error, long times) {
    return Symptom.event(times, "of the NVSwitch " + error.pciBusId() + ", " + EVIDENCE);
  }

  private boolean concerns(DriverMessage.SwitchError error, GpuSample gpu) {
    boolean named = node.gpus().stream().anyMatch(any -> leadsTo(any, error.pciBusId()));
    return leadsTo(gpu, named ? error.pciBusId() : "");
  }

  private static boolean leadsTo(GpuSample gpu, String switchBusId) {
    return gpu.nvLinks().stream()
        .anyMatch(link -> link.remote().equals(new NvLink.ToSwitch(switchBusId)));
  }
}
