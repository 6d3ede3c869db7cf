// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.login;

import io.gpunodeagent.agent.faults.FaultException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the credentials of a request. No secret is an argument, which others can see. */
public final class Login {

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with a bearer token to send.")
  private @Nullable Path token;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "User to log in as, with --password-file.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "File with that user's password.")
  private @Nullable Path password;

  /** Without credentials. */
  public Login() {}

  /** Whether any of it was given. */
  public boolean given() {
    return token != null || user != null || password != null;
  }

  /** Refuses what does not go together. */
  public void check(CommandSpec spec) {
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
  }

  /**
   * The value of the {@code Authorization} header, read from the files as they are now; empty when
   * nobody logs in.
   *
   * @throws FaultException when a file cannot be used
   */
  public Optional<String> authorization() {
    if (token != null) {
      return Optional.of(bearer(SecretFile.read("--token-file", token)));
    }
    if (user != null && password != null) {
      var pair = user + ":" + SecretFile.read("--password-file", password);
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }

  /** The header's value for a token. */
  public static String bearer(String token) {
    return "Bearer " + token;
  }

  /** The options that say who logs in, for messages; empty when nobody does. */
  public Optional<String> named() {
    return token != null
        ? Optional.of("--token-file " + token)
        : Optional.ofNullable(user).map(name -> "--user " + name + ", --password-file " + password);
  }
}
