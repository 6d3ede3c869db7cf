// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image as it is shipped: in processes of its own, without a variable of this one. */
@Timeout(120)
class ImageIT {

  private static final long CLASSES_OF_A_RUN = 6200;

  private static final Path IMAGE =
      Path.of(System.getProperty("repository.root"), "agent/target/image");

  @BeforeEach
  void needsTheImage() {
    assumeTrue(Files.exists(IMAGE.resolve("bin")), "the image is not built: mvn package makes it");
  }

  private static Process start(String... arguments) throws IOException {
    return process(arguments).start();
  }

  private static ProcessBuilder process(String... arguments) {
    var command = new ProcessBuilder(IMAGE.resolve("bin/gpu-node-agent").toString());
    command.command().addAll(List.of(arguments));
    command.environment().clear();
    command.environment().put("PATH", "/usr/bin:/bin");
    return command.redirectErrorStream(true);
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aCommandAnswersWithTheExitCodeOfItsMeaning() throws Exception {
    var good = start("snapshot", "--simulate", "l40s-4");
    assertThat(said(good)).contains("NVIDIA L40S", " °C").doesNotContain("WARNING");
    assertThat(good.waitFor()).isZero();
    var wrong = start("snapshot", "--simulate", "nothing");
    assertThat(said(wrong)).contains("\"nothing\" is no scenario").doesNotContain("\tat ");
    assertThat(wrong.waitFor()).isEqualTo(2);
    assertThat(start("bogus").waitFor()).isEqualTo(2);
  }

  @Test
  void theAgentServesAndStopsWhenTold() throws Exception {
    serveOnceAndStop(process("run", "--simulate", "hgx-h100-8", "--port", "0"));
  }

  /** Each class costs memory for as long as the agent runs. */
  @Test
  void theAgentLoadsNoMoreClassesThanItDid(@TempDir Path folder) throws Exception {
    var loaded = folder.resolve("classes");
    var agent = process("run", "--simulate", "hgx-h100-8", "--port", "0");
    agent.environment().put("JAVA_OPTS", "-XX:AOTMode=off -Xlog:class+load:file=" + loaded);
    serveOnceAndStop(agent);
    try (var lines = Files.lines(loaded)) {
      assertThat(lines.count()).as("classes").isBetween(1000L, CLASSES_OF_A_RUN);
    }
  }

  private static void serveOnceAndStop(ProcessBuilder command) throws Exception {
    var agent = command.start();
    try (var log = agent.inputReader(StandardCharsets.UTF_8);
        var client = HttpClient.newHttpClient()) {
      var address = Pattern.compile("address=http://0.0.0.0:(\\d+)");
      var line = log.readLine();
      while (line != null && !address.matcher(line).find()) {
        line = log.readLine();
      }
      assertThat(line).as("the line with the address").isNotNull();
      var match = address.matcher(String.valueOf(line));
      assertThat(match.find()).isTrue();
      var uri = URI.create("http://127.0.0.1:" + match.group(1) + "/metrics");
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);

      agent.destroy();
      assertThat(agent.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(agent.exitValue()).isZero();
    } finally {
      agent.destroyForcibly();
    }
  }

  /** What the agent weighs before it does anything; docs/performance.md has the figures. */
  @Test
  void theJarsAreFew() throws IOException {
    try (var jars = Files.list(IMAGE.resolve("lib"))) {
      var size = jars.mapToLong(jar -> jar.toFile().length()).sum();
      assertThat(size).as("bytes of jars").isLessThanOrEqualTo(20L << 20);
    }
  }

  /** A JVM with a cache of other jars runs their classes without a word. */
  @Test
  void theCacheIsOfTheseJars() throws Exception {
    var hash =
        new ProcessBuilder("sh", "-c", "LC_ALL=C; cat lib/*.jar | cksum | cmp - agent.aot.jars")
            .directory(IMAGE.toFile())
            .start();
    assertThat(hash.waitFor()).isZero();
  }
}
