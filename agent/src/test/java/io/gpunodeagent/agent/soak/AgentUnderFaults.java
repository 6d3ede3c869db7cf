// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import io.gpunodeagent.agent.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The agent in a process of its own, which is asked, measured, limited and stopped. */
final class AgentUnderFaults implements AutoCloseable {

  /** A scrape that takes longer is none. */
  private static final int PATIENCE_MILLIS = 2_000;

  private static final int END_SECONDS = 20;

  private final Map<String, String> environment;
  private final StringWriter log = new StringWriter();
  private final int port;
  private Process process;

  /**
   * Starts it.
   *
   * @param environment its settings, as variables
   */
  AgentUnderFaults(Map<String, String> environment) throws IOException {
    this.environment = environment;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    process = start();
  }

  /** What it takes of the machine. */
  record Level(long threads, long fileDescriptors) {}

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "run",
            "--port",
            Integer.toString(port));
    builder.environment().putAll(environment);
    var started = builder.redirectErrorStream(true).start();
    Thread.ofVirtual().start(() -> drain(started));
    return started;
  }

  private void drain(Process from) {
    try (var lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append("\n");
      }
    } catch (IOException ended) {
      log.append("the pipe broke: ").append(ended.getMessage()).append("\n");
    }
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it logged after {@code position}. */
  String log(int position) {
    return log.toString().substring(position);
  }

  int logged() {
    return log.toString().length();
  }

  /** What it serves; empty when it does not answer in time. */
  String scrape() {
    try {
      var uri = URI.create("http://127.0.0.1:" + port + "/metrics").toURL();
      var connection = (HttpURLConnection) uri.openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      // A connection that stands outlives a listener.
      connection.setRequestProperty("Connection", "close");
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException refused) {
      return "";
    }
  }

  Level level() throws IOException {
    var status = Files.readAllLines(proc("status"), StandardCharsets.ISO_8859_1);
    long threads =
        status.stream()
            .filter(line -> line.startsWith("Threads:"))
            .mapToLong(line -> Long.parseLong(line.substring(8).strip()))
            .sum();
    try (Stream<Path> open = Files.list(proc("fd"))) {
      return new Level(threads, open.count());
    }
  }

  private Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  /** Sends a signal, such as {@code STOP}. */
  void signal(String name) throws Exception {
    tool("kill", "-" + name, Long.toString(process.pid()));
  }

  /** Sets a soft limit, such as {@code nofile} to {@code 100:}. */
  void limit(String resource, String limit) throws Exception {
    tool("prlimit", "--pid", Long.toString(process.pid()), "--" + resource + "=" + limit);
  }

  /** Bytes of live objects on its heap. */
  long liveBytes() throws Exception {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    tool(jcmd, Long.toString(process.pid()), "GC.run");
    return tool(jcmd, Long.toString(process.pid()), "GC.heap_info")
        .lines()
        .filter(line -> line.contains("total ") && line.contains("used "))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")) * 1024)
        .sum();
  }

  private static String tool(String... command) throws Exception {
    var run = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (run.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** Kills it and starts another, between which {@code between} happens. */
  void restart(SoakFault.Step between) throws Exception {
    process.destroyForcibly().waitFor();
    between.run();
    process = start();
  }

  @Override
  public void close() {
    process.destroy();
    boolean ended = false;
    try {
      ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    if (!ended) {
      throw new AssertionError("it did not end within " + END_SECONDS + " s of SIGTERM");
    }
  }
}
