// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gpu:dcgm_idle:pods}, which knows nothing but DCGM's names, fails closed too. */
class DcgmIdleRulesTest {

  private static final Duration LATER = Duration.ofMinutes(70);
  private static final String UTIL = "DCGM_FI_DEV_GPU_UTIL";

  @TempDir Path folder;

  private static String dcgm(String metric, String uuid, String pod) {
    return "%s{job=\"dcgm\",instance=\"n1\",Hostname=\"n1\",UUID=\"%s\",namespace=\"ns\",pod=\"%s\",container=\"main\"}"
        .formatted(metric, uuid, pod);
  }

  private static RuleUnit node(String... gpus) {
    var node = new RuleUnit().series("up{job=\"dcgm\",instance=\"n1\"}", "1x120");
    for (var gpu : gpus) {
      node.series(dcgm(UTIL, gpu, "p1"), "0x120")
          .series(dcgm("DCGM_FI_DEV_GPU_TEMP", gpu, "p1"), "30x120");
    }
    return node;
  }

  @Test
  void aPodWhoseGpusRestedForHalfAnHourIsIdle() {
    node("G1", "G2")
        .expect(Duration.ofMinutes(20), "pod", "gpu:dcgm_idle:pods")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods", "p1")
        .expectValue(LATER, "sum(gpu:dcgm_idle:pods)", 2)
        .run(folder);
  }

  @Test
  void gapsAndWorkAreNotIdle() {
    var values =
        Map.of(
            "one zero after a gap", "90x20 _x49 0x50",
            "five minutes after a gap", "90x20 _x44 0x55",
            "a gap in the middle", "0x50 _x7 0x60",
            "a gap at the end", "0x62 _x50",
            "two values of thirty missing", "0x50 _x1 0x3 _x1 0x60",
            "work in the half-hour", "0x45 3x1 0x70",
            "work until now", "99x120");
    var units = new LinkedHashMap<String, RuleUnit>();
    values.forEach(
        (what, series) ->
            units.put(
                what,
                node("G1")
                    .series(dcgm(UTIL, "G1", "p1"), series)
                    .expect(LATER, "pod", "gpu:dcgm_idle:pods")));
    RuleUnit.run(folder, units);
  }

  @Test
  void aProfilingMetricStuckAtZeroDoesNotHideUse() {
    node("G1")
        .series(dcgm("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "G1", "p1"), "0x120")
        .series(dcgm(UTIL, "G1", "p1"), "99x120")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods")
        .run(folder);
  }

  @Test
  void anyOtherFigureOfUseKeepsAPod() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var metric :
        List.of(
            "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
            "DCGM_FI_DEV_ENC_UTIL",
            "DCGM_FI_DEV_DEC_UTIL",
            "DCGM_FI_DEV_MEM_COPY_UTIL")) {
      units.put(
          metric,
          node("G1")
              .series(dcgm(metric, "G1", "p1"), "0x50 0.2x2 0x68")
              .expect(LATER, "pod", "gpu:dcgm_idle:pods"));
    }
    RuleUnit.run(folder, units);
  }

  @Test
  void oneBusyGpuOfTwoKeepsThePod() {
    node("G1", "G2")
        .series(dcgm(UTIL, "G2", "p1"), "50x120")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods")
        .run(folder);
  }

  @Test
  void aShareOfAnotherGpuKeepsThePod() {
    var units = new LinkedHashMap<String, RuleUnit>();
    for (var sharing : List.of("replicas", "compute_instances", "common")) {
      units.put(
          sharing,
          node("G1")
              .series(allocation("G1", "exclusive"), "1x120")
              .series(allocation("G2", sharing), "1x120")
              .expect(LATER, "pod", "gpu:dcgm_idle:pods"));
    }
    units.put(
        "exclusive alone",
        node("G1")
            .series(allocation("G1", "exclusive"), "1x120")
            .expect(LATER, "pod", "gpu:dcgm_idle:pods", "p1"));
    RuleUnit.run(folder, units);
  }

  private static String allocation(String uuid, String sharing) {
    return dcgm("gpu_allocation_info", uuid, "p1").replace("}", ",sharing=\"" + sharing + "\"}");
  }

  @Test
  void aGpuWithoutReadingsKeepsThePod() {
    node("G1", "G2")
        .series(dcgm(UTIL, "G2", "p1"), "0x50 stale")
        .series(dcgm("DCGM_FI_DEV_GPU_TEMP", "G2", "p1"), "30x50 stale")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods")
        .run(folder);
  }

  @Test
  void aPodThatCameLaterIsNotIdleYet() {
    node()
        .series(dcgm(UTIL, "G1", "old"), "0x50 stale")
        .series(dcgm("DCGM_FI_DEV_GPU_TEMP", "G1", "old"), "30x50 stale")
        .series(dcgm(UTIL, "G1", "new"), "_x51 0x69")
        .series(dcgm("DCGM_FI_DEV_GPU_TEMP", "G1", "new"), "_x51 30x69")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods")
        .run(folder);
  }

  @Test
  void migInstancesAreNotJudgedByTheseNames() {
    node()
        .series(
            dcgm("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "G1", "p1").replace("}", ",GPU_I_ID=\"7\"}"),
            "0x120")
        .series(dcgm("DCGM_FI_DEV_GPU_TEMP", "G1", "p1").replace("}", ",GPU_I_ID=\"7\"}"), "30x120")
        .expect(LATER, "pod", "gpu:dcgm_idle:pods")
        .run(folder);
  }
}
