// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.overview;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A node as people see it.
 *
 * @param name of the node
 * @param takenAt when it was sampled, wall clock
 * @param versions driver, NVML and CUDA; or why NVML does not answer
 * @param answers whether NVML answers; without it there are no GPUs below
 * @param simulated whether the GPUs are played from a scenario
 * @param held how many GPUs are given to somebody; empty while that is not known of each
 * @param holdersUnknown why nobody knows who holds a GPU; empty text when it is known
 * @param gpus in index order, those without readings included
 * @param processes on the GPUs, in NVML's order
 * @param processesDoubt why their list or their names may not be whole; empty text when they are
 * @param problems what is wrong now, worst first
 */
public record ShownState(
    String name,
    Instant takenAt,
    String versions,
    boolean answers,
    boolean simulated,
    OptionalLong held,
    String holdersUnknown,
    List<GpuOverview> gpus,
    List<ProcessOverview> processes,
    String processesDoubt,
    List<Problem> problems) {

  public ShownState {
    gpus = List.copyOf(gpus);
    processes = List.copyOf(processes);
    problems = List.copyOf(problems);
  }

  /**
   * Something that is wrong now.
   *
   * @param severe whether work fails or figures are missing; else it is a warning
   * @param text what is wrong, one line
   * @param remedy what to do, one line; empty text when there is nothing to do
   */
  public record Problem(boolean severe, String text, String remedy) {}

  /** How many GPUs are in {@code state}. */
  public long count(DeviceState state) {
    return gpus.stream().filter(gpu -> gpu.state() == state).count();
  }

  /** Power of all GPUs that gave it, milliwatts; empty when none did. */
  public OptionalLong powerMilliwatts() {
    return sum(LoadOverview::powerMilliwatts);
  }

  /** Power limits of all GPUs that gave one, milliwatts; empty when none did. */
  public OptionalLong powerLimitMilliwatts() {
    return sum(LoadOverview::powerLimitMilliwatts);
  }

  private OptionalLong sum(Function<LoadOverview, OptionalLong> figure) {
    return gpus.stream().flatMapToLong(gpu -> figure.apply(gpu.load()).stream()).reduce(Long::sum);
  }

  /** Every GPU and instance. */
  public Stream<DeviceOverview> devices() {
    return gpus.stream()
        .flatMap(gpu -> Stream.concat(Stream.of(gpu.device()), gpu.instances().stream()));
  }

  /** Everyone who holds or uses a device, in the order of the devices. */
  public Stream<HolderOverview> holders() {
    return devices().flatMap(device -> device.holders().stream());
  }
}
