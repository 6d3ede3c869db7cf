// SPDX-License-Identifier: Apache-2.0
/* What is the same for every board of a model: catalogue/<model>.yaml with a scenario's `override` merged over it. */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "source.h"
#include "values.h"

enum { MAX_CLOCK_ROWS = 8, MAX_PROFILES = 24, MAX_PLACEMENTS = 16, MAX_STEPS = 4 };

/* One memory clock and the graphics clocks that go with it. */
struct clock_row {
    long long memory, graphics_max, graphics_min, count;
    double step; /* MHz, the mean of the steps the board alternates between */
};

struct mig_profile {
    const char *name;
    long long profile; /* NVML_GPU_INSTANCE_PROFILE_* */
    long long id;      /* what Create, placements and GpuInstanceInfo speak of; UNKNOWN: the profile cannot be used */
    long long slices, memory_mib, memory_slices, sm;
    long long copy_engines, decoders, encoders, jpeg, ofa;
    long long max_instances;
    int starts[MAX_PLACEMENTS];
    int start_count;
    long long size; /* of a placement, in memory slices */
};

/* UNKNOWN (whole numbers), NaN (others) and NULL (texts) mean that nobody has seen the figure. */
struct model {
    const char *name;
    long long brand, architecture;
    long long cuda_major, cuda_minor;
    long long sm_count;
    long long memory_mib, memory_reserved_mib, bar1_mib, bus_width;
    long long pcie_gen_link, pcie_gen_gpu, pcie_width;
    long long pci_device_id, pci_subsystem_id;
    double power_default, power_min, power_max, power_idle;          /* W */
    double module_power_default, module_power_min, module_power_max; /* W */
    bool average_power, average_power_known;
    long long clock_graphics, clock_sm, clock_memory, clock_video, clock_boost; /* MHz */
    struct clock_row clocks[MAX_CLOCK_ROWS];
    int clock_count;
    long long tlimit_idle, shutdown, slowdown, operating;       /* °C */
    long long shutdown_tlimit, slowdown_tlimit, gpu_max_tlimit; /* °C beyond the limit, negative */
    bool memory_temperature;
    long long links, link_version;
    double link_gb_per_s; /* one direction, 10^9 bytes */
    bool mig_capable;
    long long mig_slices, mig_memory_slices, mig_max_devices;
    struct mig_profile profiles[MAX_PROFILES];
    int profile_count;
    bool ecc, ecc_known;
    long long remap_banks;
    bool retired_pages;
    long long fans;
    long long addressing; /* NVML_DEVICE_ADDRESSING_MODE_* */
    bool c2c, c2c_known;
    long long accounting_buffer;
    const char *part_number, *vbios, *inforom;
};

/* NULL with a message when there is no such entry or it cannot be read. */
struct model *catalogue_read(const char *directory, const struct at *named_at, const char *name);
/* Merges the override map into the model. */
void catalogue_override(struct model *model, const struct at *override);

#endif
