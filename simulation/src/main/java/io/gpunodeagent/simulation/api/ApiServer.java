// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.api;

import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.simulation.scenario.Container.Allocation;
import io.gpunodeagent.simulation.scenario.Kinds;
import io.gpunodeagent.simulation.scenario.NodeScenario;
import io.gpunodeagent.simulation.scenario.Pod;
import io.gpunodeagent.simulation.scenario.ScenarioFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/**
 * The server: the node, its pods and their owners over time, and what a client writes. Methods are
 * called by one thread; requests come on others.
 */
public final class ApiServer implements AutoCloseable {

  private final NodeScenario scenario;
  private final PodObjects objects;
  private final DoubleFunction<Instant> instants;
  private final Store store = new Store();
  private final Handler handler;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InetSocketAddress address;
  private volatile Optional<ScenarioFault.Api> fault = Optional.empty();
  private Optional<HttpServer> running = Optional.empty();

  /**
   * Starts to listen on a free port of the loopback device.
   *
   * @param instants the instant of a moment of the scenario
   * @param evict ends the pod of that UID; false when there is none to end
   */
  public ApiServer(NodeScenario scenario, DoubleFunction<Instant> instants, Predicate<String> evict)
      throws IOException {
    this.scenario = scenario;
    this.instants = instants;
    objects = new PodObjects(scenario.node(), instants);
    var writes = new Writes(store, pod -> evict.test(Tree.text(pod, "metadata", "uid")));
    handler = new Handler(store, writes, resources(scenario), () -> fault);
    store.put(Resource.NODE, NodeObjects.node(scenario.node(), scenario.node().uid(), time(0)));
    address = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static List<Resource> resources(NodeScenario scenario) {
    var all =
        new ArrayList<>(
            List.of(
                Resource.POD,
                Resource.NODE,
                Resource.NAMESPACE,
                Resource.CORE_EVENT,
                Resource.EVENT,
                Resource.RESOURCE_SLICE));
    Kinds.known().stream()
        .map(kind -> new Resource(kind.apiVersion(), kind.kind(), Kinds.plural(kind.kind()), true))
        .forEach(all::add);
    scenario.pods().stream()
        .flatMap(pod -> pod.owners().stream())
        .map(OwnerObjects::resource)
        .forEach(all::add);
    return all.stream()
        .filter(one -> one.equals(Resource.NODE) || !one.kind().equals("Node"))
        .distinct()
        .toList();
  }

  private String time(double seconds) {
    return instants.apply(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private InetSocketAddress listen(InetSocketAddress wanted) throws IOException {
    var server = HttpServer.create(wanted, 0);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    running = Optional.of(server);
    return server.getAddress();
  }

  /** Where it listens, {@code http://127.0.0.1:40123}; the same all its life. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** The port of {@link #url}. */
  public int port() {
    return address.getPort();
  }

  /** Shows those pods, as they are at that moment. */
  public void show(List<Pod> pods, double seconds) {
    pods.forEach(
        pod -> {
          OwnerObjects.put(store, pod, time(pod.life().span().from()));
          store.put(
              Resource.NAMESPACE,
              Tree.of(
                  "apiVersion",
                  "v1",
                  "kind",
                  "Namespace",
                  "metadata",
                  Tree.of("name", pod.namespace())));
        });
    store.replace(Resource.POD, pods.stream().map(pod -> objects.at(pod, seconds)).toList());
    if (usesClaims()) {
      store.put(
          Resource.RESOURCE_SLICE,
          NodeObjects.slice(
              scenario.node().name(), scenario.gpus(), seconds, scenario.node().uid()));
    }
  }

  private boolean usesClaims() {
    return scenario.pods().stream()
        .flatMap(pod -> pod.containers().stream())
        .flatMap(container -> container.allocations().stream())
        .anyMatch(Allocation.Claim.class::isInstance);
  }

  /** The resource version of the latest change of a pod. */
  public long podsVersion() {
    return store.version(Resource.POD);
  }

  /** Behaves as {@code next} says from now on; well without one. */
  public void be(Optional<ScenarioFault.Api> next) throws IOException {
    var before = fault;
    fault = next;
    boolean refuse = next.filter(ScenarioFault.Api.REFUSE::equals).isPresent();
    if (refuse) {
      stop();
    } else if (running.isEmpty()) {
      listen(address);
    }
    if (!before.equals(next) && next.filter(ScenarioFault.Api.EXPIRED::equals).isPresent()) {
      store.expire();
    }
  }

  private void stop() {
    running.ifPresent(server -> server.stop(0));
    running = Optional.empty();
  }

  @Override
  public void close() {
    store.close();
    stop();
    threads.shutdownNow();
  }
}
