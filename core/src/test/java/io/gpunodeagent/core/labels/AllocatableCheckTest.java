// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labels of sharing beside what the kubelet has to give out. */
class AllocatableCheckTest {

  private static final String GPU = "nvidia.com/gpu";
  private static final String SHARED = "nvidia.com/gpu.shared";

  @Test
  void whatTheKubeletConfirmsStays() {
    var made = labels(GPU, "4", "T4-SHARED");
    assertThat(AllocatableCheck.of(made, offered(GPU, 4, 4))).isEqualTo(made);
    assertThat(AllocatableCheck.of(made, offered(SHARED, 4))).isEqualTo(made);
  }

  @Test
  void aReplicaThatIsUnhealthyOnOneGpuContradictsNothing() {
    var made = labels(GPU, "4", "T4-SHARED");
    assertThat(AllocatableCheck.of(made, offered(GPU, 3, 4))).isEqualTo(made);
  }

  @Test
  void anotherNumberOfReplicasLeavesTheLabelsOfSharingOut() {
    var checked = AllocatableCheck.of(labels(GPU, "4", "T4-SHARED"), offered(GPU, 8));

    assertThat(checked.labels()).containsOnlyKeys(GPU + ".product", GPU + ".count");
    assertThat(checked.isUnknown(GPU + ".replicas")).isFalse();
    assertThat(checked.problems())
        .singleElement()
        .extracting(Problem::line)
        .asString()
        .startsWith(
            "nvidia.com/gpu.replicas: \"4\" contradicts the kubelet, which offers each device 8"
                + " times: ");
  }

  @Test
  void aProductThatIsSharedByTheConfigurationAloneIsLeftOutToo() {
    assertThat(AllocatableCheck.of(labels(GPU, "4", "T4-SHARED"), offered(GPU, 0)).labels())
        .containsOnlyKeys(GPU + ".count");
    assertThat(AllocatableCheck.of(labels(GPU, "1", "T4"), offered(GPU, 2)).labels())
        .containsOnlyKeys(GPU + ".count");
  }

  @Test
  void eachResourceIsJudgedByItsOwnIds() {
    var mig = "nvidia.com/mig-1g.5gb";
    var both = new TreeMap<>(labels(GPU, "1", "A100").labels());
    both.putAll(labels(mig, "2", "A100-MIG-1g.5gb-SHARED").labels());
    var made = new LabelSet(both, new TreeMap<>(), Set.of(), List.of());

    var checked = AllocatableCheck.of(made, offered(mig, 3));

    assertThat(checked.labels())
        .containsKeys(GPU + ".replicas", GPU + ".sharing-strategy", mig + ".product")
        .doesNotContainKeys(mig + ".replicas", mig + ".sharing-strategy");
  }

  @Test
  void withoutTheKubeletsWordAndOfSlotsNothingIsContradicted() {
    var made = labels(GPU, "4", "T4-SHARED");
    var slots =
        new Allocatable.Known(
            List.of(new Allocatable.Entry(GPU, new DeviceId.Slot("GPU-0", 0), Set.of())));
    assertThat(AllocatableCheck.of(made, new Allocatable.Unknown("not told"))).isEqualTo(made);
    assertThat(AllocatableCheck.of(made, slots)).isEqualTo(made);
    assertThat(AllocatableCheck.of(made, offered("nvidia.com/other", 2))).isEqualTo(made);
    assertThat(AllocatableCheck.of(labels(GPU, "0", "T4"), offered(GPU, 2)).labels())
        .as("a resource outside of any sharing")
        .containsKey(GPU + ".replicas");
  }

  private static LabelSet labels(String resource, String replicas, String product) {
    return new LabelSet(
        new TreeMap<>(
            Map.of(
                resource + ".replicas",
                replicas,
                resource + ".sharing-strategy",
                replicas.equals("1") ? "none" : "time-slicing",
                resource + ".product",
                product,
                resource + ".count",
                "2")),
        new TreeMap<>(),
        Set.of(),
        List.of());
  }

  /** GPUs of one resource, each in so many replicas; 0 is a whole one. */
  private static Allocatable offered(String resource, int... replicas) {
    var entries = new ArrayList<Allocatable.Entry>();
    for (int i = 0; i < replicas.length; i++) {
      entries.add(
          new Allocatable.Entry(
              resource,
              new DeviceId.Gpu("GPU-" + i),
              IntStream.range(0, replicas[i]).boxed().collect(Collectors.toSet())));
    }
    return new Allocatable.Known(entries);
  }
}
