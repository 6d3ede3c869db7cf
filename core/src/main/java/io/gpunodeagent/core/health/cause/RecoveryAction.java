// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import java.util.Optional;
import java.util.stream.Stream;

/** What a driver wants done to a GPU: the numbers of {@code nvmlDeviceGpuRecoveryAction_t}. */
public enum RecoveryAction {
  GPU_RESET(1, GpuState.UNHEALTHY, HealthAction.RESET_GPU, "a GPU reset"),
  NODE_REBOOT(2, GpuState.UNHEALTHY, HealthAction.RESTART_NODE, "a restart of the node"),
  DRAIN_P2P(3, GpuState.DEGRADED, HealthAction.DRAIN_PEER_TO_PEER, "peer-to-peer work drained"),
  DRAIN_AND_RESET(4, GpuState.DEGRADED, HealthAction.RESET_GPU, "work drained and a GPU reset"),
  RECOVER_IMEX_DOMAIN(
      5, GpuState.UNHEALTHY, HealthAction.RECOVER_IMEX, "the IMEX domain recovered"),
  /** Since driver 615. */
  BUS_RESET(6, GpuState.UNHEALTHY, HealthAction.RESET_BUS, "a reset of the GPU's bus"),
  /** Since driver 615. */
  SYSTEM_REBOOT(7, GpuState.UNHEALTHY, HealthAction.RESTART_NODE, "a restart of the system");

  private final int code;
  private final GpuState effect;
  private final HealthAction action;
  private final String wants;

  RecoveryAction(int code, GpuState effect, HealthAction action, String wants) {
    this.code = code;
    this.effect = effect;
    this.action = action;
    this.wants = wants;
  }

  /** The action with NVML's number; empty for 0 and for numbers of newer drivers. */
  public static Optional<RecoveryAction> of(int code) {
    return Stream.of(values()).filter(action -> action.code == code).findFirst();
  }

  /** What a GPU is that needs it. */
  GpuState effect() {
    return effect;
  }

  HealthAction action() {
    return action;
  }

  /** What the driver wants, as the object of a sentence. */
  String wants() {
    return wants;
  }
}
