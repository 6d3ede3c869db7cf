// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What {@code nvidia-smi --query-gpu=… --format=csv,noheader,nounits} prints. */
public final class NvidiaSmi {

  private NvidiaSmi() {}

  /** One GPU: fields by name; those that nvidia-smi calls not available are missing. */
  public record Gpu(Map<String, String> fields) {

    public Optional<String> text(String field) {
      return Optional.ofNullable(fields.get(field));
    }

    /** A number; hexadecimal ones and performance states such as {@code P0} are understood. */
    public Optional<Double> number(String field) {
      return text(field).flatMap(NvidiaSmi::number);
    }
  }

  /** Asks nvidia-smi; empty when there is none, or no driver with a GPU. */
  public static Optional<List<Gpu>> query(List<String> fields) {
    try {
      var process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=" + String.join(",", fields),
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        return Optional.empty();
      }
      var gpus = parse(fields, output);
      return gpus.isEmpty() ? Optional.empty() : Optional.of(gpus);
    } catch (IOException notInstalled) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(interrupted));
    }
  }

  /** Parses the output, one line a GPU. */
  public static List<Gpu> parse(List<String> fields, String output) {
    var gpus = new ArrayList<Gpu>();
    output.lines().filter(line -> !line.isBlank()).forEach(line -> gpus.add(gpu(fields, line)));
    return gpus;
  }

  private static Gpu gpu(List<String> fields, String line) {
    var values = line.split(",", -1);
    if (values.length != fields.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + fields.size() + " fields: " + line);
    }
    var known = new TreeMap<String, String>();
    for (int i = 0; i < values.length; i++) {
      var value = values[i].strip();
      if (available(value)) {
        known.put(fields.get(i), value);
      }
    }
    return new Gpu(known);
  }

  private static boolean available(String value) {
    return !value.isEmpty() && !value.startsWith("[") && !value.equals("N/A");
  }

  private static Optional<Double> number(String text) {
    try {
      var digits = text.startsWith("P") ? text.substring(1) : text;
      return Optional.of(
          digits.startsWith("0x")
              ? (double) Long.parseLong(digits.substring(2), 16)
              : Double.parseDouble(digits));
    } catch (NumberFormatException word) {
      return Optional.empty();
    }
  }
}
