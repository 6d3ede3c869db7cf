package io.gpunodeagent.agent.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Decides whether an {@code Authorization} header names a user with the right password.
 *
 * <p>bcrypt is slow on purpose, a scrape must not be: a password that was right is remembered as a
 * keyed digest, whose key lives in this object only. Wrong ones are checked one at a time, so that
 * guessing takes one processor at most. Safe for any thread.
 */
final class BasicAuthenticator {

  /** Compared with when the name is unknown, so that the time taken does not tell. */
  private static final String NOBODY =
      "$2a$10$7EqJtq98hPqEX7fNZaFWoOhi5rW8e8fS1ZbX0Jt8p1YdJ0rQ0yQbK";

  private static final String SCHEME = "Basic ";

  private final Users users;
  private final SecretKeySpec key;
  private final Map<String, byte[]> remembered = new ConcurrentHashMap<>();
  private final ReentrantLock oneAtATime = new ReentrantLock();

  BasicAuthenticator(Users users) {
    this.users = users;
    var secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** Whether {@code authorization} lets its bearer in. */
  boolean admits(Optional<String> authorization) {
    var credentials = authorization.flatMap(BasicAuthenticator::decode);
    if (credentials.isEmpty()) {
      return false;
    }
    var text = credentials.get();
    int colon = text.indexOf(':');
    if (colon < 0) {
      return false;
    }
    var name = text.substring(0, colon);
    var digest = digest(text);
    var known = remembered.get(name);
    return (known != null && MessageDigest.isEqual(known, digest))
        || verify(name, text.substring(colon + 1), digest);
  }

  private boolean verify(String name, String password, byte[] digest) {
    oneAtATime.lock();
    try {
      var hash = users.hash(name);
      boolean right = matches(password, hash.orElse(NOBODY)) && hash.isPresent();
      if (right) {
        remembered.put(name, digest);
      }
      return right;
    } finally {
      oneAtATime.unlock();
    }
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
