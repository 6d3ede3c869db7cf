// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.agent.login.Login;
import io.gpunodeagent.core.document.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How to be let in by a Prometheus, and which authorities to believe about it. */
public final class PrometheusLogin {

  private static final long LONGEST_BUNDLE = 4 << 20;

  @Mixin private final Login login = new Login();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Authorities in PEM to trust in place of the system's.")
  private @Nullable Path authorities;

  /** Whether any of it was given. */
  public boolean given() {
    return login.given() || authorities != null;
  }

  /** Refuses what does not go together. */
  public void check(CommandSpec spec, URI address) {
    login.check(spec);
    if (authorities != null && !"https".equals(address.getScheme())) {
      throw new ParameterException(
          spec.commandLine(), "--ca-file: the address is not https://, so nothing is verified");
    }
  }

  /** What goes with a request; empty when nobody logs in. */
  Optional<String> authorization() {
    return login.authorization();
  }

  /** The option that says who logs in, for messages; empty when nobody does. */
  Optional<String> named() {
    return login.named();
  }

  /** Who is trusted; empty for the system's authorities. */
  Optional<SSLContext> trust() {
    return Optional.ofNullable(authorities).map(PrometheusLogin::trusting);
  }

  private static SSLContext trusting(Path file) {
    try (var in = Files.newInputStream(file)) {
      return trusting(file, in);
    } catch (NoSuchFileException missing) {
      throw fault(file, "is not there", "name one that can be read");
    } catch (CertificateException strange) {
      throw fault(file, "is no PEM", "name a file of certificates in PEM");
    } catch (GeneralSecurityException | IOException refused) {
      throw fault(file, "cannot be read", "name a file of certificates in PEM");
    }
  }

  private static SSLContext trusting(Path file, InputStream in)
      throws GeneralSecurityException, IOException {
    if (Files.size(file) > LONGEST_BUNDLE) {
      throw fault(file, "has more than 4 MiB", "name a file of authorities alone");
    }
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry(Integer.toString(count++), each);
    }
    if (count == 0) {
      throw fault(file, "has no certificate", "name a file of certificates in PEM");
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static FaultException fault(Path file, String what, String wayOut) {
    return new FaultException(
        Problem.of("option --ca-file", "", file.toString(), what, wayOut).line());
  }
}
