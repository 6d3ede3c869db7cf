package io.gpunodeagent.agent.sampling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How NVML is read.
 *
 * @param library the NVML library, or empty for {@code libnvidia-ml.so.1} of the loader's path
 * @param environment variables put into the process before loading; how a simulated library learns
 *     its scenario
 * @param simulated whether the library is a simulation, chosen explicitly
 * @param period one pass per period, 100 ms to 60 s
 * @param slowPeriod period of slow signals, at least {@code period}, at most 1 h
 * @param callTimeout how long one NVML call may take before its GPU counts as hung, 100 ms to 60 s
 * @param eventWindow span of the windowed event counts, 1 s to 24 h
 * @param gpm whether profiling metrics are sampled where the GPU has GPM
 * @param kernelLog file to read kernel messages from, or empty not to read them
 */
public record SamplingConfig(
    Optional<Path> library,
    Map<String, String> environment,
    boolean simulated,
    Duration period,
    Duration slowPeriod,
    Duration callTimeout,
    Duration eventWindow,
    boolean gpm,
    Optional<Path> kernelLog) {

  public SamplingConfig {
    environment = Map.copyOf(environment);
  }

  /**
   * One pass a second, slow signals every 30 s, five seconds of patience, five minutes of window.
   */
  public static SamplingConfig defaults() {
    return new SamplingConfig(
        Optional.empty(),
        Map.of(),
        false,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        true,
        Optional.of(Path.of("/dev/kmsg")));
  }
}
