// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.nvml.jna.NvmlFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path MODULE =
      Path.of(Simulation.property("repository.root")).resolve("nvml-bindings");
  private static final Pattern JAVA = Pattern.compile("(?s)```java\n(.*?)\n```");

  @TempDir private Path directory;

  @Test
  void itsExamplesAreThoseThatAreTested() {
    String[] parts =
        text("src/test/java/io/gpunodeagent/nvml/Examples.java").split("(?m)^ +// README\n", -1);
    List<String> examples =
        IntStream.range(0, parts.length)
            .filter(i -> i % 2 == 1)
            .mapToObj(i -> parts[i].stripTrailing().stripIndent())
            .toList();

    assertThat(JAVA.matcher(text("README.md")).results().map(block -> block.group(1)))
        .hasSize(5)
        .containsExactlyElementsOf(examples);
  }

  @Test
  void itsNumberOfFunctionsIsRight() {
    long functions =
        Arrays.stream(NvmlFunctions.class.getDeclaredMethods())
            .filter(method -> Modifier.isNative(method.getModifiers()))
            .count();

    assertThat(text("README.md")).contains("| " + functions + " C functions");
  }

  @Test
  void itsCoordinatesAreThoseOfTheModule() {
    assertThat(text("README.md"))
        .containsPattern(
            """
            <groupId>io.gpunodeagent</groupId>
             *<artifactId>nvml-bindings</artifactId>
             *<version>%s</version>\
            """
                .formatted(Pattern.quote(version())));
  }

  @Test
  void gpusAreListed() throws Exception {
    StringBuilder out = new StringBuilder();

    Examples.listGpus(Simulation.scenario("t4-4-timesliced"), out);

    assertThat(out.toString().lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).matches("Tesla T4: \\d+ %, \\d+ W"));
  }

  @Test
  void aGpuInMigModeDoesNotSayHowBusyItIs() throws Exception {
    StringBuilder out = new StringBuilder();

    Examples.listGpus(Simulation.scenario("h100-mig-single-7"), out);

    assertThat(out.toString().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches("NVIDIA H100 .*: unknown, \\d+ W"));
  }

  @Test
  void processesAreListed() throws Exception {
    StringBuilder out = new StringBuilder();

    try (Nvml nvml = Simulation.open(Simulation.scenario("k8s-t4-timesliced"))) {
      Examples.listProcesses(nvml, nvml.device(0).orElseThrow(), out);
    }

    assertThat(out.toString().lines())
        .contains("5101: /usr/bin/python3, 3072 MiB", "5190: /usr/bin/python3, 1024 MiB");
  }

  @Test
  void migDevicesAreListed() throws Exception {
    StringBuilder out = new StringBuilder();

    try (Nvml nvml = Simulation.open(Simulation.scenario("k8s-a100-mig"))) {
      Examples.listMigDevices(nvml.device(1).orElseThrow(), out);
    }

    assertThat(out.toString().lines())
        .hasSize(4)
        .anySatisfy(
            line -> assertThat(line).matches("NVIDIA A100.* MIG 3g\\.20gb: instance 2, \\d+ B"));
  }

  @Test
  void xidsAreReported() throws Exception {
    Path scenario =
        Simulation.write(
            directory,
            """
            description: a GPU that falls off the bus
            driver: {version: 580.1}
            devices: [{model: H100-SXM5-80GB, uuid: GPU-11111111-1111-1111-1111-111111111111}]
            events: [{at: 1ms, device: 0, xid: 79, repeat: {every: 100ms, times: 600}}]
            """);
    StringBuilder out = new StringBuilder();

    try (Nvml nvml = Simulation.open(Simulation.scenario(scenario))) {
      Examples.reportXids(nvml, out::isEmpty, out);
    }

    assertThat(out).hasToString("XID 79 on GPU-11111111-1111-1111-1111-111111111111\n");
  }

  @Test
  void theSimulatedLibraryIsWhereItSays() {
    assertThat(Examples.simulated().library())
        .hasValueSatisfying(library -> assertThat(Simulation.library()).endsWithRaw(library));
  }

  private static String version() {
    return text("pom.xml").split("<version>|</version>", 3)[1];
  }

  private static String text(String file) {
    try {
      return Files.readString(MODULE.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
