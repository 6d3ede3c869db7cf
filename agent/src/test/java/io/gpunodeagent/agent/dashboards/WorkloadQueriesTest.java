// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins with the workload hold over a range in which it became known. */
class WorkloadQueriesTest {

  private static final String EXPRESSION =
      ("increase(gpu_allocation_seconds_total[$__range])" + WorkloadDashboard.WORKLOAD)
          .replace("$__range", "10m");

  /** The name {@code none} where there is none. */
  private static final String NAMED =
      "label_replace(" + EXPRESSION + ", \"workload_name\", \"none\", \"workload_name\", \"\")";

  @TempDir Path folder;

  private static String labels(String pod, String more) {
    return "{job=\"agent\",instance=\"n1\",namespace=\"ns\",pod=\"%s\",pod_uid=\"u-%s\"%s}"
        .formatted(pod, pod, more);
  }

  private static RuleUnit pods() {
    return new RuleUnit()
        .series("gpu_allocation_seconds_total" + labels("late", ""), "0+60x20")
        .series("gpu_allocation_info" + labels("late", ""), "1x1 stale")
        .series(
            "gpu_allocation_info"
                + labels("late", ",workload_kind=\"Job\",workload_name=\"train\""),
            "_x1 1x18")
        .series("gpu_allocation_seconds_total" + labels("unknown", ""), "0+60x20")
        .series("gpu_allocation_info" + labels("unknown", ""), "1x20");
  }

  @Test
  void aWorkloadThatIsKnownLateCountsOnceAndForTheWholeRange() {
    var at = Duration.ofMinutes(10);
    pods()
        .expect(at, "workload_name", NAMED, "none", "train")
        .expectValue(at, "count(" + EXPRESSION + ")", 2)
        .expectValue(at, "sum(" + EXPRESSION + ") / 2", 600)
        .run(folder);
  }

  @Test
  void aWorkloadThatChangesItsNameIsOneOfTheTwo() {
    pods()
        .series(
            "gpu_allocation_info"
                + labels("late", ",workload_kind=\"Job\",workload_name=\"other\""),
            "_x7 1x1 stale")
        .expect(Duration.ofMinutes(10), "workload_name", NAMED, "none", "train")
        .run(folder);
  }
}
