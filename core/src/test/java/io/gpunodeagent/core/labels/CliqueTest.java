// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static io.gpunodeagent.core.labels.Machine.Gpu.h100;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliqueTest {

  private static final String KEY = "nvidia.com/gpu.clique";
  private static final String RACK = "5f3a9c12-7b60-4d1e-8a44-20c6be91d703";
  private static final String OTHER = "6f3a9c12-7b60-4d1e-8a44-20c6be91d703";
  private static final String NONE = "00000000-0000-0000-0000-000000000000";

  @ParameterizedTest
  @CsvSource({"0,0," + RACK, "1,0," + RACK, "2,0," + RACK, "3,999," + RACK, "3,0," + NONE})
  void aGpuIsAttachedWhenRegistrationSucceededInANamedCluster(long state, long status, String id) {
    assertThat(new Machine().gpu(h100(0).fabric(state, status, id, 2)).labels().labels())
        .doesNotContainKey(KEY);
  }

  @Test
  void theClusterIsWrittenInLowerCase() {
    assertThat(
            new Machine()
                .gpu(h100(0).fabric(3, 0, "5F3A9C12-7B60-4D1E-8A44-20C6BE91D703", 32766))
                .labels()
                .labels())
        .containsEntry(KEY, RACK + ".32766");
  }

  @Test
  void partialAttachmentIsLabelledAllTheSame() {
    var machine =
        new Machine().gpu(h100(0).fabric(3, 0, RACK, 2)).gpu(h100(1).fabric(2, 0, NONE, 0));
    assertThat(machine.labels().labels()).containsEntry(KEY, RACK + ".2");
  }

  @Test
  void severalCliquesOrClustersLeaveNone() {
    var cliques =
        new Machine()
            .gpu(h100(0).fabric(3, 0, RACK, 2))
            .gpu(h100(1).fabric(3, 0, RACK, 3))
            .labels();
    var clusters =
        new Machine()
            .gpu(h100(0).fabric(3, 0, RACK, 2))
            .gpu(h100(1).fabric(3, 0, OTHER, 2))
            .labels();
    assertThat(cliques.labels()).doesNotContainKey(KEY);
    assertThat(clusters.labels()).doesNotContainKey(KEY);
    assertThat(cliques.isUnknown(KEY)).isFalse();
    assertThat(clusters.problems()).anyMatch(problem -> problem.key().equals(KEY));
  }

  @Test
  void anErrorKeepsTheLastClique() {
    var failed = h100(1).with(DeviceSignal.FABRIC_STATE, Reading.failed("f", 999));
    var set = new Machine().gpu(h100(0).fabric(3, 0, RACK, 2)).gpu(failed).labels();
    assertThat(set.labels()).doesNotContainKey(KEY);
    assertThat(set.isUnknown(KEY)).isTrue();
  }
}
