// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import io.gpunodeagent.agent.TestTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real kube-apiserver with an etcd of its own, built from {@code api-server/}, empty at its start
 * and gone when closed. No controller, scheduler or kubelet runs: statuses are the test's to write.
 */
public final class ApiServer implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;
  private static final Path PROGRAM =
      Path.of(System.getProperty("repository.root", ".."))
          .resolve("api-server/target/api-server")
          .toAbsolutePath()
          .normalize();

  private final Process process;
  private final Path folder;
  private final Map<String, @Nullable Object> ready;
  private final Map<String, String> tokens;
  private final Tls tls;
  private final HttpClient http;

  private ApiServer(Process process, Path folder, String ready, Map<String, String> tokens) {
    this.process = process;
    this.folder = folder;
    this.ready = Json.object(ready);
    this.tokens = Map.copyOf(tokens);
    tls = Tls.of(ca(), file("certificate"), file("key"));
    http = HttpClient.newBuilder().sslContext(tls.client()).build();
  }

  /**
   * Somebody with a token and, at first, no rights.
   *
   * @param groups beside {@code system:authenticated}
   */
  public record User(String name, List<String> groups) {

    public User {
      groups = List.copyOf(groups);
    }

    public static User named(String name) {
      return new User(name, List.of());
    }

    /** A node's kubelet, which the Node authorizer knows by its name and group. */
    public static User kubeletOf(String node) {
      return new User("system:node:" + node, List.of("system:nodes"));
    }
  }

  /**
   * Starts one that knows these users and has the service account {@code default} in the namespace
   * {@code default}. Aborts the test where the program was not built, fails it in CI.
   */
  public static ApiServer start(User... users) {
    var command = new ArrayList<String>(List.of(program().toString()));
    var tokens = new HashMap<String, String>();
    for (var user : users) {
      var token = UUID.randomUUID().toString();
      tokens.put(user.name(), token);
      var fields = new ArrayList<String>(List.of(token));
      fields.addAll(user.groups());
      command.addAll(List.of("-user", user.name() + "=" + String.join(",", fields)));
    }
    try {
      var folder = Files.createTempDirectory("api-server-test-");
      var log = folder.resolve("log");
      // Its standard input is open as long as this JVM lives, and it ends with it.
      var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      var server = new ApiServer(process, folder, firstLine(process, log), tokens);
      server.admin().serviceAccount("default", "default");
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where it listens: {@code https://127.0.0.1:} and a port. */
  public URI url() {
    return URI.create(Json.textAt(ready, "url"));
  }

  /** Its certificate authority, PEM. */
  public Path ca() {
    return file("ca");
  }

  /** Its release, such as {@code v1.37.1}. */
  public String version() {
    return Json.textAt(ready, "version");
  }

  /** The authority that signed it, and a certificate for 127.0.0.1 that passes for it. */
  public Tls tls() {
    return tls;
  }

  /** The kubeconfig of a user who may do everything. */
  public Path kubeconfig() {
    return file("kubeconfig");
  }

  /** A new kubeconfig for a token. */
  public Path kubeconfig(String token) {
    return kubeconfig(url(), token);
  }

  /** A new kubeconfig for a token and another address, such as a proxy's. */
  public Path kubeconfig(URI address, String token) {
    try {
      var text =
          Files.readString(kubeconfig())
              .replace(url().toString(), address.toString())
              .replace(adminToken(), token);
      return Files.writeString(Files.createTempFile(folder, "user-", ".kubeconfig"), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String adminToken() {
    return Json.textAt(ready, "token");
  }

  /** The token of one of the users this server was started with. */
  public String tokenFor(String user) {
    var token = tokens.get(user);
    if (token == null) {
      throw new AssertionError("not started with user " + user);
    }
    return token;
  }

  /** A token by the TokenRequest API, one hour valid; makes the service account where missing. */
  public String tokenFor(String namespace, String serviceAccount) {
    admin().serviceAccount(namespace, serviceAccount);
    var request = "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}";
    var accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts/";
    return admin()
        .post(accounts + serviceAccount + "/token", request)
        .expect(201)
        .text("status", "token");
  }

  /** A token like the kubelet's for a pod: it names the pod and the node the pod is bound to. */
  public String tokenForPod(String namespace, String serviceAccount, String pod) {
    var accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts/";
    return admin()
        .post(
            accounts + serviceAccount + "/token",
            "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest,"
                + " spec: {boundObjectRef: {apiVersion: v1, kind: Pod, name: "
                + pod
                + "}}}")
        .expect(201)
        .text("status", "token");
  }

  /** Requests by a user who may do everything. */
  public ApiClient admin() {
    return as(adminToken());
  }

  public ApiClient as(String token) {
    return as(token, url());
  }

  /** The same by way of another address, such as a proxy's. */
  public ApiClient as(String token, URI address) {
    return new ApiClient(http, address, token);
  }

  @Override
  public void close() {
    http.shutdownNow();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Path file(String name) {
    return Path.of(Json.textAt(ready, name));
  }

  private static String firstLine(Process process, Path log) throws IOException {
    var reader = process.inputReader(StandardCharsets.UTF_8);
    var overdue =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    var line = reader.readLine();
    overdue.cancel(false);
    if (line == null) {
      throw new AssertionError("api-server did not start: " + Files.readString(log));
    }
    return line;
  }

  /** Why it cannot be started; empty when it can. */
  public static Optional<String> lacking() {
    return Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of(PROGRAM + " is not built: mvn -pl api-server generate-test-resources");
  }

  private static Path program() {
    var lacking = lacking();
    if (lacking.isPresent()) {
      throw TestTools.missing(lacking.get());
    }
    return PROGRAM;
  }
}
