// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import io.gpunodeagent.core.health.cause.CauseRule.Clearing;
import io.gpunodeagent.core.health.cause.CauseRule.Onset;
import io.gpunodeagent.core.snapshot.DriverState.Problem;
import io.gpunodeagent.core.snapshot.XidKind;
import java.util.Locale;
import java.util.OptionalInt;

/** One thing that is wrong with a GPU, or with the node all of its GPUs depend on. */
public sealed interface Cause {

  /** The driver reported an XID. */
  record XidError(int code) implements Cause {}

  /** The driver reported an XID that it calls Nonfatal itself. */
  record XidNonFatal(int code) implements Cause {}

  /** The cause that an XID is. */
  static Cause ofXid(XidKind kind) {
    return kind.nonFatal() ? new XidNonFatal(kind.code()) : new XidError(kind.code());
  }

  /**
   * A fatal error of an NVSwitch.
   *
   * @param code the SXid's number
   * @param linked whether the GPU has links to the switch; false for a cause of the node alone
   */
  record SwitchError(int code, boolean linked) implements Cause {}

  /**
   * The driver wants something done.
   *
   * @param code {@code nvmlDeviceGpuRecoveryAction_t}, not 0
   */
  record RecoveryWanted(int code) implements Cause {}

  /** An NVLink that was up is down. */
  record NvLinkDown(int link) implements Cause {}

  /** An NVLink goes down again and again. */
  record NvLinkFlapping(int link) implements Cause {}

  /** NVML does not answer. */
  record DriverUnavailable(Problem problem) implements Cause {}

  /** A cause without a number of its own. */
  record Of(FaultCause fault) implements Cause {}

  /** What the cause is called in metrics, without numbers, such as {@code row_remap_pending}. */
  default String label() {
    return switch (this) {
      case XidError _ -> "xid";
      case XidNonFatal _ -> "xid_nonfatal";
      case SwitchError _ -> "nvswitch_sxid";
      case RecoveryWanted _ -> "recovery_wanted";
      case NvLinkDown _ -> "nvlink_down";
      case NvLinkFlapping _ -> "nvlink_flapping";
      case DriverUnavailable _ -> "driver_unavailable";
      case Of(var fault) -> fault.label();
    };
  }

  /**
   * What distinguishes it from other causes of the same kind: a code, a link or a problem; else
   * empty.
   */
  default String detail() {
    return switch (this) {
      case XidError(int code) -> Integer.toString(code);
      case XidNonFatal(int code) -> Integer.toString(code);
      case SwitchError(int code, var _) -> Integer.toString(code);
      case RecoveryWanted(int code) -> Integer.toString(code);
      case NvLinkDown(int link) -> Integer.toString(link);
      case NvLinkFlapping(int link) -> Integer.toString(link);
      case DriverUnavailable(var problem) -> problem.name().toLowerCase(Locale.ROOT);
      case Of _ -> "";
    };
  }

  /** One a GPU, such as {@code xid-79}. */
  default String key() {
    var kind = label().replace('_', '-');
    return detail().isEmpty() ? kind : kind + "-" + detail().replace('_', '-');
  }

  /** What it does to the GPU's state and when it is over. */
  default CauseRule rule() {
    return switch (this) {
      case XidError(int code) -> ofXid(XidCatalogue.of(code));
      case XidNonFatal(int code) ->
          ofXid(XidCatalogue.of(new XidKind(code, OptionalInt.empty(), true)));
      case SwitchError(int code, boolean linked) ->
          new CauseRule(
              linked ? GpuState.UNHEALTHY : GpuState.DEGRADED,
              Onset.AT_ONCE,
              linked ? Clearing.RESET : Clearing.LONG_QUIET,
              HealthAction.RESET_GPU,
              "fatal SXid " + code + " of an NVSwitch");
      case RecoveryWanted(int code) -> ofRecovery(code);
      case NvLinkDown(int link) ->
          new CauseRule(
              GpuState.DEGRADED,
              Onset.AT_ONCE,
              Clearing.SETTLED,
              HealthAction.RESET_GPU,
              "NVLink " + link + " is down");
      case NvLinkFlapping(int link) ->
          new CauseRule(
              GpuState.DEGRADED,
              Onset.AT_ONCE,
              Clearing.QUIET,
              HealthAction.DRAIN_AND_INSPECT,
              "NVLink " + link + " goes down again and again");
      case DriverUnavailable(var problem) -> ofDriver(problem);
      case Of(var fault) -> fault.rule();
    };
  }

  private static CauseRule ofXid(Xid xid) {
    var meaning = "XID " + xid.code() + " " + xid.meaning();
    return switch (xid.severity()) {
      case INFORMATIONAL, APPLICATION ->
          new CauseRule(GpuState.HEALTHY, Onset.AT_ONCE, Clearing.QUIET, xid.action(), meaning);
      case DEGRADED ->
          new CauseRule(
              GpuState.DEGRADED,
              Onset.AT_ONCE,
              xid.recoveryReported() ? Clearing.RECOVERY_TOLD : Clearing.LONG_QUIET,
              xid.action(),
              meaning);
      case FATAL ->
          new CauseRule(
              GpuState.UNHEALTHY,
              Onset.AT_ONCE,
              xid.recoveryReported() ? Clearing.RECOVERY_TOLD : Clearing.RESET,
              xid.action(),
              meaning);
      case UNKNOWN ->
          new CauseRule(
              GpuState.UNKNOWN,
              Onset.AT_ONCE,
              xid.recoveryReported() ? Clearing.RECOVERY_TOLD : Clearing.LONG_QUIET,
              xid.action(),
              meaning);
    };
  }

  private static CauseRule ofRecovery(int code) {
    return RecoveryAction.of(code)
        .map(known -> wanted(known.effect(), known.action(), known.wants()))
        .orElseGet(
            () ->
                wanted(
                    GpuState.UNKNOWN,
                    HealthAction.DRAIN_AND_INSPECT,
                    "unknown recovery action " + code));
  }

  private static CauseRule wanted(GpuState effect, HealthAction action, String what) {
    return new CauseRule(
        effect, Onset.AT_ONCE, Clearing.SETTLED, action, "the driver wants " + what);
  }

  private static CauseRule ofDriver(Problem problem) {
    return switch (problem) {
      case STARTING ->
          unavailable(
              GpuState.UNKNOWN, Clearing.AT_ONCE, HealthAction.NONE, "NVML is being loaded");
      case DRIVER_NOT_LOADED ->
          unavailable(
              GpuState.UNHEALTHY,
              Clearing.SETTLED,
              HealthAction.RESTART_NODE,
              "the driver is not loaded");
      case VERSION_MISMATCH ->
          unavailable(
              GpuState.UNHEALTHY,
              Clearing.SETTLED,
              HealthAction.RESTART_NODE,
              "driver and library are of different releases");
      case SAMPLING_STALLED ->
          unavailable(
              GpuState.UNKNOWN,
              Clearing.SETTLED,
              HealthAction.NONE,
              "the agent's readings are too old");
      case LIBRARY_NOT_FOUND, LIBRARY_INVALID, NO_PERMISSION, RELOAD_BLOCKED, INIT_FAILED ->
          unavailable(
              GpuState.UNKNOWN, Clearing.SETTLED, HealthAction.NONE, "NVML does not answer");
    };
  }

  private static CauseRule unavailable(
      GpuState effect, Clearing clearing, HealthAction action, String meaning) {
    var onset = effect == GpuState.UNHEALTHY ? Onset.UNKNOWN_UNTIL_PERSISTENT : Onset.AT_ONCE;
    return new CauseRule(effect, onset, clearing, action, meaning);
  }
}
