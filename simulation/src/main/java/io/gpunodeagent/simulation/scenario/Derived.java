// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids that follow from names, so that they are the same in every run. */
final class Derived {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Derived() {}

  /** The UUID the library gives a GPU that the scenario gives none. */
  static String gpu(String scenario, int index) {
    return "GPU-" + uuid(hash(scenario) ^ mixed((long) index << 32));
  }

  /** The UUID the library gives a compute instance that the scenario gives none. */
  static String mig(String gpuUuid, int gpuInstance, int computeInstance, int profileId) {
    long place = ((long) gpuInstance << 32) | ((long) computeInstance << 16) | profileId;
    return "MIG-" + uuid(hash(gpuUuid) ^ mixed(place));
  }

  /** The UID of an object of the cluster. */
  static String uid(String... names) {
    return uuid(hash(String.join("\n", names)));
  }

  /** A container's id: 64 hexadecimal digits. */
  static String container(String podUid, String name, int incarnation) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = podUid + "\n" + name + "\n" + incarnation;
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java has SHA-256", absent);
    }
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (one & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mixed(long seed) {
    long x = seed + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  private static String uuid(long seed) {
    long high = mixed(seed);
    long low = mixed(high);
    return "%08x-%04x-%04x-%04x-%012x"
        .formatted(
            high >>> 32,
            (high >>> 16) & 0xffff,
            (high & 0x0fff) | 0x4000,
            ((low >>> 48) & 0x3fff) | 0x8000,
            low & 0xffff_ffff_ffffL);
  }
}
