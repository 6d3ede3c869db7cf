// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpunodeagent.agent.document.JsonObject;
import io.gpunodeagent.agent.files.BoundedCalls;
import io.gpunodeagent.agent.files.BoundedCalls.NoAnswerException;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.recorder.RecordingFolder;
import io.gpunodeagent.agent.recorder.Recordings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RecordingsResourceTest {

  @TempDir private Path folder;

  @Test
  void whileTheDiskHangsListAndRecordingAreRefusedInTime() throws Exception {
    var name = Recordings.ofAnXid(folder);
    var disk = new CountDownLatch(1);
    var calls = new BoundedCalls("disk", 1, Duration.ofMillis(50));
    var resource = new RecordingsResource(Optional.of(new RecordingFolder(folder)), calls);
    assertThatThrownBy(
            () ->
                calls.call(
                    () -> {
                      disk.await();
                      return true;
                    }))
        .isInstanceOf(NoAnswerException.class);

    assertThat(resource.list(new JsonObject())).satisfies(RecordingsResourceTest::isRefused);
    assertThat(resource.one(name)).satisfies(RecordingsResourceTest::isRefused);
    disk.countDown();
  }

  private static void isRefused(HttpAnswer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("the disk of the recordings gives no answer within 50 ms");
  }
}
