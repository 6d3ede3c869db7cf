// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.otlp.OtlpAnswer.Failure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OtlpQueueTest {

  private final OtlpQueue queue = new OtlpQueue();

  private void add(int points) {
    queue.add(new OtlpBatch(new byte[0], false, points));
  }

  @Test
  void theOldestOfTooManyIsDroppedAndCounted() {
    for (int points = 1; points <= OtlpQueue.MOST + 2; points++) {
      add(points);
    }
    assertThat(queue.oldest()).extracting(OtlpBatch::points).isEqualTo(3);
    assertThat(queue.status().queued()).isEqualTo(OtlpQueue.MOST);
    assertThat(queue.status().dropped()).isEqualTo(2);
  }

  @Test
  void pointsAreTakenButForThoseThatWereRejected() {
    add(10);
    add(10);
    queue.taken(3, Instant.EPOCH);
    queue.taken(99, Instant.EPOCH.plusSeconds(1));
    var status = queue.status();
    assertThat(status.batches()).isEqualTo(2);
    assertThat(status.points()).isEqualTo(7);
    assertThat(status.rejected()).isEqualTo(13);
    assertThat(status.lastSuccess()).contains(Instant.EPOCH.plusSeconds(1));
  }

  @Test
  void aFailureKeepsTheRequestAndARefusalDoesNot() {
    add(1);
    queue.failed(Failure.TIMEOUT);
    assertThat(queue.status().queued()).isEqualTo(1);
    queue.refused();
    assertThat(queue.oldest()).isNull();
    assertThat(queue.status().dropped()).isEqualTo(1);
    assertThat(queue.status().failures())
        .containsEntry(Failure.TIMEOUT, 1L)
        .containsEntry(Failure.REFUSED, 1L)
        .containsEntry(Failure.CONNECTION, 0L);
  }
}
