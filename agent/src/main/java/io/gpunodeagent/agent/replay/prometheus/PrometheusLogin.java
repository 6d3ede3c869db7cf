package io.gpunodeagent.agent.replay.prometheus;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.files.BoundedFile;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How to be let in by a Prometheus. No secret is ever an argument, which others can see. */
public final class PrometheusLogin {

  /** Far more than any token has. */
  private static final int LONGEST_SECRET = 64 << 10;

  private static final long LONGEST_BUNDLE = 4 << 20;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with a bearer token for the Prometheus.")
  private @Nullable Path token;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User of the Prometheus, with --password-file.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with that user's password.")
  private @Nullable Path password;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Authorities in PEM to trust in place of the system's.")
  private @Nullable Path authorities;

  /** Whether any of it was given. */
  public boolean given() {
    return token != null || user != null || password != null || authorities != null;
  }

  /** Refuses what does not go together. */
  public void check(CommandSpec spec, URI address) {
    if ((user == null) != (password == null)) {
      throw new ParameterException(
          spec.commandLine(), "--user and --password-file go together: give both or neither");
    }
    if (token != null && user != null) {
      throw new ParameterException(
          spec.commandLine(), "--token-file and --user exclude each other: give one");
    }
    if (user != null && user.contains(":")) {
      throw new ParameterException(
          spec.commandLine(), "--user " + user + ": a user's name has no colon");
    }
    if (authorities != null && !"https".equals(address.getScheme())) {
      throw new ParameterException(
          spec.commandLine(), "--ca-file: the address is not https://, so nothing is verified");
    }
  }

  /** What goes with a request; empty when nobody logs in. */
  Optional<String> authorization() {
    if (token != null) {
      return Optional.of("Bearer " + secret("--token-file", token));
    }
    if (user != null && password != null) {
      var pair = user + ":" + secret("--password-file", password);
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }

  /** The option that says who logs in, for messages; empty when nobody does. */
  Optional<String> named() {
    return token != null
        ? Optional.of("--token-file " + token)
        : Optional.ofNullable(user).map(name -> "--user " + name + ", --password-file " + password);
  }

  private static String secret(String option, Path file) {
    try {
      var text = BoundedFile.text(file, LONGEST_SECRET).strip();
      if (text.isEmpty()) {
        throw fault(option, file, "is empty", "name a file with the secret in it");
      }
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw fault(option, file, "has several lines", "name a file with the secret alone");
      }
      return text;
    } catch (NoSuchFileException missing) {
      throw fault(option, file, "is not there", "name one that can be read");
    } catch (BoundedFile.TooLargeException large) {
      throw fault(option, file, "has more than 64 KiB", "name a file with the secret alone");
    } catch (CharacterCodingException binary) {
      throw fault(option, file, "is no UTF-8 text", "name a file with the secret alone");
    } catch (IOException refused) {
      throw fault(option, file, "cannot be read", "name one that can be");
    }
  }

  /** Who is trusted; empty for the system's authorities. */
  Optional<SSLContext> trust() {
    return Optional.ofNullable(authorities).map(PrometheusLogin::trusting);
  }

  private static SSLContext trusting(Path file) {
    try (var in = Files.newInputStream(file)) {
      return trusting(file, in);
    } catch (NoSuchFileException missing) {
      throw fault("--ca-file", file, "is not there", "name one that can be read");
    } catch (CertificateException strange) {
      throw fault("--ca-file", file, "is no PEM", "name a file of certificates in PEM");
    } catch (GeneralSecurityException | IOException refused) {
      throw fault("--ca-file", file, "cannot be read", "name a file of certificates in PEM");
    }
  }

  private static SSLContext trusting(Path file, InputStream in)
      throws GeneralSecurityException, IOException {
    if (Files.size(file) > LONGEST_BUNDLE) {
      throw fault("--ca-file", file, "has more than 4 MiB", "name a file of authorities alone");
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry(Integer.toString(count++), each);
    }
    if (count == 0) {
      throw fault("--ca-file", file, "has no certificate", "name a file of certificates in PEM");
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static FaultException fault(String option, Path file, String what, String wayOut) {
    return new FaultException(
        Problem.of("option " + option, "", file.toString(), what, wayOut).line());
  }
}
