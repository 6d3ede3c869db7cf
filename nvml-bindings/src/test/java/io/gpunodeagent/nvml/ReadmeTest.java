package io.gpunodeagent.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path MODULE =
      Path.of(Simulation.property("repository.root")).resolve("nvml-bindings");

  @Test
  void theExampleIsTheOneThatIsTested() throws IOException {
    String source =
        Files.readString(MODULE.resolve("src/test/java/io/gpunodeagent/nvml/Example.java"));
    String example = source.split("    // README\n", -1)[1].stripTrailing().stripIndent();

    assertThat(Files.readString(MODULE.resolve("README.md")))
        .contains("```java\n" + example + "\n```");
  }

  @Test
  void theExampleWorks() throws Exception {
    StringBuilder out = new StringBuilder();

    Example.print(Simulation.scenario("t4-4-timesliced"), out);

    assertThat(out.toString().lines())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).matches("Tesla T4: \\d+ %, \\d+ W"));
  }
}
