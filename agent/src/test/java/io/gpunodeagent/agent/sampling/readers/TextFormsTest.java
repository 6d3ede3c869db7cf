// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.sampling.calls.PciBusId;
import io.gpunodeagent.nvml.NvmlMigAttributes;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses, lists and profile names as people and other tools write them. */
class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "0000:1b:00.0, 00000000:1B:00.0",
    "00000000:1B:00.0, 00000000:1B:00.0",
    "00000008:06:00.0, 00000008:06:00.0",
    "10000:e1:00.0, 00010000:E1:00.0",
  })
  void busIdsHaveEightDigitsOfDomain(String given, String canonical) {
    assertThat(PciBusId.canonical(given)).isEqualTo(canonical);
  }

  @Test
  void setsAreWrittenAsRanges() {
    assertThat(IndexList.of(new BitSet())).isEmpty();
    var set = new BitSet();
    set.set(0, 56);
    set.set(112, 168);
    set.set(200);
    assertThat(IndexList.of(set)).isEqualTo("0-55,112-167,200");
  }

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3 MIG 1g.10gb, 1g.10gb, 1g.10gb",
    "NVIDIA A100-SXM4-40GB MIG 1c.3g.20gb, 1c.3g.20gb, 3g.20gb",
    "NVIDIA H100 80GB HBM3 MIG 1g.10gb+me, 1g.10gb+me, 1g.10gb+me",
  })
  void aProfileIsTheEndOfTheName(String name, String compute, String gpu) {
    assertThat(MigProfile.inName(name)).contains(new MigProfile(compute, gpu));
  }

  @Test
  void aNameWithoutAProfileHasNone() {
    assertThat(MigProfile.inName("NVIDIA A100-SXM4-40GB")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1,  4864, 1g.5gb,     1g.5gb",
    "3, 3, 40448, 3g.40gb,    3g.40gb",
    "3, 1, 19968, 1c.3g.20gb, 3g.20gb",
    "7, 7, 81559, 7g.80gb,    7g.80gb",
  })
  void aProfileCanBeToldFromTheSize(
      int slices, int computeSlices, long mib, String compute, String gpu) {
    var size = new NvmlMigAttributes(16, 1, 0, 0, 0, 0, slices, computeSlices, mib);
    assertThat(MigProfile.ofSize(size)).isEqualTo(new MigProfile(compute, gpu));
  }
}
