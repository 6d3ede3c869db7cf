// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is true of the node: each of its GPUs has figures of its own that never change, and one pod
 * holds the first. So whatever else is served at any time is wrong.
 */
final class Truth {

  /** Of the node. */
  static final int GPUS = 4;

  /** The pod that holds the first GPU. */
  static final String POD = "train-0";

  private static final Map<String, ToIntFunction<Integer>> FIGURES =
      Map.of(
          "DCGM_FI_DEV_GPU_UTIL", Truth::utilization,
          "DCGM_FI_DEV_GPU_TEMP", Truth::temperature,
          "DCGM_FI_DEV_POWER_USAGE", Truth::power);

  private static final Pattern LINE = Pattern.compile("(DCGM_FI_DEV_[A-Z_]+)\\{([^}]*)\\} (\\S+)");
  private static final Pattern UUID = Pattern.compile("(?:^|,)UUID=\"([^\"]*)\"");
  private static final Pattern POD_LABEL = Pattern.compile("(?:^|,)pod=\"([^\"]+)\"");

  private Truth() {}

  static String uuid(int gpu) {
    return "GPU-%08d-2222-3333-4444-555555555555".formatted(gpu);
  }

  private static int utilization(int gpu) {
    return 10 * (gpu + 1);
  }

  private static int temperature(int gpu) {
    return 40 + gpu;
  }

  private static int power(int gpu) {
    return 100 + 10 * gpu;
  }

  /** A GPU as an entry of the scenario's devices, with {@code more} keys. */
  static String device(int gpu, String more) {
    return ("  - {model: A100-SXM4-80GB, uuid: %s, load: {sm: {constant: %d}, temperature:"
            + " {constant: %d}, power: {constant: %d}}%s}\n")
        .formatted(uuid(gpu), utilization(gpu), temperature(gpu), power(gpu), more);
  }

  /** The lines of a scrape that say something else. */
  static List<String> wrongIn(String scrape) {
    return LINE.matcher(scrape)
        .results()
        .filter(line -> FIGURES.containsKey(line.group(1)))
        .filter(line -> !isTrue(line.group(1), line.group(2), line.group(3)))
        .map(line -> line.group())
        .toList();
  }

  private static boolean isTrue(String figure, String labels, String value) {
    var uuid = first(UUID, labels).orElse("");
    var gpu = IntStream.range(0, GPUS).filter(index -> uuid(index).equals(uuid)).findFirst();
    return gpu.isPresent()
        && Objects.requireNonNull(FIGURES.get(figure)).applyAsInt(gpu.getAsInt())
            == Double.parseDouble(value)
        && first(POD_LABEL, labels)
            .filter(pod -> gpu.getAsInt() != 0 || !pod.equals(POD))
            .isEmpty();
  }

  private static Optional<String> first(Pattern pattern, String text) {
    return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
  }

  /** Whether a figure of a GPU is served. */
  static boolean serves(String scrape, String figure, int gpu) {
    return LINE.matcher(scrape)
        .results()
        .anyMatch(
            line ->
                line.group(1).equals(figure)
                    && line.group(2).contains("UUID=\"" + uuid(gpu) + "\""));
  }

  /** The GPUs whose utilization is served. */
  static List<Integer> served(String scrape) {
    return IntStream.range(0, GPUS)
        .filter(gpu -> serves(scrape, "DCGM_FI_DEV_GPU_UTIL", gpu))
        .boxed()
        .collect(Collectors.toList());
  }

  /** What a failure shows of a scrape. */
  static String summary(String scrape) {
    return scrape
        .lines()
        .filter(line -> LINE.matcher(line).find() || line.startsWith("gpu_node_agent_"))
        .filter(line -> line.startsWith("DCGM_FI_DEV_GPU_UTIL") || !line.startsWith("DCGM"))
        .collect(Collectors.joining("\n"));
  }

  /** Whether a source, such as the kubelet, is said to be down. */
  static boolean isDown(String scrape, String source) {
    return scrape.contains("gpu_node_agent_source_up{source=\"%s\"} 0".formatted(source));
  }

  /** Whether all there is to say is said. */
  static boolean isWhole(String scrape) {
    return FIGURES.keySet().stream()
            .allMatch(
                figure -> IntStream.range(0, GPUS).allMatch(gpu -> serves(scrape, figure, gpu)))
        && scrape.contains("pod=\"" + POD + "\"")
        && !isDown(scrape, "kubelet")
        && !isDown(scrape, "pods");
  }
}
