// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * A GPU. Its methods are in the interfaces that it implements. In MIG mode, only its {@link
 * MigDevice}s answer some of them.
 *
 * <p>A handle stays valid until {@link Nvml#close}. A GPU that is lost answers {@link
 * NvmlReturn#GPU_IS_LOST}.
 */
public final class NvmlDevice extends NvmlHandle
    implements NameQueries,
        IdentityQueries,
        UtilizationQueries,
        MemoryQueries,
        MemoryLimitQueries,
        ClockQueries,
        ThermalQueries,
        PowerQueries,
        PcieQueries,
        EccQueries,
        EventQueries,
        ProcessQueries,
        AccountingQueries,
        MigQueries,
        NvLinkQueries,
        TopologyQueries,
        FabricQueries,
        GpmQueries,
        GpmDeviceQueries,
        FieldValueQueries,
        ComputeModeQueries,
        ModeQueries,
        ConfidentialComputeQueries,
        VgpuQueries {
  NvmlDevice(NvmlSession session, long address) {
    super(session, address);
  }
}
