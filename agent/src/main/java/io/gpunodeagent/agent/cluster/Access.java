package io.gpunodeagent.agent.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.gpunodeagent.agent.files.BoundedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the API server is and who the agent is to it: a kubeconfig, or the pod's service account.
 *
 * <p>Nothing else counts: neither a kubeconfig in the home folder nor one in the environment makes
 * an agent talk to a cluster nobody named.
 *
 * @param kubeconfig the file, read anew for each connection
 * @param serviceAccount folder of the pod's token and certificate authority
 * @param environment names the server to the service account
 */
record Access(Optional<Path> kubeconfig, Path serviceAccount, Map<String, String> environment) {

  /** The kubelet's tokens have some 1 KiB. */
  private static final int LARGEST_TOKEN_BYTES = 1 << 16;

  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** Of this process. */
  static Access of(ClusterConfig config) {
    return new Access(config.kubeconfig(), SERVICE_ACCOUNT, System.getenv());
  }

  /** Whether anything names an API server; nothing is said of whether it can be used. */
  boolean named() {
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
  Transport open(Duration timeout) throws ApiException {
    var config = config(timeout);
    try {
      var builder = new JdkHttpClientFactory().newBuilder(config);
      if (kubeconfig.isEmpty()) {
        builder.sslContext(null, ClusterTrust.managers(ca()));
      }
      return new Transport(builder.build(), config.getMasterUrl().replaceAll("/+$", ""));
    } catch (RuntimeException e) {
      // The transport's own: a broken certificate or address.
      throw new ApiException(config.getMasterUrl() + ": " + ApiException.reasonOf(e));
    }
  }

  /**
   * How requests go.
   *
   * @param url of the server, without a slash at its end
   */
  record Transport(HttpClient http, String url) implements AutoCloseable {

    @Override
    public void close() {
      http.close();
    }
  }

  private static Config ofKubeconfig(Path file) throws ApiException {
    if (!Files.isReadable(file)) {
      throw new ApiException("cannot read the kubeconfig " + file);
    }
    try {
      var config = Config.fromKubeconfig(file.toFile());
      if (config.getCurrentContext() == null) {
        throw new ApiException("the kubeconfig " + file + " has no current context");
      }
      return config;
    } catch (RuntimeException e) {
      throw new ApiException("the kubeconfig " + file + ": " + ApiException.reasonOf(e));
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
              + " and no kubeconfig; mount the one or name the other");
    }
    var address = host.contains(":") ? "[" + host + "]" : host;
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl("https://" + address + ":" + port)
        .withCaCertFile(ca().toString())
        .withOauthTokenProvider(() -> token(token))
        .build();
  }

  /** The names are those of fabric8's own configuration. */
  private Path token() {
    return named("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", "token");
  }

  private Path ca() {
    return named("KUBERNETES_CERTS_CA_FILE", "ca.crt");
  }

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
