// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.dashboards;

import io.gpunodeagent.agent.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The agent in a process of its own: one process can play one scenario only. */
public final class AgentProcess implements AutoCloseable {

  private static final Pattern STARTED =
      Pattern.compile("agent started .*address=http://\\S+:(\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path log;

  /**
   * Starts one.
   *
   * @param node the name it gives its node
   * @param scenario the name of a shipped one, or a path
   */
  public AgentProcess(Path folder, String node, String scenario, Path configuration)
      throws IOException {
    this(folder, node, scenario, configuration, List.of());
  }

  /**
   * Starts one.
   *
   * @param options of its Java virtual machine
   */
  public AgentProcess(
      Path folder, String node, String scenario, Path configuration, List<String> options)
      throws IOException {
    log = folder.resolve(node + ".log");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var library = Path.of(System.getProperty("nvml.simulator.directory"), "lib");
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(
            List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Dgpunodeagent.simulator=" + library,
                "-cp",
                classes));
    command.addAll(options);
    command.add(Main.class.getName());
    command.addAll(
        List.of(
            "run", "--simulate", scenario, "--port", "0", "--config", configuration.toString()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("GPU_NODE_AGENT_METRICS_HOSTNAME", node);
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  /** Where it serves, once it does. */
  public int port() throws IOException, InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline) && process.isAlive()) {
      var started = STARTED.matcher(Files.readString(log));
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no agent: " + Files.readString(log));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
