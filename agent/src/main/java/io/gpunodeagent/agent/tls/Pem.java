// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.tls;

import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.files.BoundedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads PEM files of certificates and private keys. */
public final class Pem {

  private static final int LARGEST_BYTES = 1 << 20;

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519", "Ed448");

  private Pem() {}

  /** The certificates of {@code file} in its order, at least one. */
  public static List<X509Certificate> certificates(String key, Path file) throws SetupException {
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(read(key, file)));
      if (all.isEmpty()) {
        throw noCertificate(key, file);
      }
      return all.stream().map(X509Certificate.class::cast).toList();
    } catch (CertificateException malformed) {
      throw noCertificate(key, file);
    }
  }

  private static SetupException noCertificate(String key, Path file) {
    return new SetupException(
        key,
        file,
        "holds no PEM certificate",
        "write BEGIN CERTIFICATE blocks, as openssl x509 does");
  }

  /** The private key of {@code file}, PKCS #8. */
  public static PrivateKey privateKey(String setting, Path file) throws SetupException {
    var match = KEY.matcher(new String(read(setting, file), StandardCharsets.ISO_8859_1));
    if (match.find()) {
      byte[] encoded = Base64.getMimeDecoder().decode(match.group(1));
      for (var algorithm : ALGORITHMS) {
        var key = decode(algorithm, encoded);
        if (key.isPresent()) {
          return key.get();
        }
      }
    }
    throw new SetupException(
        setting,
        file,
        "holds no unencrypted PKCS #8 private key in PEM",
        "convert it with openssl pkcs8 -topk8 -nocrypt");
  }

  private static Optional<PrivateKey> decode(String algorithm, byte[] encoded) {
    try {
      var spec = new PKCS8EncodedKeySpec(encoded);
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (GeneralSecurityException otherAlgorithm) {
      return Optional.empty();
    }
  }

  /** Whether {@code key} is the private half of {@code published}. */
  public static boolean belongTogether(PrivateKey key, PublicKey published) {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] probe = {1, 2, 3};
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(published);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException different) {
      return false;
    }
  }

  private static byte[] read(String key, Path file) throws SetupException {
    try {
      return BoundedFile.bytes(file, LARGEST_BYTES);
    } catch (IOException unreadable) {
      throw new SetupException(
          key, file, "is no file that this process can read", "name an existing file or mount it");
    }
  }
}
