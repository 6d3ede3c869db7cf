// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose the devices and processes are, as {@code snapshot} and {@code top} show it. */
class OccupancyTest {

  private static String shown(String... arguments) {
    var said = Shell.plain().run(arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    return said.out();
  }

  private static String flat(String json) {
    return json.replaceAll("\\s+", "");
  }

  @Test
  void theTableTellsHoldersAndThePodOfEachProcess() {
    var table = shown("snapshot", "--simulate", "k8s-h100-8");
    assertThat(table)
        .containsPattern("(?m)^0 +exclusive +research/llm-pretrain-worker-0/\\S+ +holder ")
        .containsPattern("(?m)^\\d+ +\\d+ +compute +\\S+ GiB +research/llm-pretrain-worker-0/")
        .doesNotContain("down:");
  }

  @Test
  void aGpuThatDoesNotSayWhoItIsIsListed(@TempDir Path folder) throws IOException {
    var scenario = Shell.refusedFromStart(folder);
    assertThat(shown("snapshot", "--simulate", scenario))
        .containsPattern("(?m)^1 +not readable +- +nvmlDeviceGetHandleByIndex_v2 answered 4");
    assertThat(flat(shown("snapshot", "--json", "--simulate", scenario)))
        .contains(
            "\"unreadable\":[{\"index\":1,\"condition\":{\"state\":\"refused\","
                + "\"function\":\"nvmlDeviceGetHandleByIndex_v2\"");
  }

  @Test
  void sharersOfOneGpuAreToldApart() {
    var table = shown("snapshot", "--simulate", "k8s-t4-timesliced");
    assertThat(table)
        .containsPattern("(?m)^0 +replicas +shop/inference-a-6d5f7c9b8-x2k4p/server +holder +0 ")
        .containsPattern("(?m)^0 +research/notebook-anna-0/notebook +holder +2 ")
        .containsPattern("(?m)^0 +research/forgotten-0/main +holder +5 +- +-$")
        .containsPattern("(?m)^5101 +0 +compute +3.0 GiB +shop/inference-a-6d5f7c9b8-x2k4p/server");
  }

  @Test
  void withoutTheHostsProcessesHoldersAreKnownAndUseIsNot() {
    var table = shown("snapshot", "--simulate", "k8s-no-hostpid");
    assertThat(table).containsPattern("(?m)^0 +\\S+ +\\S+/\\S+/\\S+ +holder +0 +- +-$");
    assertThat(flat(shown("snapshot", "--json", "--simulate", "k8s-no-hostpid")))
        .contains("\"processes\":{\"state\":\"blind\",\"reason\":")
        .contains("\"kubelet\":{\"state\":\"up\"")
        .contains("\"relation\":\"holder\"")
        .contains("\"memoryBytes\":null,\"absent\":{");
  }

  @Test
  void machinesAreToldTheSame() {
    assertThat(flat(shown("snapshot", "--json", "--simulate", "k8s-t4-timesliced")))
        .contains("\"sharing\":\"replicas\"")
        .contains(
            "\"namespace\":\"research\",\"pod\":\"notebook-anna-0\",\"container\":\"notebook\"")
        .contains("\"replicas\":[2]", "\"pids\":[5103]", "\"owner\":\"pod\"")
        .contains("\"kubelet\":{\"state\":\"up\"", "\"pods\":{\"state\":\"up\"");
  }

  @Test
  void whereNobodyIsAskedSharingIsNotKnown() {
    assertThat(flat(shown("snapshot", "--json", "--simulate", "hgx-h100-8")))
        .contains("\"kubelet\":{\"state\":\"off\"}", "\"sharing\":null", "\"owner\":\"unknown\"")
        .doesNotContain("\"sharing\":\"unheld\"");
  }

  @Test
  void topNamesThePodOfAProcess() {
    assertThat(shown("top", "--simulate", "k8s-t4-timesliced"))
        .containsPattern(
            "(?m)^ +5101 +python3 +0 .* 3.0G .* shop/inference-a-6d5f7c9b8-x2k4p/server$");
    assertThat(shown("top", "--simulate", "k8s-no-hostpid"))
        .doesNotContainPattern("(?m)^ +\\d+ +\\d+ .* \\S+G .* \\S+/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s-h100-8", "k8s-a100-mig", "k8s-l40s-mps", "k8s-no-hostpid"})
  void everyKeyIsInTheDocument(String scenario) throws IOException {
    var root = Path.of(System.getProperty("repository.root", ".."));
    var document = Files.readString(root.resolve("docs/snapshot.md"));
    var missing = new TreeSet<String>();
    boolean inReadings = false;
    int depth = 0;
    try (var json =
        new JsonFactory().createParser(shown("snapshot", "--json", "--simulate", scenario))) {
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && !inReadings) {
          var key = json.currentName();
          if (key.equals("readings") || key.equals("absent") || key.equals("xids")) {
            inReadings = true;
            depth = 0;
          }
          if (!document.contains("`" + key + "`")) {
            missing.add(key);
          }
        } else if (inReadings && token == JsonToken.START_OBJECT) {
          depth++;
        } else if (inReadings && token == JsonToken.END_OBJECT) {
          depth--;
          inReadings = depth > 0;
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
