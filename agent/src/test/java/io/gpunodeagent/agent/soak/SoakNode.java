// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.ContainerResources;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.SimulatedKubelet;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The surroundings of the agent: driver, kubelet and API server, in one folder. */
final class SoakNode implements AutoCloseable {

  private static final Path LIBRARY =
      Path.of(System.getProperty("nvml.simulator.directory"), "lib", "libnvidia-ml.so.1");

  private static final ListPodResourcesResponse PODS =
      ListPodResourcesResponse.newBuilder()
          .addPodResources(
              PodResources.newBuilder()
                  .setName(Truth.POD)
                  .setNamespace("default")
                  .addContainers(
                      ContainerResources.newBuilder()
                          .setName("main")
                          .addDevices(
                              ContainerDevices.newBuilder()
                                  .setResourceName("nvidia.com/gpu")
                                  .addDeviceIds(Truth.uuid(0)))))
          .build();

  private static final String NODE = "soaked";

  private final Path folder;
  private final Instant epoch = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final FaultyProxy proxy;
  private final Path kubeconfig;
  private SimulatedKubelet kubelet;

  SoakNode(Path folder, ApiServer server) throws IOException {
    this.folder = folder;
    for (var data : new String[] {"catalogue", "scenarios"}) {
      Files.createSymbolicLink(folder.resolve(data), LIBRARY.resolveSibling(data));
    }
    Files.createDirectory(folder.resolve("state"));
    installLibrary();
    play("");
    configure("");
    kubelet = startKubelet();
    server.admin().seed("{apiVersion: v1, kind: Node, metadata: {name: " + NODE + "}}");
    proxy = new FaultyProxy(server);
    kubeconfig = server.kubeconfig(proxy.url(), server.adminToken());
  }

  /** The agent's settings, as variables. */
  Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("NVML_SIMULATOR_SCENARIO", folder.resolve("scenario.yaml").toString());
    settings.put("NODE_NAME", NODE);
    settings.put("GPU_NODE_AGENT_CONFIG", config().toString());
    settings.put("GPU_NODE_AGENT_NVML_LIBRARY", folder.resolve("libnvidia-ml.so.1").toString());
    settings.put("GPU_NODE_AGENT_CLUSTER_KUBECONFIG", kubeconfig.toString());
    settings.put("GPU_NODE_AGENT_KUBELET_SOCKET", socket().toString());
    settings.put("GPU_NODE_AGENT_STATE_FILE", state().toString());
    return settings;
  }

  /** The agent's configuration, with {@code more} lines. */
  void configure(String more) throws IOException {
    replace(
        "agent.yaml",
        """
        web: {host: 127.0.0.1}
        sampling: {period: 500ms, slowPeriod: 3s, callTimeout: 1s}
        kubelet: {period: 1s, timeout: 2s}
        state: {period: 1s}
        """
            + more);
  }

  private Path config() {
    return folder.resolve("agent.yaml");
  }

  Path state() {
    return folder.resolve("state").resolve("state.json");
  }

  private Path socket() {
    return folder.resolve("kubelet.sock");
  }

  FaultyProxy proxy() {
    return proxy;
  }

  SimulatedKubelet kubelet() {
    return kubelet;
  }

  /** Plays the true node, with these faults. */
  void play(String faults) throws IOException {
    play("", "", faults);
  }

  /**
   * Plays it otherwise.
   *
   * @param driver more keys of the driver
   * @param last more keys of the last GPU
   */
  void play(String driver, String last, String faults) throws IOException {
    var devices =
        IntStream.range(0, Truth.GPUS)
            .mapToObj(gpu -> Truth.device(gpu, gpu == Truth.GPUS - 1 ? last : ""))
            .collect(Collectors.joining());
    replace(
        "scenario.yaml",
        """
        description: a node under faults
        driver: {version: 580.105.08, nvml: 13.580.105.08, cuda: 13000, symbols: 580%s}
        clock: {epoch: %s}
        devices:
        %sfaults: [%s]
        """
            .formatted(driver, epoch, devices, faults));
  }

  private void replace(String name, String text) throws IOException {
    var next = Files.writeString(folder.resolve("next"), text);
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts a fresh copy of the library in place, as a package manager does. */
  void installLibrary() throws IOException {
    var copy = folder.resolve("copy");
    Files.copy(LIBRARY, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        copy,
        folder.resolve("libnvidia-ml.so.1"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private SimulatedKubelet startKubelet() throws IOException {
    Files.deleteIfExists(socket());
    return SimulatedKubelet.start(socket(), () -> PODS);
  }

  void stopKubelet() throws IOException {
    kubelet.close();
    Files.deleteIfExists(socket());
  }

  void restartKubelet() throws IOException {
    kubelet = startKubelet();
  }

  /** In the kubelet's place, something that answers everybody with bytes of no protocol. */
  ServerSocketChannel garbageForKubelet() throws IOException {
    stopKubelet();
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    Thread.ofVirtual().start(() -> answerGarbage(server));
    return server;
  }

  private static void answerGarbage(ServerSocketChannel server) {
    var garbage = "\0\0\7garbage\1".repeat(99).getBytes(StandardCharsets.UTF_8);
    while (server.isOpen()) {
      try (var caller = server.accept()) {
        caller.write(ByteBuffer.wrap(garbage));
      } catch (IOException callerGone) {
        // The next one.
      }
    }
  }

  @Override
  public void close() {
    kubelet.close();
    proxy.close();
  }
}
