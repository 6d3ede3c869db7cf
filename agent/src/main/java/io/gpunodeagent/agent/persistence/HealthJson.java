// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.persistence;

import static io.gpunodeagent.agent.document.JsonParts.count;
import static io.gpunodeagent.agent.document.JsonParts.countIfAny;
import static io.gpunodeagent.agent.document.JsonParts.instant;
import static io.gpunodeagent.agent.document.JsonParts.integer;
import static io.gpunodeagent.agent.document.JsonParts.label;
import static io.gpunodeagent.agent.document.JsonParts.list;
import static io.gpunodeagent.agent.document.JsonParts.span;
import static io.gpunodeagent.agent.document.JsonParts.text;
import static io.gpunodeagent.agent.document.JsonParts.truth;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.agent.document.JsonPart;
import io.gpunodeagent.agent.document.RecordPart;
import io.gpunodeagent.core.document.MappingReader;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.HealthFinding.Progress;
import io.gpunodeagent.core.health.HealthFinding.Reported;
import io.gpunodeagent.core.health.HealthMemory;
import io.gpunodeagent.core.health.HealthMemory.Gpu;
import io.gpunodeagent.core.health.HealthMemory.ResetCounters;
import io.gpunodeagent.core.health.cause.Cause;
import io.gpunodeagent.core.health.cause.FaultCause;
import io.gpunodeagent.core.health.cause.GpuState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link HealthMemory} as JSON. */
final class HealthJson {

  private static final JsonPart<Cause> CAUSE =
      new JsonPart<>() {
        private static final JsonPart<String> NAME = text("cause");
        private static final JsonPart<Cause> OF_FAULT =
            label("cause", FaultCause.values(), fault -> new Cause.Of(fault).label())
                .as(Cause.Of::new, cause -> ((Cause.Of) cause).fault());
        private static final JsonPart<Integer> NUMBER = integer("number");
        private static final JsonPart<Boolean> LINKED = truth("linked");

        @Override
        public Cause read(MappingReader keys) {
          return switch (NAME.read(keys)) {
            case "xid" -> new Cause.XidError(NUMBER.read(keys));
            case "xid_nonfatal" -> new Cause.XidNonFatal(NUMBER.read(keys));
            case "nvswitch_sxid" -> new Cause.SwitchError(NUMBER.read(keys), LINKED.read(keys));
            case "recovery_wanted" -> new Cause.RecoveryWanted(NUMBER.read(keys));
            case "nvlink_down" -> new Cause.NvLinkDown(NUMBER.read(keys));
            case "nvlink_flapping" -> new Cause.NvLinkFlapping(NUMBER.read(keys));
            default -> OF_FAULT.read(keys);
          };
        }

        @Override
        public void write(Cause cause, JsonGenerator json) throws IOException {
          NAME.write(cause.label(), json);
          switch (cause) {
            case Cause.XidError(int code) -> NUMBER.write(code, json);
            case Cause.XidNonFatal(int code) -> NUMBER.write(code, json);
            case Cause.SwitchError(int code, boolean linked) -> {
              NUMBER.write(code, json);
              LINKED.write(linked, json);
            }
            case Cause.RecoveryWanted(int code) -> NUMBER.write(code, json);
            case Cause.NvLinkDown(int link) -> NUMBER.write(link, json);
            case Cause.NvLinkFlapping(int link) -> NUMBER.write(link, json);
            case Cause.DriverUnavailable _, Cause.Of _ -> {}
          }
        }
      };

  /** Whether it was reported survives, when it was does not: clocks start again with the agent. */
  private static final JsonPart<Optional<Reported>> REPORTED =
      count("toldCount")
          .ifAny()
          .as(
              found -> found.map(count -> new Reported(Health.NEVER, count)),
              reported -> reported.map(Reported::count));

  private static final JsonPart<HealthFinding> FINDING =
      RecordPart.of(
          HealthFinding.class,
          CAUSE,
          instant("since"),
          instant("lastSeen"),
          count("count"),
          text("evidence"),
          RecordPart.of(
              Progress.class,
              span("badNanos"),
              span("goodNanos"),
              truth("raised"),
              truth("resetSeen"),
              REPORTED));

  private static final JsonPart<Gpu> GPU =
      RecordPart.of(
          Gpu.class,
          text("id"),
          text("name"),
          text("pciBusId"),
          label("state", GpuState.values(), GpuState::label),
          instant("since"),
          truth("resetDue"),
          RecordPart.of(
              ResetCounters.class,
              counter("correctedErrors"),
              counter("uncorrectedErrors"),
              counter("energyMillijoules")),
          findings("findings"));

  /** The fields of an object. */
  static final JsonPart<HealthMemory> PART =
      RecordPart.of(
          HealthMemory.class, list("gpus", HealthMemory.MOST_GPUS, GPU, Gpu::id), findings("node"));

  private HealthJson() {}

  private static JsonPart<List<HealthFinding>> findings(String name) {
    return list(name, HealthMemory.MOST_FINDINGS, FINDING, HealthFinding::cause);
  }

  /** A counter that the driver gave as negative is none. */
  private static JsonPart<OptionalLong> counter(String name) {
    return countIfAny(name)
        .as(count -> count, count -> count.orElse(-1) < 0 ? OptionalLong.empty() : count);
  }
}
