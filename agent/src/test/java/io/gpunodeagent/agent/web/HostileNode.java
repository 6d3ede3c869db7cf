// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.faults.SetupException;
import io.gpunodeagent.agent.http.HttpAnswer;
import io.gpunodeagent.agent.http.StreamSource;
import io.gpunodeagent.agent.loop.Heartbeat;
import io.gpunodeagent.agent.run.RunningAgent;
import io.gpunodeagent.core.snapshot.GpuCondition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A server whose API answers what a real agent does, with markup in the place of every name. */
final class HostileNode implements AutoCloseable {

  /** What it is called, and what everything on it is called. */
  static final String TEXT = "<img src=x onerror='window.hacked=1'><script>hacked=1</script>";

  private static final Pattern NAMES =
      Pattern.compile(
          "\"(name|command|pod|namespace|container|text|remedy|meaning|detail|evidence|rule|reason|numaNodes"
              + "|profile|version|driverVersion)\":\"(?:[^\"\\\\]|\\\\.)*\"");

  private final AgentServer server;
  private final OneFrame stream;

  private HostileNode(AgentServer server, OneFrame stream) {
    this.server = server;
    this.stream = stream;
  }

  static HostileNode start(RunningAgent agent) throws SetupException {
    return start(agent, EventStreams.Times.standard());
  }

  /** One whose streams live for other times. */
  static HostileNode start(RunningAgent agent, EventStreams.Times times) throws SetupException {
    Eventually.until("holders", () -> get(agent, "allocations").contains("\"activity\":"));
    var stream = new OneFrame(frame(agent));
    var view =
        new NodeView(
            (accept, encoding) -> HttpAnswer.plain(200, ""),
            asked ->
                new HttpAnswer(200, "application/json", Map.of(), answer(agent, asked.resource())),
            stream,
            () -> Nodes.state(Nodes.ready(false, Nodes.gpu(0, new GpuCondition.Fresh()))),
            new Heartbeat(System::nanoTime, Duration.ofMinutes(1)));
    return new HostileNode(
        AgentServer.start(
            Nodes.config(Optional.empty(), WebConfig.Admission.everyone(), 256, 60),
            view,
            Nodes.NO_TOKENS,
            new RequestDeadline(Duration.ofSeconds(5), System::nanoTime),
            times),
        stream);
  }

  /** Streams that have begun. */
  int streams() {
    return stream.begun().get();
  }

  String address() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  private static byte[] answer(RunningAgent agent, String resource) {
    var events =
        "{\"events\":[{\"sequence\":1,\"at\":\"2026-05-01T12:00:00Z\",\"kind\":\"xid\",\"severity\":\"error\","
            + "\"gpu\":null,\"pod\":null,\"text\":\"\"}]}";
    var real = resource.equals("events") ? events : get(agent, resource);
    return hostile(real).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] frame(RunningAgent agent) {
    var all = new StringBuilder();
    for (var resource : new String[] {"node", "gpus", "allocations", "decisions"}) {
      var real = get(agent, resource);
      all.append(all.isEmpty() ? real.substring(0, real.length() - 1) : "," + inner(real));
    }
    return ("id: 1\nevent: state\ndata: " + hostile(all + "}") + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String inner(String object) {
    return object.substring(1, object.length() - 1);
  }

  private static String hostile(String json) {
    return NAMES.matcher(json).replaceAll("\"$1\":\"" + TEXT + "\"");
  }

  private static String get(RunningAgent agent, String resource) {
    var uri = URI.create(agent.address() + "api/v1/" + resource);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body()
          .strip();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  /** A stream that sends the same to everyone, once. */
  private record OneFrame(Frame frame, AtomicInteger begun) implements StreamSource {

    OneFrame(byte[] bytes) {
      this(new Frame(bytes, bytes), new AtomicInteger());
    }

    @Override
    public Optional<Frame> next(Optional<Frame> last, Duration patience)
        throws InterruptedException {
      if (last.isEmpty()) {
        begun.incrementAndGet();
        return Optional.of(frame);
      }
      Thread.sleep(patience);
      return Optional.empty();
    }

    @Override
    public void end() {}

    @Override
    public boolean ended() {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
