// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The simulated nvidia-smi over two GPUs, and the folder in which it keeps what is set. */
public record Gadget(Path folder) {

  public static final Path SIMULATOR =
      Path.of(System.getProperty("nvml.simulator.directory"), "lib");
  public static final String FIRST = "GPU-11111111-1111-1111-1111-111111111111";
  public static final String SECOND = "GPU-22222222-2222-2222-2222-222222222222";
  private static final String SCENARIO =
      """
      description: two boards to be set
      driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, branch: r580_00, symbols: 580}
      devices:
        - {model: L40S, uuid: %s, busId: "00000000:21:00.0"}
        - {model: L40S, uuid: %s, busId: "00000000:81:00.0"}
      """
          .formatted(FIRST, SECOND);

  /** A node in {@code temporary}. */
  public static Gadget in(Path temporary) {
    return in(temporary, SCENARIO);
  }

  /** A node that plays {@code scenario}. */
  public static Gadget in(Path temporary, String scenario) {
    try {
      Files.writeString(temporary.resolve("scenario.yaml"), scenario);
      return new Gadget(Files.createDirectories(temporary.resolve("settings")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path scenario() {
    return folder.resolveSibling("scenario.yaml");
  }

  public Map<String, String> environment() {
    return Map.of(
        "NVML_SIMULATOR_SCENARIO",
        scenario().toString(),
        "NVML_SIMULATOR_STATE",
        folder.toString());
  }

  public SmiTool tool() {
    return new SmiTool(SIMULATOR.resolve("nvidia-smi"), environment(), false);
  }

  /** What stands, as the driver keeps it; empty text when nothing was ever set. */
  public String stands(String uuid, String setting) {
    try {
      var file = folder.resolve(uuid + "." + setting);
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Somebody else sets it, or has nvidia-smi misbehave: {@code fault}. */
  public void put(String uuid, String setting, String value) {
    try {
      Files.writeString(folder.resolve(uuid + "." + setting), value + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The driver is loaded again and forgets. */
  public void forget(String uuid, String setting) {
    try {
      Files.deleteIfExists(folder.resolve(uuid + "." + setting));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
