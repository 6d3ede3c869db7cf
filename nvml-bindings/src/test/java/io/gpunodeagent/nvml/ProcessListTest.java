// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which drivers of all ages list processes, played in Java. */
class ProcessListTest {
  private static final int NOT_FOUND_FUNCTION = 13;
  private static final int INSUFFICIENT_SIZE = 7;

  private final NvmlDevice device = new NvmlDevice(new NvmlSession(), 1);

  @ParameterizedTest
  @CsvSource({"0, 24", "1, 24", "2, 24", "7, 24", "128, 24", "1, 32", "2, 32", "7, 32", "128, 32"})
  void entriesOfBothSizesAreRead(int processes, int entrySize) {
    NvmlResult<List<NvmlProcess>> result =
        read((handle, count, array) -> list(processes, entrySize, count, array));

    assertThat(result.orElseThrow()).isEqualTo(expected(processes));
  }

  @ParameterizedTest
  @CsvSource({"129, 24", "129, 32", "1000, 24", "1000, 32"})
  void aListLongerThanTheBufferIsReadAgain(int processes, int entrySize) {
    List<Integer> capacities = new ArrayList<>();

    NvmlResult<List<NvmlProcess>> result =
        read(
            (handle, count, array) -> {
              capacities.add(Foreign.at(count).getInt(0));
              return list(processes, entrySize, count, array);
            });

    assertThat(result.orElseThrow()).isEqualTo(expected(processes));
    assertThat(capacities)
        .hasSize(2)
        .last()
        .satisfies(last -> assertThat(last).isGreaterThan(processes));
  }

  /** What a driver writes for memory that it may not report, and outside MIG. */
  @Test
  void unknownMemoryAndInstancesAreEmpty() {
    NvmlResult<List<NvmlProcess>> result =
        read(
            (handle, count, array) -> {
              Foreign.at(count).putInt(0, 1);
              Foreign.at(array).putInt(0, 42).putLong(8, -1).putInt(16, -1).putInt(20, -1);
              return 0;
            });

    assertThat(result.orElseThrow())
        .containsExactly(
            new NvmlProcess(42, OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty()));
  }

  /** All values are unknown, so only the process ids distinguish an entry from the pattern. */
  @ParameterizedTest
  @CsvSource({"2, 24", "2, 32", "3, 24", "3, 32"})
  void entriesOfBothSizesAreDistinguishedWhenNothingIsKnown(int processes, int entrySize) {
    NvmlResult<List<NvmlProcess>> result =
        read(
            (handle, count, array) -> {
              Foreign.at(count).putInt(0, processes);
              for (int i = 0; i < processes; i++) {
                Foreign entry = Foreign.at(array + (long) i * entrySize).putInt(0, 100 + i);
                for (int at = 8; at < entrySize; at += 8) {
                  entry.putLong(at, -1);
                }
              }
              return 0;
            });

    assertThat(result.orElseThrow())
        .extracting(NvmlProcess::pid)
        .containsExactlyElementsOf(IntStream.range(100, 100 + processes).boxed().toList());
  }

  @Test
  void anOlderDriverIsReadInTheSecondForm() {
    NvmlResult<List<NvmlProcess>> result =
        ProcessList.read(
            device,
            new ProcessList.Forms(
                "f",
                ProcessListTest::absent,
                (handle, count, array) -> list(3, 24, count, array),
                ProcessListTest::absent));

    assertThat(result.orElseThrow()).isEqualTo(expected(3));
  }

  @Test
  void theOldestDriverIsReadInTheFirstForm() {
    NvmlResult<List<NvmlProcess>> result =
        ProcessList.read(
            device,
            new ProcessList.Forms(
                "f",
                ProcessListTest::absent,
                ProcessListTest::absent,
                (handle, count, array) -> {
                  Foreign.at(count).putInt(0, 2);
                  Foreign.at(array).putInt(0, 7).putLong(8, 70).putInt(16, 8).putLong(24, -1);
                  return 0;
                }));

    assertThat(result.orElseThrow())
        .containsExactly(
            new NvmlProcess(7, OptionalLong.of(70), OptionalInt.empty(), OptionalInt.empty()),
            new NvmlProcess(8, OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty()));
  }

  @Test
  void anErrorOtherThanAbsenceIsFinal() {
    NvmlResult<List<NvmlProcess>> result = read((handle, count, array) -> 4);

    assertThat(result).isEqualTo(new NvmlResult.Failure<>("f_v3", NvmlReturn.NO_PERMISSION));
  }

  private NvmlResult<List<NvmlProcess>> read(Shapes.Of2 third) {
    return ProcessList.read(
        device,
        new ProcessList.Forms("f", third, ProcessListTest::absent, ProcessListTest::absent));
  }

  private static int absent(long handle, long count, long array) {
    return NOT_FOUND_FUNCTION;
  }

  /** Answers as NVML does, and never writes more than there is room for. */
  private static int list(int processes, int entrySize, long count, long array) {
    int capacity = Foreign.at(count).getInt(0);
    Foreign.at(count).putInt(0, processes);
    if (processes > capacity) {
      return INSUFFICIENT_SIZE;
    }
    for (int i = 0; i < processes; i++) {
      Foreign entry = Foreign.at(array + (long) i * entrySize);
      entry.putInt(0, 100 + i).putLong(8, 1000L + i).putInt(16, i).putInt(20, 0);
      if (entrySize == 32) {
        entry.putLong(24, 0);
      }
    }
    return 0;
  }

  private static List<NvmlProcess> expected(int processes) {
    return IntStream.range(0, processes)
        .mapToObj(
            i ->
                new NvmlProcess(
                    100 + i, OptionalLong.of(1000L + i), OptionalInt.of(i), OptionalInt.of(0)))
        .toList();
  }
}
