// SPDX-License-Identifier: Apache-2.0
/* The readers of the parts of a scenario file, used by scenario.c alone and by each other. */
#ifndef SCENARIO_PARTS_H
#define SCENARIO_PARTS_H

#include "scenario.h"

/* What the parts need while the scenario is being built. */
struct builder {
    struct scenario *scenario;
    struct arena *arena;
    const char *catalogue; /* directory */
    const char *name;      /* of the scenario, from which ids are derived */
};

extern const struct choice return_codes[];

void read_driver(struct builder *b, const struct at *at);
void read_clock(struct builder *b, const struct at *at);
/* `text` is the value of NVML_SIMULATOR_CLOCK. */
void read_clock_text(struct builder *b, const char *text, struct problems *problems);

/* Devices: identities first, then loads (they need processes and layouts), which `finish_devices` puts together. */
void read_devices(struct builder *b, const struct at *root);
void finish_devices(struct builder *b);

/* A curve, or a plain number for a constant one; NULL with a message. `sizes`: values are sizes in bytes. */
const struct curve *read_curve(const struct at *at, double min, double max, bool sizes);
/* The channels of a load map; `whole`: of a device, which also has power, temperature and fan. */
void read_load(const struct at *at, struct load *load, bool whole);
/* A signal of one curve within a life time. */
struct signal signal_of_curve(struct arena *arena, const struct curve *curve, double from, double until);
/* Puts together what the device, its instances and its processes say about load. */
void assemble_load(struct builder *b, struct device *device);

void read_fabric(const struct at *at, struct fabric *fabric);
void read_processes(struct builder *b, const struct at *list, struct device *device);
void read_memory_limits(struct builder *b, const struct at *list, struct device *device);

struct mig_layout read_mig_layout(struct builder *b, const struct at *at, const struct device *device);
/* Whether any layout of the device has that instance. */
bool layout_has_instance(const struct device *device, int instance);

void read_topology(struct builder *b, const struct at *root);
void read_events(struct builder *b, const struct at *root);
void read_faults(struct builder *b, const struct at *root);

/* The device a key names; false with a message. */
bool read_device_index(struct builder *b, const struct at *at, int *device);
bool parse_cpu_list(const char *text, struct cpu_set *cpus);
/* The nodes of a list such as 0-1,4, one bit each; at least one, all below 64. */
bool parse_numa_nodes(const char *text, uint64_t *nodes);
uint64_t mixed(uint64_t x);
uint64_t hash_text(const char *text);
/* PREFIX-xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx from a name and three numbers. */
void derived_uuid(char *out, const char *prefix, const char *name, unsigned a, unsigned b, unsigned c);

#endif
