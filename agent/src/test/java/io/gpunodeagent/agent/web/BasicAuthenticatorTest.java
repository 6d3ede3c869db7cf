// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.web.BasicAuthenticator.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** What a guesser learns and what guessing costs others: nothing. */
class BasicAuthenticatorTest {

  private static final Users USERS =
      new Users(
          Map.of(
              "cheap", BCrypt.hashpw("one", BCrypt.gensalt(4)),
              "dear", BCrypt.hashpw("two", BCrypt.gensalt(5))));

  private static Optional<String> basic(String credentials) {
    var octets = credentials.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(octets));
  }

  @Test
  void anUnknownUserCostsWhatOneOfTheUsersDoesAndAlwaysTheSame() {
    var authenticator = new BasicAuthenticator(USERS);
    var decoys =
        IntStream.range(0, 100)
            .mapToObj(i -> authenticator.decoy("nobody-" + i))
            .collect(Collectors.toSet());
    assertThat(decoys).containsExactlyInAnyOrderElementsOf(USERS.hashes().values());
    assertThat(authenticator.decoy("nobody")).isEqualTo(authenticator.decoy("nobody"));
  }

  @Test
  void thePasswordOfAnotherLetsNobodyIn() {
    var authenticator = new BasicAuthenticator(USERS);
    for (int i = 0; i < 10; i++) {
      assertThat(authenticator.judge(basic("nobody-" + i + ":one"))).isEqualTo(Verdict.REFUSED);
      assertThat(authenticator.judge(basic("nobody-" + i + ":two"))).isEqualTo(Verdict.REFUSED);
    }
    assertThat(authenticator.judge(basic("dear:one"))).isEqualTo(Verdict.REFUSED);
    assertThat(authenticator.judge(basic("dear:two"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void whoseTurnDoesNotComeIsNeitherLetInNorRefused() {
    var authenticator = new BasicAuthenticator(USERS, new NeverFree());
    assertThat(authenticator.judge(basic("cheap:one"))).isEqualTo(Verdict.BUSY);
  }

  @Test
  void aPasswordThatWasRightWaitsForNobody() {
    var turn = new NeverFree();
    turn.free = true;
    var authenticator = new BasicAuthenticator(USERS, turn);
    assertThat(authenticator.judge(basic("cheap:one"))).isEqualTo(Verdict.ADMITTED);
    turn.free = false;
    assertThat(authenticator.judge(basic("cheap:one"))).isEqualTo(Verdict.ADMITTED);
    assertThat(authenticator.judge(basic("cheap:other"))).isEqualTo(Verdict.BUSY);
  }

  /** A lock that others hold for longer than anybody waits, unless it is free. */
  private static final class NeverFree extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private boolean free;

    @Override
    public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
      return free && super.tryLock(timeout, unit);
    }
  }
}
