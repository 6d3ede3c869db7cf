// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.shaper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a program: no shell, nothing on standard input, bounded in time and output. */
sealed interface SmiRun {

  /**
   * It ended by itself.
   *
   * @param output of both streams, as UTF-8
   */
  record Ended(int exitCode, String output) implements SmiRun {}

  /** It did not end well. */
  record Broken(String reason) implements SmiRun {}

  /**
   * It was killed and has not died: it is within the driver.
   *
   * @param process to be watched
   */
  record Stuck(Process process) implements SmiRun {}

  /** More than nvidia-smi says of any GPU. */
  int MOST_BYTES = 64 * 1024;

  /** How long a killed program may take to die. */
  Duration DYING = Duration.ofSeconds(1);

  /** Runs {@code tool} with exactly these arguments, for {@code timeout} at most. */
  static SmiRun of(SmiTool tool, List<String> arguments, Duration timeout)
      throws InterruptedException {
    var command = new ArrayList<String>();
    command.add(tool.path().toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().clear();
    builder.environment().putAll(tool.environment());
    try {
      return finish(builder.start(), timeout);
    } catch (IOException failed) {
      return new Broken(tool.path() + " cannot be started: " + failed.getMessage());
    }
  }

  private static SmiRun finish(Process process, Duration timeout) throws InterruptedException {
    var output = new CompletableFuture<byte[]>();
    Thread.ofPlatform().daemon().name("nvidia-smi").start(() -> read(process, output));
    try {
      var bytes = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length > MOST_BYTES) {
        return killed(process, "nvidia-smi said more than " + MOST_BYTES + " bytes");
      }
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          ? new Ended(process.exitValue(), new String(bytes, StandardCharsets.UTF_8))
          : killed(process, "nvidia-smi did not end within " + timeout.toSeconds() + " s");
    } catch (TimeoutException hung) {
      return killed(process, "nvidia-smi did not answer within " + timeout.toSeconds() + " s");
    } catch (ExecutionException cut) {
      return killed(process, "nvidia-smi's output cannot be read: " + cut.getCause());
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      throw stop;
    }
  }

  private static void read(Process process, CompletableFuture<byte[]> output) {
    try (var stream = process.getInputStream()) {
      output.complete(stream.readNBytes(MOST_BYTES + 1));
    } catch (IOException cut) {
      output.completeExceptionally(cut);
    }
  }

  private static SmiRun killed(Process process, String reason) throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor(DYING.toMillis(), TimeUnit.MILLISECONDS)
        ? new Broken(reason)
        : new Stuck(process);
  }
}
