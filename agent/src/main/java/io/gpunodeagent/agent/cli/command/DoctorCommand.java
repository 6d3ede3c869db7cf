// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.command;

import io.gpunodeagent.agent.cli.doctor.CheckResult;
import io.gpunodeagent.agent.cli.doctor.ClusterExamination;
import io.gpunodeagent.agent.cli.doctor.Examination;
import io.gpunodeagent.agent.cli.doctor.OtlpExamination;
import io.gpunodeagent.agent.cli.doctor.RecorderExamination;
import io.gpunodeagent.agent.cli.view.TextTable;
import io.gpunodeagent.agent.config.ConfigLoader;
import io.gpunodeagent.agent.config.Origin;
import io.gpunodeagent.agent.config.Outcome;
import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.faults.StartException;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.core.document.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what of the agent's surroundings is missing. */
@Command(
    name = "doctor",
    description = {
      "Checks what the agent needs here, and says what each missing piece costs and how to fix it.",
      "The exit code is 1 when something is missing."
    })
final class DoctorCommand implements Callable<Integer> {

  private final Options options;

  @Mixin private Output output = new Output();

  DoctorCommand(Options options) {
    this.options = options;
  }

  @Override
  public Integer call() throws InterruptedException {
    var findings = findings();
    options
        .around()
        .out()
        .print(
            output.of(
                false,
                () -> table(findings) + fixes(findings),
                () -> table(findings) + fixes(findings),
                () -> json(findings)));
    return findings.stream().allMatch(CheckResult::good) ? 0 : 1;
  }

  private static String table(List<CheckResult> findings) {
    var table = new TextTable();
    for (var finding : findings) {
      table.row(
          finding.good() ? "ok" : "missing", finding.subject(), finding.detail(), finding.cost());
    }
    return table.toString();
  }

  /** What to do about each finding; nothing where all is good. */
  private static String fixes(List<CheckResult> findings) {
    var table = new TextTable();
    findings.stream()
        .filter(finding -> !finding.good())
        .forEach(finding -> table.row("fix", finding.subject(), finding.fix()));
    var text = table.toString();
    return text.isEmpty() ? "" : "\n" + text;
  }

  private static JsonObject json(List<CheckResult> findings) {
    return new JsonObject()
        .put("good", findings.stream().allMatch(CheckResult::good))
        .put(
            "checks",
            findings.stream()
                .map(
                    finding ->
                        new JsonObject()
                            .put("good", finding.good())
                            .put("subject", finding.subject())
                            .put("detail", finding.detail())
                            .put("cost", JsonObject.textOrNull(finding.cost()))
                            .put("fix", JsonObject.textOrNull(finding.fix())))
                .toList());
  }

  private List<CheckResult> findings() throws InterruptedException {
    return switch (ConfigLoader.load(options.sources(Map.of()))) {
      case Outcome.Invalid(var problems) when Origin.isUsage(problems) ->
          throw Options.fault(problems);
      case Outcome.Invalid(var problems) ->
          Problem.lines(problems).stream()
              .map(
                  line ->
                      CheckResult.missing(
                          "configuration",
                          line,
                          "the agent does not start",
                          "correct it; check-config lists every problem"))
              .toList();
      case Outcome.Valid valid -> {
        options.quiet(valid);
        var all = new ArrayList<CheckResult>();
        all.add(CheckResult.good("configuration", valid.values().summary()));
        all.addAll(checks(valid));
        yield all;
      }
    };
  }

  private List<CheckResult> checks(Outcome.Valid valid) throws InterruptedException {
    var config = valid.config();
    var all = new ArrayList<CheckResult>();
    try (var preview = Preview.open(valid, options.sources(Map.of()), InstantSource.system())) {
      var shown = preview.read(OneReading.attributed());
      all.addAll(Examination.nvml(shown.node()));
      all.add(Examination.kernelLog(config.sampling()));
      all.add(
          Examination.processes(
              preview.sources().processes().proc(), shown.attributed().visibility()));
      all.addAll(new ClusterExamination(preview, config).findings(preview.allocations()));
      all.add(Examination.stateFile(preview.persistence(), valid.values().says("state.file")));
      all.add(RecorderExamination.of(config.recorder()));
    } catch (StartException refused) {
      all.add(
          CheckResult.missing(
              "scenario",
              refused.getMessage(),
              "the agent does not start",
              "correct the scenario, or name another"));
    }
    all.add(OtlpExamination.of(config.otlp(), options.around().version()));
    all.add(Examination.port(config.web()));
    return all;
  }
}
