package io.gpunodeagent.nvml;

/**
 * A GPU. What it answers is in the interfaces it has; in MIG mode some of it is answered by its
 * {@link MigDevice}s alone.
 *
 * <p>A handle stays good until {@link Nvml#close}, or until the GPU is lost, when it answers {@link
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
