// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpunodeagent.agent.cluster.api.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * As much of an API server as the agent's reads need: lists in pages, watches, single objects,
 * discovery; and every way in which they go wrong. It starts and stops on one port.
 */
public final class HandMadeServer implements AutoCloseable {

  private static final String CUT = "CUT";
  private static final String END = "END";

  private final Map<String, List<String>> collections = new ConcurrentHashMap<>();
  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private final Map<String, Answer> faults = new ConcurrentHashMap<>();
  private final Map<String, Collection<Watch>> watches = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int pageSize = Integer.MAX_VALUE;
  private final AtomicInteger version = new AtomicInteger(100);
  private volatile boolean hanging;
  private HttpServer server;
  private ExecutorService workers;
  private int port;

  public HandMadeServer() {
    start();
  }

  /** An answer other than the usual. */
  public record Answer(int status, String body, Map<String, String> headers) {

    /** A Status object. */
    public static Answer refusal(int status, String message) {
      return new Answer(
          status,
          "{\"kind\":\"Status\",\"code\":%d,\"message\":\"%s\"}".formatted(status, message),
          Map.of());
    }
  }

  private record Watch(LinkedBlockingQueue<String> events) {}

  /** Begins to listen, on the earlier port when there was one. */
  public void start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    port = server.getAddress().getPort();
    workers = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    server.setExecutor(workers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The process dies: connections are cut, nobody listens. */
  public void stop() {
    watches.values().forEach(all -> all.forEach(watch -> watch.events().add(CUT)));
    server.stop(0);
    workers.shutdownNow();
  }

  @Override
  public void close() {
    stop();
  }

  /** A kubeconfig for it. */
  public Access access(Path directory) throws IOException {
    var file = directory.resolve("kubeconfig");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: secret}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(port));
    return new Access(Optional.of(file), directory, Map.of());
  }

  /** What a list of the collection gives from now on. */
  public HandMadeServer list(String path, String... items) {
    collections.put(path, List.of(items));
    return this;
  }

  /** What GET gives. */
  public HandMadeServer object(String path, String body) {
    objects.put(path, body);
    return this;
  }

  /** Another answer for a path until {@link #heal}. */
  public HandMadeServer fail(String path, Answer answer) {
    faults.put(path, answer);
    return this;
  }

  /** The usual answer again. */
  public void heal(String path) {
    faults.remove(path);
  }

  /** Lists have pages of this size. */
  public HandMadeServer pages(int size) {
    pageSize = size;
    return this;
  }

  /** Connections are taken and not answered. */
  public void hang(boolean on) {
    hanging = on;
  }

  /** Sends an event to all watches of a collection. */
  public void event(String path, String type, String object) {
    version.incrementAndGet();
    send(path, "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object));
  }

  /** Sends an event as a proxy that sorts keys does: what it is comes last. */
  public void sortedEvent(String path, String type, String object) {
    version.incrementAndGet();
    send(path, "{\"object\":%s,\"type\":\"%s\"}\n".formatted(object, type));
  }

  /** Cuts the watches of a collection in the middle of an event. */
  public void cut(String path) {
    send(path, "{\"type\":\"MODI");
    send(path, CUT);
  }

  /** Ends the watches of a collection as the server does after a while. */
  public void end(String path) {
    send(path, END);
  }

  /** How many watches of a collection are open. */
  public int watches(String path) {
    return watches.getOrDefault(path, List.of()).size();
  }

  /** Requests so far, path and decoded query. */
  public List<String> requests(Predicate<String> wanted) {
    return requests.stream().filter(wanted).toList();
  }

  private void send(String path, String text) {
    watches.getOrDefault(path, List.of()).forEach(watch -> watch.events().add(text));
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query =
        exchange.getRequestURI().getRawQuery() == null
            ? ""
            : URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
    requests.add(path + (query.isEmpty() ? "" : "?" + query));
    var watch = query.contains("watch=true");
    var fault = faults.get(watch ? path + "?watch" : path);
    if (hanging) {
      await();
    } else if (fault != null) {
      fault.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      answer(exchange, fault.status(), fault.body());
    } else if (watch) {
      watch(exchange, path);
    } else if (collections.containsKey(path)) {
      answer(exchange, 200, page(collections.get(path), query));
    } else if (objects.containsKey(path)) {
      answer(exchange, 200, objects.get(path));
    } else {
      answer(exchange, 404, Answer.refusal(404, "not found: " + path).body());
    }
  }

  private String page(List<String> items, String query) {
    var from = 0;
    for (var parameter : query.split("&", -1)) {
      if (parameter.startsWith("continue=")) {
        from = Integer.parseInt(parameter.substring("continue=".length()));
      }
    }
    var to = (int) Math.min(items.size(), (long) from + pageSize);
    var next = to < items.size() ? ",\"continue\":\"" + to + "\"" : "";
    return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":[%s]}"
        .formatted(version.get(), next, String.join(",", items.subList(from, to)));
  }

  private void watch(HttpExchange exchange, String path) throws IOException {
    var watch = new Watch(new LinkedBlockingQueue<>());
    var all = watches.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>());
    exchange.sendResponseHeaders(200, 0);
    var body = exchange.getResponseBody();
    body.flush();
    all.add(watch);
    try {
      var event = watch.events().take();
      while (!event.equals(CUT) && !event.equals(END)) {
        body.write(event.getBytes(StandardCharsets.UTF_8));
        body.flush();
        event = watch.events().take();
      }
      if (event.equals(END)) {
        body.close();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      all.remove(watch);
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void await() throws IOException {
    try {
      TimeUnit.MINUTES.sleep(10);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
