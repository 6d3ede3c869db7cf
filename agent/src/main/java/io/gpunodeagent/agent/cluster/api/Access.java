// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.gpunodeagent.agent.files.BoundedFile;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.text.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the API server is and how the agent logs in to it: a kubeconfig, or the pod's service
 * account.
 *
 * <p>Nothing else counts: neither a kubeconfig in the home folder nor one in the environment makes
 * an agent talk to a cluster that is not configured.
 *
 * @param kubeconfig the file, read for each connection
 * @param serviceAccount folder of the pod's token and certificate authority
 * @param environment names the server to the service account
 */
public record Access(
    Optional<Path> kubeconfig, Path serviceAccount, Map<String, String> environment) {

  /** The kubelet's tokens have some 1 KiB. */
  private static final int LARGEST_TOKEN_BYTES = 1 << 16;

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** Of this process. */
  public static Access of(ClusterConfig config) {
    return new Access(config.kubeconfig(), SERVICE_ACCOUNT, System.getenv());
  }

  /** The service account of a pod with these variables. */
  public static Access ofPod(Map<String, String> environment) {
    return new Access(Optional.empty(), SERVICE_ACCOUNT, environment);
  }

  /** Whether anything names an API server, usable or not. */
  public boolean named() {
    return kubeconfig.isPresent()
        || !environment.getOrDefault("KUBERNETES_SERVICE_HOST", "").isEmpty()
        || Files.exists(token());
  }

  /**
   * Settings of a client.
   *
   * @throws ApiException when something is missing or cannot be read: the thing and the way out
   */
  Config config(Duration timeout) throws ApiException {
    var config = kubeconfig.isPresent() ? ofKubeconfig(kubeconfig.get()) : ofServiceAccount();
    config.setConnectionTimeout((int) timeout.toMillis());
    config.setRequestRetryBackoffLimit(0);
    // One connection per watch costs less than the streams of HTTP/2.
    config.setHttp2Disable(true);
    config.setUserAgent("gpu-node-agent");
    return config;
  }

  /**
   * A transport with the credentials and certificates of this moment.
   *
   * @throws ApiException when something is missing or cannot be read
   */
  public Transport open(Duration timeout) throws ApiException {
    var config = config(timeout);
    try {
      var builder = new WithoutRedirects().newBuilder(config);
      if (kubeconfig.isEmpty()) {
        builder.sslContext(null, ClusterTrust.managers(ca()));
      }
      var url = URI.create(config.getMasterUrl().replaceAll("/+$", ""));
      if (url.getHost() == null) {
        throw new ApiException("the address of the API server names no host: " + url);
      }
      return new Transport(builder.build(), url.toString());
    } catch (RuntimeException e) {
      // The transport's own: a broken certificate or address.
      throw new ApiException(config.getMasterUrl() + ": " + ApiException.reasonOf(e));
    }
  }

  /** A server that answers with another address must not be sent the token there. */
  private static final class WithoutRedirects extends JdkHttpClientFactory {

    @Override
    protected void additionalConfig(java.net.http.HttpClient.Builder builder) {
      builder.followRedirects(Redirect.NEVER);
    }
  }

  /**
   * How requests go.
   *
   * @param url of the server, without a slash at its end
   */
  public record Transport(HttpClient http, String url) implements AutoCloseable {

    @Override
    public void close() {
      http.close();
    }
  }

  private static Config ofKubeconfig(Path file) throws ApiException {
    if (!Files.isReadable(file)) {
      throw unusable(
          file, "is no file that this process can read", "name an existing file or mount it");
    }
    try {
      checkScheme(file);
      var config = Config.fromKubeconfig(file.toFile());
      if (config.getCurrentContext() == null) {
        throw unusable(file, "has no current context", "set its current-context");
      }
      return config;
    } catch (RuntimeException e) {
      throw unusable(
          file,
          "is no kubeconfig, " + ApiException.reasonOf(e),
          "write one with kubectl config view --raw --minify");
    }
  }

  private static ApiException unusable(Path file, String predicate, String remedy) {
    return new ApiException(
        Problem.of("", "cluster.kubeconfig", file.toString(), predicate, remedy).line());
  }

  /** An address without a scheme would be tried by HTTP, and the token sent in the clear. */
  private static void checkScheme(Path file) throws ApiException {
    var text = KubeConfigUtils.parseConfig(file.toFile());
    var cluster =
        text.getContexts().stream()
            .filter(named -> Objects.equals(named.getName(), text.getCurrentContext()))
            .map(named -> named.getContext().getCluster())
            .findFirst();
    for (var named : text.getClusters()) {
      var server = named.getCluster() == null ? null : named.getCluster().getServer();
      if (server != null
          && cluster.filter(name -> name.equals(named.getName())).isPresent()
          && !server.matches("(?i)https?://.*")) {
        throw unusable(
            file,
            "names a server without a scheme, " + Credentials.masked(server),
            "write https:// before it");
      }
    }
  }

  private Config ofServiceAccount() throws ApiException {
    var host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    var token = token();
    if (host.isEmpty() || port.isEmpty() || !Files.isReadable(token)) {
      throw new ApiException(
          "no service account in "
              + token.getParent()
              + " and no kubeconfig: mount the one or name the other");
    }
    var address = host.contains(":") ? "[" + host + "]" : host;
    try {
      return new ConfigBuilder()
          .withAutoConfigure(false)
          .withMasterUrl("https://" + address + ":" + port)
          .withCaCertFile(ca().toString())
          .withOauthTokenProvider(() -> token(token))
          .build();
    } catch (RuntimeException e) {
      throw new ApiException(
          Problem.of(
                  "",
                  "KUBERNETES_SERVICE_HOST",
                  address + ":" + port,
                  "is no address, " + ApiException.reasonOf(e),
                  "set it and KUBERNETES_SERVICE_PORT to the API server's")
              .line());
    }
  }

  /** The token of the pod's service account, whose file may not be there. */
  public Path token() {
    return named("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", "token");
  }

  private Path ca() {
    return named("KUBERNETES_CERTS_CA_FILE", "ca.crt");
  }

  /** The names are those of fabric8's own configuration. */
  private Path named(String variable, String usual) {
    var name = environment.getOrDefault(variable, "");
    return name.isEmpty() ? serviceAccount.resolve(usual) : Path.of(name);
  }

  /** Read for every request, because the kubelet replaces it; without it the server says 401. */
  private static String token(Path file) {
    try {
      return BoundedFile.text(file, LARGEST_TOKEN_BYTES).strip();
    } catch (IOException _) {
      return "unreadable";
    }
  }
}
