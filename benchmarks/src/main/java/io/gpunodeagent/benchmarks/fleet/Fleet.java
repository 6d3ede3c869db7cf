// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.benchmarks.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The API clients of many agents, by orders on standard input, one a line; each is answered with
 * one line.
 *
 * <p>Usage: {@code Fleet RELAY_PORT SERVER_PORT FOLDER LABELS_FILE}, where the folder has a
 * kubeconfig for each node, under its name, that names the relay.
 */
public final class Fleet {

  private final Relay relay;
  private final Path folder;
  private final List<String> nodes;
  private final Map<String, String> labels;
  private final Map<String, Member> members = new LinkedHashMap<>();

  private Fleet(Relay relay, Path folder, Map<String, String> labels) throws IOException {
    this.relay = relay;
    this.folder = folder;
    this.labels = labels;
    try (var files = Files.list(folder)) {
      nodes = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Obeys until there are no more orders. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Logger.getLogger("io.gpunodeagent").setLevel(Level.OFF);
    var server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
    var relay = new Relay(Integer.parseInt(arguments[0]), server);
    var labels = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(Path.of(arguments[3]))) {
      var parts = line.split("=", 2);
      labels.put(parts[0], parts[1]);
    }
    var fleet = new Fleet(relay, Path.of(arguments[2]), labels);
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = orders.readLine(); line != null; line = orders.readLine()) {
      System.out.println(fleet.obey(line.split(" ", -1)));
    }
    System.exit(0);
  }

  private String obey(String[] order) throws InterruptedException {
    switch (order[0]) {
      case "start" -> inParallel(nodes, this::start);
      case "restart" -> restart(Integer.parseInt(order[1]));
      case "flap" -> flap(Integer.parseInt(order[1]));
      case "cut" -> relay.cut();
      case "down" -> {
        relay.down(true);
        relay.cut();
      }
      case "up" -> relay.down(false);
      case "arrivals" -> {
        return relay.arrivals().entrySet().stream()
            .map(second -> "\"%d\": %d".formatted(second.getKey(), second.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
      }
      case "status" -> {
        return status();
      }
      default -> throw new IllegalArgumentException("no order: " + order[0]);
    }
    return "done";
  }

  private void start(String node) {
    var member = new Member(node, folder.resolve(node), labels);
    synchronized (members) {
      members.put(node, member);
    }
    member.start();
  }

  /** One after the other, so many a second at most. */
  private void restart(int perSecond) throws InterruptedException {
    for (var node : nodes) {
      Member old;
      synchronized (members) {
        old = members.get(node);
      }
      if (old != null) {
        old.close();
      }
      start(node);
      Thread.sleep(1000 / perSecond);
    }
  }

  /** All that is said of a node changes each second. */
  private void flap(int seconds) throws InterruptedException {
    for (var round = 1; round <= seconds; round++) {
      for (var member : all()) {
        member.say(round % 2 == 0, round);
      }
      Thread.sleep(1000);
    }
  }

  private String status() {
    return "{\"watching\": %d, \"published\": %d, \"pods\": %d, \"bytes\": %d}"
        .formatted(
            count(Member::watches),
            count(Member::published),
            all().stream().mapToInt(Member::pods).sum(),
            relay.bytes());
  }

  private long count(Predicate<Member> which) {
    return all().stream().filter(which).count();
  }

  private List<Member> all() {
    synchronized (members) {
      return new ArrayList<>(members.values());
    }
  }

  private static void inParallel(List<String> nodes, Consumer<String> task) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> threads.execute(() -> task.accept(node)));
    }
  }
}
