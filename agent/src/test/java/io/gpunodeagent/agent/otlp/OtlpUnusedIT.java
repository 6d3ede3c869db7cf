// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.dashboards.AgentProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that exports nothing loads of the export. */
class OtlpUnusedIT {

  private static final Pattern OURS =
      Pattern.compile("(?:^|\\] )(io\\.gpunodeagent\\.agent\\.(?:metrics\\.)?otlp\\.\\S+) source:");

  @TempDir private Path folder;

  @Test
  void onlyTheConfigurationsClassesAreLoadedUntilSomethingIsExported() throws Exception {
    assertThat(loaded("{}\n"))
        .containsExactlyInAnyOrder(
            "io.gpunodeagent.agent.otlp.OtlpConfig",
            "io.gpunodeagent.agent.otlp.OtlpConfig$Names",
            "io.gpunodeagent.agent.otlp.OtlpConfig$Compression",
            "io.gpunodeagent.agent.otlp.OtlpConfig$Tls");
    assertThat(loaded("otlp: {endpoint: 'http://127.0.0.1:9'}\n"))
        .contains("io.gpunodeagent.agent.otlp.OtlpExporter");
  }

  private Set<String> loaded(String yaml) throws IOException, InterruptedException {
    var configuration = Files.writeString(folder.resolve("agent.yaml"), yaml);
    var classes = folder.resolve("classes.log");
    var options = List.of("-Xlog:class+load:file=" + classes);
    try (var agent = new AgentProcess(folder, "node-1", "l40s-4", configuration, options);
        var client = HttpClient.newHttpClient()) {
      var metrics = URI.create("http://127.0.0.1:" + agent.port() + "/metrics");
      var scrape = client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
      assertThat(scrape.statusCode()).isEqualTo(200);
    }
    try (var lines = Files.lines(classes)) {
      return lines
          .map(OURS::matcher)
          .filter(line -> line.find())
          .map(line -> line.group(1))
          .collect(Collectors.toSet());
    }
  }
}
