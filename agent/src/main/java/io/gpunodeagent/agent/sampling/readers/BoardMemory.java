// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.nvml.MemoryQueries;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlMemory;
import io.gpunodeagent.nvml.NvmlMemoryLimits;
import io.gpunodeagent.nvml.NvmlResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The frame buffer of one GPU, not the share of it that a control group is limited to: from driver
 * 615 on {@code nvmlDeviceGetMemoryInfo_v2} answers a process in a limited group with what the
 * group may still get. Confined to one thread.
 */
final class BoardMemory {

  private static final System.Logger LOG = System.getLogger(BoardMemory.class.getName());

  private static final String FUNCTION = "nvmlDeviceGetMemoryInfo_v2";
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  /** Both forms of the call may round, and firmware may take a little more. */
  private static final long ROUNDING = 64L << 20;

  private long latest = -1;
  private long most;
  private boolean limited;

  /**
   * An answer.
   *
   * @param seen as NVML gave it
   * @param board size of the whole board, bytes; empty where only a share of it was seen
   * @param limited whether {@code seen} is the share of a control group
   */
  record Answer(NvmlMemory seen, Optional<Long> board, boolean limited) {

    Reading<Long> total() {
      return board.map(Reading::of).orElseGet(Answer::hidden);
    }

    /** A part of the memory; not known when it is that of a control group. */
    Reading<Long> part(long bytes) {
      return limited ? hidden() : Reading.of(bytes);
    }

    private static <T> Reading<T> hidden() {
      return Reading.failed(FUNCTION, Reading.IMPLAUSIBLE);
    }
  }

  /** Asks for the memory of the GPU, or of a MIG device on it, which no limit changes. */
  NvmlResult<Answer> read(MemoryQueries memory) {
    var result = memory.memoryInfo();
    return memory instanceof NvmlDevice device
        ? result.map(seen -> judged(device, seen))
        : result.map(seen -> new Answer(seen, Optional.of(seen.total()), false));
  }

  private Answer judged(NvmlDevice device, NvmlMemory seen) {
    if (seen.total() != latest) {
      latest = seen.total();
      most =
          Math.max(
              most,
              Math.max(latest, device.memoryInfoVersion1().map(NvmlMemory::total).orElse(0L)));
      note(most - latest > ROUNDING || limitedHere(device));
    }
    return new Answer(
        seen, limited && most <= latest ? Optional.empty() : Optional.of(most(seen)), limited);
  }

  private long most(NvmlMemory seen) {
    return limited ? most : seen.total();
  }

  private void note(boolean now) {
    if (now && !limited) {
      LOG.log(
          System.Logger.Level.WARNING,
          "This process is in a control group whose GPU memory is limited: NVML shows the group''s"
              + " {0} bytes in place of the GPU''s. Used and free memory are not served; run the"
              + " agent in a group without a limit",
          Long.toString(latest));
    }
    limited = now;
  }

  /** Whether the control group of this process has a limit on the GPU. */
  private static boolean limitedHere(NvmlDevice device) {
    return ownGroup()
        .filter(group -> device.memoryLimits(group).map(NvmlMemoryLimits::isLimited).orElse(false))
        .isPresent();
  }

  private static Optional<Path> ownGroup() {
    try {
      return Files.readAllLines(Path.of("/proc/self/cgroup"), UTF_8).stream()
          .filter(line -> line.startsWith("0::/"))
          .map(line -> GROUPS.resolve(line.substring("0::/".length())))
          .findFirst();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
