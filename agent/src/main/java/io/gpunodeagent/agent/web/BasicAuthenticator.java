// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Decides whether an {@code Authorization} header names a user with the right password.
 *
 * <p>bcrypt is slow on purpose, a scrape must not be: a password that was right is remembered as a
 * keyed digest, whose key lives in this object only. Others are checked one at a time, so that
 * guessing takes one processor at most, and who waits too long is not judged. Safe for any thread.
 */
final class BasicAuthenticator {

  /** How long a check waits for those before it. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String SCHEME = "Basic ";

  private final Users users;
  private final SecretKeySpec key;
  private final Map<String, byte[]> remembered = new ConcurrentHashMap<>();
  private final List<String> hashes;
  private final ReentrantLock oneAtATime;

  /** What is said of credentials. */
  enum Verdict {
    ADMITTED,
    REFUSED,
    /** Too many others are to be checked first. */
    BUSY
  }

  BasicAuthenticator(Users users) {
    this(users, new ReentrantLock(true));
  }

  BasicAuthenticator(Users users, ReentrantLock oneAtATime) {
    this.users = users;
    this.hashes = users.hashes().values().stream().sorted().toList();
    this.oneAtATime = oneAtATime;
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The verdict on a request with this header. */
  Verdict judge(Optional<String> authorization) {
    var credentials = authorization.flatMap(BasicAuthenticator::decode);
    if (credentials.isEmpty()) {
      return Verdict.REFUSED;
    }
    var text = credentials.get();
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Verdict.REFUSED;
    }
    var name = text.substring(0, colon);
    var digest = digest(text);
    var known = remembered.get(name);
    return known != null && MessageDigest.isEqual(known, digest)
        ? Verdict.ADMITTED
        : verify(name, text.substring(colon + 1), digest);
  }

  private Verdict verify(String name, String password, byte[] digest) {
    try {
      if (!oneAtATime.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        return Verdict.BUSY;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Verdict.BUSY;
    }
    try {
      var hash = users.hash(name);
      boolean right = matches(password, hash.orElseGet(() -> decoy(name))) && hash.isPresent();
      if (right) {
        remembered.put(name, digest);
      }
      return right ? Verdict.ADMITTED : Verdict.REFUSED;
    } finally {
      oneAtATime.unlock();
    }
  }

  /**
   * What the password of an unknown user is compared with: the hash of one of the users, for each
   * name always the same one. So the time it takes does not show whether a name is known, whatever
   * the costs of the hashes are.
   */
  String decoy(String name) {
    var number = ByteBuffer.wrap(digest(name)).getInt();
    return hashes.get(Math.floorMod(number, hashes.size()));
  }

  private static boolean matches(String password, String hash) {
    try {
      return BCrypt.checkpw(password, hash);
    } catch (IllegalArgumentException tooLong) {
      return false; // bcrypt reads 72 bytes at most
    }
  }

  private byte[] digest(String text) {
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }

  private static Optional<String> decode(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      var text = new String(decoded, StandardCharsets.UTF_8);
      return Optional.of(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
