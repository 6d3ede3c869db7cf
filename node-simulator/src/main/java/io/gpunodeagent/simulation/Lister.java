package io.gpunodeagent.simulation;

import io.gpunodeagent.kubelet.v1.GetPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.GetPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.ListPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.PodResources;
import io.gpunodeagent.kubelet.v1.PodResourcesListerGrpc.PodResourcesListerImplBase;
import io.gpunodeagent.simulation.SimulatedKubelet.Behaviour;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The service behind {@link SimulatedKubelet}. */
final class Lister extends PodResourcesListerImplBase {

  private final Supplier<ListPodResourcesResponse> pods;
  private final AtomicLong calls = new AtomicLong();
  private volatile Behaviour behaviour = Behaviour.ANSWER;

  Lister(Supplier<ListPodResourcesResponse> pods) {
    this.pods = pods;
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  long calls() {
    return calls.get();
  }

  @Override
  public void list(
      ListPodResourcesRequest request, StreamObserver<ListPodResourcesResponse> caller) {
    answer(caller, pods);
  }

  @Override
  public void get(GetPodResourcesRequest request, StreamObserver<GetPodResourcesResponse> caller) {
    answer(
        caller, () -> GetPodResourcesResponse.newBuilder().setPodResources(find(request)).build());
  }

  private PodResources find(GetPodResourcesRequest request) {
    return pods.get().getPodResourcesList().stream()
        .filter(pod -> pod.getName().equals(request.getPodName()))
        .filter(pod -> pod.getNamespace().equals(request.getPodNamespace()))
        .findFirst()
        .orElseThrow(Status.NOT_FOUND.withDescription("pod not found")::asRuntimeException);
  }

  private <T> void answer(StreamObserver<T> caller, Supplier<T> result) {
    calls.incrementAndGet();
    switch (behaviour) {
      case ANSWER -> give(caller, result);
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
}
