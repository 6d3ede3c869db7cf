// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.pods.PodReader;
import io.gpunodeagent.core.FuzzInputs;
import io.gpunodeagent.core.text.KeyPatterns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lists and watches of an API server, or of what answers in its place. */
class WatchFuzzTest {

  private static final KeyPatterns ALL = KeyPatterns.of(List.of("*"));
  private static final long MEMORY = 1 << 20;

  /** Keeps pods, as the largest of the sources does. */
  private static final class Pods implements ListWatch.Source<Object> {

    @Override
    public String path() {
      return "/api/v1/pods";
    }

    @Override
    public String selector() {
      return "spec.nodeName=a";
    }

    @Override
    public Versioned<Object> read(JsonParser json) throws IOException {
      var pod = PodReader.read(json, ALL, ALL);
      return new Versioned<>(pod.uid(), pod.version(), pod.value(), pod.characters());
    }
  }

  @FuzzTest
  void watch(byte[] input) {
    try (var json = JsonReader.FACTORY.createParser(input)) {
      while (json.nextToken() != null) {
        WatchEvent.read(json, new Pods());
      }
    } catch (IOException refused) {
      requireReason(refused);
    }
  }

  @FuzzTest
  void list(byte[] input) {
    try (var json = JsonReader.FACTORY.createParser(input)) {
      ListPage.read(json, new Pods(), new Copy<>(MEMORY));
    } catch (IOException refused) {
      requireReason(refused);
    }
  }

  @FuzzTest
  void status(byte[] input) {
    var message = StatusReader.message(new ByteArrayInputStream(input));
    FuzzInputs.requireLine(ApiException.ofStatus(500, message, Duration.ZERO).reason());
  }

  /** As the log says it. */
  private static void requireReason(IOException refused) {
    FuzzInputs.requireLine(ApiException.unusable(ApiException.reasonOf(refused)).reason());
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfWatch() {
    FuzzInputs.feed(WatchFuzzTest.class, "watch", this::watch);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfList() {
    FuzzInputs.feed(WatchFuzzTest.class, "list", this::list);
  }

  @Test
  @Timeout(60)
  void corpusAndMutationsOfStatus() {
    FuzzInputs.feed(WatchFuzzTest.class, "status", this::status);
  }
}
