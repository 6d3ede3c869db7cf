// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A partition of the NVLink fabric for one kind of access.
 *
 * @param type {@code NVML_GPU_FABRIC_CLIQUE_TYPE_*}; numbers of newer drivers are kept
 * @param id GPUs of one cluster with the same type and id can access each other in that way
 */
public record NvmlFabricClique(int type, long id) {
  /** Access by pointer to one GPU. */
  public static final int UNICAST_POINTER = 0;

  /** Access by pointer to several GPUs. */
  public static final int MULTICAST_POINTER = 1;

  /** Access by logical endpoint to one GPU. */
  public static final int UNICAST_LOGICAL_ENDPOINT = 2;

  /** Access by logical endpoint to several GPUs. */
  public static final int MULTICAST_LOGICAL_ENDPOINT = 3;
}
