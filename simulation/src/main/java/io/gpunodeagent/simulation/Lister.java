// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.AllocatableResourcesRequest;
import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.GetPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.GetPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.ListPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The service behind {@link SimulatedKubelet}. */
final class Lister implements BindableService {

  /** A pod that claims to be longer than the message. */
  private static final byte[] TORN = {0x0a, (byte) 0xff, 0x7f, 0x0a, 0x03, 'a'};

  private final Supplier<ListPodResourcesResponse> pods;
  private final Optional<Supplier<AllocatableResourcesResponse>> allocatable;
  private final AtomicLong calls = new AtomicLong();
  private volatile Behaviour behaviour = Behaviour.ANSWER;

  Lister(
      Supplier<ListPodResourcesResponse> pods,
      Optional<Supplier<AllocatableResourcesResponse>> allocatable) {
    this.pods = pods;
    this.allocatable = allocatable;
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  long calls() {
    return calls.get();
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(PodResourcesMethods.SERVICE)
        .addMethod(tearable(PodResourcesMethods.LIST), ServerCalls.asyncUnaryCall(this::list))
        .addMethod(tearable(PodResourcesMethods.GET), ServerCalls.asyncUnaryCall(this::get))
        .addMethod(
            tearable(PodResourcesMethods.ALLOCATABLE),
            ServerCalls.asyncUnaryCall(this::allocatable))
        .build();
  }

  private void allocatable(
      AllocatableResourcesRequest request, StreamObserver<AllocatableResourcesResponse> caller) {
    if (allocatable.isEmpty()) {
      caller.onError(Status.UNIMPLEMENTED.asRuntimeException());
      return;
    }
    answer(caller, allocatable.get());
  }

  private void list(
      ListPodResourcesRequest request, StreamObserver<ListPodResourcesResponse> caller) {
    answer(caller, pods);
  }

  private void get(GetPodResourcesRequest request, StreamObserver<GetPodResourcesResponse> caller) {
    if (behaviour == Behaviour.LIST_ONLY) {
      calls.incrementAndGet();
      caller.onError(
          Status.UNKNOWN
              .withDescription("PodResources API Get method disabled")
              .asRuntimeException());
      return;
    }
    answer(
        caller, () -> GetPodResourcesResponse.newBuilder().setPodResources(find(request)).build());
  }

  private PodResources find(GetPodResourcesRequest request) {
    return pods.get().getPodResourcesList().stream()
        .filter(pod -> pod.getName().equals(request.getPodName()))
        .filter(pod -> pod.getNamespace().equals(request.getPodNamespace()))
        .findFirst()
        .orElseThrow(() -> unknown(request));
  }

  /** In the kubelet's words, which gives such an answer no status of its own. */
  private static StatusRuntimeException unknown(GetPodResourcesRequest request) {
    return Status.UNKNOWN
        .withDescription(
            "pod %s in namespace %s not found"
                .formatted(request.getPodName(), request.getPodNamespace()))
        .asRuntimeException();
  }

  private <T> void answer(StreamObserver<T> caller, Supplier<T> result) {
    calls.incrementAndGet();
    switch (behaviour) {
      case ANSWER, LIST_ONLY, CORRUPT -> give(caller, result);
      case EXHAUSTED ->
          caller.onError(
              Status.RESOURCE_EXHAUSTED.withDescription("rejected by rate limit").asException());
      case UNIMPLEMENTED -> caller.onError(Status.UNIMPLEMENTED.asException());
      case STALL -> {}
    }
  }

  private static <T> void give(StreamObserver<T> caller, Supplier<T> result) {
    try {
      caller.onNext(result.get());
      caller.onCompleted();
    } catch (StatusRuntimeException e) {
      caller.onError(e);
    }
  }

  /** The method with answers that break when the service is to be corrupt. */
  private <Q, A> MethodDescriptor<Q, A> tearable(MethodDescriptor<Q, A> method) {
    var whole = method.getResponseMarshaller();
    return method.toBuilder(
            method.getRequestMarshaller(),
            new MethodDescriptor.Marshaller<A>() {
              @Override
              public InputStream stream(A answer) {
                return behaviour == Behaviour.CORRUPT
                    ? new ByteArrayInputStream(TORN)
                    : whole.stream(answer);
              }

              @Override
              public A parse(InputStream stream) {
                return whole.parse(stream);
              }
            })
        .build();
  }
}
