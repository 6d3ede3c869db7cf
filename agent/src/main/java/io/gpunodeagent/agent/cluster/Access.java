package io.gpunodeagent.agent.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
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
        || Files.exists(serviceAccount.resolve("token"));
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
    var token = serviceAccount.resolve("token");
    if (host.isEmpty() || port.isEmpty() || !Files.isReadable(token)) {
      throw new ApiException(
          "no service account in "
              + serviceAccount
              + " and no kubeconfig; mount the one or name the other");
    }
    var address = host.contains(":") ? "[" + host + "]" : host;
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl("https://" + address + ":" + port)
        .withCaCertFile(serviceAccount.resolve("ca.crt").toString())
        .withOauthTokenProvider(() -> token(token))
        .build();
  }

  /** Read for every request, because the kubelet replaces it; without it the server says 401. */
  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException _) {
      return "unreadable";
    }
  }
}
