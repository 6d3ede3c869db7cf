// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.plugin;

import com.google.protobuf.MessageLite;
import io.gpunodeagent.kubelet.deviceplugin.AllocateRequest;
import io.gpunodeagent.kubelet.deviceplugin.AllocateResponse;
import io.gpunodeagent.kubelet.deviceplugin.DevicePluginOptions;
import io.gpunodeagent.kubelet.deviceplugin.Empty;
import io.gpunodeagent.kubelet.deviceplugin.ListAndWatchResponse;
import io.gpunodeagent.kubelet.deviceplugin.PreStartContainerRequest;
import io.gpunodeagent.kubelet.deviceplugin.PreStartContainerResponse;
import io.gpunodeagent.kubelet.deviceplugin.PreferredAllocationRequest;
import io.gpunodeagent.kubelet.deviceplugin.PreferredAllocationResponse;
import io.gpunodeagent.kubelet.deviceplugin.RegisterRequest;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;

/**
 * The methods of the kubelet's {@code v1beta1.Registration} and of {@code v1beta1.DevicePlugin}.
 */
final class PluginMethods {

  static final String SERVICE = "v1beta1.DevicePlugin";

  static final MethodDescriptor<RegisterRequest, Empty> REGISTER =
      method(
          MethodType.UNARY,
          "v1beta1.Registration",
          "Register",
          RegisterRequest.getDefaultInstance(),
          Empty.getDefaultInstance());

  static final MethodDescriptor<Empty, DevicePluginOptions> OPTIONS =
      unary(
          "GetDevicePluginOptions",
          Empty.getDefaultInstance(),
          DevicePluginOptions.getDefaultInstance());

  static final MethodDescriptor<Empty, ListAndWatchResponse> LIST_AND_WATCH =
      method(
          MethodType.SERVER_STREAMING,
          SERVICE,
          "ListAndWatch",
          Empty.getDefaultInstance(),
          ListAndWatchResponse.getDefaultInstance());

  static final MethodDescriptor<PreferredAllocationRequest, PreferredAllocationResponse> PREFER =
      unary(
          "GetPreferredAllocation",
          PreferredAllocationRequest.getDefaultInstance(),
          PreferredAllocationResponse.getDefaultInstance());

  static final MethodDescriptor<AllocateRequest, AllocateResponse> ALLOCATE =
      unary(
          "Allocate", AllocateRequest.getDefaultInstance(), AllocateResponse.getDefaultInstance());

  static final MethodDescriptor<PreStartContainerRequest, PreStartContainerResponse> PRE_START =
      unary(
          "PreStartContainer",
          PreStartContainerRequest.getDefaultInstance(),
          PreStartContainerResponse.getDefaultInstance());

  private PluginMethods() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> unary(
      String name, Q request, A response) {
    return method(MethodType.UNARY, SERVICE, name, request, response);
  }

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
      MethodType type, String service, String name, Q request, A response) {
    return MethodDescriptor.<Q, A>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
        .setRequestMarshaller(ProtoLiteUtils.marshaller(request))
        .setResponseMarshaller(ProtoLiteUtils.marshaller(response))
        .build();
  }
}
