// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the world around the process. Each time: scrapes are answered, and SIGTERM ends it. */
@Timeout(180)
class ProcessFaultsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(10);

  /** Connections that take more file descriptors than there are. */
  private static final int ENOUGH = 300;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // each test starts its own
  private Process process;

  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
  }

  @AfterEach
  void kill() {
    process.destroyForcibly();
  }

  /** Runs the agent by {@code shell}: {@code $0} is the folder, {@code $@} the command. */
  private void start(String shell, String... arguments) throws IOException {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                shell,
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dgpunodeagent.simulator="
                    + Path.of(System.getProperty("nvml.simulator.directory"), "lib"),
                "-cp",
                classes,
                Main.class.getName(),
                "run",
                "--port",
                String.valueOf(port)));
    command.addAll(List.of(arguments));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Over a connection of its own: one that stands outlives the listener. */
  private String scrape() throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException refused) {
      return "";
    }
  }

  private void awaitSeries(String series) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!scrape().contains(series)) {
      assertThat(process.isAlive()).as("the agent runs").isTrue();
      assertThat(System.nanoTime()).as("%s is served in time", series).isLessThan(deadline);
      LockSupport.parkNanos(100_000_000);
    }
  }

  private void endsWhenAsked() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aLogThatNobodyReads() throws Exception {
    start(
        "mkfifo $0/pipe && exec 3<>$0/pipe && head -c 65536 /dev/zero >&3 && exec \"$@\" 2>&3",
        "--simulate",
        "l40s-4",
        "--log-level",
        "debug");
    awaitSeries("DCGM_FI_DEV_GPU_UTIL{");
    endsWhenAsked();
  }

  @Test
  void aLibraryThatCannotBeOpenedInFiniteTime() throws Exception {
    start("mkfifo $0/lib.so && exec \"$@\"", "--nvml-library", folder.resolve("lib.so").toString());
    awaitSeries("gpu_node_agent_driver_problem{");
    endsWhenAsked();
  }

  /** Connections, until the listener has no file descriptor left and refuses one. */
  private List<Socket> flood() throws IOException {
    var open = new ArrayList<Socket>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        open.add(new Socket(InetAddress.getLoopbackAddress(), port));
      } catch (SocketException refusedOrReset) {
        return open;
      }
      if (open.size() > ENOUGH) {
        LockSupport.parkNanos(10_000_000);
      }
    }
    throw new AssertionError(open.size() + " connections, and none was refused");
  }

  @Test
  void noFileDescriptorLeftForAWhile() throws Exception {
    start("ulimit -n 220 && exec \"$@\"", "--simulate", "l40s-4");
    awaitSeries("DCGM_FI_DEV_GPU_UTIL{");
    for (var socket : flood()) {
      socket.close();
    }
    awaitSeries("DCGM_FI_DEV_GPU_UTIL{");
    endsWhenAsked();
    assertThat(folder.resolve("log")).content().contains("it listens again");
  }
}
