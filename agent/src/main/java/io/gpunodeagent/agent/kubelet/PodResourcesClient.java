// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.kubelet;

import com.google.protobuf.MessageLite;
import io.gpunodeagent.kubelet.v1.AllocatableResourcesRequest;
import io.gpunodeagent.kubelet.v1.ContainerDevices;
import io.gpunodeagent.kubelet.v1.GetPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.ListPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.PodResources;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.http2.impl.nio.ClientH2PrefaceHandler;
import org.apache.hc.core5.http2.impl.nio.ClientH2StreamMultiplexerFactory;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOEventHandlerFactory;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls the kubelet's PodResources API, version v1.
 *
 * <p>The messages are generated; the HTTP/2 is Apache HttpCore's, with the thin layer of gRPC that
 * a unary call needs on top. Chosen by measurement (JDK 25, serial collector, C1, {@code -Xmx32m},
 * resident memory added to an agent with its web server, 8 kB answers):
 *
 * <pre>
 *                          memory     jars      700 kB answer
 *   Apache HttpCore 5.4    4.4 MiB    1.2 MiB   52 ms
 *   Helidon 4.4 gRPC       9.3 MiB    4.9 MiB   6000 ms and more: its flow control crawls
 *   Jetty 12.1 HTTP/2     16.5 MiB    2.3 MiB   44 ms
 *   grpc-netty 1.85       22   MiB    8.6 MiB   47 ms
 * </pre>
 *
 * <p>Every call has a connection and a transport of its own, closed at its end: a replaced socket,
 * a stalled peer or a fault of the transport cannot outlive the call it happened in.
 */
final class PodResourcesClient {

  private static final String SERVICE = "v1.PodResourcesLister/";
  private static final H2Config HTTP2 =
      H2Config.custom()
          .setPushEnabled(false)
          .setInitialWindowSize(256 * 1024)
          .setMaxHeaderListSize(16 * 1024)
          .build();
  private static final IOReactorConfig ONE_THREAD =
      IOReactorConfig.custom().setIoThreadCount(1).build();

  private final Path socket;
  private final Duration timeout;

  /**
   * A client.
   *
   * @param socket its path, connected to on each call
   * @param timeout of a whole call
   */
  PodResourcesClient(Path socket, Duration timeout) {
    this.socket = socket;
    this.timeout = timeout;
  }

  /**
   * Every active pod of the node.
   *
   * @param pods takes each pod as it arrives, on another thread, before this method returns
   * @throws KubeletException when the answer is not complete and valid; pods may have been given
   *     out by then
   */
  void list(ElementStream.Elements<PodResources> pods)
      throws KubeletException, InterruptedException {
    call("List", ListPodResourcesRequest.getDefaultInstance(), pods(pods));
  }

  /**
   * Every healthy device that plugins registered; of each resource one entry or several.
   *
   * @param devices takes each entry as it arrives, on another thread, before this method returns
   * @throws KubeletException when the answer is not complete and valid, or the kubelet has no such
   *     method; entries may have been given out by then
   */
  void allocatable(ElementStream.Elements<ContainerDevices> devices)
      throws KubeletException, InterruptedException {
    call(
        "GetAllocatableResources",
        AllocatableResourcesRequest.getDefaultInstance(),
        new ElementStream<>("device", ContainerDevices.parser(), devices));
  }

  /** One pod; empty when the kubelet does not know it. */
  Optional<PodResources> get(String namespace, String name)
      throws KubeletException, InterruptedException {
    var request =
        GetPodResourcesRequest.newBuilder().setPodNamespace(namespace).setPodName(name).build();
    var pods = new ArrayList<PodResources>();
    try {
      call("Get", request, pods(pods::add));
    } catch (KubeletException e) {
      if (e.isPodUnknown()) {
        return Optional.empty();
      }
      throw e;
    }
    return pods.stream().findFirst();
  }

  private static AnswerPart pods(ElementStream.Elements<PodResources> pods) {
    return new ElementStream<>("pod", PodResources.parser(), pods);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of the connection.
  private void call(String method, MessageLite request, AnswerPart answer)
      throws KubeletException, InterruptedException {
    var call = new UnaryCall(SERVICE + method, request.toByteArray(), answer);
    var transport =
        new DefaultConnectingIOReactor(
            protocol(call), ONE_THREAD, PodResourcesClient::thread, null, null, null, null);
    try {
      transport.start();
      transport.connect(
          new HttpHost("localhost"),
          UnixDomainSocketAddress.of(socket),
          null,
          Timeout.of(timeout),
          null,
          new Connected(call));
      call.await(timeout);
    } finally {
      transport.close(CloseMode.IMMEDIATE);
    }
  }

  private static IOEventHandlerFactory protocol(UnaryCall call) {
    var streams =
        new ClientH2StreamMultiplexerFactory(
            HttpProcessorBuilder.create().build(), null, HTTP2, null, new FrameLimit(call));
    return (session, attachment) -> new ClientH2PrefaceHandler(session, streams, false, null);
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("kubelet-io").unstarted(work);
  }

  /** Sends the call as soon as there is a connection. */
  private record Connected(UnaryCall call) implements FutureCallback<IOSession> {

    @Override
    public void completed(IOSession session) {
      session.enqueue(
          new RequestExecutionCommand(call, HttpCoreContext.create()), Command.Priority.NORMAL);
    }

    @Override
    public void failed(Exception cause) {
      call.failed(cause);
    }

    @Override
    public void cancelled() {
      call.cancel();
    }
  }
}
