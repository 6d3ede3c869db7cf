// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.soak;

import io.gpunodeagent.agent.cluster.Fault;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The faults, in the order in which they are played. */
final class SoakFaults {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** A driver that is not there is looked for at most this seldom. */
  private static final Duration DRIVER = Duration.ofSeconds(40);

  /** Pauses between requests to the API server grow to this. */
  private static final Duration CLUSTER = Duration.ofSeconds(60);

  private static final int CONNECTIONS = 40;
  private static final int FLOODERS = 8;
  private static final Pattern ENUMERATIONS =
      Pattern.compile("(?m)^gpu_node_agent_enumerations_total (\\S+)");

  private final SoakNode node;
  private final AgentUnderFaults agent;
  private final List<SoakFault> faults = new ArrayList<>();

  private SoakFaults(SoakNode node, AgentUnderFaults agent) {
    this.node = node;
    this.agent = agent;
  }

  /** All of them. */
  static List<SoakFault> of(SoakNode node, AgentUnderFaults agent) {
    var all = new SoakFaults(node, agent);
    all.driver();
    all.kubelet();
    all.apiServer();
    // Before descriptors run out: from a class path of folders no class is loaded then.
    all.files();
    all.process();
    all.clients();
    return all.faults;
  }

  private void add(
      String name,
      SoakFault.Step begin,
      Predicate<String> seen,
      SoakFault.Step end,
      Duration recovery) {
    add(name, begin, seen, end, Truth::isWhole, recovery);
  }

  private void add(
      String name,
      SoakFault.Step begin,
      Predicate<String> seen,
      SoakFault.Step end,
      Predicate<String> over,
      Duration recovery) {
    faults.add(new SoakFault(name, begin, seen, end, over, recovery));
  }

  private void driver() {
    played("a call to NVML that hangs", "{function: '*', device: 1, hang: true}", without(1));
    played("a GPU that is lost", "{lost: 2}", without(2));
    played(
        "a reading that fails",
        "{function: nvmlDeviceGetTemperature*, return: UNKNOWN}",
        scrape -> !Truth.serves(scrape, "DCGM_FI_DEV_GPU_TEMP", 0));
    add(
        "a driver that is reloaded",
        () ->
            node.play(
                ", init: DRIVER_NOT_LOADED", "", "{function: '*', return: DRIVER_NOT_LOADED}"),
        scrape -> scrape.contains("problem=\"driver_not_loaded\"} 1"),
        () -> node.play(""),
        DRIVER);
    add(
        "a GPU that is put into MIG mode",
        () ->
            node.play(
                "", ", mig: {mode: enabled, instances: [{profile: 1g.10gb, id: 7, start: 0}]}", ""),
        scrape -> scrape.contains("GPU_I_ID=\"7\""),
        () -> node.play(""),
        SOON);
    var before = new AtomicReference<>("");
    add(
        "a library that is replaced",
        () -> {
          before.set(enumerations(agent.scrape()));
          node.installLibrary();
        },
        scrape -> !scrape.isEmpty() && !enumerations(scrape).equals(before.get()),
        () -> {},
        SOON);
  }

  private void played(String name, String fault, Predicate<String> seen) {
    add(name, () -> node.play(fault), seen, () -> node.play(""), SOON);
  }

  private static Predicate<String> without(int gpu) {
    return scrape -> {
      var served = Truth.served(scrape);
      return !served.contains(gpu) && served.size() == Truth.GPUS - 1;
    };
  }

  private static String enumerations(String scrape) {
    var found = ENUMERATIONS.matcher(scrape);
    return found.find() ? found.group(1) : "";
  }

  private void kubelet() {
    for (var behaviour :
        Map.of(
                Behaviour.EXHAUSTED, "a kubelet that limits its callers",
                Behaviour.STALL, "a kubelet that does not answer",
                Behaviour.CORRUPT, "a kubelet whose answers break off")
            .entrySet()) {
      add(
          behaviour.getValue(),
          () -> node.kubelet().behave(behaviour.getKey()),
          down("kubelet"),
          () -> node.kubelet().behave(Behaviour.ANSWER),
          SOON);
    }
    add("a kubelet that restarts", node::stopKubelet, down("kubelet"), node::restartKubelet, SOON);
    var garbage = new AtomicReference<ServerSocketChannel>();
    add(
        "garbage on the kubelet's socket",
        () -> garbage.set(node.garbageForKubelet()),
        down("kubelet"),
        () -> {
          garbage.get().close();
          node.restartKubelet();
        },
        SOON);
  }

  private static Predicate<String> down(String source) {
    return scrape -> Truth.isDown(scrape, source);
  }

  private void apiServer() {
    add(
        "an API server that is away",
        node.proxy()::leave,
        down("pods"),
        node.proxy()::comeBack,
        CLUSTER);
    add(
        "garbage from the API server",
        () -> {
          node.proxy()
              .next(Integer.MAX_VALUE, ".*", ".*", new Fault.Instead(200, Map.of(), "<garbage>"));
          node.proxy().cutWatches();
        },
        down("pods"),
        node.proxy()::heal,
        CLUSTER);
  }

  private void process() {
    add(
        "a process that is stopped",
        () -> agent.signal("STOP"),
        String::isEmpty,
        () -> agent.signal("CONT"),
        SOON);
    add(
        "no file descriptor left",
        // A new descriptor has the lowest free number, and those below are the JVM's own files.
        () -> agent.limit("nofile", "4:"),
        String::isEmpty,
        () -> agent.limit("nofile", "1024:"),
        Duration.ofSeconds(30));
  }

  private void files() {
    var position = new int[1];
    add(
        "a disk that is full",
        () -> {
          position[0] = agent.logged();
          agent.limit("fsize", "0:");
        },
        scrape -> agent.log(position[0]).contains("Cannot write " + node.state() + ":"),
        () -> agent.limit("fsize", "unlimited:"),
        scrape -> agent.log(position[0]).contains("Writes " + node.state() + " again"),
        SOON);
    add(
        "a kill, and a state file that is garbage",
        () -> {
          position[0] = agent.logged();
          agent.restart(() -> Files.write(node.state(), new byte[] {'{', 0, (byte) 0xff}));
        },
        scrape -> agent.log(position[0]).contains("usage starts from zero"),
        () -> {},
        Duration.ofSeconds(30));
    add(
        "a configuration that changes all the time",
        () -> {
          position[0] = agent.logged();
          for (int change = 0; change < 30; change++) {
            node.configure(change % 2 == 0 ? "log: {level: info}\n" : "log: {level: loud}\n");
            Thread.sleep(20);
          }
          node.configure("log: {level: loud}\n");
        },
        scrape -> agent.log(position[0]).contains("\"loud\" is not valid"),
        () -> node.configure(""),
        SOON);
  }

  private void clients() {
    var sockets = new ArrayList<Socket>();
    add(
        "readers that do not read",
        () -> connect(sockets, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n".repeat(200)),
        Truth::isWhole,
        () -> close(sockets),
        SOON);
    add(
        "connections that are half open",
        () -> connect(sockets, "GET /metr"),
        Truth::isWhole,
        () -> close(sockets),
        SOON);
    add("a flood of scrapes", this::flood, Truth::isWhole, () -> {}, SOON);
  }

  private void connect(List<Socket> sockets, String request) throws IOException {
    for (int number = 0; number < CONNECTIONS; number++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
      sockets.add(socket);
      socket.setReceiveBufferSize(4096);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  private void flood() throws InterruptedException {
    var flooders = new ArrayList<Thread>();
    for (int number = 0; number < FLOODERS; number++) {
      flooders.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int scrape = 0; scrape < 100; scrape++) {
                      agent.scrape();
                    }
                  }));
    }
    for (var flooder : flooders) {
      flooder.join();
    }
  }
}
