// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.replay.prometheus;

import io.gpunodeagent.agent.faults.Causes;
import io.gpunodeagent.agent.faults.FaultException;
import io.gpunodeagent.core.text.OneLine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Says in one line why a Prometheus gives no history.
 *
 * @param base its address
 * @param login the option that says who logs in; empty when nobody does
 */
record PrometheusFaults(URI base, Optional<String> login) {

  private static final int LONGEST_MESSAGE = 300;

  FaultException of(String what) {
    return new FaultException("--prometheus " + base + ": " + OneLine.of(what, LONGEST_MESSAGE));
  }

  /** Of an answer that says to log in first. */
  void refuseIfShut(int status) {
    if (status == 401) {
      throw of(
          login
              .map(given -> "answers 401: it does not know the credentials of " + given)
              .orElse("answers 401: it wants a login: give --token-file, or --user"));
    }
    if (status == 403) {
      throw of(
          login
              .map(given -> "answers 403: " + given + " may not ask it: give another")
              .orElse("answers 403: it wants a login: give --token-file, or --user"));
    }
    if (status >= 300 && status < 400) {
      throw of(
          "answers "
              + status
              + ": it sends elsewhere, as to a login: give --token-file, or the address it sends"
              + " to");
    }
  }

  /** Of an answer that is no JSON. */
  FaultException ofPage(int status, String type, String beginning) {
    boolean page = type.contains("html") || beginning.stripLeading().startsWith("<");
    return of(
        page
            ? "answers "
                + status
                + " with a web page, such as a login's: give the address of its HTTP API, and"
                + " --token-file if something before it wants a login"
            : "answers " + status + " with what is no JSON: " + beginning);
  }

  /** Of a request that did not come to an answer. */
  FaultException of(IOException failed, Duration patience) {
    if (failed instanceof HttpTimeoutException) {
      return of(
          "did not answer within "
              + patience.toSeconds()
              + " seconds: try a shorter --range, or --job");
    }
    if (failed instanceof SSLException) {
      return of(tls(failed));
    }
    if (Causes.include(failed, UnresolvedAddressException.class)) {
      return of("its name cannot be resolved: check the address");
    }
    if (failed instanceof ConnectException) {
      return of("cannot be reached: check address and port");
    }
    return of("cannot be read: " + Optional.ofNullable(failed.getMessage()).orElse("cut off"));
  }

  private static String tls(IOException failed) {
    if (Causes.include(failed, CertificateExpiredException.class)) {
      return "its certificate has expired: renew it";
    }
    if (Causes.include(failed, CertPathBuilderException.class)) {
      return "its certificate is of no authority that is trusted: give --ca-file";
    }
    if (Causes.include(failed, CertificateException.class)) {
      return "its certificate is for another name: use the name in it";
    }
    var message = String.valueOf(failed.getMessage());
    return message.contains("ecognized SSL message")
        ? "it does not speak TLS: try http://"
        : "no TLS comes about: " + message;
  }
}
