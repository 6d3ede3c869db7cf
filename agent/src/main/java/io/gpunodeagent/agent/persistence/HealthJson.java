package io.gpunodeagent.agent.persistence;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.health.Cause;
import io.gpunodeagent.core.health.FaultCause;
import io.gpunodeagent.core.health.GpuState;
import io.gpunodeagent.core.health.Health;
import io.gpunodeagent.core.health.HealthFinding;
import io.gpunodeagent.core.health.HealthFinding.Progress;
import io.gpunodeagent.core.health.HealthFinding.Told;
import io.gpunodeagent.core.health.HealthMemory;
import io.gpunodeagent.core.health.HealthMemory.Gpu;
import io.gpunodeagent.core.health.HealthMemory.ResetCounters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link HealthMemory} as JSON. */
final class HealthJson {

  private static final String XID = "xid";
  private static final String XID_NONFATAL = "xid_nonfatal";
  private static final String SWITCH = "nvswitch_sxid";
  private static final String RECOVERY = "recovery_wanted";
  private static final String LINK_DOWN = "nvlink_down";
  private static final String LINK_FLAPPING = "nvlink_flapping";

  private HealthJson() {}

  /** Writes the fields of an object. */
  static void write(HealthMemory health, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("gpus");
    for (var gpu : health.gpus()) {
      json.writeStartObject();
      gpu(gpu, json);
      json.writeEndObject();
    }
    json.writeEndArray();
    findings("node", health.node(), json);
  }

  private static void gpu(Gpu gpu, JsonGenerator json) throws IOException {
    json.writeStringField("id", gpu.id());
    json.writeStringField("name", gpu.name());
    json.writeStringField("pciBusId", gpu.pciBusId());
    json.writeStringField("state", gpu.state().label());
    json.writeStringField("since", gpu.since().toString());
    json.writeBooleanField("resetDue", gpu.resetDue());
    count("correctedErrors", gpu.counters().correctedErrors(), json);
    count("uncorrectedErrors", gpu.counters().uncorrectedErrors(), json);
    count("energyMillijoules", gpu.counters().energyMillijoules(), json);
    findings("findings", gpu.findings(), json);
  }

  private static void count(String name, OptionalLong count, JsonGenerator json)
      throws IOException {
    if (count.orElse(-1) >= 0) {
      json.writeNumberField(name, count.getAsLong());
    }
  }

  private static void findings(String name, List<HealthFinding> findings, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (var finding : findings) {
      json.writeStartObject();
      cause(finding.cause(), json);
      json.writeStringField("since", finding.since().toString());
      json.writeStringField("lastSeen", finding.lastSeen().toString());
      json.writeNumberField("count", finding.count());
      json.writeStringField("evidence", finding.evidence());
      var progress = finding.progress();
      json.writeNumberField("badNanos", progress.bad().toNanos());
      json.writeNumberField("goodNanos", progress.good().toNanos());
      json.writeBooleanField("raised", progress.raised());
      json.writeBooleanField("resetSeen", progress.resetSeen());
      if (progress.told().isPresent()) {
        json.writeNumberField("toldCount", progress.told().get().count());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void cause(Cause cause, JsonGenerator json) throws IOException {
    json.writeStringField("cause", cause.label());
    switch (cause) {
      case Cause.XidError(int code) -> json.writeNumberField("number", code);
      case Cause.XidNonFatal(int code) -> json.writeNumberField("number", code);
      case Cause.SwitchError(int code, boolean linked) -> {
        json.writeNumberField("number", code);
        json.writeBooleanField("linked", linked);
      }
      case Cause.RecoveryWanted(int code) -> json.writeNumberField("number", code);
      case Cause.NvLinkDown(int link) -> json.writeNumberField("number", link);
      case Cause.NvLinkFlapping(int link) -> json.writeNumberField("number", link);
      case Cause.DriverUnavailable _, Cause.Of _ -> {}
    }
  }

  /** What was written. */
  static HealthMemory read(Fields health) throws UnusableException {
    var gpus = new ArrayList<Gpu>();
    var ids = new HashSet<String>();
    for (var fields : health.list("gpus", HealthMemory.MOST_GPUS)) {
      var gpu = gpu(fields);
      if (!ids.add(gpu.id())) {
        throw fields.wrong("id", "must not be there twice");
      }
      gpus.add(gpu);
    }
    var memory = new HealthMemory(gpus, findings(health, "node"));
    health.end();
    return memory;
  }

  private static Gpu gpu(Fields fields) throws UnusableException {
    var gpu =
        new Gpu(
            fields.text("id"),
            fields.text("name"),
            fields.text("pciBusId"),
            fields.named("state", GpuState.values(), GpuState::label),
            fields.instant("since"),
            fields.truth("resetDue"),
            new ResetCounters(
                fields.countIfAny("correctedErrors"),
                fields.countIfAny("uncorrectedErrors"),
                fields.countIfAny("energyMillijoules")),
            findings(fields, "findings"));
    fields.end();
    return gpu;
  }

  private static List<HealthFinding> findings(Fields owner, String name) throws UnusableException {
    var findings = new ArrayList<HealthFinding>();
    var causes = new HashSet<Cause>();
    for (var fields : owner.list(name, HealthMemory.MOST_FINDINGS)) {
      var finding = finding(fields);
      if (!causes.add(finding.cause())) {
        throw fields.wrong("cause", "must not be there twice with the same number");
      }
      findings.add(finding);
    }
    return findings;
  }

  private static HealthFinding finding(Fields fields) throws UnusableException {
    var told = fields.countIfAny("toldCount");
    var finding =
        new HealthFinding(
            cause(fields),
            fields.instant("since"),
            fields.instant("lastSeen"),
            fields.count("count"),
            fields.text("evidence"),
            new Progress(
                fields.span("badNanos"),
                fields.span("goodNanos"),
                fields.truth("raised"),
                fields.truth("resetSeen"),
                told.isPresent()
                    ? Optional.of(new Told(Health.NEVER, told.getAsLong()))
                    : Optional.empty()));
    fields.end();
    return finding;
  }

  private static Cause cause(Fields fields) throws UnusableException {
    return switch (fields.text("cause")) {
      case XID -> new Cause.XidError(number(fields));
      case XID_NONFATAL -> new Cause.XidNonFatal(number(fields));
      case SWITCH -> new Cause.SwitchError(number(fields), fields.truth("linked"));
      case RECOVERY -> new Cause.RecoveryWanted(number(fields));
      case LINK_DOWN -> new Cause.NvLinkDown(number(fields));
      case LINK_FLAPPING -> new Cause.NvLinkFlapping(number(fields));
      default ->
          new Cause.Of(
              fields.named("cause", FaultCause.values(), fault -> new Cause.Of(fault).label()));
    };
  }

  private static int number(Fields fields) throws UnusableException {
    long number = fields.whole("number");
    if (number != (int) number) {
      throw fields.wrong("number", "must fit 32 bits");
    }
    return (int) number;
  }
}
