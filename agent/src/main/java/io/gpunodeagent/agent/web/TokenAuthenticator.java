// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.web.TokenJudge.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Decides whether an {@code Authorization} header carries a token that lets its bearer read a path.
 *
 * <p>A judge is asked once in a while for each token, one question at a time: so many made-up
 * tokens cost the judge no more than one would, and who waits too long is not let in. Tokens that
 * were let in have room and a turn of their own, so that made-up ones neither push them out nor
 * keep them waiting. Nothing but a digest of a token is kept. Safe for any thread.
 */
final class TokenAuthenticator {

  /**
   * How long a good verdict holds; a right that is taken away works for so long. The kubelet's
   * default: each node asks the API server twice in this time, for each scraper.
   */
  static final Duration GOOD = Duration.ofMinutes(2);

  /** How long a bad one does. */
  static final Duration BAD = Duration.ofSeconds(10);

  /** Good verdicts that are kept, and bad ones; scrapers are a handful. */
  static final int MOST = 256;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** RFC 6750; tokens of the API server are JWTs or shorter. */
  private static final Pattern BEARER =
      Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]{1,8192}=*)");

  private final TokenJudge judge;
  private final LongSupplier nanos;
  private final ReentrantLock strangers = new ReentrantLock(true);
  private final ReentrantLock returning = new ReentrantLock(true);

  /** Tokens that were let in when they were last judged, even if that is over. */
  private final Map<String, Known> admitted = latest();

  private final Map<String, Known> refused = latest();

  private static Map<String, Known> latest() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
        return size() > MOST;
      }
    };
  }

  private record Known(Verdict verdict, long until) {}

  TokenAuthenticator(TokenJudge judge, LongSupplier nanos) {
    this.judge = judge;
    this.nanos = nanos;
  }

  /** The verdict on a request with this header for {@code path}. */
  Verdict judge(Optional<String> authorization, String path) {
    var bearer = BEARER.matcher(authorization.orElse("").strip());
    if (!bearer.matches()) {
      return Verdict.UNKNOWN;
    }
    var token = bearer.group(1);
    var key = digest(path + "\n" + token);
    return recall(key).orElseGet(() -> ask(key, token, path));
  }

  private Verdict ask(String key, String token, String path) {
    var asking = wasAdmitted(key) ? returning : strangers;
    try {
      if (!asking.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        return Verdict.UNDECIDED;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.UNDECIDED;
    }
    try {
      // Whoever waited may find that the same was asked meanwhile.
      var meanwhile = recall(key);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      var verdict = judge.judge(token, path);
      remember(key, verdict);
      return verdict;
    } finally {
      asking.unlock();
    }
  }

  private synchronized boolean wasAdmitted(String key) {
    return admitted.containsKey(key);
  }

  private synchronized Optional<Verdict> recall(String key) {
    return Optional.ofNullable(admitted.getOrDefault(key, refused.get(key)))
        .filter(known -> known.until() - nanos.getAsLong() > 0)
        .map(Known::verdict);
  }

  private synchronized void remember(String key, Verdict verdict) {
    switch (verdict) {
      case ADMITTED -> keep(key, verdict, GOOD, admitted, refused);
      case UNKNOWN, FORBIDDEN -> keep(key, verdict, BAD, refused, admitted);
      // Asked again at once, so that a server that is back is believed.
      case UNDECIDED -> refused.remove(key);
    }
  }

  private void keep(
      String key,
      Verdict verdict,
      Duration time,
      Map<String, Known> into,
      Map<String, Known> outOf) {
    outOf.remove(key);
    into.remove(key); // so that it is the latest
    into.put(key, new Known(verdict, nanos.getAsLong() + time.toNanos()));
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
