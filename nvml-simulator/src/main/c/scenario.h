// SPDX-License-Identifier: Apache-2.0
/* The node a scenario file describes. Immutable once read (the two counters of faults apart), so any thread may read it. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "catalogue.h"
#include "functions.h"
#include "signal.h"

#include <stdatomic.h>
#include <stdint.h>

enum {
    MAX_DEVICES = 64,
    MAX_LINKS = 36,
    MAX_CPUS = 1024,
    MAX_PROCESSES = 1024, /* of one device */
    MAX_GPU_INSTANCES = 16,
    MAX_COMPUTE_INSTANCES = 8,
    MAX_CLIQUES = 64, /* NVML_GPU_FABRIC_CLIQUE_MAX */
    UUID_SIZE = 48,
};

enum channel {
    CH_SM,
    CH_MEMORY,
    CH_TENSOR,
    CH_DRAM,
    CH_FP64,
    CH_FP32,
    CH_FP16,
    CH_OCCUPANCY,
    CH_ENCODER,
    CH_DECODER,
    CH_JPEG,
    CH_OFA, /* % */
    CH_PCIE_TX,
    CH_PCIE_RX,
    CH_NVLINK_TX,
    CH_NVLINK_RX, /* MB/s, 10^6 bytes */
    CH_FB,        /* bytes */
    CH_POWER,
    CH_TEMPERATURE,
    CH_FAN, /* W, °C, % */
    CHANNELS
};

struct load {
    struct signal channel[CHANNELS];
    bool given[CHANNELS]; /* in the file; the other channels follow from these, or are 0 */
};

struct clock_spec {
    bool fixed, has_epoch;
    bool stepped;    /* by whoever writes the file of clock_follow */
    double fixed_at; /* s */
    double epoch;    /* s since 1970 */
    double speed;
};

struct driver {
    const char *version, *nvml, *branch;
    int cuda;    /* 13000 = 13.0 */
    int symbols; /* driver branch whose functions are there */
    int init;    /* what nvmlInit answers */
};

struct pci_address {
    unsigned domain, bus, device;
};

struct cpu_set {
    bool known;
    uint64_t words[MAX_CPUS / 64];
};

enum link_kind { LINK_NONE, LINK_GPU, LINK_SWITCH };

struct nvlink {
    enum link_kind kind;
    int peer;      /* LINK_GPU: device; LINK_SWITCH: number of the switch */
    int peer_link; /* the link's number at the other end */
};

struct clique {
    unsigned char type; /* NVML_GPU_FABRIC_CLIQUE_TYPE_* */
    unsigned id;
};

struct fabric {
    bool present;
    int state;  /* NVML_GPU_FABRIC_STATE_* */
    int status; /* nvmlReturn_t */
    struct clique cliques[MAX_CLIQUES]; /* by type, then id */
    int clique_count;
    unsigned char cluster[16];
    unsigned health_mask; /* without the manager */
    unsigned manager;     /* NVML_GPU_FABRIC_HEALTH_MASK_GFM_STATE_* */
    unsigned char health_summary;
};

/* What stays for as long as the driver is loaded: an edit of the file changes it at the next init only. */
struct identity {
    const struct model *model;
    const char *model_name;
    const char *uuid, *serial;
    int minor;
    long long module_id; /* UNKNOWN: not supported */
    struct pci_address pci;
    uint64_t numa_nodes; /* bit i: node i; 0: not stated */
    long long gpu_numa_id; /* UNKNOWN: not a NUMA node of its own */
    struct cpu_set cpus;
    int compute_mode; /* NVML_COMPUTEMODE_* */
    bool persistence, ecc, accounting;
    double temperature_idle, temperature_rise; /* °C */
    double temperature_spread;                 /* °C from the sensor to the hottest spot; negative: not supported */
    struct fabric fabric;
    struct nvlink links[MAX_LINKS];
    bool link_down[MAX_LINKS]; /* from the start */
};

struct process {
    unsigned pid;
    const char *name;
    int kind; /* NVML_PROCESS_MODE_* */
    bool memory_hidden;
    struct signal memory; /* bytes */
    struct signal sm;     /* % of what it runs on: its share when several want more than there is */
    double from, until;
    int instance; /* GPU instance id, -1: none */
    int compute_instance;
};

struct compute_spec {
    int slices;
    const char *uuid;
};

struct instance_spec {
    int profile; /* index in the model's profiles */
    int id, start;
    struct compute_spec compute[MAX_COMPUTE_INSTANCES];
    int compute_count;
    struct load load; /* of this instance while its layout holds */
};

struct mig_layout {
    double from, until; /* s; a re-partition ends it */
    bool enabled, pending;
    struct instance_spec *instances;
    int count;
    uint64_t content; /* equal for equal layouts: an unchanged one keeps what a client made of it */
};

/* The GPU memory limit of one control group, or of all whose path matches. */
struct memory_limit {
    const char *cgroup;  /* absolute directory, `*` stands for any characters */
    uint64_t soft, hard; /* bytes; 0 and NVML_DEVICE_MEMORY_LIMIT_MAX: none */
    struct signal used;  /* bytes */
    double from, until;
};

struct link_change {
    double at;
    int link;
    int state; /* NVML_NVLINK_STATE_* */
};

struct counters {
    double pcie_replay, sbe_volatile, dbe_volatile, sbe_aggregate, dbe_aggregate;
    double remapped_correctable, remapped_uncorrectable, remap_pending, remap_failure;
    double bank_remap_active, bank_remap_inactive, bank_remap_pending, bank_groups_without_spares;
    double recovery_action; /* nvmlDeviceGpuRecoveryAction_t; negative: what the other counters call for */
    double retired_sbe, retired_dbe, retired_pending;
    double energy; /* mJ */
    double nvlink_replay, nvlink_recovery, nvlink_crc_flit, nvlink_crc_data;
    double power_violation, thermal_violation; /* ns */
};

/* Sums carried over a reload, so that no counter jumps when a load changes. */
struct carry {
    double channel[CHANNELS];
    double energy, power_violation, thermal_violation; /* mJ, ns, ns */
};

/* What an edit of the file changes at once. */
struct play {
    struct counters counters;
    struct load load;
    uint64_t clock_event_reasons; /* nvmlClocksEventReason*, beside those that follow from the load */
    const struct process *processes;
    int process_count;
    bool limits_memory; /* the driver accounts memory to control groups */
    const struct memory_limit *memory_limits;
    int memory_limit_count;
    const struct mig_layout *layouts;
    int layout_count;
    const struct link_change *link_changes;
    int link_change_count;
    struct carry carry;
};

struct device {
    struct identity id;
    struct play play;
};

struct event {
    double at;
    int device;
    uint64_t type; /* nvmlEventType* */
    uint64_t data;
    int instance; /* GPU instance id, -1: none */
};

enum fault_kind { FAULT_RETURN, FAULT_DELAY, FAULT_HANG, FAULT_LOST, FAULT_ABSENT };

struct fault {
    enum fault_kind kind;
    struct function_set functions; /* RETURN, DELAY, HANG */
    uint64_t devices;              /* bit mask, all ones: also calls on no device */
    bool every_device;
    long long field; /* a field id, or UNKNOWN: the whole call */
    int result;      /* nvmlReturn_t */
    double delay;    /* s */
    double from, until;
    long long calls; /* UNKNOWN: any number */
    atomic_llong used;
};

struct topology {
    unsigned char level[MAX_DEVICES][MAX_DEVICES]; /* NVML_TOPOLOGY_* */
    unsigned char links[MAX_DEVICES][MAX_DEVICES];
};

struct scenario {
    struct arena arena;
    atomic_int references;
    struct scenario *base; /* whose identities it plays after a reload, or NULL */
    const char *file;
    const char *description;
    struct driver driver;
    struct clock_spec clock;
    struct device *devices;
    int device_count;
    const struct topology *topology;
    const struct event *events; /* by time */
    int event_count;
    struct fault *faults;
    int fault_count;
    struct function_set hidden; /* not in this driver */
    struct function_set faulty; /* at least one fault concerns it */
    bool loses_devices;
    uint64_t removed; /* devices of `base` that the file does not have any more, by ordinal */
};

/* Reads and checks the file; NULL, with every fault on `out`, when it cannot be played. `clock` replaces the file's clock unless
 * NULL. */
struct scenario *scenario_read(const char *file, const char *catalogue, const char *clock, FILE *out);
/* Takes over the identities, driver and topology of the scenario that the driver was loaded with. A device whose model has
   changed is taken over whole, one that is gone is lost until the next session. False when the file has other GPUs than the session. `old` must be what the session started with or a scenario grafted on it. */
bool scenario_graft(struct scenario *scenario, struct scenario *old);
struct scenario *scenario_hold(struct scenario *scenario);
void scenario_release(struct scenario *scenario);

#endif
