// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import com.google.protobuf.MessageLite;
import io.gpunodeagent.kubelet.v1.AllocatableResourcesRequest;
import io.gpunodeagent.kubelet.v1.AllocatableResourcesResponse;
import io.gpunodeagent.kubelet.v1.GetPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.GetPodResourcesResponse;
import io.gpunodeagent.kubelet.v1.ListPodResourcesRequest;
import io.gpunodeagent.kubelet.v1.ListPodResourcesResponse;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;

/**
 * The methods of the kubelet's {@code PodResourcesLister}. Not generated: the agent has the
 * messages alone on its class path, and a generated service beside them would need gRPC there.
 */
final class PodResourcesMethods {

  static final String SERVICE = "v1.PodResourcesLister";

  static final MethodDescriptor<ListPodResourcesRequest, ListPodResourcesResponse> LIST =
      method(
          "List",
          ListPodResourcesRequest.getDefaultInstance(),
          ListPodResourcesResponse.getDefaultInstance());

  static final MethodDescriptor<GetPodResourcesRequest, GetPodResourcesResponse> GET =
      method(
          "Get",
          GetPodResourcesRequest.getDefaultInstance(),
          GetPodResourcesResponse.getDefaultInstance());

  static final MethodDescriptor<AllocatableResourcesRequest, AllocatableResourcesResponse>
      ALLOCATABLE =
          method(
              "GetAllocatableResources",
              AllocatableResourcesRequest.getDefaultInstance(),
              AllocatableResourcesResponse.getDefaultInstance());

  private PodResourcesMethods() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
      String name, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(response))
        .build();
  }
}
