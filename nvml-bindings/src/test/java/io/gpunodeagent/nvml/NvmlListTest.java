// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists whose length changes while they are read, played in Java. */
class NvmlListTest {
  private static final VersionedList LIST = new VersionedList(0x01000018, 4, 16, 4);

  private final NvmlDevice device = new NvmlDevice(new NvmlSession(), 1);

  @Test
  void aListThatGrowsIsReadInTheEnd() {
    AtomicInteger size = new AtomicInteger(150);

    NvmlResult<List<Integer>> result = read((count, array) -> grow(size, 200, count, array));

    assertThat(result.orElseThrow()).isEqualTo(IntStream.range(0, 750).boxed().toList());
  }

  @Test
  void aListThatOutgrowsEveryBufferFails() {
    AtomicInteger size = new AtomicInteger(1 << 20);

    NvmlResult<List<Integer>> result = read((count, array) -> grow(size, 1 << 20, count, array));

    assertThat(result.code()).isEqualTo(NvmlReturn.INSUFFICIENT_SIZE);
  }

  @Test
  void aCountBeyondTheBufferIsNotUsed() {
    NvmlResult<List<Integer>> result =
        read(
            (count, array) -> {
              Foreign.at(count).putInt(0, -1);
              return 0;
            });

    assertThat(result.orElseThrow()).hasSize(128);
  }

  @Test
  void aStructLeadsToItsArray() {
    NvmlResult<List<Integer>> result =
        NvmlList.readVersioned(
            device,
            "f",
            (handle, struct) -> {
              Foreign memory = Foreign.at(struct);
              assertThat(memory.getInt(0)).isEqualTo(0x01000018);
              assertThat(memory.getInt(8)).isEqualTo(99);
              long array =
                  Integer.toUnsignedLong(memory.getInt(16)) | (long) memory.getInt(20) << 32;
              boolean fits = memory.getInt(4) >= 300;
              memory.putInt(4, 300);
              if (fits) {
                IntStream.range(0, 300).forEach(i -> Foreign.at(array).putInt(4L * i, i));
              }
              return fits ? 0 : 7;
            },
            LIST,
            request -> request.putInt(8, 99),
            Scratch::count);

    assertThat(result.orElseThrow()).isEqualTo(IntStream.range(0, 300).boxed().toList());
  }

  private NvmlResult<List<Integer>> read(NvmlList.Call call) {
    return NvmlList.read(device.session(), "f", call, Integer.BYTES, Scratch::count);
  }

  /** Answers with numbers from zero up; each refusal makes the list longer. */
  private static int grow(AtomicInteger size, int by, long count, long array) {
    int needed = size.get();
    boolean fits = Foreign.at(count).getInt(0) >= needed;
    Foreign.at(count).putInt(0, needed);
    if (!fits) {
      size.addAndGet(by);
      return 7;
    }
    IntStream.range(0, needed).forEach(i -> Foreign.at(array).putInt(4L * i, i));
    return 0;
  }
}
